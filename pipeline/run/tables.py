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
from pipeline.run import found
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
    own: Path | None = None,
    progress: Progress = silent,
) -> Written:
    """Code every row of a table; all columns stay, those of `TAGGED` are added.

    A column of the table with one of these names is kept as `input_…`. `own` is the folder of a coder of one's own. Raises ReadError when the table cannot be read.
    """
    from pipeline import coding, embed

    table = readers.read_table(path, text_column=text_column)
    book = codebooks.read(codebook or shipped.codebook())
    coder = coding.load(shipped.models(), book, embed.shipped(shipped.models()), own=own)
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


def embed_table(
    path: Path, out: Path, *, text_column: str | None = None, embedder: str | None = None, seed: int = 13
) -> Written:
    """Sentence vectors of a table's text column as float32 rows in a .npy file.

    `embedder` is one of `embed.NAMES`, the shipped vectors by default. Raises ReadError when the table cannot be read,
    UsageError when the embedder is not there or `out` has another ending.
    """
    import numpy as np

    from pipeline import embed, nlp

    if out.suffix != ".npy":
        raise UsageError(f"{out}: the vectors are written as .npy; give --out a name that ends in .npy")
    table = readers.read_table(path, text_column=text_column)
    texts = [_cell(row, table.text_index) for row in table.rows]
    # Only spaCy's own vectors need a language model, which takes a second to open.
    language = nlp.load(shipped.models()).language if embedder == "spacy" else None
    vectors = embed.load(shipped.models(), texts, seed=seed, name=embedder, language=language).encode(texts)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.save(out, vectors.astype(np.float32))
    return Written(len(texts), int((vectors != 0).any(axis=1).sum()), (out,))


def pseudonymise_file(
    path: Path, out: Path, *, key: Path | None = None, organisations: bool = False, progress: Progress = silent
) -> Written:
    """Replace personal data in a text or in every cell of a table.

    What was found is listed in OUT.found.csv (offsets in the text as it came), what is in doubt in OUT.doubtful.csv with
    what stands around it (offsets in the text as it went). `key` is a key file, see `pseudonymise.key`.
    """
    from pipeline import nlp

    if key is not None and key.resolve() in (path.resolve(), out.resolve()):
        raise UsageError(f"{key}: the key file needs a name of its own")
    pseudonymiser = Pseudonymiser(
        analyser=lambda: nlp.load(shipped.models()), with_organisations=organisations, key_file=key
    )
    if path.suffix.lower() == ".jsonl":
        texts, rows = _pseudonymised_lines(path, out, pseudonymiser, progress)
    elif path.suffix.lower() in TABLES:
        texts, rows = _pseudonymised_table(path, out, pseudonymiser, progress)
    else:
        texts, rows = _pseudonymised_text(path, out, pseudonymiser)
    pseudonymiser.save()
    listing, doubtful = out.with_name(out.name + ".found.csv"), out.with_name(out.name + ".doubtful.csv")
    write_csv(
        listing, FOUND, ([str(value) for value in _listed(one.name, find)] for one in texts for find in one.finds)
    )
    rows_of = (row for one in texts for row in found.placed(one.name, one.text, one.finds) if row[5] == "true")
    write_csv(doubtful, ("id", *found.HEADER[1:]), rows_of)
    return Written(rows, len({one.name for one in texts if one.finds}), (out, listing, doubtful))


@dataclass(frozen=True, slots=True)
class _Changed:
    """A text after replacement: its id, what it became, and what was found."""

    name: str
    text: str
    finds: tuple[PersonalFind, ...]


def _listed(name: str, find: PersonalFind) -> tuple[object, ...]:
    return (name, find.start, find.end, find.pii_kind, find.placeholder, "true" if find.doubtful else "false")


def _pseudonymised_text(path: Path, out: Path, pseudonymiser: Pseudonymiser) -> tuple[list[_Changed], int]:
    text, _ = RawFile.load(path, path.name).decoded
    changed, finds = pseudonymiser.text(text)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(changed, encoding="utf-8", newline="")
    return [_Changed(path.name, changed, finds)], 1


def _pseudonymised_table(
    path: Path, out: Path, pseudonymiser: Pseudonymiser, progress: Progress
) -> tuple[list[_Changed], int]:
    table = readers.read_table(path)
    texts: list[_Changed] = []
    rows: list[list[str]] = []
    names = [column.strip().lower() for column in table.header]
    id_index = names.index("id") if "id" in names else None
    for number, row in enumerate(table.rows, start=1):
        if number % BATCH == 1:
            progress("pseudonymise", number - 1, len(table.rows))
        name = _cell(row, id_index) if id_index is not None else str(number)
        cells: list[str] = []
        for index, value in enumerate(_padded(row, len(table.header))):
            if index == id_index:
                cells.append(value)
                continue
            header = "" if index == table.text_index else table.header[index]
            changed, finds = pseudonymiser.column(header, value)
            place = name if index == table.text_index else f"{name}:{table.header[index]}"
            texts.append(_Changed(place, changed, finds))
            cells.append(changed)
        rows.append(cells)
    progress("pseudonymise", len(rows), len(rows))
    write_csv(out, table.header, rows)
    return [one for one in texts if one.finds], len(rows)


def _pseudonymised_lines(
    path: Path, out: Path, pseudonymiser: Pseudonymiser, progress: Progress
) -> tuple[list[_Changed], int]:
    """JSON Lines: every string of every object but its id; what is found in another field than `text` is listed as id:field."""
    text, _ = RawFile.load(path, path.name).decoded
    texts: list[_Changed] = []
    lines: list[str] = []
    given = text.splitlines()
    for number, line in enumerate(given, start=1):
        if number % BATCH == 1:
            progress("pseudonymise", number - 1, len(given))
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
                changed, finds = pseudonymiser.column("" if key == "text" else key, value)
                record[key] = changed
                if finds:
                    texts.append(_Changed(name if key == "text" else f"{name}:{key}", changed, finds))
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    progress("pseudonymise", len(given), len(given))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(lines), encoding="utf-8", newline="")
    return texts, len(lines)


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
