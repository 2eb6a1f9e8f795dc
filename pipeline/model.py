"""The project's words as frozen dataclasses and protocols (ARCHITECTURE.md lists them).

Offsets are counts of Unicode code points into `Source.text`, half-open: `text[start:end]`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from pipeline.errors import SpanError

Vectors = npt.NDArray[np.float32]


class Level(StrEnum):
    """Where one would have to act."""

    MICRO = "micro"
    MESO = "meso"
    MACRO = "macro"


class Kind(StrEnum):
    """What a speaker does with a segment."""

    BARRIER = "barrier"
    NEED = "need"
    GOOD_PRACTICE = "good_practice"
    ACTION = "action"
    OTHER = "other"


class SegmentKind(StrEnum):
    """What a segment is in its report."""

    QUOTE = "quote"
    FINDING = "finding"
    ACTION = "action"
    POST_IT = "post_it"
    TURN = "turn"
    ROW = "row"
    STATEMENT = "statement"


class Status(StrEnum):
    """What people made of a coding."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Role(StrEnum):
    """What a block of a source is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"  # a block quotation: `>` in Markdown, <blockquote>, a quote style in Word
    CELL = "cell"  # a cell of a table in a report
    ROW = "row"  # the text cell of one row in a table of quotes (.csv, .xlsx)
    TURN = "turn"  # one speaker's turn in a transcript


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like unit of a source, with where it came from.

    Blocks are in order of appearance and do not overlap; between two blocks stand separators only (newlines, tabs).
    `body` is where the content begins: after a bullet, a list number or a heading's number when one stands in the
    text, else equal to `start`.
    """

    start: int
    end: int
    role: Role
    body: int = -1
    depth: int = 0  # headings: 1 (highest) and up, 0 when unknown; items: 1 (outermost) and up; 0 elsewhere
    marker: str = (
        ""  # "•", "o", "1.", "a.", "➔" … as it stands in the source, "" when the format has no character for it
    )
    page: int | None = None  # 1-based
    paragraph: int | None = None  # 1-based count of the format's own paragraphs or of mended ones
    table: int | None = None  # 1-based
    row: int | None = None  # 1-based row in its table or sheet (as a person counts: the header row counts)
    column: int | None = None  # 1-based
    cue: str | None = None  # a cue's number or identifier in .vtt and .srt
    at: float | None = None  # seconds from the start of the recording
    speaker: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)  # a row's other columns by header

    def __post_init__(self) -> None:
        if self.body < 0:
            object.__setattr__(self, "body", self.start)
        if not 0 <= self.start <= self.body <= self.end:
            raise SpanError(f"block bounds do not nest: {self.start} <= {self.body} <= {self.end}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that the format shows otherwise: `style` is "italic", "bold" or "quote" (a character style)."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of a source's characters: `read - removed + added = len(text)`.

    `removed` and `added` map a reason to a number of characters (page_header, page_footer, page_number, hyphen,
    line_break, blank, markup, personal_data …).
    """

    read: int
    removed: Mapping[str, int] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """The length that the text must have."""
        return self.read - sum(self.removed.values()) + sum(self.added.values())

    def with_change(self, reason: str, *, removed: int, added: int) -> Ledger:
        """The ledger after another change to the text."""
        return Ledger(
            self.read,
            {**self.removed, reason: self.removed.get(reason, 0) + removed},
            {**self.added, reason: self.added.get(reason, 0) + added},
        )


@dataclass(frozen=True, slots=True)
class Source:
    """One ingested file: its mended text, where each part came from, and what was removed on the way.

    `name` is the path relative to what the user gave, with `/`; `sha256` is of the file's bytes; `attributes` are the
    front matter or properties as read, keys in lower case.
    """

    name: str
    sha256: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    ledger: Ledger
    marks: tuple[Mark, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.ledger.kept != len(self.text):
            raise SpanError(
                f"{self.name}: the ledger says {self.ledger.kept} characters, the text has {len(self.text)}"
            )
        previous = 0
        for block in self.blocks:
            if block.start < previous or block.end > len(self.text):
                raise SpanError(f"{self.name}: block {block.start}-{block.end} overlaps or leaves the text")
            previous = block.end

    @property
    def text_sha256(self) -> str:
        """The hash of the text that offsets index."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outline:
    """The heading path above a segment and what the report itself says there."""

    headings: tuple[str, ...] = ()
    theme: str | None = None  # a theme key of the codebook
    level: Level | None = None
    kind: Kind | None = None
    meeting: str | None = None  # "samenwerkingsoverleg", "lerend netwerk", "forum" …


@dataclass(frozen=True, slots=True)
class Case:
    """A meeting that segments come from, with its attributes; empty where nobody said.

    `date` is ISO 8601, as precise as known ("2024", "2024-11", "2024-11-22").
    """

    case_id: str
    source: str
    meeting: str = ""
    date: str = ""
    title: str = ""
    region: str = ""
    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


def segment_id(source: str, start: int, end: int, text: str) -> str:
    """A stable id: the same text at the same place gets the same id in every run."""
    digest = hashlib.sha256(f"{source}\0{start}\0{end}\0{text}".encode()).hexdigest()
    return f"s{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A span of a source that says something: a quote, finding, action point, post-it, turn, row or statement."""

    segment_id: str
    source: str
    start: int
    end: int
    text: str
    kind: SegmentKind
    outline: Outline = Outline()
    case_id: str = ""
    page: int | None = None
    row: int | None = None
    speaker: str | None = None
    parent: str | None = None  # the segment that this one is nested under in a list
    attributes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def cut(
        cls,
        source: Source,
        start: int,
        end: int,
        kind: SegmentKind,
        *,
        outline: Outline | None = None,
        case_id: str = "",
        page: int | None = None,
        row: int | None = None,
        speaker: str | None = None,
        parent: str | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> Segment:
        """Cut a segment from its source; the text is sliced here and nowhere else.

        Raises SpanError when the bounds leave the text or hold nothing.
        """
        if not 0 <= start < end <= len(source.text):
            raise SpanError(f"{source.name}: {start}-{end} is outside the text of {len(source.text)} characters")
        text = source.text[start:end]
        return cls(
            segment_id(source.name, start, end, text),
            source.name,
            start,
            end,
            text,
            kind,
            outline or Outline(),
            case_id,
            page,
            row,
            speaker,
            parent,
            attributes or {},
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A span of a source that is in no segment, with the reason (heading, prose, marker, separator, attribution …)."""

    source: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """One source cut up: segments and spans left out together cover every character of the text."""

    source: str
    segments: tuple[Segment, ...]
    left_out: tuple[LeftOut, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """code × segment × coder.

    `code` is a theme key, `theme/subtheme`, a level or a kind; `coder` is `person:NAME`, `report` or
    `model:NAME@VERSION`; `confidence` is a probability.
    """

    segment_id: str
    code: str
    coder: str
    confidence: float
    status: Status = Status.SUGGESTED
    evidence_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A segment whose coding a person had better look at: what there is to gain, the themes that it may well have (with their
    probabilities, surest first), and labelled quotes that it is like.
    """

    segment_id: str
    gain: float
    themes: tuple[tuple[str, float], ...] = ()
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A cluster found by topic modelling; `theme` is where it was looked for, None in what no code fits."""

    topic_id: str
    theme: str | None
    label: str
    words: tuple[str, ...]
    segments: tuple[str, ...]  # segment ids, most typical first


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a sentence, and how to recompute it: `of` is what is counted over `segments`.

    `of` is "segments", "meetings", "sectors", "sources", "years" or, with a `code`, "segments_with_code" or
    "meetings_with_code".
    """

    value: int
    of: str
    segments: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft or of the agenda with the segments that carry it, its quoted passages and its numbers.

    Every text in `quoted` stands literally in one of the segments; every number in `text` is in `counts` or in
    a quoted passage.
    """

    text: str
    segments: tuple[str, ...]
    quoted: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a draft: `name` is one of `report.words.SECTIONS`."""

    name: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """Who carries a draft: how many segments, meetings and sources, which sectors, roles and years."""

    segments: int
    meetings: int
    sources: int
    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One recommendation draft: a level × theme × sub-theme with its sentences and evidence."""

    draft_id: str
    level: Level
    theme: str
    subtheme: str  # "theme/subtheme", a topic id, or "" for the theme's rest
    subtheme_label: str
    title: Sentence
    sections: tuple[Section, ...]
    support: Support
    segments: tuple[str, ...]
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A proposal for the next learning network: a theme of the codebook or a new topic, with the reasons."""

    rank: int
    key: str  # theme key or topic id
    label: str
    new: bool  # True for a topic outside the codebook
    score: float  # 0 to 1
    parts: Mapping[str, float]  # each weighed part of the score, 0 to 1
    reasons: tuple[Sentence, ...]
    segments: tuple[str, ...]  # the strongest first


@dataclass(frozen=True, slots=True)
class PersonalFind:
    """A piece of personal data that was replaced; the text itself is not kept."""

    start: int  # in the text before replacement
    end: int
    pii_kind: str
    placeholder: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """One token of an analysed text; `pos` is a Universal POS tag or "" when the analyser has none."""

    text: str
    lemma: str
    pos: str
    start: int
    end: int
    stop: bool


@runtime_checkable
class Analyser(Protocol):
    """Turns texts into tokens."""

    @property
    def name(self) -> str:
        """NAME@VERSION."""
        ...

    def analyse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """The tokens of each text, in order."""
        ...


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """NAME@VERSION."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimensions); rows of unit length, zeros for a text without known words."""
        ...
