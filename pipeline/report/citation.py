"""Short numbers and citations: where a segment was said, as a reader would write it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.model import Block, Case, Segment, Source
from pipeline.report.words import clock, date

LONGEST_TITLE = 60  # characters of a meeting's title in a citation


def in_order(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments in order of source and place."""
    return tuple(sorted(segments, key=lambda one: (one.source, one.start, one.end, one.segment_id)))


def numbers(segments: Sequence[Segment]) -> dict[str, str]:
    """A short number (s001 …) for each segment id, in the order given; wider when there are more than 999."""
    width = max(3, len(str(len(segments))))
    return {segment.segment_id: f"s{index:0{width}d}" for index, segment in enumerate(segments, start=1)}


def case_names(cases: Sequence[Case]) -> dict[str, str]:
    """What to call each case: meeting and date; region, title or source come along where that is not enough.

    A case without meeting is called by its title, else by its source.
    """
    named = {case.case_id: _name(case) for case in cases}
    for extra in ("region", "title", "source"):
        shared = defaultdict(list)
        for case in cases:
            shared[named[case.case_id]].append(case)
        for alike in shared.values():
            if len(alike) > 1:
                for case in alike:
                    value = _short(case.title) if extra == "title" else getattr(case, extra)
                    if value and value not in named[case.case_id]:
                        named[case.case_id] = _name(case, value)
    return named


def _name(case: Case, extra: str = "") -> str:
    base = case.meeting or case.title or case.source
    if case.meeting and extra:
        named = case.meeting.casefold() in extra.casefold()
        base = extra if named else f"{case.meeting} {extra}" if extra == case.region else f"{case.meeting} ({extra})"
    return ", ".join(piece for piece in (base, date(case.date) if case.date else "") if piece)


_REPORT = re.compile(r"^(?:samenvattend\s+)?verslag(?:je)?\s+(?:van\s+)?(?:het\s+|de\s+)?", re.IGNORECASE)


def _short(title: str) -> str:
    """A title without "Verslag …" before it and a remark in brackets after it, cut at a word."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", _REPORT.sub("", title))
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;–-") + " …"


def citations(segments: Sequence[Segment], sources: Mapping[str, Source], names: Mapping[str, str]) -> dict[str, str]:
    """The citation of each segment: "samenwerkingsoverleg, maart 2024, p. 3"."""
    starts = {name: [block.start for block in source.blocks] for name, source in sources.items()}
    found = {}
    for segment in segments:
        source = sources.get(segment.source)
        at = bisect_right(starts[segment.source], segment.start) - 1 if source else -1
        block = source.blocks[at] if source and at >= 0 else None
        base = names.get(segment.case_id) or segment.outline.meeting or segment.source
        place = _place(segment, block)
        found[segment.segment_id] = f"{base}, {place}" if place else base
    return found


def _place(segment: Segment, block: Block | None) -> str:
    said = f"{segment.speaker}, " if segment.speaker else ""
    if block is not None and block.at is not None:
        return f"{said}{clock(block.at)}"
    if segment.page is not None:
        return f"{said}p. {segment.page}"
    if segment.row is not None:
        return f"{said}rij {segment.row}"
    return said.rstrip(", ")
