"""Sentence vectors: fitted on the corpus at hand, from a spaCy pipeline, or from sentence-transformers (an extra)."""

from __future__ import annotations

import hashlib
import importlib
import os
import random
import re
from collections.abc import Callable, Sequence
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
_MOST_FEATURES = 30_000
# Letters weigh more than words: Dutch compounds and inflections share them (measured by benchmarks/bench_topics.py).
_LETTERS = 1.5


def load(
    models_dir: Path,
    texts: Sequence[str],
    *,
    seed: int,
    name: str | None = None,
    language: Language | None = None,
    words: Callable[[str], list[str]] | None = None,
) -> Embedder:
    """The embedder called `name`, or the best one there is: shipped vectors, those of `language`, fitted on `texts`.

    `name` is one of `NAMES`; `language` is a spaCy pipeline (`SpacyAnalyser.language`), `words` what
    `fit` takes. Raises UsageError when what was
    asked for is not there.
    """
    if name is None:
        if (static := _shipped(models_dir)) is not None:
            return static
        if language is not None and language.vocab.vectors.n_keys > 0:
            return SpacyEmbedder(language)
        return fit(texts, seed=seed, words=words)
    kind, _, model = name.partition(":")
    if kind == "lsa":
        return fit(texts, seed=seed, words=words)
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
        return _unit(rows)


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
        return _unit(rows)


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
        return _unit(rows)


def _all_words(text: str) -> list[str]:
    return re.findall(r"\w[\w'’-]*\w", text.lower())


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    # Shorter than this is rounding around zero, not a direction.
    known = lengths > 1e-6
    unit: Vectors = np.where(known, rows / np.where(known, lengths, 1), 0).astype(np.float32)
    return unit
