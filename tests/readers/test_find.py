"""Which files are read, and under which names."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import readers
from pipeline.errors import ReadError


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Wij zaten samen.")


def test_folders_are_read_deep_and_sorted(tmp_path):
    touch(tmp_path, "b.txt", "a/z.md", "a/b/c.docx")
    assert [found.name for found in readers.find([tmp_path])] == ["a/b/c.docx", "a/z.md", "b.txt"]


def test_hidden_lock_and_side_files_are_passed_over(tmp_path):
    touch(tmp_path, "a.txt", ".b.txt", "~$a.docx", ".git/c.txt", "cases.csv", "d/Cases.csv", "d/e.csv")
    assert [found.name for found in readers.find([tmp_path])] == ["a.txt", "d/e.csv"]


def test_unknown_extensions_are_in_the_list(tmp_path):
    touch(tmp_path, "a.odg", "README")
    assert [found.name for found in readers.find([tmp_path])] == ["README", "a.odg"]


def test_names_that_clash_are_made_unique(tmp_path):
    touch(tmp_path, "x/a.txt", "y/a.txt", "p/x/a.txt")
    names = [found.name for found in readers.find([tmp_path / "x", tmp_path / "y", tmp_path / "p" / "x" / "a.txt"])]
    assert names == ["x/a-2.txt", "x/a.txt", "y/a.txt"]


def test_a_file_given_twice_is_read_once(tmp_path):
    touch(tmp_path, "a.txt")
    assert len(readers.find([tmp_path, tmp_path / "a.txt"])) == 1


def test_case_tables(tmp_path):
    touch(tmp_path, "cases.csv", "d/cases.csv", "e.csv")
    assert readers.find_cases([tmp_path]) == [tmp_path / "cases.csv", tmp_path / "d" / "cases.csv"]


def test_missing_path_is_named_when_read(tmp_path):
    (found,) = readers.find([tmp_path / "weg.txt"])
    with pytest.raises(ReadError, match=r"^weg\.txt: no such file"):
        readers.read(found.path, found.name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.odg", r"no reader for '\.odg'; readable are \.csv \.docx \.htm \.html \.md"),
        ("a.doc", r"open it in Word or LibreOffice and save it as \.docx"),
        ("a.xls", r"save it as \.xlsx"),
        ("a.pages", r"export it as \.docx"),
        ("LEESMIJ", "no reader for a file without an extension"),
    ],
)
def test_no_reader(tmp_path, name, message):
    touch(tmp_path, name)
    with pytest.raises(ReadError, match=message):
        readers.read(tmp_path / name, name)


def test_extensions_are_sorted():
    assert list(readers.EXTENSIONS) == sorted(readers.EXTENSIONS)
    assert {".txt", ".docx", ".csv", ".srt"} <= set(readers.EXTENSIONS)


def test_upper_case_extension(tmp_path):
    touch(tmp_path, "A.TXT")
    assert readers.read(tmp_path / "A.TXT", "A.TXT").format == "txt"


def test_same_bytes_same_source(tmp_path):
    touch(tmp_path, "a.txt")
    assert readers.read(tmp_path / "a.txt", "a.txt") == readers.read(tmp_path / "a.txt", "a.txt")
