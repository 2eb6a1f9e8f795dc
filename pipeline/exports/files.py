"""Bytes that come out the same each time: fixed archive dates, CSV rows, and files that appear whole or not at all."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

# Documents carry this date in place of the clock's.
MOMENT = datetime(2025, 1, 1)
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as UTF-8 with BOM, commas and "\\n"; None gives an empty cell, a float four decimals."""
    lines = [",".join(_cell(value) for value in row) for row in [header, *rows]]
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def _cell(value: object) -> str:
    text = "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def fixed_archive(data: bytes, *, replace: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The same zip archive with its entries sorted and dated alike; `replace` may change an entry's bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            entry = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            new.writestr(entry, replace(name, content) if replace else content, compresslevel=6)
    return out.getvalue()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: to a temporary name beside it, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:60]}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
