from __future__ import annotations

import pytest

from pipeline.model import Block, Mark, Role
from pipeline.segment.quotes import find_quotes


def quotes(*texts: str, role: Role = Role.PARAGRAPH) -> list[str]:
    text = "\n\n".join(texts)
    blocks, at = [], 0
    for part in texts:
        blocks.append(Block(at, at + len(part), role))
        at += len(part) + 2
    return [text[quote.start : quote.end] for quote in find_quotes(text, blocks)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“Niemand belde ons nog terug.”", ["Niemand belde ons nog terug."]),
        ("„Niemand belde ons nog terug.”", ["Niemand belde ons nog terug."]),
        ("„Niemand belde ons nog terug.“", ["Niemand belde ons nog terug."]),
        ("« Niemand belde ons nog terug. »", ["Niemand belde ons nog terug."]),
        ('Zij zei: "Niemand belde ons nog terug."', ["Niemand belde ons nog terug."]),
        ('"Niemand belde ons nog terug.”', ["Niemand belde ons nog terug."]),
        ("‘Niemand belde ons nog terug.’", ["Niemand belde ons nog terug."]),
        ("‘Mama’s huis was ’s avonds te stil.’", ["Mama’s huis was ’s avonds te stil."]),
        ("“Hij riep: ‘Laat mij gerust!’ en ging weg.”", ["Hij riep: ‘Laat mij gerust!’ en ging weg."]),
        ("“Eerst dit en dan dat.” en “Daarna was het gedaan.”", ["Eerst dit en dan dat.", "Daarna was het gedaan."]),
        ("Moeder vroeg “Wie komt er nu nog langs?” en zweeg.", ["Wie komt er nu nog langs?"]),
        ("“Zij bleef bellen, ook op zondag” (samenwerkingsoverleg)", ["Zij bleef bellen, ook op zondag"]),
    ],
)
def test_every_kind_of_mark(text: str, found: list[str]) -> None:
    assert quotes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Er is te veel “hokjesdenken” in de sector.",
        "Het project ‘als de dag van toen begint’ loopt nog.",
        'De "IN en UIT beweging" tussen voorzieningen.',
        "In ‘t Oud Gasthuis en ‘t Groot Huis is er plaats voor drie jongeren.",
        "De ouders’ vraag bleef liggen en de begeleiders’ antwoord ook.",
        'Een plank van 12" en een van 14" lagen klaar.',
    ],
)
def test_terms_titles_and_apostrophes_are_no_quotes(text: str) -> None:
    assert quotes(text) == []


def test_a_quote_runs_over_a_paragraph_break() -> None:
    assert quotes("“Eerst was er niemand.", "Daarna kwamen er vijf tegelijk.”") == [
        "Eerst was er niemand.\n\nDaarna kwamen er vijf tegelijk."
    ]


def test_a_quote_that_was_never_closed_ends_with_its_paragraph() -> None:
    assert quotes("“Zij vergat het tweede teken altijd", "De vergadering ging verder zonder haar.") == [
        "Zij vergat het tweede teken altijd"
    ]


def test_an_unclosed_bullet_does_not_swallow_the_next() -> None:
    found = quotes("“Zij vergat het teken alweer", "“Maar hij dacht er wel aan.”", role=Role.ITEM)
    assert found == ["Zij vergat het teken alweer", "Maar hij dacht er wel aan."]


def test_a_short_quoted_sentence_counts_when_it_is_the_whole_bullet() -> None:
    assert quotes("“Brengt nieuwe moed.”", role=Role.ITEM) == ["Brengt nieuwe moed."]
    assert quotes("Hij zei “brengt nieuwe moed” en ging.") == []


def test_a_block_quotation_needs_no_marks() -> None:
    text = "Wij hebben een half jaar gewacht (pleegmoeder)"
    found = find_quotes(text, [Block(0, len(text), Role.QUOTE)])
    assert [text[one.start : one.end] for one in found] == ["Wij hebben een half jaar gewacht"]


def test_italics_count_when_they_read_as_a_sentence() -> None:
    text = "Moeder: Niemand vroeg wat ik wilde. En het woord regie viel."
    block = Block(0, len(text), Role.PARAGRAPH)
    sentence, term = Mark(8, 35, "italic"), Mark(48, 53, "italic")
    assert [text[one.start : one.end] for one in find_quotes(text, [block], [sentence, term])] == [
        "Niemand vroeg wat ik wilde."
    ]
