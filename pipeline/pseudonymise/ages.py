"""Ages of a young person: said of somebody, and no limit, group or duration."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_UNITS = "twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien|twintig|eenentwintig|tweeëntwintig|drieëntwintig|vierentwintig|vijfentwintig"
_NUMBER = rf"(?:1\d|2[0-5]|\d|{_UNITS})(?:[,.]5|,5|½| en een half)?"
_CHILD = (
    r"(?:jongen|meisje|meiske|manneke|jongere|kind|dochter|dochtertje|zoon|zoontje|broer|broertje|zus|zusje|kleuter|baby|peuter|tiener|puber|gast|pleegkind|"
    r"cliënt|cliënte|kleinkind|kleinzoon|kleindochter|nichtje|neefje|stiefbroer|stiefzus|halfbroer|halfzus|tweeling|leerling|\[persoon \d+\])"
)
_BEFORE_LIMIT = r"(?<!vanaf )(?<!tot )(?<!onder )(?<!boven )(?<!min-)(?<!min )(?<!plus )(?<!\+)(?<!-)(?<!tussen )(?<!dan )(?<!\d-)(?<!\den )"
_MAYBE = r"(?:(?:er|nu|net|pas|bijna|intussen|ondertussen|morgen|binnenkort|onlangs|amper|ook|al|maar|toen|straks|vandaag|eindelijk|nog|nog maar|volgende week|volgende maand|in \w+) ){0,3}"
_RULES = (
    # de 14-jarige, een zestienjarig meisje
    re.compile(rf"{_BEFORE_LIMIT}\b((?:1\d|2[0-5]|\d)[- ]?jarige?|(?:{_UNITS})jarige?)(?!\w)", re.IGNORECASE),
    # 15 jaar oud, acht maanden oud
    re.compile(rf"{_BEFORE_LIMIT}\b((?:{_NUMBER}|één|een) (?:jaar|jaren|maanden|maand|weken|j\.?|jr\.?) (?:oud|jong))\b", re.IGNORECASE),
    # een meisje van 9, zijn broer van twaalf jaar
    re.compile(rf"\b{_CHILD},? van (?:(?:nu|net|bijna|pas|amper|ongeveer|al) )?({_NUMBER}(?:[ -]?(?:jaar|j\.?|jr\.?|maanden))?)(?!\w|-| ?(?:tot|à|en \d|of \d|jaar|keer|uur|dagen|weken|euro|op \d|%|/))", re.IGNORECASE),
    # leeftijd: 15
    re.compile(rf"\bleeftijd(?: is|:| van)? ({_NUMBER}(?: jaar)?)(?!\w|[ -]?(?:tot|en \d|à|jaar))", re.IGNORECASE),
    # (15 j.), (16)
    re.compile(rf"(?<=\()({_NUMBER} ?(?:jaar|j\.?|jr\.?|jaar oud))(?=[),;])", re.IGNORECASE),
    re.compile(rf"(?:{_CHILD}|(?P<name>\b[A-Z][\w'’-]+|\b[A-Z]\.)) \(({_NUMBER})\)"),
    # Amira, 14 jaar,  /  Amira, 14, woont
    re.compile(rf"(?:{_CHILD}|(?P<name>\b[A-Z][a-zà-ÿ'’-]+)), ({_NUMBER} (?:jaar|j\.))(?= ?[,.;)]|$| en | uit )"),
    re.compile(r"(?:\[persoon \d+\]|(?P<name>\b[A-Z][a-zà-ÿ'’-]+)), ((?:1\d|2[0-5]|\d))(?=, )"),
    # zij is vijftien, hij wordt volgende maand 18 jaar
    re.compile(
        rf"\b(?:hij|zij|ze|ik|je|ge|gij|die|wie|{_CHILD}|[A-Z][a-zà-ÿ]+) (?:is|was|wordt|werd|ben|bent|zijt|word) {_MAYBE}({_NUMBER}(?: jaar)?)"
        r"(?=\s*(?:[.,;!?)”\"’']|$)| (?:en|maar|als|toen|geworden|wanneer|dus|want|hé|hè)\b(?! \d)|(?<!jaar) (?:op|in|volgende|deze|ondertussen|nu)\b(?! \d))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:is|wordt|was|werd) (?:hij|zij|ze|{_CHILD}) {_MAYBE}({_NUMBER}(?: jaar)?)(?=\s*(?:[.,;!?)”\"’']|$)| (?:en|maar|als|toen|geworden|wanneer)\b)",
        re.IGNORECASE,
    ),
    # toen ze zes was, als hij achttien wordt
    re.compile(rf"\b(?:toen|als|sinds|zodra|wanneer|tot|omdat|dat|nu) (?:hij|zij|ze|ik|je|mijn \w+|{_CHILD}|[A-Z][a-zà-ÿ]+) (?:nog |al |pas |amper |net )?({_NUMBER}(?: jaar)?) (?:is|was|wordt|werd|ben|bent)\b", re.IGNORECASE),
    # op haar vijftiende, op zijn 15de
    re.compile(rf"\b(?:op|vanaf|sinds|voor|tot) (?:haar|zijn|mijn|z'n|m'n|d'r) ((?:1\d|2[0-5]|\d)(?:de|ste|e)|(?:{_UNITS})(?:de|ste))\b(?= ?(?:[.,;!?)]|$|verjaardag|jaar|al|is|was|werd|ging|kwam|had|woont|woonde|en|weg|naar|in|uit|verhuis|zat))", re.IGNORECASE),
    re.compile(rf"\b(?:haar|zijn|mijn|z'n|m'n) ((?:1\d|2[0-5]|\d)(?:de|ste|e)|(?:{_UNITS})(?:de|ste)) verjaardag\b", re.IGNORECASE),
)  # fmt: skip


# Cheap to look for: without a number there is no age.
_SIGN = re.compile(r"\d|jarig|(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig)", re.IGNORECASE)


def find(text: str, name_ends: Collection[int]) -> Iterator[tuple[int, int]]:
    """The places of ages; `name_ends` is where names of persons end: a bare number counts behind those alone."""
    if _SIGN.search(text) is None:
        return
    for rule in _RULES:
        for match in rule.finditer(text):
            named = match.groupdict().get("name")
            if named is None or match.end("name") in name_ends:
                yield match.span(match.lastindex or 1)
