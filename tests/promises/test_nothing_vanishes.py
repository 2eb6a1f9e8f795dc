"""Nothing vanishes: every character read is kept or removed with a reason, in a segment or left out with one."""

from __future__ import annotations

import csv
import json

import pytest

from pipeline import readers, shipped
from pipeline.spans import covered
from pipeline.store import open_project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def summary(demo_run):
    return json.loads((demo_run.out / "run.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project(demo_run):
    with open_project(demo_run.project, create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def written(demo_run):
    """The text of each source as it stands in sources/."""
    with (demo_run.out / "sources" / "index.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {
            row["source"]: (demo_run.out / "sources" / row["file"]).read_bytes().decode()
            for row in csv.DictReader(lines)
        }


def test_every_file_of_the_corpus_is_a_source(summary, written):
    names = {found.name for found in readers.find([shipped.demo()])}
    assert set(summary["by_source"]) == set(written) == names
    assert summary["unreadable"] == []


def test_each_source_adds_up(summary, written):
    for name, one in summary["by_source"].items():
        assert one["read"] - sum(one["removed"].values()) + sum(one["added"].values()) == one["text"], name
        assert one["in_segments"] + sum(one["left_out"].values()) == one["text"] == len(written[name]), name
        assert one["adds_up"] is True


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("2023-06_SO_VlaamseArdennen.txt", "cp1252"),
        ("2024-04_lerend_netwerk_beeldvorming.md", "utf-8"),
        ("2025-03_lerend_netwerk_zorg_op_tijd.vtt", "utf-8"),
    ],
)
def test_every_character_of_a_text_file_was_read(summary, name, encoding):
    whole = (shipped.demo() / name).read_bytes().decode(encoding)
    assert summary["by_source"][name]["read"] == len(whole)


def test_the_totals_are_the_sums(summary):
    sources = summary["by_source"].values()
    for key in ("read", "text", "in_segments"):
        assert summary[key] == sum(one[key] for one in sources)
    for key in ("removed", "added", "left_out", "segments"):
        for reason, number in summary[key].items():
            assert number == sum(one[key].get(reason, 0) for one in sources), reason
    assert summary["adds_up"] is True


def test_segments_and_spans_left_out_cover_every_character_once(project):
    for source in project.sources():
        inside = [(one.start, one.end) for one in project.segments() if one.source == source.name]
        outside = [(one.start, one.end) for one in project.left_out() if one.source == source.name]
        assert covered([*inside, *outside]) == len(source.text), source.name
        assert covered(inside) + sum(end - start for start, end in outside) == len(source.text), source.name


def test_every_span_left_out_has_a_reason(project):
    assert all(span.reason for span in project.left_out())


def test_the_text_of_a_segment_is_what_stands_in_its_source(demo_run, written):
    with (demo_run.out / "segments.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 300
    for row in rows:
        assert written[row["source"]][int(row["start"]) : int(row["end"])] == row["text"]


def test_every_segment_is_in_a_topic_draft_or_counted_as_left(summary, project):
    inside = {name for draft in project.drafts() for name in draft.segments}
    total = sum(summary["segments"].values())
    assert total == len(project.segments()) == len(inside) + sum(summary["segments_not_in_a_draft"].values())
