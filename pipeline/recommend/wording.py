"""Turn what people asked for into a recommendation by grammar alone, or leave it as it was said.

Every rewrite keeps the words of the segment and changes the verb and its place only: "Er is nood aan X" becomes "Zet in
op X", "We moeten X maken" becomes "Maak X", "X moet Y worden" becomes "Zorg dat X Y wordt", "X verdient Y" becomes
"Geef X Y", "X in kaart brengen" becomes "Breng X in kaart", "Meer tijd voor X" becomes "Zorg voor meer tijd voor X".
Where the grammar is not plain, nothing is rewritten. This module says what may be reworded at all; sentences with a
finite verb are in `pipeline.recommend.statements`, phrases without one in `pipeline.recommend.phrases`.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from pipeline.evidence.gate import numbers_in
from pipeline.recommend.grammar import DETERMINERS, IMPERATIVES, PLACES, PREPOSITIONS, SUBORDINATE
from pipeline.recommend.phrases import PHRASED, asked, infinitive
from pipeline.recommend.statements import STATED
from pipeline.segment.sentences import sentences

MOST_WORDS = 32


# Imperatives that say nothing without the preposition that is missing, or that can only be told to the young person.
_LACKING = re.compile(r"sta\b(?=.*\bstil\b)(?!.*\bbij\b)|kom\b.*\b(?:terug|thuis)\b", re.IGNORECASE)
_MARKS = ' \t\n“”„"«»‘'
_STRANGE = re.compile(r"[?=<>|→➔*_\[\]{}“”„«»\"…+/:;]|\.\.|->|\s[–-]\s")
_VOICE = re.compile(
    r"\b(?:ik|'k|mij|mijn|m'n|me|mezelf|ons|onze|onszelf|jij|jou|jouw|je|jullie|u|uw|ge|gij|hij|hem|haar|zich|nonkel|mama|papa|bomma"
    r"|(?:hier|daar)(?:aan|bij|door|in|mee|naar|na|om|op|over|rond|toe|tegen|tussen|uit|van|voor)?"
    r"|dit|deze|zulke|zoiets|dergelijke|ervan|het\s+(?:thema|project|bovenstaande)|(?:die)\s+(?:jongere|jongen|moeder|vader|man|vrouw|gast)|dat\s+(?:meisje|kind|gezin)"
    r"|graag|alstublieft|aub|volgende\s+keer|vandaag|morgen|overmorgen|gisteren|volgende\s+week|punt)\b",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"\bmoet(?:en)?\b.*\b(?:terwijl|soms|vaak|opnieuw|alles|zelden|dikwijls|meestal|\w+enlang|jarenlang)\b"
    r"|\bmoet(?:en)?\s+(?:van\s+(?:de\b|het\b|hun\b|(?-i:[A-Z]))|op\s+papier\b(?!.*\b(?:zet|gezet|komen|staan)))|\bin\s+(?:theorie|principe|feite)\b"
    r"|\bvroeg(?:en)?\s+(?:of|naar|om|waarom|wat|wie|zich)\b"
    r"|\b(?:anders\s+(?:krijg\w*|mag|mogen|kan|kunnen|komt|komen)|(?:altijd|telkens|steeds)\s+(?:weer|opnieuw)|elke\s+keer|keer\s+op\s+keer)\b"
    r"|\b(?:zogezegd|zogenaamd|tegenwoordig|natuurlijk|uiteraard|blijkbaar|kennelijk|schijnbaar|alsof|helaas|proficiat|bravo|dan\s+maar|toch\s+wel|nu\s+eenmaal|en\s+toch)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\s)[A-Z][a-zà-ÿ]+\b")
_KNOWN = PLACES | frozenset(["Opgroeien", "Huis", "Huizen", "Kind"])  # fmt: skip
_BULLET = re.compile(r"^(?:[-–—•·*]+|\d{1,2}[.)])\s+")
_ASKED = re.compile(r"^(?:(?:wat\s+(?:er\s+)?(?:nog\s+)?)?(?:nodig|noodzakelijk)(?:\s+is)?|(?:we|wij)\s+hebben\s+nodig|gevraagd)\s*:\s*", re.IGNORECASE)  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:voorstel|suggestie|idee|actie|actiepunt|afspraak|oproep|nood|tip|te\s+doen|to\s+do|aanbeveling)\s*:\s*|(?:dus|en|maar|daarom|eigenlijk)\s+(?=(?:we|wij|er)\b))+",
    re.IGNORECASE,
)


def rewrite(text: str) -> str:
    """A recommendation in one Dutch sentence from what a need or action segment says, or "" to leave it as it is.

    The first sentence of the text that can be rewritten counts. Left alone are questions, first and second persons,
    pronouns and dates that point outside the sentence, names, complaints, irony marks, and all that no pattern fits.
    """
    plain = _BULLET.sub("", " ".join(text.split()).strip(_MARKS)).rstrip("’")
    parts = [plain[start:end] for start, end in sentences(plain, 0, len(plain))]
    return next((done for part in parts if (done := _sentence(part, alone=len(parts) == 1))), "")


def literal_numbers(result: str, text: str) -> tuple[str, ...]:
    """The stretches of a rewritten sentence that hold its numbers and stand literally in the segment's text."""
    ours, theirs = result.split(), text.split()
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    runs = [" ".join(ours[block.a : block.a + block.size]) for block in blocks if block.size]
    return tuple(run.rstrip(".,;!") for run in runs if numbers_in(run))


def uncounted(result: str, literal: tuple[str, ...]) -> bool:
    """Whether a number of a rewritten sentence stands in none of its literal stretches."""
    for run in literal:
        result = result.replace(run, " ")
    return bool(numbers_in(result))


def _sentence(sentence: str, *, alone: bool) -> str:
    """The rewrite of one sentence; a phrase without a finite verb counts only when it is all that was said."""
    said = _LEAD.sub("", sentence.strip(_MARKS)).rstrip(" .!,")
    body = re.sub(r"^[EÉ]én\b", "één", _ASKED.sub("", said))
    words = body.split()
    if "?" in sentence or not 2 <= len(words) <= MOST_WORDS or _STRANGE.search(body) or _unbalanced(body):
        return ""
    if _VOICE.search(body) or _COMPLAINT.search(body):
        return ""
    if words[-1].lower() in PREPOSITIONS | SUBORDINATE | DETERMINERS and words[0].lower() not in IMPERATIVES:
        return ""
    if any(name.group() not in _KNOWN for name in _NAME.finditer(body)):
        return ""
    patterns = STATED
    if body != said and _ASKED.match(said):
        patterns = (infinitive, asked) if alone else (asked,)
    elif alone:
        patterns = (*STATED, *PHRASED)
    for pattern in patterns:
        done = pattern(body)
        if len(done.split()) > 2 and not _LACKING.match(done):
            return re.sub(r"^Één\b", "Eén", f"{done[0].upper()}{done[1:]}.")
    return ""


def _unbalanced(text: str) -> bool:
    return text.count("(") != text.count(")")
