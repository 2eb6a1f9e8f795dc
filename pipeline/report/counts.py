"""The tables behind the pictures: themes by level, over time and by kind; sources, coverage and the account of characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Kind, Level, Source
from pipeline.report.read import Report
from pipeline.spans import covered

MOST_QUARTERS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """How many segments (repeated ones once) and how many meetings."""

    segments: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes (rows, in codebook order) by level; `totals` counts a theme over all levels and none."""

    themes: tuple[str, ...]
    levels: tuple[Level, ...]
    cells: Mapping[tuple[str, Level], Cell]
    totals: Mapping[str, Cell]

    @property
    def highest(self) -> int:
        """The largest number of segments in a cell."""
        return max((cell.segments for cell in self.cells.values()), default=0)


@dataclass(frozen=True, slots=True)
class Trend:
    """Segments per theme and period; periods are quarters ("2024 K2") or years, `undated` stands apart."""

    periods: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]
    undated: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What a source brought."""

    name: str
    format: str
    meetings: tuple[str, ...]
    segments: int
    with_theme: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A source's characters: `read - removed + added = text`, and `text = in_segments + left_out`."""

    name: str
    read: int
    removed: Mapping[str, int]
    added: Mapping[str, int]
    text: int
    in_segments: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the report rests on."""

    sources: int
    meetings: int
    segments: int
    distinct: int
    with_theme: int
    without_theme: int
    dates: tuple[str, ...]
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    coders: tuple[str, ...]


def matrix(report: Report) -> Matrix:
    """Segments and meetings per theme and level."""
    levels = tuple(Level)
    cells, totals = {}, {}
    for theme in report.codebook.keys:
        names = report.with_theme(theme)
        totals[theme] = _cell(report, names)
        for level in levels:
            cells[theme, level] = _cell(report, report.evidence.with_code(names, level))
    return Matrix(report.codebook.keys, levels, cells, totals)


def _cell(report: Report, names: Sequence[str]) -> Cell:
    return Cell(report.evidence.count("segments", names), report.evidence.count("meetings", names))


def trend(report: Report) -> Trend:
    """Segments per theme over time: quarters when every date has a month and ten quarters hold them, else years."""
    dates = {segment.segment_id: _date(report, segment.segment_id) for segment in report.segments}
    periods, name = _periods([moment for moment in dates.values() if moment])
    counts, undated = {}, {}
    for theme in report.codebook.keys:
        by_period: dict[str, list[str]] = {}
        for segment_id in report.with_theme(theme):
            moment = dates[segment_id]
            by_period.setdefault(name(moment) if moment else "", []).append(segment_id)
        counts[theme] = tuple(report.evidence.count("segments", by_period.get(period, [])) for period in periods)
        undated[theme] = report.evidence.count("segments", by_period.get("", []))
    return Trend(periods, counts, undated)


def _date(report: Report, segment_id: str) -> str:
    case = report.case(report.segment(segment_id))
    return case.date if case else ""


def _periods(dates: Sequence[str]) -> tuple[tuple[str, ...], Callable[[str], str]]:
    if not dates:
        return (), _year
    years = range(int(min(dates)[:4]), int(max(dates)[:4]) + 1)
    if all(len(moment) >= 7 for moment in dates):
        quarters = [f"{year} K{quarter}" for year in years for quarter in range(1, 5)]
        first, last = quarters.index(_quarter(min(dates))), quarters.index(_quarter(max(dates)))
        if last - first < MOST_QUARTERS:
            return tuple(quarters[first : last + 1]), _quarter
    return tuple(str(year) for year in years), _year


def _year(moment: str) -> str:
    return moment[:4]


def _quarter(moment: str) -> str:
    return f"{moment[:4]} K{(int(moment[5:7]) + 2) // 3}"


def kinds(report: Report) -> dict[str, dict[Kind, int]]:
    """Segments per theme and kind; a repeated one counts once, with the kind of the first, so that kinds sum to the theme."""
    found = {}
    for theme in report.codebook.keys:
        names = report.evidence.distinct(report.with_theme(theme))
        counted = Counter(report.evidence.kind(name) for name in names)
        found[theme] = {kind: counted[kind] for kind in Kind}
    return found


def source_rows(report: Report) -> tuple[SourceRow, ...]:
    """What each source brought, by name."""
    by_source: dict[str, list[str]] = {source.name: [] for source in report.sources}
    for segment in report.segments:
        by_source.setdefault(segment.source, []).append(segment.segment_id)
    rows = []
    for source in report.sources:
        names = by_source[source.name]
        held = tuple(report.case_names[case] for case in report.evidence.meetings(names))
        coded = sum(1 for name in names if report.themes(name))
        rows.append(SourceRow(source.name, source.format, held, len(names), coded, source.warnings))
    return tuple(rows)


def accounts(report: Report) -> tuple[Account, ...]:
    """The account of the characters of each source, overlaps counted once."""
    inside: dict[str, list[tuple[int, int]]] = {}
    for segment in report.segments:
        inside.setdefault(segment.source, []).append((segment.start, segment.end))
    outside: dict[str, Counter[str]] = {}
    for span in report.left_out:
        outside.setdefault(span.source, Counter())[span.reason] += span.end - span.start
    return tuple(_account(source, inside, outside) for source in report.sources)


def _account(
    source: Source, inside: Mapping[str, list[tuple[int, int]]], outside: Mapping[str, Counter[str]]
) -> Account:
    left = outside.get(source.name, Counter())
    ordered = dict(sorted(left.items(), key=lambda item: (-item[1], item[0])))
    ledger = source.ledger
    taken = covered(inside.get(source.name, []))
    return Account(source.name, ledger.read, ledger.removed, ledger.added, len(source.text), taken, ordered)


def total(found: Sequence[Account]) -> Account:
    """All accounts together."""
    removed: Counter[str] = Counter()
    added: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for one in found:
        removed.update(one.removed)
        added.update(one.added)
        left.update(one.left_out)
    return Account(
        "",
        sum(one.read for one in found),
        _largest_first(removed),
        _largest_first(added),
        sum(one.text for one in found),
        sum(one.in_segments for one in found),
        _largest_first(left),
    )


def _largest_first(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(((k, v) for k, v in found.items() if v), key=lambda item: (-item[1], item[0])))


def coverage(report: Report) -> Coverage:
    """What the report rests on."""
    names = report.order
    coded = sum(1 for name in names if report.themes(name))
    cases = report.evidence.cases_of(names)
    return Coverage(
        len(report.sources),
        len(cases),
        len(names),
        report.evidence.count("segments", names),
        coded,
        len(names) - coded,
        tuple(sorted(case.date for case in cases if case.date)),
        tuple(sorted({case.region for case in cases if case.region})),
        report.evidence.sectors(names),
        tuple(sorted({coding.coder for coding in report.codings})),
    )
