"""Sentence vectors: shipped static ones that know Dutch, fitted on the corpus, from spaCy, or from sentence-transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.embed.lsa import LsaEmbedder, fit
from pipeline.embed.sentence_transformer import SentenceTransformerEmbedder
from pipeline.embed.spacy_vectors import SpacyEmbedder
from pipeline.embed.static import StaticEmbedder
from pipeline.errors import UsageError
from pipeline.model import Embedder

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "FOLDER",
    "NAMES",
    "LsaEmbedder",
    "SentenceTransformerEmbedder",
    "SpacyEmbedder",
    "StaticEmbedder",
    "fit",
    "load",
    "shipped",
]

NAMES = ("rodedraad", "lsa", "spacy", "sentence-transformers:FOLDER")
FOLDER = "vectors_nl"  # where the shipped vectors lie among the models
_OURS = ("rodedraad", "ours")


def shipped(models_dir: Path) -> StaticEmbedder:
    """The vectors that ship, from `models_dir/vectors_nl`; raises UsageError when they are missing or damaged."""
    return StaticEmbedder.open(models_dir / FOLDER)


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

    `name` is one of `NAMES` (`ours` is another name for `rodedraad`); `language` is a spaCy pipeline
    (`SpacyAnalyser.language`), `words` what `fit` takes. Raises UsageError when what was asked for is not there, or
    when the shipped vectors are damaged.
    """
    if name is None:
        if (models_dir / FOLDER).is_dir():
            return shipped(models_dir)
        if language is not None and language.vocab.vectors.n_keys > 0:
            return SpacyEmbedder(language)
        return fit(texts, seed=seed, words=words)
    kind, _, model = name.partition(":")
    if kind in _OURS:
        return shipped(models_dir)
    if kind == "lsa":
        return fit(texts, seed=seed, words=words)
    if kind == "spacy":
        if language is None or language.vocab.vectors.n_keys == 0:
            raise UsageError("embedder 'spacy': the language model has no word vectors; install nl_core_news_md or lg")
        return SpacyEmbedder(language)
    if kind == "sentence-transformers":
        return SentenceTransformerEmbedder.open(model)
    raise UsageError(f"embedder {name!r} does not exist; there is: {', '.join(NAMES)}")
