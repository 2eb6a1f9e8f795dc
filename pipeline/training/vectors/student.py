"""Fit the rows of words and letter runs so that the sum over a Dutch text points where the teacher's vector does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.training.vectors import objective
from pipeline.training.vectors.objective import Floats
from pipeline.training.vectors.vocabulary import Spelled, Vocabulary, counted

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fit; the values are those that did best on STSb-nl dev and the SICK-NL trial rows."""

    dimensions: int = 192
    least_count: int = 2
    most_grams: int = 60_000
    letters: float = 6.0  # what the letter runs of a word weigh together; its own row weighs 1
    common: float = 3e-3  # words more frequent than this start below half weight (Arora et al. 2017)
    epochs: int = 16
    averaged_from: float = 0.5  # the rows kept are the mean over the epochs after this part of them
    batch: int = 1024
    rate: float = 0.03
    drop_words: float = 0.4  # the share of words that must do without their own row in a step
    dictionary: float = 0.6  # what a dictionary entry weighs beside a sentence
    contrast: float = 0.1
    contrasted: int = 512  # so many of a batch are told apart
    temperature: float = 0.05
    pairs: int = 128  # judged pairs of each set in a step
    scale: float = 20.0
    lengthen: tuple[float, ...] = (0.01, 0.01)  # what STSb and SICK pairs may do to the lengths of words' vectors
    turn: tuple[float, ...] = (0.0005, 0.0005)  # and to their directions
    spread: float = 0.15  # how far the strengths of the main directions are made alike (0.5: wholly)


@dataclass(frozen=True)
class Material:
    """What `fit` learns from: `texts` with the teacher's vectors (unit rows), and judged pairs as places in `texts`.

    Texts with the same target have the same number in `groups`; `is_word` marks dictionary entries.
    """

    texts: Sequence[str]
    targets: Floats
    groups: Ints
    is_word: npt.NDArray[np.bool_]
    pairs: tuple[tuple[Ints, Ints, Floats], ...] = ()  # first, second, score


@dataclass
class Fitted:
    """The vocabulary and a row (dimensions,) for each of its words and letter runs."""

    vocabulary: Vocabulary
    rows: Floats
    settings: Settings
    losses: list[dict[str, float]] = field(default_factory=list)

    def spelled(self, found: Sequence[str]) -> Floats:
        """The vector of each word, from its own row and those of its letter runs."""
        spelled: Floats = Spelled.of(found, self.vocabulary, letters=self.settings.letters).matrix @ self.rows
        return spelled

    def spread(self, texts: Sequence[str]) -> None:
        """Turn the rows so that columns are main directions of `texts`, and shrink the strong ones by `settings.spread`.

        Partial whitening, after Su et al., Whitening sentence representations (2021); cosines then weigh fine
        differences more.
        """
        rows = self.encode(texts)
        strengths, directions = main_directions(rows, rows.shape[1])
        turned: Floats = self.rows @ (directions * strengths ** np.float32(-self.settings.spread))
        self.rows = turned * np.float32(np.linalg.norm(self.rows) / np.linalg.norm(turned))

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit rows, one for each text."""
        names, counts = counted(texts)
        units, _ = objective.unit(counts @ self.spelled(names))
        return units


def main_directions(rows: Floats, dimensions: int) -> tuple[Floats, Floats]:
    """How strongly the rows differ along their main directions, and those (columns); not centred, cosines are kept."""
    strengths, directions = np.linalg.eigh((rows.T @ rows).astype(np.float64) / len(rows))
    chosen = directions[:, ::-1][:, :dimensions]
    # An eigenvector has no sign of its own: its greatest entry is made positive.
    signs = np.sign(chosen[np.abs(chosen).argmax(axis=0), np.arange(chosen.shape[1])])
    return strengths[::-1][:dimensions].astype(np.float32), (chosen * signs).astype(np.float32)


def fit(
    material: Material,
    settings: Settings,
    *,
    seed: int,
    told: Callable[[int, Fitted], None] = lambda epoch, fitted: None,
) -> Fitted:
    """Fit by stochastic gradient descent with one Adagrad rate per row; `told` is called after each epoch.

    The same material, settings and seed give the same rows on the same machine.
    """
    names, counts = counted(material.texts)
    vocabulary = Vocabulary.of(material.texts, least=settings.least_count, most_grams=settings.most_grams)
    spelled = Spelled.of(names, vocabulary, letters=settings.letters).matrix
    rows = _first_rows(counts, spelled, material, settings)
    return _Fit(counts, spelled, rows, material, settings, seed).run(vocabulary, told)


def _first_rows(counts: Any, spelled: Any, material: Material, settings: Settings) -> Floats:
    """Each word starts as the mean of the targets of its texts, frequent words weighing less; runs as their words' mean."""
    frequency = np.asarray(counts.sum(axis=0)).ravel()
    centre = material.targets.mean(axis=0)
    means = (counts.T @ (material.targets - centre)) / frequency[:, None]
    weight = settings.common / (settings.common + frequency / frequency.sum())
    # Rare words are pulled to zero: one text says little about one of its words.
    weight = weight * frequency / (frequency + 3)
    start: Floats = (means * weight[:, None]).astype(np.float32)
    reach = np.asarray(spelled.sum(axis=0)).ravel()
    rows: Floats = ((spelled.T @ start) / np.maximum(reach, 1e-6)[:, None]).astype(np.float32)
    return rows


class _Fit:
    """The running state of one fit."""

    def __init__(
        self, counts: Any, spelled: Any, rows: Floats, material: Material, settings: Settings, seed: int
    ) -> None:
        self.counts, self.spelled, self.rows = counts, spelled, rows
        self.material, self.settings = material, settings
        self.chance = np.random.default_rng(seed)
        self.own = 0  # columns before this one are words, the others letter runs
        self.squares = np.full(len(rows), 1e-10, np.float32)

    def run(self, vocabulary: Vocabulary, told: Callable[[int, Fitted], None]) -> Fitted:
        self.own = len(vocabulary.words)
        settings, size = self.settings, len(self.material.texts)
        steps = -(-size // settings.batch)
        total = steps * settings.epochs
        mean, kept = np.zeros_like(self.rows), 0
        fitted = Fitted(vocabulary, self.rows, settings)
        for epoch in range(settings.epochs):
            shuffled = self.chance.permutation(size)
            losses: dict[str, float] = {}
            for step in range(steps):
                rate = settings.rate * max(1 - (epoch * steps + step) / total, 0.05)
                batch = shuffled[step * settings.batch : (step + 1) * settings.batch]
                for name, value in self._step(batch, rate).items():
                    losses[name] = losses.get(name, 0.0) + value / steps
            fitted.losses.append(losses)
            if epoch + 1 > settings.averaged_from * settings.epochs:
                kept += 1
                mean += (self.rows - mean) / kept
            fitted.rows = mean if kept else self.rows
            told(epoch, fitted)
        return fitted

    def _step(self, batch: Ints, rate: float) -> dict[str, float]:
        """One step down the gradient on some texts and some judged pairs; gives the losses."""
        settings = self.settings
        drawn = [self._draw(pairs) for pairs in self.material.pairs] if any(settings.lengthen) else []
        texts = np.concatenate([batch, *(side for first, second, _ in drawn for side in (first, second))])
        counts = self.counts[texts]
        names, places = np.unique(counts.indices, return_inverse=True)
        counts = _csr(counts, places, len(names))
        spelled = self.spelled[names]
        if settings.drop_words:
            self._forget(spelled)
        columns, inside = np.unique(spelled.indices, return_inverse=True)
        spelled = _csr(spelled, inside, len(columns))
        word_rows = spelled @ self.rows[columns]
        units, lengths = objective.unit(counts @ word_rows)
        losses, slopes = self._slopes(units, batch, drawn)
        slopes = objective.through_unit(slopes, units, lengths)
        size = len(batch)
        by_word: Floats = counts[:size].T.tocsr() @ slopes[:size]
        along, _ = objective.unit(word_rows)
        for (first, _, _), lengthen, turn in zip(drawn, settings.lengthen, settings.turn, strict=False):
            end = size + 2 * len(first)
            judged: Floats = counts[size:end].T.tocsr() @ slopes[size:end]
            radial = np.einsum("ij,ij->i", judged, along)[:, None] * along
            by_word += lengthen * radial + turn * (judged - radial)
            size = end
        by_row: Floats = spelled.T.tocsr() @ by_word
        self.squares[columns] += np.einsum("ij,ij->i", by_row, by_row) / by_row.shape[1]
        by_row *= (rate / np.sqrt(self.squares[columns]))[:, None]
        self.rows[columns] -= by_row
        return losses

    def _slopes(self, units: Floats, batch: Ints, drawn: Any) -> tuple[dict[str, float], Floats]:
        """The losses and their gradient by the unit rows."""
        settings, size = self.settings, len(batch)
        slopes = np.zeros_like(units)
        targets = self.material.targets[batch]
        weights = np.where(self.material.is_word[batch], settings.dictionary, 1).astype(np.float32)
        near, slopes[:size] = objective.cosine(units[:size], targets, weights)
        losses = {"cosine": near}
        if settings.contrast:
            some = min(size, settings.contrasted)
            losses["contrast"], slope = objective.contrast(
                units[:some], targets[:some], self.material.groups[batch[:some]], temperature=settings.temperature
            )
            slopes[:some] += settings.contrast * slope
        start = size
        for number, (first, _, scores) in enumerate(drawn):
            middle, end = start + len(first), start + 2 * len(first)
            value, left, right = objective.order(units[start:middle], units[middle:end], scores, scale=settings.scale)
            slopes[start:middle] = left
            slopes[middle:end] = right
            losses[f"order {number + 1}"] = value
            start = end
        return losses, slopes

    def _draw(self, pairs: tuple[Ints, Ints, Floats]) -> tuple[Ints, Ints, Floats]:
        first, second, scores = pairs
        drawn = self.chance.choice(len(first), min(self.settings.pairs, len(first)), replace=False)
        return first[drawn], second[drawn], scores[drawn]

    def _forget(self, spelled: Any) -> None:
        """Take away the own row of some words, so that letter runs learn to stand in for it."""
        limit = self.settings.drop_words
        starts = spelled.indptr[:-1]
        known = (np.diff(spelled.indptr) > 1) & (
            spelled.indices[np.minimum(starts, len(spelled.indices) - 1)] < self.own
        )
        spelled.data[starts[known & (self.chance.random(len(starts)) < limit)]] = 0


def _csr(matrix: Any, columns: Any, width: int) -> Any:
    from scipy.sparse import csr_matrix

    return csr_matrix((matrix.data, columns.astype(np.int32), matrix.indptr), shape=(matrix.shape[0], width))
