"""What the sentence vectors are fitted to, each with its gradient, in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_SMALL = 1e-8


def unit(rows: Floats) -> tuple[Floats, Floats]:
    """Rows at unit length, and their lengths (rows, 1)."""
    lengths = np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None], _SMALL)
    return rows / lengths, lengths


def through_unit(slopes: Floats, units: Floats, lengths: Floats) -> Floats:
    """The gradient by the rows, from the gradient by the unit rows."""
    along = np.einsum("ij,ij->i", slopes, units)[:, None]
    scaled: Floats = (slopes - along * units) / lengths
    return scaled


def cosine(units: Floats, targets: Floats, weights: Floats) -> tuple[float, Floats]:
    """Mean of 1 − cosine to the target of each row, and its gradient; `weights` (rows,) weigh the rows."""
    share = (weights / weights.sum())[:, None]
    value = float(1 - (share * units * targets).sum())
    return value, -share * targets


def contrast(
    units: Floats, targets: Floats, groups: npt.NDArray[np.int64], *, temperature: float
) -> tuple[float, Floats]:
    """How well each row picks out its own target among those of the batch (InfoNCE, van den Oord et al. 2018).

    Rows with the same number in `groups` have the same target; those are not counted against each other.
    """
    scores = units @ targets.T / temperature
    scores[(groups[:, None] == groups[None, :]) & ~np.eye(len(groups), dtype=bool)] = -1e4
    scores -= scores.max(axis=1, keepdims=True)
    chances = np.exp(scores)
    chances /= chances.sum(axis=1, keepdims=True)
    own = np.arange(len(groups))
    value = float(-np.log(chances[own, own] + _SMALL).mean())
    chances[own, own] -= 1
    slopes: Floats = (chances @ targets) / (temperature * len(groups))
    return value, slopes


def order(first: Floats, second: Floats, scores: Floats, *, scale: float) -> tuple[float, Floats, Floats]:
    """How far the cosines of pairs stand in another order than people's scores (CoSENT, Su 2022), and its gradients."""
    cosines = scale * np.einsum("ij,ij->i", first, second)
    wrong: Any = np.where(scores[:, None] > scores[None, :], cosines[None, :] - cosines[:, None], -np.inf)
    top = max(float(wrong.max()), 0.0)
    parts = np.exp(wrong - top)
    total = float(parts.sum()) + np.exp(-top)
    value = top + float(np.log(total))
    parts /= total
    slope = (scale * (parts.sum(axis=0) - parts.sum(axis=1)))[:, None].astype(np.float32)
    return value, slope * second, slope * first
