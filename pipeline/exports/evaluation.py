"""A comparison of codings as text, JSON, tables and a page."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.agreement import Interval
from pipeline.codebook import KIND_LABELS, LEVEL_LABELS, Codebook
from pipeline.evaluate import Comparison
from pipeline.exports import svg
from pipeline.exports.files import csv_bytes, write_whole
from pipeline.exports.templating import TEMPLATES
from pipeline.labelled import NONE, Quote

FIELD_LABELS = {"themes": "Thema's", "level": "Niveau", "kind": "Soort"}


def as_text(comparison: Comparison) -> str:
    """The comparison as a table for a terminal."""
    lines = [f"{comparison.second} against {comparison.first}, {comparison.quotes} quotes"]
    lines += [
        f"  {row.field:<7} macro-F1 {row.macro_f1}   same {row.exact}   alpha {_figure(row.alpha)}"
        for row in comparison.fields
    ]
    lines.append(f"  first theme right {comparison.top1}   none where none fits {comparison.abstained}")
    lines.append(f"  {'code':<20} {'prec.':>6} {'recall':>6} {'F1':>20}  {'kappa':>6} {'AC1':>6} {'quotes':>6}")
    lines += [
        f"  {row.code:<20} {row.score.precision:6.2f} {row.score.recall:6.2f} {row.f1!s:>20}  "
        f"{_figure(row.kappa):>6} {_figure(row.ac1):>6} {row.score.wanted:6}"
        for row in comparison.codes
    ]
    return "\n".join(lines)


def write(comparisons: Sequence[Comparison], codebook: Codebook, out: Path) -> list[Path]:
    """evaluation.html, evaluation.json, evaluation.csv and disagreements.csv in a folder."""
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / name for name in ("evaluation.html", "evaluation.json", "evaluation.csv", "disagreements.csv")]
    write_whole(paths[0], _page(comparisons, codebook).encode())
    data = [_data(one) for one in comparisons]
    write_whole(paths[1], (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())
    write_whole(paths[2], csv_bytes(_CODES, _code_rows(comparisons)))
    write_whole(paths[3], csv_bytes(_DIFFERENT, _difference_rows(comparisons)))
    return paths


_CODES = (
    "first",
    "second",
    "field",
    "code",
    "precision",
    "recall",
    "f1",
    "f1_low",
    "f1_high",
    "kappa",
    "ac1",
    "quotes",
)
_DIFFERENT = ("first", "second", "id", "text", "fields", "first_themes", "second_themes", "first_level", "second_level",
              "first_kind", "second_kind")  # fmt: skip


def _code_rows(comparisons: Sequence[Comparison]) -> list[tuple[object, ...]]:
    return [
        (one.first, one.second, row.field, row.code, row.score.precision, row.score.recall, row.f1.value, row.f1.low,
         row.f1.high, row.kappa, row.ac1, row.score.wanted)
        for one in comparisons
        for row in one.codes
    ]  # fmt: skip


def _difference_rows(comparisons: Sequence[Comparison]) -> list[tuple[object, ...]]:
    return [
        (one.first, one.second, row.quote_id, row.text, ";".join(row.fields), ";".join(row.first.themes),
         ";".join(row.second.themes), row.first.level, row.second.level, row.first.kind, row.second.kind)
        for one in comparisons
        for row in one.differences
    ]  # fmt: skip


def _data(one: Comparison) -> dict[str, Any]:
    return {
        "first": one.first,
        "second": one.second,
        "quotes": one.quotes,
        "top1": _interval(one.top1),
        "abstained": _interval(one.abstained),
        "fields": {
            row.field: {"macro_f1": _interval(row.macro_f1), "same": _interval(row.exact), "alpha": _number(row.alpha)}
            for row in one.fields
        },
        "codes": [
            {
                "field": row.field,
                "code": row.code,
                "precision": _number(row.score.precision),
                "recall": _number(row.score.recall),
                "f1": _interval(row.f1),
                "kappa": _number(row.kappa),
                "ac1": _number(row.ac1),
                "quotes": row.score.wanted,
            }
            for row in one.codes
        ],
        "confusion": {
            field: {"codes": codes, "counts": counts.tolist()} for field, (codes, counts) in one.confusion.items()
        },
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _interval(value: Interval) -> dict[str, float | None]:
    return {"value": _number(value.value), "low": _number(value.low), "high": _number(value.high)}


def _figure(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _dutch(value: float) -> str:
    return _figure(value).replace(".", ",")


def _page(comparisons: Sequence[Comparison], codebook: Codebook) -> str:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    labels = {**{key: codebook.label(key) for key in codebook.keys}, **LEVEL_LABELS, **KIND_LABELS, NONE: "geen thema"}
    env.filters["figure"] = _dutch
    env.filters["bounds"] = lambda value: "" if math.isnan(value.low) else f"{_dutch(value.low)}–{_dutch(value.high)}"
    env.globals.update(
        style=Markup((TEMPLATES / "style.css").read_text(encoding="utf-8")),
        thread=svg.thread(),
        labels=labels,
        field_labels=FIELD_LABELS,
        script="",
        manifest="",
        script_hash="",
        shade=lambda value, highest: svg.colour(value / highest) if value and highest else "#ffffff",
        ink=lambda value, highest: svg.text_colour(svg.colour(value / highest)) if value and highest else "#5f5954",
        coded=lambda quote: _coded(quote, labels),
    )
    title = "Overeenstemming tussen codeurs"
    return env.get_template("evaluation.html.j2").render(comparisons=comparisons, page_title=title)


def _coded(quote: Quote, labels: dict[str, str]) -> str:
    themes = ", ".join(labels[theme] for theme in quote.themes) or labels[NONE]
    return f"{themes} · {labels[quote.level]} · {labels[quote.kind]}"
