"""Dutch word classes and the parts of a clause that rewriting moves."""

from __future__ import annotations

import re

from pipeline.evidence.phrase import lowered
from pipeline.recommend.verbs import NOUNS, VERBS, Verb


def words_of(words: str) -> frozenset[str]:
    """A set of the words in a text."""
    return frozenset(words.split())


SUBORDINATE = words_of(
    "die dat wie wat om omdat zodat opdat als wanneer terwijl want maar waar waarbij waardoor waarin hoe zolang tenzij "
    "hoewel nadat voordat vooraleer"
)
PREPOSITIONS = words_of(
    "aan achter bij binnen boven buiten door gedurende in langs met na naar naast om onder op over per rond rondom sinds te tegen "
    "ten tijdens tot tussen uit van vanaf vanuit via volgens voor vóór zonder"
)
DETERMINERS = words_of(
    "de het een één elk elke ieder iedere alle al meer minder veel weinig voldoende genoeg extra geen beide enkele twee drie vier vijf zes "
    "zeven acht negen tien elf twaalf"
)
ADVERBS = words_of(
    "ook nog niet wel al altijd nooit vaker vroeger later sneller samen meteen direct eerst eens gewoon weer opnieuw apart anders thuis "
    "graag pas dan nu toch zelf minstens vooral alleen enkel zeker"
)
FINITE = words_of(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon mag mogen moet moeten moest moesten zal zullen zou "
    "zouden wil willen wou wilde gaat ging komt kwam blijft bleef krijgt kreeg staat stond zit zat loopt liep geeft gaf doet deed ziet zag "
    "weet wist vraagt vindt ligt lag heet hoort ontbreekt mist missen lijkt blijkt helpt duurt betekent verdient vertrekt wacht huilt "
    "mogen hoeft hoeven durft kost telt begint stopt vertelt zegt zei denkt voelt woont slaapt"
)
CLUSTER = frozenset(["kunnen", "mogen", "blijven", "laten", "gaan", "leren", "helpen", "komen", "durven", "willen", "moeten", "worden", "hebben", "zijn"])  # fmt: skip
BINDERS = frozenset(["en", "of", "dan", "maar", "plus"])
PARTICIPLE = re.compile(r"^(?:\w{0,8}ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er)\w{2,}(?:d|t|en))$")
NOT_PARTICIPLES = words_of(
    "geld gebied gezond beeld beleid bed gezicht gezag gemeente verlof bericht besluit bezoek beroep budget verslag verstand gewicht "
    "geduld geweld recht vervoer verbod gebod begeleid geluid gebouw verblijf herstel erfgoed"
)
IMPERATIVES = frozenset(verb.imperative for verb in VERBS.values()) - {"word", "heb", "kan", "mag", "krijg", "wees"}


def is_subject(who: str) -> bool:
    """Whether a stretch of text can be the subject of "Zorg dat …": one noun phrase, no pronoun, no second verb."""
    words = [word.lower() for word in who.split()]
    if not words or len(words) > 9 or "," in who or words[0] in PREPOSITIONS | SUBORDINATE | ADVERBS:
        return False
    if words[0] in ("ze", "zij", "we", "wij", "er", "dit", "dat", "men", "zo", "daarna", "alles", "niemand", "geen"):
        return False
    if words == ["het"] or set(words) & {"ik", "we", "wij", "ze", "zij"}:
        return False
    return not any(word in FINITE for word in words)


def clause(words: list[str]) -> tuple[list[str], list[str], list[str], bool] | None:
    """The words of a clause before its verbs, its verbs at the end, and what stands after them; None when unclear.

    The flag says whether a comma stands after the verbs.
    """
    bound = len(words)
    for at, word in enumerate(words):
        if word.lower() in SUBORDINATE and at:
            bound = at
            break
        if word.endswith(","):
            bound = at + 1
            break
    last = next((at for at in range(bound - 1, -1, -1) if verb_at(words, at) is not None), None)
    if last is None:
        return None
    first = last
    while first and words[first - 1] in CLUSTER:
        first -= 1
    post = words[last + 1 :]
    verbs = [word.rstrip(",") for word in words[first : last + 1]]
    if verbs == ["worden"] and post and PARTICIPLE.match(post[0].rstrip(",")):
        verbs.append(post[0].rstrip(","))
        comma, post = post[0].endswith(","), post[1:]
    else:
        comma = words[last].endswith(",")
    if post and not comma and post[0].lower() not in PREPOSITIONS | SUBORDINATE:
        return None
    if not comma and post and hidden_verb(words[last:bound]):
        return None
    mid = words[:first]
    if holds_verb(["", *mid]) or hidden_verb(mid) or set(mid) & (FINITE - CLUSTER):
        return None
    if set(mid) & {"we", "wij", "ze", "zij", "er", "men"}:
        return None
    if mid and (mid[0].lower() in BINDERS or mid[-1].lower() in BINDERS):
        return None
    return mid, verbs, post, comma


def verb_at(words: list[str], at: int) -> Verb | None:
    """The verb that stands at a place, None when the word there is no known verb."""
    word = words[at].rstrip(",")
    verb = VERBS.get(word)
    if verb is None or (at and words[at - 1].lower() == "te"):
        return None
    if word in NOUNS and at != len(words) - 1 and not words[at].endswith(","):
        return None
    return verb


def hidden_verb(words: list[str]) -> bool:
    """Whether a stretch of text seems to hold an infinitive that `VERBS` does not know."""
    return any(
        word.rstrip(",").endswith("en")
        and len(word) > 4
        and words[at].rstrip(",") not in VERBS
        and not (
            words[at].endswith("e")
            or words[at].lower() in DETERMINERS | PREPOSITIONS | {"en", "of"}
            or words[at].endswith(("tien", "tig"))
            or words[at][-1].isdigit()
        )
        and word.rstrip(",") not in ("samen", "tussen", "binnen", "buiten", "tegen", "boven", "rekening", "alleen")
        for at, word in enumerate(words[1:])
    )


def imperative(mid: list[str], verbs: list[str], post: list[str], *, comma: bool = False, alone: bool = False) -> str:
    """ "Maak tijd vrij voor …" from the words before the verbs, the verbs and what follows; "" when it cannot be told."""
    middle = [lowered(mid[0]), *mid[1:]] if mid else []
    head, rest = VERBS.get(verbs[0]), verbs[1:]
    if head is None or head.infinitive in ("worden", "willen", "hebben", "krijgen", "zijn") or len(rest) > 1:
        return ""
    tail = VERBS.get(rest[0]) if rest else None
    if rest and tail is None:
        return ""
    if tail is None:
        if not (head.alone or alone) and not has_object(middle, post):
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


def has_object(middle: list[str], post: list[str]) -> bool:
    """Whether a verb that needs an object seems to have one."""
    rest = [word.lower() for word in middle]
    if any(word in DETERMINERS and rest[at] not in PREPOSITIONS for at, word in enumerate(rest[1:])):
        return True
    while rest and rest[0] in ADVERBS:
        rest = rest[1:]
    return (bool(rest) and rest[0] not in PREPOSITIONS) or (
        bool(post) and post[0].lower() in ("dat", "wie", "wat", "hoe", "om")
    )


def from_te(what: str) -> str:
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
        return imperative(before, [verb.infinitive], post, comma=words[at + 1].endswith(","))
    return ""


def says(text: str) -> bool:
    """Whether the main clause of a stretch of text holds a finite verb."""
    return any(word in FINITE for word in main_clause([word.lower().rstrip(",") for word in text.split()]))


def holds_verb(words: list[str]) -> bool:
    """Whether a verb of the table stands among the words, not as a noun after a preposition ("met helpen")."""
    main = main_clause([word.lower().rstrip(",") for word in words])
    return any(
        word in VERBS and word not in NOUNS and at > 0 and main[at - 1] not in PREPOSITIONS | {"te"}
        for at, word in enumerate(main)
    )


def main_clause(words: list[str]) -> list[str]:
    """The words of the main clause: up to the first subordinator."""
    return words[: next((at for at, word in enumerate(words) if word in SUBORDINATE), len(words))]
