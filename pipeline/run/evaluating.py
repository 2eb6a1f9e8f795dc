"""Measure a coder on quotes that people coded, beside how far people agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import codebook as codebooks
from pipeline import coding, embed, evaluate, shipped
from pipeline.coding.codebook_coder import CodebookCoder
from pipeline.coding.coder import Coder
from pipeline.errors import UsageError
from pipeline.evaluate import Comparison
from pipeline.exports import evaluation
from pipeline.labelled import Quote, read_gold
from pipeline.run.progress import Progress, silent

MODEL = "model"


def evaluate_gold(
    gold: Sequence[Path],
    out: Path | None,
    *,
    codebook: Path | None = None,
    coder: Path | None = None,
    progress: Progress = silent,
) -> tuple[list[Comparison], list[Path]]:
    """Compare the coder with each gold file, and gold files of the same quotes with each other.

    `coder` is a folder that `train` wrote, the shipped one by default. With `out`, writes a page, JSON and tables there. Raises
    UsageError when a file cannot be read, or a label is unknown.
    """
    book = codebooks.read(codebook or shipped.codebook())
    names = _names(gold)
    coded = {name: read_gold(path, book.keys) for name, path in zip(names, gold, strict=True)}
    for name, quotes in coded.items():
        if not quotes:
            raise UsageError(f"{name}: holds no quotes")
    model = _model(book, coder)
    comparisons = []
    for place, (name, quotes) in enumerate(coded.items()):
        progress("evaluate", place, len(coded))
        comparisons.append(_against(model, name, quotes, book.keys))
    comparisons += [
        evaluate.compare(coded[one], coded[two], book.keys, names=(one, two)) for one, two in _overlapping(coded)
    ]
    progress("evaluate", len(coded), len(coded))
    return comparisons, evaluation.write(comparisons, book, out) if out is not None else []


def _model(book: codebooks.Codebook, folder: Path | None) -> CodebookCoder:
    ours = embed.shipped(shipped.models())
    if folder is None:
        return coding.load(shipped.models(), book, ours)
    return CodebookCoder(Coder.load(folder, ours), book, ours)


def _against(model: CodebookCoder, name: str, quotes: Sequence[Quote], themes: Sequence[str]) -> Comparison:
    tagged = model.tag([quote.text for quote in quotes])
    given = [
        Quote(quote.quote_id, quote.text, one.themes, one.level, one.kind)
        for quote, one in zip(quotes, tagged, strict=True)
    ]
    best = [max(one.theme_scores, key=lambda key: one.theme_scores[key]) for one in tagged]
    return evaluate.compare(quotes, given, themes, names=(name, MODEL), best=best)


def _names(paths: Sequence[Path]) -> list[str]:
    """The files' names without ending; with their folder where two are the same."""
    stems = [path.stem for path in paths]
    return [f"{path.parent.name}/{path.stem}" if stems.count(path.stem) > 1 else path.stem for path in paths]


def _overlapping(coded: dict[str, tuple[Quote, ...]]) -> list[tuple[str, str]]:
    ids = {name: {quote.quote_id for quote in quotes} for name, quotes in coded.items()}
    texts = {name: {" ".join(quote.text.split()) for quote in quotes} for name, quotes in coded.items()}
    found = []
    for place, one in enumerate(coded):
        for two in list(coded)[place + 1 :]:
            if ids[one] & ids[two] and texts[one] & texts[two]:
                found.append((one, two))
    return found
