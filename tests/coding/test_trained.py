from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipeline import codebook as codebooks
from pipeline import coding, embed, shipped
from pipeline.coding.codebook_coder import CodebookCoder
from pipeline.coding.coder import Coder
from pipeline.errors import UsageError
from pipeline.model import Kind, Level, Outline, Segment, SegmentKind


@pytest.fixture(scope="module")
def book():
    return codebooks.read(shipped.codebook())


@pytest.fixture(scope="module")
def trained(book) -> CodebookCoder:
    return coding.load(shipped.models(), book, embed.shipped(shipped.models()))


@pytest.fixture(scope="module")
def linear() -> Coder:
    return Coder.load(shipped.models() / "coder_nl", embed.shipped(shipped.models()))


def segment(text: str, outline: Outline | None = None) -> Segment:
    return Segment(f"s{abs(hash(text))}", "a.txt", 0, len(text), text, SegmentKind.QUOTE, outline or Outline())


PLAIN = {
    "context_support": "De contextbegeleider komt aan huis en praat met de ouders en de broers.",
    "trauma_sensitivity": "Hij schrikt van elk geluid; achter zijn agressie zit angst, en de leefgroep straft hem.",
    "continuity": "Weer een nieuwe consulent, de vierde, en alles opnieuw vertellen bij elke wissel.",
    "daytime_activities": "Zij is geschorst op school en zit hele dagen thuis zonder dagbesteding.",
    "diagnostics": "Er is nood aan diagnostiek: een test en een verslag dat zegt wat zij nodig heeft.",
    "prevention": "Er is een wachtlijst van een jaar, de signalen waren er en de hulp kwam te laat.",
}


@pytest.mark.parametrize("theme", PLAIN)
def test_a_plain_quote_gets_its_theme_first(trained: CodebookCoder, theme: str) -> None:
    (tagged,) = trained.tag([PLAIN[theme]])
    assert tagged.themes[0] == theme


def test_themes_come_surest_first_with_a_score_for_each(trained: CodebookCoder, book) -> None:
    for tagged in trained.tag(list(PLAIN.values())):
        scores = [tagged.theme_scores[key] for key in tagged.themes]
        assert scores == sorted(scores, reverse=True)
        assert set(tagged.theme_scores) == set(book.keys)


def test_a_blank_text_gets_no_theme_and_kind_other(trained: CodebookCoder) -> None:
    for tagged in trained.tag(["", "   "]):
        assert (tagged.themes, tagged.kind) == ((), "other")
        assert set(tagged.theme_scores.values()) == {0.0}


def test_probabilities_are_probabilities(linear: Coder) -> None:
    found = linear.predict(list(PLAIN.values()))
    assert ((found.themes >= 0) & (found.themes <= 1)).all()
    assert np.allclose(found.levels.sum(axis=1), 1)
    assert np.allclose(found.kinds.sum(axis=1), 1)


@pytest.mark.parametrize("theme", PLAIN)
def test_deleting_the_evidence_words_lowers_the_score(trained: CodebookCoder, linear: Coder, theme: str) -> None:
    text = PLAIN[theme]
    kept = [one for one in trained.code([segment(text)]).kept if one.code == theme and one.coder == trained.name]
    assert kept[0].evidence_words
    without = text
    for word in kept[0].evidence_words:
        without = re.sub(rf"\b{re.escape(word)}\b", " ", without)
    column = linear.themes.index(theme)
    before, after = linear.predict([text, without]).themes[:, column]
    assert after < before


def test_what_is_not_given_is_rejected_with_its_reason(trained: CodebookCoder, book) -> None:
    found = trained.code([segment("De parking was alweer vol, drie toeren gereden.")])
    assert not any(one.code in book.keys and one.coder == trained.name for one in found.kept)
    reasons = {one.code: reason for one, reason in found.rejected if one.coder == trained.name}
    assert set(reasons) == set(book.keys)
    assert all(reason.startswith("below threshold") for reason in reasons.values())


def test_every_segment_gets_one_level_and_one_kind(trained: CodebookCoder) -> None:
    for text in PLAIN.values():
        codes = [one.code for one in trained.code([segment(text)]).kept]
        assert sum(code in list(Level) for code in codes) == 1
        assert sum(code in list(Kind) for code in codes) == 1


def test_the_report_codes_what_its_headings_say(book) -> None:
    said = Outline(("Beeldvorming", "MESO"), "diagnostics", Level.MESO, Kind.BARRIER)
    found = coding.report_codings([segment("Iets.", said), segment("Niets.")], book)
    assert {(one.code, one.coder, one.confidence) for one in found} == {
        ("diagnostics", "report", 1.0),
        ("meso", "report", 1.0),
        ("barrier", "report", 1.0),
    }


def test_a_missing_coder_says_how_to_make_it(tmp_path: Path, book) -> None:
    with pytest.raises(UsageError, match="rodedraad train"):
        coding.load(tmp_path, book, embed.shipped(shipped.models()))


@pytest.mark.parametrize("name", ["coder.json", "weights.npz"])
def test_a_damaged_coder_is_named(tmp_path: Path, book, name: str) -> None:
    shutil.copytree(shipped.models() / "coder_nl", tmp_path / "coder_nl")
    (tmp_path / "coder_nl" / name).write_bytes(b"{kapot")
    with pytest.raises(UsageError, match="damaged"):
        coding.load(tmp_path, book, embed.shipped(shipped.models()))


def test_another_codebook_is_coded_from_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "boek.yaml"
    path.write_text(
        "name: X\nlanguage: nl\nthemes:\n"
        "  - {key: vervoer, label: Vervoer, description: Bus en trein en afstand., seeds: [bus*, trein*]}\n"
        "  - {key: eten, label: Eten, description: Samen koken en eten., seeds: [kook*, eten, soep]}\n",
        encoding="utf-8",
    )
    coder = coding.load(shipped.models(), codebooks.read(path), embed.shipped(shipped.models()))
    bus, soup, roof = coder.tag(
        ["De bus en de trein kwamen niet.", "Wij eten samen soep die zij kookten.", "Het dak lekt al een jaar."]
    )
    assert (bus.themes, soup.themes, roof.themes) == (("vervoer",), ("eten",), ())
    assert bus.level in list(Level)
