"""Tables of quotes."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest

from pipeline.errors import ReadError
from pipeline.model import Role
from pipeline.readers import read_table


def workbook(**sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(reading, separator):
    rows = [["nr", "citaat", "regio"], ["1", '"Traag; te traag, | zeggen zij"', "kust"], ["2", "Bellen helpt", "stad"]]
    source = reading("a.csv", "\n".join(separator.join(row) for row in rows))
    assert source.text == "Traag; te traag, | zeggen zij\nBellen helpt"


def test_header_under_titles_and_empty_rows(reading):
    source = reading(
        "a.csv", "Ronde tafel van maart;;\n;;\nNr;Citaat;Regio\n\n1;Traag;kust\n;;\n2;;stad\n3;Bellen;stad\n"
    )
    assert [(block.row, block.role) for block in source.blocks] == [(5, Role.ROW), (8, Role.ROW)]
    assert source.ledger.removed == {
        "other_column": len("1kust2stad3stad"),
        "table_header": len("Ronde tafel van maartNrCitaatRegio"),
    }


@pytest.mark.parametrize(
    "header",
    [
        "Citaat",
        "QUOTE",
        "uitspraak",
        "Tekst",
        "fragment",
        "Bevinding",
        "Opmerking",
        "antwoord",
        "reactie",
        "Open antwoord (verplicht)",
    ],
)
def test_text_headers(reading, header):
    assert reading("a.csv", f"nr,{header}\n1,Te traag\n").text == "Te traag"


def test_text_column_of_choice(reading):
    content = "citaat,wens\nTraag,Sneller\n"
    assert reading("a.csv", content).text == "Traag"
    assert reading("a.csv", content, text_column="WENS").text == "Sneller"


def test_known_columns_get_canonical_keys(reading):
    content = "Citaat;Datum;Soort overleg;Regio;Sector;Rol;Thema;Niveau;Bron;ID;Kleur\nTraag;5/3;tafel;kust;zorg;ouder;wonen;micro;v1;7;rood\n"
    assert reading("a.csv", content).blocks[0].attributes == {
        "date": "5/3",
        "meeting": "tafel",
        "region": "kust",
        "sectors": "zorg",
        "role": "ouder",
        "theme": "wonen",
        "level": "micro",
        "source": "v1",
        "id": "7",
        "Kleur": "rood",
        "text_column": "Citaat",
    }


def test_speaker_column(reading):
    assert reading("a.csv", "spreker,tekst\nMia,Te traag\n").blocks[0].speaker == "Mia"


def test_cell_over_lines_becomes_one_block(reading):
    assert reading("a.csv", 'nr,citaat\n1,"Te traag,\nveel te traag"\n').text == "Te traag, veel te traag"


def test_windows_encoding(reading):
    assert reading("a.csv", "nr;citaat\n1;‘Eén’ kost € 5\n".encode("cp1252")).text == "‘Eén’ kost € 5"


def test_separator_directive_of_excel(reading):
    assert reading("a.csv", "sep=;\nnr;citaat\n1;Traag, ja\n").text == "Traag, ja"


def test_single_column(reading):
    assert reading("a.csv", "citaat\nTraag\nBellen\n").text == "Traag\nBellen"


def test_workbook_reads_each_sheet_with_a_text_column(reading):
    content = workbook(
        Maart=[["Ronde tafel"], [], ["Quote", "Datum"], ["Traag", datetime.datetime(2024, 3, 5)]],
        Uitleg=[["a", "b"], ["1", "2"]],
        April=[["Quote"], ["Bellen"]],
    )
    source = reading("a.xlsx", content)
    assert source.text == "Traag\nBellen"
    assert [(block.table, block.row) for block in source.blocks] == [(1, 4), (3, 2)]
    assert source.blocks[0].attributes == {"date": "2024-03-05", "text_column": "Quote", "sheet": "Maart"}
    assert "Uitleg" in source.warnings[0]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", bytes(range(256)) * 40, "is no text"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"nr,kleur\n1,rood\n", "headers are: nr, kleur; name the right one with --text-column"),
        ("a.csv", b"citaat\n" + b"x" * 2_000_000, "1,000,000 characters without a break"),
        ("a.xlsx", workbook(Blad=[["nr"], ["1"]]), "no column that holds the text"),
        ("a.xlsx", workbook(Blad=[]), "is empty"),
        ("a.xlsx", workbook(Blad=[["citaat"], ["x"]])[:700], "damaged or cut off"),
        ("a.xlsx", b"geen werkboek", "damaged or cut off"),
    ],
)
def test_unreadable(reading, name, content, message):
    with pytest.raises(ReadError, match=message) as caught:
        reading(name, content)
    assert str(caught.value).startswith(f"{name}: ")


def test_random_bytes_without_nul_are_no_text(reading):
    content = bytes((place * 7919 + place // 13) % 255 + 1 for place in range(8000))
    with pytest.raises(ReadError, match="is no text"):
        reading("a.csv", content)


def test_wrong_text_column_lists_the_headers(reading):
    with pytest.raises(ReadError, match="no column 'wens'; its headers are: nr, citaat"):
        reading("a.csv", "nr,citaat\n1,Traag\n", text_column="wens")


def test_read_table_keeps_all_columns(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("titel\nnr;citaat;kleur\n1;Traag;rood\n\n2;Bellen\n", encoding="utf-8-sig")
    table = read_table(path)
    assert (table.header, table.text_index, table.header_row, table.delimiter) == (["nr", "citaat", "kleur"], 1, 2, ";")
    assert table.rows == [["1", "Traag", "rood"], ["2", "Bellen", ""]]
    assert table.numbers == [3, 5]


def test_read_table_json_lines(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "Traag", "themes": ["a"]}\n{"id": "2", "text": "Bellen"}\n', encoding="utf-8")
    table = read_table(path)
    assert table.header == ["id", "text", "themes"]
    assert [row[table.text_index] for row in table.rows] == ["Traag", "Bellen"]
    assert table.rows[0][2] == '["a"]'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("a.jsonl", "{", "line 1 is no JSON"), ("a.jsonl", "[1]", "no JSON object"), ("a.txt", "x", "is no table")],
)
def test_read_table_errors(tmp_path: Path, name, content, message):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(ReadError, match=message):
        read_table(path)
