"""Split Dutch compounds into the lemmas of their parts: groepsveiligheid → groep, veiligheid.

After Koehn and Knight (2003): of all ways to cut a word into words that are known, the one whose parts are the most frequent
on average, when they are frequent enough beside the word itself. Which words may be a part, and as what, is fixed when the
list is made (`pipeline/training/compounds`): nouns in the singular and plural, stems of verbs and short adjectives before them,
never an ending (-heid, -schap) nor a particle (op-, aan-), and nothing that is made from a verb as a whole (opvolging).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline import shipped
from pipeline.errors import UsageError

FOLDER = "compounds_nl"
FILE = "words.txt.gz"
SHORTEST = 6  # letters of a compound
_MOST_PARTS = 4
# How far below the word's own frequency the mean of its parts may lie (Zipf scale: powers of ten), for a whole word and for
# a part that can itself be cut; what a further part, a linking -s- and a part of three letters cost on that scale.
_MARGIN, _INNER_MARGIN = 1.2, 0.5
_PART, _LINK, _SHORT = 0.7, 0.3, 1.0
# What a word in the list may be: the last part, an earlier one, a word of which the frequency as a whole is known, and a
# word that is never cut, on its own nor inside another.
HEAD, MODIFIER, OWN, WHOLE = "h", "m", "o", "w"


@dataclass(frozen=True, slots=True)
class Entry:
    """A written form in the list: its roles, Zipf frequency and lemma."""

    roles: str
    zipf: float
    lemma: str


@dataclass(frozen=True)
class Splitter:
    """Splits by a list: form → roles, ten times the Zipf frequency and the lemma, with blanks between (no lemma: the form)."""

    words: Mapping[str, str]
    _read: dict[str, Entry | None] = field(default_factory=dict, repr=False)
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def parts(self, word: str) -> tuple[str, ...]:
        """The lemmas of a compound's parts in lower case, in order; empty for a word that is no compound."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) > 200_000:
                self._seen.clear()
            found = self._seen[word] = self._split(word)
        return found

    def entry(self, form: str) -> Entry | None:
        """What the list says of a form, None when it does not hold it."""
        if form not in self._read:
            line = self.words.get(form)
            roles, zipf, lemma = (line or "- 0 ").split(" ")
            self._read[form] = Entry(roles, int(zipf) / 10, lemma or form) if line else None
        return self._read[form]

    def _split(self, word: str) -> tuple[str, ...]:
        form = word.lower()
        own = self.entry(form)
        if len(form) < SHORTEST or word.isupper() or (own is not None and WHOLE in own.roles):
            return ()
        if "-" in form:
            return self._hyphened(form)
        if not form.isalpha():
            return ()
        best = max(self._cuts(form, 0, _MOST_PARTS, self._uncuttable(form)), default=None)
        if best is None or (own is not None and best[0] < own.zipf - _MARGIN):
            return ()
        return best[1]

    def _hyphened(self, form: str) -> tuple[str, ...]:
        """time-outproject, CLB-medewerker: what stands before the last hyphen is one part, what follows is split."""
        front, _, last = form.rpartition("-")
        for cut in range(2, len(last) - 3):  # the word with the hyphen may itself be a part: time-out, project
            head = self.entry(last[cut:])
            if head is not None and HEAD in head.roles and self.entry(f"{front}-{last[:cut]}") is not None:
                return (f"{front}-{last[:cut]}", head.lemma)
        head = self.entry(last)
        split = self.parts(last) or ((head.lemma,) if head is not None and HEAD in head.roles else ())
        return (front, *split) if split and len(front) >= 2 else ()

    def _uncuttable(self, form: str) -> frozenset[int]:
        """The places in a form that lie inside a word which is never cut: zorgnet|werk."""
        inside: set[int] = set()
        for start in range(len(form) - SHORTEST + 1):
            for end in range(start + SHORTEST, len(form) + 1):
                if end - start < len(form) and (known := self.words.get(form[start:end])) and known[0] == WHOLE:
                    inside.update(range(start + 1, end))
        return frozenset(inside)

    def _cuts(
        self, form: str, start: int, most: int, uncuttable: frozenset[int]
    ) -> list[tuple[float, tuple[str, ...]]]:
        """The mean frequency and the lemmas of the ways to cut a form from `start` into two to `most` parts."""
        found: list[tuple[float, tuple[str, ...]]] = []
        for end in range(start + 3, len(form) - 2):
            if end in uncuttable:
                continue
            rest: tuple[float, tuple[str, ...]] | None = None
            for link in ("", "s"):
                stem = form[start : end - len(link)]
                part = self.entry(stem) if form.startswith(link, end - len(link)) and len(stem) > 2 else None
                if part is None or MODIFIER not in part.roles:
                    continue
                rest = rest or self._best(form, end, most - 1, uncuttable)
                if rest is None:
                    break
                cost = _PART + (_LINK if link else 0) + (_SHORT if len(stem) == 3 else 0)
                count = len(rest[1])
                found.append(((part.zipf - cost + rest[0] * count) / (count + 1), (part.lemma, *rest[1])))
        return found

    def _best(
        self, form: str, start: int, most: int, uncuttable: frozenset[int]
    ) -> tuple[float, tuple[str, ...]] | None:
        """What a form ends in from `start`: one head, or parts that are frequent enough beside it."""
        last = form[start:]
        whole = self.entry(last)
        found = self._cuts(form, start, most, uncuttable) if most > 1 else []
        if whole is not None and HEAD in whole.roles:
            zipf = whole.zipf - (_SHORT if len(last) == 3 else 0)
            found = [cut for cut in found if cut[0] >= zipf - _INNER_MARGIN] or [(zipf, (whole.lemma,))]
        return max(found, default=None)


@cache
def load(models_dir: Path | None = None) -> Splitter:
    """The splitter with the shipped list; raises UsageError when that is missing or damaged."""
    path = (models_dir or shipped.models()) / FOLDER / FILE
    try:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        words: dict[str, str] = dict([line.split("\t") for line in lines])
        if not words:
            raise ValueError("empty")
        return Splitter(words)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise UsageError(
            f"{path}: the list of words for compounds is missing or damaged; install rodedraad again"
        ) from error
