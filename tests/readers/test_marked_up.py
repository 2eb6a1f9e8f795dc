"""Markdown and HTML."""

from __future__ import annotations

import pytest

from pipeline.errors import ReadError

MARKDOWN = """---
Datum: 2024-03-05
Soort overleg: ronde tafel
---
# Verslag

Een *schuin* woord
gaat door.

- een
  - twee
    1. drie

> “Wij wachten al
> een jaar.”

| Bevinding | Actie |
|---|---|
| traag | bellen |
"""


def test_markdown_blocks(reading, shown):
    assert shown(reading("a.md", MARKDOWN)) == [
        ("heading", 1, "Verslag"),
        ("paragraph", 0, "Een schuin woord gaat door."),
        ("item", 1, "een"),
        ("item", 2, "twee"),
        ("item", 3, "drie"),
        ("quote", 0, "“Wij wachten al een jaar.”"),
        ("cell", 0, "Bevinding"),
        ("cell", 0, "Actie"),
        ("cell", 0, "traag"),
        ("cell", 0, "bellen"),
    ]


def test_markdown_front_matter_and_markers(reading):
    source = reading("a.md", MARKDOWN)
    assert source.attributes == {"datum": "2024-03-05", "soort overleg": "ronde tafel"}
    assert [block.marker for block in source.blocks if block.role == "item"] == ["-", "-", "1."]


def test_markdown_italics_are_marked(reading):
    source = reading("a.md", MARKDOWN)
    (mark,) = source.marks
    assert (source.text[mark.start : mark.end], mark.style) == ("schuin", "italic")


def test_markdown_cells_are_tab_separated(reading):
    source = reading("a.md", MARKDOWN)
    assert source.text.endswith("Bevinding\tActie\ntraag\tbellen")
    assert [(b.table, b.row, b.column) for b in source.blocks[-4:]] == [(1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2)]


def test_markdown_typed_bullets_in_one_paragraph_are_split(reading, shown):
    assert shown(reading("a.md", "• een\n• twee\no drie\n")) == [
        ("item", 1, "een"),
        ("item", 1, "twee"),
        ("item", 2, "drie"),
    ]


HTML = """<html><head><title>Ronde tafel</title><meta name="datum" content="2024-03-05"><style>p {}</style></head><body>
<nav>Menu</nav><h1>Kop</h1><p>Een <em>schuine</em> zin<br>met <q>iets</q> erin.</p>
<ul><li>een<ul><li>twee</li></ul></li><li>drie</li></ul><blockquote>Zo is het.</blockquote>
<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td><ul><li>d</li></ul></td></tr></table>
<script>var x = "y";</script></body></html>"""


def test_html_blocks(reading, shown):
    assert shown(reading("a.html", HTML)) == [
        ("heading", 1, "Kop"),
        ("paragraph", 0, "Een schuine zin met iets erin."),
        ("item", 1, "een"),
        ("item", 2, "twee"),
        ("item", 1, "drie"),
        ("quote", 0, "Zo is het."),
        ("cell", 0, "a"),
        ("cell", 0, "b"),
        ("cell", 0, "c"),
        ("item", 1, "d"),
    ]


def test_html_attributes_and_marks(reading):
    source = reading("a.htm", HTML)
    assert source.attributes == {"title": "Ronde tafel", "datum": "2024-03-05"}
    assert [(source.text[m.start : m.end], m.style) for m in source.marks] == [("schuine", "italic"), ("iets", "quote")]


def test_html_scripts_and_menus_are_counted_as_markup(reading):
    source = reading("a.html", HTML)
    assert source.ledger.removed["markup"] >= len('Menuvar x = "y";Ronde tafelp {}')
    assert "Menu" not in source.text


def test_html_terms_stand_with_their_meaning(reading, texts):
    source = reading("a.html", "<dl><dt>Datum</dt><dd>5 maart 2024</dd><dt>Plaats:</dt><dd>de kust</dd></dl>")
    assert texts(source) == ["Datum: 5 maart 2024", "Plaats: de kust"]


def test_markdown_task_boxes_are_markup(reading, texts):
    assert texts(reading("a.md", "- [ ] bellen\n- [x] schrijven\n")) == ["bellen", "schrijven"]


def test_html_in_windows_1252(reading):
    assert reading("a.html", "<p>Eén “zin” van € 5</p>".encode("cp1252")).text == "Eén “zin” van € 5"


@pytest.mark.parametrize("content", [b"", b"<html><body><script>x</script></body></html>", b"\x00\x01\x02"])
def test_unreadable_html(reading, content):
    with pytest.raises(ReadError, match=r"^a\.html: "):
        reading("a.html", content)


RTF = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}\f0 Quotes:\par \bullet  E\'e9n vaste begeleider\par Daarna praten we verder.\par}"


def test_rtf(reading, shown):
    assert shown(reading("a.rtf", RTF)) == [
        ("heading", 0, "Quotes:"),
        ("item", 1, "Eén vaste begeleider"),
        ("paragraph", 0, "Daarna praten we verder."),
    ]


def test_rtf_that_is_none(reading):
    with pytest.raises(ReadError, match="is no rich text"):
        reading("a.rtf", "gewone tekst")
