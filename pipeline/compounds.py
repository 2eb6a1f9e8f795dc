"""Split Dutch compounds into the lemmas of their parts: groepsveiligheid → groep, veiligheid.

After Koehn and Knight (2003): of all ways to cut a word into words that are known, the one whose parts are the most frequent
on average, when they are frequent enough beside the word itself. Which words may be a part, and as what, is fixed when the
list is made (`pipeline/training/compounds`): nouns in the singular and plural, stems of verbs and short adjectives before them,
never an ending (-heid, -schap) nor a particle (op-, aan-), and nothing that is made from a verb as a whole (opvolging).
"""

from __future__ import annotations

import gzip
import unicodedata
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
# How far below the word's own frequency the parts' mean may lie (Zipf scale: powers of ten), measured on the first half of the cases.
MARGIN = 1.4
# What a further part, a linking -s- and a part of three letters cost, on the same scale.
_PART, _LINK, _SHORT = 1.0, 0.3, 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A written form that may be part of a compound: its lemma, Zipf frequency, and whether it may stand last."""

    lemma: str
    zipf: float
    head: bool
    modifier: bool


@dataclass(frozen=True)
class Splitter:
    """Splits with the given parts; `own` holds the frequency of words as a whole, `whole` what is never split."""

    parts_of: Mapping[str, Part]
    own: Mapping[str, float]
    whole: frozenset[str]
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def parts(self, word: str) -> tuple[str, ...]:
        """The lemmas of a compound's parts in lower case, in order; empty for a word that is no compound."""
        if word not in self._seen:
            if len(self._seen) > 200_000:
                self._seen.clear()
            self._seen[word] = self._split(word)
        return self._seen[word]

    def _split(self, word: str) -> tuple[str, ...]:
        form = plain(word)
        if len(form) < SHORTEST or form in self.whole or word.isupper():
            return ()
        if "-" in form:
            return self._hyphened(form)
        if not form.isalpha():
            return ()
        best = self._best(form, _MOST_PARTS)
        if best is None or len(best[1]) < 2:
            return ()
        score, parts = best
        if score < self.own.get(form, 0.0) - MARGIN:
            return ()
        return parts

    def _hyphened(self, form: str) -> tuple[str, ...]:
        """time-outproject, CLB-medewerker: what stands before the last hyphen is one part, what follows is split."""
        front, _, last = form.rpartition("-")
        for cut in range(2, len(last) - 3):  # the word with the hyphen may itself be a part: time-out, project
            if f"{front}-{last[:cut]}" in self.own and last[cut:] in self.parts_of:
                return (f"{front}-{last[:cut]}", self.parts_of[last[cut:]].lemma)
        head = self.parts_of.get(last)
        split = self.parts(last) or ((head.lemma,) if head is not None and head.head else ())
        return (front, *split) if split and len(front) >= 2 else ()

    def _best(self, form: str, most: int) -> tuple[float, tuple[str, ...]] | None:
        """The best mean frequency of the parts of a form that ends in a head, and those parts."""
        found: list[tuple[float, tuple[str, ...]]] = []
        whole = self.parts_of.get(form)
        if whole is not None and whole.head:
            found.append((whole.zipf - (_SHORT if len(form) == 3 else 0), (whole.lemma,)))
        if most > 1:
            for cut in range(3, len(form) - 2):
                front = form[:cut]
                for link in ("", "s"):
                    stem = front.removesuffix("s") if link else front
                    if link and stem == front:
                        continue
                    part = self.parts_of.get(stem)
                    if part is None or not part.modifier:
                        continue
                    rest = self._best(form[cut:], most - 1)
                    if rest is None:
                        continue
                    cost = _PART + (_LINK if link else 0) + (_SHORT if len(stem) == 3 else 0)
                    count = len(rest[1])
                    found.append(((part.zipf - cost + rest[0] * count) / (count + 1), (part.lemma, *rest[1])))
        return max(found, default=None)


def plain(word: str) -> str:
    """A word in lower case without accents."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    return "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))


@cache
def load(models_dir: Path | None = None) -> Splitter:
    """The splitter with the shipped list; raises UsageError when that is missing or damaged."""
    path = (models_dir or shipped.models()) / FOLDER / FILE
    parts: dict[str, Part] = {}
    own: dict[str, float] = {}
    whole: set[str] = set()
    try:
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            form, lemma, zipf, role = line.split("\t")
            if role == "w":
                whole.add(plain(form))
                continue
            frequency = int(zipf) / 10
            if "o" in role:
                own[plain(form)] = frequency
            if "h" in role or "m" in role:
                parts[plain(form)] = Part(lemma or form, frequency, "h" in role, "m" in role)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise UsageError(
            f"{path}: the list of words for compounds is missing or damaged; install rodedraad again"
        ) from error
    return Splitter(parts, own, frozenset(whole))
