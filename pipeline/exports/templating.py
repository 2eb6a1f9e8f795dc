"""The Jinja2 environment that pages and Markdown share."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import pipeline
from pipeline.codebook import KIND_LABELS, LEVEL_LABELS
from pipeline.evidence.phrase import quote
from pipeline.report import Report, accounts, coverage, source_rows, total, words

TEMPLATES = Path(__file__).parent / "templates"
STRONGEST = 5  # quotes shown per item of the agenda
LEVEL_HINTS = {
    "micro": "Bij de jongere, het gezin of de begeleider zelf",
    "meso": "In en tussen organisaties, teams en netwerken in de regio",
    "macro": "Bij beleid, regelgeving, financiering en samenleving",
}


def environment(report: Report, *, autoescape: bool) -> Environment:
    """An environment that knows the report and the words for it."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    held = accounts(report)
    env.globals.update(
        report=report,
        words=words,
        coverage=coverage(report),
        accounts=held,
        account=total(held),
        source_rows=source_rows(report),
        kind_labels=KIND_LABELS,
        level_labels=LEVEL_LABELS,
        level_hints=LEVEL_HINTS,
        strongest=STRONGEST,
        version=pipeline.__version__,
        rests_on=rests_on(report),
        quoted=quote,
        score=score,
    )
    return env


def score(share: float) -> int:
    """A share of 0 to 1 as a whole number out of 100."""
    return round(100 * share)


def rests_on(report: Report) -> str:
    """One sentence on what the report rests on."""
    held = coverage(report)
    parts = [words.quotes(held.segments)]
    if held.meetings:
        parts.append(f"uit {words.meetings(held.meetings)}")
    parts.append(f"in {words.sources(held.sources)}")
    period = words.period(held.dates)
    text = " ".join(parts)
    return f"{text}, {period}" if period else text
