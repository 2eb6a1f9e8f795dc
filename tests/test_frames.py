from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline import frames
from pipeline.errors import StoreError
from pipeline.exports import tables
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

QUOTES = (
    "De begeleider wisselt elke maand.",
    "Op woensdag gaat hij naar de boerderij.",
    "De begeleider wisselt elke maand.",
    "De koffie was koud.",
)
TEXT = "\n".join(QUOTES)
CODEBOOK = """\
name: Twee
language: nl
themes:
  - {key: staff, label: Wie blijft, seeds: [wisselt], subthemes: [{key: change, label: Wissels, seeds: [wisselt]}]}
  - {key: days, label: Een zinvolle dag, seeds: [boerderij]}
"""


def cut(number: int, **where: object) -> Segment:
    start = sum(len(quote) + 1 for quote in QUOTES[:number])
    outline = Outline(("Thema", "Wat wij hoorden"))
    return Segment.cut(SOURCE, start, start + len(QUOTES[number]), SegmentKind.QUOTE, outline=outline, **where)  # type: ignore[arg-type]


SOURCE = Source("map/een.txt", "ab" * 32, "txt", TEXT, (Block(0, len(TEXT), Role.PARAGRAPH),), Ledger(len(TEXT)))
SEGMENTS = (cut(0, case_id="c1", page=2), cut(1, case_id="c1", row=7, speaker="Ouder"), cut(2, case_id="c2"), cut(3))
A, B, C, D = (one.segment_id for one in SEGMENTS)
CASES = (
    Case("c1", SOURCE.name, "lerend netwerk", "2024-03", "", "Zuid", ("CLB", "CAW"), ("ouder",)),
    Case("c2", SOURCE.name, "samenwerkingsoverleg", "2025"),
)
SAID = Sentence("Hou dezelfde begeleider.", (A, C), (), (Count(2, "meetings", (A, C)),))


def coding(segment: str, code: str, coder: str = "model:m@1", confidence: float = 0.6) -> Coding:
    return Coding(segment, code, coder, confidence, Status.SUGGESTED, ("elke", "maand"))


CODINGS = (
    coding(A, "staff", "model:m@1", 0.5),
    coding(A, "days", "model:m@1", 0.9),
    coding(A, "staff", "report", 1.0),
    coding(A, "staff/change"),
    coding(A, "meso"),
    coding(A, "barrier"),
    coding(B, "days", confidence=0.8),
    coding(B, "staff", confidence=0.7),
    coding(B, "micro"),
    coding(B, "macro", "person:An", 1.0),
    coding(C, "staff"),
    coding(C, "meso"),
    coding("s000000000000", "days"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    draft = Draft(
        "d1",
        Level.MESO,
        "staff",
        "",
        "Rest",
        Sentence("Wie blijft", (A,)),
        (Section("recommendation", (SAID, SAID)), Section("findings", (SAID,))),
        Support(1, 2, 1),
        (A, C),
    )
    with open_project(tmp_path / "project.db") as project:
        spans = tuple(LeftOut(SOURCE.name, one.end, one.end + 1, "separator") for one in SEGMENTS[:-1])
        project.save_sources([SOURCE], [Segmentation(SOURCE.name, SEGMENTS, spans, CASES)])
        project.save_codings(CODINGS)
        project.add_codings([one for one in CODINGS if one.coder.startswith("person:")])
        project.save_topics([Topic("t1", None, "Koude koffie", ("koffie", "koud"), (D,))])
        project.save_drafts([draft])
        project.save_agenda([AgendaItem(1, "t1", "Koude koffie", True, 0.5, {"salience": 1.0}, (SAID,), (D,))])
        project.save_facts({"codebook": CODEBOOK})
    return tmp_path


@pytest.fixture
def project(folder: Path) -> frames.Frames:
    return frames.open(folder)


def row(frame: pd.DataFrame, key: str, value: object) -> dict[str, object]:
    found = frame[frame[key] == value]
    assert len(found) == 1
    return dict(found.iloc[0])


@pytest.mark.parametrize("name", ["", "project.db"])
@pytest.mark.parametrize("kind", [str, Path])
def test_a_project_opens_by_its_folder_or_its_file(folder: Path, name: str, kind: type) -> None:
    assert len(pipeline.open(kind(folder / name)).segments) == 4


def test_segments_begin_with_the_columns_of_the_table(project: frames.Frames) -> None:
    assert tuple(project.segments.columns) == (*tables.SEGMENTS, "theme", "themes", "level", "kind")


@pytest.mark.parametrize(("name", "columns"), [("codings", tables.CODINGS), ("topics", tables.TOPICS)])
def test_frames_have_the_columns_of_their_table(project: frames.Frames, name: str, columns: tuple[str, ...]) -> None:
    assert tuple(getattr(project, name).columns) == columns


def test_a_segment_says_where_it_was_said(project: frames.Frames) -> None:
    found = row(project.segments, "segment_id", B)
    assert found["text"] == QUOTES[1] == TEXT[found["start"] : found["end"]]
    wanted = {"heading": "Thema > Wat wij hoorden", "row": 7, "speaker": "Ouder", "date": "2024-03"}
    assert {key: found[key] for key in wanted} == wanted
    assert found["meeting"] == "lerend netwerk"


@pytest.mark.parametrize(
    ("segment", "theme", "themes", "level", "kind"),
    [
        pytest.param(A, "staff", "staff", "meso", "barrier", id="the report overrules the model"),
        pytest.param(B, "days", "days;staff", "macro", "other", id="surest first, a person overrules the model"),
        pytest.param(C, "staff", "staff", "meso", "other", id="no kind was said"),
        pytest.param(D, None, None, None, "other", id="nothing was said"),
    ],
)
def test_a_segment_carries_what_was_decided(
    project: frames.Frames, segment: str, theme: str | None, themes: str | None, level: str | None, kind: str
) -> None:
    found = row(project.segments, "segment_id", segment)
    decided = [None if pd.isna(found[key]) else found[key] for key in ("theme", "themes", "level", "kind")]
    assert decided == [theme, themes, level, kind]


def test_pages_and_rows_are_whole_numbers_that_may_be_missing(project: frames.Frames) -> None:
    held = project.segments
    assert [str(held[name].dtype) for name in ("start", "end", "page", "row")] == ["Int64"] * 4
    assert held["page"].isna().tolist() == [False, True, True, True]


def test_codings_follow_the_codebook_and_leave_unknown_segments_out(project: frames.Frames) -> None:
    held = project.codings
    first = held[held.segment_id == A]
    assert list(zip(first.code, first.coder, strict=True))[:4] == [
        ("staff", "report"),
        ("staff", "model:m@1"),
        ("staff/change", "model:m@1"),
        ("days", "model:m@1"),
    ]
    assert set(held.segment_id) == {A, B, C}
    assert set(held.evidence_words) == {"elke;maand"}


def test_themes_count_a_repeated_quote_once_and_its_meetings_both(project: frames.Frames) -> None:
    held = project.themes
    meso = held[(held.theme == "staff") & (held.level == "meso")].iloc[0]
    assert (meso.label, meso.segments, meso.meetings) == ("Wie blijft", 1, 2)


def test_themes_hold_every_level_also_without_segments(project: frames.Frames) -> None:
    held = project.themes
    assert held.level.tolist() == ["micro", "meso", "macro"] * 2
    assert held.theme.tolist() == ["staff"] * 3 + ["days"] * 3
    assert held.segments.tolist() == [0, 1, 1, 0, 0, 1]


def test_themes_name_segments_without_level_apart(folder: Path) -> None:
    with open_project(folder / "project.db") as stored:
        stored.add_codings([coding(D, "days", "person:An", 1.0)])
    last = frames.open(folder).themes.iloc[-1]
    assert (last.theme, last.segments) == ("days", 1)
    assert pd.isna(last.level)


def test_a_topic_outside_the_codebook_has_no_theme(project: frames.Frames) -> None:
    found = row(project.topics, "topic_id", "t1")
    assert pd.isna(found["theme"])
    assert (found["words"], found["segment_count"], found["segments"]) == ("koffie;koud", 1, D)


def test_a_draft_holds_its_recommendation_in_full(project: frames.Frames) -> None:
    found = row(project.drafts, "draft_id", "d1")
    assert found["recommendation"] == f"{SAID.text} {SAID.text}"
    assert (found["title"], found["level"], found["segments"], found["meetings"]) == ("Wie blijft", "meso", 1, 2)
    assert pd.isna(found["subtheme"])


def test_the_agenda_counts_what_its_reasons_rest_on(project: frames.Frames) -> None:
    found = row(project.agenda, "rank", 1)
    assert (found["label"], found["new"], found["reasons"]) == ("Koude koffie", True, SAID.text)
    assert (found["segments"], found["meetings"]) == (2, 2)


def test_cases_and_sources_say_what_they_brought(project: frames.Frames) -> None:
    case, source = row(project.cases, "case_id", "c1"), row(project.sources, "source", SOURCE.name)
    assert (case["sectors"], case["roles"], case["segments"]) == ("CLB;CAW", "ouder", 2)
    assert (source["characters"], source["segments"], source["meetings"]) == (len(TEXT), 4, 2)


@pytest.mark.parametrize(
    ("code", "label"), [("staff", "Wie blijft"), ("staff/change", "Wissels"), ("t1", "Koude koffie"), ("x", "x")]
)
def test_codes_and_topics_have_a_name(project: frames.Frames, code: str, label: str) -> None:
    assert project.label(code) == label


def test_a_frame_is_made_once(project: frames.Frames) -> None:
    assert project.segments is project.segments


def test_a_project_in_which_nothing_was_found_has_empty_frames(tmp_path: Path) -> None:
    with open_project(tmp_path / "project.db") as stored:
        stored.save_facts({"codebook": CODEBOOK})
    held = frames.open(tmp_path)
    names = ("segments", "codings", "topics", "drafts", "agenda", "cases", "sources")
    assert [len(getattr(held, name)) for name in names] == [0] * len(names)
    assert str(held.segments["page"].dtype) == "Int64"


@pytest.mark.parametrize("name", ["", "project.db", "elders"])
def test_no_project_says_how_to_make_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match=r"there is no project here; make one with `rodedraad run"):
        frames.open(tmp_path / name)


def test_an_unfinished_project_says_what_to_do(tmp_path: Path) -> None:
    open_project(tmp_path / "project.db").close()
    with pytest.raises(StoreError, match=r"not finished; run `rodedraad run` on it again"):
        frames.open(tmp_path)


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, pipeline; print({'pandas', 'numpy', 'spacy', 'sklearn', 'sqlalchemy'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"


def test_an_unknown_attribute_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        pipeline.opne  # noqa: B018
