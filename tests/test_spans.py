from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SpanError
from pipeline.spans import Edit, Edits, covered, gaps, stripped


def test_offsets_follow_the_text() -> None:
    edits = Edits([Edit(4, 7, "[persoon 1]"), Edit(12, 14, "x")])
    text = "Hoi Jan, wat nu? Ga."
    changed = edits.apply(text)
    assert changed == "Hoi [persoon 1], watxu? Ga."
    assert changed[edits.new_start(4) : edits.new_end(7)] == "[persoon 1]"
    assert changed[edits.new_start(17) : edits.new_end(20)] == "Ga."


def test_an_offset_within_a_replacement_moves_to_its_edge() -> None:
    edits = Edits([Edit(4, 7, "[persoon 1]")])
    assert (edits.new_start(5), edits.new_end(5)) == (4, 15)


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(SpanError, match="overlaps"):
        Edits([Edit(0, 4, ""), Edit(3, 5, "")])


def test_an_edit_outside_the_text_is_refused() -> None:
    with pytest.raises(SpanError, match="5, the text has 3"):
        Edits([Edit(1, 5, "")]).apply("abc")


@given(
    st.text(alphabet="abcdef", min_size=10, max_size=40),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.text("XYZ", max_size=4)), max_size=4),
)
def test_what_stands_outside_the_edits_is_found_back(text: str, raw: list[tuple[int, int, str]]) -> None:
    chosen: list[Edit] = []
    for start, end, replacement in sorted((min(a, b), max(a, b), r) for a, b, r in raw):
        if start < end and (not chosen or start >= chosen[-1].end):
            chosen.append(Edit(start, end, replacement))
    edits = Edits(chosen)
    changed = edits.apply(text)
    inside = {offset for edit in chosen for offset in range(edit.start, edit.end)}
    for offset in set(range(len(text))) - inside:
        assert changed[edits.new_start(offset)] == text[offset]
        assert changed[edits.new_end(offset + 1) - 1] == text[offset]


@pytest.mark.parametrize(
    ("spans", "total"), [([], 0), ([(0, 3), (5, 6)], 4), ([(0, 5), (2, 3)], 5), ([(2, 6), (0, 4)], 6)]
)
def test_covered_counts_overlaps_once(spans: list[tuple[int, int]], total: int) -> None:
    assert covered(spans) == total


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda p: (min(p), max(p))), max_size=6))
def test_gaps_and_spans_cover_everything_once(spans: list[tuple[int, int]]) -> None:
    assert covered(spans) + sum(end - start for start, end in gaps(spans, 20)) == 20


def test_stripped_leaves_no_outer_space() -> None:
    assert stripped("  een \n", 0, 7) == (2, 5)
    assert stripped("   ", 0, 3) == (3, 3)
