"""sources/: the mended, pseudonymised texts that offsets index, with a list of what is where."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from pipeline.exports.files import csv_bytes, write_whole
from pipeline.report import Report

INDEX = "index.csv"
COLUMNS = ("source", "file", "text_sha256", "characters")
_LONGEST = 180  # bytes of one part of a path; file systems stop at 255


def file_names(names: Iterable[str]) -> dict[str, str]:
    """The file below sources/ for each source: its name plus ".txt".

    Parts that would lead out of the folder are dropped, and a name that another source has already (upper and lower case
    taken alike, as Windows and macOS do) gets a number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names):
        base = _safe(name)
        file, number = f"{base}.txt", 2
        while file.casefold() in taken:
            file, number = f"{base} ({number}).txt", number + 1
        taken.add(file.casefold())
        found[name] = file
    return found


def _safe(name: str) -> str:
    parts = [part for part in re.split(r"[/\\\0]+", name) if part not in ("", ".", "..")]
    if parts and re.fullmatch(r"[A-Za-z]:", parts[0]):
        parts = parts[1:]
    return "/".join(_short(part) for part in parts) or "source"


def _short(part: str) -> str:
    raw = part.encode()
    if len(raw) <= _LONGEST:
        return part
    return f"{raw[:_LONGEST].decode(errors='ignore')}~{hashlib.sha256(raw).hexdigest()[:8]}"


def write(report: Report, folder: Path) -> None:
    """Write each source's text as UTF-8 without any change, and index.csv; texts of an earlier run go.

    Only files go that the earlier index.csv lists and that still hold what it says, so that nobody's own file is lost.
    """
    files = file_names(source.name for source in report.sources)
    written = {source.name: source.text.encode() for source in report.sources}
    before = _listed(folder)
    for name, data in written.items():
        write_whole(folder / files[name], data)
    keep = {file.casefold() for file in files.values()}
    for file, digest in before:
        _remove(folder, file, digest, keep)
    rows = [(source.name, files[source.name], source.text_sha256, len(source.text)) for source in report.sources]
    write_whole(folder / INDEX, csv_bytes(COLUMNS, rows))


def _listed(folder: Path) -> list[tuple[str, str]]:
    path = folder / INDEX
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [(row.get("file") or "", row.get("text_sha256") or "") for row in csv.DictReader(lines)]


def _remove(folder: Path, file: str, digest: str, keep: set[str]) -> None:
    parts = PurePosixPath(file).parts
    path = folder / file
    if not parts or ".." in parts or path.is_absolute() != folder.is_absolute() or file.casefold() in keep:
        return
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
        path.unlink()
        for parent in path.parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()
