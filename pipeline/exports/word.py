"""recommendations.docx: the drafts in Word's own styles, each citation a link to its quote at the end."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipeline.codebook import LEVEL_LABELS
from pipeline.evidence.phrase import quote
from pipeline.exports import picture
from pipeline.exports.files import MOMENT, fixed_archive, write_whole
from pipeline.exports.templating import LEVEL_HINTS, rests_on
from pipeline.exports.word_parts import alt_text, bookmark, contents, data_part, keep_row, link, repeat_header, styled
from pipeline.exports.word_styles import new_document
from pipeline.model import Level, Sentence
from pipeline.report import Entry, Report, manifest, words
from pipeline.report.manifest import NAMESPACE, SOURCES

PICTURE = "Citaten per thema en niveau"


def write(report: Report, path: Path) -> None:
    """Write the document; the same report gives the same bytes."""
    document = new_document(report.title)
    _Writer(report, document).all()
    data_part(
        document, f'<manifest xmlns="{NAMESPACE}">{escape(json.dumps(manifest(report), ensure_ascii=False))}</manifest>'
    )
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title, properties.language, properties.revision = report.title[:255], "nl-BE", 1
    properties.created = properties.modified = MOMENT
    held = io.BytesIO()
    document.save(held)
    write_whole(path, fixed_archive(held.getvalue()))


def clean(text: str) -> str:
    """Text as XML can hold it, on one line."""
    return " ".join("".join(char for char in text if char >= " " or char in "\t\n").split())


class _Writer:
    """Adds the parts of the document one after the other; counts bookmarks as it goes."""

    def __init__(self, report: Report, document: Any) -> None:
        self._report = report
        self._document = document
        self._bookmarks = 0
        self._ids = {style.name: style.style_id for style in document.styles}

    def all(self) -> None:
        self._cover()
        if not self._report.drafts:
            self._say("Er is te weinig gelijklopend gezegd om een aanbeveling op te bouwen.", "Body Text")
            return
        self._contents()
        self._summary()
        for level, themes in self._report.entries_by_level():
            self._level(level)
            for theme, entries in themes:
                self._heading(self._report.codebook.label(theme), 2, f"_Toc_{level}_{theme}"[:40])
                for entry in entries:
                    self._draft(entry)
        self._sources()

    def _say(self, text: str, style: str) -> Any:
        paragraph = self._document.add_paragraph(clean(text))
        paragraph._p.style = self._ids[style]
        return paragraph

    def _run(self, paragraph: Any, text: str, style: str) -> None:
        styled(paragraph, text, self._ids[style])

    def _mark(self, paragraph: Any, name: str) -> None:
        self._bookmarks += 1
        bookmark(paragraph, name, self._bookmarks)

    def _heading(self, text: str, level: int, anchor: str) -> Any:
        paragraph = self._document.add_heading(clean(text), level)
        self._mark(paragraph, anchor)
        return paragraph

    def _cover(self) -> None:
        self._say("Rode Draad · aanbevelingen", "Merk")
        self._say(self._report.title, "Title")
        self._say(f"Dit document rust op {rests_on(self._report)}.", "Subtitle")
        if self._report.notes:
            self._say("Lees dit eerst", "Tussenkop")
            for note in self._report.notes:
                self._say(note, "Waarschuwing")
        if self._report.segments:
            self._say(f"{PICTURE}: hoe donkerder, hoe meer citaten.", "Caption")
            self._picture()

    def _picture(self) -> None:
        from docx.shared import Cm

        shape = self._document.add_picture(io.BytesIO(picture.heat_map(self._report)), width=Cm(15.6))
        alt_text(shape, PICTURE, picture.heat_map_text(self._report))

    def _contents(self) -> None:
        title = self._say("Inhoud", "Inhoudstitel")
        title.paragraph_format.page_break_before = True
        entries = [(1, "Samenvatting", "_Toc_samenvatting")]
        for level, themes in self._report.entries_by_level():
            entries.append((1, LEVEL_LABELS[level], f"_Toc_{level}"))
            for theme, drafts in themes:
                entries.append((2, clean(self._report.codebook.label(theme)), f"_Toc_{level}_{theme}"[:40]))
                entries += [
                    (3, clean(f"{entry.number}. {entry.draft.title.text}"), f"draft_{entry.number}") for entry in drafts
                ]
        entries.append((1, SOURCES, "_Toc_bronnen"))
        contents(self._document, entries)

    def _summary(self) -> None:
        self._heading("Samenvatting", 1, "_Toc_samenvatting").paragraph_format.page_break_before = True
        self._say("De aanbevelingen per niveau, met hoeveel ze dragen.", "Caption")
        table = self._document.add_table(rows=1, cols=4, style="Rode Draad")
        table.autofit = False
        for cell, text in zip(table.rows[0].cells, ("Nr.", "Aanbeveling", "Thema", "Draagvlak"), strict=True):
            cell.paragraphs[0].add_run(text).bold = True
        repeat_header(table.rows[0])
        for level, themes in self._report.entries_by_level():
            row = table.add_row().cells
            whole = row[0].merge(row[3])
            whole.paragraphs[0].add_run(LEVEL_LABELS[level]).bold = True
            for theme, entries in themes:
                for entry in entries:
                    self._summary_row(table.add_row(), entry, theme)
        _widths(table, (1.1, 7.4, 4.1, 3.4))

    def _summary_row(self, row: Any, entry: Entry, theme: str) -> None:
        keep_row(row)
        held = entry.draft.support
        parts = [words.quotes(held.segments)] + ([words.meetings(held.meetings)] if held.meetings else [])
        row.cells[0].paragraphs[0].add_run(str(entry.number))
        link(row.cells[1].paragraphs[0], clean(entry.draft.title.text), f"draft_{entry.number}")
        row.cells[2].paragraphs[0].add_run(clean(self._report.codebook.label(theme)))
        row.cells[3].paragraphs[0].add_run(", ".join(parts))
        for cell in row.cells:
            cell.paragraphs[0].style = "Tabel"

    def _level(self, level: Level) -> None:
        self._heading(LEVEL_LABELS[level], 1, f"_Toc_{level}").paragraph_format.page_break_before = True
        self._say(f"{LEVEL_HINTS[level]}.", "Voor wie").paragraph_format.keep_with_next = True

    def _draft(self, entry: Entry) -> None:
        draft = entry.draft
        self._heading(f"{entry.number}. {draft.title.text}", 3, f"draft_{entry.number}")
        label, theme = draft.subtheme_label, self._report.codebook.label(draft.theme)
        about = [words.addressees(draft.addressees)] if draft.addressees else []
        about += [label] if label and label != theme else []
        if about:
            self._say(" · ".join(about), "Voor wie").paragraph_format.keep_with_next = True
        for section in draft.sections:
            if section.sentences:
                self._say(words.section(section.name), "Tussenkop")
            for sentence in section.sentences:
                self._sentence(sentence, self._style(section.name, sentence))
        held = self._say("", "Draagvlak")
        held.add_run("Draagvlak. ").bold = True
        held.add_run(f"{words.support(draft.support)} · titel")
        self._cite(held, draft.title)
        if words.caution(draft.support):
            self._say(words.caution(draft.support), "Waarschuwing")

    def _style(self, section: str, sentence: Sentence) -> str:
        if section == "recommendation":
            return "Aanbeveling"
        if section == "findings":
            return "Quote" if self._report.is_quote(sentence) else "Body Text"
        return "List Bullet"

    def _sentence(self, sentence: Sentence, style: str) -> None:
        paragraph = self._say(sentence.text, style)
        if self._report.is_quote(sentence):
            where = self._report.citations[self._report.shown(sentence)[0]]
            self._run(paragraph, clean(f" ({where})").replace("(", " (", 1), "Herkomst")
        self._cite(paragraph, sentence)

    def _cite(self, paragraph: Any, sentence: Sentence) -> None:
        names = self._report.shown(sentence)
        if not names:
            return
        self._run(paragraph, " [", "Verwijzing")
        for place, name in enumerate(names):
            if place:
                self._run(paragraph, " ", "Verwijzing")
            number = self._report.numbers[name]
            link(paragraph, number, f"citaat_{number}", style=self._ids["Verwijzing"])
        hidden = self._report.hidden(sentence)
        more = f" en {hidden} {'ander' if hidden == 1 else 'andere'}" if hidden else ""
        self._run(paragraph, f"{more}]", "Verwijzing")

    def _sources(self) -> None:
        self._heading(SOURCES, 1, "_Toc_bronnen").paragraph_format.page_break_before = True
        self._say(
            "Elk nummer tussen vierkante haken leidt naar een citaat in deze lijst: de woorden zelf, het overleg, het "
            "bronbestand en een vast kenmerk.",
            "Body Text",
        )
        for name in self._report.cited_in_drafts():
            segment, number = self._report.segment(name), self._report.numbers[name]
            paragraph = self._say("", "Bron")
            paragraph.add_run(number).bold = True
            self._mark(paragraph, f"citaat_{number}")
            paragraph.add_run(f"\t{quote(clean(segment.text))}")
            paragraph.add_run().add_break()
            self._run(paragraph, clean(f"{self._report.citations[name]} · {segment.source} · {name}"), "Herkomst")


def _widths(table: Any, centimetres: tuple[float, ...]) -> None:
    from docx.shared import Cm

    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        if len(row._tr.tc_lst) == len(centimetres):
            for cell, width in zip(row.cells, centimetres, strict=True):
                cell.width = Cm(width)
