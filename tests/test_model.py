from __future__ import annotations

import pytest

from pipeline.errors import SpanError
from pipeline.model import Block, Ledger, Role, Segment, SegmentKind, Source


def source(text: str = "Niemand belde terug.", **changes: object) -> Source:
    values = {"blocks": (Block(0, len(text), Role.PARAGRAPH),), "ledger": Ledger(len(text)), **changes}
    return Source("a.txt", "0" * 64, "txt", text, **values)  # type: ignore[arg-type]


def test_a_segment_slices_its_own_text() -> None:
    assert Segment.cut(source(), 8, 13, SegmentKind.QUOTE).text == "belde"


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (3, 99), (6, 2)])
def test_bounds_outside_the_text_are_refused_by_name(start: int, end: int) -> None:
    with pytest.raises(SpanError, match=r"a\.txt"):
        Segment.cut(source(), start, end, SegmentKind.QUOTE)


def test_a_ledger_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(SpanError, match="the ledger says 19 characters, the text has 20"):
        source(ledger=Ledger(20, {"blank": 1}))


def test_overlapping_blocks_are_refused() -> None:
    with pytest.raises(SpanError, match="overlaps"):
        source(blocks=(Block(0, 8, Role.PARAGRAPH), Block(7, 20, Role.PARAGRAPH)))


def test_a_block_cannot_begin_after_its_body() -> None:
    with pytest.raises(SpanError, match="do not nest"):
        Block(5, 9, Role.ITEM, body=4)


def test_a_change_is_kept_in_the_ledger() -> None:
    ledger = Ledger(100, {"blank": 2}).with_change("personal_data", removed=10, added=7)
    assert (ledger.kept, ledger.removed, ledger.added) == (95, {"blank": 2, "personal_data": 10}, {"personal_data": 7})
