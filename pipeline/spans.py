"""Offset arithmetic: replace stretches of a text and know where everything went."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.errors import SpanError


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `text[start:end]` by `replacement`."""

    start: int
    end: int
    replacement: str


class Edits:
    """A set of edits that do not overlap, applied at once.

    `apply` gives the new text; `new_start` and `new_end` map old offsets. An offset inside a replaced stretch moves to
    that replacement's outer edge: starts to its start, ends to its end, so that a span which cut into personal data
    never shows part of it.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits: tuple[Edit, ...] = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
        self._starts = [edit.start for edit in self._edits]
        self._shift: list[int] = [0]
        previous = 0
        for edit in self._edits:
            if edit.start < previous or edit.end < edit.start:
                raise SpanError(f"edit {edit.start}-{edit.end} overlaps the one before it or runs backwards")
            previous = edit.end
            self._shift.append(self._shift[-1] + len(edit.replacement) - (edit.end - edit.start))

    def __len__(self) -> int:
        return len(self._edits)

    def apply(self, text: str) -> str:
        """The text with every edit made; raises SpanError when one leaves the text."""
        if self._edits and self._edits[-1].end > len(text):
            raise SpanError(f"edit ends at {self._edits[-1].end}, the text has {len(text)} characters")
        parts: list[str] = []
        at = 0
        for edit in self._edits:
            parts += (text[at : edit.start], edit.replacement)
            at = edit.end
        return "".join(parts) + text[at:]

    def new_start(self, offset: int) -> int:
        """Where a span that started at `offset` starts now."""
        index = bisect_right(self._starts, offset)
        if index and offset < self._edits[index - 1].end:
            edit = self._edits[index - 1]
            return edit.start + self._shift[index - 1]
        return offset + self._shift[index]

    def new_end(self, offset: int) -> int:
        """Where a span that ended at `offset` ends now."""
        index = bisect_right(self._starts, offset - 1) if offset else 0
        if index and offset <= self._edits[index - 1].end:
            edit = self._edits[index - 1]
            return edit.start + self._shift[index - 1] + len(edit.replacement)
        return offset + self._shift[index]


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many characters the spans cover, overlaps counted once."""
    total = 0
    reach = 0
    for start, end in sorted(spans):
        if end > reach:
            total += end - max(start, reach)
            reach = end
    return total


def gaps(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The stretches of `range(length)` that no span covers, in order."""
    found: list[tuple[int, int]] = []
    reach = 0
    for start, end in sorted(spans):
        if start > reach:
            found.append((reach, start))
        reach = max(reach, end)
    if reach < length:
        found.append((reach, length))
    return found


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds without white space at either side; `start == end` when there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span shares a character with any of the others."""
    return any(span[0] < end and start < span[1] for start, end in others)
