"""From evidence to drafts: threads, sections, titles, and nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.codebook import Codebook, SubTheme, Theme
from pipeline.coding.seed_coder import SubThemeCoder
from pipeline.evidence import Evidence, check, resolve
from pipeline.model import Case, Coding, Draft, Ledger, Level, Segment, SegmentKind, Source, Topic
from pipeline.recommend import Recommendations, recommend
from pipeline.recommend.quotes import passage

BOOK = Codebook(
    "Proef",
    "nl",
    (
        Theme("continuity", "Wie blijft", "", subthemes=(SubTheme("handover", "Overdracht en wissels"),)),
        Theme("school", "School en dag", ""),
    ),
)
CASES = [
    Case("c1", "a.txt", "samenwerkingsoverleg", "2023-05", sectors=("onderwijs",)),
    Case("c2", "a.txt", "samenwerkingsoverleg", "2024-02", sectors=("VAPH",)),
    Case("c3", "a.txt", "samenwerkingsoverleg", "2024-11", sectors=("GGZ",)),
]
# text, case, codes
LINES: list[tuple[str, str, str]] = [
    ("Op de dag van de verhuis kende de nieuwe dienst haar naam niet eens.", "c1", "continuity/handover meso barrier"),
    ("Bij elke wissel begint hij weer van nul met zijn verhaal.", "c2", "continuity/handover meso barrier"),
    ("Er is nood aan een warme overdracht tussen diensten.", "c2", "continuity/handover meso need"),
    ("er is nood aan een warme overdracht tussen diensten", "c3", "continuity/handover meso need"),
    ("De oude begeleider bleef nog een maand bellen en dat gaf rust.", "c3", "continuity/handover meso good_practice"),
    ("Daarvoor is mandaat van beide directies nodig, anders lukt het niet.", "c1", "continuity/handover meso need"),
    ("Wij bezorgen tegen mei een voorbeeld van een overdrachtsblad.", "c1", "continuity/handover meso action"),
    ("Stelling: een dossier zegt genoeg over een kind.", "c1", "continuity/handover meso barrier"),
    ("De bus komt pas na het eerste lesuur.", "c1", "school micro barrier"),
    ("Een lege dinsdag duurt langer dan een volle week.", "c3", "school micro barrier"),
    ("De koffie was lekker.", "c1", "micro other"),
    ("Iemand zei iets over de school.", "c2", "school macro other"),
]


def build(lines: list[tuple[str, str, str]] = LINES) -> tuple[Evidence, Source]:
    text = "\n".join(line[0] for line in lines)
    source = Source("a.txt", "0", "txt", text, (), Ledger(len(text)))
    segments, codings, at = [], [], 0
    for words, case, codes in lines:
        kind = SegmentKind.STATEMENT if words.startswith("Stelling") else SegmentKind.QUOTE
        segment = Segment.cut(source, at, at + len(words), kind, case_id=case)
        segments.append(segment)
        codings += [Coding(segment.segment_id, code, "model:toets@1", 0.9) for code in codes.split()]
        at += len(words) + 1
    return resolve(segments, codings, CASES), source


def made(lines: list[tuple[str, str, str]] = LINES, **options: int) -> Recommendations:
    return recommend(build(lines)[0], BOOK, (), **options)


def section(draft: Draft, name: str) -> list[str]:
    return [sentence.text for part in draft.sections if part.name == name for sentence in part.sentences]


def test_a_thread_becomes_a_draft_with_its_sections() -> None:
    draft = made().drafts[0]
    assert (draft.level, draft.theme, draft.subtheme_label) == (Level.MESO, "continuity", "Overdracht en wissels")
    assert section(draft, "recommendation") == ["Zorg voor een warme overdracht tussen diensten."]
    assert section(draft, "works") == ["“De oude begeleider bleef nog een maand bellen en dat gaf rust.”"]
    assert section(draft, "preconditions") == ["“Daarvoor is mandaat van beide directies nodig, anders lukt het niet.”"]
    assert section(draft, "actions") == ["“Wij bezorgen tegen mei een voorbeeld van een overdrachtsblad.”"]
    assert len(section(draft, "barriers")) == 2


def test_findings_begin_with_counts() -> None:
    assert section(made().drafts[0], "findings")[:2] == [
        "In 3 van de 3 overleggen ging het over overdracht en wissels (6 uitspraken).",
        "Er werden 2 drempels, 2 noden, 1 goede praktijk en 1 actiepunt genoemd.",
    ]


def test_a_repeated_quote_counts_once_and_is_cited_with_the_first() -> None:
    draft = made().drafts[0]
    assert draft.support.segments == 6
    assert len(draft.segments) == 7
    advice = next(part for part in draft.sections if part.name == "recommendation").sentences[0]
    assert len(advice.segments) == 2


def test_each_quote_stands_once_in_a_draft() -> None:
    for draft in made().drafts:
        said = [passage for part in draft.sections for sentence in part.sentences for passage in sentence.quoted]
        assert len(said) == len(set(said))


def test_a_thread_of_barriers_asks_for_an_answer() -> None:
    draft = next(draft for draft in made().drafts if draft.theme == "school")
    assert draft.title.text == "School en dag: “De bus komt pas na het eerste lesuur”"
    assert section(draft, "recommendation")[0].startswith("Zoek een antwoord op deze drempel: “")


def test_who_speaks_against_the_rest_has_a_place_of_their_own() -> None:
    lines = [
        ("De overdracht loopt bij elke wissel mis.", "c1", "school meso barrier"),
        ("Een vast gezicht zal niet altijd de oplossing zijn.", "c2", "school meso barrier"),
        ("Wie houdt dan het dossier bij?", "c3", "school meso need"),
        ("Niemand weet wie het dossier heeft gekregen.", "c3", "school meso barrier"),
    ]
    draft = made(lines).drafts[0]
    assert section(draft, "counter_voices") == ["“Een vast gezicht zal niet altijd de oplossing zijn.”"]
    assert section(draft, "questions") == ["“Wie houdt dan het dossier bij?”"]
    assert "er zijn tegenstemmen" in section(draft, "certainty")[0]


def test_certainty_falls_with_little_evidence() -> None:
    few = [(f"De dag is lang en leeg, nummer {word}.", "c1", "school micro barrier") for word in ("alfa", "bravo")]
    many = [
        (f"De dag is lang voor wie {word} kent.", case, "school micro barrier")
        for word, case in zip(
            ("niemand", "iedereen", "oma", "opa", "de juf", "de buurt", "de bus"),
            ["c1", "c2", "c3", "c1", "c2", "c3", "c1"],
            strict=True,
        )
    ]
    assert section(made(few).drafts[0], "certainty")[0].startswith("Laag (")
    assert section(made(many).drafts[0], "certainty")[0].startswith("Hoog (")


def test_an_aspect_divides_what_no_subtheme_holds() -> None:
    book = replace(BOOK, aspects=(SubTheme("money", "Geld en middelen", "", ("financier*",)),))
    assert book.label("school/money") == "Geld en middelen"
    (hits,) = SubThemeCoder(book).find(["De financiering stopt in juni."], [{"school": 0.9}])
    assert [hit.key for hit in hits] == ["school/money"]


def test_what_cannot_be_reworded_is_quoted_as_said() -> None:
    lines = [
        ("Ik zou willen dat er iemand blijft.", "c1", "school micro need"),
        ("Kom gewoon eens langs voor het misloopt, dat vraag ik.", "c2", "school micro need"),
    ]
    assert section(made(lines).drafts[0], "recommendation")[0].startswith("Aan tafel klonk: “")


def test_only_good_practice_is_built_upon() -> None:
    lines = [
        ("Samen koken werkte.", "c1", "school micro good_practice"),
        ("De bib was open.", "c2", "school micro good_practice"),
    ]
    draft = made(lines).drafts[0]
    assert draft.title.text == "School en dag: “De bib was open”"
    assert section(draft, "recommendation")[0].startswith("Bouw verder op wat hier werkte: “")


def test_titles_are_short() -> None:
    assert all(len(draft.title.text.split()) <= 12 for draft in made().drafts)


def test_nothing_is_lost() -> None:
    result = made()
    cited = [name for draft in result.drafts for name in draft.segments]
    unused = [name for name, _ in result.unused]
    assert sorted([*cited, *unused]) == sorted(build()[0].segments)


def test_unused_segments_have_a_reason() -> None:
    reasons = [reason for _, reason in made().unused]
    assert [reason.split(":")[0] for reason in reasons] == ["statement", "no theme", "single voice"]


def test_a_single_voice_that_asks_in_plain_words_is_kept() -> None:
    draft = made([("Meer tijd voor ouders", "c1", "school macro need")]).drafts[0]
    assert draft.title.text == "Zorg voor meer tijd voor ouders"
    assert draft.support.segments == 1


def test_small_threads_go_together_into_the_rest() -> None:
    lines = [*LINES[:1], ("Nieuwe gezichten, elke maand een ander.", "c2", "continuity meso barrier")]
    drafts = made(lines).drafts
    assert [(draft.subtheme, draft.support.segments) for draft in drafts] == [("", 2)]


def test_topics_are_subthemes_where_no_code_is() -> None:
    evidence, _ = build(LINES[8:10])
    topic = Topic("t1", "school", "Lege dagen", ("bus",), tuple(evidence.segments))
    assert recommend(evidence, BOOK, (topic,)).drafts[0].subtheme == "t1"


def test_the_best_supported_are_written_and_the_rest_accounted_for() -> None:
    result = made(most=1)
    assert [draft.theme for draft in result.drafts] == ["continuity"]
    assert [reason for _, reason in result.unused].count("thread beyond the most drafts asked for") == 2


def test_every_draft_passes_the_gate() -> None:
    evidence, source = build()
    assert [
        problem for draft in recommend(evidence, BOOK, ()).drafts for problem in check(draft, evidence, [source])
    ] == []


def test_the_gate_finds_a_draft_with_a_moved_quote() -> None:
    evidence, source = build()
    draft = recommend(evidence, BOOK, ()).drafts[0]
    assert check(draft, evidence, [replace(source, text="x" + source.text[:-1])])


def test_the_same_evidence_gives_the_same_drafts() -> None:
    assert made() == made()


def test_numbers_in_a_reworded_need_are_literal() -> None:
    lines = [
        ("Er is nood aan groepen van 6 kinderen.", "c1", "school meso need"),
        ("De groep is te druk om te leren.", "c2", "school meso barrier"),
    ]
    evidence, source = build(lines)
    drafts = recommend(evidence, BOOK, ()).drafts
    assert section(drafts[0], "recommendation") == ["Zet in op groepen van 6 kinderen."]
    assert check(drafts[0], evidence, [source]) == []


@pytest.mark.parametrize(
    ("codes", "words", "expected"),
    [
        ("school micro barrier", "De dag is leeg.", ("begeleiders",)),
        ("school macro barrier", "De dag is leeg.", ("beleidsmakers",)),
        ("school meso barrier", "De dag is leeg.", ("netwerken", "individuele organisaties")),
        ("school micro barrier", "De regelgeving laat dat niet toe.", ("beleidsmakers", "begeleiders")),
        ("school meso barrier", "Het team staat er alleen voor.", ("individuele organisaties",)),
    ],
)
def test_addressees(codes: str, words: str, expected: tuple[str, ...]) -> None:
    lines = [(words, "c1", codes), (f"Bij ons ook, en dat al lang. {words}", "c2", codes)]
    assert made(lines).drafts[0].addressees == expected


def test_notes_of_a_few_words_stand_together() -> None:
    lines = [
        ("Op tijd bellen", "c1", "school micro good_practice"),
        ("Eerst thee", "c2", "school micro good_practice"),
        ("De juf die elke ochtend aan de poort staat te wachten.", "c3", "school micro good_practice"),
        ("De klas is te luid.", "c1", "school micro barrier"),
    ]
    assert "In het kort: “Op tijd bellen” en “Eerst thee”." in section(made(lines).drafts[0], "works")


def test_a_quote_with_quote_marks_gets_single_ones() -> None:
    lines = [("Het “ticket” vervalt als je te lang wacht.", "c1", "school micro barrier"), *LINES[8:10]]
    text = " ".join(
        part for part in section(made(lines).drafts[0], "barriers") + section(made(lines).drafts[0], "recommendation")
    )
    assert "‘Het “ticket” vervalt als je te lang wacht.’" in text


def test_a_long_text_is_quoted_by_its_first_whole_sentences() -> None:
    text = "Dit is de eerste zin van het verhaal. " + "En zo ging het verder, week na week. " * 10
    part = passage(text)
    assert text.startswith(part) and part.endswith(".") and len(part.split()) <= 45


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("De bus komt pas na het eerste lesuur.", "De bus komt pas na het eerste lesuur"),
        ("De bus komt te laat voor iedereen. Dat is al jaren zo.", "De bus komt te laat voor iedereen"),
        ("Ik kom altijd te laat op school.", ""),
        ("Wie betaalt de bus naar school?", ""),
        ("de bus komt pas na het eerste lesuur", ""),
        ("Te laat.", ""),
        ("Dat is al jaren zo gegaan.", ""),
    ],
)
def test_a_title_quotes_only_what_stands_on_its_own(said: str, told: str) -> None:
    from pipeline.recommend.drafts import _telling

    assert _telling(said) == told
