"""Train the coder that ships in `models/coder_nl`: themes, level and kind of Dutch quotes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline import agreement
from pipeline.codebook import Codebook, Theme, seed_matches
from pipeline.coding.coder import Coder, SecondReading
from pipeline.coding.encoder import Encoder
from pipeline.coding.features import Features, Settings
from pipeline.coding.open_coder import OpenCoder
from pipeline.errors import UsageError
from pipeline.labelled import Phrases, Quotes, arrays, read_gold, read_phrases, read_quotes
from pipeline.model import Embedder
from pipeline.training.card import card, reliability_plot
from pipeline.training.encoder import held_out
from pipeline.training.fitting import Fitted, Recipe, calibrate, fit, held_out_scores
from pipeline.training.measuring import Measures, measure, measure_new, measure_read
from pipeline.training.second import measure_weighed, weigh

VERSION = "3"
_MOST_READ = 2000  # quotes that the open coder is scaled on
CHOSEN = "letters, words, lists, sentence vectors, phrases"
WITH_READER = "the same, and a second reader"

Lexicon = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class TrainingReport:
    """What was trained, on what, and how well each recipe does: `compared` on sittings it did not see, and `gold` (by file) on
    quotes by other hands; `read_again` with and without the second reader, on the part of the sittings that it did not see.
    """

    folder: Path
    quotes: int
    sittings: int
    compared: Mapping[str, Measures]
    gold: Mapping[str, Mapping[str, Measures]]
    read_again: Mapping[str, Measures]

    @property
    def measures(self) -> Measures:
        """Those of the recipe that was kept, on sittings not seen."""
        return self.compared[CHOSEN]

    def __str__(self) -> str:
        head = ("", "themes F1", "top-1", "abstained", "level F1", "kind F1")
        rows: list[tuple[str, ...]] = [head]
        for where, compared in {
            "sittings not seen": self.compared,
            "those that the second reader did not see": self.read_again,
            **self.gold,
        }.items():
            rows += [(f"[{where}]", "", "", "", "", "")] if compared else []
            rows += [(name, *measured.line) for name, measured in compared.items()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        table = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
        return (
            f"{self.quotes} quotes of {self.sittings} sittings\n{table}\n"
            f"kept: {CHOSEN}; calibration error {self.measures.calibration_error:.3f}; in {self.folder}"
        )


def train_coder(
    quotes_dir: Path,
    codebook: Codebook,
    out_dir: Path,
    embedder: Embedder,
    *,
    seed: int,
    encoder: Encoder | None = None,
    unseen: Path | None = None,
    compare: bool = True,
    gold: Sequence[Path] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> TrainingReport:
    """Train the coder on the .jsonl files of a folder and write it with its manifest and model card.

    `concepts.yaml` beside the folder, when it is there, adds lists of words that are no themes, and `phrases/` pieces of quotes. `encoder` is the second reader, weighed on what it scored
    without having seen (kept in the folder `unseen`). With `compare`, other recipes are
    measured as well, by parts of whole sittings, and on the files of `gold`, which nothing is learned from. `tell` is given a
    line per recipe. Raises UsageError when a quote or the lists cannot be used.
    """
    quotes = read_quotes(quotes_dir, codebook.keys)
    concepts = read_concepts(quotes_dir.parent / "concepts.yaml")
    phrases = read_phrases(quotes_dir.parent / "phrases", codebook.keys)
    others = {path.name: arrays(read_gold(path, codebook.keys), codebook.keys) for path in gold}
    rows = np.arange(len(quotes.texts))
    compared: dict[str, Measures] = {}
    on_gold: dict[str, dict[str, Measures]] = {name: {} for name in others}
    chosen = recipes(codebook, concepts)[CHOSEN]
    fitted = fit(quotes, rows, phrases, chosen, embedder, seed=seed)
    scores = held_out_scores(quotes, phrases, chosen, embedder, seed=seed)
    for name, recipe in recipes(codebook, concepts).items():
        if not compare and name != CHOSEN:
            continue
        held = scores if name == CHOSEN else held_out_scores(quotes, phrases, recipe, embedder, seed=seed)
        compared[name] = measure(quotes, held, codebook.keys)
        tell(f"{name}: {' '.join(compared[name].line)}")
        if others:
            model = fitted if name == CHOSEN else fit(quotes, rows, phrases, recipe, embedder, seed=seed)
            calibration = calibrate(quotes, held)
            for file, right in others.items():
                on_gold[file][name] = measure_new(right, model.scores(right.texts), calibration, codebook.keys)
    coder = _coder(quotes, codebook, fitted, scores, embedder)
    read_again: dict[str, Measures] = {}
    held_by_reader = held_out(unseen, quotes) if encoder is not None and unseen is not None else None
    if encoder is not None and held_by_reader is not None and len(held_by_reader[0]):
        coder = _with_reader(coder, quotes, scores, encoder, held_by_reader)
        pair = measure_weighed(quotes, scores, *held_by_reader, coder.calibration)
        read_again = dict(zip((CHOSEN, WITH_READER), pair, strict=True))
        tell(f"{WITH_READER}: {' '.join(pair[1].line)}; on the same sittings without it: {' '.join(pair[0].line)}")
        for file, right in others.items():
            on_gold[file][WITH_READER] = measure_read(
                right, coder.predict(right.texts), coder.calibration, codebook.keys
            )
    coder.save(out_dir)
    report = TrainingReport(out_dir, len(quotes.texts), len(quotes.files), compared, on_gold, read_again)
    manifest = _manifest(quotes, phrases, codebook, coder, report, seed)
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (out_dir / "manifest.json").write_text(text + "\n", encoding="utf-8")
    (out_dir / "README.md").write_text(card(manifest, compared, read_again, on_gold, CHOSEN), encoding="utf-8")
    (out_dir / "reliability.svg").write_text(reliability_plot(compared[CHOSEN]), encoding="utf-8")
    return report


def recipes(codebook: Codebook, concepts: Lexicon) -> dict[str, Recipe]:
    """The candidates by name; `CHOSEN` is the one that is kept."""
    lists = {**_lexicon(codebook), **concepts}
    settings = Settings()
    return {
        "words": Recipe(
            replace(settings, letters_weight=0.0, words_weight=1.0),
            {},
            vectors=False,
            phrases=False,
            kind_blocks=(0.0, 1.0, 0.0, 0.0),
        ),
        "letters, words": Recipe(settings, {}, vectors=False, phrases=False),
        "sentence vectors": Recipe(
            replace(settings, letters_weight=0.0, words_weight=0.0, vectors_weight=3.0),
            {},
            phrases=False,
            kind_blocks=(0.0, 0.0, 0.0, 1.0),
        ),
        f"{CHOSEN}; no phrases": Recipe(settings, lists, phrases=False),
        "letters, words, phrases": Recipe(settings, {}, vectors=False),
        CHOSEN: Recipe(settings, lists),
        f"{CHOSEN}; support vector machine": Recipe(settings, lists, learner="svm"),
    }


def _coder(quotes: Quotes, codebook: Codebook, fitted: Fitted, scores: Any, embedder: Embedder) -> Coder:
    scaling, threshold = _open_scaling(quotes, codebook, fitted.features, embedder)
    return Coder(
        VERSION,
        codebook.keys,
        fitted.features,
        fitted.weights,
        fitted.intercepts,
        calibrate(quotes, scores),
        seed_precision(quotes, codebook),
        scaling,
        threshold,
        likely(quotes, scores),
    )


def _with_reader(
    coder: Coder, quotes: Quotes, scores: Any, encoder: Encoder, unseen: tuple[npt.NDArray[np.int64], Any]
) -> Coder:
    if encoder.codes != coder.codes:
        raise UsageError("the second reader has other codes than the coder; train it again (rodedraad train encoder)")
    weighed = weigh(quotes, scores, *unseen, coder.calibration)
    second = SecondReading(encoder, weighed.weights, weighed.second, weighed.below)
    return replace(coder, calibration=weighed.first, second=second)


def likely(quotes: Quotes, scores: Any) -> float:
    """The probability that the main theme had at least in nine of ten held-out quotes with a theme."""
    chances = calibrate(quotes, scores).themes(scores[:, : len(quotes.keys)])
    themed = np.flatnonzero(quotes.main >= 0)
    rank = (len(themed) + 1) * 0.1
    return round(float(np.sort(chances[themed, quotes.main[themed]])[max(0, int(rank) - 1)]), 4)


def read_concepts(path: Path) -> Lexicon:
    """Lists of words by name, written as seeds; none when the file is not there."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if not path.is_file():
        return {}
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise UsageError(f"{path}: not valid YAML; words that begin with * must be quoted ({error})") from error
    if not isinstance(data, dict) or not all(isinstance(words, list) for words in data.values()):
        raise UsageError(f"{path}: expected lists of words by name, as in 'waiting: [wachtlijst*, maanden]'")
    return {f"concept/{name}": tuple(dict.fromkeys(str(word) for word in words)) for name, words in data.items()}


def _lexicon(codebook: Codebook) -> Lexicon:
    themes = {theme.key: theme.seeds for theme in codebook.themes}
    below = {f"{theme.key}/{sub.key}": sub.seeds for theme in codebook.themes for sub in theme.subthemes}
    return {name: seeds for name, seeds in {**themes, **below}.items() if seeds}


def seed_precision(quotes: Quotes, codebook: Codebook) -> dict[str, tuple[float, float]]:
    """How often a theme is right where one of its seeds matches, and where more do (one right and one wrong added)."""
    lists = tuple(theme.seeds for theme in codebook.themes)
    counts = np.array([[len(found) for found in seed_matches(text, lists)] for text in quotes.texts])
    shares = {}
    for column, key in enumerate(codebook.keys):
        once, more = counts[:, column] == 1, counts[:, column] > 1
        shares[key] = (_share(quotes.themes[once, column]), _share(quotes.themes[more, column]))
    return shares


def _share(labels: npt.NDArray[np.int64]) -> float:
    return round((float(labels.sum()) + 1) / (len(labels) + 2), 4)


def _open_scaling(
    quotes: Quotes, codebook: Codebook, features: Features, embedder: Embedder
) -> tuple[tuple[float, float], float]:
    """What turns the open coder's scores into probabilities (slope, shift; Platt 1999), and its threshold.

    Fitted on training quotes, read as if the codebook were new: the shipped one, parts of it (so that most quotes fit none of its
    themes), and names and descriptions alone.
    """
    from sklearn.linear_model import LogisticRegression

    some = np.arange(0, len(quotes.texts), max(1, len(quotes.texts) // _MOST_READ))
    texts = [quotes.texts[row] for row in some]
    scores, right = [], []
    for book in _as_new(codebook):
        columns = [codebook.keys.index(key) for key in book.keys]
        scores.append(OpenCoder(book, features, embedder, (1.0, 0.0)).scores(texts))
        right.append(quotes.themes[some][:, columns])
    values, labels = (np.concatenate([one.ravel() for one in parts]) for parts in (scores, right))
    model = LogisticRegression(C=1e4).fit(values.reshape(-1, 1), labels)
    scaling = round(float(model.coef_[0, 0]), 6), round(float(model.intercept_[0]), 6)
    grid = np.round(np.arange(0.15, 0.6, 0.01), 2)
    figures = [_open_f1(scores, right, scaling, float(value)) for value in grid]
    return scaling, float(grid[int(np.argmax(figures))])


def _open_f1(scores: Sequence[Any], right: Sequence[Any], scaling: tuple[float, float], threshold: float) -> float:
    """The mean over codebooks of macro-F1 at a threshold."""
    least = (np.log(threshold / (1 - threshold)) - scaling[1]) / scaling[0]
    return float(
        np.mean(
            [agreement.macro_f1(one.astype(bool), given >= least) for one, given in zip(right, scores, strict=True)]
        )
    )


def _as_new(codebook: Codebook) -> list[Codebook]:
    """The codebook, halves and pairs of it, and one of names and descriptions alone."""
    themes = codebook.themes
    middle = max(1, len(themes) // 2)
    parts = [themes, themes[:middle], themes[middle:], *(themes[place::middle] for place in range(middle))]
    bare = tuple(Theme(theme.key, theme.label, theme.description) for theme in themes)
    return [replace(codebook, themes=part) for part in (*(one for one in parts if one), bare)]


def _manifest(
    quotes: Quotes, phrases: Phrases, codebook: Codebook, coder: Coder, report: TrainingReport, seed: int
) -> dict[str, Any]:
    from importlib.metadata import version

    def count(values: Sequence[str]) -> dict[str, int]:
        return {value: values.count(value) for value in sorted(set(values))}

    return {
        "name": coder.name,
        "seed": seed,
        "data": [{"file": name, "sha256": digest, "quotes": number} for name, digest, number in quotes.files],
        "phrases": [{"file": name, "sha256": digest, "phrases": number} for name, digest, number in phrases.files],
        "quotes": report.quotes,
        "themes": {
            **count([theme for quote in quotes.quotes for theme in quote.themes]),
            "none": sum(not quote.themes for quote in quotes.quotes),
        },
        "levels": count([quote.level for quote in quotes.quotes]),
        "kinds": count([quote.kind for quote in quotes.quotes]),
        "codebook_sha256": codebook.sha256,
        "features": coder.features.size,
        "thresholds": dict(zip(codebook.keys, coder.calibration.thresholds.tolist(), strict=True)),
        "seed_precision": coder.seed_precision,
        "likely": coder.likely,
        "second_reader": None
        if coder.second is None
        else {
            "name": coder.second.encoder.name,
            "below": coder.second.below,
            "weights": dict(zip(coder.codes, np.round(coder.second.weights, 4).tolist(), strict=True)),
        },
        "trained_with": {name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
    }
