"""Adapt a trained coder to corrections, without the quotes that it was trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.calibration import softmax
from pipeline.coding.coder import Coder
from pipeline.labelled import KINDS, LEVELS

# How far weights may move: as inverse regularisation in training.
STRENGTH = 8.0
# How far the intercept may move beside a word: little, or every other quote moves with the corrected ones.
_INTERCEPT = 0.05

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person made of a quote; None where nothing was said of its themes, level or kind. No theme fits: ()."""

    text: str
    themes: tuple[str, ...] | None = None
    level: str | None = None
    kind: str | None = None


def adapted(coder: Coder, corrections: Sequence[Correction]) -> Coder:
    """The coder with its weights moved as little as explains the corrections.

    Maximum a posteriori: the likelihood of the corrections with a Gaussian prior around the trained weights (Chelba & Acero,
    Adaptation of maximum entropy capitalizer, 2006), solved in the span of the corrected quotes.
    """
    if not corrections:
        return coder
    texts = [one.text for one in corrections]
    rows = coder.features.transform(texts)
    scores = np.asarray(rows @ coder.weights, np.float64) + coder.intercepts
    alike = np.asarray((rows @ rows.T).todense(), np.float64) + _INTERCEPT
    moves = np.zeros_like(scores)
    count, middle = len(coder.themes), len(coder.themes) + len(LEVELS)
    fitted = coder.calibration
    said = [place for place, one in enumerate(corrections) if one.themes is not None]
    for column, theme in enumerate(coder.themes):
        labels = np.array([float(theme in (corrections[place].themes or ())) for place in said])
        moves[said, column] = _binary(
            scores[said, column], alike[np.ix_(said, said)], labels, fitted.slopes[column], fitted.shifts[column]
        )
    for names, first, field, scale, shifts in (
        (LEVELS, count, "level", fitted.level_scale, fitted.level_shifts),
        (KINDS, middle, "kind", fitted.kind_scale, fitted.kind_shifts),
    ):
        said = [place for place, one in enumerate(corrections) if getattr(one, field) is not None]
        wanted = np.array([names.index(getattr(corrections[place], field)) for place in said], np.int64)
        block = scores[said, first : first + len(names)]
        moves[said, first : first + len(names)] = _several(block, alike[np.ix_(said, said)], wanted, scale, shifts)
    weights = coder.weights + np.asarray(rows.T @ moves, np.float32)
    return replace(
        coder, weights=weights.astype(np.float32), intercepts=coder.intercepts + _INTERCEPT * moves.sum(axis=0)
    )


def _binary(scores: Doubles, alike: Doubles, labels: Doubles, slope: float, shift: float) -> Doubles:
    """What each corrected quote adds to the weights of one theme, shape (quotes,)."""
    from scipy.optimize import minimize

    def loss(moves: Doubles) -> tuple[float, Doubles]:
        moved = alike @ moves
        logits = slope * (scores + moved) + shift
        chances = 1 / (1 + np.exp(-np.clip(logits, -40, 40)))
        likelihood = np.logaddexp(0, logits) - labels * logits
        gradient = alike @ (slope * (chances - labels) + moves / STRENGTH)
        return float(likelihood.sum() + moves @ moved / (2 * STRENGTH)), gradient

    return _least(minimize, loss, np.zeros(len(scores)))


def _several(scores: Doubles, alike: Doubles, wanted: Any, scale: float, shifts: Doubles) -> Doubles:
    """What each corrected quote adds to the weights of each class, shape (quotes, classes)."""
    from scipy.optimize import minimize

    shape = scores.shape
    right = np.zeros(shape)
    right[np.arange(len(wanted)), wanted] = 1.0

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        moves = flat.reshape(shape)
        moved = alike @ moves
        chances = softmax(scale * (scores + moved) + shifts)
        likelihood = -np.log((chances * right).sum(axis=1) + 1e-12).sum()
        gradient = alike @ (scale * (chances - right) + moves / STRENGTH)
        return float(likelihood + (moves * moved).sum() / (2 * STRENGTH)), gradient.ravel()

    return _least(minimize, loss, np.zeros(scores.size)).reshape(shape)


def _least(minimize: Any, loss: Any, start: Doubles) -> Doubles:
    if not start.size:
        return start
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, np.float64)
