"""Quotes that people coded: read a gold file or a folder of training quotes, and check every label."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import UsageError
from pipeline.model import Kind, Level

LEVELS = tuple(str(level) for level in Level)
KINDS = tuple(str(kind) for kind in Kind)
FIELDS = ("id", "text", "themes", "level", "kind")
FOLDS = 5
NONE = "none"
SECOND = "second_coder.jsonl"  # beside the folder of quotes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Quote:
    """A coded quote; `themes` has the main theme first and is empty when none fits. `sitting` is the file it came from."""

    quote_id: str
    text: str
    themes: tuple[str, ...]
    level: str
    kind: str
    sitting: str = ""


@dataclass(frozen=True)
class Phrases:
    """Pieces of what people say that show one code by themselves; NONE is the code of those that show no theme."""

    texts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    files: tuple[tuple[str, str, int], ...] = ()  # name, sha256, phrases

    def showing(self, codes: Sequence[str]) -> tuple[list[str], list[str]]:
        """The texts and codes of the phrases with one of these codes."""
        rows = [place for place, code in enumerate(self.codes) if code in codes]
        return [self.texts[row] for row in rows], [self.codes[row] for row in rows]


@dataclass(frozen=True)
class Quotes:
    """Coded quotes as arrays: `themes` (quotes, themes) of 0 and 1; `main` the place of the main theme or -1; `levels`, `kinds`
    and `sittings` are indices; `folds` puts whole sittings together, five parts at most.
    """

    quotes: tuple[Quote, ...]
    files: tuple[tuple[str, str, int], ...]  # name, sha256, quotes
    texts: list[str]
    themes: Ints
    main: Ints
    levels: Ints
    kinds: Ints
    sittings: Ints
    keys: tuple[str, ...] = ()  # of the themes, in the order of their columns
    second: Quotes | None = None  # the same quotes as a second coder coded them, in the same order

    @property
    def folds(self) -> Ints:
        """The part that each quote is held out with."""
        return self.sittings % FOLDS


def read_gold(path: Path, themes: Sequence[str]) -> tuple[Quote, ...]:
    """A gold file: .jsonl or .csv with id, text, themes (a list, or joined by ;), level and kind.

    Raises UsageError naming the file and the line when a field is missing or a label unknown.
    """
    return tuple(_quote(record, themes, path.stem, place) for record, place in _records(path))


def read_texts(folder: Path) -> list[str]:
    """The texts of all .jsonl files of a folder, in order, labels left aside."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8-sig").splitlines()]
    return [str(json.loads(line)["text"]) for line in lines if line.strip()]


def read_quotes(folder: Path, themes: Sequence[str]) -> Quotes:
    """Read all .jsonl files of a folder in order of name, each a sitting, and `second_coder.jsonl` beside it where there is one.

    Raises UsageError naming the file and the line when a field is missing, a label unknown or a text given twice.
    """
    quotes: list[Quote] = []
    files: list[tuple[str, str, int]] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        before = len(quotes)
        for record, place in _records(path):
            quote = _quote(record, themes, path.stem, place)
            plain = " ".join(quote.text.lower().split())
            if plain in seen:
                raise UsageError(f"{place}: the same text as {seen[plain]}; keep one, or training and test overlap")
            seen[plain] = place
            quotes.append(quote)
        files.append((path.name, hashlib.sha256(path.read_bytes()).hexdigest(), len(quotes) - before))
    if len(files) < 2:
        raise UsageError(f"{folder}: training needs quotes of at least two sittings (.jsonl files), found {len(files)}")
    return replace(arrays(quotes, themes, tuple(files)), second=_second(quotes, themes, folder.parent / SECOND))


def _second(quotes: Sequence[Quote], themes: Sequence[str], path: Path) -> Quotes | None:
    """The quotes with the codes of a second coder, who saw the texts alone; those not coded twice keep the first coder's."""
    if not path.is_file():
        return None
    known = {quote.quote_id: quote for quote in quotes}
    other: dict[str, Quote] = {}
    for record, place in _records(path):
        first = known.get(str(record.get("id")))
        if first is not None:
            coded = _quote({**record, "text": first.text}, themes, first.sitting, place)
            other[first.quote_id] = coded
    return arrays([other.get(quote.quote_id, quote) for quote in quotes], themes)


def read_phrases(folder: Path, themes: Sequence[str]) -> Phrases:
    """All .tsv files of a folder in order of name: a code (a theme, none, a level or a kind), a tab, a phrase.

    None when the folder is not there. Raises UsageError naming the file and the line when a code is unknown.
    """
    known = {*themes, NONE, *LEVELS, *KINDS}
    found: dict[tuple[str, str], None] = {}
    files: list[tuple[str, str, int]] = []
    for path in sorted(folder.glob("*.tsv")):
        before = len(found)
        raw = path.read_bytes()
        for number, line in enumerate(raw.decode("utf-8-sig").splitlines(), start=1):
            code, tab, text = line.partition("\t")
            if not tab or not text.strip() or code not in known:
                raise UsageError(
                    f"{path}, line {number}: write a code, a tab and a phrase; codes are {', '.join(sorted(known))}"
                )
            found.setdefault((text.strip(), code))
        files.append((path.name, hashlib.sha256(raw).hexdigest(), len(found) - before))
    return Phrases(tuple(text for text, _ in found), tuple(code for _, code in found), tuple(files))


def arrays(quotes: Sequence[Quote], themes: Sequence[str], files: tuple[tuple[str, str, int], ...] = ()) -> Quotes:
    """Coded quotes as arrays; sittings are numbered in order of name."""
    sittings = {name: number for number, name in enumerate(sorted({quote.sitting for quote in quotes}))}
    return Quotes(
        tuple(quotes),
        files,
        [quote.text for quote in quotes],
        np.array([[int(theme in quote.themes) for theme in themes] for quote in quotes], np.int64).reshape(
            -1, len(themes)
        ),
        np.array([list(themes).index(quote.themes[0]) if quote.themes else -1 for quote in quotes], np.int64),
        np.array([LEVELS.index(quote.level) for quote in quotes], np.int64),
        np.array([KINDS.index(quote.kind) for quote in quotes], np.int64),
        np.array([sittings[quote.sitting] for quote in quotes], np.int64),
        tuple(themes),
    )


def _records(path: Path) -> list[tuple[Mapping[str, Any], str]]:
    """The rows of a file with their places, as `file, line 3`."""
    try:
        raw = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    if path.suffix.lower() == ".csv":
        return _table(raw, path)
    records: list[tuple[Mapping[str, Any], str]] = []
    for number, line in enumerate(raw.splitlines(), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(f"{place}: not JSON ({error.msg}); write one object per line") from error
        if not isinstance(record, dict):
            raise UsageError(f"{place}: expected an object with id, text, themes, level and kind")
        records.append((record, place))
    return records


def _table(raw: str, path: Path) -> list[tuple[Mapping[str, Any], str]]:
    import csv
    import io

    head = raw.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(raw), delimiter=max(",;\t", key=head.count))
    return [(row, f"{path}, line {reader.line_num}") for row in reader]


def _quote(record: Mapping[str, Any], known: Sequence[str], sitting: str, place: str) -> Quote:
    for name in FIELDS:
        if record.get(name) is None:
            raise UsageError(f"{place}: '{name}' is missing; a quote has id, text, themes, level and kind")
    given = record["themes"]
    themes = [part.strip() for part in given.split(";") if part.strip()] if isinstance(given, str) else list(given)
    unknown = [theme for theme in themes if theme not in known]
    if unknown:
        raise UsageError(f"{place}: unknown theme {', '.join(map(str, unknown))}; known are {', '.join(known)}")
    for name, values in (("level", LEVELS), ("kind", KINDS)):
        if record[name] not in values:
            raise UsageError(f"{place}: unknown {name} '{record[name]}'; known are {', '.join(values)}")
    if not str(record["text"]).strip():
        raise UsageError(f"{place}: the text is empty")
    return Quote(str(record["id"]), str(record["text"]), tuple(themes), record["level"], record["kind"], sitting)
