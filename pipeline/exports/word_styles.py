"""An empty document with our page, styles, header and footer."""

from __future__ import annotations

from typing import Any

from pipeline.exports.word_parts import element, field, font, language, left_line

RED, INK, MUTED = "A4161A", "22201E", "5F5954"
SERIF, SANS = "Georgia", "Calibri"


def new_document(title: str) -> Any:
    """A document on A4 in Belgian Dutch, with the title in the header and page numbers in the footer."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.3)
    page.header_distance = page.footer_distance = Cm(1.2)
    page.different_first_page_header_footer = True
    language(document)
    _base(document)
    _headings(document)
    _own(document)
    _contents(document)
    _table(document)
    _running(page, title)
    return document


def _set(
    style: Any,
    *,
    size: float | None = None,
    colour: str | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    before: float = 0,
    after: float = 0,
    line: float | None = None,
    name: str | None = None,
    keep: bool | None = None,
) -> Any:
    from docx.shared import Pt, RGBColor

    if name:
        font(style, name)
    if size:
        style.font.size = Pt(size)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    style.font.bold, style.font.italic = bold, italic
    shape = getattr(style, "paragraph_format", None)
    if shape is not None:
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.line_spacing, shape.keep_with_next = line, keep
    return style


def _base(document: Any) -> None:
    styles = document.styles
    _set(styles["Normal"], size=10.5, colour=INK, name=SANS, line=1.25)
    _set(styles["Body Text"], after=6, line=1.25)
    _set(styles["Title"], size=28, colour=INK, name=SERIF, bold=True, before=4, after=10, line=1.05)
    _strip(styles["Title"], "w:pBdr")
    _strip(styles["Subtitle"], "w:spacing")
    _set(styles["Subtitle"], size=12.5, colour=MUTED, name=SANS, after=16, line=1.25)
    _set(styles["Caption"], size=9.5, colour=MUTED, before=12, after=4, keep=True)
    quote = _set(styles["Quote"], size=10.5, colour=INK, italic=True, after=6, line=1.3)
    _indent(quote, left=0.8, right=0.8)
    bullets = _set(styles["List Bullet"], after=3, line=1.25)
    bullets.paragraph_format.widow_control = True


def _headings(document: Any) -> None:
    for level, size, before, after in ((1, 20, 0, 6), (2, 14, 18, 4), (3, 12.5, 16, 3)):
        style = _set(
            document.styles[f"Heading {level}"],
            size=size,
            colour=RED if level == 1 else INK,
            name=SERIF,
            bold=True,
            before=before,
            after=after,
            line=1.15,
            keep=True,
        )
        style.paragraph_format.keep_together = True
    left_line(document.styles["Heading 3"], RED)


def _own(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm

    def paragraph(title: str, **settings: Any) -> Any:
        style = document.styles.add_style(title, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = document.styles["Normal"], True
        return _set(style, **settings)

    def character(title: str, **settings: Any) -> Any:
        style = document.styles.add_style(title, WD_STYLE_TYPE.CHARACTER)
        style.quick_style = True
        return _set(style, **settings)

    paragraph("Merk", size=10, colour=RED, bold=True, before=60, after=4)
    paragraph("Tussenkop", size=9.5, colour=RED, bold=True, before=8, after=2, keep=True)
    paragraph("Voor wie", colour=MUTED, italic=True, after=4)
    advice = paragraph("Aanbeveling", size=11.5, after=4, line=1.25)
    left_line(advice, RED)
    paragraph("Draagvlak", size=9.5, colour=MUTED, before=8, after=2)
    warning = paragraph("Waarschuwing", size=10, after=4)
    left_line(warning, MUTED, size=12, space=8)
    source = paragraph("Bron", size=9.5, after=6, line=1.2)
    source.paragraph_format.left_indent, source.paragraph_format.first_line_indent = Cm(1.5), Cm(-1.5)
    source.paragraph_format.tab_stops.add_tab_stop(Cm(1.5))
    source.paragraph_format.keep_together = True
    paragraph("Tabel", size=9.5, line=1.15)
    paragraph("Inhoudstitel", size=20, colour=RED, name=SERIF, bold=True, after=8)
    character("Verwijzing", size=8, colour=MUTED, italic=False, bold=False)
    character("Herkomst", size=9, colour=MUTED, italic=False, bold=False)


def _contents(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    for level, bold, before in ((1, True, 6), (2, False, 2), (3, False, 0)):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = document.styles["Normal"]
        _set(style, bold=bold, before=before, after=1, size=10.5 if level < 3 else 10, line=1.1)
        _indent(style, left=(level - 1) * 0.6)


def _table(document: Any) -> None:
    """A table style with thin lines between the rows and a heavier one below the header."""
    from docx.enum.style import WD_STYLE_TYPE

    style = document.styles.add_style("Rode Draad", WD_STYLE_TYPE.TABLE)
    properties = element("w:tblPr")
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="C9C1B8"))
    properties.append(borders)
    margins = element("w:tblCellMar")
    for side, width in (("top", "50"), ("left", "60"), ("bottom", "50"), ("right", "100")):
        margins.append(element(f"w:{side}", w=width, type="dxa"))
    properties.append(margins)
    style.element.append(properties)


def _running(page: Any, title: str) -> None:
    """The title above each page but the first, "pagina x van y" below each."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    head = page.header.paragraphs[0]
    head.add_run(" ".join(title.split()), style="Herkomst")
    for footer in (page.footer, page.first_page_footer):
        foot = footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.add_run("Pagina ")
        field(foot, "PAGE", "1")
        foot.add_run(" van ")
        field(foot, "NUMPAGES", "1")
        for run in foot.runs:
            run.style = "Herkomst"


def _indent(style: Any, *, left: float = 0, right: float = 0) -> None:
    from docx.shared import Cm

    style.paragraph_format.left_indent, style.paragraph_format.right_indent = Cm(left), Cm(right)


def _strip(style: Any, tag: str) -> None:
    """Take away what the template gave a style: a border of its paragraphs, or spaced letters."""
    from docx.oxml.ns import qn

    holder = style.element.get_or_add_pPr() if tag == "w:pBdr" else style.element.get_or_add_rPr()
    for old in holder.findall(qn(tag)):
        holder.remove(old)
