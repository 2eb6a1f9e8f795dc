"""Page headers, footers and page numbers: found, named and left out; printed numbers tell the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations, pairwise

from pipeline.readers import shapes
from pipeline.readers.lines import Line

_EDGE = 4  # lines at the top and bottom of a page that may be furniture
_APART = 8  # written lines that a page holds at least
_NUMBER = re.compile(r"[-–—|]?\s*(\d{1,4})\s*[-–—|]?")
_PAGED = re.compile(
    r"(?:pagina|page|pag\.?|blz\.?|p\.)\s*(\d{1,4})(?:\s*(?:/|van|of|-)\s*\d{1,4})?|(\d{1,4})\s*(?:/|van|of)\s*\d{1,4}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def remove(lines: Sequence[Line], *, physical: bool = False) -> None:
    """Mark headers, footers and page numbers as dropped and number the pages.

    `physical`: pages are already numbered as the file counts them (PDF); otherwise printed numbers are used when they agree,
    else form feeds are counted.
    """
    pages = _pages(lines)
    one_space = not any(line.end == "\f" for line in lines) and not physical
    if one_space or len(pages) == 1:
        anchors = _recurring_groups(lines)
        _lone_paged(lines)
        if len(pages) > 1:
            _number_between(lines, anchors)
        return
    _edges(pages)
    printed = _printed(pages)
    if not physical:
        _number_all(pages, printed)


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    for line in lines:
        if line.breaks and pages[-1]:
            pages.append([])
        pages[-1].append(line)
    return pages


def _key(line: Line) -> str:
    # A title on the first page that comes back small on the others is no header there.
    return f"{line.title}{_DIGITS.sub('#', ' '.join(line.bare.split()).casefold())}"


def page_number(text: str) -> int | None:
    """The number when a line holds a page number alone: "25", "- 3 -", "Pagina 3 van 12"."""
    found = _PAGED.fullmatch(text) or _NUMBER.fullmatch(text)
    if found is None:
        return None
    return int(next(group for group in found.groups() if group))


def _edges(pages: Sequence[Sequence[Line]]) -> None:
    """Lines that come back at the top or bottom of several pages."""
    for from_top in (True, False):
        zones = []
        for page in pages:
            written = [line for line in page if line.bare and not line.dropped]
            edge = min(_EDGE, max(1, len(written) // 3))
            zones.append(written[:edge] if from_top else written[::-1][:edge])
        counts: Counter[tuple[int, str]] = Counter()
        for zone in zones:
            counts.update({(place, _key(line)) for place, line in enumerate(zone)})
        anywhere: Counter[str] = Counter(key for zone in zones for key in {_key(line) for line in zone})
        filled = sum(1 for zone in zones if zone)
        for zone in zones:
            for place, line in enumerate(zone):
                key = _key(line)
                if not _repeats(counts[place, key], anywhere[key], filled, line, place):
                    if page_number(line.bare) is not None and place < 2:
                        line.dropped = "page_number"
                        continue
                    break
                line.dropped = (
                    "page_number"
                    if page_number(line.bare) is not None
                    else ("page_header" if from_top else "page_footer")
                )


def _repeats(same_place: int, anywhere: int, pages: int, line: Line, place: int) -> bool:
    if shapes.marker(line.bare) is not None and not line.bare[0].isdigit():
        return False
    if shapes.label(line.bare):
        return False
    if pages == 2:
        return same_place == 2 and (place == 0 or bool(_DIGITS.search(line.bare)))
    return same_place >= max(2, (pages + 2) // 3) or anywhere >= max(3, (pages + 1) // 2)


def _printed(pages: Sequence[Sequence[Line]]) -> list[int | None]:
    printed: list[int | None] = []
    for page in pages:
        numbers = []
        for line in page:
            if line.dropped:
                number = page_number(line.bare)
                found = re.search(r"(?:^|\s)(\d{1,4})$|^(\d{1,4})\s", line.bare) if number is None else None
                if number is not None:
                    numbers.append(number)
                elif found is not None:
                    numbers.append(int(found[1] or found[2]))
        printed.append(numbers[0] if numbers else None)
    return printed


def _number_all(pages: Sequence[Sequence[Line]], printed: Sequence[int | None]) -> None:
    offsets = {number - place for place, number in enumerate(printed, 1) if number is not None}
    known = sum(number is not None for number in printed)
    offset = offsets.pop() if len(offsets) == 1 and known >= 2 else 0
    for place, page in enumerate(pages, 1):
        for line in page:
            line.page = place + offset if place + offset >= 1 else None


def _may_run(text: str) -> bool:
    """Whether a line could be a running header: no number alone, no sentence, no list item."""
    if page_number(text) is not None or len(text) > 100 or text[-1] in '.!?:;”"':
        return False
    return shapes.marker(text) is None


def _recurring_groups(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Running headers in a text without pages: a bare number with the same lines just before or after it each time.

    Returns (index of the group's first line, printed number) of each group.
    """
    written = [index for index, line in enumerate(lines) if line.bare]
    bare = [
        place
        for place, index in enumerate(written)
        if (_NUMBER.fullmatch(lines[index].bare) or _PAGED.fullmatch(lines[index].bare))
    ]
    signed = any(line.breaks for line in lines)
    groups: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)  # key → place, first, last
    for place in bare:
        for before, after in ((3, 0), (2, 0), (1, 0), (0, 3), (0, 2), (0, 1)):
            first, last = place - before, place + after
            if first < 0 or last >= len(written) or written[last] - written[first] > 8:
                continue
            around = [lines[written[other]] for other in range(first, last + 1) if other != place]
            if not all(_may_run(line.bare) for line in around):
                continue
            if signed and not lines[written[first]].breaks:
                continue
            key = (f"{before},{after}", *(_key(line) for line in around))
            groups[key].append((place, first, last))
    anchors: list[tuple[int, int]] = []
    for key in sorted(groups, key=lambda key: (-len(key), key)):
        places = [entry for entry in groups[key] if not lines[written[entry[0]]].dropped]
        numbers = [page_number(lines[written[place]].bare) or 0 for place, _, _ in places]
        if len(places) < (3 if len(key) == 2 else 2):
            continue
        if any(one >= other for one, other in pairwise(numbers)):
            continue
        if any(other[1] - one[2] < _APART for one, other in pairwise(places)):
            continue
        header = key[0].startswith("0") is False
        for (place, first, last), number in zip(places, numbers, strict=True):
            for other in range(first, last + 1):
                lines[written[other]].dropped = (
                    "page_number" if other == place else ("page_header" if header else "page_footer")
                )
            anchors.append((written[first], number))
    _last_number(lines, anchors)
    return sorted(anchors)


def _last_number(lines: Sequence[Line], anchors: Sequence[tuple[int, int]]) -> None:
    """The number of the last page has no header after it."""
    rest = [line for line in lines if line.bare and not line.dropped]
    if anchors and rest and page_number(rest[-1].bare) == max(number for _, number in anchors) + 1:
        rest[-1].dropped = "page_number"


def _lone_paged(lines: Sequence[Line]) -> None:
    """Lines such as "Pagina 3 van 12" are page numbers wherever they stand."""
    found = [line for line in lines if not line.dropped and line.bare and _PAGED.fullmatch(line.bare)]
    if len(found) >= 2 or any(re.search(r"(?i)pag|blz", line.bare) for line in found):
        for line in found:
            line.dropped = "page_number"


def _number_between(lines: Sequence[Line], anchors: Sequence[tuple[int, int]]) -> None:
    """Number pages from the printed numbers on: breaks between two of them must agree in number.

    Where there are more breaks than pages, those that make pages of the most even length are kept; where there are fewer,
    the numbers are not trusted. Lines before the first printed number keep no page.
    """
    breaks = [index for index, line in enumerate(lines) if line.breaks]
    if not anchors or any(index not in breaks for index, _ in anchors):
        return
    kept: list[tuple[int, int]] = []
    for (index, number), (after, later) in pairwise(anchors):
        inside = [place for place in breaks if index < place < after]
        needed = later - number - 1
        if len(inside) < needed or len(inside) > 12:
            return
        chosen = min(
            combinations(inside, needed),
            key=lambda some: sum((b - a) ** 2 for a, b in zip((index, *some), (*some, after), strict=True)),
        )
        kept += [(place, number + 1 + count) for count, place in enumerate(chosen)]
        for place in inside:
            lines[place].breaks = place in chosen
            lines[place].sign = int(place in chosen)
        kept.append((index, number))
    last, number = anchors[-1]
    kept.append((last, number))
    kept += [(place, number + 1 + count) for count, place in enumerate(place for place in breaks if place > last)]
    starts = dict(kept)
    page: int | None = None
    for index, line in enumerate(lines):
        page = starts.get(index, page)
        line.page = page
