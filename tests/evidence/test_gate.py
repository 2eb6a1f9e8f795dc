"""The gate: every way of tampering with a draft is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.evidence import Evidence, check, numbers_in, resolve
from pipeline.model import (
    AgendaItem,
    Case,
    Count,
    Draft,
    Ledger,
    Level,
    Section,
    Segment,
    SegmentKind,
    Sentence,
    Source,
)

TEXT = "Niemand belt terug op vrijdag.\nWij wachten al drie maanden op een plaats."
SOURCE = Source("a.txt", "0", "txt", TEXT, (), Ledger(len(TEXT)))
FIRST = Segment.cut(SOURCE, 0, 30, SegmentKind.QUOTE, case_id="c1")
SECOND = Segment.cut(SOURCE, 31, len(TEXT), SegmentKind.QUOTE, case_id="c1")
BOTH = (FIRST.segment_id, SECOND.segment_id)


def evidence() -> Evidence:
    return resolve([FIRST, SECOND], [], [Case("c1", "a.txt", "forum", "2024")])


def draft(sentence: Sentence) -> Draft:
    title = Sentence("Werk aan: bereikbaarheid", BOTH)
    section = Section("findings", (sentence,))
    return Draft("d1", Level.MESO, "t", "", "Bereikbaarheid", title, (section,), evidence().support(BOTH), BOTH)


def problems(sentence: Sentence) -> list[str]:
    return check(draft(sentence), evidence(), [SOURCE])


SOUND = [
    Sentence("“Niemand belt terug op vrijdag.”", BOTH[:1], ("Niemand belt terug op vrijdag.",)),
    Sentence("Hierover zijn er 2 uitspraken.", BOTH, (), (Count(2, "segments", BOTH),)),
    Sentence("Hierover zijn er twee uitspraken.", BOTH, (), (Count(2, "segments", BOTH),)),
    Sentence("“Wij wachten al drie maanden op een plaats.”", BOTH[1:], ("Wij wachten al drie maanden op een plaats.",)),
]


@pytest.mark.parametrize("sentence", SOUND)
def test_a_sound_sentence_passes(sentence: Sentence) -> None:
    assert problems(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (Sentence("Dit moet beter.", ()), "carries no segment"),
        (Sentence("Dit moet beter.", ("weg",)), "segment weg does not exist"),
        (replace(SOUND[0], quoted=("Niemand belde terug op vrijdag.",)), "is not in the sentence"),
        (Sentence("“Niemand belt terug.”", BOTH[:1], ("Niemand belt terug.",)), "is in none of its segments"),
        (replace(SOUND[0], segments=BOTH[1:]), "is in none of its segments"),
        (replace(SOUND[1], text="Hierover zijn er 3 uitspraken."), "the number 3 has no count"),
        (replace(SOUND[1], text="Hierover zijn er zeven uitspraken."), "the number zeven has no count"),
        (replace(SOUND[1], counts=(Count(3, "segments", BOTH),)), "3 segments does not come out again; it is 2"),
        (replace(SOUND[1], counts=(Count(2, "words", BOTH),)), "'words' cannot be counted"),
        (replace(SOUND[3], quoted=()), "the number drie has no count"),
    ],
)
def test_tampering_with_a_sentence_is_found(sentence: Sentence, said: str) -> None:
    assert any(said in problem for problem in problems(sentence))


def test_a_segment_that_no_longer_matches_its_source_is_found() -> None:
    moved = replace(SOURCE, text=TEXT.replace("vrijdag", "zaterda"))
    assert any("says something else at 0-30" in problem for problem in check(draft(SOUND[0]), evidence(), [moved]))


def test_a_missing_source_is_found() -> None:
    assert any("its source a.txt is missing" in problem for problem in check(draft(SOUND[0]), evidence(), {}))


def test_a_support_that_is_off_by_one_is_found() -> None:
    wrong = replace(draft(SOUND[0]), support=replace(evidence().support(BOTH), segments=3))
    assert any("support" in problem for problem in check(wrong, evidence(), [SOURCE]))


def test_a_deleted_segment_is_found() -> None:
    without = resolve([SECOND], [], [Case("c1", "a.txt", "forum", "2024")])
    assert any("does not exist" in problem for problem in check(draft(SOUND[0]), without, [SOURCE]))


def test_a_number_in_the_name_of_a_code_is_no_count() -> None:
    sentence = Sentence("Werk aan: leven na 18 jaar", BOTH)
    assert problems(sentence)
    assert check(replace(draft(sentence), subtheme_label="Leven na 18 jaar"), evidence(), [SOURCE]) == []


def test_the_reasons_of_an_agenda_item_are_checked() -> None:
    item = AgendaItem(1, "t", "Thema", False, 0.5, {}, (Sentence("Hierover gaan 5 uitspraken.", BOTH),), BOTH)
    assert "the number 5 has no count" in check(item, evidence(), [SOURCE])[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [("In 4 van de 6 overleggen", ["4", "6"]), ("twee keer, aandacht voor één kind", ["twee"]), ("1,5 uur", ["1,5"])],
)
def test_numbers_in(text: str, found: list[str]) -> None:
    assert numbers_in(text) == found
