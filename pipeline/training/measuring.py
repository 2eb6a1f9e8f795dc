"""Measure a coder on quotes of sittings it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.coder import KINDS, LEVELS
from pipeline.training.fitting import calibrate, macro_f1
from pipeline.training.quotes import Quotes

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measures:
    """F1 per code and their means; `top1` is how often the surest theme is the main one, over quotes with a theme.

    `abstained` is the share of quotes without a theme that got none; `calibration_error` is the mean distance between
    confidence and share right, over tenths of confidence, all themes together.
    """

    themes: float
    level: float
    kind: float
    top1: float
    abstained: float
    calibration_error: float
    per_code: dict[str, tuple[float, float, float, int]]  # precision, recall, F1, quotes

    @property
    def line(self) -> tuple[str, ...]:
        """The figures as text, for a table."""
        return (*(f"{value:.3f}" for value in (self.themes, self.top1, self.abstained, self.level, self.kind)),)


def measure(quotes: Quotes, scores: Doubles, themes: Sequence[str]) -> Measures:
    """Measure held-out scores; each sitting is decided with a calibration fitted on the others."""
    count = len(themes)
    chances = np.zeros((len(quotes.texts), count))
    given = np.zeros((len(quotes.texts), count), bool)
    levels = np.zeros(len(quotes.texts), np.int64)
    kinds = np.zeros(len(quotes.texts), np.int64)
    for sitting in np.unique(quotes.sittings):
        here = np.flatnonzero(quotes.sittings == sitting)
        fitted = calibrate(quotes, scores, np.flatnonzero(quotes.sittings != sitting))
        chances[here] = fitted.themes(scores[here, :count])
        given[here] = chances[here] >= fitted.thresholds
        middle = count + len(LEVELS)
        levels[here] = (fitted.levels(scores[here, count:middle]) * fitted.level_weights).argmax(axis=1)
        kinds[here] = (fitted.kinds(scores[here, middle:]) * fitted.kind_weights).argmax(axis=1)
    main = np.array([themes.index(quote.themes[0]) if quote.themes else -1 for quote in quotes.quotes])
    themed = main >= 0
    return Measures(
        macro_f1(quotes.themes, given),
        macro_f1(quotes.levels, levels),
        macro_f1(quotes.kinds, kinds),
        float((chances[themed].argmax(axis=1) == main[themed]).mean()),
        float((~given[~themed].any(axis=1)).mean()) if (~themed).any() else 1.0,
        _calibration_error(chances.ravel(), quotes.themes.ravel()),
        {
            **_per_code(themes, quotes.themes, given),
            **_per_code(LEVELS, np.eye(len(LEVELS), dtype=int)[quotes.levels], np.eye(len(LEVELS), dtype=bool)[levels]),
            **_per_code(KINDS, np.eye(len(KINDS), dtype=int)[quotes.kinds], np.eye(len(KINDS), dtype=bool)[kinds]),
        },
    )


def _per_code(names: Sequence[str], labels: Any, given: Any) -> dict[str, tuple[float, float, float, int]]:
    from sklearn.metrics import precision_recall_fscore_support

    precision, recall, f1, support = precision_recall_fscore_support(labels, given, average=None, zero_division=0.0)
    return {
        name: (float(precision[i]), float(recall[i]), float(f1[i]), int(support[i])) for i, name in enumerate(names)
    }


def _calibration_error(chances: Doubles, labels: Any) -> float:
    bins = np.minimum((chances * 10).astype(int), 9)
    error = 0.0
    for number in range(10):
        inside = bins == number
        if inside.any():
            error += float(inside.mean()) * abs(float(chances[inside].mean()) - float(labels[inside].mean()))
    return error
