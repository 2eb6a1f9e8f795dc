"""Needs and actions reworded as recommendations, and what must be left alone."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipeline.recommend.verbs import VERBS
from pipeline.recommend.wording import literal_numbers, rewrite, uncounted

with (Path(__file__).parents[1] / "data" / "rewrites.csv").open(encoding="utf-8", newline="") as handle:
    CASES = [(row["text"], row["expected"]) for row in csv.DictReader(handle)]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_rewrite(text: str, expected: str) -> None:
    assert rewrite(text) == expected


@pytest.mark.parametrize("text", [text for text, expected in CASES if expected])
def test_a_rewrite_is_one_clean_sentence(text: str) -> None:
    done = rewrite(text)
    assert done[0].isupper() and done.endswith(".") and not done.endswith("..")
    assert not re.search(r"\s\s|\s[.,]|[“”\"?]", done)


def test_surrounding_quote_marks_do_not_matter() -> None:
    assert rewrite("“Er is nood aan een vaste begeleider.”") == "Zorg voor een vaste begeleider."


@pytest.mark.parametrize(
    ("infinitive", "third", "with_te"),
    [
        ("inzetten", "inzet", "in te zetten"),
        ("gaan", "gaat", "te gaan"),
        ("worden", "wordt", "te worden"),
        ("aanduiden", "aanduidt", "aan te duiden"),
        ("onderzoeken", "onderzoekt", "te onderzoeken"),
        ("zijn", "is", "te zijn"),
        ("doorgaan", "doorgaat", "door te gaan"),
        ("bestaan", "bestaat", "te bestaan"),
    ],
)
def test_verb_forms(infinitive: str, third: str, with_te: str) -> None:
    assert (VERBS[infinitive].third, VERBS[infinitive].with_te) == (third, with_te)


def test_every_separable_verb_begins_with_its_particle() -> None:
    assert all(verb.infinitive.startswith(verb.particle) for verb in VERBS.values())


def test_numbers_stand_in_literal_stretches() -> None:
    text = "Er is nood aan groepen van 6 kinderen."
    literal = literal_numbers("Zet in op groepen van 6 kinderen.", text)
    assert literal == ("groepen van 6 kinderen",)
    assert not uncounted("Zet in op groepen van 6 kinderen.", literal)


def test_a_number_that_changed_its_first_letter_is_uncounted() -> None:
    assert uncounted("Zorg voor drie bedden.", literal_numbers("Zorg voor drie bedden.", "Drie bedden vrijhouden"))
