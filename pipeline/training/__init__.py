"""What trains the models that ship: `train` by name; the packages that only training needs are imported there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from pipeline import codebook, embed, shipped
from pipeline.coding import encoder as second_reader
from pipeline.errors import UsageError
from pipeline.training.coder import TrainingReport, train_coder

__all__ = ["SEEDS", "TrainingReport", "train", "train_coder"]

# What the models that ship were trained with.
SEEDS = {"coder": 13, "encoder": 1, "language": 2, "vectors": 13}


class Report(Protocol):
    """What a training gives: its measures as text."""

    def __str__(self) -> str:
        """The measures, for a person."""
        ...


def train(
    model: str,
    data: Path | None,
    out: Path,
    *,
    seed: int | None = None,
    gold: Sequence[Path] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Train a model by name (coder, encoder, language, vectors, compounds, names) and write it into `out`.

    `gold` are files that the coder is measured on. `tell` is given a line per step. Raises UsageError when data are missing, and when a package is that only training needs.
    """
    seed = SEEDS.get(model, 0) if seed is None else seed
    if model == "coder":
        quotes = data or shipped.corpus() / "training" / "quotes"
        ours = embed.shipped(shipped.models())
        book = codebook.read(shipped.codebook())
        reader = second_reader.shipped(shipped.models())
        unseen = shipped.models() / second_reader.FOLDER
        return train_coder(quotes, book, out, ours, seed=seed, encoder=reader, unseen=unseen, gold=gold, tell=tell)
    if model == "names":
        from pipeline.training.names import train_names

        return train_names(data, out)
    if data is None:
        raise UsageError(f"train {model}: give the folder with its data with --data; manifest.json lists the files")
    if model == "encoder":
        from pipeline.training.encoder import train_encoder

        quotes = shipped.corpus() / "training" / "quotes"
        return train_encoder(data, quotes, codebook.read(shipped.codebook()), out, seed=seed, tell=tell)
    if model == "language":
        from pipeline.training.language import train_language

        return train_language(data, out, seed=seed, tell=tell)
    if model == "vectors":
        from pipeline.training.vectors import train_vectors

        return train_vectors(data, out, seed=seed, tell=tell)
    if model == "compounds":
        from pipeline.training.compounds import train_compounds

        return train_compounds(data, out)
    raise UsageError(f"there is no model {model!r} to train")
