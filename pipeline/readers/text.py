"""Plain text (.txt) and what becomes plain text on the way (.rtf)."""

from __future__ import annotations

import re

from pipeline.errors import ReadError
from pipeline.model import Source
from pipeline.readers import lines
from pipeline.readers.build import Builder
from pipeline.readers.front import front_matter
from pipeline.readers.mend import mend
from pipeline.readers.raw import RawFile

_CELL = re.compile(r"\s*\|\s*$", re.MULTILINE)


def read_txt(raw: RawFile) -> Source:
    """A plain text, mended; front matter between `---` lines becomes attributes."""
    text, _ = raw.decoded
    return _from_text(raw, text, "txt")


def read_rtf(raw: RawFile) -> Source:
    """Rich text through striprtf, then the road of plain text."""
    from striprtf.striprtf import rtf_to_text

    if not raw.data.lstrip().startswith(b"{\\rtf"):
        raise ReadError(f"{raw.name}: is no rich text; open it in Word or LibreOffice and save it as .docx")
    try:
        text = rtf_to_text(raw.data.decode("cp1252", errors="replace"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError) as error:
        raise raw.damaged("Word or LibreOffice") from error
    return _from_text(raw, text, "rtf", paragraphs=True)


def _from_text(raw: RawFile, text: str, kind: str, *, paragraphs: bool = False) -> Source:
    """`paragraphs`: each line is a paragraph of its own."""
    if not text.strip():
        raise ReadError(f"{raw.name}: is empty (white space only); copy it again or leave it out")
    builder = Builder(raw)
    attributes, length = front_matter(text, raw.name)
    builder.drop(length, "front_matter")
    found = lines.split(text[length:])
    for line in found:
        line.spaced = paragraphs
    mend(found, builder)
    return builder.finish(kind, attributes=attributes)
