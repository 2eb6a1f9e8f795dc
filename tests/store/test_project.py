from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.model import (
    AgendaItem,
    Block,
    Case,
    Coding,
    Count,
    Draft,
    Ledger,
    LeftOut,
    Level,
    Outline,
    Role,
    Section,
    Segment,
    Segmentation,
    SegmentKind,
    Sentence,
    Source,
    Status,
    Support,
    Topic,
)
from pipeline.store import open_project

TEXT = "Hij bleef maar bellen.\nNiemand wist wie."


def source() -> Source:
    blocks = (
        Block(0, 22, Role.PARAGRAPH, page=1),
        Block(23, len(TEXT), Role.ITEM, depth=1, attributes={"regio": "Zuid"}),
    )
    return Source("map/een.txt", "ab" * 32, "txt", TEXT, blocks, Ledger(len(TEXT)), attributes={"datum": "2024"})


def segmentation() -> Segmentation:
    outline = Outline(("Thema", "MICRO"), "continuity", Level.MICRO, None, "lerend netwerk")
    segment = Segment.cut(source(), 0, 22, SegmentKind.QUOTE, outline=outline, case_id="c1", page=1)
    case = Case("c1", "map/een.txt", "lerend netwerk", "2024-03", "", "Zuid", ("CLB",), ("ouder",))
    return Segmentation("map/een.txt", (segment,), (LeftOut("map/een.txt", 22, len(TEXT), "prose"),), (case,))


def coding(coder: str, *, status: Status = Status.SUGGESTED, code: str = "continuity") -> Coding:
    return Coding(segmentation().segments[0].segment_id, code, coder, 0.75, status, ("bellen",))


def test_sources_segments_and_cases_come_back_as_they_went_in(tmp_path: Path) -> None:
    with open_project(tmp_path / "project.db") as project:
        project.save_sources([source()], [segmentation()])
    with open_project(tmp_path / "project.db") as project:
        assert project.sources() == (source(),)
        assert project.segments() == segmentation().segments
        assert project.left_out() == segmentation().left_out
        assert project.cases() == segmentation().cases


def test_drafts_topics_and_agenda_come_back_as_they_went_in(tmp_path: Path) -> None:
    sentence = Sentence("In 2 overleggen.", ("s1",), ("Hij",), (Count(2, "meetings", ("s1",)),))
    draft = Draft(
        "d1",
        Level.MESO,
        "continuity",
        "",
        "Rest",
        sentence,
        (Section("findings", (sentence,)),),
        Support(1, 1, 1),
        ("s1",),
    )
    topic = Topic("t1", None, "bus en trein", ("bus", "trein"), ("s1",))
    item = AgendaItem(1, "t1", "bus en trein", True, 0.5, {"salience": 1.0}, (sentence,), ("s1",))
    with open_project(tmp_path / "project.db") as project:
        project.save_drafts([draft])
        project.save_topics([topic])
        project.save_agenda([item])
        assert (project.drafts(), project.topics(), project.agenda()) == ((draft,), (topic,), (item,))


def test_a_rerun_keeps_what_a_person_coded(tmp_path: Path) -> None:
    person = coding("person:an", status=Status.ACCEPTED)
    with open_project(tmp_path / "project.db") as project:
        project.save_codings([coding("model:x@1")])
        project.add_codings([person])
        project.save_codings([coding("model:x@2")])
        assert {one.coder for one in project.codings()} == {"person:an", "model:x@2"}


def test_a_persons_coding_survives_the_loss_of_its_segment(tmp_path: Path) -> None:
    with open_project(tmp_path / "project.db") as project:
        project.save_sources([source()], [segmentation()])
        project.add_codings([coding("person:an")])
        project.save_sources([], [])
        assert project.segments() == ()
        assert project.codings() == (coding("person:an"),)


def test_adding_a_coding_twice_keeps_the_last(tmp_path: Path) -> None:
    with open_project(tmp_path / "project.db") as project:
        project.add_codings([coding("person:an")])
        project.add_codings([coding("person:an", status=Status.REJECTED)])
        assert [one.status for one in project.codings()] == [Status.REJECTED]


def test_the_database_is_in_wal_mode(tmp_path: Path) -> None:
    with open_project(tmp_path / "project.db"):
        pass
    assert sqlite3.connect(tmp_path / "project.db").execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_failed_write_leaves_the_old_rows(tmp_path: Path) -> None:
    with open_project(tmp_path / "project.db") as project:
        project.save_sources([source()], [segmentation()])
        with pytest.raises(Exception, match="UNIQUE"):
            project.save_sources([source(), source()], [segmentation()])
        assert project.sources() == (source(),)
        assert len(project.segments()) == 1


def test_a_missing_project_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nergens\.db: there is no project here"):
        open_project(tmp_path / "nergens.db", create=False)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "project.db").write_bytes(b"geen databank" * 100)
    with pytest.raises(StoreError, match="no project database"):
        open_project(tmp_path / "project.db")


def test_another_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ander.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bloemen (naam TEXT)")
    with pytest.raises(StoreError, match="no Rode Draad project"):
        open_project(path)
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("bloemen",)]


def test_a_project_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    with open_project(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer Rode Draad"):
        open_project(path)


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    import sqlalchemy as sa

    from pipeline.store import tables

    with open_project(tmp_path / "project.db"):
        pass
    made = sa.inspect(sa.create_engine(f"sqlite:///{tmp_path / 'project.db'}"))
    for table in tables.metadata.sorted_tables:
        assert {column["name"] for column in made.get_columns(table.name)} == {column.name for column in table.columns}
