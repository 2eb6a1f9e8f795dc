"""Measure a coder on quotes that people coded, and train one of one's own from what they corrected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import codebook as codebooks
from pipeline import coding, embed, evaluate, readers, shipped
from pipeline.coding.adapting import Correction
from pipeline.coding.codebook_coder import CodebookCoder
from pipeline.errors import UsageError
from pipeline.evaluate import Comparison
from pipeline.exports import evaluation
from pipeline.labelled import KINDS, LEVELS, Quote, read_gold
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
    ids = {name: {quote.quote_id for quote in quotes} for name, quotes in coded.items()}
    texts = {name: {" ".join(quote.text.split()) for quote in quotes} for name, quotes in coded.items()}
    found = []
    for place, one in enumerate(coded):
        for two in list(coded)[place + 1 :]:
            if ids[one] & ids[two] and texts[one] & texts[two]:
                found.append((one, two))
    return found


def train_own(
    project: Path | None, tables: Sequence[Path], out: Path, *, codebook: Path | None = None
) -> own.OwnReport:
    """Train a coder of one's own from what people accepted and rejected in a project, and from tables of corrected quotes.

    A table is .csv, .xlsx or .jsonl with a text column, `themes` (joined by ; or , and empty when none fits), `level` and `kind`; of
    these one at least. Raises UsageError when there is nothing to learn from, ReadError when a table cannot be read.
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


def _corrected(path: Path, book: codebooks.Codebook) -> list[Correction]:
    table = readers.read_table(path)
    names = [name.strip().lower() for name in table.header]
    places = {field: names.index(field) for field in ("themes", "level", "kind") if field in names}
    if not places:
        raise UsageError(f"{path}: has no column themes, level or kind; correct a table that `rodedraad tag` wrote")
    found = []
    for number, row in enumerate(table.rows, start=1):
        said = {field: row[place].strip() if place < len(row) else "" for field, place in places.items()}
        themes = tuple(part.strip() for part in said.get("themes", "").replace(",", ";").split(";") if part.strip())
        for value, known in (
            (themes, book.keys),
            ((said.get("level"),), (*LEVELS, "", None)),
            ((said.get("kind"),), (*KINDS, "", None)),
        ):
            wrong = [one for one in value if one not in known]
            if wrong:
                raise UsageError(
                    f"{path}, row {number}: unknown {wrong[0]!r}; known are {', '.join(filter(None, known))}"
                )
        text = row[table.text_index] if table.text_index < len(row) else ""
        if text.strip():
            given = themes if "themes" in places else None
            found.append(Correction(text, given, said.get("level") or None, said.get("kind") or None))
    return found
