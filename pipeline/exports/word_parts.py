"""What python-docx has no call for: bookmarks, links inside the document, fields, a table of contents, alt text, language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

LANGUAGE = "nl-BE"


def element(tag: str, **attributes: str) -> Any:
    """An XML element such as `w:fldChar` with its attributes in the w: namespace."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark around what the paragraph holds now."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    first = next((child for child in paragraph._p if child.tag != qn("w:pPr")), None)
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def styled(paragraph: Any, text: str, style: str) -> Any:
    """Add a run in a character style given by its id; python-docx looks a name up in all styles for every run."""
    run = paragraph.add_run(text)
    run._r.style = style
    return run


def link(paragraph: Any, text: str, anchor: str, *, style: str | None = None) -> None:
    """Add a run that leads to a bookmark in the same document; `style` is a character style's id."""
    run = styled(paragraph, text, style) if style else paragraph.add_run(text)
    holder = element("w:hyperlink", anchor=anchor, history="1")
    run._r.addprevious(holder)
    holder.append(run._r)


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field that the word processor computes; `shown` stands there until it does."""
    _begin(paragraph, instruction)
    paragraph.add_run(shown)
    _end(paragraph)


def _begin(paragraph: Any, instruction: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def _end(paragraph: Any) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def contents(document: Any, entries: Sequence[tuple[int, str, str]]) -> None:
    """A table of contents that can be updated and is filled already; entries are (level, text, bookmark)."""
    for place, (level, text, anchor) in enumerate(entries):
        paragraph = document.add_paragraph(style=f"toc {level}")
        if place == 0:
            _begin(paragraph, r'TOC \o "1-3" \h \z \u')
        link(paragraph, text, anchor)
        if place == len(entries) - 1:
            _end(paragraph)


def alt_text(shape: Any, title: str, text: str) -> None:
    """Say what a picture shows."""
    properties = shape._inline.docPr
    properties.set("title", title)
    properties.set("descr", text)


def language(document: Any) -> None:
    """Set the language of all text."""
    for properties in document.styles.element.iter(qn("w:rPr")):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.append(element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))


def font(style: Any, name: str) -> None:
    """Give a style one font for every script, in place of the theme's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), name)


def left_line(style: Any, colour: str, *, size: int = 18, space: int = 10) -> None:
    """A line down the left of a style's paragraphs (`size` in eighths of a point)."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz=str(size), space=str(space), color=colour))
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def repeat_header(row: Any) -> None:
    """Repeat a table's row at the top of each page."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))


def keep_row(row: Any) -> None:
    """Keep a table's row on one page."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))


def data_part(document: Any, xml: str) -> None:
    """Put data into the document that nobody sees and that Word keeps when it saves: a custom XML part (ECMA-376, 15.2.5)."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    content = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n{xml}"
    name = document.part.package.next_partname("/customXml/item%d.xml")
    part = Part(PackURI(name), "application/xml", content.encode(), document.part.package)
    document.part.relate_to(part, kind)
