"""How far two codings of the same quotes agree, or a coding agrees with what is right: F1, κ, α, AC1, with intervals.

A *set* here is the themes of one quote; a *value* is its level, its kind, or whether it has one theme.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.bool_]

_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the middle 95 % of its bootstrap resamples (Efron 1979); NaN where it cannot be computed."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class CodeScore:
    """How well one code is found: of `given` quotes with it by the one, `right` by the other as well; `wanted` by the other."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what was given that is right; 0 when nothing was given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of what is wanted that was found; 0 when nothing is wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0


def code_score(wanted: Matrix, given: Matrix) -> CodeScore:
    """Of one code: columns of true and false, shape (quotes,)."""
    return CodeScore(int((wanted & given).sum()), int(given.sum()), int(wanted.sum()))


def macro_f1(wanted: Matrix, given: Matrix) -> float:
    """The mean F1 of the codes; both of shape (quotes, codes). A code that neither has counts as 0, as in scikit-learn."""
    right = (wanted & given).sum(axis=0)
    both = wanted.sum(axis=0) + given.sum(axis=0)
    return float(np.divide(2.0 * right, both, out=np.zeros(len(both)), where=both > 0).mean())


def one_hot(values: Sequence[Hashable], codes: Sequence[Hashable]) -> Matrix:
    """Which code each value is, shape (values, codes)."""
    return np.array([[value == code for code in codes] for value in values], dtype=bool).reshape(-1, len(codes))


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Agreement of two coders beyond chance (Cohen 1960); NaN when both give one value throughout."""
    from sklearn.metrics import cohen_kappa_score

    if not first or len({*first, *second}) < 2:
        return float("nan")
    return float(cohen_kappa_score([str(value) for value in first], [str(value) for value in second]))


def gwet_ac1(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Agreement of two coders beyond chance, steady where one value is rare (Gwet 2008, AC1); NaN without quotes.

    Chance is Σ π(1 − π) / (values − 1), π the mean share of a value over both coders.
    """
    values = sorted({*first, *second}, key=str)
    if not first:
        return float("nan")
    if len(values) < 2:
        return 1.0
    agreed = float(np.mean([one == other for one, other in zip(first, second, strict=True)]))
    shares = np.array([(list(first).count(value) + list(second).count(value)) / (2 * len(first)) for value in values])
    chance = float((shares * (1 - shares)).sum()) / (len(values) - 1)
    return (agreed - chance) / (1 - chance)


def krippendorff_alpha(codings: Sequence[Sequence[Hashable | None]]) -> float:
    """Krippendorff's α for nominal values (2004); a row per coder, None where a coder gave none. NaN without variation."""
    return _alpha(codings, lambda one, other: float(one != other))


def krippendorff_alpha_sets(codings: Sequence[Sequence[frozenset[str] | None]]) -> float:
    """Krippendorff's α for sets, with MASI distance between them (Passonneau 2006)."""
    return _alpha(codings, masi)


def masi(first: frozenset[str], second: frozenset[str]) -> float:
    """MASI distance of two sets: 1 − Jaccard × (1 equal, 2/3 one inside the other, 1/3 overlapping, 0 disjoint)."""
    if first == second:
        return 0.0
    shared = len(first & second)
    if not shared:
        return 1.0
    kind = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - shared / len(first | second) * kind


def _alpha(codings: Sequence[Sequence[Any]], distance: Callable[[Any, Any], float]) -> float:
    import krippendorff

    values = sorted({value for row in codings for value in row if value is not None}, key=_sortable)
    if len(values) < 2:
        return float("nan")
    place = {value: number for number, value in enumerate(values)}
    data = [[np.nan if value is None else float(place[value]) for value in row] for row in codings]
    squared = np.array([[distance(one, other) for other in values] for one in values])

    def metric(v1: Any, v2: Any, **_: Any) -> Any:
        return squared[np.asarray(v1, int), np.asarray(v2, int)]

    return float(
        krippendorff.alpha(
            reliability_data=data,
            level_of_measurement=cast(Any, metric),
            value_domain=[float(n) for n in range(len(values))],
        )
    )


def _sortable(value: Any) -> str:
    return "\0".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def interval(measure: Callable[[Ints], float], size: int, *, seed: int = 0) -> Interval:
    """What `measure` gives on all rows, and on rows drawn with replacement; `measure` takes row numbers (rows,)."""
    chance = np.random.default_rng(seed)
    values = [measure(chance.integers(0, size, size)) for _ in range(_RESAMPLES)] if size else [float("nan")]
    low, high = np.nanquantile(values, (0.025, 0.975)) if not np.isnan(values).all() else (np.nan, np.nan)
    return Interval(measure(np.arange(size)), float(low), float(high))


def calibration_error(chances: npt.NDArray[np.float64], right: Matrix, *, bins: int = 10) -> float:
    """The mean distance between probability and share right, over tenths of probability (ECE; Naeini et al. 2015)."""
    return float(sum(share * abs(said - true) for share, said, true in reliability(chances, right, bins=bins)))


def reliability(chances: npt.NDArray[np.float64], right: Matrix, *, bins: int = 10) -> list[tuple[float, float, float]]:
    """Per tenth of probability that holds anything: its share of all, the mean probability, and the share right."""
    number = np.minimum((chances.ravel() * bins).astype(int), bins - 1)
    rows = []
    for place in range(bins):
        inside = number == place
        if inside.any():
            rows.append(
                (float(inside.mean()), float(chances.ravel()[inside].mean()), float(right.ravel()[inside].mean()))
            )
    return rows
