from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.model import Block, Ledger, Mark, Role, Source
from pipeline.pseudonymise import Pseudonymiser
from pipeline.pseudonymise.checksums import is_bsn, is_iban, is_national_number

CASES = list(
    csv.DictReader((Path(__file__).parent.parent / "data" / "identifiers.csv").open(encoding="utf-8"), delimiter=";")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_identifiers_are_found_and_nothing_else(case: dict[str, str]) -> None:
    finds = Pseudonymiser().find(case["text"])
    found = [f"{find.pii_kind}:{case['text'][find.start : find.end]}" for find in finds]
    assert found == [part for part in case["found"].split("|") if part]


def test_the_same_value_keeps_its_placeholder_in_another_notation() -> None:
    pseudonymiser = Pseudonymiser()
    first, _ = pseudonymiser.text("Bel 0499 00 00 12.")
    second, _ = pseudonymiser.text("Of mail a@example.be, of bel 0499/000012; of 0499 00 00 13.")
    assert first == "Bel [telefoonnummer 1]."
    assert second == "Of mail [e-mailadres 1], of bel [telefoonnummer 1]; of [telefoonnummer 2]."


def test_two_rules_that_find_the_same_place_make_one_placeholder() -> None:
    assert Pseudonymiser().text("De nummerplaat 1-ABC-234 bleef.")[0] == "De nummerplaat [nummerplaat 1] bleef."


def test_a_source_keeps_its_places_and_its_ledger() -> None:
    text = "Bel 0499 00 00 12.\n\nNa de bel was het stil."
    blocks = (
        Block(0, 18, Role.PARAGRAPH, speaker="an@example.be", attributes={"gsm": "0499 00 00 13"}),
        Block(20, 43, Role.PARAGRAPH),
    )
    source = Source("a.txt", "0" * 64, "txt", text, blocks, Ledger(len(text)), (Mark(23, 26, "italic"),))
    changed, finds = Pseudonymiser().source(source)
    assert [changed.text[block.start : block.end] for block in changed.blocks] == [
        "Bel [telefoonnummer 1].",
        "Na de bel was het stil.",
    ]
    assert changed.text[changed.marks[0].start : changed.marks[0].end] == text[23:26]
    assert changed.ledger.removed == {"personal_data": 13}
    assert changed.blocks[0].speaker == "[e-mailadres 1]"
    assert changed.blocks[0].attributes == {"gsm": "[telefoonnummer 2]"}
    assert len(finds) == 1


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (is_national_number, "85.07.30-033.28", "85.07.30-033.27"),
        (is_national_number, "17073003384", "17073003385"),
        (is_iban, "BE68 5390 0754 7034", "BE68 5390 0754 7043"),
        (is_iban, "NL91ABNA0417164300", "NL91ABNA0417164301"),
        (is_bsn, "111222333", "111222334"),
    ],
)
def test_checksums(check: object, right: str, wrong: str) -> None:
    assert callable(check)
    assert check(right)
    assert not check(wrong)
