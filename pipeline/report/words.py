"""The Dutch that every export shares: names of parts and reasons, amounts, dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.evidence.phrase import amount, listed
from pipeline.model import Support

SECTIONS: Mapping[str, str] = {
    "recommendation": "Aanbeveling",
    "findings": "Vaststellingen",
    "works": "Wat werkt al",
    "preconditions": "Randvoorwaarden",
    "barriers": "Drempels",
    "actions": "Actiepunten",
    "counter_voices": "Tegenstemmen",
    "questions": "Open vragen",
    "certainty": "Zekerheid",
}
SEGMENT_KINDS: Mapping[str, str] = {
    "quote": "citaat",
    "finding": "bevinding",
    "action": "actiepunt",
    "post_it": "post-it",
    "turn": "spreekbeurt",
    "row": "rij",
    "statement": "uitspraak",
}
ADDRESSEES: Mapping[str, str] = {
    "policy_makers": "beleidsmakers",
    "networks": "netwerken",
    "organisations": "individuele organisaties",
    "practitioners": "begeleiders",
}
REASONS: Mapping[str, str] = {
    "page_header": "paginakop",
    "page_footer": "paginavoet",
    "page_number": "paginanummer",
    "page_break": "pagina-einde",
    "hyphen": "afbreekstreepje aan het regeleinde",
    "soft_hyphen": "zacht afbreekstreepje",
    "line_break": "regeleinde binnen een alinea",
    "ligature": "lettercombinatie uitgeschreven",
    "blank": "lege regels en spaties",
    "control": "stuurtekens",
    "markup": "opmaaktekens",
    "speaker": "naam van de spreker (staat bij het citaat)",
    "personal_data": "persoonsgegevens",
    "heading": "koppen",
    "prose": "lopende tekst",
    "marker": "opsommingstekens",
    "separator": "witruimte tussen alinea’s",
    "punctuation": "aanhalings- en leestekens rond citaten",
    "attribution": "bronvermelding bij een citaat",
    "excluded_section": "deel dat werd uitgesloten",
    "chart": "tekst in een grafiek",
    "table": "tabel zonder uitspraken",
    "empty_row": "lege rij",
    "too_short": "te kort om iets te zeggen",
    "front_matter": "gegevens vooraan in het bestand",
    "other_column": "andere kolommen van een tabel (staan bij de rij)",
    "other_sheet": "werkbladen zonder citaten",
    "table_header": "kolomkoppen",
    "table_of_contents": "inhoudstafel",
    "cue_timing": "tijdsaanduidingen in een transcript",
    "comment": "opmerkingen in de kantlijn",
    "footnote": "voetnoten",
    "deleted": "geschrapte tekst",
    "withdrawn": "ingetrokken",
    "hidden": "verborgen tekst",
    "script": "programmacode in een pagina",
    "id": "volgnummers",
    "merged_cell": "samengevoegde cellen",
    "rule": "scheidingslijnen",
    "symbol": "symbolen",
    "term": "begrip voor een omschrijving",
    "question": "vragen van wie het gesprek leidt",
}
PARTS: Mapping[str, str] = {
    "salience": "Hoe vaak het ter sprake kwam",
    "breadth": "In hoeveel overleggen en sectoren",
    "trend": "Komt het vaker ter sprake dan vroeger",
    "tension": "Drempels en noden tegenover wat werkt",
    "untreated": "Nog niet behandeld in een lerend netwerk",
    "requested": "Gevraagd door deelnemers",
}
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

CAUTION_MEETING = "Eén overleg: lees dit als een signaal, niet als een patroon."
CAUTION_SOURCE = "Eén bron: lees dit als een signaal, niet als een patroon."
CAUTION_QUOTE = "Eén citaat: lees dit als een stem, niet als een patroon."
CAUTION_NO_MEETING = "Van welk overleg dit komt, is niet bekend."


def section(name: str) -> str:
    """The heading of a part of a draft."""
    return SECTIONS.get(name) or name.replace("_", " ").capitalize()


def reason(name: str) -> str:
    """Why characters were removed or left out."""
    return REASONS.get(name) or name.replace("_", " ")


def part(name: str) -> str:
    """A weighed part of the agenda's score."""
    return PARTS.get(name) or name.replace("_", " ").capitalize()


def number(value: int) -> str:
    """A whole number with a narrow space per thousand ("12 400")."""
    return f"{value:,}".replace(",", "\u202f")


def quotes(value: int) -> str:
    """ "1 citaat", "2 citaten"."""
    return f"{number(value)} {'citaat' if value == 1 else 'citaten'}"


def meetings(value: int) -> str:
    """ "1 overleg", "3 overleggen"."""
    return amount(value, "overleg", "overleggen")


def sources(value: int) -> str:
    """ "1 bron", "3 bronnen"."""
    return amount(value, "bron", "bronnen")


def sectors(value: int) -> str:
    """ "1 sector", "3 sectoren"."""
    return amount(value, "sector", "sectoren")


def characters(value: int) -> str:
    """ "1 teken", "1 200 tekens"."""
    return f"{number(value)} {'teken' if value == 1 else 'tekens'}"


def drafts(value: int) -> str:
    """ "1 aanbeveling", "3 aanbevelingen"."""
    return amount(value, "aanbeveling", "aanbevelingen")


def date(iso: str) -> str:
    """ "22 november 2024" from "2024-11-22", "november 2024" from "2024-11", "2024" from "2024"."""
    pieces = iso.split("-")
    if not all(piece.isdigit() for piece in pieces) or (len(pieces) > 1 and not 1 <= int(pieces[1]) <= 12):
        return iso
    day = f"{int(pieces[2])} " if len(pieces) > 2 else ""
    return f"{day}{MONTHS[int(pieces[1]) - 1]} {pieces[0]}" if len(pieces) > 1 else pieces[0]


def period(dates: Sequence[str]) -> str:
    """ "februari 2023 tot mei 2025"; one date when first and last say the same, "" without dates."""
    known = sorted(moment[:7] for moment in dates if moment)
    if not known:
        return ""
    first, last = date(known[0]), date(known[-1])
    return first if first == last else f"{first} tot {last}"


def years(values: Sequence[str]) -> str:
    """ "2023–2025" or "2024"."""
    return "" if not values else values[0] if len(values) == 1 else f"{values[0]}–{values[-1]}"


def clock(seconds: float) -> str:
    """ "00:12:30"."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def addressees(names: Sequence[str]) -> str:
    """ "Voor beleidsmakers en netwerken"; "" without names."""
    return f"Voor {listed([ADDRESSEES.get(name, name) for name in names])}" if names else ""


def support(value: Support) -> str:
    """ "14 citaten · 6 overleggen · 4 sectoren · 2023–2025"; what is not known is left out."""
    parts = [quotes(value.segments)]
    parts += [meetings(value.meetings)] if value.meetings else []
    parts += [sources(value.sources)] if value.sources and value.sources != value.meetings else []
    parts += [sectors(len(value.sectors))] if value.sectors else []
    parts += [years(value.years)] if value.years else []
    return " · ".join(parts)


def caution(value: Support) -> str:
    """How little a draft rests on, in words; "" when several meetings and sources carry it."""
    if value.segments == 1:
        return CAUTION_QUOTE
    if value.meetings == 1:
        return CAUTION_MEETING
    if value.sources == 1:
        return CAUTION_SOURCE
    return "" if value.meetings else CAUTION_NO_MEETING
