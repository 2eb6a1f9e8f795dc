import csv
import gzip
from pathlib import Path

import pytest

from pipeline import compounds, shipped
from pipeline.codebook import match_seeds
from pipeline.coding.features import Features, Settings
from pipeline.errors import UsageError
from pipeline.training.compounds import plurals, verb_stem

CASES = Path(__file__).parent / "data" / "compounds.csv"


@pytest.fixture(scope="module")
def splitter() -> compounds.Splitter:
    return compounds.load(shipped.models())


def _cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_enough_cases() -> None:
    assert len(_cases()) >= 300
    assert sum(not row["parts"] for row in _cases()) >= 120


def test_splits_that_are_made_are_right(splitter: compounds.Splitter) -> None:
    made = [(row, splitter.parts(row["word"])) for row in _cases() if splitter.parts(row["word"])]
    wrong = [(row["word"], parts) for row, parts in made if "+".join(parts) != row["parts"]]
    assert len(wrong) <= 0.03 * len(made), wrong


def test_most_compounds_are_split(splitter: compounds.Splitter) -> None:
    wanted = [row for row in _cases() if row["parts"]]
    missed = [row["word"] for row in wanted if "+".join(splitter.parts(row["word"])) != row["parts"]]
    assert len(missed) <= 0.04 * len(wanted), missed


def test_hardly_any_other_word_is_split(splitter: compounds.Splitter) -> None:
    split = [row["word"] for row in _cases() if not row["parts"] and splitter.parts(row["word"])]
    assert len(split) <= 2, split


def test_cases_that_nobody_tuned_on_are_split_as_well(splitter: compounds.Splitter) -> None:
    cases = [row for row in _cases() if row["half"] == "5"]
    made = [row for row in cases if splitter.parts(row["word"])]
    right = sum("+".join(splitter.parts(row["word"])) == row["parts"] for row in made)
    assert right / len(made) >= 0.97
    assert right / sum(bool(row["parts"]) for row in cases) >= 0.90


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("groepsveiligheid", ("groep", "veiligheid")),
        ("Contextbegeleidingen", ("context", "begeleiding")),
        ("zorgcontinuïteit", ("zorg", "continuïteit")),
        ("zorgcontinuiteit", ("zorg", "continuïteit")),
        ("time-outproject", ("time-out", "project")),
        ("netwerkoverleg", ("netwerk", "overleg")),
        ("hulpverlener", ("hulp", "verlener")),
        ("begeleiding", ()),
        ("iedereen", ()),
        ("gekomen", ()),
        ("voorziening", ()),
        ("Vandenberghe", ()),
        ("OCMW", ()),
        ("", ()),
    ],
)
def test_a_word_and_its_parts(splitter: compounds.Splitter, word: str, parts: tuple[str, ...]) -> None:
    assert splitter.parts(word) == parts


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"words\.txt\.gz: the list of words for compounds is missing"):
        compounds.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"huis\n", mtime=0)])
def test_a_damaged_list_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / compounds.FOLDER).mkdir()
    (tmp_path / compounds.FOLDER / compounds.FILE).write_bytes(content)
    with pytest.raises(UsageError, match="missing or damaged"):
        compounds.load(tmp_path)


def test_a_verb_gives_the_stem_that_stands_in_compounds() -> None:
    verbs = ["wonen", "spelen", "leven", "wachten", "zwemmen"]
    assert [verb_stem(verb) for verb in verbs] == ["woon", "speel", "leef", "wacht", "zwem"]


def test_a_noun_gives_its_plurals() -> None:
    nouns = {"bezoek": "bezoeken", "klas": "klassen", "figuur": "figuren", "brief": "brieven", "dienst": "diensten"}
    assert all(plural in plurals(noun) for noun, plural in nouns.items())


@pytest.mark.parametrize(
    ("seed", "text", "found"),
    [
        ("begeleiding", "De contextbegeleiding stopte.", "contextbegeleiding"),
        ("begeleid*", "De contextbegeleiding stopte.", "contextbegeleiding"),
        ("continuiteit", "Geen zorgcontinuïteit.", "zorgcontinuïteit"),
    ],
)
def test_a_seed_matches_a_compound_that_it_is_a_part_of(seed: str, text: str, found: str) -> None:
    matches = match_seeds(text, [seed])
    assert [text[match.start : match.end] for match in matches] == [found]


def test_a_seed_of_two_words_matches_no_compound() -> None:
    assert match_seeds("De contextbegeleiding stopte.", ["begeleiding thuis"]) == []


def test_texts_share_the_parts_of_their_compounds() -> None:
    settings = Settings(min_texts=1, letters_weight=0.0, words_weight=1.0)
    features = Features.fit(["contextbegeleiding", "thuisbegeleiding"], {}, settings)
    rows = features.transform(["contextbegeleiding", "thuisbegeleiding"])
    assert "+begeleiding" in features.words
    assert (rows[0] @ rows[1].T).toarray()[0, 0] > 0
