"""Word documents (.docx) through python-docx, walked in document order."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zipfile import BadZipFile

from pipeline.errors import ReadError
from pipeline.model import Role, Source
from pipeline.readers.build import Builder
from pipeline.readers.paragraphs import Paragraph, Run, write
from pipeline.readers.raw import RawFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|kop|überschrift|titre)\s*(\d)")
_LIST = re.compile(r"(?:list|lijst|opsomming)(?!\s*paragraph$|alinea$).*?(\d)?$")
_QUOTE = {"quote", "intense quote", "citaat", "duidelijk citaat", "block text", "quotations", "blokcitaat"}
_CONTENTS = re.compile(r"(?:toc|inhopg|inhoudsopgave|table of figures|lijst met afbeeldingen)\b")
_TRANSPARENT = {"ins", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "customXml", "dir", "bdo"}
_SKIPPED = {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "sdtEndPr", "commentReference"}


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph or character style means, its parents included."""

    heading: int = 0
    items: int = 0  # list depth
    quote: bool = False
    contents: bool = False
    marks: tuple[str, ...] = ()


def read_docx(raw: RawFile) -> Source:
    """Headings, lists, quotes, tables and notes of a Word document; deleted text is not read, inserted text is."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    stream = raw.unzipped("Word")
    try:
        document = docx.Document(stream)
        builder = Builder(raw)
        walk = _Walk(document, builder)
        found = walk.run()
    except (
        PackageNotFoundError,
        BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        XMLSyntaxError,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
    ) as error:
        raise raw.damaged("Word") from error
    if not any(paragraph.text.strip() for paragraph in found):
        raise ReadError(f"{raw.name}: holds no text (pictures only?); type out or recognise (OCR) the text first")
    write(found, builder)
    properties = document.core_properties
    attributes = {"title": properties.title, "subject": properties.subject}
    return builder.finish("docx", attributes={key: value for key, value in attributes.items() if value})


class _Walk:
    """The document's body to paragraphs."""

    def __init__(self, document: Any, builder: Builder) -> None:
        self.document = document
        self.builder = builder
        self.styles = _styles(document)
        self.default = next(
            (
                style.style_id
                for style in document.styles
                if style.type == 1 and style.element.get(f"{_W}default") == "1"
            ),
            "",
        )
        body = document.element.body
        self.rendered = next(body.iter(f"{_W}lastRenderedPageBreak"), None) is not None
        explicit = any(node.get(f"{_W}type") == "page" for node in body.iter(f"{_W}br"))
        self.page: int | None = 1 if self.rendered or explicit else None
        self.turned = False  # a page break of the writer's own, no text since
        self.tables = 0
        self.count = 0
        self.found: list[Paragraph] = []
        self.notes: list[str] = []
        self.boxes: list[Any] = []

    def run(self) -> list[Paragraph]:
        """All paragraphs: the body, then the notes; headers and footers are counted only."""
        self._children(self.document.element.body, Paragraph())
        self._notes("footnotes", "footnote")
        self._notes("endnotes", "endnote")
        for kind in ("header", "footer"):
            for _, part in sorted(self._parts(kind)):
                length = sum(len(node.text or "") for node in part.iter(f"{_W}t"))
                self.builder.drop(length, f"page_{kind}")
        return self.found

    def _parts(self, kind: str) -> Iterator[tuple[str, Any]]:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for relation in self.document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                part = relation.target_part
                yield str(part.partname), etree.fromstring(part.blob, parser)

    def _notes(self, kind: str, tag: str) -> None:
        for _, part in self._parts(kind):
            for note in part.iter(f"{_W}{tag}"):
                if note.get(f"{_W}type") in (None, "normal"):
                    self.page = None
                    self._children(note, Paragraph())

    def _children(self, parent: Any, place: Paragraph) -> None:
        for child in parent:
            tag = _tag(child)
            if tag == "p":
                self._paragraph(child, place)
            elif tag == "tbl":
                self._table(child, place)
            elif tag in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
                self._children(child, place)

    def _table(self, table: Any, place: Paragraph) -> None:
        if place.table is not None:
            # A table inside a cell is read as more paragraphs of that cell.
            for cell in table.iter(f"{_W}tc"):
                for child in cell:
                    if _tag(child) == "p":
                        self._paragraph(child, place)
            return
        self.tables += 1
        number = self.tables
        for row, element in enumerate(_rows(table), 1):
            column = 1
            for cell in _cells(element):
                properties = cell.find(f"{_W}tcPr")
                span = _value(properties, "gridSpan")
                merge = properties.find(f"{_W}vMerge") if properties is not None else None
                if merge is not None and merge.get(f"{_W}val") != "restart":
                    self.builder.drop(sum(len(node.text or "") for node in cell.iter(f"{_W}t")), "merged_cell")
                else:
                    self._children(cell, Paragraph(Role.CELL, table=number, row=row, column=column))
                column += int(span) if span and span.isdigit() else 1

    def _paragraph(self, element: Any, place: Paragraph) -> None:
        properties = element.find(f"{_W}pPr")
        style = self.styles.get(_value(properties, "pStyle") or self.default, _Style())
        if properties is not None and properties.find(f"{_W}pageBreakBefore") is not None:
            self._turn()
        before = self.page
        runs: list[Run] = []
        for text, marks in self._runs(element, style.marks):
            if text == "\f":
                self._turn_rendered() if not marks else self._turn()
                if not any(part.strip() for part, _ in runs):
                    before = self.page
                continue
            if text.strip():
                self.turned = False
            runs.append((text, marks))
        self.count += 1
        if style.contents:
            self.builder.drop(sum(len(text) for text, _ in runs), "table_of_contents")
        else:
            role, depth = self._role(properties, style, place)
            self.found.append(replace(place, role=role, depth=depth, runs=runs, page=before, number=self.count))
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self._children(box, place)

    def _role(self, properties: Any, style: _Style, place: Paragraph) -> tuple[Role, int]:
        heading = style.heading
        outline = _value(properties, "outlineLvl")
        if not heading and outline is not None and outline.isdigit() and int(outline) < 9:
            heading = int(outline) + 1
        if heading and place.table is None:
            return Role.HEADING, heading
        numbering = properties.find(f"{_W}numPr") if properties is not None else None
        if numbering is not None:
            if _value(numbering, "numId") != "0":
                level = _value(numbering, "ilvl")
                return Role.ITEM, (int(level) if level and level.isdigit() else max(0, style.items - 1)) + 1
        elif style.items:
            return Role.ITEM, style.items
        if style.quote:
            return Role.QUOTE, 0
        return place.role, 0

    def _turn(self) -> None:
        """The writer's own page break."""
        if self.page is not None:
            self.page += 1
            self.turned = True

    def _turn_rendered(self) -> None:
        """A page break where Word last broke the page; right after the writer's own it is the same one."""
        if self.page is not None and not self.turned:
            self.page += 1
        self.turned = False

    def _runs(self, parent: Any, marks: tuple[str, ...]) -> Iterator[Run]:
        for child in parent:
            tag = _tag(child)
            if tag in _SKIPPED:
                if tag in ("del", "moveFrom"):
                    self.builder.drop(sum(len(node.text or "") for node in child.iter(f"{_W}delText")), "deleted")
                continue
            if tag == "r":
                yield from self._run(child, marks)
            elif tag in _TRANSPARENT:
                yield from self._runs(child, marks)

    def _run(self, run: Any, marks: tuple[str, ...]) -> Iterator[Run]:
        properties = run.find(f"{_W}rPr")
        if properties is not None:
            marks = _run_marks(properties, self.styles, marks)
        for child in run:
            tag = _tag(child)
            if tag == "t":
                yield child.text or "", marks
            elif tag in ("tab", "ptab"):
                yield "\t", marks
            elif tag in ("br", "cr"):
                yield ("\f", ("own",)) if child.get(f"{_W}type") == "page" else ("\n", marks)
            elif tag == "lastRenderedPageBreak":
                yield "\f", ()
            elif tag == "noBreakHyphen":
                yield "-", marks
            elif tag == "delText":
                self.builder.drop(len(child.text or ""), "deleted")
            elif tag in ("drawing", "pict", "object") or child.tag.endswith("AlternateContent"):
                self.boxes += list(_boxes(child))


def _tag(element: Any) -> str:
    name = element.tag
    return name[len(_W) :] if isinstance(name, str) and name.startswith(_W) else ""


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(f"{_W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{_W}val")


def _on(parent: Any, name: str) -> bool | None:
    """Whether a yes-or-no property is set; None when it is not mentioned."""
    child = parent.find(f"{_W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{_W}val") not in ("0", "false", "off", "none")


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if _tag(child) == "tr":
            yield child
        elif _tag(child) in ("sdt", "sdtContent", "ins"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if _tag(child) == "tc":
            yield child
        elif _tag(child) in ("sdt", "sdtContent"):
            yield from _cells(child)


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes, once each: alternatives for old readers are passed over."""
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if _tag(child) == "txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _run_marks(properties: Any, styles: dict[str, _Style], inherited: tuple[str, ...]) -> tuple[str, ...]:
    marks = set(inherited)
    style = styles.get(_value(properties, "rStyle") or "")
    if style is not None:
        marks |= set(style.marks) | ({"quote"} if style.quote else set())
    for name, mark in (("i", "italic"), ("b", "bold")):
        on = _on(properties, name)
        if on is not None:
            (marks.add if on else marks.discard)(mark)
    return tuple(sorted(marks))


def _styles(document: Any) -> dict[str, _Style]:
    """What each style means by its id."""
    elements = {style.style_id: style.element for style in document.styles}
    done: dict[str, _Style] = {}

    def resolve(key: str, depth: int) -> _Style:
        if key in done or key not in elements or depth > 20:
            return done.get(key, _Style())
        element = elements[key]
        parent = resolve(_value(element, "basedOn") or "", depth + 1)
        done[key] = _meaning(element, parent)
        return done[key]

    for key in elements:
        resolve(key, 0)
    return done


def _meaning(element: Any, parent: _Style) -> _Style:
    name = (_value(element, "name") or "").casefold()
    properties = element.find(f"{_W}pPr")
    heading = _HEADING.match(name)
    level = int(heading[1]) if heading else 1 if name in ("title", "titel") else parent.heading
    outline = _value(properties, "outlineLvl")
    if not level and outline is not None and outline.isdigit() and int(outline) < 9:
        level = int(outline) + 1
    items = parent.items
    listed = _LIST.match(name)
    if listed is not None and "continue" not in name and "voortzetting" not in name:
        items = int(listed[1] or 1)
    numbering = properties.find(f"{_W}numPr") if properties is not None else None
    if numbering is not None and not level:
        items = max(items, int(_value(numbering, "ilvl") or 0) + 1)
    quote = parent.quote or name in _QUOTE
    marks = set(parent.marks)
    run = element.find(f"{_W}rPr")
    # A heading's or quote's own looks say nothing more than its style does.
    if run is not None and not quote and not level:
        for prop, mark in (("i", "italic"), ("b", "bold")):
            if _on(run, prop):
                marks.add(mark)
    return _Style(level, items, quote, parent.contents or bool(_CONTENTS.match(name)), tuple(sorted(marks)))
