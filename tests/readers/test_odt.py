"""OpenDocument texts."""

from __future__ import annotations

import io

import odfdo
import pytest

from pipeline.errors import ReadError
from pipeline.model import Role


def saved(*elements) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    for element in elements:
        document.body.append(element)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_blocks(reading, shown):
    items = odfdo.List(["een"])
    item = odfdo.ListItem("twee")
    item.append(odfdo.List(["drie"]))
    items.append(item)
    table = odfdo.Table("t", width=2, height=1)
    table.set_value("A1", "traag")
    table.set_value("B1", "bellen")
    content = saved(odfdo.Header(2, "Ronde tafel"), odfdo.Paragraph("Wij zaten samen."), items, table)
    assert shown(reading("a.odt", content)) == [
        ("heading", 2, "Ronde tafel"),
        ("paragraph", 0, "Wij zaten samen."),
        ("item", 1, "een"),
        ("item", 1, "twee"),
        ("item", 2, "drie"),
        ("cell", 0, "traag"),
        ("cell", 0, "bellen"),
    ]


def test_quotation_style(reading):
    assert reading("a.odt", saved(odfdo.Paragraph("Wij wachten.", style="Quotations"))).blocks[0].role is Role.QUOTE


def test_italic_span(reading):
    document = odfdo.Document("text")
    document.body.clear()
    document.insert_style(odfdo.Style("text", name="Schuin", italic=True), automatic=True)
    paragraph = odfdo.Paragraph("Zij zei wij zijn moe vandaag.")
    paragraph.set_span("Schuin", regex="wij zijn moe")
    document.body.append(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    source = reading("a.odt", stream.getvalue())
    assert [(source.text[m.start : m.end], m.style) for m in source.marks] == [("wij zijn moe", "italic")]


def test_typed_bullets_and_line_breaks(reading, shown):
    paragraph = odfdo.Paragraph("• een\n• twee")
    assert shown(reading("a.odt", saved(paragraph))) == [("item", 1, "een"), ("item", 1, "twee")]


def test_note_comes_after_the_text(reading, texts):
    paragraph = odfdo.Paragraph("Wij zaten samen.")
    paragraph.insert_note(after="samen", note_id="n1", citation="1", body="In het oude huis.")
    assert texts(reading("a.odt", saved(paragraph)))[-1] == "In het oude huis."


@pytest.mark.parametrize(
    ("content", "message"),
    [(saved(odfdo.Paragraph("Wij"))[:300], "damaged or cut off"), (b"", "is empty"), (saved(), "holds no text")],
)
def test_unreadable(reading, content, message):
    with pytest.raises(ReadError, match=message):
        reading("a.odt", content)
