"""Sentence vectors: fitted on the corpus at hand, from a spaCy pipeline, or from sentence-transformers (an extra)."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import UsageError
from pipeline.model import Embedder, Vectors

if TYPE_CHECKING:
    from spacy.language import Language

NAMES = ("lsa", "spacy", "sentence-transformers:MODEL")
_BATCH = 4096
# Latent directions settle well before this many texts; beyond it a sample keeps the fit at seconds.
_MOST_TEXTS_TO_FIT = 10_000
_WORD = r"(?u)\b\w[\w'’-]*\w\b"


def load(
    models_dir: Path,
    texts: Sequence[str],
    *,
    seed: int,
    name: str | None = None,
    language: Language | None = None,
) -> Embedder:
    """The embedder called `name`, or the best one there is: shipped vectors, those of `language`, fitted on `texts`.

    `name` is one of `NAMES`; `language` is a spaCy pipeline (`SpacyAnalyser.language`). Raises UsageError when what was
    asked for is not there.
    """
    if name is None:
        if (static := _shipped(models_dir)) is not None:
            return static
        if language is not None and language.vocab.vectors.n_keys > 0:
            return SpacyEmbedder(language)
        return fit(texts, seed=seed)
    kind, _, model = name.partition(":")
    if kind == "lsa":
        return fit(texts, seed=seed)
    if kind == "spacy":
        if language is None or language.vocab.vectors.n_keys == 0:
            raise UsageError("embedder 'spacy': the language model has no word vectors; install nl_core_news_md or lg")
        return SpacyEmbedder(language)
    if kind == "sentence-transformers":
        return SentenceTransformerEmbedder.open(model)
    raise UsageError(f"embedder {name!r} does not exist; there is: {', '.join(NAMES)}")


def _shipped(models_dir: Path) -> Embedder | None:
    """The sentence vectors in `models_dir`, None when none are shipped; static vectors of our own belong here."""
    del models_dir
    return None


@dataclass(frozen=True)
class LsaEmbedder:
    """Latent semantic analysis of one corpus: TF-IDF of words and of characters within words, reduced by SVD.

    After Deerwester et al., Indexing by latent semantic analysis (1990). Made by `fit`; knows only words and letter
    sequences of the texts that it was fitted on.
    """

    name: str
    dimensions: int
    _words: Any = None
    _characters: Any = None
    _reduction: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimensions); rows of unit length, zeros for a text without known words."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if self._reduction is None:
            return rows
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            rows[start : start + _BATCH] = self._reduction.transform(self._weights(batch))
        return _unit(rows)

    def _weights(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import hstack

        return hstack([self._words.transform(texts), self._characters.transform(texts) * 0.7], format="csr")


def fit(texts: Sequence[str], *, seed: int, dimensions: int = 100) -> LsaEmbedder:
    """An embedder fitted on `texts`, with at most `dimensions` columns (fewer for a handful of texts).

    More than 10,000 texts are fitted on a seeded sample of that many. Never fails: without words, all vectors are zeros.
    """
    from scipy.sparse import hstack
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    written = [text for text in texts if any(character.isalnum() for character in text)]
    digest = hashlib.sha256("\0".join([*written, str(seed), str(dimensions)]).encode()).hexdigest()[:8]
    name = f"lsa@1.{digest}"
    if len(written) > _MOST_TEXTS_TO_FIT:
        written = random.Random(seed).sample(written, _MOST_TEXTS_TO_FIT)
    rare = 2 if len(written) >= 50 else 1
    words = TfidfVectorizer(token_pattern=_WORD, min_df=rare, sublinear_tf=True, max_features=30_000)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=rare, sublinear_tf=True, max_features=30_000)
    try:
        weights = hstack([words.fit_transform(written), characters.fit_transform(written) * 0.7], format="csr")
    except ValueError:  # scikit-learn's word for an empty vocabulary
        return LsaEmbedder(name, 1)
    size = min(dimensions, weights.shape[0] - 1, weights.shape[1] - 1)
    if size < 1:
        return LsaEmbedder(name, 1)
    reduction = TruncatedSVD(size, random_state=seed, n_iter=4).fit(weights)
    return LsaEmbedder(name, size, words, characters, reduction)
