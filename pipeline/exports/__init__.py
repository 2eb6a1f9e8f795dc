"""Everything that a run delivers, one module per format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from pipeline.errors import GateError, UsageError
from pipeline.evidence import check, numbers_in
from pipeline.exports import markdown, page, tables, texts, word, workbook
from pipeline.model import AgendaItem, Draft
from pipeline.report import Report

__all__ = ["WRITERS", "failures", "write_all"]

WRITERS: Mapping[str, Callable[[Report, Path], None]] = {
    "segments.csv": tables.write_segments,
    "codings.csv": tables.write_codings,
    "topics.csv": tables.write_topics,
    "codings.xlsx": workbook.write,
    "sources": texts.write,
    "recommendations.md": markdown.write_recommendations,
    "recommendations.html": page.write_recommendations,
    "recommendations.docx": word.write,
    "agenda.md": markdown.write_agenda,
    "agenda.html": page.write_agenda,
    "report.html": page.write_report,
}
_NAMED = 5  # failures that the message of a refused export lists


def write_all(report: Report, out: Path, *, only: Collection[str] | None = None) -> list[Path]:
    """Write every file, or those in `only`, each whole or not at all; gives their paths.

    Raises GateError, before anything is written, when a sentence of a draft or of the agenda does not lead back to
    unchanged segments or a number in it cannot be recomputed; UsageError for a name that is no file of `WRITERS`.
    """
    unknown = sorted(set(only or ()) - WRITERS.keys())
    if unknown:
        raise UsageError(f"no export is called {', '.join(unknown)}; known are {', '.join(WRITERS)}")
    problems = failures(report)
    if problems:
        more = f"; and {len(problems) - _NAMED} more" if len(problems) > _NAMED else ""
        raise GateError(
            f"nothing is exported, since not every sentence leads back to its quotes: "
            f"{'; '.join(problems[:_NAMED])}{more}; run `rodedraad run` again on the sources"
        )
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, writer in WRITERS.items():
        if only is None or name in only:
            writer(report, out / name)
            paths.append(out / name)
    return paths


def failures(report: Report) -> list[str]:
    """What the gate says of the drafts and the agenda; empty when all is well."""
    names = [report.codebook.label(code) for code in report.codebook.codes]
    names += [topic.label for topic in report.topics]
    sources = {source.name: source for source in report.sources}
    numbered = [name for name in names if numbers_in(name)]
    items: tuple[Draft | AgendaItem, ...] = (*report.drafts, *report.agenda)
    return [problem for item in items for problem in check(item, report.evidence, sources, names=numbered)]
