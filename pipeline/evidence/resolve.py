"""Decide per segment which codes count and who said so, and count who supports what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.errors import UsageError
from pipeline.evidence.duplicates import leaders
from pipeline.model import Case, Coding, Count, Kind, Level, Segment, Status, Support

COUNTABLE = ("segments", "meetings", "sources", "sectors", "roles", "years", "segments_with_code", "meetings_with_code")
_LEVELS = tuple(str(level) for level in Level)
_KINDS = tuple(str(kind) for kind in Kind)


@dataclass(frozen=True, slots=True)
class Said:
    """A code that counts for a segment, who said so and how surely."""

    code: str
    coder: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What counts for one segment: themes and sub-themes (surest first), one level and one kind, or None."""

    themes: tuple[Said, ...] = ()
    subthemes: tuple[Said, ...] = ()
    level: Said | None = None
    kind: Said | None = None

    @property
    def codes(self) -> frozenset[str]:
        """Every code that counts."""
        single = tuple(said for said in (self.level, self.kind) if said is not None)
        return frozenset(said.code for said in (*self.themes, *self.subthemes, *single))


@dataclass(frozen=True)
class Evidence:
    """Segments in order, what was decided for each, the cases by id, and for each segment the first one that says the same."""

    segments: Mapping[str, Segment]
    decisions: Mapping[str, Decision]
    cases: Mapping[str, Case]
    leaders: Mapping[str, str]

    @cached_property
    def one_each(self) -> Mapping[str, str]:
        """The first segment of each case, by case id in order of id: what a whole over all meetings is counted over."""
        first = {segment.case_id: name for name, segment in reversed(list(self.segments.items()))}
        return {case_id: first[case_id] for case_id in self.meetings(self.segments)}

    @cached_property
    def all_sectors(self) -> tuple[str, ...]:
        """The sectors present in any case that a segment comes from."""
        return self.sectors(self.segments)

    @cached_property
    def date_halves(self) -> tuple[str, int, int]:
        """The date that parts the dated meetings in the middle, and how many different segments were said from it on and
        before it; "" when all have one date or none."""
        dates = sorted(case.date for case in self.cases_of(self.segments) if case.date)
        middle = dates[len(dates) // 2] if dates else ""
        if not dates or middle == dates[0]:
            middle = next((date for date in dates if date > dates[0]), "")
        if not middle:
            return "", 0, 0
        late, early = self.parted(self.segments, middle)
        return middle, self.count("segments", late), self.count("segments", early)

    def parted(self, segment_ids: Iterable[str], date: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The segments of dated meetings from a date on, and those before it."""
        cases = ((name, self.cases.get(self.segments[name].case_id)) for name in segment_ids)
        dated = [(name, case.date) for name, case in cases if case is not None and case.date]
        return tuple(name for name, on in dated if on >= date), tuple(name for name, on in dated if on < date)

    def level(self, segment_id: str) -> Level | None:
        """The level that counts for a segment."""
        said = self.decisions[segment_id].level
        return None if said is None else Level(said.code)

    def kind(self, segment_id: str) -> Kind:
        """The kind that counts for a segment; other when nobody said."""
        said = self.decisions[segment_id].kind
        return Kind.OTHER if said is None else Kind(said.code)

    def with_code(self, segment_ids: Iterable[str], code: str) -> tuple[str, ...]:
        """Those of the segments for which a theme, `theme/subtheme`, level or kind counts."""
        return tuple(name for name in segment_ids if name in self.segments and code in self.decisions[name].codes)

    def distinct(self, segment_ids: Iterable[str]) -> tuple[str, ...]:
        """The segments with repeated quotes taken once, each by the first that is given."""
        first: dict[str, str] = {}
        for name in segment_ids:
            if name in self.segments:
                first.setdefault(self.leaders[name], name)
        return tuple(first.values())

    def cases_of(self, segment_ids: Iterable[str]) -> tuple[Case, ...]:
        """The cases of the segments, by id; segments without a case give none."""
        names = {self.segments[name].case_id for name in segment_ids if name in self.segments}
        return tuple(self.cases[name] for name in sorted(names) if name in self.cases)

    def meetings(self, segment_ids: Iterable[str]) -> tuple[str, ...]:
        """The ids of the meetings that the segments come from; a case of which nobody said anything is no meeting."""
        found = self.cases_of(segment_ids)
        return tuple(case.case_id for case in found if case.meeting or case.date or case.title)

    def sources(self, segment_ids: Iterable[str]) -> tuple[str, ...]:
        """The names of the sources that the segments come from."""
        return tuple(sorted({self.segments[name].source for name in segment_ids if name in self.segments}))

    def sectors(self, segment_ids: Iterable[str]) -> tuple[str, ...]:
        """The sectors present in the cases of the segments."""
        return tuple(sorted({sector for case in self.cases_of(segment_ids) for sector in case.sectors}))

    def roles(self, segment_ids: Iterable[str]) -> tuple[str, ...]:
        """The roles present in the cases of the segments."""
        return tuple(sorted({role for case in self.cases_of(segment_ids) for role in case.roles}))

    def years(self, segment_ids: Iterable[str]) -> tuple[str, ...]:
        """The years of the cases of the segments; a case without a date gives none."""
        return tuple(sorted({case.date[:4] for case in self.cases_of(segment_ids) if case.date}))

    def count(self, of: str, segment_ids: Sequence[str], code: str = "") -> int:
        """Count over segments; `of` is one of `COUNTABLE`, the last two with a `code`.

        Segments count once however often they are repeated, and not when they are unknown. Raises UsageError for
        another `of`.
        """
        if of not in COUNTABLE:
            raise UsageError(f"cannot count '{of}'; countable are {', '.join(COUNTABLE)}")
        what, _, narrowed = of.partition("_with_")
        names = self.with_code(segment_ids, code) if narrowed else segment_ids
        counted = {
            "segments": self.distinct,
            "meetings": self.meetings,
            "sources": self.sources,
            "sectors": self.sectors,
            "roles": self.roles,
            "years": self.years,
        }[what]
        return len(counted(names))

    def counted(self, of: str, segment_ids: Sequence[str], code: str = "") -> Count:
        """A Count with its value filled in."""
        return Count(self.count(of, segment_ids, code), of, tuple(segment_ids), code)

    def support(self, segment_ids: Sequence[str]) -> Support:
        """Who carries a set of segments."""
        return Support(
            self.count("segments", segment_ids),
            self.count("meetings", segment_ids),
            self.count("sources", segment_ids),
            self.sectors(segment_ids),
            self.roles(segment_ids),
            self.years(segment_ids),
        )


def recount(count: Count, evidence: Evidence) -> int:
    """The value that a Count should have."""
    return evidence.count(count.of, count.segments, count.code)


def resolve(segments: Sequence[Segment], codings: Iterable[Coding], cases: Iterable[Case]) -> Evidence:
    """Decide for each segment which codes count.

    People overrule the report, and the report overrules models: when a person coded any theme for a segment, or accepted
    one, only people's themes count there; else the report's; else the models'. The same holds for the level, for the
    kind, and for the sub-themes of each theme. A rejected coding does not count, and its code counts for no other
    coder but a person. A sub-theme brings its theme along. One level and one kind count, the surest.
    Codings of unknown segments are left aside.
    """
    by_segment: dict[str, list[Coding]] = {segment.segment_id: [] for segment in segments}
    for coding in codings:
        if coding.segment_id in by_segment:
            by_segment[coding.segment_id].append(coding)
    return Evidence(
        {segment.segment_id: segment for segment in segments},
        {name: _decide(said) for name, said in by_segment.items()},
        {case.case_id: case for case in cases},
        leaders(segments),
    )


def rank(coding: Coding) -> int:
    """0 for a person's word (also one accepted by a person), 1 for the report's, 2 for a model's."""
    if coding.coder.startswith("person:") or coding.status is Status.ACCEPTED:
        return 0
    return 1 if coding.coder == "report" else 2


def _decide(codings: Sequence[Coding]) -> Decision:
    refused = {coding.code for coding in codings if coding.status is Status.REJECTED}
    valid = [
        coding
        for coding in codings
        if coding.status is not Status.REJECTED and (rank(coding) == 0 or not _refused(coding.code, refused))
    ]
    themes = _foremost([coding for coding in valid if coding.code not in (*_LEVELS, *_KINDS)], of_theme=True)
    keys = [said.code for said in themes]
    below = [
        said
        for key in keys
        for said in _foremost([coding for coding in valid if coding.code.startswith(f"{key}/")], of_theme=False)
    ]
    levels = _foremost([coding for coding in valid if coding.code in _LEVELS], of_theme=False)
    kinds = _foremost([coding for coding in valid if coding.code in _KINDS], of_theme=False)
    return Decision(
        themes,
        tuple(sorted(below, key=lambda said: (-said.confidence, keys.index(said.code.partition("/")[0]), said.code))),
        levels[0] if levels else None,
        kinds[0] if kinds else None,
    )


def _refused(code: str, refused: set[str]) -> bool:
    return code in refused or code.partition("/")[0] in refused


def _foremost(codings: Sequence[Coding], *, of_theme: bool) -> tuple[Said, ...]:
    """The codes said by the highest rank that said any, surest first; the surest coder of a code stands for it."""
    if not codings:
        return ()
    highest = min(rank(coding) for coding in codings)
    best: dict[str, Said] = {}
    for coding in codings:
        if rank(coding) != highest:
            continue
        code = coding.code.partition("/")[0] if of_theme else coding.code
        said = Said(code, coding.coder, coding.confidence)
        if code not in best or (-said.confidence, said.coder) < (-best[code].confidence, best[code].coder):
            best[code] = said
    return tuple(sorted(best.values(), key=lambda said: (-said.confidence, said.code)))
