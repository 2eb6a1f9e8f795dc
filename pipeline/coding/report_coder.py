"""What the report itself says: codings from the headings above a segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pipeline.codebook import Codebook, theme_of_heading
from pipeline.coding.features import spans, tokens
from pipeline.model import Coding, Kind, Level, Segment

CODER = "report"

_LEVEL_STEMS: dict[Level, tuple[str, ...]] = {level: (str(level),) for level in Level}
_KIND_STEMS: dict[Kind, tuple[str, ...]] = {
    Kind.BARRIER: ("drempel", "knelpunt", "hindernis", "belemmer", "moeilijk", "obstakel", "valkuil"),
    Kind.NEED: ("nood", "noden", "behoeft", "wens", "vraag", "vragen", "nodig", "randvoorwaard"),
    Kind.GOOD_PRACTICE: ("werkt", "goed", "goede", "sterkt", "kracht", "succes", "inspir"),
    Kind.ACTION: ("actie", "afsprak", "aanbevel", "stappen", "voorstel", "engagement"),
    Kind.OTHER: ("bevinding", "vaststelling", "opmerking", "citaten", "quotes"),
}


def report_codings(segments: Sequence[Segment], codebook: Codebook) -> tuple[Coding, ...]:
    """Codings by coder "report" from each segment's outline: theme, level and kind, confidence 1.0.

    Evidence words are the words of the nearest heading that said so. A theme that is not in the codebook gives none.
    """
    codings: list[Coding] = []
    for segment in segments:
        outline = segment.outline
        if outline.theme is not None and outline.theme in codebook.keys:
            codings.append(_coding(segment, outline.theme, partial(_names, codebook, outline.theme), ()))
        if outline.level is not None:
            stems = _LEVEL_STEMS[outline.level]
            codings.append(_coding(segment, str(outline.level), partial(_holds, stems), stems))
        if outline.kind is not None:
            stems = _KIND_STEMS[outline.kind]
            codings.append(_coding(segment, str(outline.kind), partial(_holds, stems), stems))
    return tuple(codings)


def _coding(segment: Segment, code: str, says: Callable[[str], bool], stems: tuple[str, ...]) -> Coding:
    heading = next((text for text in reversed(segment.outline.headings) if says(text)), "")
    words = [heading[start:end] for start, end in spans(heading)]
    evidence = tuple(word for word in words if word[0].isalnum() and (not stems or _holds(stems, word)))
    return Coding(segment.segment_id, code, CODER, 1.0, evidence_words=evidence)


def _names(codebook: Codebook, theme: str, heading: str) -> bool:
    return theme_of_heading(heading, codebook) == theme


def _holds(stems: tuple[str, ...], text: str) -> bool:
    return any(token.startswith(stems) for token in tokens(text))
