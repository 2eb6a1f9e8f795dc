"""Lines into blocks: joins what a page broke, keeps apart what the writer kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Role
from pipeline.readers import furniture, lines, shapes, turns
from pipeline.readers.build import Builder
from pipeline.readers.lines import Line
from pipeline.readers.pieces import Piece, emit
from pipeline.readers.shapes import Marker

_CLOSERS = "”\"’'»)]"
_FULL = 0.9  # of the width near a line that it must fill with the next word to count as wrapped
_LONG = 60  # characters after which an unfinished line goes on whatever follows
_RULE = re.compile(r"(?:=|-|_|\*|~|–|—){4,}")
_ASIDE = re.compile(r"\([^()]*\)\.?")


@dataclass
class Mender:
    """Mends the lines of one text; see `mend`."""

    lines: Sequence[Line]
    pieces: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        _rules(self.lines)
        self.wrapped = lines.wrapped(self.lines)
        self.width = lines.widths(self.lines)
        self.nesting = shapes.Nesting()
        self.chapter = 0
        self.charts = _charts(self.lines)
        self.written = [index for index, line in enumerate(self.lines) if line.bare and not line.dropped]
        self.following = dict(zip(self.written, self.written[1:], strict=False))
        self.speakers = turns.speakers([line.bare for line in self.lines])
        self.indented = len({round(line.start) for line in self.lines if shapes.marker(line.bare)}) > 1

    def run(self) -> list[Piece]:
        """All pieces in order."""
        before = -1
        for index in self.written:
            self._take(index, before)
            before = index
        return self.pieces

    def _take(self, index: int, before: int) -> None:
        line = self.lines[index]
        piece = self.pieces[-1] if self.pieces else None
        gap = before < 0 or any(not other.bare for other in self.lines[before + 1 : index]) or line.spaced
        turned = before < 0 or any(other.breaks for other in self.lines[before + 1 : index + 1])
        depth = self._heading(index, before, gap or turned)
        if piece is not None and piece.role is Role.HEADING and self._heading_goes_on(piece, line, gap, turned, depth):
            self._extend(piece, index)
            return
        if depth is not None:
            self._open_heading(index, depth)
            return
        mark = shapes.marker(line.bare)
        if mark is not None and piece is not None and self._mark_is_text(piece, mark, before, index, gap):
            mark = None
            if not gap:
                self._extend(piece, index)
                return
        if mark is not None:
            self._open_item(index, mark, len(line.text) - len(line.text.lstrip()))
            return
        if piece is not None and piece.role is not Role.HEADING and self._goes_on(piece, before, index, gap, turned):
            self._extend(piece, index)
            return
        self._open(Piece(Role.PARAGRAPH, []), index)

    def _open(self, piece: Piece, index: int, start: int = 0, end: int | None = None) -> None:
        text = self.lines[index].text
        stop = len(text) if end is None else end
        piece.lines.append((index, start, stop))
        piece.track(text[start:stop].strip())
        self.pieces.append(piece)

    def _extend(self, piece: Piece, index: int) -> None:
        text = self.lines[index].text
        piece.lines.append((index, 0, len(text)))
        piece.track(text.strip())

    def _open_heading(self, index: int, depth: int) -> None:
        line = self.lines[index]
        self.nesting.reset()
        indent = len(line.text) - len(line.text.lstrip())
        item = shapes.cell_label(line.bare)
        if item is not None:
            self._open(Piece(Role.HEADING, [], depth, label=True), index, 0, indent + item)
            mark = shapes.marker(line.bare[item:])
            if mark is not None:
                self._open_item(index, mark, indent + item)
            return
        number = shapes.numbered(line.bare)
        body = line.bare.index(number[0]) + len(number[0]) if number else 0
        chapter = shapes.chapter(line.bare)
        mark = shapes.marker(line.bare)
        if depth == 1 and chapter is not None:
            self.chapter = chapter
            body = len(str(chapter))
        elif number is None and mark is not None and mark.number is not None:
            body = len(mark.text)
        piece = Piece(Role.HEADING, [], depth, body=indent + body if body else 0)
        piece.label = bool(shapes.bare_label(line.bare)) or shapes.label(line.bare)
        self._open(piece, index)

    def _open_item(self, index: int, mark: Marker, start: int) -> None:
        depth = self.nesting.depth(
            mark,
            self.lines[index].start
            if self.indented and start == len(self.lines[index].text) - len(self.lines[index].text.lstrip())
            else 0.0,
        )
        self._open(Piece(Role.ITEM, [], depth, mark, start + len(mark.text)), index, start)

    # headings

    def _heading(self, index: int, before: int, apart: bool) -> int | None:
        """The depth of a heading (0 unknown), None for any other line."""
        line = self.lines[index]
        text = line.bare
        if line.title:
            return line.title
        if index in self.charts or (self.speakers and turns.label(text, self.speakers)):
            return None
        piece = self.pieces[-1] if self.pieces else None
        fresh = apart or piece is None or piece.role is Role.HEADING or self._ended(piece, before, index)
        number = shapes.numbered(text)
        if number is not None and fresh:
            self.chapter = max(self.chapter, int(number[0].split(".")[0]))
            return number[1]
        chapter = shapes.chapter(text)
        if chapter is not None and apart and 0 < chapter - self.chapter <= 3 and (self.chapter or chapter == 1):
            return 1
        if shapes.marker(text) is not None:
            return 1 if self._numbered_title(index, before, apart) else None
        if not apart and before >= 0 and self.lines[before].bare[-1] in "-\u00ad" and not self.lines[before].title:
            return None
        if not apart and piece is not None and self._hangs(piece, index):
            return None
        if not fresh or (piece is not None and piece.unclosed and piece.role is not Role.HEADING and not apart):
            return None
        if shapes.cell_label(text) is not None or shapes.label(text) or shapes.capitals(text):
            return 0
        if text.startswith("Bevinding (") and "(" in text and ")" not in text:
            return 0
        if shapes.theme(text) or shapes.part(text) is not None or shapes.colon(text):
            return 0
        return 0 if self._title(index, before, apart) else None

    def _title(self, index: int, before: int, apart: bool) -> bool:
        """A short line without an end mark that stands alone."""
        after = self.following.get(index)
        if after is None:
            return False
        follows = self.lines[after].bare
        alone = after > index + 1 or self.lines[after].spaced or self.lines[after].breaks
        listed = shapes.marker(follows) is not None or shapes.label(follows) or shapes.capitals(follows)
        text = self.lines[index].bare
        if re.fullmatch(r"[\d\s.,%€-]+", follows):
            return False
        quoted = follows[0] in "“„«"
        if not (alone or listed) or not shapes.title_like(text, before_list=listed, before_quote=quoted):
            return False
        if after == index + 1 and not listed and shapes.title_like(follows, before_list=False):
            return False
        piece = self.pieces[-1] if self.pieces else None
        if alone and piece is not None and self._open_sentence(piece, before, index):
            return False
        return self.wrapped or listed or len(text) <= 60

    def _open_sentence(self, piece: Piece, before: int, index: int) -> bool:
        """Whether the block before stops in the middle of a sentence that this line could finish."""
        last = self.lines[before].bare
        if piece.role is Role.HEADING or last[-1] in shapes.TERMINAL + ":;" + _CLOSERS:
            return False
        return self.wrapped and self._fills(before, index) and piece.unclosed

    def _numbered_title(self, index: int, before: int, apart: bool) -> bool:
        """ "3. Conclusies" alone between empty lines, with no list around it."""
        text = self.lines[index].bare
        mark = shapes.marker(text)
        if mark is None or mark.number is None or not apart or not mark.text.endswith("."):
            return False
        if shapes.capitals(text[len(mark.text) :].strip()):
            return True
        after = self.following.get(index)
        if after is None or after == index + 1 or text[-1] in ".?!,;:" or len(text) > 60:
            return False
        follows = shapes.marker(self.lines[after].bare)
        if follows is not None and follows.number == mark.number + 1:
            return False
        piece = self.pieces[-1] if self.pieces else None
        if piece is not None and piece.role is Role.ITEM and piece.marker is not None and piece.marker.number:
            return False
        return len(self.lines[after].bare) > 60 and text[len(mark.text) :].strip()[:1].isupper()

    def _heading_goes_on(self, piece: Piece, line: Line, gap: bool, turned: bool, depth: int | None) -> bool:
        if gap or (turned and line.title == 0):
            return False
        last = self.lines[piece.lines[-1][0]]
        if line.title or last.title:
            return line.title == last.title and len(piece.lines) < 4 and line.bare[0].islower()
        if shapes.marker(line.bare) is not None or len(piece.text) > 200:
            return False
        if shapes.bare_label(piece.text) and len(line.bare) < 90 and line.bare[-1] not in ".:!?":
            return True
        if piece.text.count("(") > piece.text.count(")"):
            return True
        if _ASIDE.fullmatch(line.bare):
            return len(line.bare) <= 60
        numbered = (depth is None and piece.depth > 0) or len(piece.lines) > 1
        return numbered and line.bare[0].islower() and last.bare[-1] not in ".:!?"

    # paragraphs and items

    def _fills(self, before: int, index: int) -> bool:
        """Whether the next line's first word would not have fitted on this one."""
        last, line = self.lines[before], self.lines[index]
        word = line.bare.split(None, 1)[0]
        return last.extent + last.unit * (1 + len(word)) > _FULL * self.width[before]

    def _ended(self, piece: Piece, before: int, index: int) -> bool:
        """Whether the block before is over, so that a line right below it can be a heading."""
        last = self.lines[before].bare
        if piece.unclosed:
            return False
        if not self.wrapped:
            return True
        if last[-1] in shapes.TERMINAL + ":;" + _CLOSERS:
            return piece.role is Role.ITEM or not self._fills(before, index)
        return not self._fills(before, index)

    def _mark_is_text(self, piece: Piece, mark: Marker, before: int, index: int, gap: bool) -> bool:
        """A wrapped sentence can bring a number, a dash or a letter to the start of a line."""
        last = self.lines[before].bare
        if gap or not self.wrapped or last[-1] in shapes.TERMINAL + ":;" + _CLOSERS or not self._fills(before, index):
            return False
        if mark.number is not None:
            expected = 1
            for other in reversed(self.pieces):
                if other.role is Role.HEADING:
                    break
                if other.marker is not None and other.marker.number is not None:
                    expected = other.marker.number + 1
                    break
            return mark.number not in (1, expected)
        if mark.text in "–—":
            return not any(other.marker is not None and other.marker.text == mark.text for other in self.pieces[-8:])
        return False

    def _goes_on(self, piece: Piece, before: int, index: int, gap: bool, turned: bool) -> bool:
        last, text = self.lines[before].bare, self.lines[index].bare
        if index in self.charts or before in self.charts:
            return False
        if abs(self.lines[index].size - self.lines[before].size) > 0.4:
            return False
        if self.speakers and turns.label(text, self.speakers):
            return False
        ended = last.rstrip(_CLOSERS)[-1:] in shapes.TERMINAL or last[-1] in ":;"
        quoted = (piece.quotes > 0 or piece.straight) and self._closes(piece, index)
        lower = text[0].islower() or (text[0] == "(" and text[1:2].islower() and len(text.split()) > 3)
        if turned:
            return quoted or (not ended and (lower or (not gap and len(last) >= _LONG and last[-1] == ",")))
        if gap:
            if quoted:
                return True
            if ended or self._far(before, index):
                return False
            if piece.role is Role.ITEM:
                return lower or (self.wrapped and self._fills(before, index) and piece.unclosed)
            return lower and self.wrapped and self._fills(before, index)
        if piece.role is Role.ITEM and (ended or last[-1] in _CLOSERS) and _ASIDE.fullmatch(text):
            return False
        if last[-1] in "-\u00ad" and not ended:
            return True
        if quoted or (lower and not ended and (self.wrapped or len(last) >= 40)):
            return True
        if self._hangs(piece, index):
            return True
        if not self.wrapped:
            return False
        return self._fills(before, index) or (not ended and len(last) >= _LONG and not self._tabular(before))

    def _hangs(self, piece: Piece, index: int) -> bool:
        """Whether a line is indented under the item above it."""
        return piece.role is Role.ITEM and self.lines[index].start > self.lines[piece.lines[0][0]].start + 1

    def _far(self, before: int, index: int) -> bool:
        blanks = self.lines[before + 1 : index]
        return len(blanks) > 1 or any(blank.text for blank in blanks)

    def _tabular(self, index: int) -> bool:
        return "  " in self.lines[index].bare or "\t" in self.lines[index].bare

    def _closes(self, piece: Piece, index: int) -> bool:
        """Whether the open quote closes in the next lines before another one opens."""
        if len(piece.text) > 3000:
            return False
        for line in self.lines[index : index + 30]:
            if not line.bare or line.dropped:
                continue
            opens = min((line.bare.find(char) for char in "“„«" if char in line.bare), default=-1)
            closes = min((line.bare.find(char) for char in '”»"' if char in line.bare), default=-1)
            if closes >= 0 and (opens < 0 or closes < opens):
                return True
            if opens >= 0 or shapes.marker(line.bare) is not None:
                return False
        return False


def _rules(found: Sequence[Line]) -> None:
    """Leave out drawn lines; one right below a short line makes that line a heading."""
    above: Line | None = None
    for line in found:
        if _RULE.fullmatch(line.bare) and not line.dropped:
            line.dropped = "rule"
            if above is not None and len(above.bare) <= 100 and above.bare[-1] not in ".,;" and not above.title:
                above.title = 1 if line.bare[0] == "=" else 2
        above = line if line.bare and not line.dropped else None


def _charts(found: Sequence[Line]) -> set[int]:
    """Short lines around lone percentages: a chart's labels, which are no headings."""
    marked: set[int] = set()
    written = [index for index, line in enumerate(found) if line.bare and not line.dropped]
    percent = [
        place
        for place, index in enumerate(written)
        if re.fullmatch(r"(?:\d{1,3}(?:[.,]\d+)?\s?%\s*)+", found[written[place]].bare)
    ]
    for place in percent:
        for step in (1, -1):
            other = place
            while 0 <= other < len(written) and abs(other - place) <= 12:
                line = found[written[other]]
                if other != place and (
                    shapes.marker(line.bare) is not None or len(line.bare) > 90 or line.bare[-1] in ".:;”"
                ):
                    break
                if step > 0 and line.breaks and other != place:
                    break
                if step > 0 or re.search(r"\d\s?%", line.bare):
                    marked.add(written[other])
                elif other != place:
                    break
                other += step
    return marked if len(percent) > 1 else set()


def mend(found: Sequence[Line], builder: Builder, *, physical: bool = False) -> None:
    """Write lines into a builder as blocks with their pages.

    `physical`: the lines' pages are the file's own (PDF). Every character of the lines is put or dropped.
    """
    furniture.remove(found, physical=physical)
    mender = Mender(found)
    pieces = turns.attribute(mender.run(), mender.speakers)
    emit(found, pieces, builder)
