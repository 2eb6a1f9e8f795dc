"""No name is stored: not from the text, a file's name, a speaker, another column or a Word file's properties."""

from __future__ import annotations

import sqlite3
import zipfile

import docx
import pytest

from pipeline.config import Config
from pipeline.run import road

pytestmark = pytest.mark.slow

NAMES = ("Fatoumata", "Verstrepen", "Oleksandr", "Wannes", "Ngalula", "Godelieve", "Yasmina", "Tshibangu", "Roeland")


def _reports(folder):
    folder.mkdir()
    word = docx.Document()
    word.core_properties.author = "Roeland"
    word.core_properties.title = "Verslag rond Ngalula Tshibangu"
    word.add_heading("Samenwerkingsoverleg", 1)
    word.add_paragraph("“Fatoumata moet altijd opnieuw haar verhaal doen”, zegt mevrouw Verstrepen.")
    word.save(folder / "overleg_Wannes.docx")
    (folder / "citaten.csv").write_text(
        "citaat,spreker,opmerking\n"
        "De overgang naar volwassenheid komt te vroeg.,Oleksandr,gezegd door Godelieve\n"
        "Er is nood aan één vast gezicht.,Yasmina,\n",
        encoding="utf-8",
    )
    (folder / "Yasmina.xyz").write_text("?", encoding="utf-8")  # cannot be read, and is named
    return folder


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    return road.run([_reports(folder / "in")], folder / "out")


def _everything(folder):
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.name, path.name.encode() + path.read_bytes()
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


def test_none_stands_in_a_file_or_in_the_project(outcome):
    found = {
        name: [one for one in NAMES if one.lower().encode() in content.lower()]
        for name, content in _everything(outcome.out)
    }
    assert {name: names for name, names in found.items() if names} == {}


def test_what_was_said_is_there_all_the_same(outcome):
    with sqlite3.connect(outcome.project) as database:
        texts = " ".join(row[0] for row in database.execute("select text from sources"))
    assert "moet altijd opnieuw haar verhaal doen" in texts
    assert "“[persoon " in texts


def test_the_list_to_review_holds_places_and_no_names(outcome):
    lines = (outcome.out / "personal_data.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "source,start,end,pii_kind,placeholder,doubtful,context"
    assert len(lines) > 2


def test_a_key_file_keeps_who_is_who_outside_the_project(tmp_path):
    key = tmp_path / "sleutel.json"
    folder = _reports(tmp_path / "in")
    first = road.run([folder], tmp_path / "een", Config(key=key))
    second = road.run([folder / "citaten.csv"], tmp_path / "twee", Config(key=key))
    names = [(one.out / "sources" / "citaten.csv.txt").read_text(encoding="utf-8") for one in (first, second)]
    assert names[0] == names[1]
    assert "oleksandr" in key.read_text(encoding="utf-8")
    assert b"sleutel" not in (first.out / "run.json").read_bytes() + first.project.read_bytes()
