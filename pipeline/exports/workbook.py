"""codings.xlsx: every quote with its codes, the counts, the drafts and the meetings, to sort, filter and judge."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.codebook import KIND_LABELS, LEVEL_LABELS
from pipeline.exports.files import MOMENT, fixed_archive, write_whole
from pipeline.exports.templating import rests_on
from pipeline.model import Kind, Segment
from pipeline.report import Report, kinds, matrix, sentences_of, words

NO_THEME = "geen"
# The columns with what was given and with what a person puts in its place, and the one for a judgement.
SHOWN = {"themes": "thema's", "level": "niveau", "kind": "soort"}
FILLED = {"themes": "juist thema", "level": "juist niveau", "kind": "juiste soort"}
JUDGED, AGREED = "beoordeling", "akkoord"
JUDGEMENTS = (AGREED, "niet akkoord", "deels akkoord", "twijfel")
TINTS = ("FDF1E7", "EAF3EC", "E8F0F8", "F6ECF5", "FBF6DC", "E9F4F4", "F3EEE8", "F0F0FA")
_LONGEST = 32_767  # characters that a cell can hold
_RED = "A4161A"
LINE_POINTS, HIGHEST = 15.0, 400.0  # points of one line of text, and the most that a row may have
_TOP = Alignment(vertical="top", wrap_text=True)
_LINE = Border(bottom=Side(style="hair", color="C9C1B8"))
_FORMULA = re.compile(r"^[=+\-@\t]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    width: float


def write(report: Report, path: Path) -> None:
    """Write the workbook; the same report gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _guide(report, book.create_sheet("Leeswijzer"))
    _quotes(report, book.create_sheet("Citaten"))
    _queue(report, book.create_sheet("Nakijken"))
    _themes(report, book.create_sheet("Thema's"))
    _drafts(report, book.create_sheet("Aanbevelingen"))
    _meetings(report, book.create_sheet("Overleggen"))
    book.active = 1
    for place, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = place == 1
        sheet.sheet_view.showGridLines = False
    properties = book.properties
    properties.creator, properties.title, properties.language = "Rode Draad", report.title, "nl-BE"
    properties.created = MOMENT
    held = io.BytesIO()
    book.save(held)
    write_whole(path, fixed_archive(held.getvalue(), replace=_undated))


def _undated(name: str, content: bytes) -> bytes:
    stamp = rf"\g<1>{MOMENT:%Y-%m-%dT%H:%M:%SZ}".encode()
    return _MODIFIED.sub(stamp, content) if name == "docProps/core.xml" else content


def plain(text: str) -> str:
    """Text as a cell can hold it: without control characters, cut at Excel's limit."""
    clean: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _put(cell: Cell, value: object) -> None:
    """Set a cell; text stays text, also when it begins as a formula would."""
    if isinstance(value, str):
        text = plain(value)
        cell.value = text or None
        if text:
            cell.data_type = "s"
            cell.quotePrefix = bool(_FORMULA.match(text))
    else:
        cell.value = value
    cell.alignment, cell.border = _TOP, _LINE


def _height(values: Sequence[object], widths: Sequence[float]) -> float:
    """Points for the most lines that a value wraps to; not every program fits rows to their text by itself."""
    lines = [
        sum(max(1, math.ceil(len(part) * 1.12 / width)) for part in str(value).split("\n"))
        for value, width in zip(values, widths, strict=True)
        if value is not None
    ]
    return min(LINE_POINTS * max(lines, default=1) + 3, HIGHEST)


def _table(sheet: Worksheet, columns: Sequence[_Column], rows: Iterable[Sequence[object]]) -> int:
    """A header, rows, filters, a frozen header and a print layout; gives the number of the last row."""
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place)
        _put(cell, column.name)
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_RED)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[1].height = 32
    last = 1
    for last, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            _put(sheet.cell(last, place), value)
        sheet.row_dimensions[last].height = _height(row, [column.width for column in columns])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Pagina &P van &N"
    return last


def _quotes(report: Report, sheet: Worksheet) -> None:
    columns = [
        _Column("nr", 8), _Column("tekst", 62), _Column(SHOWN["themes"], 30), _Column("sub-thema's", 26), _Column(SHOWN["level"], 9),
        _Column(SHOWN["kind"], 11), _Column("zekerheid", 11), _Column("codeur", 18), _Column("woorden die de doorslag gaven", 26),
        _Column(JUDGED, 14), _Column(FILLED["themes"], 26), _Column(FILLED["level"], 11), _Column(FILLED["kind"], 12),
        _Column("opmerking", 28), _Column("aanbeveling", 13), _Column("herhaling van", 11),
        _Column("overleg", 22), _Column("datum", 12), _Column("bron", 30), _Column("pagina", 8), _Column("kenmerk", 16),
    ]  # fmt: skip
    used = _used(report)
    last = _table(sheet, columns, (_row(report, segment, used) for segment in report.segments))
    tints = {key: TINTS[place % len(TINTS)] for place, key in enumerate(report.codebook.keys)}
    for number, segment in enumerate(report.segments, start=2):
        themes = report.themes(segment.segment_id)
        if themes:
            sheet.cell(number, 3).fill = PatternFill("solid", fgColor=tints[themes[0]])
        sheet.cell(number, 7).number_format = "0%"
    choices = DataValidation(type="list", formula1=f'"{",".join(JUDGEMENTS)}"', allow_blank=True)
    choices.promptTitle, choices.prompt = "Beoordeling", "Klopt wat hier staat over thema, niveau en soort?"
    choices.errorTitle, choices.error = "Beoordeling", f"Kies uit: {', '.join(JUDGEMENTS)}."
    sheet.add_data_validation(choices)
    choices.add(f"J2:J{max(2, last)}")
    names = [report.codebook.label(key) for key in report.codebook.keys]
    _choice(
        sheet,
        "K",
        last,
        [*names, NO_THEME],
        "Het thema dat past, of geen; meer dan één met een puntkomma ertussen.",
        strict=False,
    )
    _choice(sheet, "L", last, list(LEVEL_LABELS.values()), "Het niveau dat past.")
    _choice(sheet, "M", last, list(KIND_LABELS.values()), "De soort die past.")
    sheet.freeze_panes = "C2"


def _choice(
    sheet: Worksheet, column: str, last: int, values: Sequence[str], prompt: str, *, strict: bool = True
) -> None:
    """A list to choose from in a column; without `strict` other text may be written as well. Excel holds 255 characters."""
    joined = ",".join(value.replace(",", " ") for value in values)
    if len(joined) > 255:
        return
    choices = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)
    choices.promptTitle, choices.prompt, choices.showErrorMessage = "Verbeteren", prompt, strict
    sheet.add_data_validation(choices)
    choices.add(f"{column}2:{column}{max(2, last)}")


def _queue(report: Report, sheet: Worksheet) -> None:
    """The codings from which most is to be gained, with the way to their row among the quotes."""
    columns = [
        _Column("citaat", 8), _Column("tekst", 62), _Column("voorstel", 32), _Column("misschien", 40), _Column("lijkt op", 62),
    ]  # fmt: skip
    place = {segment.segment_id: row for row, segment in enumerate(report.segments, start=2)}
    rows = []
    for doubt in report.doubts:
        given = [report.codebook.label(key) for key in report.themes(doubt.segment_id)]
        maybe = "; ".join(f"{report.codebook.label(key)} ({round(100 * share)} %)" for key, share in doubt.themes)
        like = "\n".join(f"“{text}”" for text in doubt.like)
        text = report.segment(doubt.segment_id).text
        rows.append((report.numbers[doubt.segment_id], text, "; ".join(given) or NO_THEME, maybe, like))
    _table(sheet, columns, rows)
    for number, doubt in enumerate(report.doubts, start=2):
        cell = sheet.cell(number, 1)
        cell.hyperlink = f"#Citaten!J{place[doubt.segment_id]}"
        cell.font = Font(name="Calibri", color=_RED, underline="single")


def _used(report: Report) -> dict[str, list[int]]:
    """For each segment the numbers of the drafts that it carries."""
    used: dict[str, list[int]] = {}
    for entry in report.entries:
        cited = (name for sentence in sentences_of(entry.draft) for name in sentence.segments)
        for name in {*entry.draft.segments, *cited}:
            used.setdefault(name, []).append(entry.number)
    return used


def _row(report: Report, segment: Segment, used: dict[str, list[int]]) -> tuple[object, ...]:
    name = segment.segment_id
    decision = report.evidence.decisions[name]
    case = report.case(segment)
    first = decision.themes[0] if decision.themes else None
    return (
        report.numbers[name],
        segment.text,
        "; ".join(report.codebook.label(said.code) for said in decision.themes),
        "; ".join(report.codebook.label(said.code) for said in decision.subthemes),
        LEVEL_LABELS[decision.level.code] if decision.level else "",
        KIND_LABELS[report.evidence.kind(name)],
        round(first.confidence, 4) if first else None,
        first.coder if first else "",
        "; ".join(report.telling_words(name)),
        "",
        "",
        "",
        "",
        "",
        ", ".join(map(str, used.get(name, ()))),
        report.repeats(name),
        (case.meeting if case else "") or segment.outline.meeting or "",
        case.date if case else "",
        segment.source,
        segment.page,
        name,
    )


def _themes(report: Report, sheet: Worksheet) -> None:
    levels = [_Column(label, 10) for label in LEVEL_LABELS.values()]
    kind_columns = [_Column(label, 11) for label in KIND_LABELS.values()]
    columns = [_Column("thema", 42), _Column("citaten", 24), _Column("overleggen", 12), *levels, *kind_columns]
    table, by_kind = matrix(report), kinds(report)
    rows = [
        (
            report.codebook.label(theme),
            table.totals[theme].segments,
            table.totals[theme].meetings,
            *(table.cells[theme, level].segments for level in table.levels),
            *(by_kind[theme][kind] for kind in Kind),
        )
        for theme in table.themes
    ]
    last = _table(sheet, columns, rows)
    bar = DataBarRule(start_type="num", start_value=0, end_type="max", color="E3A99B", showValue=True)
    sheet.conditional_formatting.add(f"B2:B{last}", bar)


def _drafts(report: Report, sheet: Worksheet) -> None:
    columns = [
        _Column("nr", 6), _Column("niveau", 9), _Column("thema", 28), _Column("aanbeveling", 46), _Column("voor wie", 26),
        _Column("uitwerking", 70), _Column("citaten", 9), _Column("overleggen", 11), _Column("bronnen", 9),
        _Column("sectoren", 30), _Column("jaren", 12), _Column("let op", 30), _Column("rust op", 30),
    ]  # fmt: skip
    rows = []
    for entry in report.entries:
        draft, held = entry.draft, entry.draft.support
        body = "\n".join(
            f"{words.section(part.name)}: {' '.join(one.text for one in part.sentences)}" for part in draft.sections
        )
        cited = " ".join(report.numbers[name] for name in report.sorted(draft.segments))
        rows.append(
            (
                entry.number,
                LEVEL_LABELS[draft.level],
                report.codebook.label(draft.theme),
                draft.title.text,
                words.addressees(draft.addressees).removeprefix("Voor "),
                body,
                held.segments,
                held.meetings,
                held.sources,
                ", ".join(held.sectors),
                words.years(held.years),
                words.caution(held),
                cited,
            )
        )
    _table(sheet, columns, rows)


def _meetings(report: Report, sheet: Worksheet) -> None:
    columns = [
        _Column("overleg", 34), _Column("datum", 12), _Column("titel", 34), _Column("regio", 18), _Column("sectoren", 36),
        _Column("rollen", 36), _Column("bron", 34), _Column("citaten", 9), _Column("met thema", 10),
    ]  # fmt: skip
    held: dict[str, list[str]] = {}
    for segment in report.segments:
        held.setdefault(segment.case_id, []).append(segment.segment_id)
    rows: list[Sequence[object]] = []
    for case in report.cases:
        names = held.get(case.case_id, [])
        coded = sum(1 for name in names if report.themes(name))
        known = (case.meeting, case.date, case.title, case.region, ", ".join(case.sectors), ", ".join(case.roles))
        rows.append((*known, case.source, len(names), coded))
    _table(sheet, columns, rows)


def _guide(report: Report, sheet: Worksheet) -> None:
    texts = [
        ("Rode Draad", ""),
        (report.title, ""),
        ("Rust op", rests_on(report)),
        *(("Let op" if place == 0 else "", note) for place, note in enumerate(report.notes)),
        ("Citaten", "Eén rij per citaat, bevinding of actiepunt. Filter met de pijltjes in de bovenste rij."),
        ("", "Zekerheid en codeur horen bij het eerste thema. “report” zijn de koppen van het verslag zelf."),
        (
            "",
            "Vul bij beoordeling in of u akkoord gaat, of bij juist thema, niveau en soort wat wel past; bij opmerking kan u schrijven wat u wil.",
        ),
        (
            "",
            "Het programma leert daarvan: rodedraad train own --corrections codings.xlsx --out MAP, daarna rodedraad run … --coder MAP.",
        ),
        ("", "Bij aanbeveling staan de nummers van de aanbevelingen die op dit citaat rusten."),
        (
            "Nakijken",
            "De citaten waar een verbetering het meest oplevert, eerst die waarover het programma het meest twijfelt en die op veel andere lijken.",
        ),
        ("Thema's", "Per thema hoeveel citaten en overleggen; wie hetzelfde in dezelfde woorden zegt, telt één keer."),
        ("Aanbevelingen", "Elke aanbeveling op één rij, met waar ze op rust."),
        ("Overleggen", "De overleggen waar de citaten vandaan komen, met wie aan tafel zat."),
        ("Codeboek", report.codebook.name),
        *((theme.label, theme.description) for theme in report.codebook.themes),
    ]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 96
    for row, (name, text) in enumerate(texts, start=1):
        _put(sheet.cell(row, 1), name)
        _put(sheet.cell(row, 2), text)
        sheet.row_dimensions[row].height = _height((name, text), (34, 96)) + (8 if row == 2 else 0)
        sheet.cell(row, 1).font = Font(name="Calibri", bold=True)
        sheet.cell(row, 1).border = sheet.cell(row, 2).border = Border()
    sheet.cell(1, 1).font = Font(name="Calibri", bold=True, color=_RED)
    sheet.cell(2, 1).font = Font(name="Calibri", bold=True, size=15)
    sheet.cell(2, 1).alignment = Alignment(vertical="center")
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
