"""A kill loses nothing: killed at any moment, the same command finishes the work, without doubles."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing

import pytest

from pipeline import shipped
from pipeline.model import Coding, Status
from pipeline.store import open_project

pytestmark = pytest.mark.slow

REPORTS = (
    "2023-02_samenwerkingsoverleg_Westhoek.docx",
    "2023-06_SO_VlaamseArdennen.txt",
    "2025-05_lerend_netwerk_daginvulling.xlsx",
    "cases.csv",
)
TABLES = ("sources", "segments", "left_out", "cases", "codings", "topics", "drafts", "agenda", "facts")
PATIENCE = 120.0  # seconds


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """A part of the demo corpus, so that a run is short."""
    folder = tmp_path_factory.mktemp("reports")
    for name in REPORTS:
        shutil.copy(shipped.demo() / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, reports, rodedraad):
    out = tmp_path_factory.mktemp("undisturbed")
    done = rodedraad("run", reports, "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    return out


def rows(out):
    """How many rows each table of the project has."""
    with closing(sqlite3.connect(out / "project.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def stored(out, table):
    """How many rows a table holds already; 0 while there is no such table."""
    if not (out / "project.db").exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{out / 'project.db'}?mode=ro", uri=True, timeout=5)) as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


MOMENTS = {
    "half a second": lambda out, since: since > 0.5,
    "the project is there": lambda out, since: (out / "project.db").exists(),
    "two seconds": lambda out, since: since > 2,
    "segments are stored": lambda out, since: stored(out, "segments") > 0,
    "codings are stored": lambda out, since: stored(out, "codings") > 0,
    "drafts are stored": lambda out, since: stored(out, "drafts") > 0,
    "the first table is written": lambda out, since: (out / "segments.csv").exists(),
    "documents are being written": lambda out, since: (out / "recommendations.md").exists(),
}


def killed_when(process, moment, out):
    """Kill a process at a moment; whether it was still running then."""
    since = time.monotonic()
    try:
        while process.poll() is None and time.monotonic() - since < PATIENCE:
            if moment(out, time.monotonic() - since):
                break
            time.sleep(0.002)
        running = process.poll() is None
    finally:
        process.kill()
        process.wait()
    return running


def assert_finished(out, undisturbed, delivered):
    assert delivered(out) == delivered(undisturbed)
    assert rows(out) == rows(undisturbed)
    assert (out / "run.json").exists()
    assert [path.name for path in out.rglob("*.part")] == []


def test_killed_at_many_moments_one_after_another(tmp_path, reports, undisturbed, started, rodedraad, delivered):
    """Each kill falls into the same folder, on top of what the one before left."""
    out = tmp_path / "out"
    running = {}
    for name, moment in MOMENTS.items():
        running[name] = killed_when(started("run", reports, "--out", out, "--quiet"), moment, out)
    assert sum(running.values()) >= len(MOMENTS) - 2, running
    done = rodedraad("run", reports, "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    assert_finished(out, undisturbed, delivered)


@pytest.mark.parametrize("name", ["drafts are stored"])
def test_killed_once(tmp_path, reports, undisturbed, started, rodedraad, delivered, name):
    out = tmp_path / "out"
    assert killed_when(started("run", reports, "--out", out, "--quiet"), MOMENTS[name], out)
    assert not (out / "run.json").exists()
    done = rodedraad("run", reports, "--out", out, "--quiet")
    assert done.returncode == 0, done.stderr
    assert_finished(out, undisturbed, delivered)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of an open file at once")
def test_what_a_person_coded_outlives_a_kill_and_counts(tmp_path, reports, undisturbed, started, rodedraad):
    out = tmp_path / "out"
    shutil.copytree(undisturbed, out)
    with open_project(out / "project.db", create=False) as project:
        segment = next(one for one in project.segments() if one.outline.theme is None)
        theme = Coding(segment.segment_id, "prevention", "person:An", 1.0, Status.ACCEPTED)
        level = Coding(segment.segment_id, "macro", "person:An", 1.0, Status.ACCEPTED)
        project.add_codings([theme, level])
    (out / "segments.csv").unlink()
    command = ("run", reports, "--out", out, "--quiet")
    killed_when(started(*command), lambda out, since: stored(out, "codings") > 0 and since > 2, out)
    assert rodedraad(*command).returncode == 0
    with open_project(out / "project.db", create=False) as project:
        assert [one for one in project.codings() if one.coder == "person:An"] == sorted(
            [theme, level], key=lambda one: one.code
        )
        keys = Counter((one.segment_id, one.code, one.coder) for one in project.codings())
        assert max(keys.values()) == 1
    written = (out / "codings.csv").read_text(encoding="utf-8-sig")
    assert written.count(f"{segment.segment_id},prevention,person:An,1.0000,accepted") == 1
    assert written.count(f"{segment.segment_id},macro,person:An,1.0000,accepted") == 1
    in_report = (out / "run.json").read_text(encoding="utf-8")
    assert '"person:An": 2' in in_report
