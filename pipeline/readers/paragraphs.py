"""Paragraphs of formats that mark them (.docx, .odt, .html, .md), written as blocks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Role
from pipeline.readers import shapes, turns
from pipeline.readers.build import Builder

Run = tuple[str, tuple[str, ...]]  # text and its styles (see model.Mark)
INSERTED = ("inserted",)  # the styles of a run that the file does not hold


@dataclass(slots=True)
class Paragraph:
    """One paragraph of a format, with its runs; a line break inside it is "\\n"."""

    role: Role = Role.PARAGRAPH
    depth: int = 0
    marker: str = ""  # a list mark that the format knows and that is not in the runs
    runs: list[Run] = field(default_factory=list)
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    number: int | None = None  # which of the format's paragraphs this is

    @property
    def text(self) -> str:
        """The runs joined."""
        return "".join(text for text, _ in self.runs)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all("bold" in styles for text, styles in self.runs if text.strip())


def write(paragraphs: Sequence[Paragraph], builder: Builder) -> None:
    """Write paragraphs as blocks; typed bullets, labels and speakers are recognised by their shape."""
    lines = [part for paragraph in paragraphs for part in _typed_lists(paragraph)]
    known = _speakers(lines)
    nesting = shapes.Nesting()
    speaker: str | None = None
    for paragraph in lines:
        shaped, mark = _shaped(paragraph, nesting)
        if shaped.role is Role.HEADING:
            nesting.reset()
        turn = turns.parse(paragraph.text.strip()) if known else None
        at = None
        if known and shaped.table is None:
            if turn is not None and turn[0] in known:
                speaker, at, cut = turn
                shaped = replace(shaped, runs=_cut(shaped, cut, builder))
            if speaker is not None:
                shaped, mark = replace(shaped, role=Role.TURN, depth=0), None
        builder.open(
            shaped.role,
            depth=shaped.depth,
            marker=mark.text if mark else shaped.marker,
            page=shaped.page,
            paragraph=shaped.number,
            table=shaped.table,
            row=shaped.row,
            column=shaped.column,
            at=at,
            speaker=speaker if shaped.role is Role.TURN else None,
        )
        _put(shaped, _before_body(shaped, mark), builder)
        builder.close()


def _typed_lists(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph whose lines are typed bullets, split into one paragraph per bullet."""
    lines = paragraph.text.split("\n")
    if len(lines) < 2 or not any(_is_bullet(line) for line in lines[1:]):
        yield paragraph
        return
    starts: list[int] = []
    at = 0
    for place, line in enumerate(lines):
        if place and _is_bullet(line):
            starts.append(at)
        at += len(line) + 1
    edges = [0, *starts, at]
    for first, last in itertools.pairwise(edges):
        runs: list[Run] = []
        position = 0
        for text, styles in paragraph.runs:
            piece = text[max(0, first - position) : max(0, last - position)]
            if piece:
                runs.append((piece, styles))
            position += len(text)
        yield replace(paragraph, runs=runs)


def _is_bullet(line: str) -> bool:
    mark = shapes.marker(line.strip())
    return mark is not None and mark.number is None


def _speakers(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """The speakers when the paragraphs are a transcript, else nobody."""
    headings = sum(paragraph.role is Role.HEADING for paragraph in paragraphs)
    texts = [paragraph.text.strip() for paragraph in paragraphs if paragraph.table is None]
    texts = [text for text in texts if text]
    known = turns.speakers(texts)
    return known if turns.are_transcript(texts, known, headings=headings) else frozenset()


def _shaped(paragraph: Paragraph, nesting: shapes.Nesting) -> tuple[Paragraph, shapes.Marker | None]:
    """The paragraph with the role that its shape gives it where the format gave none, and its typed bullet."""
    text = paragraph.text.strip()
    if paragraph.role not in (Role.PARAGRAPH, Role.CELL) or not text:
        return paragraph, None
    heading = paragraph.role is Role.PARAGRAPH and _heading(paragraph, text)
    if heading is not False:
        return replace(paragraph, role=Role.HEADING, depth=heading), None
    mark = shapes.marker(text)
    if mark is None or not text[len(mark.text) :].strip():
        return paragraph, None
    return replace(paragraph, role=Role.ITEM, depth=nesting.depth(mark)), mark


def _heading(paragraph: Paragraph, text: str) -> int | bool:
    number = shapes.numbered(text)
    if number is not None and (paragraph.bold or text[-1] not in shapes.TERMINAL):
        return number[1]
    if shapes.marker(text) is not None:
        return False
    if shapes.label(text) or shapes.capitals(text) or shapes.theme(text):
        return 0
    if paragraph.bold and shapes.title_like(text.rstrip(":"), before_list=True):
        return 0
    return False


def _before_body(paragraph: Paragraph, mark: shapes.Marker | None) -> int:
    text = paragraph.text
    lead = len(text) - len(text.lstrip())
    if mark is not None:
        return lead + len(mark.text)
    if paragraph.role is Role.HEADING:
        found = re.match(r"\d{1,2}(?:\.\d{1,2})*\.?\s+(?=\S)", text[lead:])
        if found is not None and (shapes.numbered(text[lead:]) or shapes.chapter(text[lead:]) or "." in found[0]):
            return lead + found.end()
    return 0


def _cut(paragraph: Paragraph, length: int, builder: Builder) -> list[Run]:
    """The runs without a speaker's label."""
    text = paragraph.text
    lead = len(text) - len(text.lstrip())
    builder.drop(lead, "blank")
    builder.drop(length, "speaker")
    left = lead + length
    runs: list[Run] = []
    for text, styles in paragraph.runs:
        runs.append((text[left:], styles))
        left = max(0, left - len(text))
    return runs


def _put(paragraph: Paragraph, before: int, builder: Builder) -> None:
    for text, styles in paragraph.runs:
        if styles == INSERTED:
            builder.glue(text, "term")
            continue
        if before >= len(text):
            builder.put(text, *styles)
            before -= len(text)
            if before == 0 and text:
                builder.body()
                before = -1
            continue
        if before > 0:
            builder.put(text[:before], *styles)
            builder.body()
            text = text[before:]
        before = -1
        builder.put(text, *styles)
