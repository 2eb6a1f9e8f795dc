"""Take segments that somebody withdrew out of a source: their words, and everything cut from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.model import Block, LeftOut, Segment, Segmentation, Source
from pipeline.spans import gaps

REASON = "withdrawn"
_BLANK = "█"


def without(source: Source, cut: Segmentation, ids: Collection[str]) -> tuple[Source, Segmentation]:
    """The source with each withdrawn character as █ and the cut without what held one, so that every other offset stays.

    A segment that overlaps a withdrawn one holds its words, and goes with it.
    """
    chosen = [one for one in cut.segments if one.segment_id in ids]
    if not chosen:
        return source, cut
    gone = with_overlapping(cut.segments, chosen)
    names = {one.segment_id for one in gone}
    text, length = list(source.text), len(source.text)
    spans = gaps(gaps(((one.start, one.end) for one in gone), length), length)
    for start, end in spans:
        text[start:end] = [char if char.isspace() else _BLANK for char in source.text[start:end]]
    left_out = [*cut.left_out, *(LeftOut(source.name, start, end, REASON) for start, end in spans)]
    blocks = tuple(_emptied(block) if _inside(block, spans) else block for block in source.blocks)
    return replace(source, text="".join(text), blocks=blocks), replace(
        cut,
        segments=tuple(one for one in cut.segments if one.segment_id not in names),
        left_out=tuple(sorted(left_out, key=lambda one: (one.start, one.end))),
    )


def _inside(block: Block, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < block.end and block.start < end for start, end in spans)


def _emptied(block: Block) -> Block:
    """A block without who spoke and without the other columns of its row: they were said with the words that are gone."""
    return replace(block, speaker=None, attributes={})


def with_overlapping(segments: Sequence[Segment], chosen: Sequence[Segment]) -> list[Segment]:
    """The chosen segments and all that share a character with one of them, until none is left that does."""
    gone = list(chosen)
    while True:
        names = {one.segment_id for one in gone}
        more = [
            one
            for one in segments
            if one.segment_id not in names and any(one.start < other.end and other.start < one.end for other in gone)
        ]
        if not more:
            return gone
        gone += more
