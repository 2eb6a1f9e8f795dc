"""Turn scores of quotes into probabilities of themes, levels and kinds, and decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.labelled import LEVELS

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Calibrated probabilities: `themes` (texts, themes), `levels` (texts, 3), `kinds` (texts, 5)."""

    themes: Doubles
    levels: Doubles
    kinds: Doubles

    @property
    def surely(self) -> Doubles:
        """For each text the probability that all of its codings are right, were they independent."""
        themes = np.maximum(self.themes, 1 - self.themes).prod(axis=1)
        return np.asarray(themes * self.levels.max(axis=1) * self.kinds.max(axis=1), np.float64)

    def with_rows(self, rows: npt.NDArray[np.int64], others: Predictions) -> Predictions:
        """These with some rows from others, which has those rows alone."""
        parts = []
        for mine, theirs in zip(
            (self.themes, self.levels, self.kinds), (others.themes, others.levels, others.kinds), strict=True
        ):
            part = mine.copy()
            part[rows] = theirs
            parts.append(part)
        return Predictions(*parts)


@dataclass(frozen=True)
class Calibration:
    """What turns scores into probabilities and decisions; fitted on quotes of sittings held out of training.

    A theme's probability is sigmoid(slope × score + shift) (Platt 1999); level and kind are softmax(scale × scores +
    shift). A theme is given at its threshold or above. The level and the kind given are those with the greatest
    probability × weight.
    """

    slopes: Doubles
    shifts: Doubles
    thresholds: Doubles
    level_scale: float
    level_shifts: Doubles
    level_weights: Doubles
    kind_scale: float
    kind_shifts: Doubles
    kind_weights: Doubles
    level_prior: Doubles

    def themes(self, scores: Doubles) -> Doubles:
        """Probabilities of the themes."""
        return 1 / (1 + np.exp(-np.clip(self.slopes * scores + self.shifts, -40, 40)))

    def levels(self, scores: Doubles) -> Doubles:
        """Probabilities of the levels."""
        return softmax(self.level_scale * scores + self.level_shifts)

    def kinds(self, scores: Doubles) -> Doubles:
        """Probabilities of the kinds."""
        return softmax(self.kind_scale * scores + self.kind_shifts)

    def read(self, scores: Doubles) -> Predictions:
        """All probabilities, from scores (texts, codes)."""
        count = len(self.slopes)
        middle = count + len(LEVELS)
        return Predictions(
            self.themes(scores[:, :count]), self.levels(scores[:, count:middle]), self.kinds(scores[:, middle:])
        )


def read_twice(
    scores: Doubles,
    first: Calibration,
    second: Calibration,
    below: float,
    added: Callable[[npt.NDArray[np.int64]], Doubles],
) -> Predictions:
    """Probabilities by `first`, and by `second` for the rows of which all codings are right with a probability below `below`.

    `added` gives, for rows, what a second reader adds to their scores.
    """
    found = first.read(scores)
    rows = np.flatnonzero(found.surely < below)
    return found.with_rows(rows, second.read(scores[rows] + added(rows)))


# The arrays of a calibration, by the names under which a coder keeps them.
ARRAYS = (
    "slopes",
    "shifts",
    "thresholds",
    "level_shifts",
    "level_weights",
    "kind_shifts",
    "kind_weights",
    "level_prior",
)


def softmax(scores: Doubles) -> Doubles:
    """Rows that sum to 1."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True)) if scores.size else scores
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), np.float64)
