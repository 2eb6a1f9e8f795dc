"""Lists of names, municipalities and Dutch words, read once."""

from __future__ import annotations

import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline import shipped
from pipeline.errors import UsageError

FOLDER = "names_nl"
OWN = "own.txt"
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})


def folded(text: str) -> str:
    """Lower case without accents: Zoë, ZOË and zoe are one."""
    if text.isascii():
        return text.lower()
    lowered = text.lower().translate(_LETTERS)
    return "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))


@dataclass(frozen=True)
class Names:
    """First names, surnames, municipalities and Dutch words, all folded."""

    first: frozenset[str]
    last: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]


@cache
def load() -> Names:
    """The shipped lists; raises UsageError when they are missing or damaged."""
    folder = shipped.models() / FOLDER
    return Names(*(_read(folder / f"{name}.txt.gz") for name in ("first", "last", "places", "words")))


def _read(path: Path) -> frozenset[str]:
    try:
        return frozenset(gzip.decompress(path.read_bytes()).decode().split("\n")) - {""}
    except (OSError, EOFError, ValueError) as error:
        raise UsageError(f"{path}: the list of names is missing or damaged; install rodedraad again") from error
