"""Tables of quotes (.csv, .tsv, .xlsx, .jsonl): the header is found, and in it the column with the text."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Role, Source
from pipeline.readers.build import MAX_PARAGRAPH, Builder
from pipeline.readers.raw import RawFile

_LOOKED_AT = 40  # rows in which the header must stand
_SEPARATORS = ";,\t|"
_TEXT_NAMES = (
    "citaat citaten quote quotes uitspraak uitspraken verbatim tekst text fragment segment zin sentence bevinding "
    "bevindingen opmerking opmerkingen antwoord antwoorden reactie reacties response answer commentaar comment post-it "
    "getuigenis vaststelling stelling inhoud actiepunt actiepunten aanbeveling voorstel afspraak idee actie"
)
_TEXT = _TEXT_NAMES.split()
_COLUMNS = {
    "date": "datum date dag",
    "meeting": "overleg meeting soort soort_overleg type_overleg bijeenkomst vergadering",
    "region": "regio region streek",
    "sectors": "sector sectoren sectors",
    "role": "rol functie role wie hoedanigheid",
    "speaker": "spreker speaker naam",
    "theme": "thema theme themas thema's",
    "level": "niveau level",
    "source": "bron source verslag document",
    "id": "id nr nummer volgnummer",
}
_CANONICAL = {word: key for key, words in _COLUMNS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of quotes: all columns as text.

    `rows` are the rows under the header, each as long as `header`, with empty rows left out; `numbers` are their places
    in the file as a person counts them (1-based, the header counts); `text_index` is the column with the text.
    """

    header: list[str]
    rows: list[list[str]]
    text_index: int
    header_row: int
    encoding: str
    delimiter: str
    numbers: list[int]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    rows: list[list[str]]


def read_table(path: Path, *, text_column: str | None = None) -> Table:
    """A .csv, .tsv, .xlsx or .jsonl as a table with its text column; of a workbook the first sheet that has one.

    Raises ReadError when the file is no table or has no text column.
    """
    raw = RawFile.load(path, path.name)
    if raw.suffix == ".jsonl":
        return _json_lines(raw, text_column)
    if raw.suffix not in (".csv", ".tsv", ".xlsx"):
        raise ReadError(f"{raw.name}: is no table; tables are .csv .jsonl .tsv .xlsx")
    sheets, encoding, delimiter = _sheets(raw)
    for sheet in sheets:
        found = _locate(sheet.rows, text_column)
        if found is not None:
            return _table(sheet, *found, encoding, delimiter)
    raise _no_text_column(raw, sheets, text_column)


def read_rows(raw: RawFile, *, text_column: str | None = None) -> Source:
    """A table of quotes as a source: one ROW block per text cell, its other columns as attributes.

    Two attributes are ours: `text_column`, the header above the text, and in a workbook of several sheets `sheet`.
    """
    sheets, _, _ = _sheets(raw)
    located = [(sheet, _locate(sheet.rows, text_column)) for sheet in sheets]
    if all(found is None for _, found in located):
        raise _no_text_column(raw, sheets, text_column)
    builder = Builder(raw)
    warnings: list[str] = []
    for place, (sheet, found) in enumerate(located, 1):
        if found is None:
            builder.drop(sum(len(cell) for row in sheet.rows for cell in row), "other_sheet")
            if any(any(row) for row in sheet.rows):
                headers = ", ".join(_headers(sheet.rows)) or "none"
                warnings.append(
                    f"het blad ‘{sheet.name}’ is niet gelezen: geen kolom met tekst onder de koppen ({headers})."
                )
            continue
        _write(sheet, *found, builder, place if len(sheets) > 1 else None)
    return builder.finish(raw.suffix[1:], warnings=tuple(warnings))


def _write(sheet: _Sheet, header: int, column: int, builder: Builder, table: int | None) -> None:
    keys = _keys(sheet.rows[header], column)
    builder.drop(sum(len(cell) for row in sheet.rows[: header + 1] for cell in row), "table_header")
    for number, row in enumerate(sheet.rows[header + 1 :], header + 2):
        builder.drop(sum(len(cell) for place, cell in enumerate(row) if place != column), "other_column")
        if column >= len(row):
            continue
        attributes = {
            keys[place]: cell.strip()
            for place, cell in enumerate(row)
            if place != column and place < len(keys) and keys[place] and cell.strip()
        }
        attributes["text_column"] = " ".join(sheet.rows[header][column].split())
        if table is not None:
            attributes["sheet"] = sheet.name
        speaker = attributes.get("speaker")
        builder.open(Role.ROW, row=number, column=column + 1, table=table, speaker=speaker, attributes=attributes)
        builder.put(row[column])
        builder.close()


def _keys(header: Sequence[str], column: int) -> list[str]:
    """A key for each column: the canonical one where the header is known, once each, else the header itself."""
    keys: list[str] = []
    for place, cell in enumerate(header):
        name = " ".join(cell.split())
        key = _CANONICAL.get(_plain(name).replace(" ", "_"), "") or _CANONICAL.get(_plain(name).split(" ")[0], "")
        if place == column or not name:
            keys.append("")
        else:
            keys.append(key if key and key not in keys else name if name not in keys else f"{name} ({place + 1})")
    return keys


def _plain(header: str) -> str:
    return re.sub(r"[^\w' -]+", " ", header.casefold().replace("’", "'")).strip()


def _locate(rows: Sequence[Sequence[str]], text_column: str | None) -> tuple[int, int] | None:
    """The row of the header and the column with the text."""
    looked = list(enumerate(rows[:_LOOKED_AT]))
    if text_column is not None:
        wanted = " ".join(text_column.casefold().split())
        for number, row in looked:
            for place, cell in enumerate(row):
                if " ".join(cell.casefold().split()) == wanted:
                    return number, place
        return None
    widest = max((sum(bool(cell.strip()) for cell in row) for _, row in looked), default=0)
    for words in (False, True):
        for number, row in looked:
            filled = sum(bool(cell.strip()) for cell in row)
            if filled < min(2, widest) or any(len(cell) > 80 for cell in row):
                continue
            column = _text_place(row, words=words)
            if column is not None:
                return number, column
    return None


def _text_place(row: Sequence[str], *, words: bool) -> int | None:
    """The column whose header is the likeliest name of a text; with `words`, a word in a longer header counts."""
    best: tuple[int, int] | None = None
    for place, cell in enumerate(row):
        plain = _plain(cell)
        names = re.split(r"[\s_/-]+", plain) if words else [plain]
        ranks = [_TEXT.index(name) for name in names if name in _TEXT]
        if plain == "post-it":
            ranks.append(_TEXT.index("post-it"))
        if ranks and (best is None or min(ranks) < best[0]):
            best = (min(ranks), place)
    return best[1] if best else None


def _headers(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells of the likeliest header row, for messages."""
    counts = [sum(bool(cell.strip()) for cell in row) for row in rows[:_LOOKED_AT]]
    if not counts or not max(counts):
        return []
    row = rows[counts.index(max(counts))]
    return [" ".join(cell.split())[:40] for cell in row if cell.strip()][:20]


def _no_text_column(raw: RawFile, sheets: Sequence[_Sheet], text_column: str | None) -> ReadError:
    headers = ", ".join(dict.fromkeys(name for sheet in sheets for name in _headers(sheet.rows))) or "none"
    if text_column is not None:
        return ReadError(f"{raw.name}: no column '{text_column}'; its headers are: {headers}")
    return ReadError(
        f"{raw.name}: no column that holds the text; its headers are: {headers}; "
        "name the right one with --text-column, or call it 'citaat' or 'tekst'"
    )


def _table(sheet: _Sheet, header: int, column: int, encoding: str, delimiter: str) -> Table:
    width = max(len(row) for row in sheet.rows[header:])
    names = [cell.strip() for cell in sheet.rows[header]]
    names += [f"column {place + 1}" for place in range(len(names), width)]
    numbered = [
        (number, [*row, *[""] * (width - len(row))])
        for number, row in enumerate(sheet.rows[header + 1 :], header + 2)
        if any(cell.strip() for cell in row)
    ]
    rows = [row for _, row in numbered]
    return Table(names, rows, column, header + 1, encoding, delimiter, [number for number, _ in numbered], sheet.name)


def _sheets(raw: RawFile) -> tuple[list[_Sheet], str, str]:
    if raw.suffix == ".xlsx":
        return _workbook(raw), "", ""
    text, encoding = raw.decoded
    if not text.strip():
        raise ReadError(f"{raw.name}: is empty (white space only); copy it again or leave it out")
    delimiter = _delimiter(text, raw.suffix)
    rows = [list(row) for row in _parse(raw.name, text, delimiter)]
    if rows and re.fullmatch(r"sep=.?", "".join(rows[0]).strip()):
        rows[0] = ["".join(rows[0])]
    return [_Sheet("", rows)], encoding, delimiter


def _parse(name: str, text: str, delimiter: str) -> Iterator[list[str]]:
    limit = csv.field_size_limit(MAX_PARAGRAPH)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        if "field larger" in str(error):
            raise ReadError(
                f"{name}: one cell of more than {MAX_PARAGRAPH:,} characters without a break; "
                "is it a table? check its quote marks"
            ) from error
        raise ReadError(f"{name}: is no table that can be read ({error}); save it again as .csv or .xlsx") from error
    finally:
        csv.field_size_limit(limit)


def _delimiter(text: str, suffix: str) -> str:
    """The separator that cuts most rows into the same number of cells, quote marks respected."""
    directive = re.match(r"\s*sep=(.)\r?\n", text)
    if directive is not None:
        return directive[1]
    head = text[:200_000]
    best, score = "\t" if suffix == ".tsv" else ",", 0.0
    for candidate in _SEPARATORS:
        try:
            widths = [
                len(row)
                for _, row in zip(range(300), csv.reader(io.StringIO(head), delimiter=candidate), strict=False)
                if row
            ]
        except csv.Error:
            continue
        counted = Counter(width for width in widths if width > 1)
        if not counted:
            continue
        width, often = max(counted.items(), key=lambda entry: (entry[1], entry[0]))
        value = often / len(widths) + min(width, 12) / 100 + (0.2 if suffix == ".tsv" and candidate == "\t" else 0)
        if value > score:
            best, score = candidate, value
    return best


def _workbook(raw: RawFile) -> list[_Sheet]:
    import warnings
    import zlib
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    from lxml.etree import XMLSyntaxError
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    stream = raw.unzipped("Excel or LibreOffice")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(stream, read_only=True, data_only=True)
            sheets = []
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
                sheets.append(_Sheet(str(sheet.title), rows))
            book.close()
    except (
        InvalidFileException,
        BadZipFile,
        KeyError,
        NotImplementedError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        ParseError,
        XMLSyntaxError,
        zlib.error,
        EOFError,
    ) as error:
        raise raw.damaged("Excel or LibreOffice") from error
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise ReadError(f"{raw.name}: is empty (no filled cell); leave it out")
    return sheets


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _json_lines(raw: RawFile, text_column: str | None) -> Table:
    text, encoding = raw.decoded
    records: list[dict[str, Any]] = []
    numbers: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise ReadError(f"{raw.name}: line {number} is no JSON ({error}); write one object per line") from error
        if not isinstance(record, dict):
            raise ReadError(f'{raw.name}: line {number} is no JSON object; write {{"id": …, "text": …}}')
        records.append(record)
        numbers.append(number)
    header = list(dict.fromkeys(str(key) for record in records for key in record))
    found = _locate([header], text_column)
    if found is None:
        raise _no_text_column(raw, [_Sheet("", [header])], text_column)
    rows = [[_json_cell(record.get(key)) for key in header] for record in records]
    return Table(header, rows, found[1], 0, encoding, "", numbers)


def _json_cell(value: Any) -> str:
    return (
        _cell(value) if value is None or isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
    )
