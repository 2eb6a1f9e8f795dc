"""What the report itself says: codings from the headings above a segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.codebook import Codebook, folded, theme_of_heading
from pipeline.coding.features import tokens
from pipeline.coding.suggestions import Suggestions
from pipeline.model import Coding, Kind, Level, Segment

CODER = "report"

_LEVEL_WORDS = {Level.MICRO: "micro", Level.MESO: "meso", Level.MACRO: "macro"}
_KIND_STEMS = {
    Kind.BARRIER: ("drempel", "knelpunt", "hindernis", "belemmer", "moeilijk", "obstakel", "valkuil"),
    Kind.NEED: ("nood", "noden", "behoeft", "wens", "vraag", "vragen", "nodig", "randvoorwaard"),
    Kind.GOOD_PRACTICE: ("werkt", "goed", "sterkt", "kracht", "succes", "inspir"),
    Kind.ACTION: ("actie", "afsprak", "aanbevel", "stappen", "voorstel", "engagement"),
    Kind.OTHER: ("bevinding", "vaststelling", "opmerking", "citaten", "quotes"),
}


def report_codings(segments: Sequence[Segment], codebook: Codebook) -> Suggestions:
    """Codings by coder "report" from each segment's outline: theme, level and kind, confidence 1.0.

    Evidence words are the words of the nearest heading that said so. A theme that the codebook does not have is
    rejected with that reason.
    """
    kept: list[Coding] = []
    rejected: list[tuple[Coding, str]] = []
    for segment in segments:
        outline = segment.outline
        if outline.theme is not None:
            coding = _coding(segment, outline.theme, lambda text: theme_of_heading(text, codebook) == outline.theme)
            if outline.theme in codebook.keys:
                kept.append(coding)
            else:
                rejected.append((coding, f"codebook '{codebook.name}' has no theme '{outline.theme}'"))
        if outline.level is not None:
            word = _LEVEL_WORDS[outline.level]
            kept.append(_coding(segment, str(outline.level), lambda text, word=word: word in text.lower(), [word]))  # type: ignore[misc]
        if outline.kind is not None:
            stems = _KIND_STEMS[outline.kind]
            kept.append(_coding(segment, str(outline.kind), lambda text, stems=stems: _holds(text, stems), stems))  # type: ignore[misc]
    return Suggestions(tuple(kept), tuple(rejected))


def _coding(segment: Segment, code: str, says: Callable[[str], bool], stems: Sequence[str] = ()) -> Coding:
    heading = next((text for text in reversed(segment.outline.headings) if says(text)), "")
    words = [word for word in heading.split() if not stems or _holds(word, stems)]
    evidence = tuple(word.strip(".,:;()[]\"'“”‘’") for word in words if any(token.isalnum() for token in tokens(word)))
    return Coding(segment.segment_id, code, CODER, 1.0, evidence_words=evidence)


def _holds(text: str, stems: Sequence[str]) -> bool:
    return any(token.startswith(tuple(stems)) for token in tokens(folded(text)))
