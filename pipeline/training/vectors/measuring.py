"""How good sentence vectors are: likeness of pairs, topics from descriptions, from few labels and from many, clusters."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.agreement import Interval, interval
from pipeline.errors import UsageError
from pipeline.model import Vectors
from pipeline.training.vectors.data import Judged

Encode = Callable[[Sequence[str]], Vectors]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the topic that people gave each."""

    texts: tuple[str, ...]
    topics: tuple[str, ...]


def read_topics(path: Path) -> Labelled:
    """A SIB-200 file (columns index_id, category, text); raises UsageError when it is something else."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        return Labelled(tuple(row["text"] for row in rows), tuple(row["category"] for row in rows))
    except (OSError, KeyError) as error:
        raise UsageError(f"{path}: not a table with the columns index_id, category and text ({error})") from error


def likeness(encode: Encode, judged: Judged, *, seed: int = 0) -> Interval:
    """Spearman's rank correlation of the cosines of pairs with what people said of them."""
    from scipy.stats import rankdata

    cosines = np.einsum("ij,ij->i", encode(judged.first), encode(judged.second))
    scores = np.array(judged.scores)

    def correlation(rows: Ints) -> float:
        found, said = rankdata(cosines[rows].round(6)), rankdata(scores[rows])
        # A handful of pairs can be drawn so that all are alike; they then say nothing.
        return float(np.corrcoef(found, said)[0, 1]) if np.ptp(found) and np.ptp(said) else 0.0

    return interval(correlation, len(scores), seed=seed)


def from_descriptions(
    encode: Encode, labelled: Labelled, descriptions: Mapping[str, str], *, seed: int = 0
) -> Interval:
    """How often the description nearest to a text is that of its topic."""
    names = list(descriptions)
    nearest = (encode(labelled.texts) @ encode([descriptions[name] for name in names]).T).argmax(axis=1)
    right = np.array([names[place] == topic for place, topic in zip(nearest, labelled.topics, strict=True)])
    return interval(lambda rows: float(right[rows].mean()), len(right), seed=seed)


def from_few(
    encode: Encode, train: Labelled, test: Labelled, *, each: int = 8, draws: int = 5, seed: int = 0
) -> Interval:
    """Accuracy of a logistic regression on `each` texts per topic, the mean over so many draws; low and high are theirs."""
    chance = random.Random(seed)
    places = {topic: [i for i, one in enumerate(train.topics) if one == topic] for topic in sorted(set(train.topics))}
    rows, wanted = encode(train.texts), encode(test.texts)
    values = []
    for _ in range(draws):
        drawn = [place for members in places.values() for place in chance.sample(members, each)]
        model = _regression().fit(rows[drawn], [train.topics[place] for place in drawn])
        values.append(float(model.score(wanted, test.topics)))
    return Interval(float(np.mean(values)), min(values), max(values))


def from_all(encode: Encode, train: Labelled, test: Labelled, *, seed: int = 0) -> Interval:
    """Accuracy on `test` of a logistic regression on all of `train`."""
    model = _regression().fit(encode(train.texts), train.topics)
    right = np.asarray(model.predict(encode(test.texts))) == np.asarray(test.topics)
    return interval(lambda rows: float(right[rows].mean()), len(right), seed=seed)


def clusters(topics: Sequence[str], groups: Sequence[int]) -> float:
    """Normalised mutual information of groups with topics."""
    from sklearn.metrics import normalized_mutual_info_score

    return float(normalized_mutual_info_score(topics, groups))


def texts_per_second(encode: Encode, texts: Sequence[str], *, least_seconds: float = 2.0) -> float:
    """How many texts are encoded in a second of processor time, going through `texts` until so much time has passed."""
    start, done = time.process_time(), 0
    while (passed := time.process_time() - start) < least_seconds:
        encode(texts)
        done += len(texts)
    return done / passed


def _regression() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10.0, max_iter=2000)
