"""Plain text: paragraphs, bullets, headings, hyphens, page furniture, encodings, transcripts."""

from __future__ import annotations

import time

import pytest

from pipeline.errors import ReadError
from pipeline.model import Role

WRAPPED = (
    "De begeleiders van het huis aan de vaart zitten elke dinsdag samen om te kijken wat\n"
    "elk gezin de komende week nodig heeft en wie van hen langsgaat. Dat overleg duurt een\n"
    "uur en wordt niet overgeslagen.\n"
)


def test_wrapped_lines_become_one_paragraph_with_single_spaces(reading, texts):
    source = reading("a.txt", WRAPPED)
    assert texts(source) == [" ".join(WRAPPED.split())]


@pytest.mark.parametrize(
    "text",
    [
        "• Een eerste punt\n • een tweede punt\n",
        "Kop\n\n • “Zij bleef bellen.”\n\n   1. Nog iets\n",
        " Een bladzijde begint met een spatie,\nen gaat zo verder.\n • Dan een punt\n\n Nog een bladzijde.\n",
        "Actiepunten - Meer tijd voorzien\n o en ook geld\n",
    ],
)
def test_every_character_of_the_file_is_read(reading, text):
    assert reading("a.txt", text).ledger.read == len(text)


def test_wrapped_quote_keeps_its_exact_words(reading, texts):
    quote = "“Wij kregen voor de vierde keer een nieuwe begeleider. Mijn zoon zegt niets meer,\nhij wacht gewoon tot ook die vertrekt.”"
    source = reading("a.txt", WRAPPED + "\n" + quote + "\n\n" + WRAPPED)
    assert " ".join(quote.split()) in texts(source)


def test_quote_goes_on_over_an_empty_line_when_it_is_still_open(reading, texts):
    source = reading("a.txt", WRAPPED + "\n• “Wij willen weten wie er morgen komt\n\nen wie er daarna nog komt.”\n")
    assert texts(source)[-1] == "• “Wij willen weten wie er morgen komt en wie er daarna nog komt.”"


def test_stray_opening_quote_does_not_swallow_the_rest(reading, texts):
    source = reading("a.txt", "“Wij zijn moe.\n\nDe school belt elke dag.\n\n“Wij slapen niet.”\n")
    assert texts(source) == ["“Wij zijn moe.", "De school belt elke dag.", "“Wij slapen niet.”"]


def test_item_goes_on_over_an_empty_line_when_its_sentence_is_unfinished(reading, shown):
    source = reading("a.txt", "• Meer tijd voor gezinnen die pas\n\nverhuisd zijn\n• Minder formulieren\n")
    assert shown(source) == [
        ("item", 1, "Meer tijd voor gezinnen die pas verhuisd zijn"),
        ("item", 1, "Minder formulieren"),
    ]


@pytest.mark.parametrize(
    "mark", ["•", "▪", "➔", "→", "-", "–", "*", "§", "■", "●", "✓", "o", "1.", "1)", "1°", "a.", "i."]
)
def test_bullets_of_every_shape(reading, mark):
    source = reading("a.txt", f"{mark} Elke week langsgaan bij het gezin\n")
    (block,) = source.blocks
    assert (block.role, block.marker, block.depth) == (Role.ITEM, mark, 1)
    assert source.text[block.body : block.end] == "Elke week langsgaan bij het gezin"
    assert source.text[block.start : block.body].strip() == mark


@pytest.mark.parametrize(
    ("lines", "depths"),
    [
        (["• een", "o twee", "▪ drie", "o vier", "• vijf"], [1, 2, 3, 2, 1]),
        (["- een", "o twee", "§ drie", "- vier"], [1, 2, 3, 1]),
        (["➔ een", "o twee", "▪ drie", "➔ vier"], [1, 2, 3, 1]),
        (["1. een", "a. twee", "i. drie", "ii. vier", "b. vijf", "2. zes"], [1, 2, 3, 3, 2, 1]),
        (["• een", "➔ twee", "o drie", "• vier"], [1, 2, 3, 1]),
        (["- een", "    - twee", "        - drie", "- vier"], [1, 2, 3, 1]),
    ],
)
def test_depth_of_nested_items(reading, lines, depths):
    source = reading("a.txt", "\n".join(lines) + "\n")
    assert [block.depth for block in source.blocks] == depths


def test_hanging_indent_belongs_to_its_item(reading, shown):
    source = reading(
        "a.txt", "- Een vaste begeleider\n  Die blijft tot het einde\n- Een tweede punt\n    - Met iets eronder\n"
    )
    assert shown(source)[0] == ("item", 1, "Een vaste begeleider Die blijft tot het einde")


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("over hulp-", "verleners", "hulpverleners"),
        ("de VAPH-", "voorziening", "VAPH-voorziening"),
        ("over zorg-", "en hulptrajecten", "zorg- en hulptrajecten"),
        ("in West-", "Vlaanderen", "West-Vlaanderen"),
        ("een hulp\u00ad", "verlener", "hulpverlener"),
        ("een co\u00adach en een me-", "ting", "coach en een meting"),
    ],
)
def test_hyphen_at_the_end_of_a_line(reading, first, second, joined):
    lead = "Op het overleg van vorige week ging het vooral over wat er gebeurt "
    source = reading("a.txt", f"{lead}{first}\n{second} en daarna nog een eind verder in deze zin.\n\n{WRAPPED}")
    assert joined + " en daarna" in source.text


def test_hyphen_that_the_text_writes_elsewhere_stays(reading):
    text = (
        WRAPPED
        + "\nEen niet-akkoord telt ook mee als antwoord op de stelling, en wie een groep met een niet-\nakkoord laat zitten hoort dat.\n"
    )
    assert reading("a.txt", text).text.count("niet-akkoord") == 2


@pytest.mark.parametrize(
    ("line", "depth", "content"),
    [
        ("2.1.4.2 Op mesoniveau", 4, "Op mesoniveau"),
        ("7.5 Bijlage 5: Verslag van de avond", 2, "Bijlage 5: Verslag van de avond"),
        ("Afspraken voor later:", 0, "Afspraken voor later:"),
        ("STELLINGEN", 0, "STELLINGEN"),
        ("Wonen en geld", 0, "Wonen en geld"),
        ("Thema slapen", 0, "Thema slapen"),
        ("MICRO", 0, "MICRO"),
        ("Meso:", 0, "Meso:"),
        ("Quotes:", 0, "Quotes:"),
        ("Bevinding", 0, "Bevinding"),
        ("Actiepunten (vanuit het forum)", 0, "Actiepunten (vanuit het forum)"),
        ("DEEL 2: Wat we dromen", 0, "DEEL 2: Wat we dromen"),
    ],
)
def test_headings(reading, shown, line, depth, content):
    source = reading("a.txt", f"{WRAPPED}\n{line}\n\n• Een eerste punt van de avond\n")
    assert shown(source)[1] == ("heading", depth, content)


@pytest.mark.parametrize(
    "line",
    [
        "De ouders komen elke week langs.",
        "Opstart 10 7 1",
        "Tabel 3: Leeftijd",
        "VAPH",
        "“Wij zijn moe”",
        "(zie hoger)",
    ],
)
def test_no_headings(reading, line):
    source = reading("a.txt", f"{WRAPPED}\n{line}\n\n{WRAPPED}")
    assert source.blocks[1].role is Role.PARAGRAPH


def test_underlined_lines_are_headings_and_the_rule_is_left_out(reading, shown):
    source = reading("a.txt", f"VERSLAG\n=======\n\n1. Wat we hoorden\n-----------------\n{WRAPPED}")
    assert shown(source)[:2] == [("heading", 1, "VERSLAG"), ("heading", 2, "Wat we hoorden")]
    assert source.ledger.removed["rule"] == len("=======-----------------")


def test_symbol_font_bullets_become_readable(reading):
    source = reading("a.txt", "\uf0b7 Een sleutel\n\uf0a7 Een bel\n")
    assert [(block.marker, block.depth) for block in source.blocks] == [("•", 1), ("▪", 2)]
    assert source.text == "• Een sleutel\n▪ Een bel"


def test_chapters_are_headings_when_their_numbers_follow(reading, shown):
    source = reading("a.txt", f"1 Inleiding\n{WRAPPED}\n2 Wat we hoorden\n{WRAPPED}\n18 Jongeren kwamen langs\n")
    assert [entry for entry in shown(source) if entry[0] == "heading"] == [
        ("heading", 1, "Inleiding"),
        ("heading", 1, "Wat we hoorden"),
    ]


def test_heading_is_not_joined_to_the_paragraph_below(reading, shown):
    source = reading("a.txt", f"2.1 Cijfers\n{WRAPPED}\nThema wonen\n{WRAPPED}")
    assert [entry[0] for entry in shown(source)] == ["heading", "paragraph", "heading", "paragraph"]


def test_heading_over_two_lines(reading, shown):
    source = reading("a.txt", f"{WRAPPED}\n7.5 Bijlage 5: Verslag van de avond over wonen en\nover werken\n\n{WRAPPED}")
    assert shown(source)[1] == ("heading", 2, "Bijlage 5: Verslag van de avond over wonen en over werken")


def test_label_and_first_item_on_one_line_are_split(reading, shown):
    source = reading("a.txt", "Actiepunten - Huur betaalbaar maken\n- Sneller een sleutel\n")
    assert shown(source) == [
        ("heading", 0, "Actiepunten"),
        ("item", 1, "Huur betaalbaar maken"),
        ("item", 1, "Sneller een sleutel"),
    ]


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        ("Bevinding (vanuit\nLN) Wonen en geld\n", "Bevinding (vanuit LN) Wonen en geld"),
        ("Bevinding\nWonen en geld\n", "Bevinding Wonen en geld"),
        ("Actiepunten\n(vanuit FORUM)\n", "Actiepunten (vanuit FORUM)"),
    ],
)
def test_label_of_a_table_cell_over_two_lines(reading, shown, lines, heading):
    source = reading("a.txt", f"{WRAPPED}\n{lines}\n➔ Een eigen sleutel\n")
    assert shown(source)[1:] == [("heading", 0, heading), ("item", 1, "Een eigen sleutel")]


def test_attribution_after_a_list_stands_alone(reading, shown):
    source = reading("a.txt", f"{WRAPPED}\n• “Wij zijn moe.”\n• “Niemand belt terug.”\n(ronde tafel)\n")
    assert shown(source)[-1] == ("paragraph", 0, "(ronde tafel)")


def test_chart_labels_are_no_headings(reading, shown):
    source = reading("a.txt", f"{WRAPPED}\n8%\n\n31%\n\nVERDELING\n\nWonen en geld\n\n{WRAPPED}")
    assert "heading" not in [entry[0] for entry in shown(source)]


def paged(separator: str, *, pages: int = 4, first: int = 1) -> str:
    sheets = []
    for page in range(pages):
        body = f"\n{'abcdefgh'[page].upper()} is de letter van dit blad, en verder staat hier niets bijzonders.\n\n{WRAPPED}\n"
        sheets.append(f"Verslag van de ronde tafel\n{body}\n{page + first}\n")
    return separator.join(sheets)


def test_form_feeds_headers_and_page_numbers(reading):
    source = reading("a.txt", paged("\f"))
    assert "Verslag van de ronde tafel" not in source.text
    assert source.ledger.removed["page_header"] == 4 * len("Verslag van de ronde tafel")
    assert source.ledger.removed["page_number"] == 4
    assert source.ledger.removed["page_break"] == 3
    assert [block.page for block in source.blocks] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_printed_page_numbers_win_over_counting(reading):
    assert {block.page for block in reading("a.txt", paged("\f", first=11)).blocks} == {11, 12, 13, 14}


def test_running_header_without_form_feeds(reading):
    source = reading("a.txt", paged("\n").replace(WRAPPED, f"{WRAPPED}\n" * 3))
    # The first time it is the report's title.
    assert source.text.count("Verslag van de ronde tafel") == 1
    assert source.ledger.removed["page_number"] == 4
    assert {block.page for block in source.blocks} == {None}


def test_one_space_begins_a_page_and_the_paragraph_goes_on(reading, texts):
    body = f"{WRAPPED}\n" * 6
    broken = WRAPPED.replace("\nelk gezin", "\n elk gezin", 1)
    source = reading("a.txt", body + broken + "\n" + body + " Nog een blad begint hier met een hele zin.\n")
    assert " ".join(WRAPPED.split()) in texts(source)[6]
    assert source.ledger.removed["page_break"] == 2


def test_printed_numbers_and_one_space_breaks_give_pages(reading):
    sheet = f"{WRAPPED}\n" * 4
    running = "Verslag   \n\nRonde tafels in de streek\n"
    source = reading(
        "a.txt",
        f"{sheet} {running}5\n\n{sheet} Zes begint hier.\n\n{sheet} {running}7\n\n{sheet} Acht begint hier.\n",
    )
    pages = [block.page for block in source.blocks]
    assert pages[0] is None
    assert next(source.text[b.start : b.end] for b in source.blocks if b.page == 6) == "Zes begint hier."
    assert pages[-1] == 8
    assert "Ronde tafels" not in source.text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("cp1252", b""),
    ],
)
def test_encodings(reading, encoding, mark):
    text = "De ‘vaste’ begeleider kost € 50 en zegt “één ding”.\n"
    assert reading("a.txt", mark + text.encode(encoding)).text == text.strip()


def test_mac_text(reading):
    text = "Het crèchepersoneel zegt: “één gezin is géén dossier”, en dat klopt.\n"
    assert reading("a.txt", text.encode("mac_roman")).text == text.strip()


def test_front_matter_becomes_attributes(reading):
    source = reading("a.txt", "---\nDatum: 2024-03-05\nSectoren: [wonen, werk]\n---\nDe avond begon laat.\n")
    assert source.attributes == {"datum": "2024-03-05", "sectoren": "wonen; werk"}
    assert source.text == "De avond begon laat."


def test_lines_that_look_like_front_matter_stay_in_the_text(reading, texts):
    source = reading("a.txt", "Datum: 5 maart\nRegio: de kust\n\nDe avond begon laat.\n")
    assert texts(source) == ["Datum: 5 maart", "Regio: de kust", "De avond begon laat."]


TALK = "Spreker 1: Hoe gaat het nu?\nMIA: Beter dan vorig jaar.\n" * 3


def test_transcript_gives_turns_with_speakers(reading, shown):
    source = reading("a.txt", TALK)
    assert shown(source)[:2] == [("turn", 0, "Hoe gaat het nu?"), ("turn", 0, "Beter dan vorig jaar.")]
    assert [block.speaker for block in source.blocks] == ["Spreker 1", "MIA"] * 3
    assert source.ledger.removed["speaker"] == 3 * len("Spreker 1: MIA: ")


def test_transcript_with_times(reading):
    source = reading("a.txt", "[00:01:05] Jan: Dag.\n[00:01:09] Mia: Dag.\n" * 3)
    assert [(block.speaker, block.at) for block in source.blocks[:2]] == [("Jan", 65.0), ("Mia", 69.0)]


def test_labelled_paragraphs_of_a_report_are_no_turns(reading):
    text = "2.1 Vaststellingen\n\n" + f"Analyse: {WRAPPED}\nKeuze: {WRAPPED}\n" * 4
    assert {block.role for block in reading("a.txt", text).blocks} == {Role.HEADING, Role.PARAGRAPH}


def test_ligatures_are_spelt_out(reading):
    assert reading("a.txt", "Een ﬁjne oﬃciële brief.\n").text == "Een fijne officiële brief."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"  \n\n ", "is empty"),
        (b"abc\x00\x00\x01def", "is no text"),
        (b"a" * 2_000_000, "one line of more than 1,000,000 characters without a break"),
        ("---\ndatum: [1\n---\ntekst\n", "no valid YAML"),
    ],
)
def test_unreadable_text(reading, content, message):
    with pytest.raises(ReadError, match=message) as caught:
        reading("stuk.txt", content)
    assert str(caught.value).startswith("stuk.txt: ")


def test_a_megabyte_takes_about_a_second(reading):
    text = f"{WRAPPED}\n• “Wij willen weten wie er morgen komt.”\n\n" * 3600
    start = time.process_time()
    reading("groot.txt", text)
    assert time.process_time() - start < 4


def test_one_broken_byte_does_not_spoil_the_rest(reading):
    text = "Eén café, twee crèches, één coördinator én een reünie; zo geëngageerd waren wij.\n".encode()
    source = reading("a.txt", text[:-3] + b"\xff" + text[-3:])
    assert source.text.startswith("Eén café, twee crèches, één coördinator")
