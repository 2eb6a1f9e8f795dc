"""Measure a coder on quotes of sittings it did not learn from, and on gold files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline import agreement
from pipeline.agreement import CodeScore
from pipeline.coding.coder import Calibration
from pipeline.labelled import KINDS, LEVELS, Quotes
from pipeline.training.fitting import calibrate

Doubles = npt.NDArray[np.float64]


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
    count, middle = len(themes), len(themes) + len(LEVELS)
    chances = np.zeros((len(quotes.texts), count))
    given = np.zeros((len(quotes.texts), count), bool)
    levels, kinds = np.zeros(len(quotes.texts), np.int64), np.zeros(len(quotes.texts), np.int64)
    for fold in np.unique(quotes.folds):
        here = np.flatnonzero(quotes.folds == fold)
        fitted = calibrate(quotes, scores, np.flatnonzero(quotes.folds != fold))
        chances[here], given[here], levels[here], kinds[here] = _decided(fitted, scores[here], count, middle)
    return _measures(quotes, themes, chances, given, levels, kinds)


def measure_new(quotes: Quotes, scores: Doubles, calibration: Calibration, themes: Sequence[str]) -> Measures:
    """Measure scores of quotes that neither the model nor its calibration has seen."""
    count, middle = len(themes), len(themes) + len(LEVELS)
    return _measures(quotes, themes, *_decided(calibration, scores, count, middle))


def _decided(
    fitted: Calibration, scores: Doubles, count: int, middle: int
) -> tuple[Doubles, npt.NDArray[np.bool_], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    chances = fitted.themes(scores[:, :count])
    levels = (fitted.levels(scores[:, count:middle]) * fitted.level_weights).argmax(axis=1)
    kinds = (fitted.kinds(scores[:, middle:]) * fitted.kind_weights).argmax(axis=1)
    return chances, chances >= fitted.thresholds, levels, kinds


def _measures(
    quotes: Quotes,
    themes: Sequence[str],
    chances: Doubles,
    given: npt.NDArray[np.bool_],
    levels: npt.NDArray[np.int64],
    kinds: npt.NDArray[np.int64],
) -> Measures:
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
