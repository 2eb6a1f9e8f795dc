"""Markdown through markdown-it-py: headings, nested lists, block quotes, tables, italics."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Role, Source
from pipeline.readers.build import Builder
from pipeline.readers.front import front_matter
from pipeline.readers.paragraphs import Paragraph, write
from pipeline.readers.raw import RawFile

if TYPE_CHECKING:
    from markdown_it.token import Token

_TASK = re.compile(r"\[[ xX]\]\s+")
_STYLES = {"em_open": "italic", "strong_open": "bold"}
_ENDS = {"em_close": "italic", "strong_close": "bold"}


def read_markdown(raw: RawFile) -> Source:
    """CommonMark with tables; front matter becomes attributes, every sign of the markup is counted as removed."""
    from markdown_it import MarkdownIt

    text, _ = raw.decoded
    attributes, length = front_matter(text, raw.name)
    builder = Builder(raw)
    builder.drop(length, "front_matter")
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text[length:])
    write(_Walk().paragraphs(tokens), builder)
    builder.drop(len(text) - builder.read, "markup")
    return builder.finish("md", attributes=attributes)


class _Walk:
    """Tokens to paragraphs, keeping track of the lists, quotes and tables around them."""

    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self.lists = 0
        self.quotes = 0
        self.table = 0
        self.row: int | None = None
        self.column = 0
        self.heading = 0
        self.marker: str | None = None  # of a list item whose first paragraph is still to come
        self.count = 0

    def paragraphs(self, tokens: list[Token]) -> list[Paragraph]:
        """All paragraphs in order."""
        for token in tokens:
            self._step(token)
        return self.found

    def _step(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self.lists += 1
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists -= 1
        elif kind == "list_item_open":
            self.marker = token.info + token.markup
        elif kind == "blockquote_open":
            self.quotes += 1
        elif kind == "blockquote_close":
            self.quotes -= 1
        elif kind == "heading_open":
            self.heading = int(token.tag[1])
        elif kind == "heading_close":
            self.heading = 0
        elif kind == "table_open":
            self.table, self.row = self.table + 1, 0
        elif kind == "table_close":
            self.row = None
        elif kind == "tr_open":
            self.row, self.column = (self.row or 0) + 1, 0
        elif kind in ("th_open", "td_open"):
            self.column += 1
        elif kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            self.found.append(replace(self._place(), runs=[(token.content, ())]))

    def _place(self) -> Paragraph:
        self.count += 1
        if self.row is not None:
            return Paragraph(Role.CELL, table=self.table, row=self.row, column=self.column, number=self.count)
        if self.heading:
            return Paragraph(Role.HEADING, self.heading, number=self.count)
        if self.quotes:
            self.marker = None
            return Paragraph(Role.QUOTE, number=self.count)
        if self.marker is not None:
            marker, self.marker = self.marker, None
            return Paragraph(Role.ITEM, self.lists, marker, number=self.count)
        return Paragraph(number=self.count)

    def _inline(self, token: Token) -> None:
        paragraph = self._place()
        styles: list[str] = []
        for child in token.children or []:
            if child.type in _STYLES:
                styles.append(_STYLES[child.type])
            elif child.type in _ENDS:
                styles.remove(_ENDS[child.type])
            elif child.type in ("softbreak", "hardbreak"):
                paragraph.runs.append(("\n", tuple(styles)))
            elif child.type == "image":
                continue
            elif child.content and child.type != "html_inline":
                first = paragraph.role is Role.ITEM and not paragraph.runs
                content = _TASK.sub("", child.content) if first else child.content
                paragraph.runs.append((content, tuple(styles)))
        self.found.append(paragraph)
