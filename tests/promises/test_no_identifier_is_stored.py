"""No direct identifier is stored: what was planted in the demo corpus stands in no file and not in the project."""

from __future__ import annotations

import re
import zipfile

import pytest

from pipeline import readers, shipped
from pipeline.config import Config
from pipeline.run import road

pytestmark = pytest.mark.slow

PLANTED = (
    "0499 00 00 17", "0499 00 00 23", "0499 00 00 31", "0499 00 00 42", "0499 00 00 58", "0499 00 00 64",
    "11.01.01-999.14", "BE68 5390 0754 7034", "1-ABC-234", "14 juni 2006",
    "jo.b@example.org", "katrijn@example.be", "marijke@example.org", "samira.d@example.be", "secretariaat@example.org",
)  # fmt: skip
ONE = "2023-06_SO_VlaamseArdennen.txt"  # holds a telephone number, an e-mail address and a national number


def condensed(text):
    return re.sub(r"[\s.\-/()\\]", "", text).casefold()


def found_in(content):
    """Which planted values stand in some bytes, whatever the spaces and stops between their parts."""
    text = condensed(content.decode("utf-8", errors="replace"))
    return [value for value in PLANTED if condensed(value) in text]


def contents(folder):
    """Every file below a folder, and what is in its archives."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.name, path.read_bytes()
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


def test_all_of_them_stand_in_the_reports():
    texts = [readers.read(one.path, one.name).text for one in readers.find([shipped.demo()])]
    everything = condensed("\n".join(texts))
    assert [value for value in PLANTED if condensed(value) not in everything] == []


def test_none_stands_in_a_file_or_in_the_project(demo_run):
    found = {name: values for name, content in contents(demo_run.out) if (values := found_in(content))}
    assert found == {}
    assert {"project.db", "report.html", "recommendations.docx"} <= {name for name, _ in contents(demo_run.out)}


def test_placeholders_stand_in_their_place(demo_run):
    texts = "".join(path.read_text(encoding="utf-8") for path in (demo_run.out / "sources").rglob("*.txt"))
    for word in ("telefoon", "e-mail", "rekening", "rijksregister", "geboorte", "plaat"):
        assert re.search(rf"\[\w*{word}\w* \d+\]", texts), word


def test_two_mentions_of_one_value_get_one_placeholder_and_two_values_two(tmp_path):
    report = tmp_path / "verslag.md"
    report.write_text(
        "# Samenwerkingsoverleg\n\n- “Bel 0499 00 00 17 en niemand anders.”\n- “Op 0499/00.00.17 neemt zij altijd op.”\n"
        "- “Soms is 0499 00 00 58 beter.”\n",
        encoding="utf-8",
    )
    road.run([report], tmp_path / "out")
    text = (tmp_path / "out" / "sources" / "verslag.md.txt").read_text(encoding="utf-8")
    placeholders = re.findall(r"\[[^\]]+\]", text)
    assert len(placeholders) == 3
    assert placeholders[0] == placeholders[1] != placeholders[2]


def test_they_stay_when_asked(tmp_path):
    road.run([shipped.demo() / ONE], tmp_path, Config(pseudonymise=False))
    text = (tmp_path / "sources" / f"{ONE}.txt").read_bytes()
    assert set(found_in(text)) >= {"0499 00 00 23", "11.01.01-999.14", "secretariaat@example.org"}
