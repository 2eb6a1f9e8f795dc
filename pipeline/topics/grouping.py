"""Divide vectors into groups in near-linear time: a Ward tree over a sample, refined over all of them."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.model import Vectors

Labels = npt.NDArray[np.int64]

NOISE = -1
MOST_NOISE = 0.15
MOST_GROUPS = 40
_TREE_ROWS = 2000
_SILHOUETTE_ROWS = 1000
_ROUNDS = 10


class Grouper:
    """A clusterer with scikit-learn's `fit`, `predict` and `labels_`, as BERTopic's `hdbscan_model` slot wants it.

    A Ward tree (Ward 1963) over at most 2,000 rows is cut where the mean silhouette (Rousseeuw 1987) is highest, and the
    cut is refined over all rows by spherical k-means (Dhillon and Modha 2001). Only the sample costs its square, so the
    time grows with the number of rows. Rows that do not hold to their group get -1, at most 15 %. `fit` with `y` starts from the
    groups that y names (guided BERTopic) and divides only the rest by a tree.
    """

    labels_: Labels
    centres_: Vectors

    def __init__(self, *, seed: int, most: int = MOST_GROUPS) -> None:
        self.seed = seed
        self.most = most
        self._limit = -1.0

    def fit(self, X: Vectors, y: Any = None) -> Grouper:
        """Divide the rows of X; sets `labels_` and `centres_`."""
        rows = unit(np.asarray(X, dtype=np.float32))
        smallest = smallest_group(len(rows))
        if y is None:
            start = self._by_tree(rows, smallest)
        else:
            start = self._from(np.asarray(y, dtype=np.int64), rows, smallest)
        labels, self.centres_ = _refined(rows, start, 1 if y is not None else smallest)
        self.labels_ = self._without_noise(rows, labels, smallest)
        return self

    def predict(self, X: Vectors) -> Labels:
        """The nearest group of each row; -1 for rows as far off as the noise of the fit, at most 15 % of them."""
        rows = unit(np.asarray(X, dtype=np.float32))
        closeness = rows @ self.centres_.T
        labels: Labels = closeness.argmax(axis=1).astype(np.int64)
        nearest = closeness.max(axis=1)
        far = np.flatnonzero(nearest < self._limit)
        far = far[np.argsort(nearest[far], kind="stable")][: int(MOST_NOISE * len(rows))]
        labels[far] = NOISE
        return labels

    def _by_tree(self, rows: Vectors, smallest: int) -> Labels:
        """Labels of a first division of all rows, the number of groups chosen by silhouette."""
        if len(rows) < 2 * smallest:
            return np.zeros(len(rows), dtype=np.int64)
        from scipy.cluster.hierarchy import fcluster, linkage
        from sklearn.metrics import silhouette_score

        chosen = _sample(len(rows), _TREE_ROWS, self.seed)
        part = rows[chosen]
        tree = linkage(part.astype(np.float64), method="ward")
        judged = _sample(len(part), _SILHOUETTE_ROWS, self.seed)
        distances = np.clip(1 - part[judged] @ part[judged].T, 0, None)
        np.fill_diagonal(distances, 0)
        least = max(2, round(smallest * len(part) / len(rows)))
        cuts: dict[int, Labels] = {}
        scores: dict[int, float] = {0: 0.0}

        def judge(counts: list[int]) -> int:
            for count in counts:
                cut = fcluster(tree, count, criterion="maxclust").astype(np.int64) - 1
                cuts[count], _ = _refined(part, cut, least)
                seen = len(np.unique(cuts[count][judged]))
                if 1 < seen < len(judged):
                    scores[count] = float(silhouette_score(distances, cuts[count][judged], metric="precomputed"))
            return max(scores, key=lambda count: (scores[count], -count))

        counts = _counts(len(rows), smallest, self.most)
        best = judge(counts)
        if best == 0:
            return np.zeros(len(rows), dtype=np.int64)
        best = judge(_between(counts, best))
        return _nearest(rows, _centres(part, cuts[best]))

    def _from(self, given: Labels, rows: Vectors, smallest: int) -> Labels:
        """The given labels made consecutive, and a division of what has none."""
        labels = np.full(len(rows), NOISE, dtype=np.int64)
        known = np.unique(given[given >= 0])
        for index, value in enumerate(known):
            labels[given == value] = index
        rest = np.flatnonzero(labels == NOISE)
        if len(rest):
            labels[rest] = self._by_tree(rows[rest], smallest) + len(known)
        return labels

    def _without_noise(self, rows: Vectors, labels: Labels, smallest: int) -> Labels:
        """The labels with -1 for rows that would lie nearer another group's centre if their own did not count them."""
        sizes = np.bincount(labels)
        own = _closeness_to_others(rows, labels, sizes)
        to_all = rows @ self.centres_.T
        to_all[np.arange(len(rows)), labels] = NOISE
        margin = own - to_all.max(axis=1)
        left = labels.copy()
        allowed = int(MOST_NOISE * len(rows))
        for row in np.argsort(margin, kind="stable"):
            if margin[row] >= 0 or allowed == 0:
                break
            if sizes[labels[row]] > smallest:
                left[row] = NOISE
                sizes[labels[row]] -= 1
                allowed -= 1
        self._limit = float(np.quantile(own[left != NOISE], 0.02))
        return left


def smallest_group(rows: int) -> int:
    """The fewest rows that make a group: 3 up to 100 rows, then growing with the square root."""
    return max(3, round(math.sqrt(rows) / 3))


def unit(rows: Vectors) -> Vectors:
    """The rows at unit length, zeros kept."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def _counts(rows: int, smallest: int, limit: int) -> list[int]:
    """Numbers of groups to try: from 2 to about the square root of the rows, a dozen of them at most."""
    most = max(2, min(limit, round(0.9 * math.sqrt(rows)), rows // smallest))
    return sorted({round(count) for count in np.geomspace(2, most, num=min(12, most - 1))})


def _between(counts: list[int], best: int) -> list[int]:
    """Half a dozen numbers at most between the best one and the ones tried before and after it."""
    place = counts.index(best)
    low, high = counts[max(place - 1, 0)], counts[min(place + 1, len(counts) - 1)]
    return sorted({round(count) for count in np.linspace(low, high, num=8)} - set(counts))


def _sample(size: int, most: int, seed: int) -> npt.NDArray[np.int64]:
    if size <= most:
        return np.arange(size, dtype=np.int64)
    return np.array(sorted(random.Random(seed).sample(range(size), most)), dtype=np.int64)


def _refined(rows: Vectors, labels: Labels, smallest: int) -> tuple[Labels, Vectors]:
    """Spherical k-means from a first division; groups below `smallest` are dissolved, the smallest first."""
    while True:
        for _ in range(_ROUNDS):
            moved = _nearest(rows, _centres(rows, labels))
            if np.array_equal(moved, labels):
                break
            labels = moved
        present, labels = np.unique(labels, return_inverse=True)
        labels = labels.astype(np.int64)
        sizes = np.bincount(labels)
        if len(present) == 1 or sizes.min() >= smallest:
            return labels, _centres(rows, labels)
        kept = np.delete(_centres(rows, labels), sizes.argmin(), axis=0)
        labels = _nearest(rows, kept)


def _centres(rows: Vectors, labels: Labels) -> Vectors:
    sums = np.zeros((int(labels.max()) + 1, rows.shape[1]), dtype=np.float64)
    np.add.at(sums, labels, rows)
    return unit(sums.astype(np.float32))


def _nearest(rows: Vectors, centres: Vectors) -> Labels:
    nearest: Labels = (rows @ centres.T).argmax(axis=1).astype(np.int64)
    return nearest


def _closeness_to_others(rows: Vectors, labels: Labels, sizes: npt.NDArray[np.int64]) -> Vectors:
    """Cosine of each row with the mean of its group without that row; 1 for a row alone."""
    sums = np.zeros((len(sizes), rows.shape[1]), dtype=np.float64)
    np.add.at(sums, labels, rows)
    others = unit((sums[labels] - rows).astype(np.float32))
    closeness: Vectors = np.where(sizes[labels] > 1, np.einsum("ij,ij->i", rows, others), 1).astype(np.float32)
    return closeness
