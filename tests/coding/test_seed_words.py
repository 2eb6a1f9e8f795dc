from __future__ import annotations

import pytest

from pipeline.codebook import Codebook, SubTheme, Theme, seed_matches
from pipeline.coding.evidence_words import EvidenceWords
from pipeline.coding.features import Features, Settings
from pipeline.coding.seed_coder import SeedCoder, SubThemeCoder

BOOK = Codebook(
    "Tuin",
    "nl",
    (
        Theme("water", "Water", seeds=("gieter*", "regen*"), subthemes=(SubTheme("rain", "Regen", seeds=("regen*",)),)),
        Theme("soil", "Grond", seeds=("compost", "*grond")),
    ),
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("De regenton is leeg.", ["water"]),
        ("Compost op de potgrond, en dan gieten.", ["soil"]),
        ("De compostbak blijft dicht.", ["soil"]),
        ("De compositie blijft dicht.", []),
    ],
)
def test_themes_are_found_by_their_seeds(text: str, keys: list[str]) -> None:
    assert [hit.key for hit in SeedCoder(BOOK).find([text])[0]] == keys


def test_more_matches_count_with_the_precision_measured_for_them() -> None:
    coder = SeedCoder(BOOK, {"water": (0.4, 0.8)})
    once, twice = coder.find(["De gieter lekt.", "De gieter vangt regen."])
    assert (once[0].confidence, twice[0].confidence) == (0.4, 0.8)


def test_a_sub_theme_is_looked_for_inside_its_theme_only() -> None:
    text = "Na de regen stond alles onder."
    inside, outside = SubThemeCoder(BOOK).find([text, text], [{"water": 0.9}, {"soil": 0.9}])
    assert [hit.key for hit in inside] == ["water/rain"]
    assert 0 < inside[0].confidence <= 0.9
    assert outside == []


def test_lists_matched_together_match_as_they_do_alone() -> None:
    lists = (("moes*", "moestuin"), ("*tuin", "in de tuin"))
    together = seed_matches("In de tuin ligt een moestuin", lists)
    assert [[found.seed for found in group] for group in together] == [["moestuin"], ["in de tuin", "*tuin"]]


@pytest.mark.parametrize(("text", "words"), [("Zonder gieter", ("gieter",)), ("Zonder", ("Zonder",))])
def test_function_words_carry_a_theme_only_when_no_other_word_does(text: str, words: tuple[str, ...]) -> None:
    features = Features.fit(["zonder gieter", "met spade"], {}, Settings(min_texts=1))
    weights = features.transform(["zonder gieter"]).toarray().T
    assert EvidenceWords(features, weights).find([text], [[0]], 1) == [[words]]
