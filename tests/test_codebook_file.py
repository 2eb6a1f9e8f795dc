from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import codebook as codebooks
from pipeline import shipped
from pipeline.errors import CodebookError

GOOD = """name: Vervoer
language: nl
themes:
  - key: transport
    label: Vervoer
    description: Hoe gezinnen ergens raken.
    seeds: [bus*, "*vergoeding", te ver]
    subthemes:
      - {key: cost, label: Kosten, seeds: [ticket*]}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "boek.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_codebook_reads_as_written(tmp_path: Path) -> None:
    book = codebooks.read(written(tmp_path, GOOD))
    assert (book.name, book.keys) == ("Vervoer", ("transport",))
    assert book.label("transport/cost") == "Kosten"
    assert book.theme("transport").seeds == ("bus*", "*vergoeding", "te ver")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("label: Vervoer", "labbel: Vervoer"), r"boek\.yaml.*line 5.*labbel"),
        (("key: transport", "key: micro"), r"line 4.*micro"),
        (("key: transport", "key: Ver Voer"), r"line 4"),
        (('[bus*, "*vergoeding", te ver]', "[bus*, *vergoeding]"), r"line 7.*quotes"),
        (('[bus*, "*vergoeding", te ver]', "bus*"), r"line 7.*list"),
        (("name: Vervoer", "name: [Vervoer"), r"boek\.yaml"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        codebooks.read(written(tmp_path, GOOD.replace(*change, 1)))


def test_two_themes_with_one_key_are_refused(tmp_path: Path) -> None:
    twice = GOOD + "  - {key: transport, label: Nog eens, seeds: [fiets]}\n"
    with pytest.raises(CodebookError, match=r"line 1\d.*transport"):
        codebooks.read(written(tmp_path, twice))


def test_an_empty_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookError):
        codebooks.read(written(tmp_path, "name: Leeg\nlanguage: nl\nthemes: []\n"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De bussen rijden niet.", ["bussen"]),
        ("Geen reisvergoeding gekregen.", ["reisvergoeding"]),
        ("Het is te  ver voor haar.", ["te  ver"]),
        ("Een omnibus of een bestelbusje.", ["bestelbusje"]),
        ("DE BUS kwam niet", ["BUS"]),
    ],
)
def test_seeds_match_whole_words_and_wildcards(tmp_path: Path, text: str, found: list[str]) -> None:
    seeds = codebooks.read(written(tmp_path, GOOD)).theme("transport").seeds
    assert [text[match.start : match.end] for match in codebooks.match_seeds(text, seeds)] == found


@pytest.mark.parametrize(
    ("heading", "theme"),
    [
        ("Thema: Beeldvorming", "diagnostics"),
        ("Coördinatie en continuïteit van zorg", "continuity"),
        ("Verslag lerend netwerk traumasensitief handelen", "trauma_sensitivity"),
        ("Welkom en voorstelling", None),
    ],
)
def test_headings_name_themes(heading: str, theme: str | None) -> None:
    assert codebooks.theme_of_heading(heading, codebooks.read(shipped.codebook())) == theme


def test_the_shipped_codebook_has_the_six_themes_with_sub_themes() -> None:
    book = codebooks.read(shipped.codebook())
    assert book.keys == (
        "context_support", "trauma_sensitivity", "continuity", "daytime_activities", "diagnostics", "prevention",
    )  # fmt: skip
    assert all(len(theme.subthemes) >= 3 and theme.description and theme.examples for theme in book.themes)
