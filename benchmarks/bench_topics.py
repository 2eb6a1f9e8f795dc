"""Topic finding against topics that people gave: NMI, noise and time, ours beside BERTopic's fallback and k-means.

    python benchmarks/bench_topics.py --data DIR [--json FILE]

DIR holds `sib200_nl_train.tsv` (columns index_id, category, text; SIB-200, CC BY-SA 4.0). The fallback is what BERTopic
takes by itself where UMAP is missing: PCA to 5 dimensions and HDBSCAN.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from pipeline import codebook, embed, nlp, shipped
from pipeline.model import Segment, SegmentKind, Token, Vectors
from pipeline.topics import find_topics
from pipeline.topics.guided import guide

FILE = "sib200_nl_train.tsv"
SEED = 0


def read(path: Path) -> tuple[list[str], list[str]]:
    """The texts and the topic that people gave each."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["text"] for row in rows], [row["category"] for row in rows]


def segments_of(texts: Sequence[str]) -> list[Segment]:
    """A statement for each text."""
    return [Segment(f"s{i:06}", "bench", 0, len(t), t, SegmentKind.STATEMENT) for i, t in enumerate(texts)]


def ours(texts: Sequence[str], tokens: Sequence[tuple[Token, ...]], vectors: Vectors) -> list[int]:
    """The topic of each text as `find_topics` gives it, -1 for none."""
    found = find_topics(segments_of(texts), tokens, vectors, themes={}, seed=SEED)
    number = {member: index for index, topic in enumerate(found.topics) for member in topic.segments}
    return [number.get(segment.segment_id, -1) for segment in segments_of(texts)]


def fallback(texts: Sequence[str], tokens: Sequence[tuple[Token, ...]], vectors: Vectors) -> list[int]:
    """The topic of each text as BERTopic gives it when left to itself, UMAP not being installed."""
    from bertopic import BERTopic
    from sklearn.decomposition import PCA

    del tokens
    model = BERTopic(language="dutch", umap_model=PCA(n_components=5, random_state=SEED))
    return list(model.fit_transform(list(texts), embeddings=np.array(vectors))[0])


def k_means(count: int) -> Callable[[Sequence[str], Sequence[tuple[Token, ...]], Vectors], list[int]]:
    """A way to divide the texts by k-means into `count` groups."""

    def divide(texts: Sequence[str], tokens: Sequence[tuple[Token, ...]], vectors: Vectors) -> list[int]:
        from sklearn.cluster import KMeans

        del texts, tokens
        return [int(label) for label in KMeans(count, n_init=10, random_state=SEED).fit_predict(vectors)]

    return divide


def compare(texts: list[str], topics: list[str], analyser: nlp.SpacyAnalyser) -> list[dict[str, object]]:
    """A row for each way of finding topics."""
    from sklearn.metrics import normalized_mutual_info_score

    embedder = embed.load(shipped.models(), texts, seed=SEED, language=analyser.language, words=nlp.content_words)
    vectors, tokens = embedder.encode(texts), analyser.analyse(texts)
    ways = {"ours": ours, "BERTopic's fallback": fallback, "k-means 7": k_means(7), "k-means 20": k_means(20)}
    rows: list[dict[str, object]] = []
    for name, way in ways.items():
        start = time.perf_counter()
        labels = way(texts, tokens, vectors)
        rows.append(
            {
                "way": name,
                "vectors": embedder.name,
                "topics": len(set(labels) - {-1}),
                "noise": round(labels.count(-1) / len(labels), 3),
                "nmi": round(float(normalized_mutual_info_score(topics, labels)), 3),
                "seconds": round(time.perf_counter() - start, 2),
            }
        )
    return rows


def speed(texts: Sequence[str], sizes: Sequence[int]) -> list[dict[str, object]]:
    """Seconds for so many made-up segments: words of the texts drawn at random around 30 subjects."""
    chance = random.Random(SEED)
    subjects = [chance.sample(texts, 8) for _ in range(30)]
    words = [[word for text in subject for word in text.split()] for subject in subjects]
    analyser = nlp.load(Path(), name=nlp.BLANK)
    rows: list[dict[str, object]] = []
    for size in sizes:
        made = [" ".join(chance.choices(words[chance.randrange(30)], k=18)) for _ in range(size)]
        tokens, start = analyser.analyse(made), time.perf_counter()
        vectors = embed.fit(made, seed=SEED, words=nlp.content_words).encode(made)
        embedded = time.perf_counter()
        labels = ours(made, tokens, vectors)
        rows.append(
            {
                "segments": size,
                "vectors_s": round(embedded - start, 2),
                "topics_s": round(time.perf_counter() - embedded, 2),
                "topics": len(set(labels) - {-1}),
                "noise": round(labels.count(-1) / size, 3),
            }
        )
    return rows


def guided() -> list[dict[str, object]]:
    """Guided BERTopic on the shipped training quotes: best macro-F1, and the logistic weights fitted anew."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import f1_score

    book = codebook.read(shipped.codebook())
    files = sorted((shipped.corpus() / "training" / "quotes").glob("*.jsonl"))
    quotes = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    texts = [quote["text"] for quote in quotes]
    analyser = nlp.load(shipped.models())
    vectors = embed.fit(texts, seed=SEED, words=nlp.content_words).encode(texts)
    found = guide(segments_of(texts), analyser.analyse(texts), vectors, book, seed=SEED)
    truth = np.array([[key in quotes[index]["themes"] for key in found.keys] for index in found.known])
    clues = found.clues.reshape(-1, 3)
    fitted = LogisticRegression(C=100).fit(clues, truth.ravel())
    chances = fitted.predict_proba(clues)[:, 1].reshape(truth.shape)
    scores = {at: f1_score(truth, chances >= at, average="macro") for at in (0.15, 0.2, 0.25, 0.3, 0.4, 0.5)}
    best = max(scores, key=lambda at: scores[at])
    weights = [round(float(value), 2) for value in (*fitted.coef_[0], fitted.intercept_[0])]
    return [{"quotes": len(truth), "macro_f1": round(scores[best], 3), "at": best, "weights": weights}]


def table(rows: Sequence[dict[str, object]]) -> str:
    """The rows as text in columns."""
    lines = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help=f"the folder that holds {FILE}")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000, 20_000], help="segments to time")
    parser.add_argument("--no-guided", action="store_true", help="leave the guided coder out")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    asked = parser.parse_args()
    path = asked.data / FILE
    if not path.is_file():
        print(f"{path}: not there; give the folder that holds {FILE}", file=sys.stderr)
        return 1
    warnings.simplefilter("ignore")
    texts, topics = read(path)
    figures = {f"SIB-200 Dutch, {len(texts)} sentences": compare(texts, topics, nlp.load(shipped.models()))}
    if asked.sizes:
        figures["Time"] = speed(texts, asked.sizes)
    if not asked.no_guided:
        figures["Guided BERTopic on the training quotes"] = guided()
    for title, rows in figures.items():
        print(f"{title}\n{table(rows)}\n")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
