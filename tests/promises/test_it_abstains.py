"""It abstains: what fits no theme gets none, confidence is a probability, and what was not given is counted with its reason."""

from __future__ import annotations

import csv
import json

import pytest

from pipeline import codebook as codebooks
from pipeline import coding, embed, shipped

pytestmark = pytest.mark.slow

# Said in the margin of any meeting, about nothing that the codebook asks for.
MARGINAL = (
    "De broodjes waren op voor wij aan tafel kwamen.",
    "Het verslag van vorige keer wordt zonder opmerkingen goedgekeurd.",
    "De parking was alweer vol, ik heb drie toeren rond het gebouw gedaan.",
    "De beamer van zaal twee doet het nog altijd niet.",
    "Wie komt er nog mee iets drinken na de vergadering?",
    "Het raam moet toe, het tocht hier verschrikkelijk.",
    "De volgende vergadering is op de tweede dinsdag van november.",
    "Mijn batterij is plat, heeft er iemand een lader bij?",
)


@pytest.fixture(scope="module")
def codebook():
    return codebooks.read(shipped.codebook())


@pytest.fixture(scope="module")
def rows(demo_run):
    with (demo_run.out / "codings.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_remarks_in_the_margin_get_no_theme(codebook):
    tagged = coding.load(shipped.models(), codebook, embed.shipped(shipped.models())).tag(list(MARGINAL))
    assert sum(bool(one.themes) for one in tagged) <= len(MARGINAL) // 4


def test_part_of_the_demo_corpus_has_no_theme_and_most_has(demo_run, rows, codebook):
    themed = {row["segment_id"] for row in rows if row["code"].partition("/")[0] in codebook.keys}
    total = sum(json.loads((demo_run.out / "run.json").read_text("utf-8"))["segments"].values())
    assert 0.05 * total < total - len(themed) < 0.6 * total


def test_confidence_is_a_probability(rows):
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows)
    doubtful = [row for row in rows if row["coder"].startswith("model:") and float(row["confidence"]) < 0.9]
    assert doubtful


def test_rejected_codings_are_counted_with_their_reason(demo_run):
    rejected = json.loads((demo_run.out / "run.json").read_text("utf-8"))["codings_rejected"]
    assert rejected
    assert all(reason and number > 0 for reason, number in rejected.items())
