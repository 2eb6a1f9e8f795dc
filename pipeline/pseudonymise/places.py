"""Addresses, postcodes with their municipality, and schools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.pseudonymise.names import Names, folded

_NAME = r"[A-ZÀ-Ý][\w'’.-]*"
_STREET_END = r"(?:straat|laan|weg|plein|steenweg|dreef|lei|kaai|kade|dijk|pad|baan|singel|gracht|vest|vesten|wegel|boulevard|square|ring|hof|park|markt|plaats|veld|berg|lane|erf)"
_NUMBER = r"(?:nr\.? ?|nummer )?\d{1,4}(?!\d|[./-]\d| ?(?:jaar|uur|keer|euro|%|min|jongeren|kinderen))(?: ?[a-zA-Z](?![\w]))?(?:,? ?(?:bus|b) ?\w{1,4})?"
_ADDRESS = re.compile(
    rf"(?<!\w)((?:(?:{_NAME}|de|van|den|der|la|du|des) ){{0,3}}(?:{_NAME}{_STREET_END}|[A-ZÀ-Ý][a-z]*{_STREET_END}|{_NAME} ?(?:Straat|Laan|Weg|Plein|Steenweg|Dreef|Lei|Markt|Kaai))(?: {_NUMBER})|(?:Rue|Avenue|Chaussée|Place|Boulevard|Allée) (?:[\w'’-]+ ){{0,4}}[\w'’-]+,? {_NUMBER})"
)
_LOWER_ADDRESS = re.compile(
    rf"(?:woont|woonde|woon|adres|gedomicilieerd|thuis|verblijft|verhuisd?|verhuist)\b[^.;\n]{{0,30}}?\b(?:in|op|aan|naar|:)? ?(?:de |het )?(\w{{3,}}{_STREET_END} \d{{1,4}}(?: ?bus ?\w{{1,4}})?)(?!\w)"
)
_STREET = re.compile(
    rf"(?:\b(?:in|op|aan|uit|naar|van) (?:de |het )?)((?:{_NAME} )?[A-ZÀ-Ý][\w'’-]*(?:straat|laan|steenweg|dreef|plein|kaai|baan))(?![\w-])"
)
_POSTCODE = re.compile(
    r"(?<![\w€.,/-])((?:B-? ?)?([1-9]\d{3}) ((?:Sint|St\.?|’s|'s|'t|’t)?[- ]?[A-ZÀ-Ý][\w'’.-]*(?:[- ](?:[A-ZÀ-Ý][\w'’-]*|op|aan|de|den|der|ten|bij)){0,3}))"
)
_DUTCH_POSTCODE = re.compile(r"(?<!\w)([1-9]\d{3} ?[A-Z]{2}(?![\w-])(?:,? [A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+)?)?)")
_LOWER_POSTCODE = re.compile(r"(?<![\w€.,/-])([1-9]\d{3} ([a-zà-ÿ'-]{3,}))")
_YEAR = re.compile(
    r"(?:\b(?:in|sinds|vanaf|van|tot|jaar|eind|begin|voor|na|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|zomer|najaar|voorjaar|\d) ?)$",
    re.IGNORECASE,
)
_SCHOOLS = (
    r"(?:(?:[Ll]agere |[Kk]leuter|[Bb]asis|[Mm]iddelbare |[Ss]ecundaire |[Tt]echnische |[Vv]rije (?:[Bb]asis)?|[Gg]emeente|[Ss]teden?lijke |[Bb]uitengewone |[Kk]unst|[Mm]uziek|[Dd]ans|[Ff]reinet|[Ss]teiner|[Mm]ethode|[Bb]eroeps)?school|"
    r"[Bb]asisschool|[Kk]leuterschool|[Aa]theneum|[Kk]oninklijk [Aa]theneum|[Cc]ollege|[Ll]yceum|[Ii]nstituut|GO! ?(?:[Bb]asisschool|[Aa]theneum)?|GO!|KA|VTI|KTA|GITO|TISO|VISO|PTI|TSO|BuSO|BuBaO|BSBO|MPI|CLW|CDO|[Ii]nternaat)"
)  # fmt: skip
_SCHOOL_RULES = (
    re.compile(rf"(?<!\w)({_SCHOOLS} (?:(?:De|Het|'t|’t|Den|Ter|Ten|Sint|St\.|O\.?-?L\.?-?V\.?|Don|Heilig|Onze)[- ])?{_NAME}(?:[- ]{_NAME}){{0,2}})"),
    re.compile(rf"(?<!\w)({_SCHOOLS} [‘“\"']{_NAME}(?: {_NAME}){{0,3}}[’”\"'])"),
    re.compile(r"(?<!\w)((?:[A-ZÀ-Ý][\w'’]+[- ]){0,3}[A-ZÀ-Ý][\w'’-]*(?:college|lyceum|atheneum|instituut|basisschool|kleuterschool|humaniora)(?: [A-ZÀ-Ý][\w'’-]+)?)(?!\w)"),
    re.compile(r"(?<!\w)((?:Sint|Heilig|Onze|Maria|Mater|Virgo|Immaculata)[- ][A-ZÀ-Ý][\w'’-]*(?:[- ][A-ZÀ-Ý][\w'’-]*){0,2}(?:school|instituut|college|humaniora))(?!\w)"),
    re.compile(r"(?<!\w)((?:VTI|KTA|GITO|TISO|VISO|PTI|KA|BuSO|BuBaO|BSBO) [A-ZÀ-Ý][\w'’-]+(?:[- ][A-ZÀ-Ý][\w'’-]+)?)(?!\w)"),
    re.compile(r"\b(?:op|naar|in|van|aan|bij) (Don Bosco(?: [A-Z]\w+)?|de (?:Freinet|Steiner|Muze|Zonnebloem)[\w-]*school)\b"),
)  # fmt: skip
_GENERIC = frozenset(
    [
        "college",
        "instituut",
        "atheneum",
        "lyceum",
        "basisschool",
        "kleuterschool",
        "school",
        "internaat",
        "managementinstituut",
        "overheidsinstituut",
    ]
)
# What may stand after "school" and is no name of one.
_NO_SCHOOL = frozenset(
    [
        "clb",
        "caw",
        "ocmw",
        "vaph",
        "mfc",
        "cb",
        "ln",
        "type",
        "buso",
        "bubao",
        "okan",
        "de",
        "het",
        "vlaanderen",
        "ouders",
        "jongeren",
        "maandag",
        "dinsdag",
        "en",
        "is",
    ]
)


def addresses(text: str) -> Iterator[tuple[int, int, bool]]:
    """Places of addresses, and whether they are doubtful (a street without its number)."""
    for match in _ADDRESS.finditer(text):
        yield (*_trimmed(text, *match.span(1)), False)
    for match in _LOWER_ADDRESS.finditer(text):
        yield (*match.span(1), False)
    for match in _STREET.finditer(text):
        if folded(match.group(1)) not in ("hoogstraat", "grote markt"):
            yield (*match.span(1), True)


_LEADS = re.compile(r"(?:In|Op|Aan|De|Het|Naar|Uit|Adres|Wij|Ze|Zij|Hij|Ik|Thuis|Woont|Van|van|de|den|der) ")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a first word that belongs to the sentence and not to the street."""
    while (lead := _LEADS.match(text, start)) is not None and lead.end() < end:
        start = lead.end()
    return start, end


def postcodes(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Places of postcodes with their municipality, Belgian and Dutch."""
    for match in _POSTCODE.finditer(text):
        number = int(match.group(2))
        if 1900 <= number <= 2049 and _YEAR.search(text, max(0, match.start() - 12), match.start()):
            continue
        end = _municipality(match.group(3), names)
        if end:
            yield match.start(1), match.start(3) + end
    for match in _DUTCH_POSTCODE.finditer(text):
        yield match.span(1)
    for match in _LOWER_POSTCODE.finditer(text):
        number = int(match.group(1)[:4])
        if folded(match.group(2)) in names.places and match.group(2) not in names.words and not 1900 <= number <= 2049:
            yield match.span(1)


def _municipality(written: str, names: Names) -> int:
    """How much of a written name is a municipality, in characters; 0 when it is none."""
    parts = list(re.finditer(r"[ -]|$", written))
    for stop in reversed(parts):
        name = written[: stop.start()].rstrip(".,;:’'")
        if folded(name) in names.places or folded(name).replace(" ", "-") in names.places:
            return len(name)
    return 0


def schools(text: str) -> Iterator[tuple[int, int]]:
    """Places of schools with their names."""
    for rule in _SCHOOL_RULES:
        for match in rule.finditer(text):
            start, end = match.span(1)
            named = text[start:end].rstrip(".,;:’'")
            words = re.split(r"[ -]", named)
            last = folded(words[-1])
            if folded(named) in _GENERIC or last in _NO_SCHOOL or (len(words) > 1 and words[-1].isupper()):
                continue
            yield start, start + len(named)
