"""BERTopic, and the only place that imports it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.model import Vectors
from pipeline.topics.grouping import Grouper, Labels

_TOP_WORDS = 30


@dataclass(frozen=True, slots=True)
class Modelled:
    """What BERTopic made of some documents: a topic for each (-1 is noise), and the weighed words of each topic."""

    labels: Labels
    words: dict[int, tuple[tuple[str, float], ...]]


def model(
    documents: Sequence[str],
    vectors: Vectors,
    grouper: Grouper,
    *,
    seeds: Sequence[Sequence[str]] = (),
    seed_vectors: Vectors | None = None,
) -> Modelled:
    """Run BERTopic (Grootendorst 2022) on documents that are terms joined by blanks, without torch and UMAP.

    `vectors` is (documents, dimensions). With `seeds`, lists of terms, BERTopic is guided: `seed_vectors` holds a row
    for each list.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic
        from bertopic.backend import BaseEmbedder
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer
        from sklearn.feature_extraction.text import CountVectorizer

        class SeedEmbedder(BaseEmbedder):  # type: ignore[misc]
            """Gives the seed lists their vectors: with no embedder at all, BERTopic ignores its seeds without a word."""

            def embed(self, documents: list[str], verbose: bool = False) -> Vectors:
                del verbose
                known = {" ".join(terms): index for index, terms in enumerate(seeds)}
                rows = np.zeros((0, vectors.shape[1]), dtype=np.float32) if seed_vectors is None else seed_vectors
                picked: Vectors = rows[[known[document] for document in documents]]
                return picked

        topics = BERTopic(
            language="dutch",
            top_n_words=_TOP_WORDS,
            embedding_model=SeedEmbedder() if seeds else None,
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=grouper,
            vectorizer_model=CountVectorizer(analyzer=str.split),
            ctfidf_model=ClassTfidfTransformer(),
            seed_topic_list=[list(terms) for terms in seeds] or None,
            calculate_probabilities=False,
            verbose=False,
        )
        # A copy, because guided BERTopic moves the vectors towards their seeds in place.
        found, _ = topics.fit_transform(list(documents), embeddings=np.array(vectors, dtype=np.float32))
        return Modelled(
            np.array(found, dtype=np.int64),
            {
                topic: tuple((word, float(score)) for word, score in weighed if word)
                for topic, weighed in topics.get_topics().items()
            },
        )
