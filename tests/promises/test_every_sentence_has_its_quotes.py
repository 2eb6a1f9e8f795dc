"""Every sentence has its quotes: all drafts and the agenda pass the gate, and what was tampered with does not."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from dataclasses import replace

import pytest

from pipeline import codebook as codebooks
from pipeline import shipped
from pipeline.evidence import check, resolve
from pipeline.model import Draft
from pipeline.store import open_project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stored(demo_run):
    with open_project(demo_run.project, create=False) as project:
        yield project


@pytest.fixture(scope="module")
def sources(stored):
    return {source.name: source for source in stored.sources()}


@pytest.fixture(scope="module")
def evidence(stored):
    return resolve(stored.segments(), stored.codings(), stored.cases())


@pytest.fixture(scope="module")
def names(stored):
    """Labels of codes and topics, whose own numbers are no counts."""
    themes = codebooks.read(shipped.codebook()).themes
    below = [sub.label for theme in themes for sub in theme.subthemes]
    return [theme.label for theme in themes] + below + [topic.label for topic in stored.topics()]


@pytest.fixture(scope="module")
def everything(stored):
    return (*stored.drafts(), *stored.agenda())


@pytest.fixture(scope="module")
def draft(stored):
    """A draft with a count and a quoted passage in its first sentence after the title that has both."""
    return next(one for one in stored.drafts() if any(s.counts for s in sentences(one)))


def sentences(item):
    if isinstance(item, Draft):
        return [item.title, *(sentence for section in item.sections for sentence in section.sentences)]
    return list(item.reasons)


def with_sentence(draft, old, new):
    sections = tuple(
        replace(section, sentences=tuple(new if one is old else one for one in section.sentences))
        for section in draft.sections
    )
    return replace(draft, title=new if draft.title is old else draft.title, sections=sections)


def test_there_are_drafts_at_every_level_and_an_agenda(stored):
    assert {draft.level for draft in stored.drafts()} == {"micro", "meso", "macro"}
    assert len(stored.drafts()) >= 10
    assert len(stored.agenda()) >= 6


def test_every_sentence_passes(everything, evidence, sources, names):
    assert [problem for item in everything for problem in check(item, evidence, sources, names=names)] == []
    assert all(sentence.segments for item in everything for sentence in sentences(item))


def test_every_cited_segment_is_in_segments_csv(demo_run, everything):
    known = set(re.findall(r"^(s[0-9a-f]{12}),", (demo_run.out / "segments.csv").read_text("utf-8"), re.MULTILINE))
    assert {name for item in everything for sentence in sentences(item) for name in sentence.segments} <= known
    for file in ("recommendations.html", "recommendations.md", "agenda.html"):
        cited = set(re.findall(r"\bs[0-9a-f]{12}\b", (demo_run.out / file).read_text("utf-8")))
        assert cited, file
        assert cited <= known, file


def test_segments_moved_by_one_are_found(draft, evidence, sources, names):
    moved = {
        name: replace(one, start=one.start + 1, end=one.end + 1) if one.end < len(sources[one.source].text) else one
        for name, one in evidence.segments.items()
    }
    assert check(draft, replace(evidence, segments=moved), sources, names=names)


def test_a_source_with_one_letter_more_is_found(draft, evidence, sources, names):
    class Changed:
        def __init__(self, source):
            self.text = "x" + source.text

    changed = {name: Changed(source) for name, source in sources.items()}
    assert check(draft, evidence, changed, names=names)


def test_a_changed_number_is_found(draft, evidence, sources, names):
    counted = next(one for one in sentences(draft) if one.counts)
    first = counted.counts[0]
    larger = replace(counted, counts=(replace(first, value=first.value + 1), *counted.counts[1:]))
    assert check(with_sentence(draft, counted, larger), evidence, sources, names=names)
    worded = replace(counted, text=counted.text + " Dat zeiden 97 mensen.")
    assert check(with_sentence(draft, counted, worded), evidence, sources, names=names)


def test_a_changed_quotation_is_found(stored, evidence, sources, names):
    draft, quoting = next((one, s) for one in stored.drafts() for s in sentences(one) if s.quoted)
    passage = quoting.quoted[0]
    other = passage.replace("e", "u", 1) if "e" in passage else passage + "!"
    changed = replace(quoting, text=quoting.text.replace(passage, other), quoted=(other, *quoting.quoted[1:]))
    assert check(with_sentence(draft, quoting, changed), evidence, sources, names=names)


def test_a_deleted_segment_is_found(draft, evidence, sources, names):
    gone = sentences(draft)[0].segments[0]
    fewer = {name: one for name, one in evidence.segments.items() if name != gone}
    assert check(draft, replace(evidence, segments=fewer), sources, names=names)


def test_a_sentence_without_segments_is_found(draft, evidence, sources, names):
    bare = replace(draft.title, segments=())
    assert check(replace(draft, title=bare), evidence, sources, names=names)


def test_a_tampered_project_exports_nothing_and_leaves_with_3(tmp_path, demo_run, stored, rodedraad):
    project = tmp_path / "project.db"
    shutil.copy(demo_run.project, project)
    used = stored.drafts()[0].segments[0]
    with sqlite3.connect(project) as database:
        database.execute("UPDATE segments SET text = text || ' en nog veel meer' WHERE segment_id = ?", (used,))
    database.close()
    done = rodedraad("recommend", project, "--out", tmp_path / "out")
    assert done.returncode == 3
    assert used in done.stderr
    assert not (tmp_path / "out" / "recommendations.md").exists()


def test_the_summary_counts_the_drafts(demo_run, stored):
    summary = json.loads((demo_run.out / "run.json").read_text(encoding="utf-8"))
    assert summary["drafts"] == len(stored.drafts())
    assert summary["agenda"] == len(stored.agenda())
