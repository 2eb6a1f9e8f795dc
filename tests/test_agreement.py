from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import f1_score

from pipeline import agreement


def test_macro_f1_is_that_of_scikit_learn() -> None:
    chance = np.random.default_rng(1)
    wanted, given = chance.random((50, 4)) < 0.3, chance.random((50, 4)) < 0.4
    assert agreement.macro_f1(wanted, given) == pytest.approx(f1_score(wanted, given, average="macro"))


def test_ac1_of_gwets_published_example() -> None:
    # Gwet (2008): two raters, 125 subjects, 118 and 0 agreed, 5 and 2 not. Kappa -0.023, AC1 0.941.
    first = ["+"] * 118 + ["+"] * 5 + ["-"] * 2
    second = ["+"] * 118 + ["-"] * 5 + ["+"] * 2
    assert agreement.gwet_ac1(first, second) == pytest.approx(0.9408, abs=1e-4)
    assert agreement.cohen_kappa(first, second) == pytest.approx(-0.0234, abs=1e-4)


def test_alpha_of_krippendorffs_published_example() -> None:
    # Krippendorff (2011), "Computing Krippendorff's alpha-reliability", part C: four coders, twelve units, nominal: 0.743.
    n = None
    rows = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3],
        [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n],
    ]
    assert agreement.krippendorff_alpha(rows) == pytest.approx(0.743, abs=1e-3)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ({"a"}, {"a"}, 0.0),
        ({"a"}, {"b"}, 1.0),
        ({"a"}, {"a", "b"}, 1 - 1 / 2 * 2 / 3),
        ({"a", "b"}, {"b", "c"}, 1 - 1 / 3 * 1 / 3),
        (set(), set(), 0.0),
        (set(), {"a"}, 1.0),
    ],
)
def test_masi_distance(first: set[str], second: set[str], distance: float) -> None:
    assert agreement.masi(frozenset(first), frozenset(second)) == pytest.approx(distance)


def test_alpha_of_sets_lies_between_chance_and_one() -> None:
    one = [frozenset("a"), frozenset("ab"), frozenset(), frozenset("c"), frozenset("b")]
    other = [frozenset("a"), frozenset("a"), frozenset(), frozenset("c"), frozenset("bc")]
    assert agreement.krippendorff_alpha_sets([one, one]) == pytest.approx(1.0)
    assert 0.5 < agreement.krippendorff_alpha_sets([one, other]) < 1.0


def test_where_nothing_varies_alpha_and_kappa_say_nothing() -> None:
    assert math.isnan(agreement.krippendorff_alpha([["a", "a"], ["a", "a"]]))
    assert math.isnan(agreement.cohen_kappa(["a", "a"], ["a", "a"]))


def test_an_interval_holds_its_value_and_narrows_with_more_quotes() -> None:
    right = np.array([True, False] * 20)
    few = agreement.interval(lambda rows: float(right[rows].mean()), 40)
    much = np.array([True, False] * 500)
    many = agreement.interval(lambda rows: float(much[rows].mean()), 1000)
    assert few.low < few.value < few.high
    assert many.high - many.low < few.high - few.low


def test_calibration_error_of_probabilities_that_mean_what_they_say() -> None:
    chances = np.full(1000, 0.25)
    right = np.arange(1000) % 4 == 0
    assert agreement.calibration_error(chances, right) == pytest.approx(0.0)
    assert agreement.calibration_error(np.full(1000, 0.95), right) == pytest.approx(0.7)
