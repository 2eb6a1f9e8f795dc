"""OpenDocument texts (.odt) through odfdo, walked in document order."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipeline.errors import ReadError
from pipeline.model import Role, Source
from pipeline.readers.build import Builder
from pipeline.readers.paragraphs import Paragraph, Run, write
from pipeline.readers.raw import RawFile

_APPLICATION = "LibreOffice"
_QUOTES = {"quotations", "quote", "citaat", "intense_20_quote", "duidelijk_20_citaat"}
_CONTENTS = {"text:table-of-content", "text:alphabetical-index", "text:illustration-index", "text:bibliography"}
_SKIPPED = {"text:tracked-changes", "office:forms", "text:sequence-decls", "text:variable-decls"}


def read_odt(raw: RawFile) -> Source:
    """Headings, lists, quotes, tables and notes of an OpenDocument text."""
    from lxml.etree import XMLSyntaxError
    from odfdo import Document, SecurityError

    stream = raw.unzipped(_APPLICATION)
    try:
        with ZipFile(stream) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise ReadError(f"{raw.name}: is locked with a password; save a copy without one")
        stream.seek(0)
        document = Document(stream)
        builder = Builder(raw)
        walk = _Walk(builder, _styles(document))
        walk.children(document.body, Paragraph())
        meta = document.meta
        attributes = {"title": meta.title or "", "subject": meta.subject or ""}
    except (
        BadZipFile,
        SecurityError,
        NotImplementedError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        XMLSyntaxError,
        zlib.error,
        EOFError,
        OSError,
    ) as error:
        raise raw.damaged(_APPLICATION) from error
    found = [*walk.found, *walk.notes]
    if not any(paragraph.text.strip() for paragraph in found):
        raise ReadError(f"{raw.name}: holds no text (pictures only?); type out or recognise (OCR) the text first")
    write(found, builder)
    return builder.finish("odt", attributes={key: value for key, value in attributes.items() if value})


@dataclass(frozen=True, slots=True)
class _Style:
    quote: bool = False
    marks: tuple[str, ...] = ()


def _styles(document: Any) -> dict[str, _Style]:
    """What each paragraph and character style means, by name; automatic styles point to their parents."""
    elements: dict[str, Any] = {}
    for part in ("styles.xml", "content.xml"):
        for element in document.get_part(part).root.get_elements("//style:style"):
            name = element.get_attribute("style:name")
            if name:
                elements[str(name)] = element
    done: dict[str, _Style] = {}

    def resolve(name: str, depth: int) -> _Style:
        if name in done or name not in elements or depth > 20:
            return done.get(name, _Style(name.casefold() in _QUOTES))
        element = elements[name]
        parent = resolve(str(element.get_attribute("style:parent-style-name") or ""), depth + 1)
        shown = str(element.get_attribute("style:display-name") or name).casefold().replace(" ", "_20_")
        quote = parent.quote or shown in _QUOTES or name.casefold() in _QUOTES
        marks = set(parent.marks)
        for properties in element.get_elements("style:text-properties"):
            for attribute, values, mark in (
                ("fo:font-style", ("italic", "oblique"), "italic"),
                ("fo:font-weight", ("bold", "600", "700", "800", "900"), "bold"),
            ):
                value = properties.get_attribute(attribute)
                if value is not None:
                    (marks.add if str(value) in values else marks.discard)(mark)
        done[name] = _Style(quote, () if quote else tuple(sorted(marks)))
        return done[name]

    for name in elements:
        resolve(name, 0)
    return done


class _Walk:
    """Elements to paragraphs."""

    def __init__(self, builder: Builder, styles: dict[str, _Style]) -> None:
        self.builder = builder
        self.styles = styles
        self.found: list[Paragraph] = []
        self.notes: list[Paragraph] = []
        self.tables = 0
        self.count = 0

    def children(self, parent: Any, place: Paragraph, depth: int = 0) -> None:
        """The block elements inside another one; `depth` counts the lists around them."""
        for child in parent.children:
            self._element(child, place, depth)

    def _element(self, child: Any, place: Paragraph, depth: int) -> None:
        tag = child.tag
        if tag in ("text:p", "text:h"):
            self._paragraph(child, tag, place)
        elif tag == "text:list":
            self._list(child, place, depth + 1)
        elif tag == "table:table":
            self._table(child, place)
        elif tag in _CONTENTS:
            self.builder.drop(len(child.text_recursive), "table_of_contents")
        elif tag not in _SKIPPED:
            self.children(child, place, depth)

    def _style(self, element: Any) -> _Style:
        name = str(element.get_attribute("text:style-name") or "")
        return self.styles.get(name, _Style(name.casefold() in _QUOTES))

    def _list(self, element: Any, place: Paragraph, depth: int) -> None:
        for item in element.children:
            fresh = item.tag == "text:list-item"
            for child in item.children:
                if child.tag == "text:p" and fresh:
                    self._paragraph(child, "text:p", replace(place, role=Role.ITEM, depth=depth))
                    fresh = False
                else:
                    self._element(child, place, depth)

    def _table(self, table: Any, place: Paragraph) -> None:
        if place.table is not None:
            for cell in table.get_elements("descendant::table:table-cell"):
                self.children(cell, place)
            return
        self.tables += 1
        number = self.tables
        for row, element in enumerate(_rows(table), 1):
            column = 0
            for cell in element.children:
                repeated = int(cell.get_attribute("table:number-columns-repeated") or 1)
                if cell.tag == "table:table-cell":
                    self.children(cell, Paragraph(Role.CELL, table=number, row=row, column=column + 1))
                elif cell.tag == "table:covered-table-cell":
                    self.builder.drop(len(cell.text_recursive), "merged_cell")
                column += repeated

    def _paragraph(self, element: Any, tag: str, place: Paragraph) -> None:
        style = self._style(element)
        notes: list[Any] = []
        runs = list(self._runs(element, style.marks, notes))
        self.count += 1
        role, depth = place.role, place.depth
        if tag == "text:h" and place.table is None:
            role, depth = Role.HEADING, int(element.get_attribute("text:outline-level") or 1)
        elif style.quote and role is Role.PARAGRAPH:
            role = Role.QUOTE
        self.found.append(replace(place, role=role, depth=depth, runs=runs, number=self.count))
        for note in notes:
            kept, self.found = self.found, []
            self.children(note, Paragraph() if note.tag == "text:note-body" else place)
            if note.tag == "text:note-body":
                self.notes += self.found
                self.found = kept
            else:
                self.found = kept + self.found

    def _runs(self, element: Any, marks: tuple[str, ...], notes: list[Any]) -> Iterator[Run]:
        if element.text:
            yield element.text, marks
        for child in element.children:
            tag = child.tag
            if tag == "text:s":
                yield " " * int(child.get_attribute("text:c") or 1), marks
            elif tag == "text:tab":
                yield "\t", marks
            elif tag == "text:line-break":
                yield "\n", marks
            elif tag == "text:note":
                notes += child.get_elements("text:note-body")
            elif tag.startswith("draw:"):
                notes += child.get_elements("descendant-or-self::draw:text-box")
            elif tag == "office:annotation":
                self.builder.drop(len(child.text_recursive), "comment")
            elif tag in ("text:span", "text:a", "text:ruby", "text:ruby-base", "text:meta"):
                style = self._style(child)
                more = {*marks, *style.marks} | ({"quote"} if style.quote else set())
                yield from self._runs(child, tuple(sorted(more)), notes)
            elif tag != "office:annotation-end":
                yield from self._runs(child, marks, notes)
            if child.tail:
                yield child.tail, marks


def _rows(table: Any) -> Iterator[Any]:
    for child in table.children:
        if child.tag == "table:table-row":
            yield child
        elif child.tag in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(child)
