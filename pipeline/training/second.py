"""Weigh the second reader against the linear models, on quotes that neither has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.coding.calibration import Calibration, Predictions, read_twice, softmax
from pipeline.labelled import KINDS, LEVELS, Quotes, arrays
from pipeline.training.fitting import calibrate, decided
from pipeline.training.measuring import Decisions, Measures, decisions, measures

SHARE = 0.38  # of the quotes are read again: what leaves room for a thousand quotes a second on two cores

_LEAST = 0.05  # what the linear models weigh at least

Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Weighed:
    """Calibrations of the linear models alone and of the sums, which decide alike; the reader's weight per code; and `below`."""

    first: Calibration
    second: Calibration
    weights: Doubles
    below: float

    def read(self, scores: Doubles, again: Doubles) -> Predictions:
        """Probabilities of texts from their linear scores and the reader's, which counts where the former are unsure."""
        return read_twice(scores, self.first, self.second, self.below, lambda rows: again[rows] * self.weights)


def weigh(quotes: Quotes, scores: Doubles, rows: Ints, again: Doubles, first: Calibration) -> Weighed:
    """Fit the weights (stacking, Wolpert 1992), the calibration of the sums, and thresholds and class weights for both.

    `scores` are held-out linear scores of all quotes, `again` those of the reader for `rows`.
    """
    count, middle = quotes.themes.shape[1], quotes.themes.shape[1] + len(LEVELS)
    linear = scores[rows]
    weights = np.concatenate(
        [
            _theme_weight(first, linear[:, :count], again[:, :count], quotes.themes[rows]) / first.slopes,
            np.full(len(LEVELS), _class_weight(linear[:, count:middle], again[:, count:middle], quotes.levels[rows])),
            np.full(len(KINDS), _class_weight(linear[:, middle:], again[:, middle:], quotes.kinds[rows])),
        ]
    )
    joined = np.zeros_like(scores)
    joined[rows] = linear + again * weights
    second = replace(calibrate(quotes, joined, rows), level_prior=first.level_prior)
    below = float(np.quantile(first.read(linear).surely, SHARE))
    weighed = Weighed(first, second, weights, below)
    choice = decided(first, weighed.read(linear, again), quotes, rows)
    chosen = {name: getattr(choice, name) for name in ("thresholds", "level_weights", "kind_weights")}
    return Weighed(replace(first, **chosen), replace(second, **chosen), weights, below)


def measure_weighed(
    quotes: Quotes, scores: Doubles, rows: Ints, again: Doubles, first: Calibration
) -> tuple[Measures, Measures]:
    """The linear models alone and with the reader, on the rows that it has not seen.

    Weights, thresholds and calibration of the sums are fitted on every other sitting, and measured on the rest, both ways round.
    """
    alone, joined = [], []
    side = _half(quotes, rows)
    for half in (0, 1):
        here, other = np.flatnonzero(side == half), np.flatnonzero(side != half)
        weighed = weigh(quotes, scores, rows[other], again[other], first)
        plain = decided(first, first.read(scores[rows[other]]), quotes, rows[other])
        alone.append((here, decisions(plain, first.read(scores[rows[here]]))))
        joined.append((here, decisions(weighed.first, weighed.read(scores[rows[here]], again[here]))))
    seen = arrays([quotes.quotes[row] for row in rows], quotes.keys)
    return _together(seen, alone), _together(seen, joined)


def _together(quotes: Quotes, parts: Sequence[tuple[Ints, Decisions]]) -> Measures:
    order = np.argsort(np.concatenate([rows for rows, _ in parts]), kind="stable")
    return measures(
        quotes, quotes.keys, *(np.concatenate(one)[order] for one in zip(*(d for _, d in parts), strict=True))
    )


def _half(quotes: Quotes, rows: Ints) -> Ints:
    """0 or 1 for each row: every other sitting."""
    _, places = np.unique(quotes.sittings[rows], return_inverse=True)
    return np.asarray(places % 2, np.int64)


def _theme_weight(first: Calibration, linear: Doubles, again: Doubles, labels: Ints) -> float:
    """What the reader's score weighs beside the linear models' log odds, all themes together."""
    from sklearn.linear_model import LogisticRegression

    odds = first.slopes * linear + first.shifts
    model = LogisticRegression(C=1e4).fit(np.column_stack([odds.ravel(), again.ravel()]), labels.ravel())
    return float(max(0.0, model.coef_[0, 1]) / max(_LEAST, model.coef_[0, 0]))


def _class_weight(linear: Doubles, again: Doubles, labels: Ints) -> float:
    """What the reader's scores weigh beside the linear ones, for codes of which a quote has one."""
    from scipy.optimize import minimize

    def loss(given: Doubles) -> float:
        chances = softmax(given[0] * linear + given[1] * again + given[2:])
        return float(-np.log(chances[np.arange(len(labels)), labels] + 1e-12).mean())

    bounds = [(_LEAST, None), (0.0, None), *[(None, None)] * linear.shape[1]]
    found = minimize(loss, np.array([1.0, 0.5, *np.zeros(linear.shape[1])]), method="L-BFGS-B", bounds=bounds).x
    return float(found[1] / found[0])
