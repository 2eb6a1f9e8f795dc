"""A project as pandas frames."""

import subprocess
import sys

import pandas as pd
import pytest

import pipeline
from pipeline.errors import StoreError
from pipeline.model import (
    AgendaItem,
    Case,
    Coding,
    Draft,
    Ledger,
    Level,
    Outline,
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

CODEBOOK = """
name: Proef
language: nl
themes:
  - key: school
    label: School
    seeds: [klas]
    subthemes: [{key: bus, label: Vervoer naar school, seeds: [bus]}]
  - key: wonen
    label: Wonen
    seeds: [kamer]
"""
TEXT = "De bus komt te laat.\nDe kamer is klein.\nDe bus komt te laat.\nDank voor de taart."
MODEL = "model:proef@1"


def cut(source, start, end, **more):
    return Segment.cut(source, start, end, SegmentKind.QUOTE, case_id="c1", **more)


@pytest.fixture
def held():
    """Four segments, the third a repeat of the first."""
    source = Source("a/verslag.txt", "0" * 64, "txt", TEXT, (), Ledger(len(TEXT)))
    outline = Outline(("Verslag", "Thema school"), meeting="overleg")
    return source, (
        cut(source, 0, 20, page=2, outline=outline),
        cut(source, 21, 39, speaker="begeleider"),
        cut(source, 40, 60),
        cut(source, 61, len(TEXT)),
    )


@pytest.fixture
def folder(tmp_path, held):
    """A project as a run leaves it."""
    source, (bus, room, again, cake) = held
    codings = [
        Coding(bus.segment_id, "school", MODEL, 0.9, evidence_words=("bus", "laat")),
        Coding(bus.segment_id, "school/bus", MODEL, 0.8),
        Coding(bus.segment_id, "wonen", MODEL, 0.4),
        Coding(bus.segment_id, "meso", MODEL, 0.7),
        Coding(bus.segment_id, "barrier", MODEL, 0.7),
        Coding(again.segment_id, "school", MODEL, 0.9),
        Coding(again.segment_id, "meso", MODEL, 0.7),
        Coding(room.segment_id, "school", MODEL, 0.6),
        Coding(room.segment_id, "wonen", "person:Ann", 1.0, Status.ACCEPTED),
        Coding("s000000000000", "school", "person:Ann", 1.0),
    ]
    sentence = Sentence("Zorg voor een bus die op tijd komt.", (bus.segment_id, again.segment_id))
    draft = Draft(
        "d1",
        Level.MESO,
        "school",
        "school/bus",
        "Vervoer naar school",
        Sentence("Een bus op tijd", (bus.segment_id,)),
        (Section("recommendation", (sentence,)), Section("barriers", (sentence,))),
        Support(1, 1, 1, ("onderwijs",), (), ("2024",)),
        (bus.segment_id, again.segment_id),
        ("networks",),
    )
    item = AgendaItem(1, "school", "School", False, 0.6, {"salience": 0.5}, (sentence,), (bus.segment_id,))
    with open_project(tmp_path / "project.db") as project:
        case = Case("c1", source.name, "overleg", "2024-03", "Overleg", "Kempen", ("onderwijs",), ())
        project.save_sources([source], [Segmentation(source.name, (bus, room, again, cake), (), (case,))])
        project.save_facts({"codebook": CODEBOOK})
        project.save_codings(codings[:8])
        project.add_codings(codings[8:])
        project.save_topics([Topic("t1", None, "Taart", ("taart",), (cake.segment_id,))])
        project.save_drafts([draft])
        project.save_agenda([item])
    return tmp_path


def test_import_is_cheap():
    code = (
        "import sys, pipeline; "
        "print([name for name in ('pandas', 'numpy', 'spacy', 'sklearn', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_star_import_leaves_the_built_in_open_alone():
    names = {}
    exec("from pipeline import *", names)
    assert "open" not in names
    assert "open" in dir(pipeline)


@pytest.mark.parametrize("name", ["", "project.db"])
def test_open_takes_a_folder_or_the_file(folder, name):
    assert len(pipeline.open(folder / name).segments) == 4
    assert len(pipeline.open(str(folder / name)).segments) == 4


@pytest.mark.parametrize("name", ["", "nowhere", "project.db"])
def test_open_says_that_there_is_no_project(tmp_path, name):
    with pytest.raises(StoreError, match="rodedraad run") as caught:
        pipeline.open(tmp_path / name)
    assert str(tmp_path) in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_open_says_that_a_first_run_was_not_finished(tmp_path):
    open_project(tmp_path / "project.db").close()
    with pytest.raises(StoreError, match="not finished"):
        pipeline.open(tmp_path)


def test_segments_stand_in_order_under_their_ids(folder, held):
    frame = pipeline.open(folder).segments
    assert frame.index.name == "segment_id"
    assert list(frame.index) == [one.segment_id for one in held[1]]
    first = frame.iloc[0]
    assert (first["source"], first["start"], first["end"], first["text"]) == ("a/verslag.txt", 0, 20, TEXT[:20])
    assert (first["heading"], first["page"], first["meeting"], first["date"]) == (
        "Verslag > Thema school",
        2,
        "overleg",
        "2024-03",
    )


def test_unknown_is_missing_and_numbers_stay_whole(folder):
    frame = pipeline.open(folder).segments
    assert str(frame["page"].dtype) == "Int64"
    assert list(frame["page"].isna()) == [False, True, True, True]
    assert list(frame["speaker"].isna()) == [True, False, True, True]
    assert frame["row"].isna().all()


def test_segments_carry_what_counts(folder):
    frame = pipeline.open(folder).segments
    assert list(frame["themes"]) == [("school", "wonen"), ("wonen",), ("school",), ()]
    assert frame["theme"].iloc[:3].tolist() == ["school", "wonen", "school"]
    assert pd.isna(frame["theme"].iloc[3])
    assert frame["subthemes"].iloc[0] == ("school/bus",)
    assert frame["level"].astype("object").where(frame["level"].notna(), None).tolist() == ["meso", None, "meso", None]
    assert frame["kind"].tolist() == ["barrier", "other", "other", "other"]
    assert frame["confidence"].iloc[:3].tolist() == [0.9, 1.0, 0.9]


def test_a_repeat_names_the_first(folder, held):
    frame = pipeline.open(folder).segments
    assert frame["repeats"].dropna().to_dict() == {held[1][2].segment_id: held[1][0].segment_id}


def test_levels_are_ordered(folder):
    levels = pipeline.open(folder).segments["level"].cat
    assert list(levels.categories) == ["micro", "meso", "macro"]
    assert levels.ordered


def test_codings_are_those_of_segments_that_are_there(folder):
    frame = pipeline.open(folder).codings
    assert list(frame.columns) == ["segment_id", "code", "coder", "confidence", "status", "evidence_words"]
    assert len(frame) == 9
    assert frame["evidence_words"].iloc[frame.index[frame["code"] == "school"][0]] == ("bus", "laat")
    assert list(frame["code"].cat.categories[:4]) == ["school", "school/bus", "wonen", "micro"]


def test_themes_count_a_repeat_once(folder):
    frame = pipeline.open(folder).themes
    counts = {(row.theme, row.level): (row.segments, row.meetings) for row in frame.itertuples() if row.segments}
    assert counts[("school", "meso")] == (1, 1)
    assert counts[("wonen", "meso")] == (1, 1)
    assert len(frame) == 2 * 4
    assert frame["segments"].sum() == 3
    assert frame["label"].iloc[0] == "School"


def test_topics_drafts_sentences_and_agenda(folder, held):
    frames = pipeline.open(folder)
    bus, _, again, cake = (one.segment_id for one in held[1])
    topic = frames.topics.loc["t1"]
    assert (topic["label"], topic["segments"], topic["segment_ids"]) == ("Taart", 1, (cake,))
    assert pd.isna(topic["theme"])
    draft = frames.drafts.loc["d1"]
    assert (draft["level"], draft["theme"], draft["subtheme"]) == ("meso", "school", "school/bus")
    assert draft["recommendation"] == "Zorg voor een bus die op tijd komt."
    assert (draft["segments"], draft["years"], draft["segment_ids"]) == (1, ("2024",), (bus, again))
    assert frames.sentences[["draft_id", "section"]].to_numpy().tolist() == [
        ["d1", "recommendation"],
        ["d1", "barriers"],
    ]
    item = frames.agenda.loc[1]
    assert (item["key"], item["score"], item["salience"], item["new"]) == ("school", 0.6, 0.5, False)


def test_cases_and_sources_count_their_segments(folder):
    frames = pipeline.open(folder)
    case = frames.cases.loc["c1"]
    assert (case["region"], case["sectors"], case["segments"]) == ("Kempen", ("onderwijs",), 3)
    source = frames.sources.loc["a/verslag.txt"]
    assert (source["format"], source["characters"], source["text"]) == ("txt", len(TEXT), TEXT)


def test_a_project_without_segments_gives_empty_frames(tmp_path):
    with open_project(tmp_path / "project.db") as project:
        project.save_facts({"codebook": CODEBOOK})
    frames = pipeline.open(tmp_path)
    for name in ("segments", "codings", "topics", "drafts", "sentences", "agenda", "cases", "sources"):
        assert len(getattr(frames, name)) == 0
    assert frames.themes["segments"].sum() == 0


def test_frames_are_made_once(folder):
    frames = pipeline.open(folder)
    assert frames.segments is frames.segments
