"""Account for what is in no segment, with the reason for each span."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.model import Block, LeftOut, Role, Segment, Source
from pipeline.spans import gaps

_ONLY_MARKS = re.compile(r"[\W_]*$")
_ATTRIBUTION = re.compile(r"[\W_]*\([^()]{3,90}\)[\W_]*$")


def account(source: Source, segments: Sequence[Segment], reasons: Mapping[int, str]) -> list[LeftOut]:
    """The spans of a source that no segment covers; `reasons` gives a reason by block index."""
    open_spans = gaps(((segment.start, segment.end) for segment in segments), len(source.text))
    found: list[LeftOut] = []
    position = 0
    for start, end in open_spans:
        while position < len(source.blocks) and source.blocks[position].end <= start:
            position += 1
        at, index = start, position
        while at < end:
            block = source.blocks[index] if index < len(source.blocks) else None
            if block is None or block.start >= end:
                found.append(LeftOut(source.name, at, end, "separator"))
                break
            if at < block.start:
                found.append(LeftOut(source.name, at, block.start, "separator"))
            at = max(at, block.start)
            stop = min(end, block.end)
            found += _within(source, block, at, stop, reasons.get(index, "prose"))
            at = stop
            index += 1
    return found


def _within(source: Source, block: Block, start: int, end: int, reason: str) -> list[LeftOut]:
    """The open part of one block, its bullet apart."""
    spans: list[LeftOut] = []
    if start < block.body and block.role is not Role.HEADING:
        stop = min(block.body, end)
        spans.append(LeftOut(source.name, start, stop, "marker"))
        start = stop
    if start < end:
        spans.append(LeftOut(source.name, start, end, _reason(source.text[start:end], block, reason)))
    return spans


def _reason(text: str, block: Block, reason: str) -> str:
    if block.role is Role.HEADING:
        return "heading"
    if _ONLY_MARKS.match(text):
        return "punctuation"
    if _ATTRIBUTION.match(text):
        return "attribution"
    return reason
