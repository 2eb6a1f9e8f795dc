from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from docx import Document

from pipeline.cli import main
from pipeline.errors import ReadError
from pipeline.run.verifying import verify_file
from pipeline.verify import State, manifest_of


@pytest.fixture
def delivered(demo_run, tmp_path: Path) -> Path:
    """A copy of what a run delivered: the documents and the project beside them."""
    for name in ("recommendations.docx", "recommendations.html", "report.html", "project.db"):
        shutil.copy(demo_run.out / name, tmp_path / name)
    return tmp_path


def states(path: Path) -> dict[State, int]:
    found, _ = verify_file(path)
    return {state: sum(one.state is state for one in found) for state in State}


@pytest.mark.parametrize("name", ["recommendations.docx", "recommendations.html", "report.html"])
def test_a_document_as_it_was_delivered_is_exact(delivered: Path, name: str) -> None:
    found = states(delivered / name)
    assert found[State.EXACT] > 50
    assert found[State.EXACT] == sum(found.values())


def edited(path: Path, sentence: str, replacement: str) -> None:
    """Change one paragraph as a person does in Word: its text anew in one run."""
    document = Document(str(path))
    paragraph = next(one for one in document.paragraphs if sentence in one.text)
    paragraph.text = paragraph.text.replace(sentence, replacement)
    document.save(str(path))


def a_sentence(path: Path, part: str) -> str:
    return next(
        one["text"] for one in manifest_of(path)["sentences"] if f".{part}." in one["id"] and len(one["text"]) > 40
    )


def test_a_quote_moved_by_one_character_is_seen(delivered: Path) -> None:
    path = delivered / "recommendations.docx"
    quote = next(one["text"] for one in manifest_of(path)["sentences"] if one["quoted"] and one["text"].startswith("“"))
    edited(path, quote, quote[:10] + quote[11:])
    found, _ = verify_file(path)
    changed = [one for one in found if one.state is State.CHANGED]
    assert [one.text for one in changed] == [quote]


def test_a_number_off_by_one_is_seen(delivered: Path) -> None:
    path = delivered / "recommendations.docx"
    sentence = next(one for one in manifest_of(path)["sentences"] if one["counts"] and "bijdragen" in one["text"])
    value = sentence["counts"][-1]["value"]
    edited(path, sentence["text"], sentence["text"].replace(str(value), str(value + 1)))
    found, _ = verify_file(path)
    assert sentence["id"] in [one.sentence_id for one in found if one.state is State.CHANGED]


def test_a_sentence_struck_is_not_found_and_the_others_stay_exact(delivered: Path) -> None:
    path = delivered / "recommendations.docx"
    sentence = a_sentence(path, "findings")
    edited(path, sentence, "")
    found = states(path)
    assert found[State.EXACT] < sum(found.values())
    assert found[State.EXACT] > sum(found.values()) - 5


def test_a_sentence_of_a_withdrawn_segment_is_withdrawn(delivered: Path) -> None:
    path = delivered / "recommendations.docx"
    gone = manifest_of(path)["sentences"][0]["segments"][0]
    with sqlite3.connect(delivered / "project.db") as database:
        database.execute("delete from segments where segment_id = ?", (gone,))
    found, _ = verify_file(path)
    withdrawn = [one for one in found if one.state is State.WITHDRAWN]
    assert withdrawn
    assert all(gone in one.gone for one in withdrawn)


def test_a_source_that_says_something_else_now_is_seen(delivered: Path) -> None:
    path = delivered / "recommendations.html"
    name = next(iter(manifest_of(path)["segments"].values()))["source"]
    with sqlite3.connect(delivered / "project.db") as database:
        database.execute("update sources set text = replace(text, 'e', 'a') where name = ?", (name,))
    assert states(path)[State.WITHDRAWN] > 0


def test_without_a_project_the_words_alone_are_checked(delivered: Path) -> None:
    (delivered / "project.db").unlink()
    found, against = verify_file(delivered / "recommendations.docx")
    assert against is None
    assert all(one.state is State.EXACT for one in found)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("brief.html", b"<p>Dag.</p>", "carries no manifest"),
        ("brief.docx", b"geen zip", "is no Word document"),
        ("brief.odt", b"", "verify reads the .docx and .html"),
    ],
)
def test_another_document_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=message):
        verify_file(tmp_path / name)


def test_the_command_leaves_with_three_when_something_changed(delivered: Path, capsys) -> None:
    path = delivered / "recommendations.docx"
    with pytest.raises(SystemExit) as left:
        main(["verify", str(path)])
    assert left.value.code == 0
    edited(path, a_sentence(path, "recommendation"), "Iets heel anders dat niemand ooit zei, over fietsen.")
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        main(["verify", str(path)])
    assert left.value.code == 3
    said = capsys.readouterr()
    assert "not found" in said.out
    assert "project.db" in said.err
