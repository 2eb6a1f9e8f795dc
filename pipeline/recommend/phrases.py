"""Phrases without a finite verb, and imperatives, as recommendations: "X in kaart brengen", "Meer X, minder Y".

Each function takes one phrase and gives a recommendation without its full stop, or "" when its pattern does not fit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from pipeline.recommend.grammar import (
    ADVERBS,
    BARE,
    BINDERS,
    CLUSTER,
    DETERMINERS,
    FINITE,
    IMPERATIVES,
    MORE,
    NOT_PARTICIPLES,
    PARTICIPLE,
    PREPOSITIONS,
    SUBORDINATE,
    clause,
    degree,
    head_of,
    hidden_verb,
    holds_verb,
    imperative,
    inside,
    list_commas,
    main_clause,
    remarks,
    words_of,
)
from pipeline.recommend.verbs import NOUNS, VERBS, Verb

_PLAIN_FOR = words_of(
    "iemand mensen plaats plek plekken ruimte tijd meer minder één een vaste duidelijkheid rust voldoende genoeg extra iets kleinere "
    "betere twee drie vier vijf zes opvang nazorg begeleiding vorming"
)


def provide(what: str) -> str:
    """ "Zorg voor X" for what can be provided, "zet in op X" for the rest."""
    first = what.split()[0].lower()
    return f"zorg voor {inside(what)}" if first in _PLAIN_FOR or first[0].isdigit() else f"zet in op {inside(what)}"


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


def given(body: str) -> str:
    """What is an imperative already stays as it is."""
    words = [word.lower().rstrip(",") for word in body.split()]
    if words[0] not in IMPERATIVES or any(word in FINITE for word in main_clause(words[1:])):
        return ""
    if words[1] in _WITH.get(words[0], "").split():
        return body
    if words[0] in ("laat", "blijf"):
        found = clause(body.split()[1:])
        open_to = found is not None and (words[0] == "blijf" or _may_let(found[0]))
        return body if open_to else ""
    if any(before.endswith(",") and word in VERBS for before, word in itertools.pairwise(body.split())):
        return ""  # "Zoek een hobby, zeggen ze"
    if (
        remarks(body.split()[1:])
        or "zo'n" in words
        or (words[1] == "het" and (len(words) < 4 or words[2] in PREPOSITIONS | ADVERBS | DETERMINERS))
    ):
        return ""
    return body if words[0] not in _ALSO_NOUNS and words[1] in DETERMINERS | {"ouders", "jongeren", "kinderen"} else ""


def _may_let(middle: list[str]) -> bool:
    """Whether the words after "Laat" begin with somebody who is let do something."""
    first = middle[0].lower() if middle else "maar"
    return first in DETERMINERS or (
        first not in ADVERBS | PREPOSITIONS | {"maar", "staan", "dat", "die", "hen"} and first.endswith(("en", "s"))
    )


def infinitive(body: str) -> str:
    """An infinitive phrase ("Expertise in kaart brengen") as an imperative, or as it is where that would read badly."""
    words = body.split()
    low = [word.lower().rstrip(",") for word in words]
    main = main_clause(low)
    if not main or low[0] == "waarom" or set(main) & {"we", "wij", "ze", "zij", "men", "er"}:
        return ""
    for at, word in enumerate(main):
        if word in FINITE and not (word in CLUSTER and at + 1 < len(main) and main[at + 1] in VERBS):
            return ""
    if low[0] in VERBS and low[0] not in NOUNS:
        return _fronted(VERBS[low[0]], words)
    found = clause([inside(words[0]), *words[1:]])
    if found is None:
        return body if len(main) == len(low) and _joined(main) and low[0] not in PREPOSITIONS else ""
    mid, verbs, post, comma = found
    if not mid or verbs[-1] in NOUNS:
        return ""
    if _may_be_stated(mid, verbs, post) or _commented(body):
        return ""
    if len(verbs) == 1 and not _fluent(mid):
        return body
    return imperative(mid, verbs, post, comma=comma)


def _joined(words: list[str]) -> bool:
    """Whether verbs are joined ("Afspraken maken en opvolgen"), not as in "Jongeren komen en gaan"."""
    at = next((at for at in range(1, len(words) - 1) if words[at] in VERBS and words[at + 1] in ("en", "of")), 0)
    if not at or words[at - 1] in DETERMINERS:
        return False
    return not (VERBS[words[at]].alone and words[0].endswith(("en", "s")))


def _may_be_stated(middle: list[str], verbs: list[str], post: list[str]) -> bool:
    """Whether the words may as well state a fact, with a plural subject ("Opvoeders werken met …", "Veel jongeren wachten")."""
    low = [word.lower() for word in middle]
    if len(low) > 1 and BARE.match(low[0]) and low[1] in ("veel", "weinig"):
        low = low[1:]
    if post and {"en", "of"} & set(low) and not VERBS[verbs[0]].particle:
        return True
    first = low[0] in DETERMINERS - {"meer", "minder"} or (low[0] not in ADVERBS and low[0].endswith(("en", "s")))
    plural = [
        word
        for at, word in enumerate(low)
        if word.endswith(("en", "s")) and word not in ADVERBS and not (set(low[:at]) & PREPOSITIONS)
    ]
    verb = VERBS.get(verbs[0])
    joined = verb is not None and bool(verb.particle)  # "uitnodigen" states nothing: that is "nodigen uit"
    return bool(post and first and not joined) or (len(verbs) == 1 and verb is not None and verb.alone and bool(plural))


def _fluent(middle: list[str]) -> bool:
    """Whether an object may begin like this in a full sentence; a singular count noun needs an article first."""
    if not middle:
        return True
    word, rest = middle[0], middle[1:]
    low = word.lower()
    if low in ADVERBS or (BARE.match(low) and (not rest or rest[0] in PREPOSITIONS | DETERMINERS)):
        return _fluent(rest)
    if low == "extra":
        return _fluent(rest) and bool(rest)
    if low in DETERMINERS | PREPOSITIONS | _WANTED | {"geld", "werk", "tijd"} or word.isupper() or "-" in word[:4]:
        return True
    if low.rstrip(",").endswith(("en", "s", "ing", "heid", "ie", "oraal")):
        return True
    return low.endswith("e") and bool(rest) and not low.endswith("je") and _fluent(rest)


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


def verb_list(body: str) -> str:
    """Several verbs with one object ("Ouders informeren, betrekken en ondersteunen")."""
    words = body.split()
    low = [word.rstrip(",") for word in words]
    first = next((at for at, word in enumerate(low) if word in VERBS and word not in NOUNS), 0)
    verbs = [word for word in low[first:] if word != "en"]
    if not first or len(verbs) < 3 or low[-2] != "en" or not all(word in VERBS for word in verbs):
        return ""
    middle = [inside(words[0]), *words[1:first]]
    found = [VERBS[word] for word in verbs]
    if any(verb.alone or verb.particle or verb.infinitive in NOUNS for verb in found):
        return ""
    if not _fluent(middle) or middle[0] in PREPOSITIONS | ADVERBS or hidden_verb(middle) or set(middle) & FINITE:
        return ""
    *before, last = [verb.imperative for verb in found]
    return f"{', '.join(before)} en {last} {' '.join(middle)}"


def more_and_less(body: str) -> str:
    """ "Meer luisteren, minder vergaderen", "Minder regels, meer vertrouwen"."""
    parts = body.split(", ")
    if len(parts) != 2 or {part.split()[0].lower() for part in parts} != {"meer", "minder"}:
        return ""
    what = [part.split()[1:] for part in parts]
    how = [part.split()[0].lower() for part in parts]
    if any(not words for words in what):
        return ""
    if all(len(words) == 1 and words[0] in VERBS and words[0] not in NOUNS for words in what):
        done = [imperative([amount], words, [], alone=True) for amount, words in zip(how, what, strict=True)]
        return " en ".join(done) if all(done) else ""
    plain = all(words in ([noun] for noun in _WANTED) or nominal(part) for words, part in zip(what, parts, strict=True))
    against = any(_BURDENS.match(part) for part in parts) or (
        "minder" in how and what[how.index("minder")][0] in _WANTED
    )
    return f"zorg voor {inside(parts[0])} en {inside(parts[1])}" if plain and not against else ""


_AGAINST = words_of("niet geen nooit niemand amper nauwelijks pas slechts zo al weer opnieuw steeds nog maar moet moeten te toch hun")  # fmt: skip


def wished(body: str) -> str:
    """A clause that wishes somebody to get or be able to do something ("Dat elk kind een vaste begeleider krijgt")."""
    words = body.split()
    main = main_clause([word.lower() for word in words[1:]])
    if words[0].lower() != "dat" or len(main) < 3 or "," in " ".join(main) or set(main) & _AGAINST:
        return ""
    if not (main[0] in DETERMINERS | {"iedereen"} or main[0].endswith(("en", "s"))) or main[0] in ("ons", "het"):
        return ""
    at = next((at for at, word in enumerate(main) if word in FINITE or word in ("krijgen", "kunnen", "mogen")), 0)
    able = main[at] in ("kan", "kunnen", "mag", "mogen")
    after = main[at + 1 :]
    if at < 1 or not (able or main[at] in ("krijgt", "krijgen")) or (able and (not after or after[0] not in VERBS)):
        return ""
    after = after[1:] if able else after
    fits = not after or after[0] in PREPOSITIONS
    return (
        f"zorg dat {' '.join(words[1:])}" if fits and not hidden_verb(main[:at]) and not holds_verb(main[:at]) else ""
    )


def rather(body: str) -> str:
    """A noun phrase after "Liefst" ("Liefst één begeleider voor het hele traject")."""
    first, _, rest = body.partition(" ")
    done = nominal(rest) if first.lower() in ("liefst", "best") and rest else ""
    return f"zorg {first.lower()} voor {done.removeprefix('zorg voor ')}" if done.startswith("zorg voor ") else ""


def asked(body: str) -> str:
    """The noun phrase after "Nodig:" ("Nodig: een sleutel voor elke kamer")."""
    words = body.split()
    low = [word.lower().rstrip(",") for word in words]
    main = main_clause(low)
    if (
        not main
        or set(main) & {"niet", "geen", "nooit", "dan", "maar", "we", "wij"}
        or low[0] in ADVERBS | PREPOSITIONS
    ):
        return ""
    if any(word in FINITE for word in main) or hidden_verb(words[: len(main)]) or holds_verb(words) or remarks(words):
        return ""
    loose = {at for at, word in enumerate(words) if word.endswith(",")} - list_commas(words)
    return "" if _commented(body) and loose else f"zorg voor {inside(body)}"


_WANTED = words_of(
    "aandacht begrip coaching duidelijkheid erkenning geduld geld hulp intervisie mandaat middelen nabijheid nazorg omkadering ondersteuning opleiding "
    "opvolging overleg respect rust ruimte samenwerking steun supervisie tijd transparantie uitleg vertrouwen vervoer vorming voorspelbaarheid "
    "begeleiding continuïteit financiering dagbesteding afspraken leefgroepen groepen tools vormingen kennis expertise aanbod zorg opvang"
)
_BURDENS = re.compile(
    r"^(?:meer|extra|hogere?|langere)\s+(?:\w+e\s+)?\w*(?:formulier|papier|administratie|regel|vergader|verhui[sz]|wissel|wacht|druk|controle|registratie"
    r"|drempel|procedure|sancti|straf|conflict|uitval|schorsing|verloop|afwezig)",
    re.IGNORECASE,
)
_UNWANTED = re.compile(r"\b(?:moeilijk|moeizame|fijne|geslaagde|gebrek|tekort|probleem|problemen|verschil|drempel|druk|last|verlies|te\s+(?:groot|grote|veel|weinig|laat|lang|lange|kort))", re.IGNORECASE)  # fmt: skip


def nominal(body: str) -> str:
    """A noun phrase that asks for something ("Meer tijd voor intervisie") behind "Zorg voor"."""
    words = body.split()
    low = [word.lower().rstrip(",") for word in words]
    main = main_clause(low)
    if (
        len(words) > 18
        or _UNWANTED.search(body)
        or _BURDENS.match(body)
        or set(main) & {"we", "wij", "ze", "zij", "men"}
    ):
        return ""
    if any(word in FINITE for word in main) or hidden_verb(words[: len(main)]) or holds_verb(words):
        return ""
    if _commented(body) or (low[0] == "minder" and low[1:2] and low[1] in _WANTED):
        return ""
    asks = {"wie", "wat", "hoe", "waar", "wanneer"}
    if (
        degree(words)
        or {"nooit", "niemand"} & set(low)
        or any(word in FINITE and follows in FINITE - CLUSTER for word, follows in itertools.pairwise(low))
    ):
        return ""
    if any(word in asks and follows in FINITE for word, follows in itertools.pairwise(low)):
        return ""
    if any(
        before.endswith(",") and word in FINITE | {"dat", "die"} for before, word in zip(words, low[1:], strict=False)
    ):
        return ""
    if any(word == "niet" and before not in ("en", "maar") for before, word in itertools.pairwise(main)):
        return ""
    head = head_of(low)
    if head < 0 or (low[0] in VERBS and low[0] not in NOUNS) or _participle_ends(words, low):
        return ""
    if low[head] == "zorg":
        return f"bied {inside(body)}"
    if low[:2] == ["recht", "op"]:
        return f"geef {inside(body)}"
    wants = low[0] in MORE or any(low[head].endswith(noun) for noun in _WANTED)
    return f"zorg voor {inside(body)}" if wants else ""


def _commented(body: str) -> bool:
    """Whether a comma is followed by a remark of a word or two ("een intake met twaalf mensen, intimiderend")."""
    _, comma, tail = body.rpartition(", ")
    words = tail.lower().split()
    known = DETERMINERS | PREPOSITIONS | SUBORDINATE | ADVERBS | {"en"}
    return bool(comma) and len(words) <= 3 and words[0] not in known and not {"en", "of"} & set(words)


def _participle_ends(words: list[str], low: list[str]) -> bool:
    """Whether the first stretch up to a comma ends in a participle ("Broers en zussen samen geplaatst")."""
    at = next((at for at, word in enumerate(words) if word.endswith(",")), len(words) - 1)
    if at == 0 or low[at] in NOT_PARTICIPLES or not PARTICIPLE.match(low[at]):
        return False
    return low[at - 1] not in PREPOSITIONS | DETERMINERS and not low[at - 1].endswith("e")


PHRASED: tuple[Callable[[str], str], ...] = (wished, more_and_less, verb_list, rather, infinitive, nominal)
