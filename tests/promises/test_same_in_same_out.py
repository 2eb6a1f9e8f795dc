"""Same in, same out: another process, folder, time zone and hash seed give the same bytes."""

from __future__ import annotations

import json
import shutil

import pytest

from pipeline import shipped

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def other_run(tmp_path_factory, rodedraad):
    """The demo corpus again: a copy with other file times, elsewhere, by another process."""
    folder = tmp_path_factory.mktemp("other")
    shutil.copytree(shipped.demo(), folder / "reports", copy_function=shutil.copyfile)
    environment = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = rodedraad("run", folder / "reports", "--out", folder / "elsewhere", "--quiet", environment=environment)
    assert done.returncode == 0, done.stderr
    return folder / "elsewhere"


def test_files_are_the_same_byte_by_byte(demo_run, other_run, delivered):
    first, second = delivered(demo_run.out), delivered(other_run)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_only_the_seconds_in_run_json_differ(demo_run, other_run):
    first, second = (json.loads((out / "run.json").read_text(encoding="utf-8")) for out in (demo_run.out, other_run))
    assert first.pop("seconds").keys() == second.pop("seconds").keys()
    assert first == second


def test_the_folder_stands_in_no_file(other_run, delivered):
    place = str(other_run.parent).encode()
    files = {**delivered(other_run), "run.json": (other_run / "run.json").read_bytes()}
    assert [name for name, content in files.items() if place in content] == []


def test_a_second_run_into_the_same_folder_changes_nothing(other_run, delivered, rodedraad):
    before = delivered(other_run)
    assert rodedraad("run", other_run.parent / "reports", "--out", other_run, "--quiet").returncode == 0
    assert delivered(other_run) == before
