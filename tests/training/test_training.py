from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import codebook as codebooks
from pipeline import embed, shipped
from pipeline.errors import UsageError
from pipeline.labelled import read_quotes
from pipeline.training import train_coder


def test_the_shipped_quotes_are_sound() -> None:
    book = codebooks.read(shipped.codebook())
    quotes = read_quotes(shipped.corpus() / "training" / "quotes", book.keys)
    assert len(quotes.texts) >= 1500
    assert len(set(quotes.sittings.tolist())) >= 12
    assert (quotes.themes.sum(axis=0) >= 150).all()
    assert (quotes.themes.sum(axis=1) == 0).sum() >= 150


LINE = {"id": "a-1", "text": "Iets.", "themes": [], "level": "micro", "kind": "other"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"themes": ["weer"]}, r"a\.jsonl, line 1: unknown theme weer"),
        ({"level": "mega"}, r"line 1: unknown level 'mega'"),
        ({"text": " "}, r"line 1: the text is empty"),
    ],
)
def test_a_wrong_label_is_named_with_its_line(tmp_path: Path, change: dict[str, object], message: str) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({**LINE, **change}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_quotes(tmp_path, ("continuity",))


def test_one_sitting_is_too_little(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="two sittings"):
        read_quotes(tmp_path, ("continuity",))


@pytest.mark.slow
def test_training_gives_the_same_bytes_and_a_card(tmp_path: Path) -> None:
    book = codebooks.read(shipped.codebook())
    folder = tmp_path / "training" / "quotes"
    folder.mkdir(parents=True)
    for name in ("s01.jsonl", "s05.jsonl", "s09.jsonl"):
        (folder / name).write_bytes((shipped.corpus() / "training" / "quotes" / name).read_bytes())
    for out in ("een", "twee"):
        report = train_coder(folder, book, tmp_path / out, embed.shipped(shipped.models()), seed=13, compare=False)
    assert report.quotes == 390
    for name in ("coder.json", "weights.npz", "manifest.json"):
        assert (tmp_path / "een" / name).read_bytes() == (tmp_path / "twee" / name).read_bytes(), name
    manifest = json.loads((tmp_path / "een" / "manifest.json").read_text(encoding="utf-8"))
    assert "s01.jsonl" in json.dumps(manifest)
    assert "390" in (tmp_path / "een" / "README.md").read_text(encoding="utf-8")
