"""Voices that need a place of their own: those that go against the rest of a thread, and questions that stay open."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.evidence import Evidence

# Wordings by which people set something against what others at the table say.
_AGAINST = re.compile(
    r"\bniet\s+(?:altijd\s+|per\s+se\s+|noodzakelijk\s+|meteen\s+)?(?:de\s+(?:enige\s+)?oplossing|het\s+antwoord|wenselijk|zinvol|haalbaar|aangewezen|nodig)\b"
    r"|\b(?:hoeft|hoeven|moet|moeten)\s+(?:dus\s+|zeker\s+|daarom\s+|ook\s+)*niet\s+(?:altijd|per\s+se|overal|iedereen|elke)\b|\b(?:hoeft|hoeven)\s+(?:\w+\s+){0,3}niet\b"
    r"|\b(?:zal|zullen|kan|kunnen)\s+niet\s+altijd\b|\bgeen\s+(?:meerwaarde|mirakeloplossing|wondermiddel|pasklare?)\b|\bnog\s+(?:wel\s+)?nood\s+aan\b[^?]*\?"
    r"|\bwel\s+(?:de|het)\s+(?:ideale|juiste|beste|goede)\b[^?]*\?|\b(?:kanttekening|tegenstem|keerzijde|valkuil|tegenwerping)\b"
    r"|\b(?:opletten|oppassen|oplettend|opgepast|voorzichtig)\b|\baan\s+de\s+andere\s+kant\b|\banderzijds\b|\bnet\s+een\s+opluchting\b"
    r"|\boverspoel\w*|\bliever\s+(?:niet|geen)\b|\bniet\s+akkoord\b|\boneens\b|\bvind(?:en|t)?\s+(?:ik\s+|wij\s+|we\s+)?(?:dat\s+)?(?:net\s+)?niet\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether a segment ends by asking something."""
    return text.rstrip(" ”’\"'»)").endswith("?")


def against(evidence: Evidence, segment_ids: Iterable[str]) -> tuple[str, ...]:
    """The different segments that speak against the rest, by how they are worded; none when all of them would."""
    names = evidence.distinct(segment_ids)
    found = tuple(name for name in names if _AGAINST.search(evidence.segments[name].text))
    return found if len(found) < len(names) else ()
