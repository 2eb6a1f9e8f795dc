"""A project as pandas frames, for notebooks and scripts: `pipeline.open("demo-out").segments`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import codebook as codebooks
from pipeline.codebook import Codebook
from pipeline.errors import StoreError
from pipeline.evidence import Decision, Evidence, resolve
from pipeline.model import Case, Coding, Draft, Kind, Level, Segment, SegmentKind, Status, Topic
from pipeline.store import Project, open_project

if TYPE_CHECKING:
    import pandas as pd

PROJECT = "project.db"


def open(path: str | Path) -> Frames:
    """A project as frames; `path` is the folder that `rodedraad run --out` filled, or the project file itself.

    Raises StoreError when there is no project, or one that a first run did not finish.
    """
    place = Path(path)
    if place.is_dir():
        if not (place / PROJECT).is_file():
            raise StoreError(
                f"{place}: this folder holds no {PROJECT}; give the folder of `rodedraad run PATH… --out DIR`, "
                "or the file that was named with --project"
            )
        place = place / PROJECT
    with open_project(place, create=False) as project:
        if "codebook" not in project.facts():
            raise StoreError(f"{place}: the first run was not finished; run `rodedraad run` on it again")
    return Frames(place)


class Frames:
    """The tables of one project, each read on first use and kept; `open` the project again after a new run.

    Ids are the index. What an export joins with `;` is a tuple here, so that `frame.explode(column)` works; an unknown
    page, date, level … is missing (NA). Themes, level and kind are those that count: people before the report, the
    report before models. Every number of segments takes a repeated quote once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"Frames({str(self.path)!r})"

    @cached_property
    def segments(self) -> pd.DataFrame:
        """One row per segment, in order of source and place.

        The columns of segments.csv; `case_id`, `repeats` (the first segment that says the same); `theme` (the surest),
        `themes`, `subthemes`, `level` and `kind`; `confidence` of the surest theme.
        """
        held, cases = self._segments, self.evidence.cases
        decided = [self.evidence.decisions[one.segment_id] for one in held]
        found = [cases.get(one.case_id) for one in held]
        leaders = [self.evidence.leaders[one.segment_id] for one in held]
        columns = {
            "source": _codes((one.source for one in held), sorted({one.source for one in held})),
            "start": _whole(one.start for one in held),
            "end": _whole(one.end for one in held),
            "text": _text(one.text for one in held),
            "segment_kind": _codes((one.kind for one in held), SegmentKind),
            "heading": _text(" > ".join(one.outline.headings) for one in held),
            "page": _whole(one.page for one in held),
            "row": _whole(one.row for one in held),
            "speaker": _text(one.speaker for one in held),
            "meeting": _text(_meeting(one, case) for one, case in zip(held, found, strict=True)),
            "date": _text(case.date if case else None for case in found),
            "case_id": _text(one.case_id for one in held),
            "repeats": _text(
                None if first == one.segment_id else first for one, first in zip(held, leaders, strict=True)
            ),
            "theme": _codes((_surest(one) for one in decided), self.codebook.keys),
            "themes": _tuples(tuple(said.code for said in one.themes) for one in decided),
            "subthemes": _tuples(tuple(said.code for said in one.subthemes) for one in decided),
            "level": _codes((one.level.code if one.level else None for one in decided), Level, ordered=True),
            "kind": _codes((one.kind.code if one.kind else Kind.OTHER for one in decided), Kind),
            "confidence": _numbers(one.themes[0].confidence if one.themes else None for one in decided),
        }
        return _frame(columns, "segment_id", [one.segment_id for one in held])

    @cached_property
    def codings(self) -> pd.DataFrame:
        """One row per coding of a segment that is there: the columns of codings.csv."""
        held = [one for one in self._codings if one.segment_id in self.evidence.segments]
        order = {name: place for place, name in enumerate(self.evidence.segments)}
        held.sort(key=lambda one: order[one.segment_id])
        columns = {
            "segment_id": _text(one.segment_id for one in held),
            "code": _codes((one.code for one in held), self._codes_in_order({one.code for one in held})),
            "coder": _codes((one.coder for one in held), sorted({one.coder for one in held})),
            "confidence": _numbers(one.confidence for one in held),
            "status": _codes((one.status for one in held), Status),
            "evidence_words": _tuples(one.evidence_words for one in held),
        }
        return _frame(columns)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """One row per theme and level (missing for segments without one): `segments` and `meetings` that count."""
        rows: list[tuple[str, Level | None, tuple[str, ...]]] = []
        for theme in self.codebook.keys:
            names = self.evidence.with_code(self.evidence.segments, theme)
            for level in (*Level, None):
                rows.append((theme, level, tuple(name for name in names if self.evidence.level(name) is level)))
        columns = {
            "theme": _codes((theme for theme, _, _ in rows), self.codebook.keys),
            "label": _text(self.codebook.label(theme) for theme, _, _ in rows),
            "level": _codes((level for _, level, _ in rows), Level, ordered=True),
            **self._counted([names for _, _, names in rows]),
        }
        return _frame(columns)

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row per topic; `theme` is missing for a topic in what no theme fits; `segment_ids` most typical first."""
        held = self._topics
        columns = {
            "theme": _codes((one.theme for one in held), self.codebook.keys),
            "label": _text(one.label for one in held),
            "words": _tuples(one.words for one in held),
            **self._counted([one.segments for one in held]),
            "segment_ids": _tuples(one.segments for one in held),
        }
        return _frame(columns, "topic_id", [one.topic_id for one in held])

    @cached_property
    def drafts(self) -> pd.DataFrame:
        """One row per recommendation draft, with the numbers and the people it rests on; its parts are in `sentences`."""
        held = self._drafts
        columns = {
            "level": _codes((one.level for one in held), Level, ordered=True),
            "theme": _codes((one.theme for one in held), self.codebook.keys),
            "subtheme": _text(one.subtheme for one in held),
            "subtheme_label": _text(one.subtheme_label for one in held),
            "title": _text(one.title.text for one in held),
            "recommendation": _text(_section(one, "recommendation") for one in held),
            "segments": _whole(one.support.segments for one in held),
            "meetings": _whole(one.support.meetings for one in held),
            "sources": _whole(one.support.sources for one in held),
            "sectors": _tuples(one.support.sectors for one in held),
            "roles": _tuples(one.support.roles for one in held),
            "years": _tuples(one.support.years for one in held),
            "addressees": _tuples(one.addressees for one in held),
            "segment_ids": _tuples(one.segments for one in held),
        }
        return _frame(columns, "draft_id", [one.draft_id for one in held])

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence of each draft, in order, with the ids of the segments that carry it."""
        held = [
            (draft.draft_id, section.name, sentence)
            for draft in self._drafts
            for section in draft.sections
            for sentence in section.sentences
        ]
        columns = {
            "draft_id": _text(draft for draft, _, _ in held),
            "section": _codes((name for _, name, _ in held), list(dict.fromkeys(name for _, name, _ in held))),
            "text": _text(sentence.text for _, _, sentence in held),
            "segment_ids": _tuples(sentence.segments for _, _, sentence in held),
        }
        return _frame(columns)

    @cached_property
    def agenda(self) -> pd.DataFrame:
        """One row per proposal for the next learning network, by rank; each weighed part of the score is a column."""
        with self._project() as project:
            held = project.agenda()
        parts = list(dict.fromkeys(name for one in held for name in one.parts))
        columns = {
            "key": _text(one.key for one in held),
            "label": _text(one.label for one in held),
            "new": _flags(one.new for one in held),
            "score": _numbers(one.score for one in held),
            **{name: _numbers(one.parts.get(name) for one in held) for name in parts},
            "reasons": _tuples(tuple(sentence.text for sentence in one.reasons) for one in held),
            "segment_ids": _tuples(one.segments for one in held),
        }
        return _frame(columns, "rank", [one.rank for one in held])

    @cached_property
    def cases(self) -> pd.DataFrame:
        """One row per meeting, by source and date."""
        held = tuple(self.evidence.cases.values())
        names: dict[str, list[str]] = {one.case_id: [] for one in held}
        for segment in self._segments:
            names.get(segment.case_id, []).append(segment.segment_id)
        columns = {
            "source": _text(one.source for one in held),
            "meeting": _text(one.meeting for one in held),
            "date": _text(one.date for one in held),
            "title": _text(one.title for one in held),
            "region": _text(one.region for one in held),
            "sectors": _tuples(one.sectors for one in held),
            "roles": _tuples(one.roles for one in held),
            "segments": _whole(self.evidence.count("segments", names[one.case_id]) for one in held),
        }
        return _frame(columns, "case_id", [one.case_id for one in held])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row per source, by name; `text` is what the offsets of its segments index."""
        with self._project() as project:
            held = project.sources()
        names: dict[str, list[str]] = {one.name: [] for one in held}
        for segment in self._segments:
            names[segment.source].append(segment.segment_id)
        columns = {
            "format": _text(one.format for one in held),
            "sha256": _text(one.sha256 for one in held),
            "characters": _whole(len(one.text) for one in held),
            "segments": _whole(self.evidence.count("segments", names[one.name]) for one in held),
            "warnings": _tuples(one.warnings for one in held),
            "text": _text(one.text for one in held),
        }
        return _frame(columns, "source", [one.name for one in held])

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook that the project was coded with."""
        with self._project() as project:
            written = project.facts()["codebook"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "codebook.yaml"
            path.write_text(written, encoding="utf-8")
            return codebooks.read(path)

    @cached_property
    def evidence(self) -> Evidence:
        """What counts for each segment and who said so; counts over segments as the drafts make them."""
        with self._project() as project:
            return resolve(self._segments, self._codings, project.cases())

    @cached_property
    def _segments(self) -> tuple[Segment, ...]:
        with self._project() as project:
            return project.segments()

    @cached_property
    def _codings(self) -> tuple[Coding, ...]:
        with self._project() as project:
            return project.codings()

    @cached_property
    def _topics(self) -> tuple[Topic, ...]:
        with self._project() as project:
            return project.topics()

    @cached_property
    def _drafts(self) -> tuple[Draft, ...]:
        with self._project() as project:
            return project.drafts()

    def _project(self) -> Project:
        return open_project(self.path, create=False)

    def _counted(self, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
        return {of: _whole(self.evidence.count(of, names) for names in rows) for of in ("segments", "meetings")}

    def _codes_in_order(self, used: Iterable[str]) -> list[str]:
        """Themes with their sub-themes in codebook order, levels, kinds, and any other code that was used."""
        return list(dict.fromkeys([*self.codebook.codes, *map(str, Level), *map(str, Kind), *sorted(used)]))


def _meeting(segment: Segment, case: Case | None) -> str | None:
    return (case.meeting if case else "") or segment.outline.meeting


def _surest(decision: Decision) -> str | None:
    return decision.themes[0].code if decision.themes else None


def _section(draft: Draft, name: str) -> str:
    found = [sentence.text for section in draft.sections if section.name == name for sentence in section.sentences]
    return " ".join(found)


def _frame(columns: Mapping[str, Any], index: str | None = None, names: Sequence[object] = ()) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(dict(columns))
    return frame if index is None else frame.set_index(pd.Index(list(names), name=index))


def _text(values: Iterable[str | None]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series([value or None for value in values], dtype="string")


def _whole(values: Iterable[int | None]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(list(values), dtype="Int64")


def _numbers(values: Iterable[float | None]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(list(values), dtype="float64")


def _flags(values: Iterable[bool]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(list(values), dtype="bool")


def _tuples(values: Iterable[tuple[str, ...]]) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(list(values), dtype="object")


def _codes(values: Iterable[str | None], known: Iterable[str], *, ordered: bool = False) -> pd.Series[Any]:
    """Plain strings as categories: the known codes in their order, also those that do not occur."""
    import pandas as pd

    kind = pd.CategoricalDtype([str(code) for code in known], ordered=ordered)
    return pd.Series([None if value is None else str(value) for value in values], dtype=kind)
