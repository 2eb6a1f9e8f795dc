"""Open, fill and read a project."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipeline.errors import StoreError
from pipeline.model import (
    AgendaItem,
    Block,
    Case,
    Coding,
    Doubt,
    Draft,
    Ledger,
    LeftOut,
    Mark,
    Outline,
    Segment,
    Segmentation,
    SegmentKind,
    Source,
    Status,
    Topic,
)
from pipeline.store import tables
from pipeline.store.json_text import dump, load

BATCH = 5000  # rows per insert


@dataclass(frozen=True, slots=True)
class _Body:
    """What a source holds beside its text."""

    blocks: tuple[Block, ...]
    ledger: Ledger
    marks: tuple[Mark, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def open_project(path: Path | str, *, create: bool = True) -> Project:
    """Open a project database by path, bring its tables up to date, and make it when it is not there.

    Raises StoreError when the file is no project, is newer than this version, or cannot be written.
    """
    path = Path(path)
    if not create and not path.is_file():
        raise StoreError(f"{path}: there is no project here; make one with `rodedraad run PATH… --out DIR`")
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; name the project file in it, mostly project.db")
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(f"sqlite:///{path}")
    sa.event.listen(engine, "connect", _prepare)
    try:
        _migrate(engine, path)
    except sa.exc.DatabaseError as error:
        raise StoreError(f"{path}: is no project database, or is locked or damaged ({error.orig})") from error
    return Project(path, engine)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()


def _migrate(engine: sa.Engine, path: Path) -> None:
    """Run the migrations that this database has not had."""
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("path_separator", "os")
    with resources.as_file(resources.files("pipeline.store") / "migrations") as scripts:
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        known = ScriptDirectory.from_config(config)
        with engine.begin() as connection:
            names = set(sa.inspect(connection).get_table_names())
            if names and "alembic_version" not in names:
                raise StoreError(f"{path}: is a database, but no Rode Draad project; choose another file")
            current = MigrationContext.configure(connection).get_current_revision()
            if current == known.get_current_head():
                return
            if current is not None and current not in {script.revision for script in known.walk_revisions()}:
                raise StoreError(f"{path}: was made by a newer Rode Draad ({current}); install that version")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


class Project:
    """One project database. Writing methods replace what they name in one transaction."""

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        self.path = path
        self._engine = engine

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise StoreError(f"{self.path}: cannot be written ({error.orig}); is another run busy with it?") from error

    # Writing

    def save_sources(self, sources: Sequence[Source], segmentations: Sequence[Segmentation]) -> None:
        """Replace all sources, segments, left-out spans and cases; codings are left as they are."""
        with self._begin() as connection:
            for table in (tables.sources, tables.segments, tables.left_out, tables.cases):
                connection.execute(sa.delete(table))
            _insert(connection, tables.sources, (_source_row(source) for source in sources))
            _insert(connection, tables.segments, _segment_rows(segmentations))
            _insert(
                connection,
                tables.left_out,
                (
                    {"source": span.source, "start": span.start, "end": span.end, "reason": span.reason}
                    for one in segmentations
                    for span in one.left_out
                ),
            )
            _insert(connection, tables.cases, (_case_row(case) for one in segmentations for case in one.cases))

    def save_codings(self, codings: Iterable[Coding]) -> None:
        """Replace every coding that a machine or the report made; what a person coded stays."""
        with self._begin() as connection:
            connection.execute(sa.delete(tables.codings).where(~tables.codings.c.coder.like("person:%")))
            kept = {
                (row.segment_id, row.code, row.coder)
                for row in connection.execute(
                    sa.select(tables.codings.c.segment_id, tables.codings.c.code, tables.codings.c.coder)
                )
            }
            rows = (
                _coding_row(coding) for coding in codings if (coding.segment_id, coding.code, coding.coder) not in kept
            )
            _insert(connection, tables.codings, rows)

    def add_codings(self, codings: Iterable[Coding]) -> None:
        """Add or overwrite single codings, as a person makes them."""
        with self._begin() as connection:
            for coding in codings:
                key = (tables.codings.c.segment_id == coding.segment_id) & (tables.codings.c.code == coding.code)
                connection.execute(sa.delete(tables.codings).where(key & (tables.codings.c.coder == coding.coder)))
                connection.execute(sa.insert(tables.codings), [_coding_row(coding)])

    def forget(self, segment_ids: Iterable[str]) -> None:
        """Delete every coding of some segments, also what people coded."""
        with self._begin() as connection:
            for name in segment_ids:
                connection.execute(sa.delete(tables.codings).where(tables.codings.c.segment_id == name))

    def compact(self) -> None:
        """Write the file anew, so that nothing deleted can be read in it any more."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
            connection.execute(sa.text("VACUUM"))
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def save_topics(self, topics: Sequence[Topic]) -> None:
        """Replace all topics."""
        rows = (
            {"topic_id": topic.topic_id, "position": position, "body": dump(Topic, topic)}
            for position, topic in enumerate(topics)
        )
        with self._begin() as connection:
            connection.execute(sa.delete(tables.topics))
            _insert(connection, tables.topics, rows)

    def save_drafts(self, drafts: Sequence[Draft]) -> None:
        """Replace all drafts."""
        rows = (
            {
                "draft_id": draft.draft_id,
                "position": position,
                "level": draft.level.value,
                "theme": draft.theme,
                "body": dump(Draft, draft),
            }
            for position, draft in enumerate(drafts)
        )
        with self._begin() as connection:
            connection.execute(sa.delete(tables.drafts))
            _insert(connection, tables.drafts, rows)

    def save_agenda(self, items: Sequence[AgendaItem]) -> None:
        """Replace the agenda."""
        rows = ({"rank": item.rank, "body": dump(AgendaItem, item)} for item in items)
        with self._begin() as connection:
            connection.execute(sa.delete(tables.agenda))
            _insert(connection, tables.agenda, rows)

    def save_facts(self, facts: Mapping[str, str]) -> None:
        """Add or overwrite facts about the project (codebook, versions, summary of the last run …)."""
        with self._begin() as connection:
            connection.execute(sa.delete(tables.facts).where(tables.facts.c.key.in_(list(facts))))
            _insert(connection, tables.facts, ({"key": key, "value": value} for key, value in facts.items()))

    def save_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Replace the codings to look at first."""
        self.save_facts({"doubts": dump(tuple[Doubt, ...], tuple(doubts))})

    def save_withdrawn(self, segment_ids: Iterable[str]) -> None:
        """Remember segments that were withdrawn, beside those withdrawn before."""
        ids = sorted({*self.withdrawn(), *segment_ids})
        self.save_facts({"withdrawn": dump(list[str], ids)})

    # Reading

    def sources(self) -> tuple[Source, ...]:
        """All sources by name."""
        return tuple(_source(row) for row in self._rows(tables.sources, tables.sources.c.name))

    def segments(self) -> tuple[Segment, ...]:
        """All segments, by source and place."""
        return tuple(_segment(row) for row in self._rows(tables.segments, tables.segments.c.position))

    def left_out(self) -> tuple[LeftOut, ...]:
        """All spans left out, by source and place."""
        table = tables.left_out
        return tuple(
            LeftOut(row.source, row.start, row.end, row.reason)
            for row in self._rows(table, table.c.source, table.c.start)
        )

    def cases(self) -> tuple[Case, ...]:
        """All cases, by source and date."""
        table = tables.cases
        return tuple(_case(row) for row in self._rows(table, table.c.source, table.c.date, table.c.case_id))

    def codings(self) -> tuple[Coding, ...]:
        """All codings, also of segments that a later run no longer found."""
        table = tables.codings
        return tuple(_coding(row) for row in self._rows(table, table.c.segment_id, table.c.coder, table.c.code))

    def topics(self) -> tuple[Topic, ...]:
        """All topics in their order."""
        rows = self._rows(tables.topics, tables.topics.c.position)
        return tuple(load(Topic, row.body, where=f"{self.path}: topic {row.topic_id}") for row in rows)

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts in their order."""
        rows = self._rows(tables.drafts, tables.drafts.c.position)
        return tuple(load(Draft, row.body, where=f"{self.path}: draft {row.draft_id}") for row in rows)

    def agenda(self) -> tuple[AgendaItem, ...]:
        """The agenda by rank."""
        rows = self._rows(tables.agenda, tables.agenda.c.rank)
        return tuple(load(AgendaItem, row.body, where=f"{self.path}: agenda {row.rank}") for row in rows)

    def doubts(self) -> tuple[Doubt, ...]:
        """The codings to look at first; none before a run chose them."""
        return load(tuple[Doubt, ...], self.facts().get("doubts", "[]"), where=f"{self.path}: doubts")

    def withdrawn(self) -> frozenset[str]:
        """The ids of segments that were withdrawn."""
        return frozenset(load(list[str], self.facts().get("withdrawn", "[]"), where=f"{self.path}: withdrawn"))

    def facts(self) -> dict[str, str]:
        """Facts about the project."""
        return {row.key: row.value for row in self._rows(tables.facts, tables.facts.c.key)}

    def _rows(self, table: sa.Table, *order: sa.ColumnElement[Any]) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return connection.execute(sa.select(table).order_by(*order)).all()


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    batch: list[Mapping[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            connection.execute(sa.insert(table), batch)
            batch = []
    if batch:
        connection.execute(sa.insert(table), batch)


def _source_row(source: Source) -> dict[str, Any]:
    body = _Body(source.blocks, source.ledger, source.marks, source.attributes, source.warnings)
    return {
        "name": source.name,
        "sha256": source.sha256,
        "text_sha256": source.text_sha256,
        "format": source.format,
        "text": source.text,
        "body": dump(_Body, body),
    }


def _source(row: Any) -> Source:
    body = load(_Body, row.body, where=f"source {row.name}")
    return Source(
        row.name, row.sha256, row.format, row.text, body.blocks, body.ledger, body.marks, body.attributes, body.warnings
    )


def _segment_rows(segmentations: Sequence[Segmentation]) -> Iterator[dict[str, Any]]:
    position = 0
    for one in segmentations:
        for segment in one.segments:
            yield {
                "segment_id": segment.segment_id,
                "position": position,
                "source": segment.source,
                "start": segment.start,
                "end": segment.end,
                "text": segment.text,
                "kind": segment.kind.value,
                "outline": dump(Outline, segment.outline),
                "case_id": segment.case_id,
                "page": segment.page,
                "row": segment.row,
                "speaker": segment.speaker,
                "parent": segment.parent,
                "attributes": dump(dict[str, str], dict(segment.attributes)),
            }
            position += 1


def _segment(row: Any) -> Segment:
    where = f"segment {row.segment_id}"
    return Segment(
        row.segment_id,
        row.source,
        row.start,
        row.end,
        row.text,
        SegmentKind(row.kind),
        load(Outline, row.outline, where=where),
        row.case_id,
        row.page,
        row.row,
        row.speaker,
        row.parent,
        load(dict, row.attributes, where=where),
    )


def _case_row(case: Case) -> dict[str, Any]:
    return {
        "case_id": case.case_id,
        "source": case.source,
        "meeting": case.meeting,
        "date": case.date,
        "title": case.title,
        "region": case.region,
        "sectors": dump(tuple[str, ...], case.sectors),
        "roles": dump(tuple[str, ...], case.roles),
    }


def _case(row: Any) -> Case:
    where = f"case {row.case_id}"
    return Case(
        row.case_id,
        row.source,
        row.meeting,
        row.date,
        row.title,
        row.region,
        tuple(load(list, row.sectors, where=where)),
        tuple(load(list, row.roles, where=where)),
    )


def _coding_row(coding: Coding) -> dict[str, Any]:
    return {
        "segment_id": coding.segment_id,
        "code": coding.code,
        "coder": coding.coder,
        "confidence": coding.confidence,
        "status": coding.status.value,
        "evidence_words": dump(tuple[str, ...], coding.evidence_words),
    }


def _coding(row: Any) -> Coding:
    return Coding(
        row.segment_id,
        row.code,
        row.coder,
        row.confidence,
        Status(row.status),
        tuple(load(list, row.evidence_words, where=f"coding of {row.segment_id}")),
    )
