"""Assemble a source so that its ledger adds up by construction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Block, Ledger, Mark, Role, Source
from pipeline.readers.raw import RawFile

MAX_PARAGRAPH = 1_000_000  # characters without a break; more is no text that people wrote

# Any white space but a lone space between two words.
_SPACE = re.compile(r"\s*[^\S ]\s*|  +|^ | $")
# What the symbol fonts of word processors leave in plain text, as the signs they show.
SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0e0": "→", "\uf0f0": "➔", "\uf0fc": "✓", "\uf06f": "o"}
_ODD = re.compile(
    r"[\uf06f\uf0a7\uf0b7\uf0d8\uf0e0\uf0f0\uf0fc\u00ad\u200b-\u200f\u2060\ufeff\ufb00-\ufb06\x00-\x08\x0e-\x1b\x7f]"
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@dataclass
class _Open:
    """The block that is being written."""

    role: Role
    fields: dict[str, Any]
    start: int = -1  # -1 until the first character
    body: int = -1
    await_body: bool = False
    marks: list[tuple[int, int, str]] = field(default_factory=list)


class Builder:
    """Writes text block by block and keeps the account.

    What a file holds goes through `put` (kept, its white space collapsed) or `drop` (removed, with a reason); what we insert goes
    through `glue`. Separators between blocks are set when the next block gets its first character, so that an empty block
    leaves no trace. `finish` gives the source.
    """

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self._parts: list[str] = []
        self._at = 0
        self._read = 0
        self._removed: Counter[str] = Counter()
        self._added: Counter[str] = Counter()
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._open: _Open | None = None
        self._space = False  # the text ends in a space that `put` or `glue` wrote in the open block

    @property
    def read(self) -> int:
        """How many characters of the file went through so far."""
        return self._read

    @property
    def blocks(self) -> int:
        """How many blocks are closed."""
        return len(self._blocks)

    def open(self, role: Role, **place: Any) -> None:
        """Begin a block; `place` holds the other fields of `Block`. Closes the block before it."""
        self.close()
        self._open = _Open(role, place)

    def put(self, text: str, *styles: str) -> None:
        """Add characters of the file to the open block, in the given styles (see `Mark`).

        White space is collapsed to one space, none at the block's start; soft hyphens are removed and ligatures spelt out.
        """
        if _ODD.search(text):
            for piece in re.split(f"({_ODD.pattern})", text):
                if _ODD.fullmatch(piece):
                    self._odd(piece, styles)
                elif piece:
                    self._put(piece, styles)
        elif text:
            self._put(text, styles)

    def _odd(self, char: str, styles: tuple[str, ...]) -> None:
        if char in _LIGATURES:
            self.drop(1, "ligature")
            self._write(_LIGATURES[char], styles)
            self._added["ligature"] += len(_LIGATURES[char])
        elif char in SYMBOLS:
            self.drop(1, "symbol")
            self._write(SYMBOLS[char], styles)
            self._added["symbol"] += 1
        else:
            self.drop(1, "soft_hyphen" if char == "\u00ad" else "control")

    def _put(self, text: str, styles: tuple[str, ...]) -> None:
        words = " ".join(text.split())
        if words and words in text:
            # Only the outer white space can need work: the usual case, and the fast one.
            start = text.index(words)
            if start:
                self._blank(text[:start], styles)
            self._keep(words, styles)
            if start + len(words) < len(text):
                self._blank(text[start + len(words) :], styles)
            return
        at = 0
        for space in _SPACE.finditer(text):
            if space.start() > at:
                self._keep(text[at : space.start()], styles)
            self._blank(space[0], styles)
            at = space.end()
        if at < len(text):
            self._keep(text[at:], styles)

    def _keep(self, text: str, styles: tuple[str, ...]) -> None:
        self._read += len(text)
        self._write(text, styles)

    def _write(self, text: str, styles: tuple[str, ...]) -> None:
        block = self._open
        if block is None:
            raise RuntimeError("text outside a block")
        if block.start < 0:
            self._separate(block)
            block.start = self._at
        if block.await_body:
            block.body = self._at
            block.await_body = False
        for style in styles:
            if block.marks and block.marks[-1][1:] == (self._at, style):
                block.marks[-1] = (block.marks[-1][0], self._at + len(text), style)
            else:
                block.marks.append((self._at, self._at + len(text), style))
        self._append(text)
        self._space = False
        if self._at - block.start > MAX_PARAGRAPH:
            raise ReadError(
                f"{self._raw.name}: one line of more than {MAX_PARAGRAPH:,} characters without a break; "
                "is it text? split it into paragraphs"
            )

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)

    def _blank(self, space: str, styles: tuple[str, ...]) -> None:
        self._read += len(space)
        breaks = 0 if space == " " else sum(space.count(char) for char in "\n\r\x0b\x0c\x85\u2028\u2029")
        others = len(space) - breaks
        if self._open is None or self._open.start < 0 or self._space:
            self._count(self._removed, "line_break", breaks)
            self._count(self._removed, "blank", others)
            return
        if " " in space:
            others -= 1
        else:
            self._added["line_break" if breaks else "blank"] += 1
        self._count(self._removed, "line_break", breaks)
        self._count(self._removed, "blank", others)
        marks = self._open.marks
        for index in range(len(marks) - 1, max(-1, len(marks) - 1 - len(styles)), -1):
            start, end, style = marks[index]
            if end == self._at and style in styles:
                marks[index] = (start, end + 1, style)
        self._append(" ")
        self._space = True

    @staticmethod
    def _count(counter: Counter[str], reason: str, number: int) -> None:
        if number:
            counter[reason] += number

    def glue(self, text: str, reason: str) -> None:
        """Insert characters of our own into the open block, such as the space between two joined lines."""
        if self._open is None or self._open.start < 0 or (text == " " and self._space):
            return
        self._append(text)
        self._added[reason] += len(text)
        self._space = text == " "

    def body(self) -> None:
        """What is put next is the block's content; what stood before was its marker or number."""
        if self._open is not None:
            self._open.await_body = True

    def drop(self, number: int, reason: str) -> None:
        """Account for characters of the file that are not kept."""
        if number < 0:
            raise RuntimeError(f"{self._raw.name}: {number} characters cannot be removed ({reason})")
        self._read += number
        self._count(self._removed, reason, number)

    def close(self) -> None:
        """End the open block; one that got no characters leaves no trace."""
        block, self._open = self._open, None
        if block is None or block.start < 0:
            self._space = False
            return
        if self._space:
            self._parts.pop()
            self._at -= 1
            self._removed["blank"] += 1
            self._space = False
        end = self._at
        body = min(block.body, end) if block.body >= 0 else (end if block.await_body else block.start)
        self._blocks.append(Block(block.start, end, block.role, body, **block.fields))
        self._marks += [
            Mark(start, min(stop, end), style) for start, stop, style in block.marks if start < min(stop, end)
        ]

    def _separate(self, block: _Open) -> None:
        if not self._blocks:
            return
        separator = _separator(self._blocks[-1], block.role, block.fields)
        self._append(separator)
        self._added["separator"] += len(separator)

    def finish(
        self, kind: str, *, attributes: Mapping[str, str] | None = None, warnings: tuple[str, ...] = ()
    ) -> Source:
        """The source; `kind` is its format's name. Raises ReadError when there is no text at all."""
        self.close()
        text = "".join(self._parts)
        if not text:
            raise ReadError(f"{self._raw.name}: holds no text; leave it out or save it again with its text")
        ledger = Ledger(self._read, dict(sorted(self._removed.items())), dict(sorted(self._added.items())))
        return Source(
            self._raw.name,
            self._raw.sha256,
            kind,
            text,
            tuple(self._blocks),
            ledger,
            tuple(sorted(self._marks, key=lambda mark: (mark.start, mark.end, mark.style))),
            dict(attributes or {}),
            warnings,
        )


def _separator(before: Block, role: Role, fields: Mapping[str, Any]) -> str:
    """Between cells of a row a tab, between rows and list items a line break, else an empty line."""
    table = fields.get("table")
    if table is not None and table == before.table:
        if before.row != fields.get("row") or before.column == fields.get("column"):
            return "\n"
        return "\t"
    if role == before.role and role in (Role.ITEM, Role.ROW):
        return "\n"
    return "\n\n"
