from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.labelled import read_phrases, read_quotes

THEMES = ("continuity", "prevention")
LINE = {"themes": ["continuity"], "level": "micro", "kind": "need"}


def quotes(folder: Path) -> Path:
    (folder / "quotes").mkdir()
    for name in "ab":
        (folder / "quotes" / f"{name}.jsonl").write_text(
            json.dumps({"id": f"{name}1", "text": f"Zin {name}.", **LINE}) + "\n", encoding="utf-8"
        )
    return folder / "quotes"


def test_a_second_coder_stands_beside_the_first(tmp_path: Path) -> None:
    folder = quotes(tmp_path)
    (tmp_path / "second_coder.jsonl").write_text(
        json.dumps({"id": "b1", "themes": [], "level": "meso", "kind": "need"}) + "\n", encoding="utf-8"
    )
    found = read_quotes(folder, THEMES)
    assert found.second is not None
    assert found.themes.tolist() == [[1, 0], [1, 0]]
    assert found.second.themes.tolist() == [[1, 0], [0, 0]]
    assert [one.level for one in found.second.quotes] == ["micro", "meso"]
    assert found.second.texts == found.texts


def test_without_a_second_coder_there_is_none(tmp_path: Path) -> None:
    assert read_quotes(quotes(tmp_path), THEMES).second is None


def test_a_wrong_code_of_the_second_coder_is_named(tmp_path: Path) -> None:
    folder = quotes(tmp_path)
    (tmp_path / "second_coder.jsonl").write_text('{"id": "a1", "themes": ["weer"], "level": "meso", "kind": "need"}\n')
    with pytest.raises(UsageError, match=r"second_coder\.jsonl, line 1: unknown theme weer"):
        read_quotes(folder, THEMES)


def test_phrases_show_a_theme_a_level_or_a_kind(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text(
        "continuity\talweer een ander\nnone\tde parking\nmacro\thet decreet\n", encoding="utf-8"
    )
    found = read_phrases(tmp_path, THEMES)
    assert found.showing((*THEMES, "none")) == (["alweer een ander", "de parking"], ["continuity", "none"])
    assert found.showing(("micro", "meso", "macro")) == (["het decreet"], ["macro"])
    assert read_phrases(tmp_path / "weg", THEMES).texts == ()


@pytest.mark.parametrize("line", ["weer\tregen", "continuity alweer", "continuity\t "])
def test_a_wrong_phrase_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "p.tsv").write_text(f"continuity\tgoed\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"p\.tsv, line 2: write a code, a tab and a phrase"):
        read_phrases(tmp_path, THEMES)
