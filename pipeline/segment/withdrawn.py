"""Take segments that somebody withdrew out of a source: their words, and everything cut from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.model import LeftOut, Segment, Segmentation, Source

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
    text = list(source.text)
    spans = _merged([(one.start, one.end) for one in gone])
    for start, end in spans:
        text[start:end] = [char if char.isspace() else _BLANK for char in source.text[start:end]]
    left_out = [*cut.left_out, *(LeftOut(source.name, start, end, REASON) for start, end in spans)]
    return replace(source, text="".join(text)), replace(
        cut,
        segments=tuple(one for one in cut.segments if one.segment_id not in names),
        left_out=tuple(sorted(left_out, key=lambda one: (one.start, one.end))),
    )


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


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
