"""A withdrawn quote disappears from every text, table, count and draft, and stays away."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline import shipped
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.model import Source
from pipeline.run import road
from pipeline.run.verifying import verify_file
from pipeline.run.withdrawing import withdraw
from pipeline.store import open_project
from pipeline.verify import State, manifest_of


@pytest.fixture
def copied(demo_run, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    shutil.copytree(demo_run.out, out)
    return out


def a_cited_segment(out: Path) -> str:
    held = manifest_of(out / "recommendations.docx")
    quoted = next(one for one in held["sentences"] if one["quoted"] and len(one["quoted"][0]) > 40)
    return str(quoted["segments"][0])


def everything(out: Path) -> bytes:
    """Every byte of the results; what is packed is taken apart."""
    import zipfile

    parts = []
    for path in sorted(out.rglob("*")):
        if path.is_file():
            parts.append(path.read_bytes())
            if path.suffix in (".docx", ".xlsx"):
                with zipfile.ZipFile(path) as archive:
                    parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts)


@pytest.mark.slow
def test_a_withdrawn_segment_is_in_no_byte_of_the_results(copied: Path, tmp_path: Path) -> None:
    name = a_cited_segment(copied)
    table = pd.read_csv(copied / "segments.csv")
    row = table.set_index("segment_id").loc[name]
    words = str(row["text"])[:40].encode()
    assert words in everything(copied)
    sent = tmp_path / "sent.docx"
    shutil.copy(copied / "recommendations.docx", sent)
    done = withdraw(copied / "project.db", copied, segments=[name])
    assert name in done.segments
    assert done.after[0] == done.before[0] - len(done.segments)
    assert words not in everything(copied)
    # What was sent before is stale, and verify says where.
    found, _ = verify_file(sent, copied / "project.db")
    assert any(one.state is State.WITHDRAWN and name in one.gone for one in found)
    found, _ = verify_file(copied / "recommendations.docx")
    assert all(one.state is State.EXACT for one in found)
    after = pd.read_csv(copied / "segments.csv")
    assert len(after) == done.after[0]
    text = (copied / "sources" / f"{row['source']}.txt").read_text(encoding="utf-8")
    assert text[int(row["start"]) : int(row["end"])].replace(" ", "").replace("\n", "").strip("█") == ""
    # A next run on the same sources leaves it out as well, and everything is accounted for.
    outcome = road.run([shipped.demo()], copied)
    assert outcome.summary["adds_up"]
    assert outcome.summary["left_out"]["withdrawn"] > 0
    assert words not in everything(copied)


@pytest.mark.slow
def test_what_stood_around_personal_data_and_the_account_follow(copied: Path) -> None:
    segments = pd.read_csv(copied / "segments.csv")
    finds = pd.read_csv(copied / "personal_data.csv")
    everybody = "\n".join(segments.text)
    name, context = next(
        (one.segment_id, before)
        for find in finds.itertuples()
        for one in segments.itertuples()
        if one.source == find.source and one.start + 20 < find.start and find.end <= one.end
        if everybody.count(before := one.text[find.start - one.start - 20 : find.start - one.start].strip()) == 1
    )
    assert context in (copied / "personal_data.csv").read_text(encoding="utf-8-sig")
    context = context.encode()
    assert context in everything(copied)
    withdraw(copied / "project.db", copied, segments=[name])
    assert context not in everything(copied)
    held = json.loads((copied / "run.json").read_text(encoding="utf-8"))
    assert held["adds_up"]
    assert held["left_out"]["withdrawn"] > 0
    assert sum(held["segments"].values()) == len(pd.read_csv(copied / "segments.csv"))
    road.run([shipped.demo()], copied)
    assert context not in everything(copied)


@pytest.mark.slow
def test_the_other_columns_of_a_withdrawn_row_go_with_it(copied: Path) -> None:
    row = next(one for one in pd.read_csv(copied / "segments.csv").itertuples() if one.segment_kind == "row")

    def held() -> Source:
        with open_project(copied / "project.db", create=False) as project:
            return next(one for one in project.sources() if one.name == row.source)

    assert any(block.attributes for block in held().blocks if block.start < row.end and row.start < block.end)
    withdraw(copied / "project.db", copied, segments=[row.segment_id])
    assert not any(block.attributes for block in held().blocks if block.start < row.end and row.start < block.end)


@pytest.mark.slow
def test_a_whole_source_can_be_withdrawn_and_the_command_says_what_changed(copied: Path, capsys) -> None:
    source = str(pd.read_csv(copied / "segments.csv")["source"].iloc[0])
    with pytest.raises(SystemExit) as left:
        main(["withdraw", str(copied / "project.db"), "--out", str(copied), "--source", source])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "segments;" in said and "drafts:" in said
    assert source not in set(pd.read_csv(copied / "segments.csv")["source"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"segments": ["s000"]}, "segment 's000' is not in the project"),
        ({"speakers": ["Niemand"]}, "speaker 'Niemand' is not in the project"),
        ({}, "nothing to withdraw"),
    ],
)
def test_what_is_not_there_cannot_be_withdrawn(copied: Path, asked: dict[str, list[str]], message: str) -> None:
    before = (copied / "segments.csv").read_bytes()
    with pytest.raises(UsageError, match=message):
        withdraw(copied / "project.db", copied, **asked)  # type: ignore[arg-type]
    assert (copied / "segments.csv").read_bytes() == before
