from __future__ import annotations

import csv
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import GateError, UsageError
from pipeline.exports import WRITERS, failures, write_all
from pipeline.report import Report


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def written(small: Report, tmp_path: Path) -> Path:
    write_all(small, tmp_path / "uit")
    return tmp_path / "uit"


def test_every_file_is_written(written: Path) -> None:
    assert {path.name for path in written.iterdir()} == set(WRITERS)


def test_tables_have_the_columns_that_others_rely_on(written: Path) -> None:
    assert list(rows(written / "segments.csv")[0]) == [
        "segment_id", "source", "start", "end", "text", "segment_kind", "heading", "page", "row", "speaker", "meeting", "date",
    ]  # fmt: skip
    assert list(rows(written / "codings.csv")[0]) == [
        "segment_id", "code", "coder", "confidence", "status", "evidence_words",
    ]  # fmt: skip
    for name in ("segments.csv", "codings.csv", "topics.csv"):
        assert (written / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_text_is_exactly_the_source_at_its_offsets(written: Path) -> None:
    for row in rows(written / "segments.csv"):
        text = (written / "sources" / f"{row['source']}.txt").read_bytes().decode("utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["text"]


def test_an_earlier_runs_source_goes_and_a_file_of_ones_own_stays(small: Report, tmp_path: Path) -> None:
    write_all(small, tmp_path / "uit")
    own = tmp_path / "uit" / "sources" / "nota.txt"
    own.write_text("van mij", encoding="utf-8")
    left = tuple(source for source in small.sources if source.name == "twee.txt")
    write_all(replace(small, sources=left, drafts=(), agenda=()), tmp_path / "uit", only=["sources"])
    assert {path.name for path in (tmp_path / "uit" / "sources").rglob("*.txt")} == {"twee.txt.txt", "nota.txt"}


def test_the_same_report_gives_the_same_bytes(small: Report, tmp_path: Path) -> None:
    for name in ("een", "twee"):
        write_all(small, tmp_path / name)
    for name in WRITERS:
        if name != "sources":
            assert (tmp_path / "een" / name).read_bytes() == (tmp_path / "twee" / name).read_bytes(), name


@pytest.mark.parametrize("name", ["report.html", "recommendations.html", "agenda.html"])
def test_pages_escape_what_people_said(written: Path, name: str) -> None:
    page = (written / name).read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["report.html", "recommendations.html", "agenda.html"])
def test_pages_stand_alone(written: Path, name: str) -> None:
    page = (written / name).read_text(encoding="utf-8")
    assert 'lang="nl-BE"' in page
    assert "Content-Security-Policy" in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)


@pytest.mark.parametrize("name", ["report.html", "recommendations.html", "agenda.html"])
def test_every_link_in_a_page_leads_somewhere(written: Path, name: str) -> None:
    page = (written / name).read_text(encoding="utf-8")
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]*)"', page))
    assert links
    assert links <= anchors


@pytest.mark.parametrize("name", ["recommendations.md", "agenda.md"])
def test_every_link_in_markdown_leads_somewhere(written: Path, name: str) -> None:
    text = (written / name).read_text(encoding="utf-8")
    anchors = set(re.findall(r'<a id="([^"]+)"', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_word_opens_again_with_its_headings_and_bookmarks(written: Path) -> None:
    import docx

    document = docx.Document(str(written / "recommendations.docx"))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3"} <= styles
    with zipfile.ZipFile(written / "recommendations.docx") as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    marks = set(re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]+)"', body))
    assert set(re.findall(r'w:anchor="([^"]+)"', body)) <= marks
    assert "descr=" in body


def test_word_names_no_author_and_no_moment(written: Path) -> None:
    with zipfile.ZipFile(written / "recommendations.docx") as archive:
        assert len({entry.date_time for entry in archive.infolist()}) == 1
        core = archive.read("docProps/core.xml").decode("utf-8")
    assert "python-docx" not in core


def test_the_workbook_keeps_formulas_as_text(written: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(written / "codings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "=SOM" in str(cell.value or "")]
    assert len(cells) >= 2
    assert all(cell.data_type == "s" for cell in cells)


def test_warnings_and_unreadable_files_are_shown(written: Path) -> None:
    page = (written / "report.html").read_text(encoding="utf-8")
    assert "Namen zijn nog niet vervangen." in page
    assert "stuk.docx" in page


def test_little_support_is_said_plainly(written: Path) -> None:
    text = (written / "recommendations.md").read_text(encoding="utf-8")
    assert "2 overleggen" in text
    assert "1 overleggen" not in text
    assert "1 citaten" not in text


def test_nothing_is_written_when_a_number_is_off(tampered: Report, tmp_path: Path) -> None:
    with pytest.raises(GateError, match="nothing is exported"):
        write_all(tampered, tmp_path / "uit")
    assert not (tmp_path / "uit").exists()


def test_a_sound_report_passes_the_gate(small: Report) -> None:
    assert failures(small) == []


def test_an_unknown_export_lists_the_known_ones(small: Report, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"known are .*report\.html"):
        write_all(small, tmp_path, only=["rapport.pdf"])


def test_only_some_files_can_be_written(small: Report, tmp_path: Path) -> None:
    assert [path.name for path in write_all(small, tmp_path / "uit", only=["agenda.md"])] == ["agenda.md"]
