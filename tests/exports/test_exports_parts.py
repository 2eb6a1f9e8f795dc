from __future__ import annotations

import re

import pytest

from pipeline.exports import svg
from pipeline.exports.files import csv_bytes
from pipeline.exports.markdown import escaped
from pipeline.exports.texts import file_names
from pipeline.exports.workbook import plain


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["map/a.docx"], ["map/a.docx.txt"]),
        (["../../etc/a.md"], ["etc/a.md.txt"]),
        (["/a.md"], ["a.md.txt"]),
        ([".."], ["source.txt"]),
        (["A.md", "a.md"], ["A.md.txt", "a.md (2).txt"]),
    ],
)
def test_texts_stay_in_their_folder_under_names_of_their_own(names: list[str], expected: list[str]) -> None:
    assert list(file_names(names).values()) == expected


def test_a_name_too_long_for_the_disk_is_cut() -> None:
    (name,) = file_names(["é" * 200]).values()
    assert len(name.encode()) < 255


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (0.5, "0.5000"), ("a,b", '"a,b"'), ('zei "ja"', '"zei ""ja"""'), ("a\rb", '"a\rb"'), ("=1", "=1")],
)
def test_cells_of_a_table(value: object, expected: str) -> None:
    assert csv_bytes(["x"], [[value]]).decode("utf-8-sig") == f"x\n{expected}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b> & *x* [y](z) |", r"&lt;b&gt; &amp; \*x\* \[y\](z) \|"),
        ("1. eerst", r"1\. eerst"),
        ("- eerst", r"\- eerst"),
        ("a\n\n# b", r"a \# b"),
    ],
)
def test_text_is_no_markup_in_markdown(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_a_cell_holds_no_control_characters_and_no_more_than_excel_can() -> None:
    assert plain("a\x00b\x0bc") == "abc"
    assert len(plain("a" * 40_000)) == 32_767


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("share", [step / 20 for step in range(21)])
def test_numbers_can_be_read_on_every_colour(share: float) -> None:
    fill = svg.colour(share)
    assert contrast(fill, svg.text_colour(fill)) >= 4.5


def test_the_scale_gets_darker_all_along() -> None:
    light = [contrast(svg.colour(step / 20), "#000000") for step in range(21)]
    assert light == sorted(light, reverse=True)


def test_labels_in_a_chart_are_escaped() -> None:
    drawn = svg.stacked([("<b>", {"barrier": 1})], {"barrier": "A & B"}, title="<t>", description="d")
    assert "&lt;b&gt;" in drawn
    assert "A &amp; B" in drawn
    assert "<t>" not in drawn


def test_a_heat_map_shows_each_number_and_says_it_aloud() -> None:
    drawn = svg.heat_map(
        [("r", "Rust")],
        [("micro", "Micro"), ("meso", "Meso")],
        {("r", "micro"): (7, "3 overleggen"), ("r", "meso"): (0, "")},
        {"r": 7},
        title="t",
        description="d",
        link="#citaten",
    )
    assert 'aria-label="Rust, Micro: 7 citaten, 3 overleggen"' in drawn
    assert len(re.findall("<a ", drawn)) == 1


@pytest.mark.parametrize("highest", [0, 1, 3, 200])
def test_a_scale_can_be_drawn_for_any_number(highest: int) -> None:
    assert svg.scale(highest).startswith("<svg")


def test_empty_charts_are_still_charts() -> None:
    assert "</svg>" in svg.small_multiples([], (), title="t", description="d")
    assert "</svg>" in svg.heat_map([], [], {}, {}, title="t", description="d")
