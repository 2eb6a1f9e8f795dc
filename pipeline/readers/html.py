"""HTML through lxml, without any network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Role, Source
from pipeline.readers.build import Builder
from pipeline.readers.paragraphs import INSERTED, Paragraph, write
from pipeline.readers.raw import RawFile

_SKIPPED = {"script", "style", "nav", "noscript", "template", "svg", "math", "button", "select", "iframe", "object"}
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter output q s samp small span "
    "strike strong sub sup time tt u var wbr br input picture ruby rb rt rp"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_STYLES = {"em": "italic", "i": "italic", "cite": "italic", "b": "bold", "strong": "bold", "q": "quote"}
_NOT_ATTRIBUTES = {"viewport", "generator", "author", "robots", "theme-color", "progid", "originator"}


def read_html(raw: RawFile) -> Source:
    """Headings, paragraphs, nested lists, quotes and tables; scripts, styles and menus are left out as markup."""
    from lxml import etree, html

    text, _ = raw.decoded
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(
            f"{raw.name}: holds no HTML that can be read; open it in a browser and save it again"
        ) from error
    builder = Builder(raw)
    attributes: dict[str, str] = {}
    for head in tree.iter("head"):
        builder.drop(sum(len(piece) for piece in head.itertext()), "markup")
        for title in head.iter("title"):
            attributes["title"] = " ".join(title.text_content().split())
        for meta in head.iter("meta"):
            name, content = (meta.get("name") or "").casefold(), (meta.get("content") or "").strip()
            if name and content and name not in _NOT_ATTRIBUTES:
                attributes[name] = content
    walk = _Walk(builder)
    for body in tree.iter("body"):
        walk.block(body, _Place())
        break
    write(walk.found, builder)
    return builder.finish("html", attributes={key: value for key, value in attributes.items() if value})


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around an element."""

    role: Role = Role.PARAGRAPH
    depth: int = 0
    lists: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None
    styles: tuple[str, ...] = ()
    term: bool = False  # inside <dt>
    continues: bool = False  # inside the first <dd> after it


class _Walk:
    """Elements to paragraphs."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.found: list[Paragraph] = []
        self.current: Paragraph | None = None
        self.tables = 0
        self.rows: dict[int, int] = {}
        self.term: Paragraph | None = None  # the last <dt>, while its meaning is still to come
        self.item = False  # a list item has begun and has no paragraph yet

    def block(self, element: Any, place: _Place) -> None:
        """An element that begins and ends paragraphs."""
        self.current = None
        self._inside(element, place)
        self.current = None

    def _inside(self, element: Any, place: _Place) -> None:
        self._text(element.text, place)
        column = 0
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _SKIPPED or not tag:
                self.builder.drop(sum(len(piece) for piece in child.itertext()), "markup")
            elif tag == "br":
                self._text("\n", place)
            elif tag in _INLINE:
                style = _STYLES.get(tag)
                self._inside(child, replace(place, styles=(*place.styles, style)) if style else place)
            else:
                column += tag in ("td", "th")
                self.block(child, self._enter(child, tag, place, column))
            self._text(child.tail, place)

    def _enter(self, child: Any, tag: str, place: _Place, column: int) -> _Place:
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return replace(place, role=Role.HEADING, depth=int(tag[1]))
        if tag == "blockquote":
            return replace(place, role=Role.QUOTE, depth=0)
        if tag in ("ul", "ol"):
            return replace(place, lists=place.lists + 1)
        if tag == "li":
            self.item = True
            return replace(place, role=Role.ITEM, depth=max(1, place.lists))
        if tag == "table":
            self.tables += 1
            self.rows[self.tables] = 0
            return replace(place, table=self.tables)
        if tag == "dt":
            return replace(place, term=True)
        if tag == "tr" and place.table is not None:
            self.rows[place.table] += 1
            return replace(place, row=self.rows[place.table])
        if tag == "dd" and self.found and self.term is self.found[-1]:
            return replace(place, continues=True)
        if tag in ("td", "th"):
            return replace(place, role=Role.CELL, depth=0, column=column)
        return place

    def _text(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        if self.current is None:
            if not text.strip():
                self.builder.drop(len(text), "blank")
                return
            if place.continues and self.term is not None:
                self.current, self.term = self.term, None
                colon = "" if self.current.text.rstrip().endswith(":") else ":"
                self.current.runs += [(f"{colon} ", INSERTED), (text, place.styles)]
                return
            role, depth = place.role, place.depth
            if role is Role.ITEM and not self.item:
                role, depth = (Role.CELL if place.column else Role.PARAGRAPH), 0
            self.item = False
            at = place if place.column is not None else _Place()
            self.current = Paragraph(
                role, depth, table=at.table, row=at.row, column=at.column, number=len(self.found) + 1
            )
            self.found.append(self.current)
            self.term = self.current if place.term else None
        self.current.runs.append((text, place.styles))
