"""The list of what was replaced, for a person to review: doubtful finds first, each with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.model import PersonalFind

FILE = "personal_data.csv"
HEADER = ("source", "start", "end", "pii_kind", "placeholder", "doubtful", "context")
_AROUND = 40  # characters on either side


def placed(name: str, text: str, finds: Sequence[PersonalFind]) -> Iterator[tuple[str, ...]]:
    """A row per find: offsets index `text`, in which the placeholders stand already; nothing of what stood there is shown."""
    shift = 0
    for find in finds:
        start = find.start + shift
        end = start + len(find.placeholder)
        shift += len(find.placeholder) - (find.end - find.start)
        doubtful = "true" if find.doubtful else "false"
        yield (name, str(start), str(end), find.pii_kind, find.placeholder, doubtful, _context(text, start, end))


def _context(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())


def with_contexts(rows: Iterable[Sequence[str]], texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Rows of `HEADER` with what stands around them now, by source name."""
    return [
        (*row[:-1], _context(texts[row[0]], int(row[1]), int(row[2])) if row[0] in texts else row[-1]) for row in rows
    ]


def doubtful_first(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows in their order, those in doubt before the others."""
    return sorted(rows, key=lambda row: row[5] != "true")
