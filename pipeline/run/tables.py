"""Tables and texts in, tables out: tag, pseudonymise, embed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import codebook as codebooks
from pipeline import readers, shipped
from pipeline.errors import ReadError, UsageError
from pipeline.model import PersonalFind
from pipeline.pseudonymise import Pseudonymiser
from pipeline.readers.raw import RawFile
from pipeline.run.progress import Progress, silent

TAGGED = ("themes", "theme_scores", "level", "kind", "evidence_words")
FOUND = ("id", "start", "end", "pii_kind", "placeholder", "doubtful")
BATCH = 2000  # texts coded at a time, so that progress can be shown
TABLES = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows went in, how many got a theme or held personal data, and where the result is."""

    rows: int
    hits: int
    paths: tuple[Path, ...]


def tag_table(
    path: Path,
    out: Path,
    *,
    text_column: str | None = None,
    codebook: Path | None = None,
    progress: Progress = silent,
) -> Written:
    """Code every row of a table; all columns stay, those of `TAGGED` are added.

    A column of the table with one of these names is kept as `input_…`. Raises ReadError when the table cannot be read.
    """
    from pipeline import coding

    table = readers.read_table(path, text_column=text_column)
    book = codebooks.read(codebook or shipped.codebook())
    coder = coding.load(shipped.models(), book)
    texts = [_cell(row, table.text_index) for row in table.rows]
    rows: list[list[str]] = []
    hits = 0
    for start in range(0, len(texts), BATCH):
        progress("tag", start, len(texts))
        tagged = coder.tag(texts[start : start + BATCH])
        for row, one in zip(table.rows[start : start + BATCH], tagged, strict=True):
            hits += bool(one.themes)
            scores = {key: round(float(one.theme_scores[key]), 4) for key in book.keys}
            rows.append(
                [
                    *_padded(row, len(table.header)),
                    ";".join(one.themes),
                    json.dumps(scores, ensure_ascii=False),
                    one.level,
                    one.kind,
                    ";".join(one.evidence_words),
                ]
            )
    progress("tag", len(texts), len(texts))
    write_csv(out, [*_renamed(table.header), *TAGGED], rows)
    return Written(len(rows), hits, (out,))


def embed_table(path: Path, out: Path, *, text_column: str | None = None, seed: int = 13) -> Written:
    """Sentence vectors of a table's text column as float32 rows in a .npy file."""
    import numpy as np

    from pipeline import embed, nlp

    if out.suffix != ".npy":
        raise UsageError(f"{out}: the vectors are written as .npy; give --out a name that ends in .npy")
    table = readers.read_table(path, text_column=text_column)
    texts = [_cell(row, table.text_index) for row in table.rows]
    analyser = nlp.load(shipped.models())
    vectors = embed.load(shipped.models(), texts, seed=seed, language=analyser.language).encode(texts)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.save(out, vectors.astype(np.float32))
    return Written(len(texts), int((vectors != 0).any(axis=1).sum()), (out,))


def pseudonymise_file(path: Path, out: Path) -> Written:
    """Replace personal data in a text or in every cell of a table; what was found is listed beside the result."""
    pseudonymiser = Pseudonymiser()
    if path.suffix.lower() == ".jsonl":
        rows, finds = _pseudonymised_lines(path, out, pseudonymiser)
    elif path.suffix.lower() in TABLES:
        rows, finds = _pseudonymised_table(path, out, pseudonymiser)
    else:
        rows, finds = _pseudonymised_text(path, out, pseudonymiser)
    listing = out.with_name(out.name + ".found.csv")
    write_csv(listing, FOUND, ([str(value) for value in _listed(name, find)] for name, find in finds))
    return Written(rows, len({name for name, _ in finds}), (out, listing))


def _listed(name: str, find: PersonalFind) -> tuple[object, ...]:
    return (name, find.start, find.end, find.pii_kind, find.placeholder, "true" if find.doubtful else "false")


def _pseudonymised_text(
    path: Path, out: Path, pseudonymiser: Pseudonymiser
) -> tuple[int, list[tuple[str, PersonalFind]]]:
    text, _ = RawFile.load(path, path.name).decoded
    changed, finds = pseudonymiser.text(text)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(changed, encoding="utf-8", newline="")
    return 1, [(path.name, find) for find in finds]


def _pseudonymised_table(
    path: Path, out: Path, pseudonymiser: Pseudonymiser
) -> tuple[int, list[tuple[str, PersonalFind]]]:
    table = readers.read_table(path)
    finds: list[tuple[str, PersonalFind]] = []
    rows: list[list[str]] = []
    names = [column.strip().lower() for column in table.header]
    id_index = names.index("id") if "id" in names else None
    for number, row in enumerate(table.rows, start=1):
        name = _cell(row, id_index) if id_index is not None else str(number)
        cells: list[str] = []
        for index, value in enumerate(_padded(row, len(table.header))):
            changed, found = pseudonymiser.text(value) if index != id_index else (value, ())
            place = name if index == table.text_index else f"{name}:{table.header[index]}"
            finds += [(place, find) for find in found]
            cells.append(changed)
        rows.append(cells)
    write_csv(out, table.header, rows)
    return len(rows), finds


def _pseudonymised_lines(
    path: Path, out: Path, pseudonymiser: Pseudonymiser
) -> tuple[int, list[tuple[str, PersonalFind]]]:
    """JSON Lines: every string of every object but its id; what is found in another field than `text` is listed as id:field."""
    text, _ = RawFile.load(path, path.name).decoded
    finds: list[tuple[str, PersonalFind]] = []
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(f"{path.name}:{number}: is no JSON ({error.msg}); every line must be one object") from error
        if not isinstance(record, dict):
            raise ReadError(f'{path.name}:{number}: is no JSON object; write lines such as {{"id": 1, "text": "…"}}')
        name = str(record.get("id", number))
        for key, value in record.items():
            if isinstance(value, str) and key != "id":
                record[key], found = pseudonymiser.text(value)
                finds += [(name if key == "text" else f"{name}:{key}", find) for find in found]
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(lines), encoding="utf-8", newline="")
    return len(lines), finds


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *([""] * (width - len(row)))]


def _renamed(header: Sequence[str]) -> list[str]:
    """The header with `input_` before names that tagging adds."""
    return [f"input_{name}" if name in TAGGED else name for name in header]


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A table as comma-separated UTF-8 with BOM, whole or not at all."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(list(header))
    writer.writerows(list(row) for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text("\ufeff" + buffer.getvalue(), encoding="utf-8", newline="")
    part.replace(path)
