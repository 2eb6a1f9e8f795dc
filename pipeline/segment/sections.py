"""What a heading says about the segments below it: their level, kind, meeting, and what they are in the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model import Kind, Level, SegmentKind


class Sense(StrEnum):
    """How a section is to be read."""

    EVIDENCE = "evidence"  # holds findings, actions, post-its …
    STATEMENTS = "statements"  # holds statements put to the group, and what was said about them
    QUOTES = "quotes"  # announces quotes
    OWN_ADVICE = "own_advice"  # the report's own recommendations: an outcome, no evidence for new ones
    ADMIN = "admin"  # attendance, agenda, aims, method: nothing that anybody found
    REQUESTS = "requests"  # themes asked for next time
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one heading says; None where it says nothing."""

    sense: Sense = Sense.PLAIN
    level: Level | None = None
    kind: Kind | None = None
    segment_kind: SegmentKind | None = None
    meeting: str | None = None
    keeps_theme: bool = True  # False when the theme of the headings above no longer holds here


_NUMBER = re.compile(
    r"^\s*(?:deel\s+\d+\s*[:.]|bijlage\s+\d+\s*[:.]|\d+(?:\.\d+)*\s*[.:)°]?\s+|[a-z][.)]\s+)", re.IGNORECASE
)
_LEVEL = re.compile(
    r"^(?:op\s+|het\s+)?(micro|meso|macro)[\s-]*(?:niveau)?(?:\s*\([^)]*\)|\s*[·–-]\s*\w+)?$", re.IGNORECASE
)
_CHAPTER = re.compile(r"^\s*\d+\.\d+")

MEETINGS: tuple[tuple[str, str], ...] = (
    (r"samenwerkings-?overleg(?:gen)?", "samenwerkingsoverleg"),
    (r"lerend(?:e)?\s+netwerk(?:en)?|leernetwerk(?:en)?|\bLN\b", "lerend netwerk"),
    (r"netwerkforum|\bforum\b|discussietafels?", "forum"),
    (r"ronde\s+tafel(?:s|gesprek\w*)?|rondetafel\w*", "ronde tafel"),
    (r"intervisie(?:moment|groep)?|intervisies", "intervisie"),
    (r"stuurgroep|kerngroep", "stuurgroep"),
    (r"zorgoverleg|cliëntoverleg|trajectoverleg|netwerkoverleg|casusoverleg|overzicht\s+trajecten", "trajectoverleg"),
    (r"focusgroep(?:en)?", "focusgroep"),
    (r"interviews?\b|gesprek(?:ken)?\s+met\s+(?:jongeren|ouders)", "interview"),
)
_MEETINGS = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in MEETINGS)

_KINDS: tuple[tuple[str, Reading], ...] = (
    (
        r"^(?:(?:mogelijke\s+)?thema['’]?s\s+(?:voor|om)\b.*(?:volgend|verder|mee\s+te\s+nemen|toekomst)"
        r"|(?:voorstel(?:len)?\s+voor\s+)?(?:een\s+)?volgend(?:e)?\s+thema['’]?s?"
        r"|waar(?:over)?\s+(?:willen|moeten)\s+we\s+.*volgende\s+keer|nog\s+te\s+bespreken)",
        Reading(Sense.REQUESTS, segment_kind=SegmentKind.FINDING, kind=Kind.OTHER, keeps_theme=False),
    ),
    (
        r"^(?:aanwezig|verontschuldigd|deelnemers?(?:lijst)?$|wie\s+(?:was|waren)\s+er|agenda|dagorde|doel\b|doelstelling(?:en)?\s+van"
        r"|opzet\b|opbouw\b|werkwijze|methode|methodiek\s+van\s+de\s+dag|inleiding|voorwoord|inhoud(?:stafel|sopgave)?$|kennismaking"
        r"|voorstelling|welkom|praktisch|identificatie|leidraad|colofon|bronnen?$|bibliografie|volgende\s+(?:vergadering|bijeenkomst|data|datum)"
        r"|programma$|verslaggever|disclaimer|over\s+dit\s+verslag|cijfers$|situering|opdracht\b|folder\b|tijdslijn"
        r"|wat\s+gebeurt\s+er\s+(?:nu|verder)|terugkoppeling|afsluit(?:end|ing)?$|afronding$|afspraken\s+toekomst$|financi[eë]le\s+rapportage|identificatie|legende|lijst\s+van\s+afkortingen|afkortingen)",
        Reading(Sense.ADMIN, keeps_theme=False),
    ),
    (r"^beleidsaanbevelingen\b", Reading(Sense.OWN_ADVICE, keeps_theme=False)),
    (r"^stelling(?:en)?\b", Reading(Sense.STATEMENTS)),
    (
        r"^(?:quotes?|citaten|citaat|uitspraken|wat\s+(?:we|er)\s+(?:hoorden|gezegd\s+werd)|stemmen\s+(?:van|uit)|gehoord\s+aan\s+tafel)\b",
        Reading(Sense.QUOTES),
    ),
    (
        r"^(?:actiepunt(?:en)?|acties?\b|afspraken|afspraak|to\s*-?do|voorstel(?:len)?|suggesties?|aanbeveling(?:en)?|advies|adviezen"
        r"|vervolgstappen|volgende\s+stappen|concrete\s+acties?$|wat\s+spreken\s+we\s+af|wat\s+gaan\s+we\s+doen"
        r"|engagementen|doelstelling(?:en)?\s*(?:\(|$))",
        Reading(Sense.EVIDENCE, kind=Kind.ACTION, segment_kind=SegmentKind.ACTION),
    ),
    (
        r"^(?:drempels?|knelpunt(?:en)?|aanvullende\s+drempels|obstakels|belemmering(?:en)?|wat\s+(?:werkt|loopt)\s+(?:er\s+)?(?:\(nog\)\s+)?(?:niet|moeilijk|stroef|moeizaam)"
        r"|zwaktes?|bedreigingen|hindernissen|waar\s+lopen\s+we\s+(?:op\s+)?vast|pijnpunten|waar\s+wringt|valkuilen)\b",
        Reading(Sense.EVIDENCE, kind=Kind.BARRIER, segment_kind=SegmentKind.FINDING),
    ),
    (
        r"^(?:wat\s+(?:werkt|loopt|gaat|hielp|helpt|ging)\b|goede\s+praktijk(?:en)?|good\s+practices?|sterktes?|succes(?:sen|factoren)?|hefbomen|werkzame\s+factoren|krachten|wat\s+is\s+er\s+al)\b",
        Reading(Sense.EVIDENCE, kind=Kind.GOOD_PRACTICE, segment_kind=SegmentKind.FINDING),
    ),
    (
        r"^(?:noden|nood\s+aan|behoeften?|wensen|wat\s+(?:is|hebben\s+we|is\s+er)\s+nodig|wat\s+(?:ontbreekt|missen\s+we|mist)|(?:wat\s+)?in\s+een\s+ideale\s+wereld"
        r"|dromen|randvoorwaarden|voorwaarden)\b",
        Reading(Sense.EVIDENCE, kind=Kind.NEED, segment_kind=SegmentKind.FINDING),
    ),
    (
        r"^(?:wat\s+is\s+er\b|reflectie|bedenking(?:en)?|aandachtspunt(?:en)?|bevinding(?:en)?|vaststelling(?:en)?|conclusies?|besluit(?:en)?|inzichten|bespreking|discussie"
        r"|verslag|leerpunten|lessen|signalen|kansen|mogelijkheden|post-?its?)\b",
        Reading(Sense.EVIDENCE, segment_kind=SegmentKind.FINDING),
    ),
)
_KIND_RULES = tuple((re.compile(pattern, re.IGNORECASE), reading) for pattern, reading in _KINDS)
_REPORTS = re.compile(r"\bverslag|\bnotulen|samenvatt|discussietafel|\bneerslag|\b20\d\d\b", re.IGNORECASE)
_FINDING_LEAD = re.compile(r"^(?:bevinding|vaststelling)(?:en)?\s*(?:\([^)]*\))?\s*[:–-]?\s*", re.IGNORECASE)


_PREFIXES: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:drempel|knelpunt|obstakel|valkuil|pijnpunt)\s*:", re.IGNORECASE), Kind.BARRIER),
    (
        re.compile(
            r"(?:suggestie|voorstel|actie|actiepunt|afspraak|advies|pleidooi|oproep)\b[^:]{0,20}:", re.IGNORECASE
        ),
        Kind.ACTION,
    ),
    (re.compile(r"(?:nood|behoefte|wens)\s*:", re.IGNORECASE), Kind.NEED),
    (re.compile(r"(?:goede praktijk|wat werkt|sterkte|hefboom)\s*:", re.IGNORECASE), Kind.GOOD_PRACTICE),
)


def kind_of_prefix(text: str) -> Kind | None:
    """The kind that a segment names itself: "Drempel: …", "Voorstel: …"."""
    return next((kind for pattern, kind in _PREFIXES if pattern.match(text)), None)


def bare(heading: str) -> str:
    """A heading without its number and closing colon."""
    text = " ".join(heading.split())
    while (match := _NUMBER.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    return text.strip().rstrip(":").strip()


def level_of(heading: str) -> Level | None:
    """The level that a heading consists of ("MESO:", "Op macroniveau"); None for a numbered chapter or one that says more."""
    match = None if _CHAPTER.match(heading) else _LEVEL.match(bare(heading))
    return Level(match.group(1).lower()) if match else None


def meeting_of(text: str) -> str | None:
    """The kind of meeting that a text names first; None when it names none."""
    hits = [(match.start(), name) for pattern, name in _MEETINGS if (match := pattern.search(text))]
    return min(hits)[1] if hits else None


def opens_meeting(heading: str) -> str | None:
    """The meeting whose report a heading opens ("Verslag lerend netwerk …", "Samenwerkingsoverleg 12 maart"), else None.

    A heading that only mentions a meeting, or consists of its bare name as in a chapter on how things are organised,
    opens none.
    """
    text = bare(heading)
    named = meeting_of(text)
    if named is None:
        return None
    begins = any(
        pattern.match(text) and pattern.fullmatch(text) is None for pattern, name in _MEETINGS if name == named
    )
    return named if begins or _REPORTS.search(text) else None


def read_heading(heading: str) -> Reading:
    """What a heading says of the segments below it."""
    text = bare(heading)
    level = level_of(heading)
    if level is not None:
        return Reading(Sense.EVIDENCE, level=level, segment_kind=SegmentKind.POST_IT)
    meeting = opens_meeting(heading)
    long_chapter = bool(_CHAPTER.match(heading)) and len(text.split()) > 4
    for pattern, reading in _KIND_RULES:
        if pattern.match(text) and not (long_chapter and reading.sense is Sense.EVIDENCE):
            return _with_topic(text, reading, meeting)
    return Reading(Sense.PLAIN, meeting=meeting)


def _with_topic(text: str, reading: Reading, meeting: str | None) -> Reading:
    """A "Bevinding …" heading may itself name drempels or noden; a "Verslag …" names a meeting."""
    kind = reading.kind
    lead = _FINDING_LEAD.match(text)
    if lead and lead.end() < len(text):
        inner = read_heading(text[lead.end() :])
        if inner.kind in (Kind.BARRIER, Kind.NEED, Kind.GOOD_PRACTICE):
            kind = inner.kind
    return Reading(reading.sense, reading.level, kind, reading.segment_kind, meeting, reading.keeps_theme)


def rank(heading: str, depth: int) -> int:
    """How deep a heading stands: the format's own depth, else by what it says.

    Unnumbered headings of plain text hang below the numbered ones; "Bevinding" above "Actiepunten"; a level below all.
    """
    if depth:
        return depth
    text = bare(heading)
    if level_of(heading) is not None:
        return 19
    if _FINDING_LEAD.match(text):
        return 17
    reading = read_heading(heading)
    if reading.sense is Sense.QUOTES or (reading.segment_kind is SegmentKind.ACTION):
        return 18
    if text.isupper():
        return 15
    return 18 if heading.rstrip().endswith(":") else 16
