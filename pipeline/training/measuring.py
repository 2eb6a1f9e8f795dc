"""Measure a coder on quotes of sittings it did not learn from, and on gold files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline import agreement
from pipeline.agreement import CodeScore
from pipeline.coding.calibration import Calibration, Predictions
from pipeline.labelled import KINDS, LEVELS, Quotes
from pipeline.training.fitting import calibrate

Doubles = npt.NDArray[np.float64]
# Probabilities of themes, themes given, and the places of the level and the kind given.
Decisions = tuple[Doubles, npt.NDArray[np.bool_], npt.NDArray[np.int64], npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Measures:
    """F1 per code and their means; `top1` is how often the surest theme is the main one, over quotes with a theme.

    `abstained` is the share of quotes without a theme that got none; `calibration_error` is the mean distance between
    probability and share right, all themes together, and `reliability` what it is the sum of: per tenth of probability its
    share of all, the mean probability, the share right.
    """

    themes: float
    level: float
    kind: float
    top1: float
    abstained: float
    calibration_error: float
    reliability: tuple[tuple[float, float, float], ...]
    per_code: dict[str, CodeScore]

    @property
    def line(self) -> tuple[str, ...]:
        """The figures as text, for a table."""
        return (*(f"{value:.3f}" for value in (self.themes, self.top1, self.abstained, self.level, self.kind)),)


def measure(quotes: Quotes, scores: Doubles, themes: Sequence[str]) -> Measures:
    """Measure held-out scores; each part is decided with a calibration fitted on the others."""
    chances = np.zeros((len(quotes.texts), len(themes)))
    given = np.zeros((len(quotes.texts), len(themes)), bool)
    levels, kinds = np.zeros(len(quotes.texts), np.int64), np.zeros(len(quotes.texts), np.int64)
    for fold in np.unique(quotes.folds):
        here = np.flatnonzero(quotes.folds == fold)
        fitted = calibrate(quotes, scores, np.flatnonzero(quotes.folds != fold))
        chances[here], given[here], levels[here], kinds[here] = decisions(fitted, fitted.read(scores[here]))
    return measures(quotes, themes, chances, given, levels, kinds)


def measure_new(quotes: Quotes, scores: Doubles, calibration: Calibration, themes: Sequence[str]) -> Measures:
    """Measure scores of quotes that neither the model nor its calibration has seen."""
    return measure_read(quotes, calibration.read(scores), calibration, themes)


def measure_read(quotes: Quotes, predictions: Predictions, calibration: Calibration, themes: Sequence[str]) -> Measures:
    """Measure probabilities, decided by a calibration, of quotes that neither the models nor the calibration has seen."""
    return measures(quotes, themes, *decisions(calibration, predictions))


def decisions(fitted: Calibration, predictions: Predictions) -> Decisions:
    """What a calibration makes of probabilities."""
    levels = (predictions.levels * fitted.level_weights).argmax(axis=1)
    kinds = (predictions.kinds * fitted.kind_weights).argmax(axis=1)
    return predictions.themes, predictions.themes >= fitted.thresholds, levels, kinds


def measures(
    quotes: Quotes,
    themes: Sequence[str],
    chances: Doubles,
    given: npt.NDArray[np.bool_],
    levels: npt.NDArray[np.int64],
    kinds: npt.NDArray[np.int64],
) -> Measures:
    """Measure decisions."""
    wanted = quotes.themes.astype(bool)
    themed = quotes.main >= 0
    of_levels = np.eye(len(LEVELS), dtype=bool)[quotes.levels], np.eye(len(LEVELS), dtype=bool)[levels]
    of_kinds = np.eye(len(KINDS), dtype=bool)[quotes.kinds], np.eye(len(KINDS), dtype=bool)[kinds]
    per_code = {}
    for names, (right, said) in ((themes, (wanted, given)), (LEVELS, of_levels), (KINDS, of_kinds)):
        per_code.update({name: agreement.code_score(right[:, i], said[:, i]) for i, name in enumerate(names)})
    return Measures(
        agreement.macro_f1(wanted, given),
        agreement.macro_f1(*of_levels),
        agreement.macro_f1(*of_kinds),
        float((chances[themed].argmax(axis=1) == quotes.main[themed]).mean()) if themed.any() else 1.0,
        float((~given[~themed].any(axis=1)).mean()) if (~themed).any() else 1.0,
        agreement.calibration_error(chances, wanted),
        tuple(agreement.reliability(chances, wanted)),
        per_code,
    )
