"""Measure a coder on quotes that people coded, and train one of one's own from what they corrected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from pipeline import codebook as codebooks
from pipeline import coding, embed, evaluate, readers, shipped
from pipeline.coding.adapting import Correction
from pipeline.coding.codebook_coder import CodebookCoder
from pipeline.errors import UsageError
from pipeline.evaluate import Comparison
from pipeline.exports import evaluation
from pipeline.exports.workbook import AGREED, FILLED, JUDGED, NO_THEME, SHOWN
from pipeline.labelled import NONE, Quote, read_gold
from pipeline.run.progress import Progress, silent
from pipeline.store import open_project
from pipeline.training import own

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
    return coding.load(shipped.models(), book, embed.shipped(shipped.models()), own=folder)


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
    """Pairs of files that hold a quote of the same id, and a quote of the same words."""
    ids = {name: {quote.quote_id for quote in quotes} for name, quotes in coded.items()}
    texts = {name: {" ".join(quote.text.split()) for quote in quotes} for name, quotes in coded.items()}
    return [(one, two) for one, two in combinations(coded, 2) if ids[one] & ids[two] and texts[one] & texts[two]]


def train_own(
    project: Path | None, tables: Sequence[Path], out: Path, *, codebook: Path | None = None
) -> own.OwnReport:
    """Train a coder of one's own from what people accepted and rejected in a project, and from tables of corrected quotes.

    A table is codings.xlsx as `run` wrote it, with its columns for corrections filled in, or a .csv, .xlsx or .jsonl with a text column
    and `themes` (joined by ;, empty when none fits), `level` or `kind`. Raises UsageError when there is nothing to learn from, ReadError when a table cannot be read.
    """
    corrections: list[Correction] = []
    book = codebooks.read(codebook or shipped.codebook())
    if project is not None:
        with open_project(project, create=False) as opened:
            if codebook is None and "codebook" in opened.facts():
                book = codebooks.parse(opened.facts()["codebook"], project)
            corrections += own.corrections_of(opened.segments(), opened.codings(), book)
    for path in tables:
        corrections += _corrected(path, book)
    ours = embed.shipped(shipped.models())
    return own.train_own(corrections, book, coding.shipped(shipped.models(), ours), ours, out)


# The columns of a table that `tag` wrote; those of codings.xlsx stand with its writer.
_COLUMNS = {"themes": "themes", "level": "level", "kind": "kind"}


def _corrected(path: Path, book: codebooks.Codebook) -> list[Correction]:
    """The corrections in a table; of codings.xlsx the rows that somebody agreed with or corrected."""
    table = readers.read_table(path)
    names = [name.strip().lower() for name in table.header]
    filled = FILLED["themes"] in names
    columns = FILLED if filled else _COLUMNS
    if not any(name in names for name in columns.values()):
        raise UsageError(
            f"{path}: has no column themes, level or kind; correct a table that `tag` wrote, or codings.xlsx"
        )
    found = []
    for number, row in enumerate(table.rows, start=2):
        cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
        text = row[table.text_index] if table.text_index < len(row) else ""
        taken = SHOWN if filled and cells.get(JUDGED, "").lower() == AGREED else columns
        said = {field: cells.get(name) for field, name in taken.items()}
        if filled and taken is columns and not any(said.values()):
            continue
        if text.strip():
            place = f"{path}, row {number}"
            empty = None if filled and taken is columns else ()
            themes = _themes(said["themes"], book, place, empty)
            level = _one(said["level"], {**codebooks.LEVEL_LABELS}, place)
            found.append(Correction(text, themes, level, _one(said["kind"], {**codebooks.KIND_LABELS}, place)))
    return found


def _themes(
    cell: str | None, book: codebooks.Codebook, place: str, empty: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    if cell is None:
        return None
    if not cell:
        return empty
    labels = {key: book.label(key) for key in book.keys}
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    if [part.lower() for part in parts] in ([NO_THEME], [NONE]):
        return ()
    return tuple(dict.fromkeys(_one(part, labels, place) or "" for part in parts))


def _one(cell: str | None, labels: dict[str, str], place: str) -> str | None:
    """The key that a cell names, by key or by label."""
    if not cell:
        return None
    known = {name.casefold(): key for key, label in labels.items() for name in (key, label)}
    if cell.casefold() not in known:
        raise UsageError(f"{place}: unknown {cell!r}; known are {', '.join([*labels, *labels.values()])}")
    return known[cell.casefold()]
