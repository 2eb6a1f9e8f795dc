"""Check a delivered document, also after somebody edited it: does each sentence still stand there, and on its quotes?"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Segment, Source
from pipeline.report.manifest import HTML_ID, NAMESPACE, SOURCES

# How alike a sentence must be to one of the manifest to be that one, changed.
_ALIKE = 0.6
_CITATION = re.compile(r"\s*\[(?:\s*(?:titel\s*)?s\d+[\s·,]*|\s*en \d+ andere[\s·,]*)+\]", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?…”])\s+")


class State(StrEnum):
    """What became of a sentence."""

    EXACT = "exact"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of the manifest: what became of it, what stands there now, and which of its segments are gone."""

    sentence_id: str
    text: str
    state: State
    now: str = ""
    gone: tuple[str, ...] = ()


def verify(
    path: Path, segments: Iterable[Segment] | None = None, sources: Iterable[Source] = ()
) -> tuple[Checked, ...]:
    """Every sentence that the document was delivered with, in order.

    A sentence is *exact* when its words stand in the document, *changed* when something much like it does, else *not found*. With the
    project's `segments` and `sources` it is *withdrawn* when a segment behind it is gone, or no longer says what it said. Raises
    ReadError when the file is no .docx or .html that Rode Draad wrote.
    """
    held, paragraphs = _opened(path)
    known = None if segments is None else _standing(segments, sources)
    whole = " ".join(map(_plain, paragraphs))
    parts = [_plain(part) for paragraph in paragraphs for part in (paragraph, *_END.split(paragraph))]
    candidates = [part for part in dict.fromkeys(parts) if part]
    return tuple(_checked(one, held["segments"], known, whole, candidates) for one in held["sentences"])


def manifest_of(path: Path) -> dict[str, Any]:
    """The manifest that a document carries; raises ReadError when it carries none."""
    return _opened(path)[0]


def _checked(
    one: Mapping[str, Any],
    behind: Mapping[str, Any],
    known: Mapping[str, str] | None,
    whole: str,
    candidates: Sequence[str],
) -> Checked:
    text = _plain(one["text"])
    gone: tuple[str, ...] = ()
    if known is not None:
        gone = tuple(name for name in one["segments"] if known.get(name) != behind[name]["sha256"])
    found = text in whole
    near = "" if found else next(iter(difflib.get_close_matches(text, candidates, 1, _ALIKE)), "")
    state = State.WITHDRAWN if gone else State.EXACT if found else State.CHANGED if near else State.NOT_FOUND
    return Checked(one["id"], one["text"], state, near, gone)


def _standing(segments: Iterable[Segment], sources: Iterable[Source]) -> dict[str, str]:
    """The hash of what stands now at each segment's place in its source."""
    texts = {source.name: source.text for source in sources}
    return {
        one.segment_id: hashlib.sha256(texts.get(one.source, "")[one.start : one.end].encode()).hexdigest()
        for one in segments
    }


def _plain(text: str) -> str:
    """Text without citation numbers and with single spaces and straight quotation marks, as editors may change those."""
    bare = _CITATION.sub("", text)
    straight = bare.translate(str.maketrans("“”„‘’‚ ", "\"\"\"''' "))
    return " ".join(straight.split())


def _opened(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error
    if path.suffix.lower() == ".docx":
        held, paragraphs = _word(path)
    elif path.suffix.lower() in (".html", ".htm"):
        held, paragraphs = _page(raw, path)
    else:
        raise ReadError(f"{path}: verify reads the .docx and .html files that `run` wrote")
    if held is None:
        raise ReadError(
            f"{path}: carries no manifest; it was not written by rodedraad, or a program that saved it left it out"
        )
    return held, paragraphs


def _word(path: Path) -> tuple[dict[str, Any] | None, list[str]]:
    from defusedxml import ElementTree
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(path) as archive:
            held = None
            for name in archive.namelist():
                if name.startswith("customXml/") and name.endswith(".xml"):
                    root = ElementTree.fromstring(archive.read(name))
                    if root.tag == f"{{{NAMESPACE}}}manifest":
                        held = json.loads(root.text or "")
        document = Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, ElementTree.ParseError) as error:
        raise ReadError(f"{path}: is no Word document that can be read ({error})") from error
    return held, list(_body(document))


def _body(document: Any) -> Iterator[str]:
    """The paragraphs of the drafts: the table of contents, tables and the list of quotes at the end say the same once more."""
    for paragraph in document.paragraphs:
        if paragraph.text.strip() == SOURCES and paragraph.style.name.lower().startswith(("heading", "kop")):
            return
        if not paragraph.style.name.lower().startswith(("toc", "inhopg", "contents")):
            yield paragraph.text


def _page(raw: bytes, path: Path) -> tuple[dict[str, Any] | None, list[str]]:
    from lxml import html

    try:
        root = html.fromstring(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        raise ReadError(f"{path}: is no page that can be read ({error})") from error
    found = root.xpath(f'//script[@id="{HTML_ID}"]')
    held = json.loads(found[0].text or "") if found else None
    for node in root.xpath("//article//details"):
        node.drop_tree()
    blocks = root.xpath("//article//p|//article//li|//article//h3|//article//h4")
    return held, [block.text_content() for block in blocks]
