"""Cut a source into segments: quotes, findings, action points, post-its, turns, rows and statements.

Every character of the text ends up in a segment or in a span that is left out with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.codebook import Codebook
from pipeline.model import Case, LeftOut, Segment, Segmentation, Source
from pipeline.segment.cases import cases_table
from pipeline.segment.cut import Cutter
from pipeline.segment.rest import account
from pipeline.segment.withdrawn import with_overlapping, without

__all__ = ["cases_table", "left_out_counts", "segment", "with_overlapping", "without"]


def segment(
    source: Source,
    codebook: Codebook,
    *,
    cases: Mapping[str, Mapping[str, str]] | None = None,
    exclude_sections: Sequence[str] = (),
) -> Segmentation:
    """Cut one source into segments with their outline and case.

    `cases` holds attributes by source name, as `cases_table` gives them; they go before what the report says.
    `exclude_sections` leaves out what stands under a heading that contains one of these texts (case does not count).
    """
    cutter = Cutter(source, codebook, (cases or {}).get(source.name, {}), tuple(exclude_sections))
    cutter.run()
    segments = _unique(cutter.segments)
    left_out = account(source, segments, cutter.reasons)
    used = {segment.case_id for segment in segments}
    found: tuple[Case, ...] = tuple(case for case in cutter.cases.values() if case.case_id in used)
    return Segmentation(source.name, tuple(segments), tuple(left_out), found)


def _unique(segments: Sequence[Segment]) -> list[Segment]:
    """In order of appearance, each id once."""
    ordered = sorted(segments, key=lambda segment: (segment.start, -segment.end, segment.kind))
    return list({segment.segment_id: segment for segment in ordered}.values())


def left_out_counts(left_out: Sequence[LeftOut]) -> dict[str, int]:
    """Characters left out, by reason."""
    counts: Counter[str] = Counter()
    for span in left_out:
        counts[span.reason] += span.end - span.start
    return dict(sorted(counts.items()))
