"""Sentences with a finite verb as recommendations: "Er is nood aan X", "We moeten X maken", "X moet Y worden".

Each function takes one sentence without its full stop and gives a recommendation, or "" when its pattern does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.recommend.grammar import (
    ADVERBS,
    DETERMINERS,
    MORE,
    PREPOSITIONS,
    SUBORDINATE,
    as_wish,
    clause,
    degree,
    followed,
    from_te,
    head_of,
    holds_verb,
    imperative,
    inside,
    is_subject,
    main_clause,
    says,
    verb_last,
    without_te,
    words_of,
)
from pipeline.recommend.phrases import asked, given, provide
from pipeline.recommend.verbs import VERBS

# Impersonal passives: participle to infinitive.
_DONE = {"geïnvesteerd": "investeren", "ingezet": "inzetten", "gewerkt": "werken", "samengewerkt": "samenwerken", "nagedacht": "nadenken", "gezocht": "zoeken", "overlegd": "overleggen", "geluisterd": "luisteren", "gekeken": "kijken", "stilgestaan": "stilstaan", "afgestemd": "afstemmen", "gezorgd": "zorgen", "ingegrepen": "ingrijpen"}  # fmt: skip


_NEED = re.compile(
    r"^(?:(?:er\s+(?:is|was|bestaat|heerst)|(?:we|wij)\s+hebben)\s+)?(?:(?:ook|nog|veel|echt|dringend|grote|duidelijk|een|vooral|steeds|meer)\s+){0,3}"
    r"(?:nood|behoefte)\s+(?P<link>aan|om)\s+(?P<what>.+)$",
    re.IGNORECASE,
)


def _need(body: str) -> str:
    match = _NEED.match(body)
    if match is None:
        return ""
    what = match["what"]
    if match["link"].lower() == "om":
        return f"maak het mogelijk om {what}" if re.search(r"\bte \w+", what) else ""
    if says(what) or holds_verb(what.split()) or what.split()[0].lower() in SUBORDINATE | {"geen", "niet"}:
        return ""
    return provide(what)


_NEEDED = re.compile(r"^(?P<who>.+?)\s+(?P<have>heeft|hebben)\s+(?:(?:nood|behoefte)\s+aan\s+(?P<of>.+)|(?P<what>.+?)\s+nodig(?P<post>\s+.+)?)$", re.IGNORECASE)  # fmt: skip


def _needed(body: str) -> str:
    match = _NEEDED.match(body)
    if match is None:
        return ""
    who, what, post = match["who"], match["of"] or match["what"], match["post"] or ""
    if says(what) or "," in what or says(post) or post.lstrip().startswith(("en ", "maar ", "dan ")):
        return ""
    if set(what.lower().split()) & {"wat", "niet", "geen", "alles", "niets", "heel"}:
        return ""
    if who.lower() in ("we", "wij"):
        return f"zorg voor {inside(what)}{post}"
    if not is_subject(who, one=match["have"].lower() == "heeft") or {"we", "wij"} & set(what.split()):
        return ""
    before = " ".join(main_clause(what.split()))
    after = what[len(before) :] + post
    return f"zorg dat {inside(who)} {before} {'krijgt' if match['have'].lower() == 'heeft' else 'krijgen'}{after}"


def _needed_is(body: str) -> str:
    """ "Nodig is een bepaling die …"."""
    match = re.match(r"^nodig\s+(?:is|zijn)\s+(?P<what>.+)$", body, re.IGNORECASE)
    return "" if match is None or match["what"].split()[0] not in DETERMINERS | {"iemand"} else asked(match["what"])


_IMPORTANT = re.compile(
    r"^(?:(?:voorstel|oproep|idee|vraag)(?=\s+om)|het\s+is\s+(?:hoog\s+)?tijd(?=\s+om)"
    r"|(?:we|wij)\s+(?:stellen\s+voor|raden\s+aan|bevelen\s+aan|pleiten\s+ervoor|vragen)"
    r"|(?:het\s+is\s+)?(?:heel\s+|zeer\s+|ook\s+)?(?:belangrijk|nodig|noodzakelijk|essentieel|cruciaal|wenselijk|aangewezen|aanbevolen|aan\s+te\s+raden))"
    r"\s+(?P<link>om|dat)\s+(?P<what>.+)$",
    re.IGNORECASE,
)


def _important(body: str) -> str:
    match = _IMPORTANT.match(body)
    if match is None:
        return ""
    what = match["what"]
    if match["link"].lower() == "dat":
        return "" if re.match(r"(?:we|wij|men|ze|zij)\b", what, re.IGNORECASE) else f"zorg dat {what}"
    return from_te(what)


_WOULD_BE_GOOD = re.compile(
    r"^(?:het\s+zou|goed\s+zou)\s+(?:(?:heel|al|echt|ook|zeker)\s+)*"
    r"(?:(?:(?:goed|beter|fijn|mooi|nuttig|zinvol|handig|interessant|wenselijk|verstandig|logisch|logischer)\s+)?zijn|helpen)"
    r"\s+(?P<link>om|als|dat|indien)\s+(?P<what>.+)$",
    re.IGNORECASE,
)


def _would_be_good(body: str) -> str:
    match = _WOULD_BE_GOOD.match(body)
    if match is None:
        return ""
    what, words = match["what"], match["what"].split()
    if match["link"].lower() == "om":
        return from_te(what)
    if words[0] in ("we", "wij"):
        found = clause([word for word in words[1:] if word != "zouden"])
        return "" if found is None else imperative(found[0], found[1], found[2], comma=found[3])
    if words[0] in ("ze", "zij", "dat", "dit", "die", "het", "men", "hij", "iemand", "niemand"):
        return ""
    wish = as_wish(words)
    return f"zorg dat {' '.join(wish)}" if wish else ""


_POSSIBLE = re.compile(r"^het\s+(?:moet\s+mogelijk\s+(?:zijn|worden)|zou\s+mogelijk\s+moeten\s+(?:zijn|worden))\s+om\s+(?P<what>.+\bte\s\w+.*)$", re.IGNORECASE)  # fmt: skip


def _possible(body: str) -> str:
    match = _POSSIBLE.match(body)
    return "" if match is None else f"maak het mogelijk om {match['what']}"


_AGREED = re.compile(r"^(?:we|wij)\s+spreken\s+af\s+(?P<what>(?:om|dat)\s+.+)$", re.IGNORECASE)


def _agreed(body: str) -> str:
    match = _AGREED.match(body)
    return "" if match is None or re.search(r"\b(?:we|wij)\b", match["what"]) else f"spreek af {match['what']}"


_EXISTING = re.compile(
    r"^er\s+(?P<modal>moet|moeten|zou|zouden|mag|mogen)\s+(?:(?:ook|dringend|zeker|eindelijk|echt|nog|eens|gewoon)\s+)*(?P<what>.+?)"
    r"\s+(?P<second>(?:moeten|mogen)\s+)?(?:komen|zijn|bestaan)(?P<post>\s.+)?$",
    re.IGNORECASE,
)


def _existing(body: str) -> str:
    match = _EXISTING.match(body)
    if match is None:
        return ""
    what, post = match["what"], match["post"] or ""
    first = what.split()[0].lower()
    if (
        first in PREPOSITIONS | (ADVERBS - {"minstens"}) | {"geen", "ergens"}
        or says(what)
        or "," in what
        or what.split()[-1] == "moeten"
    ):
        return ""
    if post and post.split()[0].lower() not in PREPOSITIONS | SUBORDINATE:
        return ""
    modal = match["modal"].lower()
    if (modal in ("zou", "zouden") and not match["second"]) or (modal in ("mag", "mogen") and first != "meer"):
        return ""
    return f"zorg voor {inside(what)}{post}"


_PLACED = re.compile(
    r"^(?P<front>(?:in|bij|binnen|op|tijdens|tussen|per|na)\s+(?:\S+\s+){1,5}?)(?P<modal>moet|moeten|zou|zouden)\s+(?:er\s+)?(?P<what>.+?)"
    r"\s+(?P<second>moeten\s+)?(?:komen|zijn|bestaan)$",
    re.IGNORECASE,
)


def _placed(body: str) -> str:
    """ "In elke school moet een rustige ruimte zijn": what must be somewhere."""
    match = _PLACED.match(body)
    if match is None or ("zou" in match["modal"].lower()) != bool(match["second"]):
        return ""
    front, what = match["front"].strip(), match["what"]
    if says(front) or says(what) or "," in front + what or set(front.lower().split()) & {"we", "wij"}:
        return ""
    low = what.lower().split()
    article = low[0] in ("een", "één", "meer", "iemand", "voldoende", "genoeg", "minstens") or low[0].endswith("e")
    if not article or low[0] in ("de", "alle", "beide") or head_of(low) < 0:
        return ""
    return f"zorg {inside(front)} voor {what}"


_IMPERSONAL = re.compile(
    rf"^er\s+(?P<modal>moet|moeten|dient|dienen|mag|mogen|zou|zouden)\s+(?P<mid>(?:\w+\s+){{0,3}}?)"
    rf"(?:(?P<first>(?:moeten|mogen|te)\s+)?worden\s+(?P<a>{'|'.join(_DONE)})|(?P<b>{'|'.join(_DONE)})\s+(?P<last>(?:moeten|mogen|te)\s+)?worden)"
    r"(?P<post>\s+.+)?$",
    re.IGNORECASE,
)


def _impersonal(body: str) -> str:
    match = _IMPERSONAL.match(body)
    if match is None:
        return ""
    verb, mid = _DONE[(match["a"] or match["b"]).lower()], match["mid"].split()
    modal, second = match["modal"].lower(), (match["first"] or match["last"] or "").strip()
    if (second == "te") != modal.startswith("dien") or (second in ("moeten", "mogen")) != modal.startswith("zou"):
        return ""
    if ("mogen" in (modal, second) or modal == "mag") and not set(mid) & set(_MORE_OFTEN):
        return ""
    if set(mid) & {"niet", "geen", "te", "pas", "ooit"}:
        return ""
    return imperative(mid, [verb], (match["post"] or "").split(), alone=True)


# Verbs of what people have to undergo, and of what takes away that there is too much of something.
_ENDURED = words_of("wachten afwachten smeken vechten verhuizen vertrekken bewijzen")
_LESSENED = words_of(
    "vermijden verminderen voorkomen afbouwen aanpakken wegwerken schrappen beperken inkorten afschaffen verkleinen"
)


def _endured(middle: list[str], verbs: list[str]) -> bool:
    """Whether something is said to be hard rather than asked for ("te lang wachten")."""
    verb = verbs[-1]
    return (verb in _ENDURED and not set(middle) & {"niet", "minder"}) or (degree(middle) and verb not in _LESSENED)


_WE_MUST = re.compile(
    r"^(?:(?:we|wij)\s+(?P<modal>moeten|mogen|zouden)|laten\s+we|laat\s+ons|(?P<front>(?:in|op|bij|voor|met|binnen|tussen|rond)\s+(?:\S+\s+){1,4})moeten\s+we"
    r"|men\s+moet|we\s+gaan)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)


def _we_must(body: str) -> str:
    match = _WE_MUST.match(body)
    if match is None:
        return ""
    rest = match["rest"].split()
    modal = (match["modal"] or "").lower()
    if modal == "mogen" and rest[0].lower() not in ("niet", "geen"):
        return ""
    if modal == "zouden":
        if "moeten" not in rest:
            return ""
        rest.remove("moeten")
    if modal in ("moeten", "zouden") and rest[0].lower() in ("niet", "geen"):
        return ""  # "moeten niet" may as well mean that there is no need
    found = clause(rest)
    if found is None or _endured(found[0], found[1]):
        return ""
    mid, cluster, post, comma = found
    if mid[:1] in (["dat"], ["dit"]) or _condition(post):
        return ""
    front = (match["front"] or "").split()
    if says(" ".join(front)) or any(word.endswith(",") for word in front):
        return ""
    if cluster == ["hebben"] and mid and not front and not comma:
        what = [*mid, *post]
        return f"zorg voor {' '.join(what)}" if mid[0] in MORE and head_of(what) >= 0 else ""
    if front:
        mid = [front[0].lower(), *front[1:], *mid]
    return imperative(mid, cluster, post, comma=comma, alone=bool(front))


def _condition(post: list[str]) -> bool:
    """Whether what must be done is the price of something ("namen invullen om betaald te worden")."""
    return post[:1] == ["om"] and bool(re.search(r"\bte\s+(?:krijgen|worden|mogen)\b", " ".join(post)))


_MUST = re.compile(
    r"^(?P<who>.+?)\s+(?P<modal>moet|moeten|zou|zouden|mag|mogen|dient|dienen)\s+(?P<rest>.+)$", re.IGNORECASE
)


def _must(body: str) -> str:
    match = _MUST.match(body)
    if match is None:
        return ""
    one = match["modal"].lower() in ("moet", "zou", "mag", "dient")
    rest = _wanted(match["modal"].lower(), match["rest"].split())
    found = clause(rest) if rest and is_subject(match["who"], one=one) else None
    if found is None or _endured(found[0], found[1]):
        return ""
    mid, cluster, post, _ = found
    if _condition(post) or set(cluster + mid[-1:]) & {"gezien", "beschouwd", "toegeschreven", "opgevat"}:
        return ""
    if match["modal"].lower() in ("mag", "mogen") and "worden" not in cluster:
        return ""
    if "geen" in mid or mid[:1] == ["dat"] or ("niet" in mid and match["modal"].lower() not in ("mag", "mogen")):
        return ""
    return _ensured(match["who"], found, one=one)


_FRONTED = re.compile(
    r"^(?P<front>(?:in|bij|binnen|op|tijdens|tussen|per|na|voor|vóór|vanaf)\s+(?:\S+\s+){1,5}?)(?P<modal>moet|moeten|zou|zouden|dient|dienen)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)


def _fronted(body: str) -> str:
    """ "Bij elk vertrek dient een gesprek voorzien te worden": a rule that begins with where or when it holds."""
    match = _FRONTED.match(body)
    if match is None:
        return ""
    front, modal = match["front"].strip(), match["modal"].lower()
    rest = _wanted(modal, match["rest"].split())
    found = clause(rest) if rest and rest[0] in DETERMINERS | {"iedereen"} else None
    if found is None or says(front) or "," in front or set(front.lower().split()) & SUBORDINATE:
        return ""
    mid, cluster, post, _ = found
    if ("worden" not in cluster and not modal.startswith("dien")) or set(mid) & {"niet", "geen"}:
        return ""
    if _endured(mid, cluster) or _condition(post) or len(mid) < 2:
        return ""
    return _ensured(front, found, one=modal in ("moet", "zou", "dient"))


def _ensured(first: str, found: tuple[list[str], list[str], list[str], bool], *, one: bool) -> str:
    """ "Zorg dat …" with what the clause begins with, and its verbs in the number of its subject."""
    mid, cluster, post, comma = found
    verbs = [VERBS[cluster[0]].third, *cluster[1:]] if one else cluster
    return followed(" ".join(["zorg dat", inside(first), *mid, *verbs]), post, comma=comma)


def _wanted(modal: str, rest: list[str]) -> list[str]:
    """The words after a modal that wants something, without "te" and a second modal; [] when it may be a fact."""
    first = rest[0].lower()
    if modal in ("dient", "dienen"):
        return without_te(rest)
    if modal in ("zou", "zouden"):
        if "moeten" in rest:
            return [word for at, word in enumerate(rest) if at != rest.index("moeten")]
        follows = rest[1] if len(rest) > 2 else ""
        better = first in ("beter", "best") and follows in PREPOSITIONS | DETERMINERS | ADVERBS - {"eens", "niet"}
        return rest[1:] if better else []
    if modal in ("mag", "mogen"):
        return rest if first in ("niet", "geen", *_MORE_OFTEN) else []
    if first == "nog" and rest[1].lower() not in (*_MORE_OFTEN, "altijd"):
        return []  # "moet nog beslissen" tells what is still to come
    return [] if first in ("niet", "geen") else rest


_MORE_OFTEN = ("meer", "vaker", "sneller", "vroeger", "beter")
_COMPARATIVE = "eenvoudiger korter duidelijker flexibeler kleiner toegankelijker goedkoper lichter soepeler laagdrempeliger transparanter begrijpelijker veiliger gezelliger rustiger helderder leesbaarder zichtbaarder warmer huiselijker menselijker persoonlijker".replace(" ", "|")  # fmt: skip
_MADE = re.compile(
    rf"^(?P<who>.+?)\s+(?:moet|mag|kan|(?P<more>moeten|mogen|kunnen))\s+(?P<how>(?:(?:veel|nog|wat|een\s+stuk)\s+)?(?:{_COMPARATIVE})(?:\s+en\s+(?:{_COMPARATIVE}))?)$",
    re.IGNORECASE,
)


def _made(body: str) -> str:
    """ "De brieven moeten korter": what must become more of something."""
    match = _MADE.match(body)
    if match is None or not is_subject(match["who"], one=match["more"] is None):
        return ""
    return f"maak {inside(match['who'])} {match['how']}"


_DESERVES = re.compile(r"^(?P<who>.+?)\s+(?P<verb>verdient|verdienen)\s+(?P<what>.+)$", re.IGNORECASE)
_PRAISE = re.compile(r"\b(?:medaille|standbeeld|pluim|applaus|bloem\w*|lintje|prijs|oorkonde)\b", re.IGNORECASE)


def _deserves(body: str) -> str:
    match = _DESERVES.match(body)
    if match is None or not is_subject(match["who"], one=match["verb"].lower() == "verdient"):
        return ""
    what = match["what"].split()
    given_to = what[0] in ("een", "één", "meer", "extra", "voldoende", "genoeg", "betere", "dezelfde", "evenveel")
    if not given_to or head_of(what) < 0 or "dan" in what or says(match["what"]) or holds_verb(what):
        return ""
    if _PRAISE.search(match["what"]) or set(match["who"].lower().split()) & SUBORDINATE:
        return ""
    return f"geef {inside(match['who'])} {match['what']}"


_BEST = re.compile(
    r"^(?P<who>.+?)\s+(?P<finite>wordt|worden|gebeurt|gebeuren|krijgt|krijgen)\s+best\s+(?P<rest>.+)$", re.IGNORECASE
)


def _best(body: str) -> str:
    """ "Verslagen worden best in gewone taal geschreven"; not "worden best streng beoordeeld", which is a degree."""
    match = _BEST.match(body)
    if match is None or not is_subject(match["who"], one=match["finite"].lower().endswith("t")):
        return ""
    rest = match["rest"].split()
    if rest[0] not in PREPOSITIONS | DETERMINERS | ADVERBS - {"niet"} or rest[0] in ("veel", "weinig"):
        return ""
    moved = verb_last(match["finite"].lower(), rest)
    return f"zorg dat {inside(match['who'])} {' '.join(moved)}" if moved else ""


_IDEALLY = re.compile(
    r"^idealiter\s+(?P<finite>krijgt|krijgen|heeft|hebben|is|zijn|kan|kunnen|mag|mogen|wordt|worden)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)


def _ideally(body: str) -> str:
    match = _IDEALLY.match(body)
    if match is None:
        return ""
    rest, finite = match["rest"].split(), match["finite"].lower()
    there = rest[0] == "er" and finite in ("is", "zijn", "wordt", "worden")
    if rest[0] == "het" and (len(rest) < 3 or rest[1] in ADVERBS | PREPOSITIONS):
        return ""
    if not there and rest[0] not in DETERMINERS and not is_subject(" ".join(rest[:2])):
        return ""
    moved = verb_last(finite, rest)
    return f"zorg dat {' '.join(moved)}" if moved else ""


STATED: tuple[Callable[[str], str], ...] = (
    _need,
    _needed,
    _needed_is,
    _important,
    _would_be_good,
    _possible,
    _agreed,
    _existing,
    _placed,
    _impersonal,
    _we_must,
    _made,
    _must,
    _fronted,
    _deserves,
    _best,
    _ideally,
    given,
)
