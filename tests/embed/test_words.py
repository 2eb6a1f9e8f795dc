import pytest

from pipeline.embed.words import grams, plain, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("… – !", []),
        ("De Begeleider BELT.", ["de", "begeleider", "belt"]),
        ("Komt zij?", ["komt", "zij", "?"]),
        ("foto’s en 's avonds", ["foto's", "en", "s", "avonds"]),
        ("oud-leerling", ["oud", "leerling"]),
        ("e\u0301e\u0301n jaar", ["één", "jaar"]),
        ("ik bel [naam 12] om 9u", ["ik", "bel", "om", "9u"]),
        ("[sic] hij", ["sic", "hij"]),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_accents_are_left_out() -> None:
    assert plain("coördinatie") == "coordinatie"


def test_letter_runs_of_a_short_word() -> None:
    assert grams("ja") == ["<ja", "ja>", "<ja>"]


def test_letter_runs_do_not_see_accents() -> None:
    assert grams("één") == grams("een")
