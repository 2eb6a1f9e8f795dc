"""Sentence vectors of a transformer that is already on this machine; comes with the extra `[transformers]`."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.embed.rows import unit
from pipeline.errors import UsageError
from pipeline.model import Vectors


@dataclass(frozen=True)
class SentenceTransformerEmbedder:
    """A sentence-transformers model that is already on this machine; comes with the extra `[transformers]`."""

    name: str
    model: Any

    @classmethod
    def open(cls, model: str) -> SentenceTransformerEmbedder:
        """Open a model by its directory or by its name in the local cache, without network.

        Raises UsageError when the extra is not installed or the model is not on this machine.
        """
        # Set before the import: the library reads them once.
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
        try:
            library = importlib.import_module("sentence_transformers")
        except ModuleNotFoundError as error:
            raise UsageError(
                f"embedder 'sentence-transformers:{model}' needs {error.name}, which is not installed; "
                "install the extra: pip install 'rodedraad[transformers]'"
            ) from error
        try:
            opened = library.SentenceTransformer(model, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"sentence-transformers model {model!r} is not on this machine, and nothing is downloaded at run time; "
                "give the directory it lies in"
            ) from error
        return cls(f"{Path(model).name}@{library.__version__}", opened)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimensions); rows of unit length, zeros for empty text."""
        rows: Vectors = np.asarray(
            self.model.encode(list(texts), batch_size=32, show_progress_bar=False, convert_to_numpy=True),
            dtype=np.float32,
        ).reshape(len(texts), -1)
        rows[[not text.strip() for text in texts]] = 0
        return unit(rows)
