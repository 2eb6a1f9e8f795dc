"""Who is who: the same person gets the same number throughout a project, and members of a family stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

_MALE = frozenset(
    [
        "meneer",
        "mijnheer",
        "menheer",
        "dhr",
        "dhr.",
        "heer",
        "oom",
        "nonkel",
        "opa",
        "bompa",
        "monsieur",
        "pater",
        "peter",
    ]
)
_FEMALE = frozenset(
    [
        "mevrouw",
        "mevr",
        "mevr.",
        "mvr",
        "mvr.",
        "mw",
        "mw.",
        "tante",
        "oma",
        "bomma",
        "juffrouw",
        "juf",
        "madame",
        "zuster",
        "meter",
    ]
)


@dataclass
class Entry:
    """What is known of one person."""

    number: int
    first: str
    last: str
    title: str = ""


@dataclass
class People:
    """Gives persons their numbers, in the order in which they come up.

    A full name is one person. A first name alone is the person with that first name when exactly one is known, and a full
    name takes over the number of its first name alone when that stood alone before. A surname after a title (mevrouw
    El Amrani) is a person of its own for each kind of title, apart from the children who bear it; a surname alone is the one
    person known by it, or a person of its own. `familie` and `gezin` with a surname are one more.
    """

    entries: list[Entry] = field(default_factory=list)

    def number(self, first: str, last: str, title: str = "") -> int:
        """The number of a person; all names folded, "" when not said."""
        title = _kind(title)
        for entry in self.entries:
            if (entry.first, entry.last, entry.title) == (first, last, title):
                return entry.number
        same_first = [entry for entry in self.entries if first and entry.first == first]
        if first and not last and len(same_first) == 1:
            return same_first[0].number
        if first and last:
            short = [entry for entry in same_first if _fits(entry.last, last)]
            if len(same_first) == 1 and short:
                if len(last) > len(short[0].last):
                    short[0].last = last
                return short[0].number
        if last and not first and not title:
            same_last = [entry for entry in self.entries if entry.last == last]
            if len(same_last) == 1:
                return same_last[0].number
        return self._new(first, last, title)

    def _new(self, first: str, last: str, title: str) -> int:
        number = 1 + max((entry.number for entry in self.entries), default=0)
        self.entries.append(Entry(number, first, last, title))
        return number

    def known(self) -> Iterable[tuple[int, str, str, str]]:
        """All persons: number, first name, surname, kind of title."""
        return [(entry.number, entry.first, entry.last, entry.title) for entry in self.entries]


def _kind(title: str) -> str:
    if title in _MALE:
        return "m"
    if title in _FEMALE:
        return "v"
    return "familie" if title in ("familie", "gezin") else ""


def _fits(known: str, last: str) -> bool:
    """Whether a surname can be the one known: nothing was said, or an initial of it (Ines V. is Ines Verhulst)."""
    if not known or not last:
        return True
    short, long = sorted((known, last), key=len)
    return (short.endswith(".") and long.startswith(short[0])) or (len(short) == 1 and long.startswith(short))
