"""Files into sources: text with locations, and an account of every character.

`find` lists what to read, `read` reads one file, `read_table` gives a table of quotes with all its columns. A reader for
another format is one function and one line in `_READERS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import ReadError
from pipeline.model import Source
from pipeline.readers.html import read_html
from pipeline.readers.markdown import read_markdown
from pipeline.readers.odt import read_odt
from pipeline.readers.pdf import read_pdf
from pipeline.readers.raw import RawFile
from pipeline.readers.subtitles import read_subtitles
from pipeline.readers.tables import Table, read_rows, read_table
from pipeline.readers.text import read_rtf, read_txt
from pipeline.readers.word import read_docx

__all__ = ["EXTENSIONS", "Found", "Table", "find", "find_cases", "read", "read_table"]

_READERS: dict[str, Callable[[RawFile], Source]] = {
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".md": read_markdown,
    ".odt": read_odt,
    ".pdf": read_pdf,
    ".rtf": read_rtf,
    ".srt": read_subtitles,
    ".txt": read_txt,
    ".vtt": read_subtitles,
}
_TABLES = (".csv", ".tsv", ".xlsx")

EXTENSIONS: tuple[str, ...] = tuple(sorted((*_READERS, *_TABLES)))

_WAYS_OUT = {
    ".doc": "open it in Word or LibreOffice and save it as .docx",
    ".dot": "open it in Word or LibreOffice and save it as .docx",
    ".docm": "open it in Word and save it as .docx",
    ".dotx": "open it in Word and save it as .docx",
    ".pages": "open it in Pages and export it as .docx",
    ".xls": "open it in Excel or LibreOffice and save it as .xlsx",
    ".xlsm": "open it in Excel and save it as .xlsx",
    ".xlsb": "open it in Excel and save it as .xlsx",
    ".ods": "open it in LibreOffice and save it as .xlsx",
    ".numbers": "open it in Numbers and export it as .xlsx",
    ".ppt": "open it in PowerPoint or LibreOffice and save it as .pdf",
    ".pptx": "open it in PowerPoint and save it as .pdf",
    ".odp": "open it in LibreOffice and save it as .pdf",
    ".odg": "open it in LibreOffice and save it as .pdf",
    ".jpg": "run text recognition (OCR) first",
    ".jpeg": "run text recognition (OCR) first",
    ".png": "run text recognition (OCR) first",
    ".mp3": "have it written out first, for instance as .vtt or .docx",
    ".mp4": "have it written out first, for instance as .vtt or .docx",
    ".zip": "unpack it and give the folder",
    ".msg": "open it in Outlook and save it as .html or .txt",
    ".eml": "open it in your mail program and save it as .html or .txt",
}
_CASES = "cases.csv"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, and the name its source gets: the path below the folder that was given, with `/`."""

    path: Path
    name: str


def find(paths: Sequence[Path]) -> list[Found]:
    """The files in the given files and folders, sorted by name; each file once.

    Hidden files, Office lock files (`~$…`) and `cases.csv` are passed over. Files without a reader are in the list, so
    that the run can name them. A path that does not exist is in the list too, and `read` says so.
    """
    listed = [entry for entry in _walk(paths) if entry[0].name.casefold() != _CASES]
    return sorted(_unique(listed), key=lambda found: (found.name, str(found.path)))


def find_cases(paths: Sequence[Path]) -> list[Path]:
    """The `cases.csv` side tables among the given files and folders, sorted."""
    return sorted(path for path, _, _ in _walk(paths) if path.name.casefold() == _CASES)


def read(path: Path, name: str, *, text_column: str | None = None) -> Source:
    """Read one file into a source under the given name.

    `text_column` names the column with the text in a table and is ignored elsewhere. Raises ReadError with what is wrong
    and the way out when the file cannot be read.
    """
    if path.is_dir():
        raise ReadError(f"{name}: is a folder that ends like a file; open the document in its program and export it")
    raw = RawFile.load(path, name) if path.suffix.lower() in EXTENSIONS or not path.exists() else None
    if raw is None or raw.suffix not in EXTENSIONS:
        raise _no_reader(path, name)
    try:
        if raw.suffix in _TABLES:
            return read_rows(raw, text_column=text_column)
        return _READERS[raw.suffix](raw)
    except RecursionError as error:
        raise ReadError(f"{name}: is nested too deeply to be a report; save it again from its program") from error


def _no_reader(path: Path, name: str) -> ReadError:
    suffix = path.suffix.lower()
    what = f"no reader for '{suffix}'" if suffix else "no reader for a file without an extension"
    way = _WAYS_OUT.get(suffix, "save it as one of these")
    return ReadError(f"{name}: {what}; readable are {' '.join(EXTENSIONS)}; {way}")


def _walk(paths: Iterable[Path]) -> list[tuple[Path, str, str]]:
    """Path, name, and the name of the folder that was given, of each file once."""
    entries: list[tuple[Path, str, str]] = []
    seen: set[Path] = set()
    for given in paths:
        inside = sorted(given.rglob("*")) if given.is_dir() else [given]
        for path in inside:
            relative = path.relative_to(given) if given.is_dir() else Path(path.name)
            if (path.is_dir() and given.is_dir()) or _passed_over(relative) or path.resolve() in seen:
                continue
            seen.add(path.resolve())
            parent = given.resolve().name if given.is_dir() else given.resolve().parent.name
            entries.append((path, relative.as_posix(), parent))
    return entries


def _passed_over(relative: Path) -> bool:
    return relative.name.startswith("~$") or any(part.startswith(".") or part == "__MACOSX" for part in relative.parts)


def _unique(entries: Sequence[tuple[Path, str, str]]) -> list[Found]:
    """Names that clash get the folder's name in front, then a number."""
    counts = Counter(name.casefold() for _, name, _ in entries)
    taken: set[str] = set()
    found: list[Found] = []
    for path, name, parent in entries:
        chosen = name if counts[name.casefold()] == 1 else f"{parent}/{name}"
        pure = PurePosixPath(chosen)
        number = 1
        while chosen.casefold() in taken:
            number += 1
            chosen = (pure.parent / f"{pure.stem}-{number}{pure.suffix}").as_posix()
        taken.add(chosen.casefold())
        found.append(Found(path, chosen))
    return found
