"""Codes by any codebook from what it says itself: names, descriptions, seeds, examples and counterexamples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook, Theme, seed_matches
from pipeline.coding.evidence_words import EvidenceWords
from pipeline.coding.features import Features, Settings
from pipeline.model import Embedder, Vectors

CODER = "model:open-coder@2"
SETTINGS = Settings(letters=(3, 6), min_texts=1)
# What the signs weigh beside each other: chosen on three codebooks (the shipped one read as if it were new, topics of
# encyclopaedia sentences, themes of parliamentary questions), since weights fitted on one do worse on the others.
WEIGHTS = (0.6, 4.0, 4.0, 5.0, 2.5, 0.45)
SIGNS = len(WEIGHTS)
# What the name, the description and the seeds of a theme weigh in its vector.
_NAME, _DESCRIPTION, _SEEDS = 1.0, 1.0, 2.0
# What the sentence vector weighs beside words and letters where examples are learned from.
_VECTOR = 1.0
_STRENGTH = 4.0

Doubles = npt.NDArray[np.float64]


class OpenCoder:
    """Weighs signs of each theme in a text (`WEIGHTS`), and turns the sum into a probability with `scaling` (slope, shift).

    The signs of a theme:

    1. ln(1 + seeds that match);
    2. the cosine, in words and letters, with all that the codebook says of the theme;
    3. how far that lies above the best other theme;
    4. how the sentence vector lies along the theme's own vector (its name, description and seeds, less the mean theme);
    5. how far that lies above the best other theme;
    6. the score of a logistic regression on the examples and counterexamples, 0 where the codebook has none; it learns
       when the codebook is opened, in less than a second.

    `background` tells how common words are, `embedder` gives sentence vectors.
    """

    def __init__(
        self, codebook: Codebook, background: Features, embedder: Embedder, scaling: tuple[float, float]
    ) -> None:
        self._codebook = codebook
        self._embedder = embedder
        self._slope, self._shift = scaling
        said = [_said(theme) for theme in codebook.themes]
        single = [text for theme in codebook.themes for text in (*theme.examples, *theme.counterexamples)]
        self._features = _with_background(Features.fit([*said, *single], {}, SETTINGS), background)
        self._said = self._features.transform(said)
        self._prototypes = _prototypes(codebook, embedder)
        self._learned = self._learn()
        self._finder = self._evidence_words()

    def _learn(self) -> tuple[npt.NDArray[np.float64], Doubles] | None:
        """Weights (columns of `_joined`, themes) and intercepts learned from examples; None without examples of two themes."""
        themes = self._codebook.themes
        if sum(bool(theme.examples) for theme in themes) < min(2, len(themes)):
            return None
        from sklearn.linear_model import LogisticRegression

        fits: dict[str, set[int]] = {}
        for column, theme in enumerate(themes):
            for text in (f"{theme.label}. {theme.description}", _seed_text(theme), *theme.examples):
                fits.setdefault(text, set()).add(column)
        for theme in themes:
            for text in theme.counterexamples:
                fits.setdefault(text, set())
        texts = [text for text in fits if text.strip()]
        rows = _joined(self._features.transform(texts), self._embedder.encode(texts))
        weights = np.zeros((rows.shape[1], len(themes)))
        intercepts = np.zeros(len(themes))
        for column in range(len(themes)):
            labels = np.array([column in fits[text] for text in texts])
            if labels.all():
                continue
            model = LogisticRegression(C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0)
            model.fit(rows, labels)
            weights[:, column], intercepts[column] = model.coef_[0], model.intercept_[0]
        return weights, intercepts

    def signs(self, texts: Sequence[str]) -> Doubles:
        """The signs of each theme in each text, of shape (texts, themes, SIGNS)."""
        signs = np.zeros((len(texts), len(self._codebook.themes), SIGNS))
        if not texts:
            return signs
        lists = tuple(_seeds(theme) for theme in self._codebook.themes)
        counts = np.array([[len(found) for found in seed_matches(text, lists)] for text in texts], np.float64)
        scale = 1 / (1 + SETTINGS.words_weight**2)
        rows = self._features.transform(texts)
        vectors = self._embedder.encode(texts)
        alike = np.asarray((rows @ self._said.T).todense(), np.float64) * scale
        near = np.asarray(vectors @ self._prototypes.T, np.float64)
        signs[:, :, 0] = np.log1p(counts)
        signs[:, :, 1], signs[:, :, 2] = alike, alike - _best_other(alike)
        signs[:, :, 3], signs[:, :, 4] = near, near - _best_other(near)
        if self._learned is not None:
            weights, intercepts = self._learned
            signs[:, :, 5] = np.asarray(_joined(rows, vectors) @ weights) + intercepts
        return signs

    def scores(self, texts: Sequence[str]) -> Doubles:
        """The weighed sum of the signs, of shape (texts, themes)."""
        return np.asarray(self.signs(texts) @ np.array(WEIGHTS))

    def predict(self, texts: Sequence[str]) -> Doubles:
        """Probabilities of the themes, of shape (texts, themes); 0 for a blank text."""
        scores = self._slope * self.scores(texts) + self._shift
        probabilities = np.asarray(1 / (1 + np.exp(-np.clip(scores, -40, 40))))
        probabilities[[not text.strip() for text in texts]] = 0.0
        return probabilities

    def evidence(self, texts: Sequence[str], codes: Sequence[Sequence[str]]) -> list[list[tuple[str, ...]]]:
        """For each text and each of its themes, the words that speak most for it, in order of appearance."""
        place = {key: index for index, key in enumerate(self._codebook.keys)}
        return self._finder.find(texts, [[place[code] for code in row] for row in codes], len(place))

    def _evidence_words(self) -> EvidenceWords:
        """Likeness is a linear score too: what the codebook says of a theme, as weights, beside a weight per seed."""
        fitted = self._features
        size = len(fitted.letters) + len(fitted.words)
        lexicon = {theme.key: _seeds(theme) for theme in self._codebook.themes}
        features = Features(SETTINGS, fitted.letters, fitted.words, lexicon, fitted.letters_idf, fitted.words_idf)
        likeness = np.asarray(self._said.todense(), np.float32).T * (WEIGHTS[1] + WEIGHTS[2])
        if self._learned is not None:
            likeness = likeness + (self._learned[0][:size] * WEIGHTS[5]).astype(np.float32)
        seeds = np.eye(len(lexicon), dtype=np.float32) * WEIGHTS[0] / SETTINGS.seeds_weight
        return EvidenceWords(features, np.vstack([likeness, seeds]).astype(np.float32))


def _joined(rows: Any, vectors: Vectors) -> Any:
    """Rows of words and letters with the sentence vector behind them."""
    from scipy.sparse import csr_matrix, hstack

    return hstack([rows, csr_matrix(vectors * _VECTOR)], format="csr", dtype=np.float32)


def _best_other(likeness: Doubles) -> Doubles:
    if likeness.shape[1] < 2:
        return np.zeros_like(likeness)
    order = np.sort(likeness, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.asarray(np.where(likeness == best, second, best))


def _seeds(theme: Theme) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*theme.seeds, *(seed for sub in theme.subthemes for seed in sub.seeds)]))


def _plain_seeds(theme: Theme) -> list[str]:
    return [seed.replace("*", "") for seed in _seeds(theme)]


def _seed_text(theme: Theme) -> str:
    return " ".join(_plain_seeds(theme))


def _below(theme: Theme) -> list[str]:
    return [part for sub in theme.subthemes for part in (sub.label, sub.description, *sub.examples)]


def _said(theme: Theme) -> str:
    return " ".join([theme.label, theme.description, _seed_text(theme), *theme.examples, *_below(theme)])


def _prototypes(codebook: Codebook, embedder: Embedder) -> Vectors:
    """A vector of unit length per theme, less the mean of all: what a theme is about and the others are not."""
    rows = []
    for theme in codebook.themes:
        described = " ".join([theme.description, *_below(theme)])
        name, description = embedder.encode([theme.label, described])
        seeds = embedder.encode(_plain_seeds(theme) or [""])
        mean = seeds.mean(axis=0)
        mean = mean / max(float(np.linalg.norm(mean)), 1e-6)
        row = _NAME * name + _DESCRIPTION * description + _SEEDS * mean
        rows.append(row / max(float(np.linalg.norm(row)), 1e-6))
    found = np.array(rows, np.float32)
    return found - found.mean(axis=0) if len(found) > 1 else found


def _with_background(features: Features, background: Features) -> Features:
    """The features weighed by how common they are in the background; what is unknown there counts as rare."""
    letters = dict(zip(background.letters, background.letters_idf.tolist(), strict=True))
    words = dict(zip(background.words, background.words_idf.tolist(), strict=True))
    return Features(
        features.settings,
        features.letters,
        features.words,
        {},
        _looked_up(features.letters, letters),
        _looked_up(features.words, words),
    )


def _looked_up(names: Sequence[str], known: dict[str, float]) -> npt.NDArray[np.float32]:
    rare = max(known.values(), default=1.0)
    return np.array([known.get(name, rare) for name in names], np.float32)
