"""Sentence vectors fitted on the corpus at hand: TF-IDF reduced by SVD."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.embed.rows import unit
from pipeline.model import Vectors

_BATCH = 4096
# Latent directions settle well before this many texts; beyond it a sample keeps the fit at seconds.
_MOST_TEXTS_TO_FIT = 10_000
_MOST_FEATURES = 30_000
# Letters weigh more than words: Dutch compounds and inflections share them (measured by benchmarks/bench_topics.py).
_LETTERS = 1.5


@dataclass(frozen=True)
class LsaEmbedder:
    """Latent semantic analysis of one corpus: TF-IDF of words and of characters within words, reduced by SVD.

    After Deerwester et al., Indexing by latent semantic analysis (1990). Made by `fit`; knows only words and letter
    sequences of the texts that it was fitted on.
    """

    name: str
    dimensions: int
    _weigh: Callable[[Sequence[str]], Any] | None = None
    _reduce: Callable[[Any], Vectors] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimensions); rows of unit length, zeros for a text without known words."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if self._weigh is None or self._reduce is None:
            return rows
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            rows[start : start + len(batch)] = self._reduce(self._weigh(batch))
        return unit(rows)


def fit(
    texts: Sequence[str],
    *,
    seed: int,
    dimensions: int = 100,
    words: Callable[[str], list[str]] | None = None,
) -> LsaEmbedder:
    """An embedder fitted on `texts`, with at most `dimensions` columns (fewer for a handful of texts).

    `words` gives the words of a text that count (`nlp.content_words`); without it, all of them do. More than 10,000
    texts are fitted on a seeded sample of that many. Never fails: where there are no words, all vectors are zeros.
    """
    from scipy.sparse import hstack
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    split = words or _all_words
    digest = hashlib.sha256("\0".join([*texts, str(seed), str(dimensions)]).encode()).hexdigest()[:8]
    name = f"lsa@1.{digest}"
    written = [found for found in map(split, texts) if found]
    if len(written) > _MOST_TEXTS_TO_FIT:
        written = random.Random(seed).sample(written, _MOST_TEXTS_TO_FIT)
    rare = 2 if len(written) >= 50 else 1
    by_word = TfidfVectorizer(analyzer=list, min_df=rare, sublinear_tf=True, max_features=_MOST_FEATURES)
    by_letters = TfidfVectorizer(
        analyzer="char_wb",
        preprocessor=" ".join,
        ngram_range=(3, 5),
        min_df=rare,
        sublinear_tf=True,
        max_features=_MOST_FEATURES,
        dtype=np.float32,
    )

    def weigh(batch: Sequence[str]) -> Any:
        found = [split(text) for text in batch]
        return hstack([by_word.transform(found), _LETTERS * by_letters.transform(found)], format="csr")

    try:
        weights = hstack([by_word.fit_transform(written), _LETTERS * by_letters.fit_transform(written)], format="csr")
    except ValueError:  # scikit-learn's word for an empty vocabulary
        return LsaEmbedder(name, 1)
    size = min(dimensions, weights.shape[0] - 1, weights.shape[1] - 1)
    if size < 1:
        return LsaEmbedder(name, 1)
    # Texts that are all the same have no variance to explain, which scikit-learn divides by.
    with np.errstate(invalid="ignore", divide="ignore"):
        reduction = TruncatedSVD(size, random_state=seed, n_iter=4).fit(weights)
    return LsaEmbedder(name, size, weigh, reduction.transform)


def _all_words(text: str) -> list[str]:
    return re.findall(r"\w[\w'’-]*\w", text.lower())
