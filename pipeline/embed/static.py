"""Sentence vectors that know Dutch: one vector per word, or per letter run for words not known, added up.

The vectors are learned beforehand (`pipeline.training.vectors`) and opened with NumPy alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.embed.rows import unit
from pipeline.embed.words import grams, plain, words
from pipeline.errors import UsageError
from pipeline.model import Vectors

SETTINGS, ROWS, SCALES, VOCABULARY = "model.json", "rows.npy", "scales.npy", "vocabulary.txt"
FORMAT = 1
# Texts whose new words are composed together.
_BATCH = 4096
# Texts summed at a time: few, so that the rows of their words stay in the processor's cache (twice as fast as with 512).
_TOGETHER = 32
# Composed words kept in memory; beyond it the least one can do is begin anew.
_MOST_KEPT = 100_000


class StaticEmbedder:
    """Static sentence vectors with quantised rows; opened by `open`.

    A word of the vocabulary has one row; another word is the mean of the rows of its letter runs, weighed down by
    `unknown`. A text is the sum of its words at unit length. Rows do not depend on the other texts of a call.
    """

    def __init__(
        self,
        name: str,
        vocabulary: tuple[Sequence[str], Sequence[str]],
        rows: npt.NDArray[np.int8],
        scales: npt.NDArray[np.float16],
        *,
        unknown: float = 1.0,
    ) -> None:
        self.name = name
        self.dimensions = int(rows.shape[1])
        known, runs = vocabulary
        self._rows, self._scales, self._unknown = rows, scales.astype(np.float32), unknown
        self._words = dict(zip(known, range(len(known)), strict=True))
        self._runs = dict(zip(runs, range(len(known), len(known) + len(runs)), strict=True))
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        """Begin anew with no composed words; place 0 is for words of which nothing is known."""
        self._places: dict[str, int] = {}
        self._composed = np.zeros((4096, self.dimensions), dtype=np.float32)
        self._count = 1

    @classmethod
    def open(cls, folder: Path) -> StaticEmbedder:
        """Open the vectors of a folder; raises UsageError when a file is missing or is not what was written."""
        settings = _settings(folder)
        raw = {}
        for name, digest in settings["files"].items():
            try:
                raw[name] = (folder / name).read_bytes()
            except OSError as error:
                raise UsageError(f"{folder / name}: cannot be read ({error.strerror}); {_WAY_OUT}") from error
            if hashlib.sha256(raw[name]).hexdigest() != digest:
                raise UsageError(f"{folder / name}: damaged, it is not the file that {SETTINGS} describes; {_WAY_OUT}")
        try:
            rows = np.load(io.BytesIO(raw[ROWS]), allow_pickle=False)
            scales = np.load(io.BytesIO(raw[SCALES]), allow_pickle=False)
            lines = raw[VOCABULARY].decode("utf-8").split("\n")[:-1]
            count = int(settings["words"])
            if rows.dtype != np.int8 or rows.ndim != 2 or scales.shape != (len(rows),) or len(lines) != len(rows):
                raise ValueError(f"{rows.dtype} {rows.shape}, {scales.shape} scales, {len(lines)} names")
            return cls(
                str(settings["name"]),
                (lines[:count], lines[count:]),
                rows,
                scales,
                unknown=float(settings["unknown"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(f"{folder}: the vectors do not fit together ({error}); {_WAY_OUT}") from error

    def save(self, folder: Path) -> None:
        """Write the vectors to a folder; the same vectors give the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        names = [*self._words, *self._runs]
        raw = {
            ROWS: _bytes(self._rows),
            SCALES: _bytes(self._scales.astype(np.float16)),
            VOCABULARY: "".join(f"{name}\n" for name in names).encode(),
        }
        settings = {
            "format": FORMAT,
            "name": self.name,
            "dimensions": self.dimensions,
            "words": len(self._words),
            "letter_runs": len(self._runs),
            "unknown": self._unknown,
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in raw.items()},
        }
        for name, content in raw.items():
            (folder / name).write_bytes(content)
        (folder / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimensions); rows of unit length, zeros for a text without known words."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        with self._lock:
            for start in range(0, len(texts), _BATCH):
                found = [words(text) for text in texts[start : start + _BATCH]]
                self._learn(found)
                for part in range(0, len(found), _TOGETHER):
                    some = found[part : part + _TOGETHER]
                    rows[start + part : start + part + len(some)] = self._sums(some)
        return unit(rows)

    def _sums(self, found: Sequence[list[str]]) -> Vectors:
        """The sum of the words of each text, shape (texts, dimensions)."""
        sums = np.zeros((len(found), self.dimensions), dtype=np.float32)
        counts = np.array([len(text) for text in found])
        filled = np.flatnonzero(counts)
        if len(filled):
            places = [self._places[word] for text in found for word in text]
            starts = np.cumsum(counts[filled]) - counts[filled]
            sums[filled] = np.add.reduceat(self._composed[np.array(places, dtype=np.intp)], starts, axis=0)
        return sums

    def _learn(self, found: Sequence[list[str]]) -> None:
        """Compose the vectors of words not met before; a word of which no part is known gets place 0, zeros."""
        if self._count > _MOST_KEPT:
            self._forget()
        new = dict.fromkeys(word for text in found for word in text if word not in self._places)
        known: dict[str, int] = {}
        spelled: dict[str, list[int]] = {}
        for word in new:
            row = self._words.get(word)
            row = self._words.get(plain(word)) if row is None else row
            if row is not None:
                known[word] = row
            elif parts := [place for place in map(self._runs.get, grams(word)) if place is not None]:
                spelled[word] = parts
            else:
                self._places[word] = 0
        chosen = list(known.values())
        self._keep(list(known), self._rows[chosen] * self._scales[chosen, None])
        names = list(spelled)
        for start in range(0, len(names), _TOGETHER):
            some = names[start : start + _TOGETHER]
            lengths = np.array([len(spelled[word]) for word in some])
            chosen = [run for word in some for run in spelled[word]]
            sums = np.add.reduceat(
                self._rows[chosen] * self._scales[chosen, None], np.cumsum(lengths) - lengths, axis=0
            )
            self._keep(some, sums * (np.float32(self._unknown) / lengths[:, None].astype(np.float32)))

    def _keep(self, names: Sequence[str], vectors: Vectors) -> None:
        """Put composed words among those kept."""
        end = self._count + len(names)
        if end > len(self._composed):
            room = np.zeros((max(end, 2 * len(self._composed)) - len(self._composed), self.dimensions), np.float32)
            self._composed = np.concatenate([self._composed, room])
        self._composed[self._count : end] = vectors
        self._places.update(zip(names, range(self._count, end), strict=True))
        self._count = end


_WAY_OUT = "install rodedraad again, or make the vectors anew with `rodedraad train vectors`"


def _settings(folder: Path) -> dict[str, Any]:
    path = folder / SETTINGS
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
        if settings["format"] != FORMAT or set(settings["files"]) != {ROWS, SCALES, VOCABULARY}:
            raise ValueError(f"format {settings['format']}, this version reads {FORMAT}")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); {_WAY_OUT}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path}: not the description of sentence vectors ({error}); {_WAY_OUT}") from error
    return dict(settings)


def _bytes(array: npt.NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def quantised(rows: Vectors) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """Rows as whole numbers from -127 to 127 and a scale for each, such that numbers × scale come close to the rows."""
    most = np.abs(rows).max(axis=1)
    scales = np.maximum(most / 127, 6e-8).astype(np.float16)
    # The scale as it is kept decides, so that its rounding does not add to the error.
    numbers = np.clip(np.rint(rows / scales.astype(np.float32)[:, None]), -127, 127)
    return numbers.astype(np.int8), scales
