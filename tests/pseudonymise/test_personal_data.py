from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline import nlp, shipped
from pipeline.pseudonymise import Pseudonymiser

DIRECT = ("phone", "email", "iban", "national_number", "bsn", "birth_date", "plate", "url")
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "personal_data.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    """Wanted and found spans per kind, finds, and finds that are right, over all sentences."""
    analyser = nlp.load(shipped.models(), name=nlp.SHIPPED)
    pseudonymiser = Pseudonymiser(analyser=lambda: analyser)
    counted: Counter[str] = Counter()
    for row in ROWS:
        finds = pseudonymiser.find(row["text"])
        for span in row["spans"]:
            kind = "direct" if span["pii_kind"] in DIRECT else span["pii_kind"]
            hit = any(find.start < span["end"] and span["start"] < find.end for find in finds)
            counted.update({f"wanted {kind}": 1, f"found {kind}": int(hit)})
        for find in finds:
            right = any(find.start < span["end"] and span["start"] < find.end for span in row["spans"])
            counted.update({"finds": 1, "right": int(right)})
    return counted


def test_there_are_enough_sentences_and_many_tempt_without_reason() -> None:
    assert len(ROWS) >= 300
    assert sum(not row["spans"] for row in ROWS) >= 100


def test_direct_identifiers_are_found(counts: Counter[str]) -> None:
    assert counts["found direct"] >= 0.98 * counts["wanted direct"]


def test_persons_are_found(counts: Counter[str]) -> None:
    assert counts["found person"] >= 0.95 * counts["wanted person"]


def test_what_is_found_is_right(counts: Counter[str]) -> None:
    assert counts["right"] >= 0.95 * counts["finds"]


@pytest.mark.parametrize("kind", ["age", "address", "postcode", "school"])
def test_the_other_kinds_are_found(counts: Counter[str], kind: str) -> None:
    assert counts[f"found {kind}"] >= 0.9 * counts[f"wanted {kind}"]


def replaced(*texts: str, **options: object) -> list[str]:
    pseudonymiser = Pseudonymiser(**options)  # type: ignore[arg-type]
    return [pseudonymiser.text(text)[0] for text in texts]


def test_a_person_keeps_one_placeholder() -> None:
    assert replaced("Amira El Amrani belde.", "Met Amira gaat het goed.", "amira's mama en AMIRA EL AMRANI") == [
        "[persoon 1] belde.",
        "Met [persoon 1] gaat het goed.",
        "[persoon 1]'s mama en [persoon 1]",
    ]


def test_a_full_name_takes_over_the_number_of_its_first_name() -> None:
    assert replaced("Yassin kwam niet.", "Yassin Ben Ali belde.")[1] == "[persoon 1] belde."


def test_members_of_a_family_stay_apart() -> None:
    assert replaced("Amira El Amrani en Karim El Amrani.", "Mevrouw El Amrani tekende.", "De familie El Amrani.") == [
        "[persoon 1] en [persoon 2].",
        "Mevrouw [persoon 3] tekende.",
        "De familie [persoon 4].",
    ]


def test_an_initial_is_the_surname_that_begins_with_it() -> None:
    assert replaced("Ines Verhulst was er.", "Ines V. was er.", "Ines D. niet.") == [
        "[persoon 1] was er.",
        "[persoon 1] was er.",
        "[persoon 2] niet.",
    ]


def test_organisations_stay() -> None:
    text = "OOOC De Kade en het CLB volgen Jonas op."
    assert replaced(text) == ["OOOC De Kade en het CLB volgen [persoon 1] op."]


def test_organisations_go_when_asked() -> None:
    assert replaced("OOOC De Kade en het CLB belden.", with_organisations=True) == [
        "[organisatie 1] en het [organisatie 2] belden."
    ]


class Tagger:
    """Takes every word with a capital for a name, and remembers what it was asked."""

    name = "tagger@1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def analyse(self, texts: list[str]) -> list[tuple[object, ...]]:
        from pipeline.model import Token

        self.asked += texts
        return [(Token(text.split()[0], "", "PROPN", 0, len(text.split()[0]), False),) for text in texts]


def test_the_tagger_is_asked_about_doubt_alone() -> None:
    tagger = Tagger()
    pseudonymiser = Pseudonymiser(analyser=lambda: tagger)  # type: ignore[arg-type,return-value]
    for text in ("Met Amira gaat het goed.", "De wachtlijst is lang.", "Iris is er niet meer."):
        pseudonymiser.find(text)
    assert tagger.asked == ["Iris is er niet meer."]


def test_what_the_tagger_settles_is_doubtful() -> None:
    finds = Pseudonymiser(analyser=lambda: Tagger()).find("Iris is er niet meer.")  # type: ignore[arg-type,return-value]
    assert [find.doubtful for find in finds] == [True]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Fatima", "[persoon 1]"),
        ("Katrien Van Acker", "[persoon 1]"),
        ("Xyzana", "[persoon 1]"),
        ("Moeder", "Moeder"),
        ("Spreker 1", "Spreker 1"),
        ("Begeleider", "Begeleider"),
        ("CLB", "CLB"),
    ],
)
def test_a_speaker_is_a_person_or_a_role(name: str, shown: str) -> None:
    assert Pseudonymiser().speaker(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2024/verslag_Amira_El_Amrani.docx", "2024/verslag_[persoon 1].docx"),
        ("Jonas Peeters.txt", "[persoon 1].txt"),
        ("2024-05_samenwerkingsoverleg_Kempen.pdf", "2024-05_samenwerkingsoverleg_Kempen.pdf"),
    ],
)
def test_names_in_file_names_are_replaced(name: str, shown: str) -> None:
    assert Pseudonymiser().file_name(name) == shown


def test_columns_that_speak_of_persons_are_read_so() -> None:
    pseudonymiser = Pseudonymiser()
    assert pseudonymiser.column("Spreker", "Xyzana")[0] == "[persoon 1]"
    assert pseudonymiser.column("Opmerking", "Xyzana") == ("Xyzana", ())
