"""The heat map as a picture for documents."""

from __future__ import annotations

import io
from typing import Any

from pipeline.codebook import LEVEL_LABELS
from pipeline.exports.svg import INK, LINE, MUTED, colour, text_colour, wrapped
from pipeline.report import Cell, Report, matrix, words

LEFT, WIDTH, TALL, HEAD = 2.45, 1.15, 0.62, 0.45  # inches: names, a cell's width and height, the line of names on top
PAGE = 6.5


def heat_map(report: Report) -> bytes:
    """Themes by level as PNG, numbers in the cells; the same report gives the same bytes."""
    from matplotlib import rc_context, rcParamsDefault
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    table = matrix(report)
    height = HEAD + 0.05 + TALL * len(table.themes)
    held = io.BytesIO()
    # A person's own matplotlibrc must not change the document.
    with rc_context({key: rcParamsDefault[key] for key in ("font.family", "font.sans-serif", "text.usetex")}):
        figure = Figure(figsize=(PAGE, height), dpi=200)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, PAGE), ylim=(height, 0))
        axes.axis("off")
        for at, level in enumerate(table.levels):
            _write(axes, LEFT + (at + 0.5) * WIDTH, 0.25, LEVEL_LABELS[level], 9.5, weight="bold")
        _write(axes, LEFT + 3.25 * WIDTH, 0.25, "Alles", 9, ink=MUTED)
        for row, theme in enumerate(table.themes):
            top = HEAD + row * TALL
            name = "\n".join(wrapped(report.codebook.label(theme), 30))
            _write(axes, 0, top + TALL / 2, name, 9, align="left")
            _write(axes, LEFT + 3.25 * WIDTH, top + TALL / 2, str(table.totals[theme].segments), 10, ink=MUTED)
            for at, level in enumerate(table.levels):
                _cell(axes, LEFT + at * WIDTH, top, table.cells[theme, level], table.highest)
        figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _write(axes: Any, x: float, y: float, text: str, size: float, *, ink: str = INK, weight: str = "normal", align: str = "center") -> None:  # fmt: skip
    axes.text(
        x, y, text, ha=align, va="center", size=size, weight=weight, color=ink, linespacing=1.25, parse_math=False
    )


def _cell(axes: Any, x: float, y: float, cell: Cell, highest: int) -> None:
    from matplotlib.patches import Rectangle

    fill = colour(cell.segments / max(1, highest)) if cell.segments else "#ffffff"
    corner, width, tall = (x + 0.02, y + 0.02), WIDTH - 0.04, TALL - 0.04
    axes.add_patch(Rectangle(corner, width, tall, facecolor=fill, edgecolor=LINE, linewidth=0.6))
    middle = x + WIDTH / 2
    if not cell.segments:
        _write(axes, middle, y + TALL / 2, "–", 11, ink=MUTED)
        return
    ink = text_colour(fill)
    below = 0.08 if cell.meetings else 0.0
    _write(axes, middle, y + TALL / 2 - below, str(cell.segments), 12, ink=ink, weight="bold")
    if cell.meetings:
        _write(axes, middle, y + TALL / 2 + 0.15, words.meetings(cell.meetings), 7.5, ink=ink)


def heat_map_text(report: Report) -> str:
    """What the picture shows, for who cannot see it."""
    table = matrix(report)
    rows = [
        f"{report.codebook.label(theme)}: "
        + ", ".join(f"{LEVEL_LABELS[level]} {table.cells[theme, level].segments}" for level in table.levels)
        for theme in table.themes
    ]
    return f"Citaten per thema en niveau. {'; '.join(rows)}."
