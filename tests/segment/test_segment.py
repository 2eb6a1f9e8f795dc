from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import codebook as codebooks
from pipeline import readers, shipped
from pipeline.codebook import Codebook
from pipeline.model import Kind, Level, Segmentation, SegmentKind, Source
from pipeline.segment import segment
from pipeline.segment.cases import iso_date
from pipeline.segment.sections import Sense, level_of, meeting_of, opens_meeting, read_heading
from pipeline.segment.sentences import pieces
from pipeline.spans import covered


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return codebooks.read(shipped.codebook())


def read(tmp_path: Path, text: str, name: str = "verslag.md") -> Source:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return readers.read(path, name)


def texts(found: Segmentation, kind: SegmentKind) -> list[str]:
    return [one.text for one in found.segments if one.kind is kind]


MEETING = """# Verslag lerend netwerk Beeldvorming

Datum: 12 maart 2024

Regio: Kempen

Aanwezig: CLB-medewerker, contextbegeleider, twee moeders

## Wat werkt er?

### MICRO

- Samen naar het filmpje kijken
- Tijd

### MESO:

- Eén verslag voor alle diensten
    - ook voor de school

## Stellingen

1. Een etiket opent deuren.

De meesten gaan niet akkoord. Een etiket sluit volgens hen evenveel deuren als het opent.

## Actiepunten

- De verslagen naast elkaar leggen.

## Thema's voor een volgende keer

- Wat na achttien?
"""


def test_post_its_carry_the_level_of_their_list(tmp_path: Path, codebook: Codebook) -> None:
    found = segment(read(tmp_path, MEETING), codebook)
    levels = {one.text: one.outline.level for one in found.segments if one.kind is SegmentKind.POST_IT}
    assert levels == {
        "Samen naar het filmpje kijken": Level.MICRO,
        "Tijd": Level.MICRO,
        "Eén verslag voor alle diensten": Level.MESO,
        "ook voor de school": Level.MESO,
    }


def test_the_heading_above_a_level_gives_the_kind(tmp_path: Path, codebook: Codebook) -> None:
    found = segment(read(tmp_path, MEETING), codebook)
    kinds = {one.outline.kind for one in found.segments if one.kind is SegmentKind.POST_IT}
    assert kinds == {Kind.GOOD_PRACTICE}


def test_a_nested_item_hangs_below_its_parent(tmp_path: Path, codebook: Codebook) -> None:
    found = {one.text: one for one in segment(read(tmp_path, MEETING), codebook).segments}
    assert found["ook voor de school"].parent == found["Eén verslag voor alle diensten"].segment_id


def test_statements_discussion_and_actions_are_told_apart(tmp_path: Path, codebook: Codebook) -> None:
    found = segment(read(tmp_path, MEETING), codebook)
    assert texts(found, SegmentKind.STATEMENT) == ["Een etiket opent deuren."]
    assert texts(found, SegmentKind.ACTION) == ["De verslagen naast elkaar leggen."]
    assert texts(found, SegmentKind.FINDING)[0].startswith("De meesten gaan niet akkoord.")


def test_the_case_is_read_from_the_labels(tmp_path: Path, codebook: Codebook) -> None:
    (case,) = segment(read(tmp_path, MEETING), codebook).cases
    assert (case.meeting, case.date, case.region) == ("lerend netwerk", "2024-03-12", "Kempen")
    assert "CLB" in case.sectors
    assert {"contextbegeleider", "ouder"} <= set(case.roles)


def test_the_theme_of_the_title_holds_but_not_for_what_is_asked_next(tmp_path: Path, codebook: Codebook) -> None:
    found = {one.text: one for one in segment(read(tmp_path, MEETING), codebook).segments}
    assert found["De verslagen naast elkaar leggen."].outline.theme == "diagnostics"
    assert found["Wat na achttien?"].outline.theme is None


def test_every_character_is_in_a_segment_or_left_out_with_a_reason(tmp_path: Path, codebook: Codebook) -> None:
    source = read(tmp_path, MEETING)
    found = segment(source, codebook)
    spans = [(one.start, one.end) for one in found.segments] + [(one.start, one.end) for one in found.left_out]
    assert covered(spans) == len(source.text)
    assert all(one.reason for one in found.left_out)
    inside = [(one.start, one.end) for one in found.segments]
    assert not any(one.start < end and start < one.end for one in found.left_out for start, end in inside)


def test_cases_csv_goes_before_the_report(tmp_path: Path, codebook: Codebook) -> None:
    cases = {"verslag.md": {"date": "2025-01-15", "meeting": "forum", "sectors": "GGZ; politie"}}
    (case,) = segment(read(tmp_path, MEETING), codebook, cases=cases).cases
    assert (case.meeting, case.date) == ("forum", "2025-01-15")
    assert case.sectors == ("geestelijke gezondheidszorg", "politie en parket")


def test_a_section_can_be_left_out(tmp_path: Path, codebook: Codebook) -> None:
    found = segment(read(tmp_path, MEETING), codebook, exclude_sections=["wat werkt"])
    assert texts(found, SegmentKind.POST_IT) == []
    assert "excluded_section" in {one.reason for one in found.left_out}


YEARLY = """# Jaarverslag

## Thema beeldvorming

Het ging vaak over wat een kind nodig heeft.

- “Niemand keek nog naar wat hij wel kon.”
- “Elk verslag begon opnieuw bij nul.”
- (samenwerkingsoverleg)

## Thema continuïteit

- “Zij bleef bellen, ook na haar contract.”
- “De vierde consulent kende haar naam niet.” (lerend netwerk, mei 2023)

Wij danken de stuurgroep voor de goede samenwerking en kijken vooruit.
"""


def test_a_closing_attribution_names_the_meeting_of_the_whole_list(tmp_path: Path, codebook: Codebook) -> None:
    found = segment(read(tmp_path, YEARLY), codebook)
    meetings = {one.text: one.outline.meeting for one in found.segments}
    assert meetings["Niemand keek nog naar wat hij wel kon."] == "samenwerkingsoverleg"
    assert meetings["Elk verslag begon opnieuw bij nul."] == "samenwerkingsoverleg"
    assert meetings["De vierde consulent kende haar naam niet."] == "lerend netwerk"


def test_an_attribution_with_a_date_makes_a_case_of_its_own(tmp_path: Path, codebook: Codebook) -> None:
    found = segment(read(tmp_path, YEARLY), codebook)
    assert ("lerend netwerk", "2023-05") in {(case.meeting, case.date) for case in found.cases}


def test_theme_headings_give_the_reports_own_theme(tmp_path: Path, codebook: Codebook) -> None:
    themes = [one.outline.theme for one in segment(read(tmp_path, YEARLY), codebook).segments]
    assert themes == ["diagnostics", "diagnostics", "continuity", "continuity"]


def test_prose_of_a_yearly_report_is_no_evidence(tmp_path: Path, codebook: Codebook) -> None:
    found = segment(read(tmp_path, YEARLY), codebook)
    assert {one.kind for one in found.segments} == {SegmentKind.QUOTE}
    assert "prose" in {one.reason for one in found.left_out}


def test_a_table_gives_its_cells_the_kind_of_their_column(tmp_path: Path, codebook: Codebook) -> None:
    text = "# Verslag forum\n\n| Bevinding | Actiepunten |\n|---|---|\n| Het dossier reist niet mee. | Eén dossier maken. |\n"
    found = segment(read(tmp_path, text), codebook)
    assert texts(found, SegmentKind.FINDING) == ["Het dossier reist niet mee."]
    assert texts(found, SegmentKind.ACTION) == ["Eén dossier maken."]


def test_rows_of_a_table_of_quotes_get_the_case_of_their_columns(tmp_path: Path, codebook: Codebook) -> None:
    text = "datum;overleg;sector;citaat\n2024-01-10;samenwerkingsoverleg;CLB;Niemand vroeg het aan haar.\n2024-02-11;lerend netwerk;GGZ;Wij wisten van niets, echt.\n"
    found = segment(read(tmp_path, text, "citaten.csv"), codebook)
    assert [(case.date, case.meeting, case.sectors) for case in found.cases] == [
        ("2024-01-10", "samenwerkingsoverleg", ("CLB",)),
        ("2024-02-11", "lerend netwerk", ("geestelijke gezondheidszorg",)),
    ]
    assert [one.row for one in found.segments] == [2, 3]


def test_the_other_columns_of_a_row_give_its_outline(tmp_path: Path, codebook: Codebook) -> None:
    text = "thema;niveau;vraag;post-it\nBeeldvorming;MESO;Wat werkt er?;Samen één verslag schrijven\n"
    (row,) = segment(read(tmp_path, text, "postits.csv"), codebook).segments
    assert (row.outline.theme, row.outline.level, row.outline.kind) == ("diagnostics", Level.MESO, Kind.GOOD_PRACTICE)


def test_ids_are_the_same_in_every_run_and_differ_by_place(tmp_path: Path, codebook: Codebook) -> None:
    text = "# Verslag lerend netwerk\n\n## Drempels\n\n- Te weinig tijd\n- Te weinig tijd\n"
    first = [one.segment_id for one in segment(read(tmp_path, text), codebook).segments]
    again = [one.segment_id for one in segment(read(tmp_path, text), codebook).segments]
    assert first == again
    assert len(set(first)) == 2


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("12 maart 2024", "2024-03-12"),
        ("op 1 sept. 2023 in Gent", "2023-09-01"),
        ("12/03/2024", "2024-03-12"),
        ("2024-03-12_verslag.docx", "2024-03-12"),
        ("2024-03", "2024-03"),
        ("mei 2023", "2023-05"),
        ("Jaarverslag 2024", "2024"),
        ("tel. 0499 20 24 11", ""),
        ("geen datum", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("heading", "level"),
    [("MICRO", Level.MICRO), ("MESO:", Level.MESO), ("Op macroniveau", Level.MACRO), ("Macro (beleid)", Level.MACRO)],
)
def test_headings_that_are_a_level(heading: str, level: Level) -> None:
    assert level_of(heading) is level


@pytest.mark.parametrize(
    "heading", ["2.1.3 Op mesoniveau", "Op macroniveau: forum en beleid", "Microgolfoven", "Mesologie"]
)
def test_headings_that_only_mention_a_level(heading: str) -> None:
    assert level_of(heading) is None


@pytest.mark.parametrize(
    ("heading", "meeting"),
    [
        ("Bijlage 5: Verslag lerend netwerk trauma", "lerend netwerk"),
        ("Samenwerkingsoverleg 12 maart 2024", "samenwerkingsoverleg"),
        ("Samenvatting discussietafel context", "forum"),
        ("Samenwerkingsoverleg", None),
        ("Thema's waarvoor nog geen lerend netwerk plaatsvond", None),
        ("Actiepunten (vanuit forum)", None),
    ],
)
def test_headings_that_open_a_meetings_report(heading: str, meeting: str | None) -> None:
    assert opens_meeting(heading) == meeting


@pytest.mark.parametrize(
    ("heading", "sense", "kind"),
    [
        ("Drempels", Sense.EVIDENCE, Kind.BARRIER),
        ("Wat werkt er?", Sense.EVIDENCE, Kind.GOOD_PRACTICE),
        ("Wat werkt niet?", Sense.EVIDENCE, Kind.BARRIER),
        ("Bevinding (vanuit LN) Drempels", Sense.EVIDENCE, Kind.BARRIER),
        ("Afspraken", Sense.EVIDENCE, Kind.ACTION),
        ("Aanwezigen", Sense.ADMIN, None),
        ("Thema’s voor een volgende keer:", Sense.REQUESTS, Kind.OTHER),
        ("De verhuis van juni", Sense.PLAIN, None),
    ],
)
def test_what_headings_say(heading: str, sense: Sense, kind: Kind | None) -> None:
    reading = read_heading(heading)
    assert (reading.sense, reading.kind) == (sense, kind)


def test_the_first_meeting_named_counts() -> None:
    assert meeting_of("lerend netwerk na het forum") == "lerend netwerk"
    assert meeting_of("een gewoon gesprek") is None


def test_long_prose_is_cut_at_sentences_and_not_at_abbreviations() -> None:
    text = "Dat kan m.b.t. CB. enz. nog beter bv. Op maandag. " + "Dan is er een tweede zin van tien woorden lang. " * 3
    cut = pieces(text, 0, len(text.rstrip()), most_words=20)
    assert len(cut) > 1
    assert all(text[end - 1] == "." for _, end in cut)
