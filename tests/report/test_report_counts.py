from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.codebook import Codebook, Theme
from pipeline.evidence import resolve
from pipeline.model import Case, Coding, Kind, Ledger, LeftOut, Level, Segment, SegmentKind, Sentence, Source
from pipeline.report import Report, accounts, build, kinds, matrix, total, trend
from pipeline.report.read import SHOWN

BOOK = Codebook("Test", "nl", (Theme("rest", "Rust"), Theme("play", "Spelen")))


def made(said: Sequence[tuple[str, str, tuple[str, ...]]]) -> Report:
    """A report of (text, date, codes); each date is a meeting and a source of its own."""
    texts: dict[str, list[str]] = {}
    for text, date, _ in said:
        texts.setdefault(date, []).append(text)
    sources = [
        Source(f"{date or 'undated'}.txt", "", "txt", body := "\n".join(lines), (), Ledger(len(body) + 3, {"blank": 3}))
        for date, lines in texts.items()
    ]
    by_name = {source.name: source for source in sources}
    segments, codings, reach = [], [], dict.fromkeys(texts, 0)
    for text, date, codes in said:
        source = by_name[f"{date or 'undated'}.txt"]
        start = source.text.index(text, reach[date])
        reach[date] = start + len(text)
        segment = Segment.cut(source, start, start + len(text), SegmentKind.QUOTE, case_id=f"c{date}")
        segments.append(segment)
        codings += [Coding(segment.segment_id, code, "report", 1.0) for code in codes]
    cases = [Case(f"c{date}", f"{date or 'undated'}.txt", "forum", date) for date in texts]
    left = [
        LeftOut(source.name, at, at + 1, "separator")
        for source in sources
        for at, char in enumerate(source.text)
        if char == "\n"
    ]
    evidence = resolve(segments, codings, cases)
    return build(
        title="Proef", sources=sources, segments=segments, left_out=left, cases=cases, codings=codings, topics=(),
        drafts=(), agenda=(), codebook=BOOK, evidence=evidence, summary={}, notes=(),
    )  # fmt: skip


SAID = [
    ("Het is hier te druk om te slapen.", "2024-02-01", ("rest", "micro", "barrier")),
    ("Het is hier te druk om te slapen!", "2024-08-01", ("rest", "micro", "need")),
    ("Wij hebben een stille kamer ingericht.", "2024-08-01", ("rest", "meso", "good_practice")),
    ("Buiten is er plaats genoeg voor iedereen.", "2024-08-01", ("play",)),
    ("Er hangt nog een bord van vorig jaar.", "", ()),
]


def test_a_repeated_quote_counts_once_in_the_matrix_but_its_meeting_counts() -> None:
    cell = matrix(made(SAID)).cells["rest", Level.MICRO]
    assert (cell.segments, cell.meetings) == (1, 2)


def test_a_themes_total_holds_what_has_no_level() -> None:
    found = matrix(made(SAID))
    assert found.totals["play"].segments == 1
    assert not any(found.cells["play", level].segments for level in Level)


def test_kinds_sum_to_the_theme() -> None:
    report = made(SAID)
    found = kinds(report)["rest"]
    assert sum(found.values()) == matrix(report).totals["rest"].segments
    assert found[Kind.BARRIER] == 1


def test_a_short_span_is_shown_in_quarters_without_a_gap() -> None:
    found = trend(made(SAID))
    assert found.periods == ("2024 K1", "2024 K2", "2024 K3")
    assert found.counts["rest"] == (1, 0, 2)


@pytest.mark.parametrize("later", ["2025", "2030-01"])
def test_years_are_shown_when_a_date_has_no_month_or_the_span_is_long(later: str) -> None:
    found = trend(made([*SAID, ("Nu gaan we elke week zwemmen.", later, ("play",))]))
    assert found.periods[0] == "2024"
    assert found.counts["play"][-1] == 1


def test_what_has_no_date_stands_apart() -> None:
    found = trend(made([*SAID, ("Een bal is snel gekocht.", "", ("play",))]))
    assert found.undated == {"rest": 0, "play": 1}


def test_no_dates_give_no_periods() -> None:
    assert trend(made([("Er is geen plaats.", "", ("play",))])).periods == ()


def test_every_character_is_accounted_for() -> None:
    account = total(accounts(made(SAID)))
    assert account.read - sum(account.removed.values()) + sum(account.added.values()) == account.text
    assert account.in_segments + sum(account.left_out.values()) == account.text


def test_a_sentence_cites_each_meeting_before_it_cites_one_twice() -> None:
    said = [(f"Zin nummer {n} van deze dag gaat over iets anders.", "2024-01-01", ()) for n in range(20)]
    report = made([*said, ("Op de laatste dag was het stil.", "2024-12-01", ())])
    sentence = Sentence("Alles samen.", report.order)
    shown = report.shown(sentence)
    assert len(shown) == SHOWN
    assert report.order[-1] in shown
    assert report.hidden(sentence) == 21 - SHOWN


def test_a_quoted_segment_is_cited_first() -> None:
    report = made(SAID)
    text = SAID[2][0]
    assert report.segment(report.shown(Sentence(f"“{text}”", report.order, (text,)))[0]).text == text


def test_a_small_base_is_said_on_top() -> None:
    assert "5 citaten" in made(SAID).notes[0]


def test_evidence_words_are_marked_as_whole_words_only_where_their_code_counts() -> None:
    report = made([("De kamer is stil, de kamers niet.", "2024", ())])
    name = report.order[0]
    coded = {name: (Coding(name, "rest", "person:An", 1.0, evidence_words=("kamer",)),)}
    evidence = resolve(report.segments, coded[name], ())
    object.__setattr__(report, "coded", coded)
    assert not any(hit for _, hit in report.marked(name))
    object.__setattr__(report, "evidence", evidence)
    assert report.marked(name) == (("De ", False), ("kamer", True), (" is stil, de kamers niet.", False))


def test_a_headings_words_are_not_marked_in_the_text() -> None:
    report = made([("De kamer is stil.", "2024", ("rest",))])
    name = report.order[0]
    heading = Coding(name, "rest", "report", 1.0, evidence_words=("kamer",))
    object.__setattr__(report, "coded", {name: (heading,)})
    assert report.marked(name) == (("De kamer is stil.", False),)
