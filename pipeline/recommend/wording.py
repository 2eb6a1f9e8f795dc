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
from pipeline.recommend.verbs import NOUNS, VERBS, Verb
from pipeline.segment.sentences import sentences

MOST_WORDS = 32


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


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
_SUBORDINATE = _set(
    "die dat wie wat om omdat zodat opdat als wanneer terwijl want maar waar waarbij waardoor waarin hoe zolang tenzij "
    "hoewel nadat voordat vooraleer"
)
_PREPOSITIONS = _set(
    "aan achter bij binnen boven buiten door gedurende in langs met na naar naast om onder op over per rond rondom sinds te tegen "
    "ten tijdens tot tussen uit van vanaf vanuit via volgens voor vóór zonder"
)
_DETERMINERS = _set(
    "de het een één elk elke ieder iedere alle al meer minder veel weinig voldoende genoeg extra geen beide enkele twee drie vier vijf zes "
    "zeven acht negen tien elf twaalf"
)
_ADVERBS = _set(
    "ook nog niet wel al altijd nooit vaker vroeger later sneller samen meteen direct eerst eens gewoon weer opnieuw apart anders thuis "
    "graag pas dan nu toch zelf minstens vooral alleen enkel zeker"
)
_FINITE = _set(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon mag mogen moet moeten moest moesten zal zullen zou "
    "zouden wil willen wou wilde gaat ging komt kwam blijft bleef krijgt kreeg staat stond zit zat loopt liep geeft gaf doet deed ziet zag "
    "weet wist vraagt vindt ligt lag heet hoort ontbreekt mist missen lijkt blijkt helpt duurt betekent verdient vertrekt wacht huilt "
    "mogen hoeft hoeven durft kost telt begint stopt vertelt zegt zei denkt voelt woont slaapt"
)
_CLUSTER = frozenset(["kunnen", "mogen", "blijven", "laten", "gaan", "leren", "helpen", "komen", "durven", "willen", "moeten", "worden", "hebben", "zijn"])  # fmt: skip
_BINDERS = frozenset(["en", "of", "dan", "maar", "plus"])
_PARTICIPLE = re.compile(r"^(?:\w{0,8}ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er)\w{2,}(?:d|t|en))$")
_NOT_PARTICIPLES = _set(
    "geld gebied gezond beeld beleid bed gezicht gezag gemeente verlof bericht besluit bezoek beroep budget verslag verstand gewicht "
    "geduld geweld recht vervoer verbod gebod begeleid geluid gebouw verblijf herstel erfgoed"
)
_PLAIN_FOR = _set(
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
    if words[-1].lower() in _PREPOSITIONS | _SUBORDINATE | _DETERMINERS and words[0].lower() not in _IMPERATIVES:
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
    if _says(what) or _verbs_in(what.split()) or what.split()[0].lower() in _SUBORDINATE | {"geen", "niet"}:
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
    if _says(what) or "," in what or _says(post) or post.lstrip().startswith(("en ", "maar ", "dan ")):
        return ""
    if set(what.lower().split()) & {"wat", "niet", "geen", "alles", "niets", "heel"}:
        return ""
    if who.lower() in ("we", "wij"):
        return f"zorg voor {lowered(what)}{post}"
    if not _subject(who):
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
    return _from_te(what)


def _from_te(what: str) -> str:
    """The imperative of "op maat te werken", "in te zetten op brussen"."""
    words = what.split()
    for at in range(len(words) - 1):
        if words[at] != "te":
            continue
        base = words[at + 1].rstrip(",")
        before, verb = words[:at], VERBS.get(base)
        if before and (split := VERBS.get(before[-1] + base)) is not None and split.particle == before[-1]:
            before, verb = before[:-1], split
        post = words[at + 2 :]
        if verb is None or (post and post[0] in ("en", "of")):
            return ""
        return _imperative(before, [verb.infinitive], post, comma=words[at + 1].endswith(","))
    return ""


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
        first in _PREPOSITIONS | {"niet", "geen", "toch", "wel", "altijd"}
        or _says(what)
        or "," in what
        or what.split()[-1] == "moeten"
    ):
        return ""
    if post and post.split()[0].lower() not in _PREPOSITIONS | _SUBORDINATE:
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
    return _imperative(match["mid"].split(), [verb], (match["post"] or "").split(), alone=True)


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
    found = _clause(rest)
    if found is None:
        return ""
    mid, cluster, post, comma = found
    if "," in " ".join(mid):
        return ""
    front = (match["front"] or "").split()
    if front:
        mid = [front[0].lower(), *front[1:], *mid]
    return _imperative(mid, cluster, post, comma=comma, alone=bool(front))


_MUST = re.compile(r"^(?P<who>.+?)\s+(?P<modal>moet|moeten|zou|zouden|mag|mogen)\s+(?P<rest>.+)$", re.IGNORECASE)


def _must(body: str) -> str:
    match = _MUST.match(body)
    if match is None or not _subject(match["who"]):
        return ""
    rest, modal = match["rest"].split(), match["modal"].lower()
    if modal in ("mag", "mogen") and rest[0].lower() not in ("niet", "geen"):
        return ""
    if modal in ("zou", "zouden"):
        if "moeten" not in rest:
            return ""
        rest.remove("moeten")
    found = _clause(rest)
    if found is None:
        return ""
    mid, cluster, post, comma = found
    if "," in " ".join(mid):
        return ""
    verbs = cluster if modal in ("moeten", "zouden", "mogen") else [VERBS[cluster[0]].third, *cluster[1:]]
    words = ["zorg dat", lowered(match["who"]), *mid, *verbs]
    return " ".join(words) + (", " if comma else " " if post else "") + " ".join(post)


def _subject(who: str) -> bool:
    """Whether a stretch of text can be the subject of "Zorg dat …": one noun phrase, no pronoun, no second verb."""
    words = [word.lower() for word in who.split()]
    if not words or len(words) > 9 or "," in who or words[0] in _PREPOSITIONS | _SUBORDINATE | _ADVERBS:
        return False
    if words[0] in ("ze", "zij", "we", "wij", "er", "dit", "dat", "men", "zo", "daarna", "alles", "niemand", "geen"):
        return False
    if words == ["het"] or set(words) & {"ik", "we", "wij", "ze", "zij"}:
        return False
    return not any(word in _FINITE for word in words)


def _clause(words: list[str]) -> tuple[list[str], list[str], list[str], bool] | None:
    """The words of a clause before its verbs, its verbs at the end, and what stands after them; None when unclear.

    The flag says whether a comma stands after the verbs.
    """
    bound = len(words)
    for at, word in enumerate(words):
        if word.lower() in _SUBORDINATE and at:
            bound = at
            break
        if word.endswith(","):
            bound = at + 1
            break
    last = next((at for at in range(bound - 1, -1, -1) if _verb(words, at) is not None), None)
    if last is None:
        return None
    first = last
    while first and words[first - 1] in _CLUSTER:
        first -= 1
    post = words[last + 1 :]
    verbs = [word.rstrip(",") for word in words[first : last + 1]]
    if verbs == ["worden"] and post and _PARTICIPLE.match(post[0].rstrip(",")):
        verbs.append(post[0].rstrip(","))
        comma, post = post[0].endswith(","), post[1:]
    else:
        comma = words[last].endswith(",")
    if post and not comma and post[0].lower() not in _PREPOSITIONS | _SUBORDINATE:
        return None
    if not comma and post and _hidden_verb(words[last:bound]):
        return None
    mid = words[:first]
    if _verbs_in(["", *mid]) or _hidden_verb(mid) or set(mid) & (_FINITE - _CLUSTER):
        return None
    if set(mid) & {"we", "wij", "ze", "zij", "er", "men"}:
        return None
    if mid and (mid[0].lower() in _BINDERS or mid[-1].lower() in _BINDERS):
        return None
    return mid, verbs, post, comma


def _verb(words: list[str], at: int) -> Verb | None:
    word = words[at].rstrip(",")
    verb = VERBS.get(word)
    if verb is None or (at and words[at - 1].lower() == "te"):
        return None
    if word in NOUNS and at != len(words) - 1 and not words[at].endswith(","):
        return None
    return verb


def _hidden_verb(words: list[str]) -> bool:
    """Whether a stretch of text seems to hold an infinitive that `VERBS` does not know."""
    return any(
        word.rstrip(",").endswith("en")
        and len(word) > 4
        and words[at].rstrip(",") not in VERBS
        and not (
            words[at].endswith("e")
            or words[at].lower() in _DETERMINERS | _PREPOSITIONS | {"en", "of"}
            or words[at].endswith(("tien", "tig"))
            or words[at][-1].isdigit()
        )
        and word.rstrip(",") not in ("samen", "tussen", "binnen", "buiten", "tegen", "boven", "rekening", "alleen")
        for at, word in enumerate(words[1:])
    )


def _imperative(mid: list[str], verbs: list[str], post: list[str], *, comma: bool = False, alone: bool = False) -> str:
    """ "Maak tijd vrij voor …" from the words before the verbs, the verbs and what follows; "" when it cannot be told."""
    middle = [lowered(mid[0]), *mid[1:]] if mid else []
    head, rest = VERBS.get(verbs[0]), verbs[1:]
    if head is None or head.infinitive in ("worden", "willen", "hebben", "krijgen", "zijn") or len(rest) > 1:
        return ""
    tail = VERBS.get(rest[0]) if rest else None
    if rest and tail is None:
        return ""
    if tail is None:
        if not (head.alone or alone) and not _object(middle, post):
            return ""
        words = [head.imperative, *middle, head.particle]
    elif head.infinitive in ("kunnen", "mogen"):
        words = ["maak het mogelijk om", *middle, tail.with_te]
    elif head.infinitive == "durven":
        words = ["durf", *middle, tail.with_te]
    elif head.infinitive in ("blijven", "laten", "gaan", "leren", "helpen"):
        words = [head.imperative, *middle, tail.infinitive]
    else:
        return ""
    text = " ".join(word for word in words if word)
    return text + (", " if comma and post else " " if post else "") + " ".join(post)


def _object(middle: list[str], post: list[str]) -> bool:
    """Whether a verb that needs an object seems to have one."""
    rest = [word.lower() for word in middle]
    if any(word in _DETERMINERS and rest[at] not in _PREPOSITIONS for at, word in enumerate(rest[1:])):
        return True
    while rest and rest[0] in _ADVERBS:
        rest = rest[1:]
    return (bool(rest) and rest[0] not in _PREPOSITIONS) or (
        bool(post) and post[0].lower() in ("dat", "wie", "wat", "hoe", "om")
    )


_IMPERATIVES = frozenset(verb.imperative for verb in VERBS.values()) - {"word", "heb", "kan", "mag", "krijg", "wees"}
_ALSO_NOUNS = _set(
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
    if words[0] not in _IMPERATIVES or any(word in _FINITE for word in _main(words[1:])):
        return ""
    if words[1] in _WITH.get(words[0], "").split():
        return body
    return body if words[0] not in _ALSO_NOUNS and words[1] in _DETERMINERS | {"ouders", "jongeren", "kinderen"} else ""


def _says(text: str) -> bool:
    """Whether the main clause of a stretch of text holds a finite verb."""
    return any(word in _FINITE for word in _main([word.lower().rstrip(",") for word in text.split()]))


def _verbs_in(words: list[str]) -> bool:
    """Whether a verb of the table stands among the words, not as a noun after a preposition ("met helpen")."""
    main = _main([word.lower().rstrip(",") for word in words])
    return any(
        word in VERBS and word not in NOUNS and at > 0 and main[at - 1] not in _PREPOSITIONS | {"te"}
        for at, word in enumerate(main)
    )


def _main(words: list[str]) -> list[str]:
    """The words of the main clause: up to the first subordinator."""
    return words[: next((at for at, word in enumerate(words) if word in _SUBORDINATE), len(words))]


def _infinitive(body: str) -> str:
    """An infinitive phrase ("Expertise in kaart brengen") as an imperative, or as it is where that would read badly."""
    words = body.split()
    low = [word.lower().rstrip(",") for word in words]
    main = _main(low)
    if not main or set(main) & {"we", "wij", "ze", "zij", "men", "er"}:
        return ""
    for at, word in enumerate(main):
        if word in _FINITE and not (word in _CLUSTER and at + 1 < len(main) and main[at + 1] in VERBS):
            return ""
    if low[0] in VERBS and low[0] not in NOUNS:
        return _fronted(VERBS[low[0]], words)
    found = _clause([lowered(words[0]), *words[1:]])
    if found is None:
        joined = any(word in VERBS and following in ("en", "of") for word, following in itertools.pairwise(main))
        return body if joined and len(main) == len(low) and low[0] not in _PREPOSITIONS else ""
    mid, verbs, post, comma = found
    if not mid or "," in " ".join(mid) or verbs[-1] in NOUNS:
        return ""
    if _may_be_stated(mid, verbs, post):
        return ""
    if len(verbs) == 1 and not _fluent(mid):
        return body
    return _imperative(mid, verbs, post, comma=comma)


def _may_be_stated(middle: list[str], verbs: list[str], post: list[str]) -> bool:
    """Whether the words may as well state a fact, with a plural subject ("Opvoeders werken met …", "Veel jongeren wachten")."""
    low = [word.lower() for word in middle]
    first = low[0] in _DETERMINERS - {"meer", "minder"} or (low[0] not in _ADVERBS and low[0].endswith(("en", "s")))
    plural = [
        word
        for at, word in enumerate(low)
        if word.endswith(("en", "s")) and word not in _ADVERBS and not (set(low[:at]) & _PREPOSITIONS)
    ]
    verb = VERBS.get(verbs[0])
    return bool(post and first) or (len(verbs) == 1 and verb is not None and verb.alone and bool(plural))


def _fluent(middle: list[str]) -> bool:
    """Whether an object may begin like this in a full sentence; a singular count noun needs an article first."""
    word = middle[0]
    low = word.lower()
    if low in _DETERMINERS | _ADVERBS | _PREPOSITIONS or word.isupper() or "-" in word[:4]:
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
    if not rest or words[0].endswith(",") or follows in VERBS or follows in _BINDERS | {"als", "door", "is"}:
        return ""
    if _hidden_verb(words) or _verbs_in(words):
        return ""
    if verb.alone or (verb.infinitive, follows) == ("inzetten", "op"):
        return _imperative([], [verb.infinitive], rest, alone=True) if follows in _PREPOSITIONS | _SUBORDINATE else ""
    if verb.particle:
        return ""
    if follows == "van":
        return f"{verb.imperative} {' '.join(rest[1:])}" if len(rest) > 1 else ""
    return "" if follows in _PREPOSITIONS else f"{verb.imperative} {' '.join(rest)}"


_WANTED = _set(
    "aandacht begrip coaching duidelijkheid erkenning geduld geld hulp intervisie mandaat middelen nabijheid nazorg omkadering ondersteuning opleiding "
    "opvolging overleg respect rust ruimte samenwerking steun supervisie tijd transparantie uitleg vertrouwen vervoer vorming voorspelbaarheid "
    "begeleiding continuïteit financiering dagbesteding afspraken leefgroepen groepen tools vormingen kennis expertise aanbod zorg"
)
_MORE = _set(
    "meer minder extra voldoende genoeg beter betere kleinere kortere langere hoger hogere lagere snellere iemand iets een één twee drie vier vijf zes"
)
_UNWANTED = re.compile(r"\b(?:moeilijk|gebrek|tekort|probleem|problemen|verschil|drempel|druk|last|verlies|te\s+(?:groot|grote|veel|weinig|laat|lang|lange|kort))", re.IGNORECASE)  # fmt: skip


def _nominal(body: str) -> str:
    """A noun phrase that asks for something ("Meer tijd voor intervisie") behind "Zorg voor"."""
    words = body.split()
    low = [word.lower().rstrip(",") for word in words]
    main = _main(low)
    if len(words) > 18 or _UNWANTED.search(body) or set(main) & {"we", "wij", "ze", "zij", "men"}:
        return ""
    if any(word in _FINITE for word in main) or _hidden_verb(words[: len(main)]) or _verbs_in(words):
        return ""
    if any(
        before.endswith(",") and word in _FINITE | {"dat", "die"} for before, word in zip(words, low[1:], strict=False)
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
    if at == 0 or low[at] in _NOT_PARTICIPLES or not _PARTICIPLE.match(low[at]):
        return False
    return low[at - 1] not in _PREPOSITIONS | _DETERMINERS and not low[at - 1].endswith("e")


def _head(low: list[str]) -> int:
    """Where the noun stands in determiner or adjectives, noun, and then the end, a preposition or a clause; -1 when not so."""
    follows = _PREPOSITIONS | _SUBORDINATE | {"en", "of", "als"}
    if low[0] in ("iets", "iemand"):
        return 0 if len(low) > 1 and low[1] in follows else -1
    if low[0] in (_PREPOSITIONS | _SUBORDINATE | _ADVERBS | _DETERMINERS) - _MORE:
        return -1
    at = 1 if low[0] in _MORE and len(low) > 1 else 0
    while at < len(low) - 1 and low[at].endswith("e") and low[at] not in follows and low[at + 1] not in follows:
        at += 1
    if low[0] in ("één", "een") and at < len(low) - 1 and re.search(r"(?:lijk|ig|isch|vast)$", low[at]):
        at += 1
    if low[at] in follows | _ADVERBS:
        return -1
    return at if at + 1 == len(low) or low[at + 1] in follows else -1
