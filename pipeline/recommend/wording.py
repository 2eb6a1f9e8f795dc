"""Turn what people asked for into a recommendation by grammar alone, or leave it as it was said.

Every rewrite keeps the words of the segment and changes the verb and its place only: "Er is nood aan X" becomes "Zet in
op X", "We moeten X maken" becomes "Maak X", "X moet Y worden" becomes "Zorg dat X Y wordt", "X in kaart brengen" becomes
"Breng X in kaart", "Meer tijd voor X" becomes "Zorg voor meer tijd voor X". Where the grammar is not plain, nothing is
rewritten.
"""

from __future__ import annotations

import itertools
import re
from difflib import SequenceMatcher

from pipeline.evidence.gate import numbers_in
from pipeline.evidence.phrase import lowered
from pipeline.recommend.grammar import (
    ADVERBS,
    BINDERS,
    CLUSTER,
    DETERMINERS,
    FINITE,
    IMPERATIVES,
    NOT_PARTICIPLES,
    PARTICIPLE,
    PREPOSITIONS,
    SUBORDINATE,
    clause,
    from_te,
    hidden_verb,
    holds_verb,
    imperative,
    is_subject,
    main_clause,
    says,
    words_of,
)
from pipeline.recommend.verbs import NOUNS, VERBS, Verb
from pipeline.segment.sentences import sentences

MOST_WORDS = 32


_MARKS = ' \t\n“”„"«»‘'
_STRANGE = re.compile(r"[?=<>|→➔*_\[\]{}“”„«»\"…+/:;]|\.\.|->|\s[–-]\s")
_VOICE = re.compile(
    r"\b(?:ik|'k|mij|mijn|m'n|me|mezelf|ons|onze|onszelf|jij|jou|jouw|je|jullie|u|uw|ge|gij|hij|hem|haar|zich|nonkel|mama|papa|bomma"
    r"|(?:hier|daar)(?:aan|bij|door|in|mee|naar|na|om|op|over|rond|toe|tegen|tussen|uit|van|voor)?"
    r"|dit|deze|ervan|het\s+(?:thema|project|bovenstaande)|(?:die)\s+(?:jongere|jongen|moeder|vader|man|vrouw|gast)|dat\s+(?:meisje|kind|gezin)"
    r"|graag|alstublieft|aub|volgende\s+keer|vandaag|morgen|overmorgen|gisteren|volgende\s+week|punt)\b",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(r"^(?:we|wij)\s+moeten\b.*\bterwijl\b|\b(?:anders\s+(?:krijg\w*|mag|mogen|kan|kunnen|komt|komen)|altijd\s+weer|telkens\s+(?:weer|opnieuw)|steeds\s+(?:weer|opnieuw)|elke\s+keer|keer\s+op\s+keer|zogezegd|natuurlijk|en\s+toch)\b", re.IGNORECASE)  # fmt: skip
_NAME = re.compile(r"(?<=\s)[A-Z][a-zà-ÿ]+\b")
_PLACES = frozenset(["Vlaamse", "Vlaanderen", "Vlaams", "Opgroeien", "Huis", "Huizen", "Kind", "België", "Belgische", "Kempen", "Nederlands", "Frans"])  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:voorstel|suggestie|idee|actie|actiepunt|afspraak|oproep|nood|tip)\s*:\s*|(?:dus|en|maar|daarom|eigenlijk)\s+(?=(?:we|wij|er)\b))+",
    re.IGNORECASE,
)
_PLAIN_FOR = words_of(
    "iemand mensen plaats plek plekken ruimte tijd meer minder één een vaste duidelijkheid rust voldoende genoeg extra iets kleinere "
    "betere twee drie vier vijf zes"
)
# Impersonal passives: participle to infinitive.
_DONE = {"geïnvesteerd": "investeren", "ingezet": "inzetten", "gewerkt": "werken", "samengewerkt": "samenwerken", "nagedacht": "nadenken", "gezocht": "zoeken", "overlegd": "overleggen", "geluisterd": "luisteren", "gekeken": "kijken", "stilgestaan": "stilstaan", "afgestemd": "afstemmen", "gezorgd": "zorgen", "ingegrepen": "ingrijpen"}  # fmt: skip


def rewrite(text: str) -> str:
    """A recommendation in one Dutch sentence from what a need or action segment says, or "" to leave it as it is.

    The first sentence of the text that can be rewritten counts. Left alone are questions, first and second persons,
    pronouns and dates that point outside the sentence, names, complaints, irony marks, and all that no pattern fits.
    """
    plain = " ".join(text.split()).strip(_MARKS).rstrip("’")
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
    body = re.sub(r"^[EÉ]én\b", "één", _LEAD.sub("", sentence.strip(_MARKS)).rstrip(" .!,"))
    words = body.split()
    if "?" in sentence or not 2 <= len(words) <= MOST_WORDS or _STRANGE.search(body) or _unbalanced(body):
        return ""
    if _VOICE.search(body) or _COMPLAINT.search(body):
        return ""
    if words[-1].lower() in PREPOSITIONS | SUBORDINATE | DETERMINERS and words[0].lower() not in IMPERATIVES:
        return ""
    if any(name.group() not in _PLACES for name in _NAME.finditer(body)):
        return ""
    patterns = (_need, _needed, _important, _agreed, _existing, _impersonal, _we_must, _must, _given)
    for pattern in (*patterns, _infinitive, _nominal) if alone else patterns:
        done = pattern(body)
        if len(done.split()) > 2:
            return re.sub(r"^Één\b", "Eén", f"{done[0].upper()}{done[1:]}.")
    return ""


def _unbalanced(text: str) -> bool:
    return text.count("(") != text.count(")")


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
    return _provide(what)


def _provide(what: str) -> str:
    first = what.split()[0].lower()
    return f"zorg voor {lowered(what)}" if first in _PLAIN_FOR or first[0].isdigit() else f"zet in op {lowered(what)}"


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
        return f"zorg voor {lowered(what)}{post}"
    if not is_subject(who):
        return ""
    return f"zorg dat {lowered(who)} {what} {'krijgt' if match['have'].lower() == 'heeft' else 'krijgen'}{post}"


_IMPORTANT = re.compile(
    r"^(?:(?:voorstel|oproep|idee|vraag)(?=\s+om)|(?:het\s+is\s+)?(?:heel\s+|zeer\s+|ook\s+)?(?:belangrijk|nodig|noodzakelijk|essentieel|cruciaal|wenselijk|aangewezen))\s+(?P<link>om|dat)\s+(?P<what>.+)$",
    re.IGNORECASE,
)


def _important(body: str) -> str:
    match = _IMPORTANT.match(body)
    if match is None:
        return ""
    what = match["what"]
    if match["link"].lower() == "dat":
        return "" if re.match(r"(?:we|wij|er|men|ze|zij)\b", what, re.IGNORECASE) else f"zorg dat {what}"
    return from_te(what)


_AGREED = re.compile(r"^(?:we|wij)\s+spreken\s+af\s+(?P<what>(?:om|dat)\s+.+)$", re.IGNORECASE)


def _agreed(body: str) -> str:
    match = _AGREED.match(body)
    return "" if match is None or re.search(r"\b(?:we|wij)\b", match["what"]) else f"spreek af {match['what']}"


_EXISTING = re.compile(
    r"^er\s+(?:moet|moeten|zou|zouden)\s+(?:(?:ook|dringend|zeker|eindelijk|echt|nog)\s+)*(?P<what>.+?)\s+(?:moeten\s+)?(?:komen|zijn)(?P<post>\s.+)?$",
    re.IGNORECASE,
)


def _existing(body: str) -> str:
    match = _EXISTING.match(body)
    if match is None:
        return ""
    what, post = match["what"], match["post"] or ""
    first = what.split()[0].lower()
    if (
        first in PREPOSITIONS | {"niet", "geen", "toch", "wel", "altijd"}
        or says(what)
        or "," in what
        or what.split()[-1] == "moeten"
    ):
        return ""
    if post and post.split()[0].lower() not in PREPOSITIONS | SUBORDINATE:
        return ""
    return f"zorg voor {lowered(what)}{post}"


_IMPERSONAL = re.compile(
    rf"^er\s+(?:moet|moeten)\s+(?P<mid>(?:\w+\s+){{0,3}}?)(?:(?:worden\s+)(?P<a>{'|'.join(_DONE)})|(?P<b>{'|'.join(_DONE)})\s+worden)(?P<post>\s+.+)?$",
    re.IGNORECASE,
)


def _impersonal(body: str) -> str:
    match = _IMPERSONAL.match(body)
    if match is None:
        return ""
    verb = _DONE[(match["a"] or match["b"]).lower()]
    return imperative(match["mid"].split(), [verb], (match["post"] or "").split(), alone=True)


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
    found = clause(rest)
    if found is None:
        return ""
    mid, cluster, post, comma = found
    if "," in " ".join(mid):
        return ""
    front = (match["front"] or "").split()
    if front:
        mid = [front[0].lower(), *front[1:], *mid]
    return imperative(mid, cluster, post, comma=comma, alone=bool(front))


_MUST = re.compile(r"^(?P<who>.+?)\s+(?P<modal>moet|moeten|zou|zouden|mag|mogen)\s+(?P<rest>.+)$", re.IGNORECASE)


def _must(body: str) -> str:
    match = _MUST.match(body)
    if match is None or not is_subject(match["who"]):
        return ""
    rest, modal = match["rest"].split(), match["modal"].lower()
    if modal in ("mag", "mogen") and rest[0].lower() not in ("niet", "geen"):
        return ""
    if modal in ("zou", "zouden"):
        if "moeten" not in rest:
            return ""
        rest.remove("moeten")
    found = clause(rest)
    if found is None:
        return ""
    mid, cluster, post, comma = found
    if "," in " ".join(mid):
        return ""
    verbs = cluster if modal in ("moeten", "zouden", "mogen") else [VERBS[cluster[0]].third, *cluster[1:]]
    words = ["zorg dat", lowered(match["who"]), *mid, *verbs]
    return " ".join(words) + (", " if comma else " " if post else "") + " ".join(post)


_ALSO_NOUNS = words_of(
    "vraag werk plan deel start speel loop kijk plaats leer wacht stap vorm herstel stop zorg betaal begin bouw steun train coach"
)
_WITH = {
    "werk": "aan",
    "start": "met",
    "begin": "met",
    "stop": "met",
    "zorg": "voor dat ervoor",
    "zet": "in",
    "investeer": "in",
    "kijk": "naar",
}


def _given(body: str) -> str:
    """What is an imperative already stays as it is."""
    words = [word.lower().rstrip(",") for word in body.split()]
    if words[0] not in IMPERATIVES or any(word in FINITE for word in main_clause(words[1:])):
        return ""
    if words[1] in _WITH.get(words[0], "").split():
        return body
    return body if words[0] not in _ALSO_NOUNS and words[1] in DETERMINERS | {"ouders", "jongeren", "kinderen"} else ""


def _infinitive(body: str) -> str:
    """An infinitive phrase ("Expertise in kaart brengen") as an imperative, or as it is where that would read badly."""
    words = body.split()
    low = [word.lower().rstrip(",") for word in words]
    main = main_clause(low)
    if not main or set(main) & {"we", "wij", "ze", "zij", "men", "er"}:
        return ""
    for at, word in enumerate(main):
        if word in FINITE and not (word in CLUSTER and at + 1 < len(main) and main[at + 1] in VERBS):
            return ""
    if low[0] in VERBS and low[0] not in NOUNS:
        return _fronted(VERBS[low[0]], words)
    found = clause([lowered(words[0]), *words[1:]])
    if found is None:
        joined = any(word in VERBS and following in ("en", "of") for word, following in itertools.pairwise(main))
        return body if joined and len(main) == len(low) and low[0] not in PREPOSITIONS else ""
    mid, verbs, post, comma = found
    if not mid or "," in " ".join(mid) or verbs[-1] in NOUNS:
        return ""
    if _may_be_stated(mid, verbs, post):
        return ""
    if len(verbs) == 1 and not _fluent(mid):
        return body
    return imperative(mid, verbs, post, comma=comma)


def _may_be_stated(middle: list[str], verbs: list[str], post: list[str]) -> bool:
    """Whether the words may as well state a fact, with a plural subject ("Opvoeders werken met …", "Veel jongeren wachten")."""
    low = [word.lower() for word in middle]
    first = low[0] in DETERMINERS - {"meer", "minder"} or (low[0] not in ADVERBS and low[0].endswith(("en", "s")))
    plural = [
        word
        for at, word in enumerate(low)
        if word.endswith(("en", "s")) and word not in ADVERBS and not (set(low[:at]) & PREPOSITIONS)
    ]
    verb = VERBS.get(verbs[0])
    return bool(post and first) or (len(verbs) == 1 and verb is not None and verb.alone and bool(plural))


def _fluent(middle: list[str]) -> bool:
    """Whether an object may begin like this in a full sentence; a singular count noun needs an article first."""
    word = middle[0]
    low = word.lower()
    if low in DETERMINERS | ADVERBS | PREPOSITIONS or word.isupper() or "-" in word[:4]:
        return True
    if low.endswith("e"):
        return len(middle) > 1 and not low.endswith("je")
    return low.endswith(("en", "s", "ing", "heid", "ie", "oraal")) or low in (
        "tijd",
        "ruimte",
        "geld",
        "werk",
        "steun",
        "rust",
    )


def _fronted(verb: Verb, words: list[str]) -> str:
    """An infinitive phrase that begins with its verb ("Investeren in …", "Versterken van …")."""
    rest = words[1:]
    follows = rest[0].lower().rstrip(",") if rest else ""
    if not rest or words[0].endswith(",") or follows in VERBS or follows in BINDERS | {"als", "door", "is"}:
        return ""
    if hidden_verb(words) or holds_verb(words):
        return ""
    if verb.alone or (verb.infinitive, follows) == ("inzetten", "op"):
        return imperative([], [verb.infinitive], rest, alone=True) if follows in PREPOSITIONS | SUBORDINATE else ""
    if verb.particle:
        return ""
    if follows == "van":
        return f"{verb.imperative} {' '.join(rest[1:])}" if len(rest) > 1 else ""
    return "" if follows in PREPOSITIONS else f"{verb.imperative} {' '.join(rest)}"


_WANTED = words_of(
    "aandacht begrip coaching duidelijkheid erkenning geduld geld hulp intervisie mandaat middelen nabijheid nazorg omkadering ondersteuning opleiding "
    "opvolging overleg respect rust ruimte samenwerking steun supervisie tijd transparantie uitleg vertrouwen vervoer vorming voorspelbaarheid "
    "begeleiding continuïteit financiering dagbesteding afspraken leefgroepen groepen tools vormingen kennis expertise aanbod zorg"
)
_MORE = words_of(
    "meer minder extra voldoende genoeg beter betere kleinere kortere langere hoger hogere lagere snellere iemand iets een één twee drie vier vijf zes"
)
_UNWANTED = re.compile(r"\b(?:moeilijk|gebrek|tekort|probleem|problemen|verschil|drempel|druk|last|verlies|te\s+(?:groot|grote|veel|weinig|laat|lang|lange|kort))", re.IGNORECASE)  # fmt: skip


def _nominal(body: str) -> str:
    """A noun phrase that asks for something ("Meer tijd voor intervisie") behind "Zorg voor"."""
    words = body.split()
    low = [word.lower().rstrip(",") for word in words]
    main = main_clause(low)
    if len(words) > 18 or _UNWANTED.search(body) or set(main) & {"we", "wij", "ze", "zij", "men"}:
        return ""
    if any(word in FINITE for word in main) or hidden_verb(words[: len(main)]) or holds_verb(words):
        return ""
    if any(
        before.endswith(",") and word in FINITE | {"dat", "die"} for before, word in zip(words, low[1:], strict=False)
    ):
        return ""
    head = _head(low)
    if head < 0 or (low[0] in VERBS and low[0] not in NOUNS) or _participle_ends(words, low):
        return ""
    if low[head] == "zorg":
        return f"bied {lowered(body)}"
    if low[:2] == ["recht", "op"]:
        return f"geef {lowered(body)}"
    asked = low[0] in _MORE or any(low[head].endswith(noun) for noun in _WANTED)
    return f"zorg voor {lowered(body)}" if asked else ""


def _participle_ends(words: list[str], low: list[str]) -> bool:
    """Whether the first stretch up to a comma ends in a participle ("Broers en zussen samen geplaatst")."""
    at = next((at for at, word in enumerate(words) if word.endswith(",")), len(words) - 1)
    if at == 0 or low[at] in NOT_PARTICIPLES or not PARTICIPLE.match(low[at]):
        return False
    return low[at - 1] not in PREPOSITIONS | DETERMINERS and not low[at - 1].endswith("e")


def _head(low: list[str]) -> int:
    """Where the noun stands in determiner or adjectives, noun, and then the end, a preposition or a clause; -1 when not so."""
    follows = PREPOSITIONS | SUBORDINATE | {"en", "of", "als"}
    if low[0] in ("iets", "iemand"):
        return 0 if len(low) > 1 and low[1] in follows else -1
    if low[0] in (PREPOSITIONS | SUBORDINATE | ADVERBS | DETERMINERS) - _MORE:
        return -1
    at = 1 if low[0] in _MORE and len(low) > 1 else 0
    while at < len(low) - 1 and low[at].endswith("e") and low[at] not in follows and low[at + 1] not in follows:
        at += 1
    if low[0] in ("één", "een") and at < len(low) - 1 and re.search(r"(?:lijk|ig|isch|vast)$", low[at]):
        at += 1
    if low[at] in follows | ADVERBS:
        return -1
    return at if at + 1 == len(low) or low[at + 1] in follows else -1
