"""A file that cannot be read is named with the reason and the way out, the others go on, and the exit code says so."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from pipeline import shipped

DATA = Path(__file__).resolve().parent.parent / "data"
GOOD = "2023-06_SO_VlaamseArdennen.txt"

# File name -> a word of the reason, and a word of the way out.
BAD = {
    "afgebroken.docx": ("damaged or cut off", "save again"),
    "leeg.txt": ("empty", "copy"),
    "gescand.pdf": ("text", "OCR"),
    "op_slot.pdf": ("password", "without"),
    "ruis.csv": ("no text", "save"),
    "telling.csv": ("column", "--text-column"),
    "een_regel.txt": ("line", "split"),
    "tekening.odg": (".odg", "save"),
}


def make_bad(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    whole = (shipped.demo() / "2023-02_samenwerkingsoverleg_Westhoek.docx").read_bytes()
    (folder / "afgebroken.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "leeg.txt").write_bytes(b"")
    shutil.copy(DATA / "image_only.pdf", folder / "gescand.pdf")
    shutil.copy(DATA / "locked.pdf", folder / "op_slot.pdf")
    (folder / "ruis.csv").write_bytes(random.Random(5).randbytes(6000))
    (folder / "telling.csv").write_text("jaar;maand;aantal\n2024;5;12\n2024;6;9\n2024;7;11\n", encoding="utf-8")
    (folder / "een_regel.txt").write_text("woorden zonder einde " * 100_000, encoding="utf-8")
    (folder / "tekening.odg").write_bytes(b"PK\x03\x04")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory, rodedraad):
    """All bad files with one good one: the finished process and the folder of results."""
    folder = tmp_path_factory.mktemp("mixed")
    make_bad(folder / "in")
    shutil.copy(shipped.demo() / GOOD, folder / "in" / GOOD)
    return rodedraad("run", folder / "in", "--out", folder / "out", "--quiet"), folder / "out"


@pytest.mark.slow
def test_the_exit_code_says_so(mixed):
    assert mixed[0].returncode == 2
    assert "Traceback" not in mixed[0].stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_each_is_named_in_one_line_with_reason_and_way_out(mixed, name):
    lines = [line for line in mixed[0].stderr.splitlines() if name in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"not read: {name}")
    reason, way_out = BAD[name]
    assert reason.casefold() in lines[0].casefold()
    assert way_out.casefold() in lines[0].casefold()
    assert len(lines[0]) > len(f"not read: {name}") + 30


@pytest.mark.slow
def test_they_are_in_the_summary_with_the_same_reason(mixed):
    done, out = mixed
    listed = json.loads((out / "run.json").read_text(encoding="utf-8"))["unreadable"]
    assert [one["source"] for one in listed] == sorted(BAD)
    assert all(one["reason"] in done.stderr for one in listed)


@pytest.mark.slow
def test_the_good_source_is_done(mixed, delivered):
    summary = json.loads((mixed[1] / "run.json").read_text(encoding="utf-8"))
    assert list(summary["by_source"]) == [GOOD]
    assert sum(summary["segments"].values()) > 10
    assert len(delivered(mixed[1])) == 12


@pytest.mark.slow
def test_nothing_but_unreadable_files_gives_every_file_too(tmp_path, rodedraad, delivered):
    make_bad(tmp_path / "in")
    done = rodedraad("run", tmp_path / "in", "--out", tmp_path / "out", "--quiet")
    assert done.returncode == 2
    assert all(done.stderr.count(f"not read: {name}") == 1 for name in BAD)
    files = delivered(tmp_path / "out")
    assert all(files[name] for name in ("segments.csv", "recommendations.docx", "report.html"))
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["adds_up"] is True
