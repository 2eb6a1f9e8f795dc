"""Train the coder that ships in `models/coder_nl`: themes, level and kind of Dutch quotes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook, seed_matches
from pipeline.coding.coder import Coder
from pipeline.coding.features import Settings
from pipeline.coding.open_coder import SIGNS, OpenCoder
from pipeline.errors import UsageError
from pipeline.training.card import card
from pipeline.training.fitting import Recipe, calibrate, fit, held_out_scores
from pipeline.training.measuring import Measures, measure
from pipeline.training.quotes import Quotes, read_quotes

VERSION = "1"
RECIPE = Recipe()

Lexicon = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class TrainingReport:
    """What was trained, on what, and how well it does on sittings it did not see."""

    folder: Path
    quotes: int
    sittings: int
    chosen: str
    compared: Mapping[str, Measures]

    @property
    def measures(self) -> Measures:
        """Those of the recipe that was kept."""
        return self.compared[self.chosen]

    def __str__(self) -> str:
        head = ("recipe", "themes F1", "top-1", "abstained", "level F1", "kind F1")
        rows = [head, *((name, *measured.line) for name, measured in self.compared.items())]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        table = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
        return (
            f"{self.quotes} quotes of {self.sittings} sittings; each sitting measured by models that did not see it\n"
            f"{table}\nkept: {self.chosen}; calibration error {self.measures.calibration_error:.3f}; in {self.folder}"
        )


def train_coder(
    quotes_dir: Path, codebook: Codebook, out_dir: Path, *, seed: int, compare: bool = True
) -> TrainingReport:
    """Train the coder on the .jsonl files of a folder and write it with its manifest and model card.

    `concepts.yaml` beside the folder, when it is there, adds lists of words that are no themes. With `compare`, recipes
    with fewer kinds of features are measured as well. Raises UsageError when a quote or the lists cannot be used.
    """
    quotes = read_quotes(quotes_dir, codebook.keys)
    concepts = read_concepts(quotes_dir.parent / "concepts.yaml")
    lexicon = {**_lexicon(codebook), **concepts}
    compared: dict[str, Measures] = {}
    if compare:
        for name, (words, settings) in _fewer(codebook, RECIPE.settings).items():
            scores = held_out_scores(quotes, words, replace(RECIPE, settings=settings), seed=seed)
            compared[name] = measure(quotes, scores, codebook.keys)
    scores = held_out_scores(quotes, lexicon, RECIPE, seed=seed)
    chosen = "letters + words + seeds + sub-theme seeds + concepts" if concepts else "letters + words + seeds"
    compared[chosen] = measure(quotes, scores, codebook.keys)
    fitted = fit(quotes, np.arange(len(quotes.texts)), lexicon, RECIPE, seed=seed)
    weights, threshold = _open_weights(quotes, codebook, fitted.features, seed=seed)
    coder = Coder(
        VERSION,
        codebook.keys,
        fitted.features,
        fitted.weights,
        fitted.intercepts,
        calibrate(quotes, scores),
        seed_precision(quotes, codebook),
        weights,
        threshold,
    )
    coder.save(out_dir)
    report = TrainingReport(out_dir, len(quotes.texts), len(quotes.files), chosen, compared)
    manifest = _manifest(quotes, codebook, coder, report, seed)
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (out_dir / "manifest.json").write_text(text + "\n", encoding="utf-8")
    (out_dir / "README.md").write_text(card(manifest, compared, chosen), encoding="utf-8")
    return report


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


def _fewer(codebook: Codebook, settings: Settings) -> dict[str, tuple[Lexicon, Settings]]:
    themes = {theme.key: theme.seeds for theme in codebook.themes if theme.seeds}
    return {
        "words": ({}, replace(settings, letters_weight=0.0, words_weight=1.0)),
        "letters": ({}, replace(settings, words_weight=0.0)),
        "letters + words": ({}, settings),
        "letters + words + theme seeds": (themes, settings),
        "letters + words + seeds + sub-theme seeds": (_lexicon(codebook), settings),
    }


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


def _open_weights(quotes: Quotes, codebook: Codebook, features: Any, *, seed: int) -> tuple[tuple[float, ...], float]:
    """What the open coder weighs its signs with, from the training quotes read with the codebook as if it were new."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import f1_score

    signs = OpenCoder(codebook, features, (0.0,) * (SIGNS + 1)).signs(quotes.texts)
    rows, labels = signs.reshape(-1, SIGNS), quotes.themes.ravel()
    model = LogisticRegression(C=10.0, max_iter=1000, random_state=seed).fit(rows, labels)
    chances = model.predict_proba(rows)[:, 1].reshape(quotes.themes.shape)
    grid = np.round(np.arange(0.15, 0.6, 0.01), 2)
    figures = [f1_score(quotes.themes, chances >= value, average="macro", zero_division=0.0) for value in grid]
    weights = (*(round(float(value), 6) for value in model.coef_[0]), round(float(model.intercept_[0]), 6))
    return weights, float(grid[int(np.argmax(figures))])


def _manifest(quotes: Quotes, codebook: Codebook, coder: Coder, report: TrainingReport, seed: int) -> dict[str, Any]:
    from importlib.metadata import version

    def count(values: Sequence[str]) -> dict[str, int]:
        return {value: values.count(value) for value in sorted(set(values))}

    return {
        "name": coder.name,
        "seed": seed,
        "data": [{"file": name, "sha256": digest, "quotes": number} for name, digest, number in quotes.files],
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
        "trained_with": {name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
    }
