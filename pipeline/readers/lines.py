"""Lines of plain text with where they stand, before they are mended into paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*(?:\r\n|[\n\r\f\v\x85\u2028\u2029]|$)")


@dataclass(slots=True)
class Line:
    """One line as it stands in the file.

    `start` is its first character's place on the line (spaces in plain text, points in a PDF), `extent` its last one's,
    `unit` the width of a typical character in the same measure. `end` is what ended the line.
    """

    text: str
    end: str = "\n"
    page: int | None = None
    breaks: bool = False  # the first line of a page
    sign: int = 0  # leading characters that only say that a page begins
    start: float = 0.0
    extent: float = 0.0
    unit: float = 1.0
    title: int = 0  # a heading's depth by its font, 0 for body text
    size: float = 0.0  # of the font, 0 when unknown
    spaced: bool = False  # more white space above it than between the lines of a paragraph
    dropped: str = ""  # why it is no part of the text
    bare: str = ""  # the text without outer white space

    def __post_init__(self) -> None:
        self.bare = self.text.strip()


def split(text: str) -> list[Line]:
    """The lines of a plain text; a form feed ends a line and begins a page.

    Where there is no form feed, a line that begins with exactly one space in a text without indents begins a page: that
    is what raw text from a PDF looks like.
    """
    lines: list[Line] = []
    fresh = False
    for found in _LINE.finditer(text):
        whole = found[0]
        if not whole:
            continue
        bare = whole.rstrip("\n\r\f\v\x85\u2028\u2029")
        expanded = bare.expandtabs(4) if "\t" in bare else bare
        line = Line(bare, whole[len(bare) :], breaks=fresh)
        line.extent = len(expanded.rstrip())
        line.start = line.extent - len(line.bare) if "\t" not in bare else len(expanded) - len(expanded.lstrip())
        fresh = line.end == "\f"
        lines.append(line)
    if not any(line.breaks for line in lines):
        _one_space_breaks(lines)
    return lines


def _one_space_breaks(lines: Sequence[Line]) -> None:
    written = [line for line in lines if line.bare]
    ones = [line for line in written if line.text[0] == " " and line.start == 1]
    deeper = sum(1 for line in written if line.start > 1)
    if len(ones) < 2 or len(ones) > max(2, len(written) // 10) or deeper > len(written) // 50:
        return
    for line in ones:
        line.breaks = True
        line.sign = 1
        line.start = 0


def wrapped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs are broken over lines: a line often ends in the middle of a sentence."""
    broken = pairs = 0
    for before, line in itertools.pairwise(lines):
        if before.bare and line.bare and len(before.bare) >= 40:
            pairs += 1
            if before.bare[-1] not in '.!?…:;”"' and line.bare[0].islower():
                broken += 1
    lengths = sorted(len(line.bare) for line in lines if len(line.bare) >= 40)
    typical = lengths[len(lengths) * 9 // 10] if lengths else 0
    return pairs > 0 and typical <= 240 and (broken >= 2 or broken * 5 >= pairs) and broken * 20 >= pairs


def widths(lines: Sequence[Line], *, around: int = 15) -> list[float]:
    """How far the lines near each line reach (of the same page where pages are known)."""
    written = [index for index, line in enumerate(lines) if line.bare and not line.dropped]
    sheet = 0
    sheets: list[int] = []
    for line in lines:
        sheet += line.breaks
        sheets.append(sheet)
    found = [0.0] * len(lines)
    for place, index in enumerate(written):
        near = written[max(0, place - around) : place + around + 1]
        sheet = sheets[index]
        reaches = sorted([lines[other].extent for other in near if sheets[other] == sheet])
        if len(reaches) < 6:
            reaches = sorted(lines[other].extent for other in near)
        found[index] = reaches[-2] if len(reaches) > 6 else reaches[-1]
    return found
