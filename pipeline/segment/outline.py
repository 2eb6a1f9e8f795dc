"""Walk through a source's blocks and keep the heading path above each, with what the headings say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.codebook import Codebook, theme_of_heading
from pipeline.model import Block, Kind, Level, Outline, Role, SegmentKind, Source
from pipeline.segment.sections import Reading, Sense, bare, rank, read_heading


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading on the path: its block, rank, and what it says."""

    block: Block
    text: str
    rank: int
    reading: Reading
    theme: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with the headings above it and what they say together; deeper headings overrule."""

    block: Block
    index: int
    path: tuple[Heading, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading path, outermost first."""
        return tuple(heading.text for heading in self.path)

    @property
    def sense(self) -> Sense:
        """How the section is to be read: the deepest heading that says."""
        return next((h.reading.sense for h in reversed(self.path) if h.reading.sense is not Sense.PLAIN), Sense.PLAIN)

    @property
    def level(self) -> Level | None:
        """The level of the deepest heading, or of one above it when those between only announce quotes or findings."""
        for heading in reversed(self.path):
            if heading.reading.level is not None:
                return heading.reading.level
            if heading.reading.sense not in (Sense.QUOTES, Sense.EVIDENCE):
                return None
        return None

    @property
    def kind(self) -> Kind | None:
        """The kind that the deepest heading with one names."""
        return next((h.reading.kind for h in reversed(self.path) if h.reading.kind is not None), None)

    @property
    def segment_kind(self) -> SegmentKind | None:
        """What the deepest heading that says so makes of items below it."""
        return next((h.reading.segment_kind for h in reversed(self.path) if h.reading.segment_kind is not None), None)

    @property
    def theme(self) -> str | None:
        """The theme that the deepest heading with one names, unless a deeper heading leaves it."""
        for heading in reversed(self.path):
            if heading.theme is not None:
                return heading.theme
            if not heading.reading.keeps_theme:
                return None
        return None

    @property
    def meeting_heading(self) -> Heading | None:
        """The deepest heading that names a meeting."""
        return next((h for h in reversed(self.path) if h.reading.meeting is not None), None)

    def outline(self, meeting: str | None) -> Outline:
        """The outline for a segment of this block."""
        theme = None if self.sense is Sense.REQUESTS else self.theme
        return Outline(self.headings, theme, self.level, self.kind, meeting)


def walk(source: Source, codebook: Codebook) -> Iterator[Placed]:
    """Each block that is no heading, with its heading path; headings come along too, with the path above them."""
    path: list[Heading] = []
    for index, block in enumerate(source.blocks):
        if block.role is not Role.HEADING:
            yield Placed(block, index, tuple(path))
            continue
        text = " ".join(source.text[block.start : block.end].split())
        depth = rank(text, block.depth)
        while path and path[-1].rank >= depth:
            path.pop()
        yield Placed(block, index, tuple(path))
        path.append(Heading(block, text, depth, read_heading(text), theme_of_heading(bare(text), codebook)))
