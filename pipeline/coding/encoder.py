"""The second reader: a small transformer that scores texts for themes, levels and kinds, one text at a time."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import UsageError

FOLDER = "encoder_nl"  # where it lies among the models
DESCRIBED, PIECES, ROWS, POSITIONS, NETWORK = (
    "encoder.json",
    "pieces.model",
    "rows.npy",
    "positions.npy",
    "network.onnx",
)
FORMAT = 1
MOST_PIECES = 160  # of a text; what comes after is not read
BLOCK_BYTES = 18
_WORKERS = 4
_WAY_OUT = "make it again with 'rodedraad train encoder --out models/encoder_nl', or install rodedraad again"

Doubles = npt.NDArray[np.float64]


class Encoder:
    """A transformer of few layers; its scores for a text do not depend on the other texts of a call.

    `name` is NAME@VERSION, `codes` the themes, levels and kinds in the order of the scores.
    """

    def __init__(
        self,
        name: str,
        codes: Sequence[str],
        pieces: bytes,
        rows: npt.NDArray[np.uint8],
        positions: npt.NDArray[np.float16],
        network: bytes,
    ) -> None:
        processor = importlib.import_module("sentencepiece")
        runtime = importlib.import_module("onnxruntime")
        runtime.disable_telemetry_events()
        runtime.set_default_logger_severity(3)
        self.name, self.codes = name, tuple(codes)
        self._cutter: Any = processor.SentencePieceProcessor(model_proto=pieces)
        self._rows, self._positions = unpacked(rows), positions.astype(np.float32)
        options = runtime.SessionOptions()
        # One thread a text, several texts at once: faster for short texts than several threads a text.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = runtime.InferenceSession(network, options, providers=["CPUExecutionProvider"])

    def scores(self, texts: Sequence[str]) -> Doubles:
        """Scores before calibration, of shape (texts, codes)."""
        if not len(texts):
            return np.zeros((0, len(self.codes)))
        numbers = self._cutter.encode([normal(text) for text in texts])
        with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
            return np.stack(list(pool.map(self._scored, numbers))).astype(np.float64)

    def _scored(self, numbers: list[int]) -> npt.NDArray[np.float32]:
        begin, end = len(self._rows) - 2, len(self._rows) - 1
        numbers = [begin, *numbers[: MOST_PIECES - 2], end]
        rows = self._rows[numbers] + self._positions[: len(numbers)]
        return np.asarray(self._session.run(["scores"], {"rows": rows})[0][0], np.float32)

    @classmethod
    def open(cls, folder: Path) -> Encoder:
        """Open the second reader of a folder; nothing in the files can run code. Raises UsageError when they are missing or damaged."""
        try:
            data = json.loads((folder / DESCRIBED).read_text(encoding="utf-8"))
            raw = {name: (folder / name).read_bytes() for name in data["files"]}
        except OSError as error:
            raise UsageError(f"{error.filename}: cannot be read ({error.strerror}); {_WAY_OUT}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{folder / DESCRIBED}: damaged ({error!r}); {_WAY_OUT}") from error
        for name, digest in data["files"].items():
            if hashlib.sha256(raw[name]).hexdigest() != digest:
                raise UsageError(f"{folder / name}: damaged, it is not the file that {DESCRIBED} describes; {_WAY_OUT}")
        if data.get("format") != FORMAT:
            raise UsageError(f"{folder}: the second reader is of another format than {FORMAT}; {_WAY_OUT}")
        try:
            rows, positions = (np.load(io.BytesIO(raw[name]), allow_pickle=False) for name in (ROWS, POSITIONS))
            return cls(str(data["name"]), tuple(data["codes"]), raw[PIECES], rows, positions, raw[NETWORK])
        except (KeyError, ValueError) as error:
            raise UsageError(f"{folder}: the second reader is damaged ({error!r}); {_WAY_OUT}") from error


def shipped(models_dir: Path) -> Encoder | None:
    """The second reader that ships; None when it is not there, or this machine has no onnxruntime or sentencepiece to run it."""
    folder = models_dir / FOLDER
    if not folder.is_dir():
        return None
    try:
        return Encoder.open(folder)
    except ImportError:
        return None


def describe(folder: Path, name: str, codes: Sequence[str]) -> None:
    """Write `encoder.json` beside the files of a second reader."""
    files = {
        part: hashlib.sha256((folder / part).read_bytes()).hexdigest() for part in (PIECES, ROWS, POSITIONS, NETWORK)
    }
    data = {"format": FORMAT, "name": name, "codes": list(codes), "files": files}
    (folder / DESCRIBED).write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def normal(text: str) -> str:
    """The text as the pieces were made from: compatible forms of characters (Unicode NFKC), on one line."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def unpacked(blocks: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Rows of four-bit blocks (rows, blocks, 18 bytes) as float32 (rows, numbers): scale × (number − 8), low halves first."""
    if blocks.ndim != 3 or blocks.shape[2] != BLOCK_BYTES or blocks.dtype != np.uint8:
        raise ValueError(f"rows of shape {blocks.shape}")
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    numbers = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray((numbers * scales).reshape(len(blocks), -1), np.float32)
