"""Find quoted passages in a source, in all marks that Dutch reports use, also across paragraphs and page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Block, Mark, Role

MINIMUM_WORDS = 4  # a shorter passage in quote marks is a term, a name or irony
FARTHEST = 3000  # characters between an opening mark and the closing mark that is looked for
MOST_BLOCKS = 6  # blocks that one quote may run over

_CLOSERS = {"“": "”“", "„": "”“", "«": "»", "‘": "’", "‚": "’‘", '"': '"”', "”": "”"}
_DOUBLE = '“„«"”'
_APOSTROPHE_WORDS = re.compile(r"[‘’'](?:t|s|n|k|m|r|ns|er|em|et|ne|ie|tis)\b", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?…]['’”\")\]]*$")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted passage: `start:end` is the text within its marks, `outer_start:outer_end` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    mark: str  # the opening mark, "style" for italics or a quote style, "block" for a block quotation


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def find_quotes(text: str, blocks: Sequence[Block], marks: Sequence[Mark] = ()) -> list[Quoted]:
    """All quoted passages of four words or more, outermost marks only, in order of appearance.

    Typographic marks are looked for first, then straight ones, then block quotations and italics in what is left.
    """
    found: list[Quoted] = []
    content = [block for block in blocks if block.role is not Role.HEADING]
    index = 0
    while index < len(content):
        index = _quotes_from(text, content, index, found)
    found += _styled(text, content, marks, found)
    return sorted(found, key=lambda quote: quote.start)


def _quotes_from(text: str, blocks: list[Block], index: int, found: list[Quoted]) -> int:
    """Collect the quotes that open in one block; gives the index of the block to go on with."""
    block = blocks[index]
    at = block.body
    while at < block.end:
        opening = text[at]
        if opening not in _CLOSERS or not _opens(text, at, block):
            at += 1
            continue
        last = _close(text, blocks, index, at)
        if last is None:
            last = _unclosed(text, block, at, index)
            if last is None:
                at += 1
                continue
        closing, last_index = last
        start, end = at + 1, closing
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        outer_end = min(closing + 1, len(text))
        passage = Quoted(start, end, at, outer_end, opening)
        if _says_something(text, passage, block):
            found.append(passage)
        if last_index != index:
            blocks[last_index] = _rest(blocks[last_index], outer_end)
            return last_index
        at = max(outer_end, at + 1)
    return index + 1


def _rest(block: Block, start: int) -> Block:
    """A block of which the part before `start` has been read."""
    start = min(start, block.end)
    return Block(start, block.end, block.role, page=block.page, depth=block.depth)


def _opens(text: str, at: int, block: Block) -> bool:
    """Whether the mark at `at` opens a quotation (and is no apostrophe, inch sign or closing mark)."""
    mark = text[at]
    before = text[at - 1] if at > block.start else " "
    after = text[at + 1] if at + 1 < block.end else " "
    if mark in "‘‚" and _APOSTROPHE_WORDS.match(text, at):
        return False
    if mark in '"”':
        return (before.isspace() or before in "([–—-/:‘") and not after.isspace()
    if mark == "‘":
        return before.isspace() or before in '([–—-/:“"'
    return True


def _close(text: str, blocks: Sequence[Block], index: int, at: int) -> tuple[int, int] | None:
    """The offset of the mark that closes the one at `at`, and the index of the block it stands in."""
    opening = text[at]
    closers = _CLOSERS[opening]
    limit = at + FARTHEST
    depth = 0
    for last_index in range(index, min(index + MOST_BLOCKS, len(blocks))):
        block = blocks[last_index]
        if last_index > index and not _may_continue(blocks, last_index, text):
            return None
        position = at + 1 if last_index == index else block.start
        while position < min(block.end, limit):
            mark = text[position]
            if mark == opening and mark not in closers and last_index == index:
                depth += 1
            elif mark in closers and _closes(text, position, opening, block.end):
                if depth == 0:
                    return position, last_index
                depth -= 1
            position += 1
        if opening in "‘‚" and not text[at + 1 : block.end].strip():
            return None
        depth = 0
    return None


def _may_continue(blocks: Sequence[Block], index: int, text: str) -> bool:
    """A quote goes on into the next block when that is prose or a cell of its own kind, not a new bullet that opens one."""
    block, previous = blocks[index], blocks[index - 1]
    if block.role is not previous.role and not {block.role, previous.role} <= {Role.PARAGRAPH, Role.ITEM, Role.QUOTE}:
        return False
    if block.role in (Role.ROW, Role.TURN, Role.CELL):
        return False
    return text[block.body : block.body + 1] not in ("“", "„", "«") or block.role is Role.PARAGRAPH


def _closes(text: str, position: int, opening: str, end: int) -> bool:
    """Whether the mark at `position` can close: an apostrophe inside a word or before a known short form cannot."""
    mark = text[position]
    after = text[position + 1] if position + 1 < end else " "
    before = text[position - 1]
    if mark in "’‘":
        return not after.isalnum() and not (before == "s" and after == " " and _later_single(text, position + 1, end))
    if mark == '"':
        return not after.isalnum()
    if mark == "“" and opening in "“„":
        return opening == "„" or before.isalnum() or before in ".!?…,"
    return True


def _later_single(text: str, position: int, end: int) -> bool:
    """Whether another closing single mark follows, so that this one is a genitive (mama’s, ouders’)."""
    nxt = text.find("’", position, end)
    opened = text.find("‘", position, end)
    return nxt != -1 and (opened == -1 or nxt < opened) and not text[nxt + 1 : nxt + 2].isalnum()


def _unclosed(text: str, block: Block, at: int, index: int) -> tuple[int, int] | None:
    """A quote that begins its block and was never closed runs to the block's end."""
    if text[at] not in "“„«" or text[block.body : at].strip() or words(text[at : block.end]) < MINIMUM_WORDS:
        return None
    return block.end, index


def _says_something(text: str, quote: Quoted, block: Block) -> bool:
    """Whether a passage was said by somebody, and is no term, title or name.

    Single marks within a sentence mostly hold titles and terms: they count when the passage is a sentence of its own.
    """
    inner = text[quote.start : quote.end]
    if words(inner) < MINIMUM_WORDS and not _short_line(text, quote, block):
        return False
    outside = text[block.body : quote.outer_start].strip()
    after = text[quote.outer_end : block.end].strip() if quote.outer_end <= block.end else ""
    sentence = bool(_TERMINAL.search(inner)) and (inner[0].isupper() or not inner[0].isalpha() or len(inner) > 40)
    alone = not outside and (not after or after[0] in "(.,–-" or len(after) < 25)
    introduced = outside.endswith(":") or outside.endswith((" zegt", " zei", " vroeg", " vertelt", " vertelde"))
    if sentence or alone or introduced:
        return True
    if quote.mark in "‘‚":
        return False
    if text[quote.outer_end : quote.outer_end + 1] == "." and inner[0].isupper():
        return True
    return inner[0].isupper() and words(inner) >= 6 and quote.mark in _DOUBLE


def _short_line(text: str, quote: Quoted, block: Block) -> bool:
    """Whether a list item is nothing but a short quoted sentence: “Zorgt voor verbinding.”"""
    inner = text[quote.start : quote.end]
    whole = not text[block.body : quote.outer_start].strip() and not text[quote.outer_end : block.end].strip(" .\n")
    return block.role is Role.ITEM and whole and words(inner) >= 2 and inner[-1] in ".!?" and inner[0].isupper()


def _styled(text: str, blocks: Sequence[Block], marks: Sequence[Mark], found: Sequence[Quoted]) -> list[Quoted]:
    """Block quotations, and stretches in italics or a quote style that read as a sentence."""
    taken = [(quote.outer_start, quote.outer_end) for quote in found]
    more: list[Quoted] = []
    for block in blocks:
        if block.role is Role.QUOTE and not _within(taken, block.body, block.end):
            end = attribution_start(text, block.body, block.end)
            if words(text[block.body : end]) >= MINIMUM_WORDS:
                more.append(Quoted(block.body, end, block.body, block.end, "block"))
    taken += [(quote.outer_start, quote.outer_end) for quote in more]
    for mark in marks:
        if mark.style not in ("italic", "quote") or _within(taken, mark.start, mark.end):
            continue
        home = next((block for block in blocks if block.start <= mark.start and mark.end <= block.end), None)
        if home is None or home.role not in (Role.PARAGRAPH, Role.ITEM, Role.CELL):
            continue
        start, end = mark.start, mark.end
        while start < end and (text[start].isspace() or text[start] in '“”"„«‘'):
            start += 1
        end = attribution_start(text, start, end)
        while end > start and (text[end - 1].isspace() or text[end - 1] in '“”"»’'):
            end -= 1
        inner = text[start:end]
        whole = not text[home.body : mark.start].strip() and len(text[mark.end : home.end].strip()) < 40
        reads = bool(_TERMINAL.search(inner)) and inner[:1].isupper()
        listed = whole and home.role is Role.ITEM and words(inner) > MINIMUM_WORDS
        if words(inner) >= MINIMUM_WORDS and (mark.style == "quote" or reads or listed):
            more.append(Quoted(start, end, mark.start, mark.end, "style"))
    return more


def _within(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch shares characters with what was found already."""
    return any(start < stop and begin < end for begin, stop in taken)


_ATTRIBUTION = re.compile(r"\s*(?:\(([^()]{3,90})\)|[–—]\s*([^–—()\n]{3,60}))\s*\.?\s*$")


def attribution_start(text: str, start: int, end: int) -> int:
    """Where a closing "(lerend netwerk, mei 2024)" or "— pleegmoeder" begins; `end` when there is none."""
    match = _ATTRIBUTION.search(text, start, end)
    if match is None or words(text[start : match.start()]) < MINIMUM_WORDS:
        return end
    return match.start()
