"""Amounts and lists in Dutch, as drafts and agenda word them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.evidence.resolve import Evidence
from pipeline.model import Count, SegmentKind

_SPOKEN = (SegmentKind.QUOTE, SegmentKind.TURN)
_OPEN_QUOTES = re.compile(r"[“”„«»]")
_END = re.compile(r"[.!?…][”’\"')\]»]*$")


def amount(number: int, singular: str, plural: str) -> str:
    """ "1 overleg", "2 overleggen"."""
    return f"{number} {singular if number == 1 else plural}"


def listed(items: Sequence[str]) -> str:
    """ "a, b en c"."""
    return " en ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def quote(passage: str) -> str:
    """A passage in quote marks; single ones around a passage that holds quote marks itself."""
    return f"‘{passage}’" if _OPEN_QUOTES.search(passage) else f"“{passage}”"


def ended(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already (inside closing quote marks counts)."""
    return text if _END.search(text) else f"{text}."


def lowered(label: str) -> str:
    """A label as it stands within a sentence: lower case unless its first word is an abbreviation or holds a digit."""
    first = re.split(r"[\s/-]", label, maxsplit=1)[0]
    if first in ("Eén", "Één"):
        return f"één{label[3:]}"
    if first.isupper() and len(first) > 7:
        return first.lower() + label[len(first) :]
    return label if first[1:] != first[1:].lower() or any(c.isdigit() for c in first) else label[:1].lower() + label[1:]


def contributions(evidence: Evidence, segment_ids: Sequence[str]) -> tuple[str, Count]:
    """ "14 uitspraken" when all was spoken, else "14 bijdragen"; with its Count."""
    count = evidence.counted("segments", segment_ids)
    spoken = all(evidence.segments[name].kind in _SPOKEN for name in segment_ids)
    words = ("uitspraak", "uitspraken") if spoken else ("bijdrage", "bijdragen")
    return amount(count.value, *words), count


def meetings(evidence: Evidence, segment_ids: Sequence[str]) -> tuple[str, tuple[Count, ...]]:
    """ "4 van de 6 bijeenkomsten" with both Counts; "" when there are not at least two meetings to speak of.

    The whole is counted over one segment of each meeting. The word is *overleggen* when every meeting is called one. A
    case without date and title may stand for several meetings: then it is "minstens 4 bijeenkomsten", without a whole.
    """
    known = tuple(evidence.one_each)
    every = tuple(evidence.one_each.values())
    here = evidence.counted("meetings", segment_ids)
    if len(every) < 2 or not here.value:
        return "", ()
    cases = [evidence.cases[case_id] for case_id in known]
    word = "overleggen" if all("overleg" in case.meeting for case in cases) else "bijeenkomsten"
    if not all(case.date or case.title for case in cases):
        one = "overleg" if word == "overleggen" else "bijeenkomst"
        return f"minstens {amount(here.value, one, word)}", (here,)
    return f"{here.value} van de {len(every)} {word}", (here, evidence.counted("meetings", every))
