"""Which codings a person had better look at first, and the labelled quotes that they are like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.model import Doubt, Embedder, Vectors

MOST = 100  # codings to look at in one sitting
_CANDIDATES = 500
# Two segments with a cosine of this or more are alike enough for a correction of one to help the other.
_ALIKE = 0.6
_NEAREST = 2

Doubles = npt.NDArray[np.float64]


def doubts(
    names: Sequence[str],
    vectors: Vectors,
    chances: Doubles,
    thresholds: Doubles,
    likely: float,
    themes: Sequence[str],
    *,
    like: Likeness | None = None,
) -> tuple[Doubt, ...]:
    """The codings from which most is to be gained, first what helps most; MOST of them.

    `chances` are probabilities (segments, themes). Gain is how near a theme is to its threshold (1 at the threshold, 0 when sure), times
    log2(2 + segments that are alike). The themes of a doubt are those with at least `likely`: split conformal sets (Vovk et al. 2005), so
    that the right one is among them in nine of ten. `like` finds labelled quotes.
    """
    if not len(names):
        return ()
    far = np.where(chances < thresholds, (thresholds - chances) / thresholds, (chances - thresholds) / (1 - thresholds))
    unsure = 1 - far.min(axis=1)
    chosen = np.argsort(-unsure, kind="stable")[:_CANDIDATES]
    alike = np.array([(vectors @ vectors[row] >= _ALIKE).sum() - 1 for row in chosen])
    gains = unsure[chosen] * np.log2(2 + np.maximum(alike, 0))
    found = []
    for place in np.argsort(-gains, kind="stable")[:MOST]:
        row = int(chosen[place])
        order = np.argsort(-chances[row], kind="stable")
        best = tuple((themes[j], round(float(chances[row, j]), 4)) for j in order if chances[row, j] >= likely)
        near = like.nearest(vectors[row]) if like is not None else ()
        found.append(Doubt(names[row], round(float(gains[place]), 4), best, near))
    return tuple(found)


class Likeness:
    """Finds the labelled quotes nearest to a text, by sentence vectors."""

    def __init__(self, texts: Sequence[str], embedder: Embedder) -> None:
        self._texts = texts
        self._vectors = embedder.encode(texts)

    def nearest(self, vector: Vectors) -> tuple[str, ...]:
        """The two nearest, nearest first."""
        cosines = self._vectors @ vector
        return tuple(self._texts[int(row)] for row in np.argsort(-cosines, kind="stable")[:_NEAREST])
