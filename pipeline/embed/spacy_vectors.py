"""Sentence vectors as means of the word vectors of a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.embed.rows import unit
from pipeline.model import Vectors

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class SpacyEmbedder:
    """The mean of the word vectors of a spaCy pipeline, stop words left out."""

    language: Language

    @property
    def name(self) -> str:
        """NAME@VERSION of the pipeline."""
        meta = self.language.meta
        return f"{meta['lang']}_{meta['name']}@{meta['version']}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimensions); rows of unit length, zeros for a text without known words."""
        rows = np.zeros((len(texts), self.language.vocab.vectors_length), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            known = [token for token in self.language.make_doc(text) if token.has_vector and token.is_alpha]
            meant = [token for token in known if not token.is_stop] or known
            if meant:
                row[:] = np.asarray([token.vector for token in meant], dtype=np.float32).mean(axis=0)
        return unit(rows)
