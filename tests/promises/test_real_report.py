"""A real report, read by a careful reader before it was read by the program; only counts and hashes stand here.

The path is given in RODEDRAAD_REPORT. `data/real_report.json` lists what somebody is quoted as saying in four words or more,
in order of appearance, as the SHA-256 of the passage (NFC, white space collapsed, outer quote marks off), with the theme of the
heading above it where one names a theme; and the length of each post-it list, in order, with its level.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import unicodedata
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from pipeline import codebook as codebooks
from pipeline import readers, shipped
from pipeline.coding import report_codings
from pipeline.model import SegmentKind
from pipeline.run import road
from pipeline.segment import segment

PATH = os.environ.get("RODEDRAAD_REPORT", "")
EXPECTED = json.loads((Path(__file__).resolve().parent.parent / "data" / "real_report.json").read_text("utf-8"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PATH, reason="RODEDRAAD_REPORT is not set: no real report to read"),
]


def hashed(text):
    plain = " ".join(unicodedata.normalize("NFC", text).split()).strip('“”„«»" ')
    return hashlib.sha256(plain.encode()).hexdigest()


def in_common_order(wanted, found):
    """The length of the longest common subsequence."""
    best = [0] * (len(found) + 1)
    for one in wanted:
        before = 0
        for place, other in enumerate(found, 1):
            before, best[place] = best[place], before + 1 if one == other else max(best[place], best[place - 1])
    return best[-1]


@pytest.fixture(scope="module")
def book():
    return codebooks.read(shipped.codebook())


@pytest.fixture(scope="module")
def segments(book):
    path = Path(PATH)
    return segment(readers.read(path, path.name), book).segments


@pytest.fixture(scope="module")
def quotes(segments):
    return [one for one in segments if one.kind is SegmentKind.QUOTE]


def test_the_quotes_are_found_with_exact_text_in_order(quotes):
    wanted = [one["sha256"] for one in EXPECTED["quotes"]]
    found = in_common_order(wanted, [hashed(one.text) for one in quotes])
    assert found >= 0.95 * len(wanted), f"{found} of {len(wanted)}"


def test_hardly_anything_else_is_taken_for_a_quote(quotes):
    wanted = {one["sha256"] for one in EXPECTED["quotes"]}
    others = [one for one in quotes if hashed(one.text) not in wanted and len(one.text.split()) >= 4]
    assert len(others) <= 2


def test_post_its_carry_the_level_of_their_list(segments):
    runs = [
        [str(level), len(list(run))]
        for level, run in groupby(one.outline.level for one in segments if one.kind is SegmentKind.POST_IT)
    ]
    assert runs == EXPECTED["post_its"]
    assert sum(length for _, length in runs) == 102


def test_nothing_but_post_its_has_a_level_from_the_report(segments):
    assert {one.kind for one in segments if one.outline.level is not None} == {SegmentKind.POST_IT}


def test_quotes_under_theme_headings_carry_the_theme_from_the_report(quotes, book):
    by_hash = {hashed(one.text): one for one in quotes}
    said = {
        (coding.segment_id, coding.code)
        for coding in report_codings(quotes, book)
        if coding.coder == "report" and coding.code in book.keys
    }
    wanted = Counter(one["theme"] for one in EXPECTED["quotes"] if "theme" in one)
    found = Counter(
        one["theme"]
        for one in EXPECTED["quotes"]
        if "theme" in one and one["sha256"] in by_hash and (by_hash[one["sha256"]].segment_id, one["theme"]) in said
    )
    assert found == wanted
    assert len(wanted) == 6


def test_quotes_above_the_theme_headings_carry_none(quotes):
    first = next(place for place, one in enumerate(EXPECTED["quotes"]) if "theme" in one)
    before = {one["sha256"] for one in EXPECTED["quotes"][:first]}
    assert [one.outline.theme for one in quotes if hashed(one.text) in before] == [None] * first


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("real")
    return road.run([Path(PATH)], out), out


def test_a_whole_run_adds_up_and_writes_everything(whole, delivered):
    outcome, out = whole
    summary = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert outcome.unreadable == ()
    assert summary["adds_up"] is True
    one = summary["by_source"][Path(PATH).name]
    assert one["read"] - sum(one["removed"].values()) + sum(one["added"].values()) == one["text"]
    assert one["text"] == one["in_segments"] + sum(one["left_out"].values())
    assert one["read"] == len(Path(PATH).read_bytes().decode("utf-8-sig"))
    assert summary["drafts"] > 0
    assert all(delivered(out).values())


def test_the_report_is_a_coder_in_codings_csv(whole):
    with (whole[1] / "codings.csv").open(encoding="utf-8-sig", newline="") as lines:
        levels = Counter(row["code"] for row in csv.DictReader(lines) if row["coder"] == "report")
    totals: Counter[str] = Counter()
    for level, length in EXPECTED["post_its"]:
        totals[level] += length
    assert {level: levels[level] for level in totals} == totals
