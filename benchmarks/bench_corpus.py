"""The demo corpus multiplied: copies of its files under new names, with other words in them."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import readers, shipped
from pipeline.model import Role, Source

EXCHANGED = 0.7  # of the longer words, for another word of the corpus
MADE_UP = 0.05  # of the longer words, for one never seen: a real corpus keeps bringing names, compounds and slips
_WORD = re.compile(r"[^\W\d_]{4,}")


def copies(folder: Path, wanted: int, per_file: dict[str, int]) -> list[readers.Found]:
    """Copies of the demo files that together hold about `wanted` segments."""
    found: list[readers.Found] = []
    so_far = 0
    for number in range(wanted):
        for name, segments in per_file.items():
            if so_far >= wanted:
                return found
            path = folder / f"{number:05}_{name}"
            shutil.copyfile(shipped.demo() / name, path)
            found.append(readers.Found(path, path.name))
            so_far += segments
    return found


def exchanged(source: Source, words: dict[int, list[str]], chance: random.Random) -> Source:
    """The source with some longer words replaced by others of the same length; headings and offsets stay."""
    text = source.text
    headings = [(block.start, block.end) for block in source.blocks if block.role is Role.HEADING]
    kept = {at for start, end in headings for at in range(start, end)}

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if match.start() in kept or not word.islower():
            return word
        drawn = chance.random()
        if drawn < MADE_UP:
            return "".join(chance.sample(word, len(word)))
        return chance.choice(words[len(word)]) if drawn < MADE_UP + EXCHANGED else word

    return replace(source, text=_WORD.sub(other, text))


def vocabulary(sources: Sequence[Source]) -> dict[int, list[str]]:
    """All longer words of the corpus as often as they occur, by length."""
    words: dict[int, list[str]] = {}
    for source in sources:
        for match in _WORD.finditer(source.text):
            if match.group().islower():
                words.setdefault(len(match.group()), []).append(match.group())
    return words
