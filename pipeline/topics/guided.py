"""Guided BERTopic as a coder: topics seeded by the codebook, mapped back to its themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook, Theme, seed_matches
from pipeline.model import Coding, Embedder, Segment, Token, Vectors
from pipeline.topics.grouping import Grouper, Labels, unit
from pipeline.topics.modelling import model
from pipeline.topics.naming import FIELD_WORDS, Terms, terms

CODER = "model:bertopic@0.17.4"
# Logistic weights of how near a segment lies to a theme, how near its topic does, and whether it holds the theme's seeds
# alone; then the constant. Fitted on the shipped training quotes (benchmarks/bench_topics.py prints them anew).
WEIGHTS = (5.5, 1.3, 2.1, -2.1)
_MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class BertopicCoder:
    """Codes segments by guided BERTopic (Grootendorst 2022); a theme's seeds are those of its sub-themes as well.

    With an `embedder` (the one that made the vectors), a theme is where its seeds lie; without one, it is where the
    segments lie that hold its seeds. Codings below `least_confidence` are not given: it abstains.
    """

    embedder: Embedder | None = None
    least_confidence: float = 0.2

    @property
    def name(self) -> str:
        """The coder's name in codings."""
        return CODER

    def code(
        self,
        segments: Sequence[Segment],
        tokens: Sequence[tuple[Token, ...]],
        vectors: Vectors,
        codebook: Codebook,
        *,
        seed: int,
    ) -> tuple[Coding, ...]:
        """Theme codings, in order of segment id; at most two themes for a segment."""
        order = sorted(range(len(segments)), key=lambda index: segments[index].segment_id)
        segments = [segments[index] for index in order]
        tokens = [tokens[index] for index in order]
        rows = np.asarray(vectors, dtype=np.float32)[order] if order else np.zeros((0, 1), dtype=np.float32)
        guided = guide(segments, tokens, rows, codebook, seed=seed, embedder=self.embedder)
        chances = _chances(guided.clues)
        return tuple(
            Coding(
                segments[index].segment_id,
                guided.keys[theme],
                CODER,
                round(float(chances[place, theme]), 4),
                evidence_words=_evidence(tokens[index], guided.words[place]),
            )
            for place, index in enumerate(guided.known)
            for theme in np.argsort(-chances[place], kind="stable")[:2].tolist()
            if chances[place, theme] >= self.least_confidence
        )


@dataclass(frozen=True, slots=True)
class Guided:
    """What guided BERTopic says of the segments at `known`: `clues` is (known, keys, 3), `words` each one's topic words."""

    known: tuple[int, ...]
    keys: tuple[str, ...]
    clues: Vectors
    words: tuple[tuple[str, ...], ...]


def guide(
    segments: Sequence[Segment],
    tokens: Sequence[tuple[Token, ...]],
    vectors: Vectors,
    codebook: Codebook,
    *,
    seed: int,
    embedder: Embedder | None = None,
) -> Guided:
    """Guided BERTopic over the segments, and how near each lies to the themes of which the corpus holds seeds."""
    counted = terms(segments, tokens, field_words=FIELD_WORDS)
    rows = unit(vectors)
    seeds = _Seeds.of(segments, tokens, rows, counted, codebook, embedder)
    known = [index for index in range(len(rows)) if rows[index].any() and counted.documents[index]]
    if not known or not seeds.keys:
        return Guided((), (), np.zeros((0, 0, 3), dtype=np.float32), ())
    documents = [counted.documents[index] for index in known]
    found = model(documents, rows[known], Grouper(seed=seed), seeds=seeds.terms, seed_vectors=seeds.vectors)
    telling = {topic: [term for term, weight in words if weight > 0] for topic, words in found.words.items()}
    words = []
    for document, topic in zip(documents, found.labels.tolist(), strict=True):
        here = set(document.split())
        words.append(tuple(term for term in telling.get(topic, ()) if term in here))
    clues = _clues(rows[known], found.labels, seeds.vectors, seeds.hits[known])
    return Guided(tuple(known), seeds.keys, clues, tuple(words))


@dataclass(frozen=True, slots=True)
class _Seeds:
    """The codebook's seeds as this corpus knows them, for the themes that it knows.

    `terms` are the words that match the seeds, wildcards filled in; `vectors` has a row for each theme, and `hits` is
    (segments, themes): 1 where a segment holds a seed.
    """

    keys: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    vectors: Vectors
    hits: Vectors

    @classmethod
    def of(
        cls,
        segments: Sequence[Segment],
        tokens: Sequence[tuple[Token, ...]],
        rows: Vectors,
        words: Terms,
        codebook: Codebook,
        embedder: Embedder | None,
    ) -> _Seeds:
        lists = tuple(_seeds(theme) for theme in codebook.themes)
        hits = np.zeros((len(segments), len(lists)), dtype=np.float32)
        said: list[set[str]] = [set() for _ in lists]
        for index, segment in enumerate(segments):
            for theme, matches in enumerate(seed_matches(segment.text, lists)):
                hits[index, theme] = bool(matches)
                spans = [(match.start, match.end) for match in matches]
                said[theme] |= {
                    token.lemma
                    for token in tokens[index]
                    if token.lemma in words.forms and any(a < token.end and token.start < b for a, b in spans)
                }
        # A segment with seeds of several themes says less about each.
        shares = hits / np.maximum(hits.sum(axis=1, keepdims=True), 1)
        vectors = unit(shares.T @ rows)
        if embedder is not None:
            texts = [" ".join([theme.label, theme.description, *_seeds(theme)]) for theme in codebook.themes]
            vectors = unit(vectors + embedder.encode([text.replace("*", "") for text in texts]))
        kept = [index for index in range(len(lists)) if vectors[index].any()]
        return cls(
            tuple(codebook.themes[index].key for index in kept),
            # The key keeps lists apart that would else be equal.
            tuple((*sorted(said[index]), codebook.themes[index].key) for index in kept),
            vectors[kept],
            hits[:, kept],
        )


def _seeds(theme: Theme) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*theme.seeds, *(seed for sub in theme.subthemes for seed in sub.seeds)]))


def _clues(rows: Vectors, labels: Labels, seeds: Vectors, hits: Vectors) -> Vectors:
    """(segments, themes, 3): how near a segment lies to a theme, how near its topic does, its share of the seeds held.

    A topic is near a theme as far as its centre lies towards the theme's seeds and its segments hold more of them than
    is usual.
    """
    middle = rows.mean(axis=0, keepdims=True) if len(rows) > 2 else np.zeros((1, rows.shape[1]), dtype=np.float32)
    towards = unit(seeds - middle)
    own = unit(rows - middle) @ towards.T
    usual = hits.mean(axis=0, keepdims=True)
    from_topic = np.zeros_like(own)
    for topic in np.unique(labels[labels >= 0]):
        inside = labels == topic
        centre = unit(rows[inside].mean(axis=0, keepdims=True) - middle)
        held = (hits[inside].sum(axis=0, keepdims=True) + usual) / (inside.sum() + 1) - usual
        from_topic[inside] = (centre @ towards.T + held) / 2
    found: Vectors = np.stack([own, from_topic, hits / np.maximum(hits.sum(axis=1, keepdims=True), 1)], axis=2)
    return found


def _chances(found: Vectors) -> npt.NDArray[np.float64]:
    """(segments, themes): how probable each theme is, by its clues."""
    chances: npt.NDArray[np.float64] = 1 / (
        1 + np.exp(-(found.astype(np.float64) @ np.array(WEIGHTS[:3]) + WEIGHTS[3]))
    )
    return chances


def _evidence(tokens: Sequence[Token], words: Sequence[str]) -> tuple[str, ...]:
    """The topic words of a segment as they stand in it."""
    forms = {token.lemma: token.text for token in reversed(tokens)}
    return tuple(forms[term] for term in words if term in forms)[:_MOST_EVIDENCE]
