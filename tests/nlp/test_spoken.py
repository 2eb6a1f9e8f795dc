import csv
from pathlib import Path

import pytest
import spacy

from pipeline import nlp, shipped
from pipeline.nlp import spoken

CASES = Path(__file__).parents[1] / "data" / "spoken_flemish.csv"


def _cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def analyser() -> nlp.SpacyAnalyser:
    return nlp.load(shipped.models(), name=nlp.SHIPPED)


def test_there_are_enough_cases() -> None:
    assert len(_cases()) >= 150


def test_spoken_flemish_and_shorthand_stay_whole() -> None:
    language = spoken.keep_together(spacy.blank("nl"))
    broken = [row for row in _cases() if row["token"] not in [token.text for token in language(row["sentence"])]]
    assert broken == []


def test_spoken_flemish_and_shorthand_have_sensible_lemmas(analyser: nlp.SpacyAnalyser) -> None:
    cases = _cases()
    analysed = analyser.analyse([row["sentence"] for row in cases])
    wrong = [
        (row["sentence"], row["token"], row["lemma"])
        for row, tokens in zip(cases, analysed, strict=True)
        if not {token.lemma for token in tokens if token.text == row["token"]} & set(row["lemma"].lower().split("|"))
    ]
    assert len(wrong) <= 0.05 * len(cases), wrong


def test_the_shipped_pipeline_alone_knows_them_as_well() -> None:
    language = spacy.load(shipped.models() / nlp.SHIPPED)
    cases = _cases()
    wrong = [
        (row["sentence"], row["token"])
        for row, doc in zip(cases, language.pipe(row["sentence"] for row in cases), strict=True)
        if not {token.lemma_.lower() for token in doc if token.text == row["token"]}
        & set(row["lemma"].lower().split("|"))
    ]
    assert len(wrong) <= 0.07 * len(cases), wrong


@pytest.mark.parametrize("mark", ["'", "’", "‘"])
def test_any_apostrophe_will_do(mark: str) -> None:
    language = spoken.keep_together(spacy.blank("nl"))
    assert [token.text for token in language(f"{mark}k weet {mark}t niet, da{mark}s waar")] == [
        f"{mark}k", "weet", f"{mark}t", "niet", ",", "da", f"{mark}s", "waar",
    ]  # fmt: skip


def test_rules_are_put_in_once() -> None:
    language = spoken.keep_together(spacy.blank("nl"))
    before = language.tokenizer.token_match.__self__.pattern
    spoken.keep_together(language)
    assert language.tokenizer.token_match.__self__.pattern == before


def test_the_rules_survive_saving(tmp_path: Path) -> None:
    spoken.keep_together(spacy.blank("nl")).to_disk(tmp_path / "saved")
    language = spacy.load(tmp_path / "saved")
    assert [token.text for token in language("±10 jongere(n) i.k.v. 18+")] == ["±", "10", "jongere(n)", "i.k.v.", "18+"]


def test_a_word_in_a_surname_is_left_alone() -> None:
    assert spoken.known("den", "PROPN") is None


def test_a_form_that_can_be_two_things_keeps_what_the_pipeline_says() -> None:
    found = spoken.known("da", "SCONJ")
    assert found is not None
    assert (found.settle("SCONJ"), found.settle("VERB")) == ("SCONJ", "PRON")


@pytest.mark.parametrize("form", ["CB's", "CB’s", "CBs"])
def test_the_plural_of_an_abbreviation_has_it_as_its_lemma(form: str) -> None:
    found = spoken.known(form, "NOUN")
    assert found is not None and found.lemma == "CB"


def test_a_small_word_is_no_abbreviation() -> None:
    assert spoken.known("vb", "NOUN") is None


def test_no_word_is_listed_twice() -> None:
    forms = [
        line.split(",")[0] for line in (Path(spoken.__file__).parent / "words_nl.csv").read_text("utf-8").splitlines()
    ]
    assert sorted(forms) == sorted(set(forms))
