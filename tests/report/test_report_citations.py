from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.model import Block, Case, Ledger, Role, Segment, SegmentKind, Source
from pipeline.report.citation import case_names, citations, in_order, numbers

TEXT = "Wie belt er mij?"


def source(name: str = "a.txt", *, at: float | None = None) -> Source:
    block = Block(0, len(TEXT), Role.TURN if at is not None else Role.PARAGRAPH, at=at)
    return Source(name, "", "txt", TEXT, (block,), Ledger(len(TEXT)))


def cited(segment: Segment, held: Source, names: Mapping[str, str]) -> str:
    return citations([segment], {held.name: held}, names)[segment.segment_id]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"page": 3}, "forum, mei 2024, p. 3"),
        ({"row": 12}, "forum, mei 2024, rij 12"),
        ({"speaker": "Ouder"}, "forum, mei 2024, Ouder"),
        ({}, "forum, mei 2024"),
    ],
)
def test_a_citation_says_meeting_date_and_place(place: dict[str, object], expected: str) -> None:
    held = source()
    segment = Segment.cut(held, 0, 4, SegmentKind.QUOTE, case_id="c1", **place)  # type: ignore[arg-type]
    assert cited(segment, held, case_names([Case("c1", "a.txt", "forum", "2024-05")])) == expected


def test_a_transcript_is_cited_by_speaker_and_time() -> None:
    held = source(at=750.4)
    segment = Segment.cut(held, 0, 4, SegmentKind.TURN, case_id="c1", speaker="Ouder")
    assert cited(segment, held, {"c1": "forum"}) == "forum, Ouder, 00:12:30"


def test_without_a_meeting_the_source_is_named() -> None:
    held = source("map/b.txt")
    assert cited(Segment.cut(held, 0, 4, SegmentKind.QUOTE), held, {}) == "map/b.txt"


def test_meetings_on_one_day_are_told_apart_by_region() -> None:
    cases = [Case("c1", "a", "forum", "2024", region="Kempen"), Case("c2", "b", "forum", "2024", region="Waasland")]
    assert case_names(cases) == {"c1": "forum Kempen, 2024", "c2": "forum Waasland, 2024"}


def test_a_meeting_of_its_own_keeps_its_plain_name() -> None:
    cases = [Case("c1", "a", "forum", "2024", region="Kempen"), Case("c2", "b", "forum", "2023", region="Waasland")]
    assert case_names(cases) == {"c1": "forum, 2024", "c2": "forum, 2023"}


def test_numbers_follow_source_and_place() -> None:
    first, second = source("a.txt"), source("b.txt")
    late = Segment.cut(first, 5, 9, SegmentKind.QUOTE)
    early = Segment.cut(first, 0, 4, SegmentKind.QUOTE)
    other = Segment.cut(second, 0, 4, SegmentKind.QUOTE)
    assert numbers(in_order([other, late, early])) == {
        early.segment_id: "s001",
        late.segment_id: "s002",
        other.segment_id: "s003",
    }


def test_numbers_are_as_wide_as_the_highest() -> None:
    held = source()
    many = [Segment(f"x{i}", held.name, i, i + 1, "W", SegmentKind.QUOTE) for i in range(1000)]
    found = numbers(many)
    assert (found["x0"], found["x999"]) == ("s0001", "s1000")
