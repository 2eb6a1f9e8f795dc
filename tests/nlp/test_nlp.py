import json
from pathlib import Path

import pytest
import spacy
import spacy.about

from pipeline import nlp
from pipeline.errors import UsageError
from pipeline.model import Analyser


def _shipped(models: Path, name: str = nlp.SHIPPED, *, spacy_version: str | None = None) -> Path:
    """A tiny Dutch pipeline as it would lie in models/: its lemma of every known word is looked up."""
    language = spacy.blank("nl")
    ruler = language.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "huizen"}]], {"LEMMA": "huis", "POS": "NOUN"})  # type: ignore[attr-defined]
    ruler.add([[{"LOWER": "opgevangen"}]], {"LEMMA": "op_vangen", "POS": "VERB"})  # type: ignore[attr-defined]
    ruler.add([[{"LOWER": "jongeren"}]], {"LEMMA": "jong", "POS": "ADJ"})  # type: ignore[attr-defined]
    language.rename_pipe("attribute_ruler", "lemmatizer_rules")
    language.meta["version"] = "1.2.3"
    models.mkdir(exist_ok=True)
    language.to_disk(models / name)
    if spacy_version is not None:
        path = models / name / "meta.json"
        meta = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**meta, "spacy_version": spacy_version}), encoding="utf-8")
    return models / name


@pytest.fixture(autouse=True)
def _no_installed_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spacy.util.is_package", lambda name: False)


def test_blank_pipeline_when_there_is_nothing_else_and_it_says_so(tmp_path: Path) -> None:
    analyser = nlp.load(tmp_path)
    assert analyser.name == f"nl_blank@{spacy.about.__version__}"
    assert "No Dutch language model" in (analyser.warning or "")


def test_blank_pipeline_asked_for_gives_no_warning(tmp_path: Path) -> None:
    assert nlp.load(tmp_path, name="blank").warning is None


def test_shipped_pipeline_is_taken_with_its_version(tmp_path: Path) -> None:
    _shipped(tmp_path)
    analyser = nlp.load(tmp_path)
    assert (analyser.name, analyser.warning) == ("nl_rodedraad@1.2.3", None)


def test_another_dutch_directory_serves_when_ours_is_not_there(tmp_path: Path) -> None:
    _shipped(tmp_path, "nl_other")
    (tmp_path / "coder").mkdir()
    (tmp_path / "coder" / "meta.json").write_text('{"lang": "nl"}', encoding="utf-8")
    assert nlp.load(tmp_path).name == "nl_other@1.2.3"


def test_installed_pipeline_goes_before_the_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _shipped(tmp_path)
    package = _shipped(tmp_path / "site", "nl_core_news_md")
    monkeypatch.setattr("spacy.util.is_package", lambda name: name == "nl_core_news_md")
    monkeypatch.setattr("spacy.util.get_package_path", lambda name: package)
    monkeypatch.setattr("spacy.load", lambda where: spacy.blank("nl"))
    assert nlp.load(tmp_path).name == "nl_core_news_md@1.2.3"


def test_installed_pipeline_for_another_spacy_is_passed_over_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _shipped(tmp_path)
    package = _shipped(tmp_path / "site", "nl_core_news_sm", spacy_version=">=2.0,<2.1")
    monkeypatch.setattr("spacy.util.is_package", lambda name: name == "nl_core_news_sm")
    monkeypatch.setattr("spacy.util.get_package_path", lambda name: package)
    analyser = nlp.load(tmp_path)
    assert analyser.name == "nl_rodedraad@1.2.3"
    assert "nl_core_news_sm: made for spaCy >=2.0,<2.1" in (analyser.warning or "")


@pytest.mark.parametrize("missing", ["config.cfg", "vocab/strings.json", "tokenizer"])
def test_damaged_shipped_pipeline_is_named(tmp_path: Path, missing: str) -> None:
    (_shipped(tmp_path) / missing).unlink()
    with pytest.raises(UsageError, match=r"nl_rodedraad.*damaged"):
        nlp.load(tmp_path)


def test_unreadable_meta_is_named(tmp_path: Path) -> None:
    (_shipped(tmp_path) / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"meta\.json.*damaged"):
        nlp.load(tmp_path)


def test_shipped_pipeline_for_another_spacy_stops(tmp_path: Path) -> None:
    _shipped(tmp_path, spacy_version=">=2.0,<2.1")
    with pytest.raises(UsageError, match=r"made for spaCy >=2\.0,<2\.1"):
        nlp.load(tmp_path)


def test_unknown_name_lists_what_there_is(tmp_path: Path) -> None:
    _shipped(tmp_path)
    with pytest.raises(UsageError, match=r"nl_core_news_xl.*nl_rodedraad, blank"):
        nlp.load(tmp_path, name="nl_core_news_xl")


def test_analyser_keeps_the_protocol(tmp_path: Path) -> None:
    assert isinstance(nlp.load(tmp_path), Analyser)


def test_tokens_lie_where_they_say(tmp_path: Path) -> None:
    text = "De  fiets 🚲 staat\nbij zo'n poort."
    (tokens,) = nlp.load(tmp_path).analyse([text])
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert [token.text for token in tokens][:3] == ["De", "fiets", "🚲"]


def test_one_row_per_text_also_for_empty_ones(tmp_path: Path) -> None:
    analysed = nlp.load(tmp_path).analyse(["", "Fiets", " \n"])
    assert [len(tokens) for tokens in analysed] == [0, 1, 0]


def test_very_long_text_is_taken_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "fietsbel " * 400
    analyser = nlp.load(tmp_path)
    analyser.language.max_length = 1000
    monkeypatch.setattr("pipeline.nlp.analyser._LONGEST", 1000)
    (tokens,) = analyser.analyse([text])
    assert len(tokens) == 400
    assert text[tokens[-1].start : tokens[-1].end] == "fietsbel"


@pytest.mark.parametrize("word", ["euh", "Eigenlijk", "allez", "niet", "heb", "zo'n", "zo’n"])
def test_fillers_and_function_words_are_stop_words(tmp_path: Path, word: str) -> None:
    (tokens,) = nlp.load(tmp_path).analyse([f"{word} fiets"])
    assert all(token.stop for token in tokens[:-1])
    assert not tokens[-1].stop


def test_lemmas_of_a_pipeline_lose_underscores_and_known_slips(tmp_path: Path) -> None:
    _shipped(tmp_path)
    (tokens,) = nlp.load(tmp_path).analyse(["Jongeren opgevangen huizen"])
    assert [(token.lemma, token.pos) for token in tokens] == [
        ("jongere", "NOUN"),
        ("opvangen", "VERB"),
        ("huis", "NOUN"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("huis", "huizen"),
        ("brief", "brieven"),
        ("school", "scholen"),
        ("les", "lessen"),
        ("groot", "grote"),
        ("begeleider", "begeleiders"),
        ("vacature", "vacatures"),
        ("mogelijkheid", "mogelijkheden"),
        ("wachtlijst", "wachtlijsten"),
        ("jongere", "jongeren"),
    ],
)
def test_forms_of_a_word_reduce_to_one(one: str, other: str) -> None:
    assert nlp.reduced(one) == nlp.reduced(other)


@pytest.mark.parametrize(("one", "other"), [("kans", "kan"), ("mens", "men"), ("gids", "gid"), ("crisis", "crisi")])
def test_words_that_only_look_inflected_stay(one: str, other: str) -> None:
    assert nlp.reduced(one) == one != nlp.reduced(other)


def test_content_words_leave_stop_words_and_numbers_out() -> None:
    assert nlp.content_words("Eigenlijk heb ik 2 fietsen en een kapotte fietsbel.") == ["fiets", "kapot", "fietsbel"]
