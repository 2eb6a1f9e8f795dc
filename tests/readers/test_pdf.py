"""PDF."""

from __future__ import annotations

import pytest

from pipeline.errors import ReadError
from pipeline.model import Role


def column(texts, *, top=760.0, left=72.0, size=11.0, step=14.0, font="F1"):
    return [(left, top - place * step, size, font, text) for place, text in enumerate(texts)]


BODY = [
    "De begeleiders van het huis aan de vaart zitten elke dinsdag samen om te kijken wat elk",
    "gezin de komende week nodig heeft en wie van hen langsgaat. Wie ziek is belt voor negen",
    "uur, en dan neemt een ander het over.",
]


def test_wrapped_lines_and_pages(reading, texts, make_pdf):
    source = reading("a.pdf", make_pdf([column(BODY), column(["Het tweede blad heeft een eigen zin."])]))
    assert texts(source) == [" ".join(BODY), "Het tweede blad heeft een eigen zin."]
    assert [block.page for block in source.blocks] == [1, 2]


def test_larger_and_bold_lines_are_headings(reading, shown, make_pdf):
    page = [
        (72, 800, 20, "F2", "Ronde tafel"),
        *column(BODY),
        (72, 700, 14, "F2", "Wonen en geld"),
        *column(BODY, top=680),
        (72, 620, 11, "F2", "Wat werkt"),
        *column(BODY, top=605),
    ]
    headings = [entry for entry in shown(reading("a.pdf", make_pdf([page]))) if entry[0] == "heading"]
    assert headings == [("heading", 1, "Ronde tafel"), ("heading", 2, "Wonen en geld"), ("heading", 3, "Wat werkt")]


def test_indent_gives_the_depth_of_bullets(reading, shown, make_pdf):
    page = [
        (72, 760, 11, "F1", "• Een vaste begeleider"),
        (90, 746, 11, "F1", "o Ook in het weekend"),
        (90, 732, 11, "F1", "o Ook in de vakantie, wanneer de gewone ploeg met verlof is en niemand anders het"),
        (99, 718, 11, "F1", "gezin kent"),
        (72, 704, 11, "F1", "• Een sleutel"),
    ]
    assert shown(reading("a.pdf", make_pdf([page]))) == [
        ("item", 1, "Een vaste begeleider"),
        ("item", 2, "Ook in het weekend"),
        ("item", 2, "Ook in de vakantie, wanneer de gewone ploeg met verlof is en niemand anders het gezin kent"),
        ("item", 1, "Een sleutel"),
    ]


def test_hyphens_at_line_ends(reading, make_pdf):
    page = column(
        [
            "De begeleiders van het huis aan de vaart zitten elke dinsdag samen met de hulp-",
            "verleners van de buurt en met mensen van een VAPH-",
            "voorziening om de hoek.",
        ]
    )
    text = reading("a.pdf", make_pdf([page])).text
    assert "hulpverleners" in text
    assert "VAPH-voorziening" in text


def test_headers_footers_and_page_numbers_are_left_out(reading, make_pdf):
    pages = [
        [
            (72, 810, 9, "F1", "Verslag van de ronde tafel"),
            *column([f"Op blad {word} staat dit."]),
            *column(BODY, top=720),
            (290, 30, 9, "F1", f"Pagina {number}"),
        ]
        for number, word in enumerate(("een", "twee", "drie", "vier"), 1)
    ]
    source = reading("a.pdf", make_pdf(pages))
    assert "Verslag" not in source.text
    assert "Pagina" not in source.text
    assert source.ledger.removed["page_header"] == 4 * len("Verslag van de ronde tafel")
    assert source.ledger.removed["page_number"] == 4 * len("Pagina 1")


def test_quote_goes_on_over_a_page_break(reading, texts, make_pdf):
    first = column([*BODY, "“Wij willen weten wie er morgen komt en wie er daarna nog komt en wie dat dan"])
    second = column(["aan de kinderen zegt.”", *BODY])
    found = texts(reading("a.pdf", make_pdf([first, second])))
    assert (
        "“Wij willen weten wie er morgen komt en wie er daarna nog komt en wie dat dan aan de kinderen zegt.”" in found
    )


def test_page_without_text_is_named(reading, make_pdf):
    source = reading("a.pdf", make_pdf([column(BODY), []]))
    assert "bladzijde 2" in source.warnings[0]
    assert source.blocks[0].role is Role.PARAGRAPH


def test_picture_only(reading, make_pdf):
    with pytest.raises(ReadError, match=r"holds pictures of text only; run text recognition \(OCR\)"):
        reading("a.pdf", make_pdf([[], []]))


def test_locked(reading, make_pdf):
    with pytest.raises(ReadError, match="locked with a password; save a copy without one"):
        reading("a.pdf", make_pdf([column(BODY)], password="geheim"))


@pytest.mark.parametrize("content", [b"%PDF-1.4\nniets", b"\x00\x01\x02", b"gewone tekst"])
def test_damaged(reading, content):
    with pytest.raises(ReadError, match=r"^a\.pdf: is damaged"):
        reading("a.pdf", content)
