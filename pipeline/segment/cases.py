"""The meetings that segments come from, and their attributes: read from labels in the report, front matter or cases.csv."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model import Block, Case, Role, Source
from pipeline.segment.sections import meeting_of

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul", "augustus aug",
            "september sep sept", "oktober okt", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DATES: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/._](?P<m>0?[1-9]|1[0-2])[-/._](?P<d>[12]\d|3[01]|0?[1-9])(?!\d)"),
    re.compile(r"\b(?P<d>0?[1-9]|[12]\d|3[01])[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<d>0?[1-9]|[12]\d|3[01])\s+(?P<n>[a-z]{3,9})\.?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(?P<n>[a-z]{3,9})\.?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"(?<![\d/.-])(?P<y>20\d\d)[-_](?P<m>0[1-9]|1[0-2])(?![\d])"),
)
_YEAR = re.compile(r"(?<![\d/.-])20[0-4]\d(?![\d/-])")

SECTORS: tuple[tuple[str, str], ...] = (
    (r"\bBJB\b|bijzondere\s+jeugd(?:zorg|hulp|bijstand)|\bleefgroep|\bvoorziening\b|\bOOOC\b|\bOVBJ\b", "bijzondere jeugdhulp"),
    (r"\bVAPH\b|\bMFC\b|handicap|\bRTH\b|\bDOP\b|ondersteuningsplan", "VAPH"),
    (r"\bGGZ\b|\bCGG\b|geestelijke\s+gezondheid|kinderpsychiat|jeugdpsychiat|psychiatri|psycholo|therapeut", "geestelijke gezondheidszorg"),
    (r"\bCLB\b|leerlingenbegeleiding", "CLB"),
    (r"onderwijs|\bschool|scholen|leerkracht|leraar|internaat|zorgleerkracht|leersteun", "onderwijs"),
    (r"\bCAW\b|algemeen\s+welzijnswerk|\bJOVO\b|\bJAC\b", "CAW"),
    (r"pleegzorg|pleegouder|pleegmoeder|pleegvader|pleeggezin", "pleegzorg"),
    (r"\bELZ\b|eerstelijn|huisarts|\barts\b|wijkgezondheid", "eerste lijn"),
    (r"\bOCMW\b|sociaal\s+huis|lokaal\s+bestuur|\bgemeente\b|\bstad\b|huis\s+van\s+het\s+kind", "lokaal bestuur"),
    (r"\bACT\b|jeugdhulpregi|intersectorale\s+toegangspoort|toegangspoort", "jeugdhulpregie"),
    (r"\bSDJ\b|sociale\s+dienst|jeugdrecht|\bconsulent", "sociale dienst jeugdrechtbank"),
    (r"\bOCJ\b|ondersteuningscentrum\s+jeugdzorg|\bVK\b|vertrouwenscentrum", "OCJ"),
    (r"kinderopvang|kind\s+en\s+gezin|\bk&g\b|cr[eè]che|opvoedingswinkel", "gezin en opvang"),
    (r"politie|parket", "politie en parket"),
    (r"jeugdwerk|jeugdhuis|sportclub|jeugdbeweging|buurtwerk|jeugdwelzijnswerk", "jeugd- en buurtwerk"),
    (r"opgroeien\b|agentschap|kabinet|\bbeleid\b|inspectie", "overheid"),
)  # fmt: skip
ROLES: tuple[tuple[str, str], ...] = (
    (r"context(?:begeleid|medewerk|ondersteun)", "contextbegeleider"),
    (r"(?:pleeg|stief)?(?:moeder|vader|ouder)s?\b|\bmama\b|\bpapa\b", "ouder"),
    (r"grootouder|grootmoeder|grootvader|\boma\b|\bopa\b|\bmeter\b|tante|nonkel", "familie"),
    (r"\bjongeren?\b(?!werk)|ex-jongere|ervaringsdeskundige", "jongere of ervaringsdeskundige"),
    (r"consulent", "consulent"),
    (r"jeugdrechter", "jeugdrechter"),
    (r"regisseur|jeugdhulpregie", "jeugdhulpregisseur"),
    (r"(?:zorg|traject|project|pedagogisch|netwerk)?-?co[öo]rdinat", "coördinator"),
    (r"directie|directeur|afdelingshoofd|diensthoofd|teamverantwoordelijke|leidinggevende", "leidinggevende"),
    (r"leerkracht|leraar|zorgleerkracht|leerlingenbegeleid|opvoeder", "leerkracht of opvoeder"),
    (r"\barts\b|huisarts|psychiater|verpleegkundige", "arts"),
    (r"therapeut|psycholo|orthopedago|pedagoog|pedagoge", "psycholoog of pedagoog"),
    (r"(?<!context)(?<!leerlingen)(?<!traject)begeleid(?:er|ster|ing)", "begeleider"),
    (r"planmaker|trajectbegeleid|casemanager", "trajectbegeleider"),
    (r"beleid|kabinet|ambtenaar|inspecteur|inspectie", "beleidsmaker"),
)
_SECTORS = tuple((re.compile(pattern, re.IGNORECASE if pattern.islower() else 0), name) for pattern, name in SECTORS)
_ROLES = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in ROLES)

LABELS: Mapping[str, str] = {
    "datum": "date", "date": "date", "wanneer": "date", "periode": "date",
    "soort overleg": "meeting", "overleg": "meeting", "soort": "meeting", "type": "meeting", "meeting": "meeting",
    "vergadering": "meeting", "soort bijeenkomst": "meeting", "bijeenkomst": "meeting",
    "regio": "region", "region": "region", "eerstelijnszone": "region", "elz": "region", "streek": "region",
    "sector": "sectors", "sectoren": "sectors", "sectors": "sectors", "betrokken sectoren": "sectors",
    "aanwezig": "present", "aanwezigen": "present", "deelnemers": "present", "aanwezige partners": "present", "doelgroep": "present", "present": "present",
    "rol": "roles", "rollen": "roles", "functies": "roles", "roles": "roles", "role": "roles",
    "titel": "title", "title": "title", "onderwerp": "title", "thema": "title", "subject": "title",
}  # fmt: skip
_LABEL = re.compile(r"^\s*([A-Za-zÀ-ÿ]+(?: [A-Za-zÀ-ÿ]+){0,2})\s*(?:\([^)]*\))?\s*:\s*(.*)$", re.DOTALL)
_ABBREVIATED_SECTORS = re.compile(r"\b(?:BJB|VAPH|GGZ|CGG|CLB|CAW|ELZ|OCMW|ACT|SDJ|OCJ)\b")


def iso_date(text: str) -> str:
    """The first date in a Dutch text as ISO 8601, as precise as it stands there; "" when there is none."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = _MONTHS.get(parts["n"].lower()) if parts.get("n") else int(parts["m"])
            if month is None:
                continue
            day = parts.get("d")
            return f"{parts['y']}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    year = _YEAR.search(text)
    return year.group() if year else ""


def sectors_in(text: str) -> tuple[str, ...]:
    """The sectors that an attendance list or a column names, in the order of `SECTORS`."""
    return tuple(name for pattern, name in _SECTORS if pattern.search(text))


def roles_in(text: str) -> tuple[str, ...]:
    """The roles that an attendance list or a column names, in the order of `ROLES`."""
    return tuple(name for pattern, name in _ROLES if pattern.search(text))


def case_id(source: str, meeting: str, date: str, title: str) -> str:
    """A stable id for a meeting."""
    return "c" + hashlib.sha256(f"{source}\0{meeting}\0{date}\0{title}".encode()).hexdigest()[:10]


def new_case(source: str, attributes: Mapping[str, str], *, default_meeting: str = "") -> Case:
    """A case from attributes under canonical keys (date, meeting, region, sectors, present, roles, title)."""
    named = attributes.get("meeting", "")
    meeting = meeting_of(named) or named.strip().lower() or default_meeting
    date = iso_date(attributes.get("date", ""))
    title = " ".join(attributes.get("title", "").split())
    present = attributes.get("present", "")
    sectors = _listed(attributes.get("sectors", ""), _SECTORS) or sectors_in(present)
    roles = _listed(attributes.get("roles", ""), _ROLES) or roles_in(present)
    region = " ".join(attributes.get("region", "").split()).rstrip(".")
    return Case(case_id(source, meeting, date, title), source, meeting, date, title, region, sectors, roles)


def _listed(value: str, known: Sequence[tuple[re.Pattern[str], str]]) -> tuple[str, ...]:
    """The items of a list, under their known names where there is one."""
    names: list[str] = []
    for item in re.split(r"[;,\n]|\s+en\s+", value):
        text = " ".join(item.split()).strip(" .")
        if text:
            names.append(next((name for pattern, name in known if pattern.search(text)), text))
    return tuple(dict.fromkeys(names))


def labels_in(source: Source, blocks: Sequence[Block]) -> dict[str, str]:
    """What lines such as "Datum: …", "Regio: …", "Aanwezigen: …" say; the first of each counts.

    A label that stands alone as a heading or line takes the block after it.
    """
    found: dict[str, str] = {}
    widths = Counter((block.table, block.row) for block in blocks if block.role is Role.CELL)
    for position, block in enumerate(blocks):
        if block.role is Role.CELL and (block.column != 1 or widths[block.table, block.row] != 2):
            continue  # only a table of two columns holds labels and values
        text = source.text[block.body : block.end].strip()
        if len(text) > 2500:
            continue
        for line in text.split("\n"):
            match = _LABEL.match(line)
            key = LABELS.get(match.group(1).lower()) if match else LABELS.get(line.strip().rstrip(":").lower())
            if key is None or key in found:
                continue
            value = match.group(2).strip() if match else ""
            if not value and position + 1 < len(blocks) and (match or block.role in (Role.HEADING, Role.CELL)):
                value = _following(source, blocks, position + 1, beside=block)
            if value and (key != "title" or len(value) < 90):
                found[key] = value
    return found


def _following(source: Source, blocks: Sequence[Block], position: int, *, beside: Block) -> str:
    """The block at a position, or the whole list or table that begins there; for a cell, the rest of its row."""
    lines: list[str] = []
    for block in blocks[position : position + 60]:
        if beside.role is Role.CELL:
            if (block.table, block.row) != (beside.table, beside.row):
                break
        elif block.role is Role.HEADING or (lines and block.role not in (Role.ITEM, Role.CELL)):
            break
        lines.append(source.text[block.body : block.end].strip())
    return "; ".join(lines)


def cases_table(rows: Sequence[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The rows of a cases.csv by source name, under canonical keys; the headers may be Dutch or English."""
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        lowered = {key.strip().lower(): value for key, value in row.items() if value}
        name = lowered.get("source") or lowered.get("bron") or lowered.get("bestand") or ""
        if name:
            keyed = {LABELS.get(key, key): value for key, value in lowered.items()}
            table[name.replace("\\", "/")] = keyed
    return table


def with_defaults(case: Case, default: Case) -> Case:
    """A case with what it does not say itself taken from the report as a whole."""
    return replace(
        case,
        date=case.date or default.date,
        region=case.region or default.region,
        sectors=case.sectors or default.sectors,
        roles=case.roles or default.roles,
    )
