"""The cutter: goes through one source and decides for each block which segments it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipeline.codebook import Codebook, theme_of_heading
from pipeline.model import Block, Case, Outline, Role, Segment, SegmentKind, Source
from pipeline.segment.cases import LABELS, case_id, iso_date, labels_in, new_case, with_defaults
from pipeline.segment.outline import Heading, Placed, walk
from pipeline.segment.quotes import Quoted, find_quotes, words
from pipeline.segment.sections import Sense, bare, kind_of_prefix, level_of, meeting_of, read_heading
from pipeline.segment.sentences import pieces
from pipeline.spans import stripped

PIECE_WORDS = 45  # a finding in prose is cut into runs of sentences of about this many words
TURN_WORDS = 60
QUESTION_COLUMNS = ("vraag", "rubriek", "kop", "sectie", "question", "heading", "section")
MOSTLY = 0.6  # an item of which this share is a quote is that quote
LARGELY = 0.35  # a run of sentences of which this share is quoted adds nothing to its quotes
TOP_BLOCKS = 6  # blocks at the top in which the date of the meeting is looked for
TITLE_BLOCKS = 12  # blocks at the top in which the title is looked for
LABEL_BLOCKS = 40  # blocks at the top of a report in which labels such as "Datum:" are looked for

_ATTRIBUTION = re.compile(r"\(([^()]{3,90})\)\s*[.,;]?\s*$")
_ONLY_ATTRIBUTION = re.compile(r"^[\s•o▪*–-]*\(([^()]{3,90})\)\s*\.?\s*$")
_STATEMENT = re.compile(r"^stelling\s*\d*\s*[:.–-]", re.IGNORECASE)
_PERCENTAGES = re.compile(r"\s*(?:\d{1,3}(?:[.,]\d+)?\s*%\s*)+$")
_LABEL_LINE = re.compile(
    r"^\s*(?:aanwezig\w*|verontschuldigd\w*|deelnemers|datum|plaats|locatie|uur|tijdstip|regio|sector\w*|soort\s+overleg"
    r"|overleg|voorzitter|verslag(?:gever)?|project|contact\w*|rollen|functies|disclaimer|fictief\s+verslag"
    r"|volgend\w*\s+(?:sessie|bijeenkomst|vergadering|afspraak|datum|overleg)|praktisch)\b[^:\n]{0,30}:",
    re.IGNORECASE,
)
_COLUMN_HEADER = re.compile(
    r"^(?:bevinding|vaststelling|actie|citaat|quote|uitspraak|drempel|nood|noden|wat werkt|goede praktijk|aanbeveling|doelstelling|knelpunt|afspra|voorstel|suggestie|advies|thema|sterkte|zwakte|kans|bedreiging)",
    re.IGNORECASE,
)


class Cutter:
    """Segments, cases and reasons for what is left out, for one source."""

    def __init__(
        self, source: Source, codebook: Codebook, given: Mapping[str, str], exclude_sections: tuple[str, ...]
    ) -> None:
        self.source = source
        self.codebook = codebook
        self.given = given
        self.excluded = tuple(text.casefold() for text in exclude_sections)
        self.segments: list[Segment] = []
        self.reasons: dict[int, str] = {}
        self.cases: dict[str, Case] = {}
        self.placed = list(walk(source, codebook))
        self.quotes = self._quotes_by_block(find_quotes(source.text, source.blocks, source.marks))
        self.default = self._default_case()
        self._section_cases: dict[int, Case] = {}
        self._parents: list[tuple[int, str]] = []
        self._chart = False
        self._meetings = self._attributions()
        self._tables = self._table_headers()

    # What the report as a whole says

    def _default_case(self) -> Case:
        """The meeting that the file itself is about, from cases.csv, front matter, labels, its title or its name."""
        first = self.source.blocks[:LABEL_BLOCKS]
        attributes = {**labels_in(self.source, first), **_canonical(self.source.attributes), **self.given}
        title = self._title()
        if "meeting" not in attributes or (meeting_of(attributes["meeting"]) is None and not self.given.get("meeting")):
            named = meeting_of(title) or meeting_of(self.source.name.replace("_", " ").replace("-", " "))
            attributes["meeting"] = named or attributes.get("meeting", "")
        if not iso_date(attributes.get("date", "")):
            attributes["date"] = self._date_on_top() or iso_date(self.source.name.rsplit("/", 1)[-1])
        attributes["title"] = attributes.get("title") or title
        case = new_case(self.source.name, attributes)
        self.cases[case.case_id] = case
        return case

    def _date_on_top(self) -> str:
        """The most precise date in the title or the short lines below it."""
        lines = (self.source.text[block.body : block.end] for block in self.source.blocks[:TOP_BLOCKS])
        dates = [iso_date(line) for line in lines if words(line) <= 20]
        return max(dates, key=len, default="")

    def _title(self) -> str:
        """The first heading or short line of the report that reads as a title."""
        for position, block in enumerate(self.source.blocks[:TITLE_BLOCKS]):
            text = " ".join(self.source.text[block.body : block.end].split())
            titled = block.role is Role.HEADING or (
                block.role is Role.PARAGRAPH and position < 3 and text[-1:] not in ".,;?!"
            )
            if titled and 0 < words(text) <= 16 and not text.endswith(":") and ":" not in text[:14]:
                return text
        return ""

    def _case_of(self, placed: Placed, index: int) -> Case:
        """The case of a block: named after the quote, by a heading above it, or the file's own."""
        named = self._meetings.get(index)
        if named is not None:
            return self._attributed(named)
        heading = placed.meeting_heading
        return self.default if heading is None else self._section_case(heading)

    def _attributed(self, named: str) -> Case:
        """The case that an attribution such as "(samenwerkingsoverleg, mei 2024)" names."""
        meeting, date = meeting_of(named) or "", iso_date(named)
        if meeting == self.default.meeting and date in ("", self.default.date):
            return self.default
        return self._remember(
            with_defaults(
                Case(case_id(self.source.name, meeting, date, ""), self.source.name, meeting, date), self._report()
            )
        )

    def _report(self) -> Case:
        """What a meeting named inside a report may take over from the report: its region, and nothing of who was there."""
        return replace(self.default, sectors=(), roles=(), date="")

    def _section_case(self, heading: Heading) -> Case:
        """The case that a heading such as "Verslag lerend netwerk …" opens, with the labels of its section."""
        if heading.block.start in self._section_cases:
            return self._section_cases[heading.block.start]
        meeting = heading.reading.meeting or ""
        inner = self._blocks_under(heading)
        labels = labels_in(self.source, inner[:LABEL_BLOCKS])
        date = iso_date(heading.text) or iso_date(labels.get("date", ""))
        first = next((block.start for block in self.source.blocks if block.role is Role.HEADING), -1)
        title = heading.block.start == first and bool(self.default.meeting)
        if title or (meeting == self.default.meeting and date in ("", self.default.date)):
            case = self.default
        else:
            case = new_case(self.source.name, {**labels, "meeting": meeting, "date": date, "title": bare(heading.text)})
            case = self._remember(with_defaults(case, self._report()))
        self._section_cases[heading.block.start] = case
        return case

    def _remember(self, case: Case) -> Case:
        return self.cases.setdefault(case.case_id, case)

    def _blocks_under(self, heading: Heading) -> list[Block]:
        return [
            placed.block
            for placed in self.placed
            if any(above.block.start == heading.block.start for above in placed.path)
        ]

    def _attributions(self) -> dict[int, str]:
        """Which meeting a closing "(samenwerkingsoverleg)" names, by block index.

        It holds for its own block and, when it ends a list, for the whole run of items before it in the same section.
        """
        meetings: dict[int, str] = {}
        for position, placed in enumerate(self.placed):
            text = self.source.text[placed.block.body : placed.block.end]
            match = _ATTRIBUTION.search(text)
            if placed.block.role is Role.HEADING or match is None or meeting_of(match.group(1)) is None:
                continue
            meetings[placed.index] = match.group(1)
            alone = bool(_ONLY_ATTRIBUTION.match(text))
            if placed.block.role is not Role.ITEM and not alone:
                continue
            for earlier in reversed(self.placed[:position]):
                if earlier.block.role is Role.HEADING or earlier.index in meetings or earlier.path != placed.path:
                    break
                listed = earlier.block.role in (Role.ITEM, Role.QUOTE) or (alone and earlier.index in self.quotes)
                if not listed:
                    break
                meetings[earlier.index] = match.group(1)
        return meetings

    def _quotes_by_block(self, quotes: list[Quoted]) -> dict[int, list[Quoted]]:
        """The quotes by the index of the block that they begin in."""
        found: dict[int, list[Quoted]] = {}
        index = 0
        for quote in quotes:
            while index + 1 < len(self.source.blocks) and self.source.blocks[index].end <= quote.outer_start:
                index += 1
            found.setdefault(index, []).append(quote)
        return found

    def _table_headers(self) -> dict[int, dict[int, str]]:
        """For each table of a report whose first row names findings, actions or quotes: the header of each column."""
        headers: dict[int, dict[int, str]] = {}
        for placed in self.placed:
            block = placed.block
            if block.role is Role.CELL and block.table is not None and block.row == 1 and block.column is not None:
                text = " ".join(self.source.text[block.body : block.end].split())
                headers.setdefault(block.table, {})[block.column] = text
        return {
            table: columns
            for table, columns in headers.items()
            if any(_COLUMN_HEADER.match(text) for text in columns.values())
            and all(words(text) <= 8 for text in columns.values())
        }

    # Block by block

    def run(self) -> None:
        """Cut the whole source."""
        in_statements = False
        for placed in self.placed:
            block = placed.block
            if block.role is Role.HEADING:
                self._parents.clear()
                in_statements = False
                continue
            if self._is_excluded(placed):
                self.reasons[placed.index] = "excluded_section"
                continue
            if self._is_chart(placed):
                self.reasons[placed.index] = "chart"
                continue
            if block.role is not Role.ITEM or block.table is not None:
                self._parents.clear()
            if block.role is Role.ROW:
                self._row(placed)
            elif block.role is Role.TURN:
                self._turn(placed)
            elif block.role is Role.CELL or (block.table is not None and block.column is not None):
                self._cell(placed)
            else:
                in_statements = self._prose_or_item(placed, in_statements)

    def _is_chart(self, placed: Placed) -> bool:
        """Whether a paragraph is what is left of a drawn chart: bare percentages and the legend after them."""
        block = placed.block
        if block.role is not Role.PARAGRAPH:
            self._chart = False
            return False
        text = self.source.text[block.body : block.end]
        if _PERCENTAGES.match(text):
            self._chart = True
        elif text.rstrip()[-1:] in ".?!:":
            self._chart = False
        return self._chart

    def _is_excluded(self, placed: Placed) -> bool:
        return any(text in heading.casefold() for text in self.excluded for heading in placed.headings)

    def _add(
        self,
        placed: Placed,
        start: int,
        end: int,
        kind: SegmentKind,
        *,
        case: Case | None = None,
        outline: Outline | None = None,
        parent: str | None = None,
    ) -> Segment | None:
        """Cut a segment without its outer quote marks and white space; None when nothing is left."""
        start, end = self._trim(start, end)
        if start >= end:
            return None
        case = case or self._case_of(placed, placed.index)
        outline = outline or placed.outline(case.meeting or None)
        named = kind_of_prefix(self.source.text[start:end])
        if named is not None:
            outline = replace(outline, kind=named)
        segment = Segment.cut(
            self.source,
            start,
            end,
            kind,
            outline=outline,
            case_id=case.case_id,
            page=placed.block.page,
            row=placed.block.row if placed.block.role in (Role.ROW, Role.CELL) else None,
            speaker=placed.block.speaker,
            parent=parent,
            attributes=placed.block.attributes,
        )
        self.segments.append(segment)
        return segment

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        text = self.source.text
        start, end = stripped(text, start, end)
        while end - start >= 2 and text[start] in '“„«"' and text[end - 1] in '”“»"' and not _inside(text, start, end):
            start, end = stripped(text, start + 1, end - 1)
        return start, end

    def _row(self, placed: Placed) -> None:
        attributes = placed.block.attributes
        case = self.default
        keyed = {
            key: attributes[key] for key in ("date", "meeting", "region", "sectors", "title") if attributes.get(key)
        }
        if attributes.get("role"):
            keyed["roles"] = attributes["role"]
        if any(key in keyed for key in ("date", "meeting", "title")):
            one = new_case(self.source.name, keyed, default_meeting=self.default.meeting)
            known = self.cases.get(one.case_id)
            if known is not None and known is not self.default:
                merged = replace(
                    known,
                    region=known.region or one.region,
                    sectors=tuple(dict.fromkeys((*known.sectors, *one.sectors))),
                    roles=tuple(dict.fromkeys((*known.roles, *one.roles))),
                )
                self.cases[one.case_id] = case = merged
            else:
                case = self._remember(with_defaults(one, self._report()))
        outline = self._row_outline(placed, case)
        if self._add(placed, placed.block.body, placed.block.end, SegmentKind.ROW, case=case, outline=outline) is None:
            self.reasons[placed.index] = "empty_row"

    def _row_outline(self, placed: Placed, case: Case) -> Outline:
        """What the other columns of a row say: its theme, level and, by the question or column it answers, its kind."""
        attributes = placed.block.attributes
        asked = next((attributes[key] for key in QUESTION_COLUMNS if attributes.get(key)), "")
        reading = read_heading(asked or attributes.get("text_column", ""))
        theme = attributes.get("theme", "")
        named = theme if theme in self.codebook.keys else theme_of_heading(theme, self.codebook) if theme else None
        headings = tuple(text for text in (attributes.get("sheet", ""), asked) if text)
        return Outline(headings, named, level_of(attributes.get("level", "")), reading.kind, case.meeting or None)

    def _turn(self, placed: Placed) -> None:
        block = placed.block
        if words(self.source.text[block.body : block.end]) < 4:
            self.reasons[placed.index] = "too_short"
            return
        for start, end in pieces(self.source.text, block.body, block.end, most_words=TURN_WORDS):
            self._add(placed, start, end, SegmentKind.TURN)

    def _cell(self, placed: Placed) -> None:
        """A cell of a table: under a header that names findings or actions, or quoted; else left out."""
        block = placed.block
        quotes = self._quotes(placed)
        header = self._tables.get(block.table or 0, {}).get(block.column or 0)
        label = header if header is not None else self._row_label(placed)
        if label is None or (header is not None and block.row == 1):
            self.reasons[placed.index] = "table"
            return
        reading = read_heading(label)
        kind = reading.segment_kind or (SegmentKind.QUOTE if reading.sense is Sense.QUOTES else SegmentKind.FINDING)
        if label.strip().casefold().startswith("thema") or reading.sense is Sense.ADMIN:
            self.reasons[placed.index] = "table"
            return
        base = placed.outline(self._case_of(placed, placed.index).meeting or None)
        outline = replace(base, headings=(*base.headings, label), kind=reading.kind or base.kind)
        for start, end in self._lines(block):
            if not _mostly(quotes, start, end) and words(self.source.text[start:end]) >= 2:
                self._add(placed, start, end, kind, outline=outline)

    def _row_label(self, placed: Placed) -> str | None:
        """The first cell of the row when that labels the row (Bevinding | …, Actiepunten | …)."""
        block = placed.block
        if block.column in (None, 1):
            return None
        for earlier in reversed(self.placed[: placed.index]):
            other = earlier.block
            if other.table != block.table or other.row != block.row:
                return None
            if other.column == 1 and other.role is Role.CELL:
                text = " ".join(self.source.text[other.body : other.end].split())
                return text if _COLUMN_HEADER.match(text) and words(text) <= 14 else None
        return None

    def _lines(self, block: Block) -> list[tuple[int, int]]:
        """The lines of a cell without their bullets."""
        found: list[tuple[int, int]] = []
        at = block.body
        for line in self.source.text[block.body : block.end].split("\n"):
            lead = re.match(r"\s*(?:[•▪●■➔→✓§*–-]\s+|o\s+|\d{1,2}[.)]\s+)?", line)
            start = at + (lead.end() if lead else 0)
            found.append((start, at + len(line)))
            at += len(line) + 1
        return [(start, end) for start, end in found if start < end]

    def _quotes(self, placed: Placed) -> list[Quoted]:
        """Cut the quotes that begin in a block."""
        quotes = self.quotes.get(placed.index, [])
        for quote in quotes:
            self._add(placed, quote.start, quote.end, SegmentKind.QUOTE)
        return quotes

    def _prose_or_item(self, placed: Placed, in_statements: bool) -> bool:
        """Cut a paragraph or list item; gives whether what follows is about a statement put to the group."""
        block = placed.block
        text = self.source.text[block.body : block.end]
        if _ONLY_ATTRIBUTION.match(text) and meeting_of(text):
            self.reasons[placed.index] = "attribution"
            return in_statements
        quotes = self._quotes(placed)
        statement = bool(_STATEMENT.match(text)) or (
            placed.sense is Sense.STATEMENTS
            and block.role is Role.ITEM
            and (bool(re.match(r"\d|[a-z][.)]", block.marker)) or text.rstrip().endswith("?"))
        )
        if statement:
            self._add(placed, block.body, block.end, SegmentKind.STATEMENT)
            self._parents.clear()
            return True
        if _mostly(quotes, block.body, block.end):
            self.reasons[placed.index] = "prose"
            return in_statements
        kind, reason = self._decide(placed, text, in_statements)
        if kind is None:
            self.reasons[placed.index] = reason
            return in_statements
        self._cut_text(placed, kind, quotes)
        return in_statements

    def _decide(self, placed: Placed, text: str, in_statements: bool) -> tuple[SegmentKind | None, str]:
        """What an unquoted paragraph or item is, or why it is left out."""
        sense, item = placed.sense, placed.block.role is Role.ITEM
        size = words(text)
        met = bool(placed.meeting_heading or self.default.meeting)
        if sense is Sense.ADMIN or _LABEL_LINE.match(text):
            return None, "administration"
        if sense is Sense.OWN_ADVICE:
            return None, "own_recommendations"
        if size == 0:
            return None, "punctuation"
        if placed.level is not None and (item or size <= 25):
            return SegmentKind.POST_IT, ""
        if text.rstrip().endswith(":") and not item:
            return None, "introduction"
        if size < 2:
            return None, "too_short"
        if item:
            listed = (
                met or placed.theme or sense in (Sense.REQUESTS, Sense.STATEMENTS) or placed.segment_kind is not None
            )
            return (placed.segment_kind or SegmentKind.FINDING, "") if listed else (None, "list")
        if met and size >= 5 and (sense in (Sense.EVIDENCE, Sense.STATEMENTS) or in_statements):
            return (SegmentKind.ACTION if placed.segment_kind is SegmentKind.ACTION else SegmentKind.FINDING), ""
        return None, "prose"

    def _cut_text(self, placed: Placed, kind: SegmentKind, quotes: list[Quoted]) -> None:
        """Cut a paragraph or item, long ones into runs of sentences; items hang below the item they are nested under."""
        block = placed.block
        end = block.end
        match = _ATTRIBUTION.search(self.source.text, block.body, block.end)
        if match and meeting_of(match.group(1)):
            end = match.start()
        parent = None
        if block.role is Role.ITEM:
            while self._parents and self._parents[-1][0] >= max(block.depth, 1):
                self._parents.pop()
            parent = self._parents[-1][1] if self._parents else None
        for start, stop in pieces(self.source.text, block.body, end, most_words=PIECE_WORDS):
            if words(self.source.text[start:stop]) == 0 or _mostly(quotes, start, stop, share=LARGELY):
                continue
            made = self._add(placed, start, stop, kind, parent=parent)
            if (
                made is not None
                and block.role is Role.ITEM
                and (not self._parents or self._parents[-1][0] < block.depth)
            ):
                self._parents.append((max(block.depth, 1), made.segment_id))


def _canonical(attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes as read, under the keys that cases know."""
    return {LABELS.get(key, key): value for key, value in attributes.items() if value}


def _inside(text: str, start: int, end: int) -> bool:
    """Whether the outer marks belong to two different quotations: “a” en “b”."""
    return any(mark in text[start + 1 : end - 1] for mark in '“„«"')


def _mostly(quotes: list[Quoted], start: int, end: int, *, share: float = MOSTLY) -> bool:
    """Whether quotes take up more than a share of a stretch."""
    inside = sum(max(0, min(quote.outer_end, end) - max(quote.outer_start, start)) for quote in quotes)
    return inside > share * (end - start)
