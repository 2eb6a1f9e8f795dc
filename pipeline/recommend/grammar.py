"""Dutch word classes and the parts of a clause that rewriting moves."""

from __future__ import annotations

import itertools
import re

from pipeline.evidence.phrase import lowered
from pipeline.recommend.verbs import NOUNS, VERBS, Verb

# Names of places and adjectives of them, which keep their capital within a sentence.
PLACES = frozenset(["Vlaamse", "Vlaanderen", "Vlaams", "België", "Belgische", "Kempen", "Nederlands", "Nederlandse", "Frans", "Franse", "Brussel", "Brusselse"])  # fmt: skip


def inside(text: str) -> str:
    """The text as it stands within a sentence: lower case unless it begins with an abbreviation or a place."""
    return text if text.split()[0] in PLACES else lowered(text)


def words_of(words: str) -> frozenset[str]:
    """A set of the words in a text."""
    return frozenset(words.split())


SUBORDINATE = words_of(
    "die dat wie wat om omdat zodat opdat als wanneer terwijl want maar waar waarbij waardoor waarin hoe zolang tenzij "
    "waarna waarmee waarop waaraan waarvan waarover waarvoor hoewel nadat voordat vooraleer"
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
    "graag pas dan nu toch zelf minstens vooral alleen enkel zeker best liefst verder volop steeds regelmatig vooraf achteraf voortaan gerust"
)
_IRREGULAR = words_of(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon mag mogen moet moeten moest moesten zal zullen zou "
    "zouden wil willen wou wilde gaat ging komt kwam blijft bleef krijgt kreeg staat stond zit zat loopt liep geeft gaf doet deed ziet zag "
    "weet wist vraagt vindt ligt lag heet hoort ontbreekt mist missen lijkt blijkt helpt duurt betekent verdient vertrekt wacht huilt "
    "mogen hoeft hoeven durft kost telt begint stopt vertelt zegt zei zeiden denkt voelt woont slaapt valt lukt werkt bedraagt maakt wekt schreef "
    "bracht hield liet riep sprak gaven zaten stonden deden wisten dacht dachten volstaat volstond dient dienen verdienen "
    "laat zet raakt raken bevalt vergt eist loont verloopt verliep ondermijnt stelde bereikte hielp viel ware"
)
# Past tenses by which a wish is said ("als elke leefgroep een stille kamer had"), and the present of each.
PRESENT = {"had": "heeft", "hadden": "hebben", "kon": "kan", "konden": "kunnen", "kreeg": "krijgt", "kregen": "krijgen", "werd": "wordt", "werden": "worden", "mocht": "mag", "mochten": "mogen", "was": "is", "waren": "zijn", "ging": "gaat", "gingen": "gaan", "kwam": "komt", "kwamen": "komen", "bleef": "blijft", "bleven": "blijven"}  # fmt: skip


def _thirds() -> frozenset[str]:
    """The third persons in a main clause, without those that may as well be an imperative, a noun or a participle."""
    forms = {f"{verb.imperative}t" for verb in VERBS.values() if not re.search(r"(?:[tae]|[aeo]i)$", verb.imperative)}
    prefixed = re.compile(r"^(?:be|ver|ont|her|er|ge|over|door|onder)\w*(?:[kfspx]|ch)t$")
    return frozenset(form for form in forms if not prefixed.match(form)) - {"kant", "last", "plant", "vormt"}


FINITE = _IRREGULAR | _thirds() | PRESENT.keys()
CLUSTER = frozenset(["kunnen", "mogen", "blijven", "laten", "gaan", "leren", "helpen", "komen", "durven", "willen", "moeten", "worden", "hebben", "zijn"])  # fmt: skip
BINDERS = frozenset(["en", "of", "dan", "maar", "plus"])
PARTICIPLE = re.compile(
    r"^(?:\w{0,8}ge\w{2,}(?:d|t|en)|(?:uit|aan|voor|door|mee|over)?(?:be|ver|ont|her|er)\w{2,}(?:d|t|en)|voorzien|ondersteund|onderzocht)$"
)
NOT_PARTICIPLES = words_of(
    "geld gebied gezond beeld beleid bed gezicht gezag gemeente verlof bericht besluit bezoek beroep budget verslag verstand gewicht "
    "geduld geweld recht vervoer verbod gebod begeleid geluid gebouw verblijf herstel erfgoed voorbeeld overbelast"
)
# An adjective without an ending, as an adverb has it ("blijvend", "tijdig").
BARE = re.compile(
    r"^(?!(?:brief|archief|tarief|motief|initiatief|perspectief|alternatief|weekend|ritueel|deel|geheel|toneel|lokaal|verhaal|materiaal|signaal)$)"
    r"\w{2,}(?:ig|lijk|ief|end|eel|aal|isch)$"
)
# Endings of nouns that can stand without an article.
_UNCOUNTED = re.compile(
    r"(?:ing|heid|tie|sie|teit|schap|zorg|hulp|werk|overleg|tijd|gebruik|beleid|aanbod|onderwijs|opvang|taal|geld|steun|vervoer|toezicht)$"
)
MORE = words_of("meer minder extra voldoende genoeg beter betere kleinere kortere langere hoger hogere lagere snellere iemand iets een één")  # fmt: skip
_POINTERS = words_of("ze zij we wij er dit dat die men zo daarna alles niemand geen hij jij je eigenlijk meer minder veel weinig zo'n zulke dergelijke hetzelfde dezelfde laatstgenoemde")  # fmt: skip
IMPERATIVES = frozenset(verb.imperative for verb in VERBS.values()) - {"word", "heb", "kan", "mag", "krijg", "wees"}


def is_subject(who: str, *, one: bool = False) -> bool:
    """Whether a stretch of text can be the subject of "Zorg dat …": one noun phrase, no pronoun, no second verb.

    A list ("ouders, scholen en diensten") and a relative clause after the noun are part of it. `one` says that the verb
    is singular: a bare noun then may be a name at the start of the sentence ("Fatima moet …").
    """
    words = who.lower().split()
    words = words[1:] if words[:1] == ["ook"] else words
    if not words or words[0] in _POINTERS | PREPOSITIONS | SUBORDINATE | ADVERBS | BINDERS or words == ["het"]:
        return False
    joins = PREPOSITIONS | BINDERS | {"zowel", "als", "alle", "al", "elk"}
    if any(word in ("de", "het", "een") and words[at] not in joins for at, word in enumerate(words[1:])):
        return False  # "Periodiek dienen de diensten …"
    noun = who.split()[-len(words) :]
    if (one and _may_be_name(noun)) or (not one and len(words) == 1 and not re.search(r"(?:en|s)$|[A-Z]$", noun[0])):
        return False
    at = next((at for at, word in enumerate(words) if at and _binds(words, at)), len(words))
    noun, relative = words[:at], words[at + 1 :]
    if at < len(words) and not (words[at] in ("die", "dat") and _relative(relative)):
        return False
    commas = {at for at, word in enumerate(noun) if word.endswith(",")}
    if len(noun) > 9 or commas - list_commas(words) or set(words) & {"ik", "we", "wij", "ze", "zij"}:
        return False
    return not any(word.rstrip(",") in FINITE for word in noun) and not holds_verb(noun)


def _relative(words: list[str]) -> bool:
    """Whether the words after "die" or "dat" are a short clause that ends in its verb."""
    if not 1 <= len(words) <= 8 or any(word.endswith(",") for word in words[:-1]) or set(words) & SUBORDINATE:
        return False
    last = words[-1].rstrip(",")
    return last in FINITE or last in VERBS or (words[-1] != last and last.endswith(("t", "en")))


def _may_be_name(words: list[str]) -> bool:
    """Whether a subject begins with a bare noun that neither its ending nor its length shows to be a common one."""
    bare = len(words) == 1 or words[1].lower() in SUBORDINATE | {"van", "uit", "met", "en"}
    first = words[0].rstrip(",")
    common = first[1:] != first[1:].lower() or _UNCOUNTED.search(first) or len(first) > 11
    return bare and not common and first.lower() not in ("iemand", "iedereen")


def list_commas(words: list[str]) -> set[int]:
    """The places of the words whose comma parts the items of one list ("ouders, grootouders en leerkrachten")."""
    found: set[int] = set()
    low = [word.lower() for word in words]
    for at in reversed(range(len(words) - 2)):
        if not words[at].endswith(",") or _verbal(low[at].rstrip(",")) or low[at + 1] in ADVERBS | PREPOSITIONS:
            continue
        for to in range(at + 1, min(at + 5, len(words) - 1)):
            word = low[to].rstrip(",")
            if word in ("en", "of") and to > at + 1 and not _verbal(low[to + 1].rstrip(",")):
                found.add(at)
            if word in ("en", "of", "dan", "maar", "plus") or _verbal(word) or word in SUBORDINATE:
                break
            if low[to].endswith(","):
                if to in found:
                    found.add(at)
                break
    return found


def _verbal(word: str) -> bool:
    return word in FINITE or (word in VERBS and word not in NOUNS)


def _binds(words: list[str], at: int) -> bool:
    """Whether the word at a place opens a clause; "als" after "zowel" does not."""
    word = words[at].lower().rstrip(",")
    return word in SUBORDINATE and not (word == "als" and "zowel" in (other.lower() for other in words[:at]))


def clause(words: list[str]) -> tuple[list[str], list[str], list[str], bool] | None:
    """The words of a clause before its verbs, its verbs at the end, and what stands after them; None when unclear.

    The flag says whether a comma stands after the verbs.
    """
    bound = len(words)
    listed = list_commas(words)
    for at, word in enumerate(words):
        if at and _binds(words, at):
            bound = at
            break
        if word.endswith(",") and at not in listed:
            bound = at + 1
            break
    last = next((at for at in range(bound - 1, -1, -1) if verb_at(words, at) is not None), None)
    if last is None:
        return None
    first = last
    while first and words[first - 1] in CLUSTER:
        first -= 1
    if first and words[first - 1] == "te":
        return None
    post = words[last + 1 :]
    verbs = [word.rstrip(",") for word in words[first : last + 1]]
    if verbs[-1] == "worden" and post and PARTICIPLE.match(post[0].rstrip(",")):
        verbs.append(post[0].rstrip(","))
        comma, post = post[0].endswith(","), post[1:]
    else:
        comma = words[last].endswith(",")
    if remarks(post):
        return None
    if post and not comma and post[0].lower() not in PREPOSITIONS | SUBORDINATE:
        return None
    if not comma and post and hidden_verb(words[last:bound]):
        return None
    mid = words[:first]
    before = mid[:-1] if verbs[-1] == "worden" and mid and PARTICIPLE.match(mid[-1]) else mid
    if holds_verb(["", *before]) or hidden_verb(before) or set(mid) & (FINITE - CLUSTER):
        return None
    if set(mid) & {"we", "wij", "ze", "zij", "er", "men", "hen"}:
        return None
    if mid and (mid[0].lower() in BINDERS or mid[-1].lower() in BINDERS):
        return None
    return mid, verbs, post, comma


_NEW_CLAUSE = re.compile(
    rf", (?:en |maar |want )?(?:ze|zij|hij|het|er|we|wij|dat|dit) (?:{'|'.join(sorted(FINITE | CLUSTER))})\b"
)


def remarks(post: list[str]) -> bool:
    """Whether what stands after the verbs is a remark of its own ("dat zal helpen", "maar dat lukt niet")."""
    low = [word.lower().rstrip(",") for word in post]
    main = main_clause(low)
    if _NEW_CLAUSE.search(" ".join(post)):
        return True
    if any(word in FINITE or word in ("we", "wij") for word in main):
        return True
    verbal = FINITE | set(VERBS)
    if any(word in ("dat", "dit", "die", "zo") and follows in verbal for word, follows in itertools.pairwise(low[:3])):
        return True
    return low[:1] == ["maar"] and low[1:2] not in (["ook"], ["wel"]) and any(word in FINITE for word in low)


def degree(words: list[str]) -> bool:
    """Whether something is said to be too much of it ("te lang", "te weinig"), which no infinitive with "te" says."""
    main = main_clause([word.lower().rstrip(",") for word in words])
    return any(word == "te" and not follows.endswith("n") for word, follows in itertools.pairwise(main))


def without_te(words: list[str]) -> list[str]:
    """The words with the bare infinitive for the one with "te" ("aan te stellen", "te worden"); [] without just one."""
    places = [at for at in range(len(main_clause(words)) - 1) if words[at] == "te"]
    if len(places) != 1:
        return []
    before, base, after = words[: places[0]], words[places[0] + 1], words[places[0] + 2 :]
    if before and (verb := VERBS.get(before[-1] + base.rstrip(","))) is not None and verb.particle == before[-1]:
        before, base = before[:-1], before[-1] + base
    return [*before, base, *after] if base.rstrip(",") in VERBS else []


def verb_last(finite: str, rest: list[str]) -> list[str]:
    """The words after the finite verb of a main clause with that verb at the end, as after "dat"; [] when unclear."""
    bound = next((at for at in range(len(rest)) if _binds(rest, at) or rest[at].endswith(",")), len(rest))
    main, post = rest[:bound], rest[bound:]
    if not main or (post and post[0].endswith(",")) or set(main) & FINITE:
        return []
    if finite in ("kan", "kunnen", "mag", "mogen"):
        if main[-1] not in VERBS or holds_verb(["", *main[:-1]]) or hidden_verb(main[:-1]):
            return []
        return [*main[:-1], finite, main[-1], *post]
    done = bool(PARTICIPLE.match(main[-1])) and main[-1] not in NOT_PARTICIPLES
    before = main[:-1] if done else main
    if done != (finite in ("wordt", "worden")) or holds_verb(["", *before]) or hidden_verb(before):
        return []
    return [*main, finite, *post]


def as_wish(words: list[str]) -> list[str]:
    """The words of a clause after "als" or "dat" with its verb in the present; [] when its verb is not seen.

    "zou" and "zouden" go, and a past tense that says a wish becomes a present: "had" is "heeft".
    """
    main = main_clause(words)
    past = [at for at, word in enumerate(main) if word in PRESENT or word in ("zou", "zouden")]
    if len(past) > 1 or hidden_verb([word for at, word in enumerate(main) if at not in past]):
        return []
    if not past:
        last = main[-1].rstrip(",") if main else ""
        return words if last in FINITE or last in VERBS or last in _SUBORDINATES else []
    at = past[0]
    if main[at] in PRESENT:
        return [*words[:at], PRESENT[main[at]], *words[at + 1 :]]
    verb = VERBS.get(main[at + 1].rstrip(",")) if at + 1 < len(main) else None
    if verb is None:
        return []
    comma = "," if main[at + 1].endswith(",") else ""
    return [*words[:at], (verb.third if main[at] == "zou" else verb.infinitive) + comma, *words[at + 2 :]]


_SUBORDINATES = frozenset(verb.third for verb in VERBS.values())


# Words after which an infinitive is a noun ("na lezen van", "tijdens de werken").
_BEFORE_NOUN = words_of("te de het een na bij voor van met zonder door op in aan tot over")


def verb_at(words: list[str], at: int) -> Verb | None:
    """The verb that stands at a place, None when the word there is no known verb."""
    word = words[at].rstrip(",")
    verb = VERBS.get(word)
    if verb is None or (at and words[at - 1].lower() in _BEFORE_NOUN):
        return None
    if word in NOUNS and at != len(words) - 1 and not words[at].endswith(","):
        return None
    return verb


def hidden_verb(words: list[str]) -> bool:
    """Whether a stretch of text seems to hold an infinitive that `VERBS` does not know."""
    listed = list_commas(words)
    return any(
        word.rstrip(",").endswith("en")
        and len(word) > 4
        and not {word.rstrip(","), words[at].rstrip(",")} & VERBS.keys()
        and not (
            words[at].endswith("e")
            or words[at].lower() in DETERMINERS | PREPOSITIONS | {"en", "of", "zowel", "als"}
            or (at and words[at - 1].lower() in PREPOSITIONS and BARE.match(words[at]))
            or at in listed
            or words[at].endswith(("tien", "tig"))
            or words[at][-1].isdigit()
        )
        and word.rstrip(",") not in ("samen", "tussen", "binnen", "buiten", "tegen", "boven", "rekening", "alleen")
        for at, word in enumerate(words[1:])
    )


# Verbs that have a clause with a preposition for their object.
_FIXED = frozenset([("inzetten", "op"), ("voorzien", "in"), ("aanpassen", "aan")])


def imperative(mid: list[str], verbs: list[str], post: list[str], *, comma: bool = False, alone: bool = False) -> str:
    """ "Maak tijd vrij voor …" from the words before the verbs, the verbs and what follows; "" when it cannot be told."""
    middle = [inside(mid[0]), *mid[1:]] if mid else []
    head, rest = VERBS.get(verbs[0]), verbs[1:]
    if (
        post[:1] == ["te"]
        or remarks(post)
        or _goes_on(post, comma=comma)
        or head is None
        or head.infinitive in ("worden", "willen", "hebben", "krijgen", "zijn")
        or len(rest) > 1
    ):
        return ""
    tail = VERBS.get(rest[0]) if rest else None
    if rest and tail is None:
        return ""
    if tail is None:
        if (head.infinitive, *post[:1]) == ("voorzien", "van"):
            return ""
        fixed = (head.infinitive, *post[:1]) in _FIXED
        if not (head.alone or alone or fixed) and not has_object(middle, post):
            return ""
        if head.particle and post[:1] == [head.particle] and not comma:  # "Zet brugfiguren in scholen in"
            return " ".join([head.imperative, *middle, *post, head.particle]) if len(post) < 4 else ""
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
    return followed(text, post, comma=comma)


def followed(text: str, post: list[str], *, comma: bool) -> str:
    """The text with the words that came after the verbs, and the comma that parted them."""
    return text + (", " if comma and post else " " if post else "") + " ".join(post)


def _goes_on(post: list[str], *, comma: bool) -> bool:
    """Whether a second infinitive follows after a comma, which an imperative may not leave as it is."""
    at = next((at for at in reversed(range(len(post))) if post[at].endswith(",")), -1)
    tail = main_clause([word.lower() for word in post[at + 1 :]])
    if (comma or at >= 0) and tail and tail[0] in ("meer", "minder", "niet") and tail[-1].endswith("en"):
        return True
    return (comma or at >= 0) and at not in list_commas(post) and (holds_verb(["", *tail]) or hidden_verb(tail))


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
        if verb is None or re.search(r"^(?:en|of)\b|\b(?:en|of|maar)\b.*\bte\b", " ".join(post)):
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
        word in VERBS and word not in NOUNS and at > 0 and main[at - 1] not in PREPOSITIONS | {"te", "de", "het", "een"}
        for at, word in enumerate(main)
    )


def main_clause(words: list[str]) -> list[str]:
    """The words of the main clause: up to the first subordinator."""
    return words[: next((at for at in range(len(words)) if _binds(words, at)), len(words))]


def head_of(low: list[str]) -> int:
    """Where the noun stands in determiner or adjectives, noun, and then the end, a preposition or a clause; -1 when not so."""
    follows = PREPOSITIONS | SUBORDINATE | {"en", "of", "als"}
    if low[0] in ("iets", "iemand"):
        return 0 if len(low) > 1 and low[1] in follows else -1
    if low[0] in (PREPOSITIONS | SUBORDINATE | ADVERBS | DETERMINERS) - MORE:
        return -1
    at = 1 if low[0] in MORE and len(low) > 1 else 0
    while at < len(low) - 1 and low[at].endswith("e") and low[at] not in follows and low[at + 1] not in follows:
        at += 1
    if low[0] in ("één", "een") and at < len(low) - 1 and re.search(r"(?:lijk|ig|isch|vast)$", low[at]):
        at += 1
    if low[at] in follows | ADVERBS:
        return -1
    return at if at + 1 == len(low) or low[at + 1] in follows else -1
