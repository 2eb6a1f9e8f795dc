"""Train the sentence vectors that ship in `models/vectors_nl`: an English teacher, a static Dutch student.

Multilingual knowledge distillation (Reimers and Gurevych, Making monolingual sentence embeddings multilingual using
knowledge distillation, 2020): the student gives a Dutch sentence the vector that the teacher gives its English
translation. The student is a sum of word vectors, as in model2vec, with letter runs for words it does not know.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.agreement import Interval
from pipeline.embed.static import StaticEmbedder, quantised
from pipeline.errors import UsageError
from pipeline.training.vectors import measuring, teacher
from pipeline.training.vectors.card import card
from pipeline.training.vectors.data import Lessons, read_lessons, read_sick, read_stsb
from pipeline.training.vectors.objective import unit
from pipeline.training.vectors.student import Fitted, Material, Settings, fit, main_directions

__all__ = ["SETTINGS", "WORDNET", "VectorsReport", "train_vectors"]

VERSION = "1"
SETTINGS = Settings()
WORDNET = Path("/usr/share/wordnet")  # where the Debian package wordnet-base puts it


@dataclass(frozen=True)
class VectorsReport:
    """What was trained, on how many pairs, and how the likeness of pairs agrees with people's."""

    folder: Path
    name: str
    pairs: int
    words: int
    letter_runs: int
    bytes: int
    likeness: Mapping[str, Interval]

    def __str__(self) -> str:
        figures = "\n".join(f"{name}: Spearman {figure}" for name, figure in self.likeness.items())
        return (
            f"{self.name}: {self.words} words and {self.letter_runs} letter runs from {self.pairs} pairs, "
            f"{self.bytes / 1e6:.1f} MB\n{figures}\nin {self.folder}"
        )


def train_vectors(
    data_dir: Path,
    out_dir: Path,
    *,
    seed: int,
    cache: Path | None = None,
    wordnet: Path | None = None,
    settings: Settings = SETTINGS,
    tell: Callable[[str], None] = lambda _: None,
) -> VectorsReport:
    """Train on a folder with `parallel`, `similarity` and `lexicon`, and write vectors, manifest and card to `out_dir`.

    `cache` keeps the teacher's vectors (in the user's own cache folder by default), so that a second call, or one
    that goes on after an interruption, does not encode again; with a full cache neither torch nor the teacher is
    needed. `wordnet` holds the data files of WordNet 3.0. `tell` is given a line per step. Raises UsageError when data
    or teacher are not there.
    """
    wordnet = wordnet or _wordnet(data_dir)
    lessons = read_lessons(data_dir, wordnet)
    held = {
        "STSb-nl dev": read_stsb(data_dir / "similarity" / "stsb_nl_dev.csv"),
        "SICK-NL trial": read_sick(data_dir / "similarity" / "sick_nl_train_trial.tsv", "TRIAL")[0],
    }
    english = [text for parallel in lessons.parallel for text in parallel.english]
    vectors = teacher.encode_all(english, cache or _cache(), tell)
    material = gather(lessons, vectors, settings.dimensions)
    fitted = fit(material, settings, seed=seed, told=lambda epoch, now: tell(_epoch(epoch, now)))
    fitted.spread([text for text, word in zip(material.texts, material.is_word, strict=True) if not word])
    embedder = packed(fitted)
    out_dir.mkdir(parents=True, exist_ok=True)
    embedder.save(out_dir)
    likeness = {name: measuring.likeness(embedder.encode, judged) for name, judged in held.items()}
    vocabulary = fitted.vocabulary
    report = VectorsReport(
        out_dir,
        embedder.name,
        len(material.texts),
        len(vocabulary.words),
        len(vocabulary.grams),
        sum(file.stat().st_size for file in out_dir.iterdir() if file.suffix in (".npy", ".txt", ".json")),
        likeness,
    )
    manifest = _manifest(report, lessons, settings, seed)
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (out_dir / "manifest.json").write_text(text + "\n", encoding="utf-8")
    (out_dir / "README.md").write_text(card(manifest), encoding="utf-8")
    return report


def _epoch(epoch: int, fitted: Fitted) -> str:
    losses = ", ".join(f"{name} {value:.3f}" for name, value in fitted.losses[-1].items())
    return f"vectors: round {epoch + 1} of {fitted.settings.epochs}: {losses}"


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "rodedraad" / "teacher"


def _wordnet(data_dir: Path) -> Path:
    for folder in (data_dir / "lexicon" / "wordnet", WORDNET):
        if (folder / "data.noun").is_file():
            return folder
    raise UsageError(
        f"WordNet 3.0 is neither in {data_dir / 'lexicon' / 'wordnet'} nor in {WORDNET}; "
        "install the Debian package wordnet-base, or put its data files there"
    )


def gather(lessons: Lessons, vectors: Mapping[str, Any], dimensions: int) -> Material:
    """Each distinct pair of texts once, with the teacher's vector of its English side, reduced to `dimensions`."""
    texts: list[str] = []
    english: list[str] = []
    is_word: list[bool] = []
    seen: set[tuple[str, str]] = set()
    places: dict[str, int] = {}
    for parallel in lessons.parallel:
        for pair in zip(parallel.dutch, parallel.english, strict=True):
            if pair in seen or not pair[0].strip():
                continue
            seen.add(pair)
            if not parallel.words:
                places.setdefault(pair[0], len(texts))
            texts.append(pair[0])
            english.append(pair[1])
            is_word.append(parallel.words)
    rows = np.stack([vectors[text] for text in english]).astype(np.float32)
    marks = np.array(is_word)
    targets, _ = unit(rows @ main_directions(rows[~marks], dimensions)[1])
    pairs = tuple(
        (
            np.array([places[text] for text in judged.first]),
            np.array([places[text] for text in judged.second]),
            np.array(judged.scores, np.float32),
        )
        for judged in lessons.judged
    )
    # The teacher does not see capitals: different texts can have one and the same vector.
    numbers: dict[bytes, int] = {}
    groups = np.array([numbers.setdefault(vectors[text].tobytes(), len(numbers)) for text in english])
    return Material(texts, targets, groups, marks, pairs)


def packed(fitted: Fitted) -> StaticEmbedder:
    """The vectors as they ship: a word's letter runs are added to its own row, and all is quantised."""
    vocabulary = fitted.vocabulary
    runs = fitted.rows[len(vocabulary.words) :]
    rows, scales = quantised(np.concatenate([fitted.spelled(vocabulary.words), runs]))
    return StaticEmbedder(
        f"rodedraad-vectors-nl@{VERSION}",
        (vocabulary.words, vocabulary.grams),
        rows,
        scales,
        unknown=fitted.settings.letters,
    )


def _manifest(report: VectorsReport, lessons: Lessons, settings: Settings, seed: int) -> dict[str, Any]:
    from importlib.metadata import version

    return {
        "name": report.name,
        "seed": seed,
        "teacher": teacher.NAME,
        "data": [
            {
                "name": source.name,
                "licence": source.licence,
                "source": source.origin,
                "use": source.use,
                "pairs": source.pairs,
                "files": [{"file": name, "sha256": digest} for name, digest in source.files],
            }
            for source in lessons.sources
        ],
        "settings": asdict(settings),
        "words": report.words,
        "letter_runs": report.letter_runs,
        "pairs": report.pairs,
        "likeness": {name: asdict(figure) for name, figure in report.likeness.items()},
        "trained_with": {name: version(name) for name in ("numpy", "scipy")},
    }
