from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline import shipped
from pipeline.errors import StoreError
from pipeline.model import Block, Case, Coding, Ledger, Outline, Role, Segment, Segmentation, SegmentKind, Source
from pipeline.store import open_project

TEXT = "Zij bleef bellen, ook na haar contract."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    source = Source("a.txt", "0" * 64, "txt", TEXT, (Block(0, len(TEXT), Role.PARAGRAPH),), Ledger(len(TEXT)))
    segment = Segment.cut(source, 0, len(TEXT), SegmentKind.QUOTE, outline=Outline(("Kop",)), case_id="c1", page=3)
    cut = Segmentation("a.txt", (segment,), (), (Case("c1", "a.txt", "forum", "2024-05"),))
    codings = [
        Coding(segment.segment_id, code, "model:x@1", 0.8, evidence_words=("bellen",))
        for code in ("continuity", "micro", "good_practice")
    ]
    with open_project(tmp_path / "project.db") as made:
        made.save_sources([source], [cut])
        made.save_codings(codings)
        made.save_facts({"codebook": shipped.codebook().read_text(encoding="utf-8")})
    return tmp_path


def test_segments_carry_what_was_decided(project: Path) -> None:
    (row,) = pipeline.open(project).segments.to_dict("records")
    assert (row["text"], row["page"], row["meeting"], row["date"]) == (TEXT, 3, "forum", "2024-05")
    assert (row["theme"], row["level"], row["kind"], row["confidence"]) == ("continuity", "micro", "good_practice", 0.8)


def test_a_person_outranks_the_model(project: Path) -> None:
    name = pipeline.open(project).segments.index[0]
    with open_project(project / "project.db") as made:
        made.add_codings([Coding(name, "prevention", "person:an", 1.0)])
    assert pipeline.open(project).segments.loc[name, "themes"] == "prevention"


def test_themes_count_by_level(project: Path) -> None:
    counts = pipeline.open(project / "project.db").themes.set_index(["theme", "level"]).segments
    assert counts["continuity", "micro"] == 1
    assert counts.sum() == 1
    assert len(counts) == 18


def test_empty_frames_have_their_columns(project: Path) -> None:
    frames = pipeline.open(project)
    assert list(frames.drafts.columns)[:2] == ["level", "theme"]
    assert frames.topics.empty
    assert "score" in frames.agenda.columns
    assert list(frames.codings.columns) == ["segment_id", "code", "coder", "confidence", "status", "evidence_words"]
    assert (len(frames.cases), len(frames.sources)) == (1, 1)


def test_a_missing_project_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"project\.db: there is no project here"):
        pipeline.open(tmp_path)


def test_an_unfinished_project_is_named(tmp_path: Path) -> None:
    with open_project(tmp_path / "project.db"):
        pass
    with pytest.raises(StoreError, match="not finished"):
        pipeline.open(tmp_path)


def test_importing_pipeline_stays_cheap() -> None:
    code = (
        "import pipeline, sys; print([name for name in ('pandas', 'spacy', 'sklearn', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
