"""What a user would otherwise do, and the least that any coder must do; `bench.py` calls both."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def plain(quotes: Path, themes: Sequence[str], texts: Sequence[str]) -> tuple[Any, float]:
    """TF-IDF and logistic regression, trained on the shipped quotes, then themes of all texts; seconds for both."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    started = time.perf_counter()
    rows = [
        json.loads(line) for path in sorted(quotes.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    labels = [[int(theme in row["themes"]) for theme in themes] for row in rows]
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    model = OneVsRestClassifier(LogisticRegression(max_iter=1000))
    model.fit(vectorizer.fit_transform(row["text"] for row in rows), labels)
    found = model.predict_proba(vectorizer.transform(texts)) > 0.3
    return int(found.sum()), time.perf_counter() - started


def floor(texts: Sequence[str], themes: int, seed: int) -> tuple[Any, float]:
    """Tokenise and multiply once by a matrix of weights; no model does less."""
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer

    weights = np.random.default_rng(seed).normal(size=(2**18, themes)).astype(np.float32)
    vectorizer = HashingVectorizer(n_features=2**18, dtype=np.float32)
    started = time.perf_counter()
    scores = vectorizer.transform(texts) @ weights
    return float(scores.sum()), time.perf_counter() - started
