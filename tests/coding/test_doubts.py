from __future__ import annotations

import numpy as np

from pipeline.coding.doubts import MOST, Likeness, doubts

THEMES = ("continuity", "prevention")
LIMITS = np.array([0.4, 0.4])


class Letters:
    """A vector of a text's first letter."""

    name = "letters@1"

    def encode(self, texts):
        return np.array([[float(text[:1] == letter) for letter in "abc"] for text in texts], np.float32)


def test_what_is_near_a_threshold_comes_first() -> None:
    chances = np.array([[0.95, 0.02], [0.41, 0.1], [0.01, 0.01]])
    found = doubts(["sure", "near", "none"], np.eye(3, dtype=np.float32), chances, LIMITS, 0.1, THEMES)
    assert [one.segment_id for one in found] == ["near", "sure", "none"]
    assert found[0].gain > found[1].gain


def test_what_many_others_are_like_comes_before_what_stands_alone() -> None:
    chances = np.array([[0.5, 0.1], [0.5, 0.1], [0.5, 0.1]])
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]], np.float32)
    assert doubts(["alone", "one", "two"], vectors, chances, LIMITS, 0.1, THEMES)[-1].segment_id == "alone"


def test_the_themes_that_it_may_have_are_those_with_enough_probability() -> None:
    (found,) = doubts(["s"], np.eye(1, 3, dtype=np.float32), np.array([[0.35, 0.15]]), LIMITS, 0.12, THEMES)
    assert found.themes == (("continuity", 0.35), ("prevention", 0.15))
    (found,) = doubts(["s"], np.eye(1, 3, dtype=np.float32), np.array([[0.35, 0.05]]), LIMITS, 0.12, THEMES)
    assert found.themes == (("continuity", 0.35),)


def test_labelled_quotes_that_it_is_like_stand_beside_it() -> None:
    like = Likeness(["aap", "beer"], Letters())
    vectors = Letters().encode(["berg"])
    (found,) = doubts(["s"], vectors, np.array([[0.3, 0.1]]), LIMITS, 0.1, THEMES, like=like)
    assert found.like[0] == "beer"


def test_a_sitting_is_not_endless_and_nothing_gives_nothing() -> None:
    many = doubts(
        [f"s{n}" for n in range(300)], np.zeros((300, 3), np.float32), np.full((300, 2), 0.39), LIMITS, 0.1, THEMES
    )
    assert len(many) == MOST
    assert doubts([], np.zeros((0, 3), np.float32), np.zeros((0, 2)), LIMITS, 0.1, THEMES) == ()
