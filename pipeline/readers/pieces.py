"""Blocks in the making, and how their lines are joined and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.model import Role
from pipeline.readers.build import SYMBOLS, Builder
from pipeline.readers.lines import Line
from pipeline.readers.shapes import Marker

_SUSPENDED = re.compile(r"(?:en|of|tot|noch|dan wel|en/of|als)\b")
_MARKS = re.compile(r"[“„«”»\"]")
_WORDS = re.compile(r"\w+(?:-\w+)*")


@dataclass
class Piece:
    """A block in the making: its lines (indices and from which character on), role and what is known of it."""

    role: Role
    lines: list[tuple[int, int, int]]  # line, from, to (characters of Line.text)
    depth: int = 0
    marker: Marker | None = None
    body: int = 0  # characters of the first line before the content
    text: str = ""
    quotes: int = 0  # “ and „ opened and not closed
    straight: bool = False  # an odd number of " so far
    label: bool = False
    speaker: str | None = None
    at: float | None = None
    cut: int = 0  # characters of a speaker's label that are left out

    def track(self, text: str) -> None:
        """Follow the quote marks of another line."""
        self.text = f"{self.text} {text}" if self.text else text
        for char in _MARKS.findall(text):
            if char in "“„«":
                self.quotes += 1
            elif char in "”»":
                self.quotes = max(0, self.quotes - 1)
            else:
                # Closes a curly quote that was opened, as word processors write them when they lose track.
                if self.quotes and not self.straight:
                    self.quotes -= 1
                else:
                    self.straight = not self.straight

    @property
    def unclosed(self) -> bool:
        """Whether a quote or bracket that was opened still has to close."""
        return self.quotes > 0 or self.straight or self.text.count("(") > self.text.count(")")


class _Words:
    """The words of a text as they stand inside lines, to know which hyphens belong to a word."""

    def __init__(self, found: Sequence[Line]) -> None:
        self._lines = found

    @cached_property
    def known(self) -> set[str]:
        """In lower case."""
        return {word.casefold() for line in self._lines for word in _WORDS.findall(line.bare)}


def emit(found: Sequence[Line], pieces: Sequence[Piece], builder: Builder) -> None:
    """Write pieces into a builder; every character of the lines is put or dropped."""
    words = _Words(found)
    signs: set[int] = set()
    reached: dict[int, int] = {}  # how far each line has been written
    done = 0
    for count, piece in enumerate(pieces, 1):
        first = piece.lines[0][0]
        done = _drop_until(found, done, first, builder)
        builder.open(
            piece.role,
            depth=piece.depth,
            marker=SYMBOLS.get(piece.marker.text, piece.marker.text) if piece.marker else "",
            page=found[first].page,
            paragraph=count,
            speaker=piece.speaker,
            at=piece.at,
        )
        for place, (index, start, end) in enumerate(piece.lines):
            done = _drop_until(found, done, index, builder)
            sign = found[index].sign
            if sign and index not in signs:
                signs.add(index)
                builder.drop(sign, "page_break")
                reached[index] = sign
                start = max(start, sign)
            builder.drop(start - reached.get(index, 0), "blank")
            reached[index] = end
            text = found[index].text[start:end]
            if place == 0 and piece.cut:
                lead = len(text) - len(text.lstrip())
                builder.drop(lead, "blank")
                builder.drop(piece.cut, "speaker")
                text = text[lead + piece.cut :]
            elif place == 0 and piece.body:
                builder.put(text[: piece.body - start])
                builder.body()
                text = text[piece.body - start :]
            following = piece.lines[place + 1][0] if place + 1 < len(piece.lines) else None
            if following is None:
                builder.put(text)
            else:
                _join(text, found[following].bare, words, builder)
            if end == len(found[index].text):
                builder.drop(len(found[index].end), "page_break" if found[index].end == "\f" else "line_break")
                done = index + 1
        builder.close()
    _drop_until(found, done, len(found), builder)


def _drop_until(found: Sequence[Line], done: int, index: int, builder: Builder) -> int:
    for line in found[done:index]:
        builder.drop(len(line.text), line.dropped or "blank")
        builder.drop(len(line.end), "page_break" if line.end == "\f" else "line_break")
    return max(done, index)


def _join(text: str, after: str, words: _Words, builder: Builder) -> None:
    """Put a line that the next one goes on from, with its hyphen or a space."""
    bare = text.rstrip()
    if bare.endswith("\u00ad"):
        builder.put(text.rstrip())
        builder.drop(len(text) - len(bare), "blank")
        return
    if not bare.endswith("-") or bare.endswith(" -") or bare == "-":
        builder.put(text)
        builder.glue(" ", "line_break")
        return
    builder.drop(len(text) - len(bare), "blank")
    if _SUSPENDED.match(after):
        builder.put(bare)
        builder.glue(" ", "line_break")
    elif _hyphen_is_ours(bare, after, words):
        builder.put(bare[:-1])
        builder.drop(1, "hyphen")
    else:
        builder.put(bare)


def _hyphen_is_ours(bare: str, after: str, words: _Words) -> bool:
    """Whether the hyphen at a line's end only shows that the word goes on."""
    if not after[:1].islower() or not bare[-2:-1].isalpha():
        return False
    head = re.search(r"[\w-]*$", bare[:-1])
    tail = re.match(r"\w+", after)
    if head is None or tail is None:
        return True
    first = head[0].rsplit("-", 1)[-1]
    if (len(first) >= 2 and first.isupper()) or any(char.isdigit() for char in first):
        return False
    whole = f"{head[0]}{tail[0]}".casefold()
    split = f"{head[0]}-{tail[0]}".casefold()
    return not (split in words.known and whole not in words.known)
