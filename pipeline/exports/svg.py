"""Charts as inline SVG: small pure functions, numbers in; every value is also written as text, colours read in black and white."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from pipeline.report.words import quotes

WIDTH = 760
INK, MUTED, LINE, RED = "#22201e", "#5f5954", "#d9d2c9", "#a4161a"
# From paper to deep red, evenly darker, so that it reads without colour as well.
KIND_LETTERS: Mapping[str, str] = {"barrier": "D", "need": "N", "good_practice": "W", "action": "A", "other": ""}
RAMP = ("#fbf4ef", "#f3d9cd", "#e3a99b", "#c66a62", "#a4161a", "#6d0c12")
KIND_COLOURS: Mapping[str, str] = {
    "barrier": "#8a1a1f",
    "need": "#d9862f",
    "good_practice": "#2f7a68",
    "action": "#b9d1e8",
    "other": "#e6e1da",
}


def colour(share: float) -> str:
    """The colour for a share of 0 to 1 on the ramp."""
    place = max(0.0, min(1.0, share)) * (len(RAMP) - 1)
    low = min(int(place), len(RAMP) - 2)
    first, second = RAMP[low], RAMP[low + 1]
    mixed = (
        round(int(first[i : i + 2], 16) + (int(second[i : i + 2], 16) - int(first[i : i + 2], 16)) * (place - low))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def text_colour(background: str) -> str:
    """Black or white, whichever has the higher contrast with the background: at least 4.5 (WCAG 2, 1.4.3)."""
    channels = [int(background[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _tag(name: str, *children: object, **attributes: object) -> Markup:
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_trim(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup(f"<{name}{given}>") + inside + Markup(f"</{name}>")


def _trim(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def _text(x: float, y: float, text: object, *, size: int = 13, fill: str = INK, anchor: str = "start", weight: int | None = None) -> Markup:  # fmt: skip
    return _tag("text", text, x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, font_weight=weight)


def _picture(height: float, title: str, description: str, name: str, *children: object) -> Markup:
    return _tag(
        "svg",
        _tag("title", title, id=f"{name}-titel"),
        _tag("desc", description, id=f"{name}-uitleg"),
        *children,
        class_="chart",
        viewBox=f"0 0 {WIDTH} {height:g}",
        role="group",
        aria_labelledby=f"{name}-titel {name}-uitleg",
        xmlns="http://www.w3.org/2000/svg",
    )


def wrapped(label: str, characters: int, *, lines: int = 3) -> list[str]:
    """A label in lines of at most so many characters."""
    return textwrap.wrap(label, characters, max_lines=lines, placeholder="…") or [""]


def heat_map(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, str], tuple[int, str]],
    totals: Mapping[str, int],
    *,
    title: str,
    description: str,
    link: str = "",
) -> Markup:
    """Rows by columns, each given as (key, label); a cell is its number and a small line below it.

    With `link`, each filled cell is a link there that carries its row and column as data-theme and data-level.
    """
    label_width, total_width, row_height, head = 250, 70, 58, 34
    width = (WIDTH - label_width - total_width) / max(1, len(columns))
    highest = max([value for value, _ in cells.values()] or [0]) or 1
    parts = [
        _text(label_width + (index + 0.5) * width, 20, label, anchor="middle", weight=600, size=14)
        for index, (_, label) in enumerate(columns)
    ]
    parts.append(_text(WIDTH - total_width / 2, 20, "Alles", anchor="middle", size=13, fill=MUTED))
    for index, (row, label) in enumerate(rows):
        top = head + index * row_height
        lines = wrapped(label, 32)
        first = top + row_height / 2 + 5 - (len(lines) - 1) * 8.5
        parts += [_text(0, first + 17 * place, line, size=14) for place, line in enumerate(lines)]
        for at, (column, column_label) in enumerate(columns):
            value, small = cells[row, column]
            left = label_width + at * width
            box = _cell(left + 2, top + 2, width - 4, row_height - 4, value, small, highest)
            spoken = f"{label}, {column_label}: {', '.join(filter(None, (quotes(value), small)))}"
            if link and value:
                parts.append(_tag("a", box, href=link, data_theme=row, data_level=column, aria_label=spoken))
            else:
                parts.append(_tag("g", box))
        parts.append(
            _text(WIDTH - total_width / 2, top + row_height / 2 + 5, totals[row], anchor="middle", size=15, fill=MUTED)
        )
    return _picture(head + len(rows) * row_height + 2, title, description, "warmtekaart", *parts)


def _cell(x: float, y: float, width: float, height: float, value: int, small: str, highest: int) -> Markup:
    fill = colour(value / highest) if value else "#ffffff"
    ink = text_colour(fill) if value else MUTED
    box = _tag("rect", x=x, y=y, width=width, height=height, rx=3, fill=fill, stroke=LINE)
    number = _text(x + width / 2, y + height / 2 + (0 if small else 6), value or "–", size=19, fill=ink, anchor="middle", weight=600)  # fmt: skip
    below = _text(x + width / 2, y + height / 2 + 18, small, size=12, fill=ink, anchor="middle") if small else ""
    return _tag("g", box, number, below)


def scale(highest: int) -> Markup:
    """The colour scale of a heat map with the numbers it stands for."""
    steps = sorted({round(highest * share) for share in (0.2, 0.4, 0.6, 0.8, 1)} - {0})
    parts = []
    for index, value in enumerate(steps):
        fill = colour(value / max(1, highest))
        parts.append(_tag("rect", x=index * 44, y=0, width=42, height=20, rx=2, fill=fill, stroke=LINE))
        parts.append(_text(index * 44 + 21, 14.5, value, size=12, fill=text_colour(fill), anchor="middle"))
    width = max(1, len(steps)) * 44
    return _tag("svg", *parts, class_="scale", viewBox=f"0 0 {width} 20", width=width, height=20, aria_hidden="true")


def small_multiples(
    rows: Sequence[tuple[str, Sequence[int], int]], periods: Sequence[str], *, title: str, description: str
) -> Markup:
    """One small bar chart per row (label, value per period, undated), all on the same scale, values above the bars."""
    columns = 2 if len(periods) > 6 else 3
    gap = 28
    width = (WIDTH - gap * (columns - 1)) / columns
    height, plot = (198 if any(undated for _, _, undated in rows) else 180), 84
    highest = max([value for _, values, _ in rows for value in values] or [0]) or 1
    parts: list[Markup] = []
    for index, (label, values, undated) in enumerate(rows):
        left, top = (index % columns) * (width + gap), (index // columns) * height
        lines = wrapped(label, int(width / 7.4), lines=2)
        parts += [_text(left, top + 16 + 16 * at, line, weight=600) for at, line in enumerate(lines)]
        base = top + 48 + plot
        step = width / max(1, len(periods))
        bar = min(34.0, step * 0.66)
        for at, value in enumerate(values):
            middle = left + (at + 0.5) * step
            tall = plot * value / highest * 0.86
            if value:
                parts.append(_tag("rect", x=middle - bar / 2, y=base - tall, width=bar, height=tall, fill=RED, rx=1.5))
                parts.append(_text(middle, base - tall - 4, value, size=12, anchor="middle"))
            parts += _period(periods, at, middle, base)
        parts.append(_tag("line", x1=left, x2=left + width, y1=base, y2=base, stroke=MUTED, stroke_width=1))
        if undated:
            parts.append(_text(left, base + 47, f"en {undated} zonder datum", size=12, fill=MUTED))
    lines_of_charts = -(-len(rows) // columns)
    return _picture(max(1, lines_of_charts) * height, title, description, "tijd", *parts)


def _period(periods: Sequence[str], at: int, middle: float, base: float) -> list[Markup]:
    year, _, quarter = periods[at].partition(" ")
    if not quarter:
        return [_text(middle, base + 15, year, size=12, fill=MUTED, anchor="middle")]
    below = [_text(middle, base + 14, quarter, size=11, fill=MUTED, anchor="middle")]
    if at == 0 or periods[at - 1].partition(" ")[0] != year:
        below.append(_text(middle - 8, base + 30, year, size=12, fill=MUTED))
    return below


def stacked(
    rows: Sequence[tuple[str, Mapping[str, int]]], labels: Mapping[str, str], *, title: str, description: str
) -> Markup:
    """One bar per row, cut in kinds; each part carries its number and, where there is room, the letter of its kind."""
    row_height = 52
    highest = max([sum(values.values()) for _, values in rows] or [0]) or 1
    parts: list[Markup] = []
    for index, (label, values) in enumerate(rows):
        top = index * row_height
        total = sum(values.values())
        parts.append(_text(0, top + 14, label))
        left = 0.0
        for key, name in labels.items():
            value = values.get(key, 0)
            if not value:
                continue
            width = (WIDTH - 46) * value / highest
            fill = KIND_COLOURS.get(key, LINE)
            box = _tag("rect", x=left, y=top + 20, width=width, height=22, fill=fill, stroke="#ffffff")
            inside = (
                f"{KIND_LETTERS.get(key, '')} {value}".strip() if width >= 40 else str(value) if width >= 18 else ""
            )
            written = _text(left + width / 2, top + 35.5, inside, size=12, fill=text_colour(fill), anchor="middle")
            parts.append(_tag("g", _tag("title", f"{name}: {value}"), box, written if inside else ""))
            left += width
        parts.append(_text(left + 8, top + 36, total, fill=MUTED))
    return _picture(len(rows) * row_height, title, description, "soorten", *parts)


def bar(share: float, label: str) -> Markup:
    """A score of 0 to 1 as a bar."""
    share = max(0.0, min(1.0, share))
    track = _tag("rect", x=0, y=0.5, width=120, height=9, rx=1.5, fill="#ffffff", stroke=MUTED)
    filled = _tag("rect", x=0, y=0.5, width=120 * share, height=9, rx=1.5, fill=RED)
    return _tag("svg", _tag("title", label), track, filled, class_="bar", viewBox="-0.5 0 121 10", width=121, height=10, role="img")  # fmt: skip


def thread() -> Markup:
    """The red thread that runs under a title."""
    line = _tag(
        "path",
        d="M0 14 C 60 14 70 4 110 4 S 150 22 128 22 S 112 6 160 8 S 300 14 420 13 S 640 12 760 13",
        fill="none",
        stroke=RED,
        stroke_width=1.6,
        stroke_linecap="round",
    )
    return _tag("svg", line, class_="thread", viewBox=f"0 0 {WIDTH} 26", aria_hidden="true", preserveAspectRatio="xMinYMid slice")  # fmt: skip
