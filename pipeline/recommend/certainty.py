"""How surely a draft stands, in words after GRADE-CERQual, each part with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.evidence import Evidence
from pipeline.model import SegmentKind, Sentence

LEVELS = ("zeer laag", "laag", "matig", "hoog")
_LITERAL = (SegmentKind.QUOTE, SegmentKind.TURN, SegmentKind.ROW)
_MINOR, _SERIOUS = 0.5, 1.5


def certainty(evidence: Evidence, segment_ids: Sequence[str], against: Sequence[str]) -> Sentence:
    """A sentence with the certainty and the reasons, by rule: it begins high and every concern lowers it.

    The parts are those of GRADE-CERQual (Lewin et al. 2018): methodological limitations, coherence, adequacy, relevance. Meetings count, not
    repeated quotes. `against` are the segments that speak against the rest.
    """
    names = evidence.distinct(segment_ids)
    support = evidence.support(segment_ids)
    literal = sum(evidence.segments[name].kind in _LITERAL for name in names)
    share = len(against) / len(names) if names else 0.0
    parts = {
        "methode": (_MINOR, "vooral nota’s van een verslaggever, weinig letterlijke woorden")
        if 2 * literal < len(names)
        else (0.0, "vooral letterlijke woorden"),
        "samenhang": (_SERIOUS, "de stemmen gaan uit elkaar")
        if share > 0.25
        else (_MINOR, "er zijn tegenstemmen")
        if share
        else (0.0, "geen tegenstem gevonden"),
        "toereikend": (_SERIOUS, "te weinig stemmen of overleggen")
        if support.segments < 3 or support.meetings < 2
        else (_MINOR, "weinig overleggen of stemmen")
        if support.segments < 6 or support.meetings < 3
        else (0.0, "meerdere overleggen en stemmen"),
        "reikwijdte": (_MINOR, "van welk overleg dit komt, is niet bekend")
        if not support.meetings
        else (_MINOR, "alles uit dezelfde bron")
        if support.sources < 2
        else (_MINOR, "weinig sectoren bekend")
        if len(support.sectors) < 2
        else (0.0, "meerdere bronnen en sectoren"),
    }
    place = 3 - sum(concern for concern, _ in parts.values())
    word = LEVELS[3 if place >= 2.5 else 2 if place >= 1.75 else 1 if place >= 0.5 else 0]
    reasons = "; ".join(f"{name}: {reason}" for name, (_, reason) in parts.items())
    return Sentence(f"{word.capitalize()} ({reasons}).", tuple(segment_ids))
