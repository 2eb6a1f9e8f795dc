"""Read labelled quotes for training: one .jsonl file per sitting (one writer, one set of meetings)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.coder import KINDS, LEVELS
from pipeline.errors import UsageError

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Quote:
    """A labelled quote; `themes` has the main theme first and is empty when none fits."""

    quote_id: str
    text: str
    themes: tuple[str, ...]
    level: str
    kind: str
    sitting: str


@dataclass(frozen=True)
class Quotes:
    """Labelled quotes as arrays: `themes` (quotes, themes) of 0 and 1; `levels`, `kinds`, `sittings` are indices."""

    quotes: tuple[Quote, ...]
    files: tuple[tuple[str, str, int], ...]  # name, sha256, quotes
    texts: list[str]
    themes: Ints
    levels: Ints
    kinds: Ints
    sittings: Ints


def read_texts(folder: Path) -> list[str]:
    """The texts of all .jsonl files of a folder, in order, labels left aside."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8-sig").splitlines()]
    return [str(json.loads(line)["text"]) for line in lines if line.strip()]


def read_quotes(folder: Path, themes: Sequence[str]) -> Quotes:
    """Read all .jsonl files of a folder in order of name.

    Raises UsageError naming the file and the line when a field is missing, a label unknown or a text given twice.
    """
    quotes: list[Quote] = []
    files: list[tuple[str, str, int]] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        raw = path.read_bytes()
        before = len(quotes)
        for number, line in enumerate(raw.decode("utf-8-sig").splitlines(), start=1):
            if not line.strip():
                continue
            place = f"{path}, line {number}"
            quote = _quote(line, themes, path.stem, place)
            plain = " ".join(quote.text.lower().split())
            if plain in seen:
                raise UsageError(f"{place}: the same text as {seen[plain]}; keep one, or training and test overlap")
            seen[plain] = place
            quotes.append(quote)
        files.append((path.name, hashlib.sha256(raw).hexdigest(), len(quotes) - before))
    sittings = sorted({quote.sitting for quote in quotes})
    if len(sittings) < 2:
        raise UsageError(
            f"{folder}: training needs quotes of at least two sittings (.jsonl files), found {len(sittings)}"
        )
    return Quotes(
        tuple(quotes),
        tuple(files),
        [quote.text for quote in quotes],
        np.array([[int(theme in quote.themes) for theme in themes] for quote in quotes], np.int64),
        np.array([LEVELS.index(quote.level) for quote in quotes], np.int64),
        np.array([KINDS.index(quote.kind) for quote in quotes], np.int64),
        np.array([sittings.index(quote.sitting) for quote in quotes], np.int64),
    )


def _quote(line: str, themes: Sequence[str], sitting: str, place: str) -> Quote:
    try:
        data: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{place}: not JSON ({error.msg}); write one object per line") from error
    if not isinstance(data, dict):
        raise UsageError(f"{place}: expected an object with id, text, themes, level and kind")
    for field in ("id", "text", "themes", "level", "kind"):
        if field not in data:
            raise UsageError(f"{place}: '{field}' is missing; a quote has id, text, themes, level and kind")
    unknown = [theme for theme in data["themes"] if theme not in themes]
    if unknown:
        raise UsageError(f"{place}: unknown theme {', '.join(map(str, unknown))}; known are {', '.join(themes)}")
    for field, known in (("level", LEVELS), ("kind", KINDS)):
        if data[field] not in known:
            raise UsageError(f"{place}: unknown {field} '{data[field]}'; known are {', '.join(known)}")
    if not str(data["text"]).strip():
        raise UsageError(f"{place}: the text is empty")
    return Quote(str(data["id"]), str(data["text"]), tuple(data["themes"]), data["level"], data["kind"], sitting)
