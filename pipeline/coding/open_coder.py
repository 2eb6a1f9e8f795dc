"""Codes by any codebook from what it says itself: seeds, descriptions, examples and counterexamples. Nothing is trained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook, Theme, seed_matches
from pipeline.coding.evidence_words import EvidenceWords
from pipeline.coding.features import Features, Settings

CODER = "model:open-coder@1"
SETTINGS = Settings(letters=(3, 5), min_texts=1, words_weight=0.5)
SIGNS = 6

Doubles = npt.NDArray[np.float64]


class OpenCoder:
    """Weighs signs of each theme in a text with `weights` (one per sign, then the constant).

    The signs of a theme: whether a seed matches, ln(1 + matches), the cosine with all that the codebook says of the
    theme, how far that lies above the best other theme, the greatest cosine with one example, and with one
    counterexample. The weights are fitted on the shipped training quotes, with the shipped codebook as if it were new.
    """

    def __init__(self, codebook: Codebook, background: Features, weights: Sequence[float]) -> None:
        self._codebook = codebook
        self._weights = np.array(weights, np.float64)
        said = [_said(theme) for theme in codebook.themes]
        single = [text for theme in codebook.themes for text in (*theme.examples, *theme.counterexamples)]
        self._features = _with_background(Features.fit([*said, *single], {}, SETTINGS), background)
        self._said = self._features.transform(said)
        self._examples = [self._rows(theme.examples) for theme in codebook.themes]
        self._counterexamples = [self._rows(theme.counterexamples) for theme in codebook.themes]
        self._finder = self._evidence_words()

    def _rows(self, texts: Sequence[str]) -> Any:
        return self._features.transform(texts) if texts else None

    def signs(self, texts: Sequence[str]) -> Doubles:
        """The signs of each theme in each text, of shape (texts, themes, SIGNS)."""
        signs = np.zeros((len(texts), len(self._codebook.themes), SIGNS))
        if not texts:
            return signs
        lists = tuple(_seeds(theme) for theme in self._codebook.themes)
        counts = np.array([[len(found) for found in seed_matches(text, lists)] for text in texts], np.float64)
        scale = 1 / (1 + SETTINGS.words_weight**2)
        rows = self._features.transform(texts)
        likeness = np.asarray((rows @ self._said.T).todense(), np.float64) * scale
        signs[:, :, 0] = counts > 0
        signs[:, :, 1] = np.log1p(counts)
        signs[:, :, 2] = likeness
        signs[:, :, 3] = likeness - _best_other(likeness)
        for place, group in ((4, self._examples), (5, self._counterexamples)):
            for column, examples in enumerate(group):
                if examples is not None:
                    signs[:, column, place] = (rows @ examples.T).max(axis=1).toarray().ravel() * scale
        return signs

    def predict(self, texts: Sequence[str]) -> Doubles:
        """Probabilities of the themes, of shape (texts, themes); 0 for a blank text."""
        scores = self.signs(texts) @ self._weights[:-1] + self._weights[-1]
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
        lexicon = {theme.key: _seeds(theme) for theme in self._codebook.themes}
        features = Features(SETTINGS, fitted.letters, fitted.words, lexicon, fitted.letters_idf, fitted.words_idf)
        likeness = np.asarray(self._said.todense(), np.float32).T * (self._weights[2] + self._weights[3])
        seeds = np.eye(len(lexicon), dtype=np.float32) * (self._weights[0] + self._weights[1]) / SETTINGS.seeds_weight
        return EvidenceWords(features, np.vstack([likeness, seeds]).astype(np.float32))


def _best_other(likeness: Doubles) -> Doubles:
    if likeness.shape[1] < 2:
        return np.zeros_like(likeness)
    order = np.sort(likeness, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.asarray(np.where(likeness == best, second, best))


def _seeds(theme: Theme) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*theme.seeds, *(seed for sub in theme.subthemes for seed in sub.seeds)]))


def _said(theme: Theme) -> str:
    below = [part for sub in theme.subthemes for part in (sub.label, sub.description, *sub.examples)]
    seeds = [seed.replace("*", "") for seed in _seeds(theme)]
    return " ".join([theme.label, theme.description, *seeds, *theme.examples, *below])


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
