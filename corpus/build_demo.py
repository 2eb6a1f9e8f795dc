"""Build the demo corpus's .docx, .odt, .pdf, .rtf, .xlsx, .txt and .csv from `demo_sources/`.

Run as `python corpus/build_demo.py [DIR]` (default: `corpus/demo`). The .md, .html and .vtt reports and `cases.csv` are
written by hand in `corpus/demo/` and stay as they are. Every file comes out byte-identical, the .pdf only on the same
version of LibreOffice and fonts; without LibreOffice the shipped .pdf stays.

The sources are a small Markdown: `@key: value` (properties), `#` to `####` (headings), `!!` (subtitle), `!small`, `>`
(block quotation), `- ` and `  - ` (bullets), `1. ` (numbers), `| … |` (table row) and `|= … |` (header row), `**bold**`
and `*italic*`. Anything else is a paragraph; a line of its own is a paragraph of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "demo_sources"

# Where a long word may break at the end of a line in the .pdf (soft hyphens, as Word's hyphenation leaves them).
HYPHENATED = (
    "samen-werkings-overleggen",
    "samen-werkings-overleg",
    "uit-spraken",
    "be-geleiders",
    "be-geleiding",
    "be-geleidster",
    "huis-bezoeken",
    "af-zonder-lijke",
    "bezoek-regeling",
    "context-begeleiding",
    "levens-verhaal",
    "hulp-verlening",
    "leerlingen-vervoer",
    "ver-gadering",
    "ver-gaderen",
    "school-verzuim",
    "onder-steuning",
    "onder-steuner",
    "ver-schillende",
    "misver-standen",
    "evaluatie-formulieren",
    "vrij-willigers",
    "achten-twintig",
    "personeels-norm",
    "aan-melding",
    "leer-krachten",
    "goed-koopste",
    "ver-andert",
    "brand-weerman",
    "her-kenbare",
    "on-ge-moti-veerd",
    "week-end",
    "bro-chure",
    "voor-jaar",
    "be-richten",
    "ver-blijven",
    "ver-slag",
    "kop-pelen",
    "hoofd-stuk",
    "kinder-opvang",
    "onder-tussen",
    "net-werk",
    "over-leg",
    "alle-maal",
    "moe-der",
    "ge-kregen",
    "ge-weest",
    "psy-chiater",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a source: `kind` is h1 to h4, subtitle, small, quote, bullet, number, table or para."""

    kind: str
    text: str = ""
    depth: int = 1
    rows: tuple[tuple[str, ...], ...] = ()
    header: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """One authored report: its properties and its blocks in order."""

    properties: dict[str, str]
    parts: tuple[Part, ...]

    @property
    def date(self) -> dt.datetime:
        """When the report was made."""
        return dt.datetime.fromisoformat(self.properties["date"]).replace(hour=9, minute=30)


def read_script(path: Path) -> Script:
    """Read one authored report."""
    properties: dict[str, str] = {}
    parts: list[Part] = []
    rows: list[tuple[str, ...]] = []
    header = False

    def close_table() -> None:
        nonlocal header
        if rows:
            parts.append(Part("table", rows=tuple(rows), header=header))
            rows.clear()
            header = False

    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            header = header or line.startswith("|=")
            rows.append(tuple(cell.strip() for cell in line.removeprefix("|=").strip("| ").split("|")))
            continue
        close_table()
        if match := re.match(r"@(\w+): (.*)", line):
            properties[match[1]] = match[2]
        elif line.strip():
            parts.append(_part(line))
    close_table()
    width = {id(part): max(map(len, part.rows)) for part in parts if part.kind == "table"}
    return Script(
        properties,
        tuple(
            Part(
                "table", rows=tuple(row + ("",) * (width[id(part)] - len(row)) for row in part.rows), header=part.header
            )
            if part.kind == "table"
            else part
            for part in parts
        ),
    )


def _part(line: str) -> Part:
    if match := re.match(r"(#{1,4}) (.*)", line):
        return Part(f"h{len(match[1])}", match[2])
    if match := re.match(r"(!!|!small|>) (.*)", line):
        return Part({"!!": "subtitle", "!small": "small", ">": "quote"}[match[1]], match[2])
    if match := re.match(r"( *)- (.*)", line):
        return Part("bullet", match[2], depth=1 + len(match[1]) // 2)
    if match := re.match(r"(\d+)\. (.*)", line):
        return Part("number", match[2], depth=int(match[1]))
    return Part("para", line)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The stretches of a line with their style: "", "bold" or "italic"."""
    for piece in re.split(r"(\*\*.+?\*\*|\*.+?\*)", text):
        if piece.startswith("**"):
            yield piece.strip("*"), "bold"
        elif piece.startswith("*"):
            yield piece.strip("*"), "italic"
        elif piece:
            yield piece, ""


# --- Word ---------------------------------------------------------------------------------------------------------


def write_docx(script: Script, path: Path) -> None:
    """Write a Word document as a reporter makes one: styles, header, footer with page number, tables."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = docx.Document()
    _docx_styles(document, script.properties)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    if script.properties.get("landscape"):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    _docx_furniture(section, script.properties)
    numbering = None
    for part in script.parts:
        if part.kind == "number" and part.depth == 1:
            numbering = _docx_restart(document)
        _docx_part(document, part, numbering)
    core = document.core_properties
    core.title = script.properties["title"]
    core.author = core.last_modified_by = script.properties.get("author", "")
    core.created = core.modified = script.date
    core.language, core.comments = "nl-BE", ""
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(_fixed_zip(buffer.getvalue(), script.date))


def _docx_styles(document: Any, properties: dict[str, str]) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = document.styles
    font = properties["font"]
    accent = RGBColor.from_string(properties["accent"])
    for name, size in (
        ("Normal", 10.5),
        ("Title", 22),
        ("Heading 1", 15),
        ("Heading 2", 13),
        ("Heading 3", 11.5),
        ("Heading 4", 10.5),
    ):
        style = styles[name]
        style.font.size = Pt(size)
        style.font.name = font
        properties_xml = style.element.get_or_add_rPr()
        fonts = properties_xml.get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(attribute), font)
        if name != "Normal":
            style.font.color.rgb = accent
            style.paragraph_format.keep_with_next = True
    for line in styles["Title"].element.iter(qn("w:bottom")):
        line.set(qn("w:color"), properties["accent"])
    language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "nl-BE")
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Normal"].paragraph_format.line_spacing = 1.08
    for name in ("List Bullet", "List Bullet 2", "List Number"):
        styles[name].paragraph_format.space_after = Pt(3)


def _docx_field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _docx_furniture(section: Any, properties: dict[str, str]) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt, RGBColor

    head = section.header.paragraphs[0]
    head.add_run(properties["header"])
    foot = section.footer.paragraphs[0]
    stops = foot.paragraph_format.tab_stops
    for stop in foot.style.paragraph_format.tab_stops:
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(section.page_width - section.left_margin - section.right_margin, WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{properties['footer']}\t{'Pagina ' if properties.get('pages') else ''}")
    _docx_field(foot, "PAGE")
    if properties.get("pages"):
        foot.add_run(" van ")
        _docx_field(foot, "NUMPAGES")
    for paragraph in (head, foot):
        paragraph.style.font.size = Pt(8.5)
        paragraph.style.font.color.rgb = RGBColor(0x70, 0x70, 0x70)


def _docx_restart(document: Any) -> int:
    """A new list that counts from 1, in the style of "List Number"."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    style_id = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == style_id).abstractNumId.val
    number = numbering.add_num(abstract)
    override = number.add_lvlOverride(ilvl=0)
    start = OxmlElement("w:startOverride")
    start.set(qn("w:val"), "1")
    override.append(start)
    return int(number.numId)


def _docx_text(paragraph: Any, text: str, *, italic: bool = False) -> None:
    for piece, style in runs(text):
        run = paragraph.add_run(piece)
        run.bold = style == "bold" or None
        run.italic = italic or style == "italic" or None


def _docx_part(document: Any, part: Part, numbering: int | None) -> None:
    from docx.shared import Cm, Pt, RGBColor

    if part.kind == "table":
        _docx_table(document, part)
        return
    if part.kind.startswith("h"):
        level = int(part.kind[1]) - 1
        document.add_heading(part.text, level)
        return
    style = {"bullet": "List Bullet" if part.depth == 1 else "List Bullet 2", "number": "List Number", "quote": "Quote"}
    paragraph = document.add_paragraph(style=style.get(part.kind))
    _docx_text(paragraph, part.text)
    if part.kind == "number" and numbering is not None:
        number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val = 0
        number.get_or_add_numId().val = numbering
    if part.kind == "quote":
        paragraph.paragraph_format.left_indent = Cm(0.8)
    if part.kind in {"subtitle", "small"}:
        for run in paragraph.runs:
            run.italic = part.kind == "subtitle"
            run.font.size = Pt(12 if part.kind == "subtitle" else 8)
            run.font.color.rgb = RGBColor(0x60, 0x60, 0x60)
    if re.fullmatch(r"\(.+\)", part.text):
        paragraph.paragraph_format.space_after = Pt(10)


def _docx_table(document: Any, part: Part) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(part.rows[0]), style="Table Grid")
    table.autofit = False
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    first = Cm(3.4) if not part.header else round(room / len(part.rows[0]))
    widths = [first] + [round((room - first) / (len(part.rows[0]) - 1))] * (len(part.rows[0]) - 1)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(part.rows):
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = line.cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = widths[column]
            _docx_cell(cell, text, bold=(number == 0) if part.header else column == 0)
    if part.header:
        _docx_header_row(table.rows[0])
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _docx_cell(cell: Any, text: str, *, bold: bool) -> None:
    from docx.shared import Pt

    items = [item.strip() for item in text.split("•") if item.strip()] if "•" in text else [text]
    for number, item in enumerate(items):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        if "•" in text:
            paragraph.style = "List Bullet"
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(item).bold = bold or None


def _docx_header_row(row: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for cell in row.cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "E7E6E6")
        cell._tc.get_or_add_tcPr().append(shade)
    repeat = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(repeat)


def _fixed_zip(data: bytes, date: dt.datetime) -> bytes:
    """The same archive with one date on every entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()


# --- PDF ----------------------------------------------------------------------------------------------------------


def write_pdf(script: Script, path: Path) -> None:
    """Write the .pdf that LibreOffice makes of the Word document; without LibreOffice leave what is there."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        sys.stderr.write(f"{path.name}: LibreOffice is not installed, the file stays as it is\n")
        return
    hyphenated = Script(
        script.properties, tuple(Part(p.kind, _soft(p.text), p.depth, p.rows, p.header) for p in script.parts)
    )
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / f"{path.stem}.docx"
        write_docx(hyphenated, word)
        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                word,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "TZ": "UTC",
                "SOURCE_DATE_EPOCH": str(int(script.date.replace(tzinfo=dt.UTC).timestamp())),
            },
        )
        path.write_bytes(_fixed_pdf(word.with_suffix(".pdf").read_bytes(), script.date))


def _soft(text: str) -> str:
    for word in HYPHENATED:
        text = re.sub(re.escape(word.replace("-", "")), word.replace("-", "\u00ad"), text)
    return text


def _fixed_pdf(data: bytes, date: dt.datetime) -> bytes:
    """The same file with a fixed date and identifier, byte for byte as long as before."""
    data = re.sub(rb"(?<=/CreationDate\(D:)\d{14}", date.strftime("%Y%m%d%H%M%S").encode(), data)
    return re.sub(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}", b"0" * 32, data)


# --- OpenDocument -------------------------------------------------------------------------------------------------


def write_odt(script: Script, path: Path) -> None:
    """Write an OpenDocument text with real headings, lists, a header and a footer."""
    import odfdo

    document = odfdo.Document("text")
    body = document.body
    body.clear()
    _odt_styles(document, script.properties)
    open_list: Any = None
    for part in script.parts:
        if part.kind != "bullet":
            open_list = None
        if part.kind == "bullet":
            if open_list is None:
                open_list = odfdo.List(style="Opsomming")
                body.append(open_list)
            open_list.append_item(odfdo.ListItem(_odt_paragraph(part.text, "Lijsttekst")))
        elif part.kind.startswith("h"):
            heading = odfdo.Header(int(part.kind[1]), part.text)
            heading.style = f"Kop{part.kind[1]}"
            body.append(heading)
        else:
            style = {"subtitle": "Ondertitel", "small": "Klein"}.get(part.kind, "Tekst")
            body.append(_odt_paragraph(part.text, style))
    meta = document.meta
    meta.title, meta.language = script.properties["title"], "nl-BE"
    meta.initial_creator = meta.creator = script.properties["author"]
    meta.creation_date = meta.date = script.date
    meta.editing_cycles, meta.editing_duration = 3, dt.timedelta(minutes=95)
    meta.generator = "LibreOffice/7.5"
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(_fixed_zip(buffer.getvalue(), script.date))


def _odt_paragraph(text: str, style: str) -> Any:
    import odfdo

    paragraph = odfdo.Paragraph("", style=style)
    for piece, weight in runs(text):
        paragraph.append(odfdo.Span(piece, style=weight) if weight else piece)
    return paragraph


def _odt_styles(document: Any, properties: dict[str, str]) -> None:
    import odfdo

    font, accent = properties["font"], f"#{properties['accent']}"
    text = {"fo:font-family": f"'{font}'", "fo:language": "nl", "fo:country": "BE"}
    looks = (
        ("Tekst", "11pt", "#000000", "0.25cm", "normal", "normal"),
        ("Lijsttekst", "11pt", "#000000", "0.12cm", "normal", "normal"),
        ("Kop1", "20pt", accent, "0.1cm", "bold", "normal"),
        ("Kop2", "14pt", accent, "0.2cm", "bold", "normal"),
        ("Ondertitel", "12pt", "#555555", "0.4cm", "normal", "italic"),
        ("Klein", "8pt", "#555555", "0cm", "normal", "normal"),
        ("Randtekst", "9pt", "#777777", "0cm", "normal", "normal"),
    )
    for name, size, colour, below, weight, slant in looks:
        above = "0.5cm" if name == "Kop2" else "0cm"
        keep = ' fo:keep-with-next="always"' if name.startswith("Kop") else ""
        attributes = " ".join(f'{key}="{value}"' for key, value in text.items())
        document.insert_style(
            odfdo.Element.from_tag(
                f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
                f'<style:paragraph-properties fo:margin-top="{above}" fo:margin-bottom="{below}"{keep}/>'
                f'<style:text-properties {attributes} fo:font-size="{size}" fo:color="{colour}" '
                f'fo:font-weight="{weight}" fo:font-style="{slant}"/></style:style>'
            )
        )
    for name, look in (("bold", 'fo:font-weight="bold"'), ("italic", 'fo:font-style="italic"')):
        document.insert_style(
            odfdo.Element.from_tag(
                f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
            )
        )
    document.insert_style(
        odfdo.Element.from_tag(
            '<text:list-style style:name="Opsomming"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
            '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
            '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="1cm" '
            'fo:text-indent="-0.5cm" fo:margin-left="1cm"/></style:list-level-properties>'
            "</text:list-level-style-bullet></text:list-style>"
        )
    )
    _odt_furniture(document, properties)


def _odt_furniture(document: Any, properties: dict[str, str]) -> None:
    import odfdo

    page = document.get_styles("master-page")[0]
    for level in document.styles.get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")
        for name in ("style:num-suffix", "loext:num-list-format", "text:display-levels"):
            if level.get_attribute(name) is not None:
                level.del_attribute(name)
    for tag, content in (
        ("header", properties["header"]),
        ("footer", f"{properties['footer']} – pagina <text:page-number>1</text:page-number>"),
    ):
        page.append(
            odfdo.Element.from_tag(f'<style:{tag}><text:p text:style-name="Randtekst">{content}</text:p></style:{tag}>')
        )
    layout = document.get_styles("page-layout")[0]
    for tag, side in (("header", "bottom"), ("footer", "top")):
        for old in layout.get_elements(f"style:{tag}-style"):
            layout.delete(old)
        layout.append(
            odfdo.Element.from_tag(
                f'<style:{tag}-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-{side}="0.4cm"/>'
                f"</style:{tag}-style>"
            )
        )


# --- RTF ----------------------------------------------------------------------------------------------------------


def write_rtf(script: Script, path: Path) -> None:
    """Write rich text as WordPad does: Windows-1252, escapes, one paragraph per line."""
    out = [
        r"{\rtf1\ansi\ansicpg1252\deff0\nouicompat\deflang2067{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset2 Symbol;}}",
        r"{\info{\title "
        + _rtf(script.properties["title"])
        + "}"
        + script.date.strftime(r"{\creatim\yr%Y\mo%m\dy%d\hr%H\min%M}}"),
        r"\viewkind4\uc1\paperw11906\paperh16838\margl1300\margr1300\margt1300\margb1300",
    ]
    for part in script.parts:
        text = "".join(
            {"bold": r"{\b ", "italic": r"{\i "}.get(s, "") + _rtf(t) + ("}" if s else "") for t, s in runs(part.text)
        )
        out.append(
            {
                "h1": rf"\pard\sa120\f0\b\fs36 {text}\b0\par",
                "h2": rf"\pard\keepn\sb240\sa120\f0\b\fs26 {text}\b0\par",
                "subtitle": rf"\pard\sa240\f0\i\fs22 {text}\i0\par",
                "bullet": r"\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-300\li500\sa60\f0\fs22 "
                + text
                + r"\par",
                "number": rf"\pard\fi-360\li560\tx560\sa60\f0\fs22 {part.depth}.\tab {text}\par",
            }.get(part.kind, rf"\pard\sa120\f0\fs22 {text}\par")
        )
    out.append("}")
    path.write_bytes("\r\n".join(out).encode("ascii"))


def _rtf(text: str) -> str:
    def escape(character: str) -> str:
        if character in "\\{}":
            return f"\\{character}"
        if ord(character) < 128:
            return character
        return f"\\'{character.encode('cp1252')[0]:02x}"

    return "".join(map(escape, text))


# --- tables and plain text ----------------------------------------------------------------------------------------


def write_xlsx(path: Path) -> None:
    """Write the workbook of post-its and action points: two sheets, a title row above each header."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill

    date = dt.datetime(2025, 5, 19, 9, 30)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet_name, table, title, widths in (
        (
            "Post-its",
            "postits",
            "Lerend netwerk Daginvulling en impact van school – Brugse Ommeland, 15 mei 2025",
            (10, 28, 16, 24, 90),
        ),
        ("Actiepunten", "actiepunten", "Afspraken en actiepunten – 15 mei 2025", (6, 100, 26, 20)),
    ):
        sheet = book.create_sheet(sheet_name)
        sheet.append([title])
        sheet.append(["Fictief verslag: personen, organisaties en gebeurtenissen zijn verzonnen."])
        sheet.append([])
        with (SOURCES / f"{path.stem}.{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter=";"):
                sheet.append([int(value) if value.isdigit() else value for value in row])
        sheet["A1"].font = Font(bold=True, size=14)
        sheet["A2"].font = Font(italic=True, size=8, color="666666")
        for cell in sheet[4]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="FFE699")
        for letter, width in zip("ABCDE", widths, strict=False):
            sheet.column_dimensions[letter].width = width
        for line in sheet.iter_rows(min_row=4):
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A5"
    book.properties.creator = "verslaggever Brugse Ommeland"
    book.properties.created = date
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(_fixed_zip(_fixed_modified(buffer.getvalue(), date), date))


def _fixed_modified(data: bytes, date: dt.datetime) -> bytes:
    """Openpyxl writes the moment of saving into the properties: put the report's date there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = date.strftime(r"\g<1>%Y-%m-%dT%H:%M:%SZ<").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*<", stamp, content)
            new.writestr(name, content)
    return out.getvalue()


def write_windows(source: Path, path: Path) -> None:
    """Write a plain file as older Windows programs do: Windows-1252 with CRLF."""
    text = source.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))


WRITERS: dict[str, Callable[[Script, Path], None]] = {
    ".docx": write_docx,
    ".pdf": write_pdf,
    ".odt": write_odt,
    ".rtf": write_rtf,
}


def main(out: Path) -> None:
    """Build every report that has a source."""
    out.mkdir(parents=True, exist_ok=True)
    for source in sorted(SOURCES.glob("*.md")):
        path = out / source.stem
        WRITERS[path.suffix](read_script(source), path)
    write_xlsx(out / "2025-05_lerend_netwerk_daginvulling.xlsx")
    for name in ("2023-06_SO_VlaamseArdennen.txt", "2023-2025_citaten_overleggen.csv"):
        write_windows(SOURCES / name, out / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "demo")
