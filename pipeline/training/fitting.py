"""Fit linear models, calibrate them on held-out sittings, and choose thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.calibration import Calibration, Predictions, softmax
from pipeline.coding.features import Features, Settings
from pipeline.labelled import KINDS, LEVELS, NONE, Phrases, Quotes
from pipeline.model import Embedder

Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit: features, word lists by name, whether sentence vectors stand beside them, whether phrases are
    learned from beside quotes, and the learner.

    Learners: `logistic` (regression, L2) and `svm` (linear support vector machine). Strengths are inverse regularisation;
    `balanced` lets rare codes weigh more.
    """

    settings: Settings = field(default_factory=Settings)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vectors: bool = True
    phrases: bool = True
    learner: str = "logistic"
    theme_strength: float = 8.0
    other_strength: float = 4.0
    balanced: bool = True
    # What letters, words, lists and the sentence vector weigh for the kind: how something is said lies in its words.
    kind_blocks: tuple[float, float, float, float] = (0.0, 1.4, 0.0, 0.0)


@dataclass(frozen=True)
class Fitted:
    """Linear models: `weights` (features, codes), columns themes, levels, kinds."""

    features: Features
    weights: npt.NDArray[np.float32]
    intercepts: Doubles

    def scores(self, texts: Sequence[str]) -> Doubles:
        """Linear scores (texts, codes)."""
        return np.asarray(self.features.transform(texts) @ self.weights, np.float64) + self.intercepts


def fit(quotes: Quotes, rows: Ints, phrases: Phrases, recipe: Recipe, embedder: Embedder, *, seed: int) -> Fitted:
    """Fit one binary model per theme and models with several classes for level and kind.

    They learn from some of the quotes, and from phrases: those that show a theme, or none, serve the themes, and so on.
    """
    said = [quotes.texts[row] for row in rows]
    phrases = phrases if recipe.phrases else Phrases()
    features = Features.fit(
        [*said, *phrases.texts], recipe.lists, recipe.settings, embedder if recipe.vectors else None
    )
    matrix = features.transform(said)
    other = quotes.second or quotes
    columns, intercepts = [], []
    more, codes = phrases.showing((*quotes.keys, NONE))
    added = features.transform(more) if more else None
    for theme, key in enumerate(quotes.keys):
        model = _learned(
            _learner(recipe, recipe.theme_strength, seed, two=True),
            matrix,
            (quotes.themes[rows, theme], other.themes[rows, theme]),
            added,
            [int(code == key) for code in codes],
        )
        columns.append(model.coef_.T)
        intercepts.append(model.intercept_)
    for first, second, names, scale in (
        (quotes.levels, other.levels, LEVELS, np.ones(features.size, np.float32)),
        (quotes.kinds, other.kinds, KINDS, features.per_block(recipe.kind_blocks)),
    ):
        more, codes = phrases.showing(names)
        model = _learned(
            _learner(recipe, recipe.other_strength, seed),
            matrix.multiply(scale).tocsr(),
            (first[rows], second[rows]),
            features.transform(more).multiply(scale).tocsr() if more else None,
            [names.index(code) for code in codes],
        )
        block = np.zeros((features.size, len(names)))
        shift = np.full(len(names), -20.0)  # a label that never occurs
        block[:, model.classes_] = model.coef_.T * scale[:, None]
        shift[model.classes_] = model.intercept_
        columns.append(block)
        intercepts.append(shift)
    return Fitted(features, np.hstack(columns).astype(np.float32), np.concatenate(intercepts).astype(np.float64))


def _learned(model: Any, matrix: Any, coded: tuple[Ints, Ints], added: Any, codes: Sequence[int]) -> Any:
    """The model fitted on quotes and phrases.

    Where two coders differ, each counts for half: their doubt says where the border lies (after Plank, Hovy and Søgaard, Learning
    part-of-speech taggers with inter-annotator agreement loss, 2014).
    """
    from scipy.sparse import vstack

    first, second = coded
    differ = np.flatnonzero(first != second)
    weights = np.ones(len(first))
    weights[differ] = 0.5
    parts = [matrix, matrix[differ], *([added] if added is not None else [])]
    labels = np.concatenate([first, second[differ], np.array(codes, np.int64)])
    return model.fit(
        vstack(parts, format="csr"),
        labels,
        sample_weight=np.concatenate([weights, np.full(len(differ), 0.5), np.ones(len(codes))]),
    )


def _learner(recipe: Recipe, strength: float, seed: int, *, two: bool = False) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    weight = "balanced" if recipe.balanced else None
    if recipe.learner == "svm":
        return LinearSVC(C=strength / 12, class_weight=weight, random_state=seed)
    solver, rounds = ("liblinear", 2000) if two else ("lbfgs", 500)
    return LogisticRegression(C=strength, class_weight=weight, solver=solver, max_iter=rounds, random_state=seed)


def held_out_scores(quotes: Quotes, phrases: Phrases, recipe: Recipe, embedder: Embedder, *, seed: int) -> Doubles:
    """Scores of each quote by models that saw no quote of its sitting, nor of the others held out with it."""
    scores = np.zeros((len(quotes.texts), quotes.themes.shape[1] + len(LEVELS) + len(KINDS)))
    for fold in np.unique(quotes.folds):
        rows, kept = np.flatnonzero(quotes.folds != fold), np.flatnonzero(quotes.folds == fold)
        model = fit(quotes, rows, phrases, recipe, embedder, seed=seed)
        scores[kept] = model.scores([quotes.texts[row] for row in kept])
    return scores


def calibrate(quotes: Quotes, scores: Doubles, rows: Ints | None = None) -> Calibration:
    """Fit the calibration and choose thresholds on held-out scores (of some rows)."""
    rows = np.arange(len(quotes.texts)) if rows is None else rows
    scores, labels = scores[rows], quotes.themes[rows]
    count = labels.shape[1]
    slopes, shifts = np.zeros(count), np.zeros(count)
    for theme in range(count):
        slopes[theme], shifts[theme] = _platt(scores[:, theme], labels[:, theme])
    level_scores, kind_scores = scores[:, count : count + len(LEVELS)], scores[:, count + len(LEVELS) :]
    levels, kinds = quotes.levels[rows], quotes.kinds[rows]
    level_scale, level_shifts = _scaling(level_scores, levels)
    kind_scale, kind_shifts = _scaling(kind_scores, kinds)
    undecided = Calibration(
        slopes,
        shifts,
        np.full(count, 0.5),
        level_scale,
        level_shifts,
        np.ones(len(LEVELS)),
        kind_scale,
        kind_shifts,
        np.ones(len(KINDS)),
        np.bincount(levels, minlength=len(LEVELS)) / len(levels),
    )
    return decided(undecided, undecided.read(scores), quotes, rows)


def decided(calibration: Calibration, predictions: Predictions, quotes: Quotes, rows: Ints) -> Calibration:
    """The calibration with thresholds and class weights chosen on given probabilities (of some rows of the quotes)."""
    labels = quotes.themes[rows]
    return replace(
        calibration,
        thresholds=np.array([_threshold(predictions.themes[:, k], labels[:, k]) for k in range(labels.shape[1])]),
        level_weights=_class_weights(predictions.levels, quotes.levels[rows]),
        kind_weights=_class_weights(predictions.kinds, quotes.kinds[rows]),
    )


def _platt(scores: Doubles, labels: Ints) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e4).fit(scores[:, None], labels)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _scaling(scores: Doubles, labels: Ints) -> tuple[float, Doubles]:
    """A temperature and one shift per class with the greatest likelihood (vector scaling, Guo et al. 2017)."""
    from scipy.optimize import minimize

    def loss(parameters: Doubles) -> float:
        chances = softmax(parameters[0] * scores + parameters[1:])
        return float(
            -np.log(chances[np.arange(len(labels)), labels] + 1e-12).mean() + 1e-4 * (parameters[1:] ** 2).sum()
        )

    found = minimize(loss, np.array([1.0, *np.zeros(scores.shape[1])]), method="L-BFGS-B").x
    return float(found[0]), np.asarray(found[1:])


def _threshold(chances: Doubles, labels: Ints) -> float:
    """The probability from which F1 is highest, smoothed over its neighbours so that one quote does not decide."""
    from sklearn.metrics import f1_score

    grid = np.round(np.arange(0.1, 0.7, 0.01), 2)
    figures = np.array([f1_score(labels, chances >= value, zero_division=0.0) for value in grid])
    padded = np.pad(figures, 3, mode="edge")
    smooth = np.convolve(padded, np.ones(7) / 7, mode="valid")
    return float(grid[int(smooth.argmax())])


def _class_weights(chances: Doubles, labels: Ints) -> Doubles:
    """One weight per class, by which deciding for the greatest product gives the highest macro-F1."""
    weights = np.ones(chances.shape[1])
    best = macro_f1(labels, (chances * weights).argmax(axis=1))
    for _ in range(2):
        for column in range(len(weights)):
            for factor in (0.7, 0.8, 0.9, 1.1, 1.25, 1.4):
                trial = weights.copy()
                trial[column] *= factor
                figure = macro_f1(labels, (chances * trial).argmax(axis=1))
                if figure > best + 0.002:
                    best, weights = figure, trial
    return weights


def macro_f1(labels: Any, given: Any) -> float:
    """The mean over classes of F1."""
    from sklearn.metrics import f1_score

    return float(f1_score(labels, given, average="macro", zero_division=0.0))
