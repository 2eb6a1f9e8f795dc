"""A project as pandas frames, for use from Python and in notebooks."""

from __future__ import annotations

import tempfile
from functools import cached_property
from pathlib import Path

import pandas as pd

from pipeline import codebook as codebooks
from pipeline.codebook import Codebook
from pipeline.errors import StoreError
from pipeline.evidence import Evidence, resolve
from pipeline.model import Coding, Level
from pipeline.store import open_project

DATABASE = "project.db"


def open(path: str | Path) -> Frames:
    """Open a project by the folder of its results or by its database file.

    Raises StoreError when there is no project, or when its first run was not finished.
    """
    place = Path(path)
    return Frames(place / DATABASE if place.is_dir() else place)


class Frames:
    """The parts of a project as frames, each read once; what a frame holds stands with its property."""

    def __init__(self, path: Path) -> None:
        with open_project(path, create=False) as project:
            self._sources = project.sources()
            self._segments = project.segments()
            self._cases = project.cases()
            self._codings = project.codings()
            self._topics = project.topics()
            self._drafts = project.drafts()
            self._agenda = project.agenda()
            facts = project.facts()
        if "codebook" not in facts:
            raise StoreError(f"{path}: the first run was not finished; run `rodedraad run` on it again")
        self._codebook_text = facts["codebook"]

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook that the project was coded with."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "codebook.yaml"
            copy.write_text(self._codebook_text, encoding="utf-8")
            return codebooks.read(copy)

    @cached_property
    def _evidence(self) -> Evidence:
        return resolve(self._segments, self._codings, self._cases)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """One row per segment: the columns of segments.csv, and what was decided: theme, themes, level, kind, confidence."""
        cases = {case.case_id: case for case in self._cases}
        rows = []
        for one in self._segments:
            case, decision = cases.get(one.case_id), self._evidence.decisions[one.segment_id]
            themes = [said.code for said in decision.themes]
            rows.append(
                {
                    "segment_id": one.segment_id,
                    "source": one.source,
                    "start": one.start,
                    "end": one.end,
                    "text": one.text,
                    "segment_kind": str(one.kind),
                    "heading": " > ".join(one.outline.headings),
                    "page": one.page,
                    "row": one.row,
                    "speaker": one.speaker,
                    "meeting": case.meeting if case else "",
                    "date": case.date if case else "",
                    "theme": themes[0] if themes else None,
                    "themes": ";".join(themes),
                    "level": decision.level.code if decision.level else None,
                    "kind": decision.kind.code if decision.kind else None,
                    "confidence": decision.themes[0].confidence if decision.themes else None,
                    "case_id": one.case_id,
                }
            )
        columns = ["segment_id", "source", "start", "end", "text", "segment_kind", "heading", "page", "row", "speaker", "meeting", "date", "theme", "themes", "level", "kind", "confidence", "case_id"]
        frame = pd.DataFrame(rows, columns=columns).set_index("segment_id")
        return frame.astype({"page": "Int64", "row": "Int64", "confidence": "float64"})

    @cached_property
    def codings(self) -> pd.DataFrame:
        """One row per code × segment × coder: the columns of codings.csv."""
        rows = [_coding_row(one) for one in self._codings]
        return pd.DataFrame(rows, columns=["segment_id", "code", "coder", "confidence", "status", "evidence_words"])

    @cached_property
    def themes(self) -> pd.DataFrame:
        """One row per theme × level: theme, label, level, segments, meetings (repeated quotes count once)."""
        rows = []
        for theme in self.codebook.themes:
            coded = self._evidence.with_code(self._evidence.segments, theme.key)
            for level in Level:
                names = self._evidence.with_code(coded, str(level))
                rows.append(
                    {
                        "theme": theme.key,
                        "label": theme.label,
                        "level": str(level),
                        "segments": self._evidence.count("segments", names),
                        "meetings": self._evidence.count("meetings", names),
                    }
                )
        return pd.DataFrame(rows, columns=["theme", "label", "level", "segments", "meetings"])

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row per topic: topic_id, theme (empty for a new one), label, words, segments (how many), segment_ids."""
        rows = [
            {
                "topic_id": one.topic_id,
                "theme": one.theme,
                "label": one.label,
                "words": ", ".join(one.words),
                "segments": len(one.segments),
                "segment_ids": list(one.segments),
            }
            for one in self._topics
        ]
        columns = ["topic_id", "theme", "label", "words", "segments", "segment_ids"]
        return pd.DataFrame(rows, columns=columns).set_index("topic_id")

    @cached_property
    def drafts(self) -> pd.DataFrame:
        """One row per draft: draft_id, level, theme, subtheme, title, recommendation, segments, meetings, segment_ids."""
        rows = []
        for one in self._drafts:
            advice = next((part.sentences for part in one.sections if part.name == "recommendation"), ())
            rows.append(
                {
                    "draft_id": one.draft_id,
                    "level": str(one.level),
                    "theme": one.theme,
                    "subtheme": one.subtheme_label,
                    "title": one.title.text,
                    "recommendation": " ".join(sentence.text for sentence in advice),
                    "segments": one.support.segments,
                    "meetings": one.support.meetings,
                    "segment_ids": list(one.segments),
                }
            )
        columns = ["draft_id", "level", "theme", "subtheme", "title", "recommendation", "segments", "meetings", "segment_ids"]
        return pd.DataFrame(rows, columns=columns).set_index("draft_id")

    @cached_property
    def agenda(self) -> pd.DataFrame:
        """One row per proposal, by rank: key, label, new, score, the parts of the score, reasons."""
        rows = [
            {
                "rank": one.rank,
                "key": one.key,
                "label": one.label,
                "new": one.new,
                "score": one.score,
                **one.parts,
                "reasons": " ".join(sentence.text for sentence in one.reasons),
            }
            for one in self._agenda
        ]
        return pd.DataFrame(rows, columns=None if rows else ["rank", "key", "label", "new", "score", "reasons"])

    @cached_property
    def cases(self) -> pd.DataFrame:
        """One row per meeting: case_id, source, meeting, date, title, region, sectors and roles (`;`-joined)."""
        rows = [
            {
                "case_id": one.case_id,
                "source": one.source,
                "meeting": one.meeting,
                "date": one.date,
                "title": one.title,
                "region": one.region,
                "sectors": ";".join(one.sectors),
                "roles": ";".join(one.roles),
            }
            for one in self._cases
        ]
        columns = ["case_id", "source", "meeting", "date", "title", "region", "sectors", "roles"]
        return pd.DataFrame(rows, columns=columns).set_index("case_id")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row per source: name, format, characters, sha256, text."""
        rows = [
            {
                "name": one.name,
                "format": one.format,
                "characters": len(one.text),
                "sha256": one.sha256,
                "text": one.text,
            }
            for one in self._sources
        ]
        return pd.DataFrame(rows, columns=["name", "format", "characters", "sha256", "text"]).set_index("name")


def _coding_row(one: Coding) -> dict[str, object]:
    return {
        "segment_id": one.segment_id,
        "code": one.code,
        "coder": one.coder,
        "confidence": one.confidence,
        "status": str(one.status),
        "evidence_words": ";".join(one.evidence_words),
    }
