"""Word documents."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.errors import ReadError
from pipeline.model import Role


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_blocks_in_document_order(reading, shown):
    document = docx.Document()
    document.add_heading("Ronde tafel", 1)
    document.add_paragraph("Wij zaten samen.")
    document.add_paragraph("een", style="List Bullet")
    document.add_paragraph("twee", style="List Bullet 2")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "traag", "bellen"
    document.add_paragraph("Wij wachten.", style="Quote")
    assert shown(reading("a.docx", saved(document))) == [
        ("heading", 1, "Ronde tafel"),
        ("paragraph", 0, "Wij zaten samen."),
        ("item", 1, "een"),
        ("item", 2, "twee"),
        ("cell", 0, "traag"),
        ("cell", 0, "bellen"),
        ("quote", 0, "Wij wachten."),
    ]


@pytest.mark.parametrize(
    ("name", "role", "depth"),
    [
        ("Kop 3", Role.HEADING, 3),
        ("Citaat", Role.QUOTE, 0),
        ("Duidelijk citaat", Role.QUOTE, 0),
        ("Lijstopsomming", Role.ITEM, 1),
    ],
)
def test_dutch_style_names(reading, name, role, depth):
    document = docx.Document()
    document.styles.add_style(name, 1)
    document.add_paragraph("Wij wachten", style=name)
    (block,) = reading("a.docx", saved(document)).blocks
    assert (block.role, block.depth) == (role, depth)


def test_style_that_rests_on_a_heading(reading):
    document = docx.Document()
    style = document.styles.add_style("Huisstijl titel", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Wonen en geld", style=style)
    assert reading("a.docx", saved(document)).blocks[0].depth == 2


def test_numbering_level_gives_the_depth(reading):
    document = docx.Document()
    paragraph = document.add_paragraph("diep punt")
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>')
    )
    (block,) = reading("a.docx", saved(document)).blocks
    assert (block.role, block.depth, block.marker) == (Role.ITEM, 3, "")


def test_italic_and_quote_runs_are_marked(reading):
    document = docx.Document()
    document.styles.add_style("Citaat Char", 2)
    document.styles.add_style("Citaat", 2)
    paragraph = document.add_paragraph("Zij zei: ")
    paragraph.add_run("wij zijn ").italic = True
    paragraph.add_run("moe").italic = True
    paragraph.add_run(" en ")
    paragraph.add_run("kwaad", style="Citaat")
    source = reading("a.docx", saved(document))
    assert [(source.text[m.start : m.end], m.style) for m in source.marks] == [
        ("wij zijn moe", "italic"),
        ("kwaad", "quote"),
    ]


def test_merged_cells_are_read_once(reading, texts):
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "samen"
    table.cell(0, 1).text, table.cell(1, 1).text = "boven", "onder"
    source = reading("a.docx", saved(document))
    assert texts(source) == ["samen", "boven", "onder"]
    assert [(block.row, block.column) for block in source.blocks] == [(1, 1), (1, 2), (2, 2)]


def test_bullets_in_a_cell_are_items_of_that_cell(reading):
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Actiepunten"
    cell.add_paragraph("- bellen")
    cell.add_paragraph("- schrijven")
    blocks = reading("a.docx", saved(document)).blocks
    assert [(block.role, block.table, block.row) for block in blocks] == [
        (Role.CELL, 1, 1),
        (Role.ITEM, 1, 1),
        (Role.ITEM, 1, 1),
    ]


def test_deleted_text_is_left_out_and_inserted_text_read(reading):
    document = docx.Document()
    paragraph = document.add_paragraph("Wij ")
    for tag, child, text in (("w:del", "w:delText", "niet "), ("w:ins", "w:t", "samen")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(child)
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    source = reading("a.docx", saved(document))
    assert source.text == "Wij samen"
    assert source.ledger.removed["deleted"] == 5


def test_headers_and_footers_are_counted_only(reading):
    document = docx.Document()
    document.add_paragraph("Wij zaten samen.")
    document.sections[0].header.paragraphs[0].text = "Ronde tafel"
    document.sections[0].footer.paragraphs[0].text = "blad"
    source = reading("a.docx", saved(document))
    assert source.text == "Wij zaten samen."
    assert (source.ledger.removed["page_header"], source.ledger.removed["page_footer"]) == (11, 4)


def test_pages_from_breaks_and_none_without(reading):
    document = docx.Document()
    document.add_paragraph("Eerste blad.")
    assert reading("a.docx", saved(document)).blocks[0].page is None
    document.add_page_break()
    document.add_paragraph("Tweede blad.")
    assert [block.page for block in reading("a.docx", saved(document)).blocks] == [1, 2]


def test_rendered_break_right_after_a_page_break_counts_once(reading):
    document = docx.Document()
    document.add_paragraph("Eerste blad.")
    document.add_page_break()
    paragraph = document.add_paragraph()
    paragraph.add_run()._r.append(OxmlElement("w:lastRenderedPageBreak"))
    paragraph.add_run("Tweede blad.")
    paragraph = document.add_paragraph()
    paragraph.add_run()._r.append(OxmlElement("w:lastRenderedPageBreak"))
    paragraph.add_run("Derde blad.")
    assert [block.page for block in reading("a.docx", saved(document)).blocks] == [1, 2, 3]


def test_text_boxes_are_read_once(reading, texts):
    document = docx.Document()
    paragraph = document.add_paragraph("Bij de tekening.")
    box = "<w:txbxContent><w:p><w:r><w:t>In het kader</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert texts(reading("a.docx", saved(document))) == ["Bij de tekening.", "In het kader"]


def test_properties_without_the_author(reading):
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Ronde tafel", "Iemand"
    document.add_paragraph("Wij zaten samen.")
    assert reading("a.docx", saved(document)).attributes == {"title": "Ronde tafel"}


def test_labels_and_bold_titles_are_headings(reading, shown):
    document = docx.Document()
    document.add_paragraph("MICRO:")
    document.add_paragraph().add_run("Wat werkt al").bold = True
    document.add_paragraph("Wij zaten samen.")
    assert [entry[0] for entry in shown(reading("a.docx", saved(document)))] == ["heading", "heading", "paragraph"]


def test_transcript(reading):
    document = docx.Document()
    for _ in range(3):
        document.add_paragraph("Spreker 1: Hoe gaat het?")
        document.add_paragraph().add_run("Spreker 2: ").bold = True
        document.paragraphs[-1].add_run("Beter.")
    source = reading("a.docx", saved(document))
    assert [(block.role, block.speaker) for block in source.blocks[:2]] == [
        (Role.TURN, "Spreker 1"),
        (Role.TURN, "Spreker 2"),
    ]
    assert source.text.startswith("Hoe gaat het?\n\nBeter.")


def whole() -> bytes:
    document = docx.Document()
    document.add_paragraph("Wij zaten samen.")
    return saved(document)


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as entry:
        for _ in range(501):
            entry.write(bytes(1_000_000))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (whole()[: len(whole()) // 2], "damaged or cut off; open it in Word and save again"),
        (b"PK\x03\x04 and nothing more", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "locked with a password or in an old format"),
        (saved(docx.Document()), "holds no text"),
        (b"", "is empty"),
    ],
)
def test_unreadable_documents(reading, content, message):
    with pytest.raises(ReadError, match=message) as caught:
        reading("stuk.docx", content)
    assert str(caught.value).startswith("stuk.docx: ")


@pytest.mark.slow
def test_archive_that_unpacks_to_too_much(reading):
    with pytest.raises(ReadError, match="unpacks to"):
        reading("bom.docx", bomb())
