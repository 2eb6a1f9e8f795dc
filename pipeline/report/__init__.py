"""The read model that all exports share: numbers, citations, counts, drafts in order, and the Dutch to say them in."""

from pipeline.report import words
from pipeline.report.counts import (
    Account,
    Cell,
    Coverage,
    Matrix,
    SourceRow,
    Trend,
    accounts,
    coverage,
    kinds,
    matrix,
    source_rows,
    total,
    trend,
)
from pipeline.report.manifest import manifest
from pipeline.report.read import Entry, Report, build, code_order, sentences_of

__all__ = [
    "Account",
    "Cell",
    "Coverage",
    "Entry",
    "Matrix",
    "Report",
    "SourceRow",
    "Trend",
    "accounts",
    "build",
    "code_order",
    "coverage",
    "kinds",
    "manifest",
    "matrix",
    "sentences_of",
    "source_rows",
    "total",
    "trend",
    "words",
]
