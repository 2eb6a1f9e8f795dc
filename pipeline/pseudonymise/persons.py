"""Find names of persons: lists of names, the words around a capital, and a tagger where doubt is left.

A name is taken for granted when a list holds it and it is no Dutch word, or when a title or another name stands beside it. A
name that is a word as well (Roos, Lander, Mark), and a capital that no list holds, need a sign around them; without one the
tagger is asked, and what it says is marked as doubtful. Names of organisations, methods and diagnoses are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.pseudonymise.names import Names, folded
from pipeline.pseudonymise.words import (
    ARTICLES,
    BEFORE,
    CAPITALS,
    EPONYM_HEADS,
    EPONYMS,
    OPENERS,
    ORGANISATION,
    PARTICLES,
    ROLES,
    TITLES,
    VERBS,
)

# Says for a place in a text whether a tagger takes the word there for a name.
Ask = Callable[[str, int], bool]

_WORD = re.compile(r"(?:[dD]['’]|['’]t(?=\s))?[^\W\d_]+(?:[-'’][^\W\d_]+)*['’]?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•\n\t\"“”„«»(\[–—*>|/]|[-–—] |\d[.)]?|, [\"“„']|['‘’])\s*$")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_INITIAL = re.compile(r"(?:[A-Z]\.\s?){1,3}$")
_LAST_INITIAL = re.compile(r"\s?(?:[A-Z]\.(?!\w)(?:\s?[A-Z]\.(?!\w))?|[A-Z](?![\w'’.-]))")
_INITIALS_AFTER = re.compile(
    r"\b(?i:jongere|cliënt|client|jongen|meisje|kind|moeder|mama|vader|papa|broer|zus|dossier|dochter|zoon|mevrouw|meneer)\s+"
    r"([A-Z]\.\s?(?:[A-Z]\.)+|[A-Z]\.(?=\s))"
)
_INITIALS_ALONE = re.compile(
    r"(?<![\w.])((?!N\.V\.|B\.V\.|V\.Z\.|O\.L\.|Z\.O|S\.O\.S|A\.S\.|D\.D\.)[A-Z]\.(?: ?[A-Z]\.){1,2})"
    r"(?= (?:is|was|heeft|had|wil|wou|kan|kon|moet|mag|zal|zegt|zei|komt|kwam|gaat|ging|woont|staat|krijgt|vraagt|belt|werd|wordt|verblijft|loopt)\b)"
)
_ABBREVIATED = frozenset(["mevr", "mw", "mvr", "dhr", "dr", "drs", "prof", "mr"])
# After these a capital that a tagger takes for a name is a person more often than a place or an organisation.
_STRONG = frozenset(
    [
        "met",
        "aan",
        "zegt",
        "zei",
        "vraagt",
        "vroeg",
        "heet",
        "heette",
        "noemt",
        "noemde",
        "belde",
        "belt",
        "volgens",
        "behalve",
        "zonder",
        "naast",
        "tegen",
        "dankzij",
    ]
)
# What a thing can do as well as a person: after a name that is a word, no sign.
_COPULAS = frozenset(
    [
        "is",
        "was",
        "zijn",
        "haar",
        "wordt",
        "werd",
        "blijft",
        "bleef",
        "heeft",
        "had",
        "kan",
        "kon",
        "zal",
        "zou",
        "moet",
        "moest",
        "mag",
        "mocht",
        "staat",
        "begon",
        "begint",
    ]
)
_SAYINGS = re.compile(r"\bJan (?:en alleman|Modaal|met de pet|Rap)\b|\b(?:Onze-?\s?)?Lieve[- ]Vrouw\b")
# "Lander is negen": an age makes a person of what stands before it.
_AGED = re.compile(
    r" (?:is|was|wordt|werd) (?:nu |net |pas |al |bijna |nog maar )?(?:\d{1,2}|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien|twintig)\b(?! ?(?:%|keer|euro|op|van))"
)
_DIMINUTIVE = re.compile(r"(?:eke|ke|tje|je|ken|ie)$")


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a text: `first` and `last` folded, "" when not said; `title` is what stood before a surname alone."""

    start: int
    end: int
    first: str
    last: str
    title: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    key: str  # folded, without a possessive
    capital: bool
    upper: bool
    opens: bool  # at the start of a sentence, where every word has a capital


class Finder:
    """Finds persons with lists of names; `ask` is the tagger for doubtful places, None when there is none."""

    def __init__(self, names: Names, ask: Ask | None = None) -> None:
        self._names = names
        self._ask = ask
        self._lasts = names.last
        self._openings = frozenset(name.split()[0] for name in names.last if " " in name)
        self.is_first = lru_cache(maxsize=50_000)(self._is_first)

    def find(self, text: str) -> list[Person]:
        """The persons in a text, in order, without overlaps."""
        words = self._words(text)
        if not words:
            return []
        taken = _passed_over(text, words)
        found: list[Person] = []
        index = 0
        while index < len(words):
            person, following = self._at(text, words, index, taken, found)
            if person is not None:
                found.append(person)
            index = following
        for match in (*_INITIALS_AFTER.finditer(text), *_INITIALS_ALONE.finditer(text)):
            start, end = match.span(1)
            if not any(one.start < end and start < one.end for one in found):
                found.append(Person(start, end, folded(match.group(1)), "", doubtful=True))
        return sorted(found, key=lambda one: one.start)

    def speaker(self, name: str) -> Person | None:
        """The person that a speaker's label names, where nothing else says so; None for a role (Moeder, Spreker 1)."""
        words = self._words(name)
        kept = [word for word in words if word.key not in ROLES | TITLES | CAPITALS | ORGANISATION]
        named = [word for word in kept if word.key not in self._names.words and not word.upper]
        if not named or any(char.isdigit() for char in name) or len(words) > 4:
            return None
        return Person(named[0].start, _end(kept[-1]), named[0].key, _last(kept, kept.index(named[0]) + 1, len(kept)))

    def _words(self, text: str) -> list[_Word]:
        words: list[_Word] = []
        for match in _WORD.finditer(text):
            written = match.group()
            start = match.start()
            capital = written[:1].isupper() or (len(written) > 2 and written[1] in "'’" and written[2:3].isupper())
            opens = capital and bool(_SENTENCE_START.search(text, max(0, start - 8), start))
            key = folded(_POSSESSIVE.sub("", written))
            words.append(
                _Word(start, match.end(), written, key, capital, len(written) > 1 and written.isupper(), opens)
            )
        return words

    def _at(
        self, text: str, words: Sequence[_Word], index: int, taken: frozenset[int], found: Sequence[Person]
    ) -> tuple[Person | None, int]:
        """The person that begins at a word, and where to go on."""
        word = words[index]
        if index in taken or (word.key in CAPITALS and word.key not in self._names.first):
            return None, index + 1
        before = words[index - 1] if index and _joined(text, words[index - 1], word) else None
        title = before.key if before is not None and before.key in TITLES and not before.upper else ""
        if not word.capital:
            if (person := self._lower(text, words, index, title)) is not None:
                return person, index + 1
            return None, index + 1
        if word.upper and len(word.text) <= 4 and not self.is_first(word.key):
            return None, index + 1
        surname_end = self._surname(text, words, index, taken, sure=bool(title))
        following = words[index + 1] if index + 1 < len(words) and _near(text, word, words[index + 1]) else None
        # El, Ben and Al are first names and begin surnames as well.
        begins = word.key in PARTICLES and following is not None and following.capital
        is_first = not begins and self.is_first(word.key)
        is_word = word.key in self._names.words and word.key not in self._lasts
        if title in ("gezin", "familie") and is_word and surname_end == index + 1:
            return None, index + 1
        if title and surname_end > index and not is_first:
            return self._made(text, words, index, index, surname_end, title), surname_end
        initial = _INITIAL.search(text, max(0, word.start - 9), word.start)
        if initial is not None and surname_end > index and word.key not in CAPITALS:
            start = initial.start()
            return (
                Person(
                    start,
                    _end(words[surname_end - 1]),
                    folded(initial.group().strip()),
                    _last(words, index, surname_end),
                ),
                surname_end,
            )
        if is_first:
            return self._first(text, words, index, taken, title, found)
        if surname_end > index and (word.key in OPENERS or self._is_last(words, index, surname_end)):
            last = _last(words, index, surname_end)
            previous = words[index - 1] if index and _near(text, words[index - 1], word) else None
            if previous is not None and previous.capital and previous.key not in TITLES | ROLES:
                return None, index + 1  # Jeugdhulp West
            surely = self._surely_last(words, index, surname_end, last)
            if surely or (not word.opens and self._context(text, words, index, surname_end)):
                return self._made(text, words, index, index, surname_end, title or "", doubtful=not surely), surname_end
        return self._unknown(text, words, index, taken, title, found)

    def _first(
        self, text: str, words: Sequence[_Word], index: int, taken: frozenset[int], title: str, found: Sequence[Person]
    ) -> tuple[Person | None, int]:
        """A person whose first name a list holds."""
        word = words[index]
        end = index + 1
        while end < len(words) and end not in taken and words[end].capital and _near(text, words[end - 1], words[end]):
            if not self.is_first(words[end].key) or words[end].key in self._lasts or words[end].key in OPENERS:
                break
            end += 1  # Marie Louise
        surname_end = (
            self._surname(text, words, end, taken, sure=True)
            if end < len(words) and _near(text, words[end - 1], words[end])
            else end
        )
        is_place = word.key in self._names.places
        is_word = word.key in self._names.words or word.key in CAPITALS or is_place
        doubtful = False
        if is_word and not title and surname_end <= end:
            before = words[index - 1] if index else None
            if before is not None and before.key in ARTICLES and _joined(text, before, word):
                return None, end
            context = self._context(text, words, index, end) or self._listed(text, words, index, found)
            aged = _AGED.match(text, words[end - 1].end) is not None
            context = context or aged
            weak = word.opens and not aged and end < len(words) and words[end].key in _COPULAS
            if word.opens and (not context or weak):
                if not self._asked(text, word):
                    return None, end
                doubtful = True
            elif not context:
                doubtful = True
                if word.key in CAPITALS or is_place or (self._ask is not None and not self._ask(text, word.start)):
                    return None, end
            elif word.opens:
                doubtful = True
        elif is_word and word.opens and surname_end > end and not title:
            last = _last(words, end, surname_end)
            if last in self._names.words and last not in self._lasts:
                return None, end
        if surname_end <= end:
            start_word, last_word = words[index], words[end - 1]
            finish = _end(last_word)
            initial = _LAST_INITIAL.match(text, finish)
            last = ""
            if (
                initial is not None
                and (last_word.end == finish)
                and not initial.group().strip().startswith(("I ", "U "))
            ):
                finish = initial.end()
                last = folded(initial.group().strip())
            first = " ".join(one.key for one in words[index:end])
            return Person(start_word.start, finish, self._name_of(first), last, "", doubtful), end
        return self._made(text, words, index, end, surname_end, "", doubtful=doubtful), surname_end

    def _made(
        self,
        text: str,
        words: Sequence[_Word],
        index: int,
        end: int,
        surname_end: int,
        title: str,
        *,
        doubtful: bool = False,
    ) -> Person:
        first = " ".join(word.key for word in words[index:end])
        last = _last(words, end, surname_end)
        if not first and not title:
            before = words[index - 1] if index else None
            title = before.key if before is not None and before.key in ("familie", "gezin") else ""
        finish = _end(words[surname_end - 1])
        return Person(words[index].start, finish, self._name_of(first) if first else "", last, title, doubtful)

    def _surname(self, text: str, words: Sequence[_Word], index: int, taken: frozenset[int], *, sure: bool) -> int:
        """Where a surname that begins at a word ends; the index itself when none does.

        With `sure`, any capital will do; else it must begin with a small word or stand in the list.
        """
        at = index
        while at < len(words) and words[at].key in PARTICLES and at - index < 3 and at not in taken:
            if at > index and not _near(text, words[at - 1], words[at]):
                return index
            at += 1
        if at >= len(words) or at in taken or (at > index and not _near(text, words[at - 1], words[at])):
            return index
        word = words[at]
        if not word.capital or len(word.text) < 2 or (word.upper and len(word.text) < 3) or _is_organisation(word):
            return index
        key = word.key
        if at == index:
            if key in CAPITALS or (key in TITLES | ROLES):
                return index
            if sure and key in self._names.words and key not in self._lasts and word.upper:
                return index
            if not sure and key not in self._lasts:
                return index
        elif (
            not sure
            and key in self._names.words
            and " ".join([*(one.key for one in words[index:at]), key]) not in self._lasts
        ):
            return index
        end = at + 1
        # A second surname: Peeters-Janssens is one word already; Ben Ali Haddad.
        if end < len(words) and end not in taken and _near(text, word, words[end]) and words[end].capital:
            end += words[end].key in self._lasts and words[end].key not in self._names.words
        return end

    def _is_last(self, words: Sequence[_Word], index: int, end: int) -> bool:
        return _last(words, index, end) in self._lasts or words[end - 1].key in self._lasts

    def _surely_last(self, words: Sequence[_Word], index: int, end: int, last: str) -> bool:
        if last in self._names.places:
            return False
        if " " in last:
            return last in self._lasts or (
                words[end - 1].key in self._lasts and words[end - 1].key not in self._names.words
            )
        return last not in self._names.words and last in self._lasts and (not words[index].opens or len(last) > 4)

    def _unknown(
        self, text: str, words: Sequence[_Word], index: int, taken: frozenset[int], title: str, found: Sequence[Person]
    ) -> tuple[Person | None, int]:
        """A capital that no list holds: a name where the words around it say so."""
        word = words[index]
        key = word.key
        known = (
            key in self._names.words or key in self._names.places or key in CAPITALS or key in TITLES or key in ROLES
        )
        abbreviated = "-" in word.text and (
            word.text.split("-")[0].isupper() or key.rpartition("-")[2] in self._names.words
        )
        initial = _LAST_INITIAL.match(text, word.end)
        if (
            initial is not None
            and "." in initial.group()
            and key not in CAPITALS
            and not word.upper
            and (not word.opens or not known)
        ):
            return Person(word.start, initial.end(), key, folded(initial.group().strip())), index + 1
        if (
            known
            or abbreviated
            or word.upper
            or len(key) < 3
            or _is_organisation(word)
            or key in EPONYMS
            or key in self._openings
        ):
            return None, index + 1
        stem = key[:-1] if key.endswith("s") else key
        if key.endswith("en") and (key[:-1] in self._names.words or key[:-2] in self._names.words):
            return None, index + 1  # Bijlagen
        if stem in self._names.words or stem in self._names.places or _looks_compound(key, self._names):
            return None, index + 1
        before = words[index - 1] if index and _joined(text, words[index - 1], word) else None
        role = before is not None and (before.key in ROLES or before.key in TITLES)
        listed = self._listed(text, words, index, found)
        surname_end = (
            self._surname(text, words, index + 1, taken, sure=False)
            if index + 1 < len(words) and _near(text, word, words[index + 1])
            else index + 1
        )
        if surname_end > index + 1 and not (before is not None and before.key in ARTICLES):
            return self._made(text, words, index, index + 1, surname_end, title), surname_end
        if role or listed:
            return Person(word.start, _end(word), key, "", "", doubtful=not role), index + 1
        if before is not None and before.key in ARTICLES:
            return None, index + 1
        follows = _follows(text, words, index + 1)
        personal = (
            before is not None
            and before.key in BEFORE
            and before.key not in ("in", "naar", "onder", "voor", "van", "door", "bij", "over")
        )
        if (
            (personal and follows)
            or (word.opens and follows and self._asked(text, word))
            or (before is not None and before.key in _STRONG and self._asked(text, word))
        ):
            return Person(word.start, _end(word), key, "", "", doubtful=True), index + 1
        return None, index + 1

    def _asked(self, text: str, word: _Word) -> bool:
        return self._ask is not None and self._ask(text, word.start)

    def _lower(self, text: str, words: Sequence[_Word], index: int, title: str) -> Person | None:
        """A first name in lower case, as in a transcript: when it is no word and something around it points at a person."""
        word = words[index]
        key = word.key
        if len(key) < 3 or key in self._names.words or key in PARTICLES or key in CAPITALS or key in EPONYMS:
            return None
        if key not in self._names.first and not (
            key.endswith("s") and key[:-1] in self._names.first and len(key) > 4 and key[:-1] not in self._names.words
        ):
            if title and key in self._lasts:
                return Person(word.start, _end(word), "", key, title, doubtful=True)
            return None
        before = words[index - 1] if index and _joined(text, words[index - 1], word) else None
        near = before is not None and (before.key in BEFORE or before.key in ROLES or before.key in TITLES)
        if before is not None and before.key in ARTICLES:
            return None
        if near or _follows(text, words, index + 1) or before is None:
            return Person(word.start, _end(word), self._name_of(key), "", "", doubtful=not near)
        return None

    def _context(self, text: str, words: Sequence[_Word], index: int, end: int) -> bool:
        """Whether the words around a stretch say that it is a person."""
        before = words[index - 1] if index and _joined(text, words[index - 1], words[index]) else None
        if before is not None and (before.key in ROLES or before.key in TITLES or before.key in BEFORE):
            return before.key not in ("in", "naar", "onder", "of", "voor", "dag")
        return _follows(text, words, end) or words[end - 1].text.endswith(("'s", "’s"))

    def _listed(self, text: str, words: Sequence[_Word], index: int, found: Sequence[Person]) -> bool:
        """Whether the word stands in a list beside a name: Amira, Yassin en …"""
        if found and text[found[-1].end : words[index].start] in (
            ", ",
            " en ",
            " & ",
            ", en ",
            " of ",
            "/",
            " + ",
            " - ",
        ):
            return True
        if index + 1 < len(words) and words[index + 1].capital:
            between = text[words[index].end : words[index + 1].start]
            return between in (", ", "/", " & ", " + ") and self.is_first(words[index + 1].key)
        if index + 2 < len(words) and words[index + 1].key in ("en", "of"):
            return words[index + 2].capital and self.is_first(words[index + 2].key)
        return False

    def _is_first(self, key: str) -> bool:
        """Whether a folded word is a first name, a pair of them (Anne-Sophie), or one with an ending (Toms, Emmeke)."""
        return bool(self._name_of(key, strict=True))

    def _name_of(self, key: str, *, strict: bool = False) -> str:
        first, words = self._names.first, self._names.words
        if key in first or key in words or len(key) < 4:
            return key if not strict or key in first else ""
        if "-" in key and all(part in first or part in ("anne", "jan", "pieter") for part in key.split("-")):
            return key
        if key.endswith("s") and key[:-1] in first and len(key) > 3:
            return key[:-1]
        stem = _DIMINUTIVE.sub("", key)
        if stem != key and len(stem) > 2:
            for name in (stem, f"{stem}a", stem[:-1] if stem[-1:] == stem[-2:-1] else stem, f"{stem}e"):
                if name in first and name not in words:
                    return name
        return "" if strict else key


def _passed_over(text: str, words: Sequence[_Word]) -> frozenset[int]:
    """Places of words that belong to the name of an organisation, a method, a diagnosis or a work."""
    taken: set[int] = set()
    for saying in _SAYINGS.finditer(text):
        taken.update(index for index, word in enumerate(words) if saying.start() <= word.start < saying.end())
    for index, word in enumerate(words):
        if _is_organisation(word):
            taken.add(index)
        head = word.key in ORGANISATION or _is_organisation(word)
        if not head and word.key in EPONYM_HEADS:
            following = index + 1
            while following < len(words) and words[following].key in ("van", "de", "la", "volgens"):
                following += 1
            taken.update(range(index, min(following + 1, len(words))))
        if not head:
            continue
        at = index + 1
        while (
            at < len(words)
            and text[words[at - 1].end : words[at].start] in (" ", " ‘", " '", " “", ' "', "-")
            and (
                words[at].capital
                or (
                    words[at].key in PARTICLES | {"en", "op", "in", "voor"}
                    and at + 1 < len(words)
                    and words[at + 1].capital
                    and at - index < 5
                )
            )
        ):
            if word.key in ("school", "groep", "leefgroep", "team", "bus", "trein", "test", "vorming") and words[
                at
            ].key in ("van", "voor", "en", "in", "op", "met"):
                break
            if words[at].key in TITLES:
                break
            taken.add(at)
            at += 1
    for index, word in enumerate(words):
        if word.key in EPONYMS and not (index and words[index - 1].key in TITLES):
            taken.add(index)
            if word.key == "tourette":
                taken.update(range(max(0, index - 3), index))
    return frozenset(taken)


_ENDINGS = (
    "huis", "hof", "school", "centrum", "college", "instituut", "kliniek", "stichting", "straat", "laan", "plein", "steenweg", "dienst", "werking",
    "project", "methode", "methodiek", "syndroom", "groep", "team", "netwerk", "fonds", "feest", "decreet", "atheneum", "lyceum", "park", "wijk",
)  # fmt: skip


def _is_organisation(word: _Word) -> bool:
    return word.capital and (
        (any(char == "-" for char in word.text) and word.key.endswith(_ENDINGS))
        or (word.key.endswith(_ENDINGS) and len(word.key) > 9)
    )


def _looks_compound(key: str, names: Names) -> bool:
    """Whether a word is made of two Dutch words (Trajectoverleg): no name."""
    return any(
        key[:cut].removesuffix("s") in names.words and key[cut:].removesuffix("en").removesuffix("s") in names.words
        for cut in range(4, len(key) - 3)
    )


def _end(word: _Word) -> int:
    """The end of a word without its possessive."""
    possessive = _POSSESSIVE.search(word.text)
    return word.end - len(possessive.group()) if possessive is not None else word.end


def _last(words: Sequence[_Word], index: int, end: int) -> str:
    return " ".join(word.key for word in words[index:end])


def _near(text: str, one: _Word, other: _Word) -> bool:
    """Whether only a space stands between two words."""
    return text[one.end : other.start] in (" ", "\u00a0", "-") and not one.text.endswith(("'s", "’s"))


def _joined(text: str, one: _Word, other: _Word) -> bool:
    """Whether two words stand in one stretch: a space, a full stop of an abbreviation, a colon or a quotation mark between them."""
    between = text[one.end : other.start]
    return between in (" ", "\u00a0", ": ", " ‘", " “", ' "') or (between == ". " and one.key in _ABBREVIATED)


def _follows(text: str, words: Sequence[_Word], index: int) -> bool:
    """Whether a word follows that goes with a person: a verb of doing or saying."""
    if index >= len(words):
        return False
    between = text[words[index - 1].end : words[index].start]
    return between in (" ", ", ") and words[index].key in VERBS and not words[index].capital
