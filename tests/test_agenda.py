"""The agenda for the next learning network: parts of the score, requests and reasons."""

from __future__ import annotations

import pytest

from pipeline.agenda import Weights, agenda, requests_in
from pipeline.codebook import Codebook, Theme
from pipeline.errors import UsageError
from pipeline.evidence import Evidence, check, resolve
from pipeline.model import AgendaItem, Case, Coding, Ledger, Outline, Segment, SegmentKind, Source, Topic

BOOK = Codebook(
    "Proef",
    "nl",
    (
        Theme("continuity", "Wie blijft", "", seeds=("wissel*",), headings=("continuïteit",)),
        Theme("school", "School en dag", "", seeds=("school", "bus")),
        Theme("rest", "Rust", "", seeds=("rust*",)),
    ),
)
CASES = [
    Case("c1", "a.txt", "samenwerkingsoverleg", "2023-02", "", sectors=("onderwijs",)),
    Case("c2", "a.txt", "lerend netwerk", "2023-09", "Lerend netwerk: School en dag", sectors=("VAPH",)),
    Case("c3", "a.txt", "samenwerkingsoverleg", "2024-11", "", sectors=("GGZ",)),
]
ASKED = Outline(("Verslag", "Thema's voor een volgende keer"))
LINES: list[tuple[str, str, str, Outline]] = [
    ("Elke wissel begint weer van nul.", "c3", "continuity barrier", Outline()),
    ("Niemand zei ons wie het overnam.", "c3", "continuity barrier", Outline()),
    ("Er is een vast gezicht nodig.", "c3", "continuity need", Outline()),
    ("De bus komt te laat.", "c1", "school barrier", Outline()),
    ("De klas met tien kinderen werkt goed.", "c1", "school good_practice", Outline()),
    ("In de tuin komt hij tot zichzelf.", "c2", "school good_practice", Outline()),
    ("Gamen tot vier uur 's nachts.", "c1", "other", Outline()),
    ("Zijn telefoon ligt onder het kussen.", "c2", "other", Outline()),
    ("Foto's die rondgaan in de groep.", "c3", "other", Outline()),
    ("Hoe vangen we een wissel op?", "c2", "", ASKED),
    ("Koken met weinig geld", "c2", "", ASKED),
]


def build() -> tuple[Evidence, Source, tuple[Topic, ...]]:
    text = "\n".join(line[0] for line in LINES)
    source = Source("a.txt", "0", "txt", text, (), Ledger(len(text)))
    segments, codings, at = [], [], 0
    for words, case, codes, outline in LINES:
        segment = Segment.cut(source, at, at + len(words), SegmentKind.QUOTE, case_id=case, outline=outline)
        segments.append(segment)
        codings += [Coding(segment.segment_id, code, "model:toets@1", 0.9) for code in codes.split()]
        at += len(words) + 1
    topic = Topic("t1", None, "Schermen", ("telefoon", "gamen"), tuple(s.segment_id for s in segments[6:9]))
    return resolve(segments, codings, CASES), source, (topic,)


def ranked(weights: Weights | None = None) -> dict[str, AgendaItem]:
    evidence, _, topics = build()
    return {item.key: item for item in agenda(evidence, BOOK, topics, weights=weights)}


def test_ranks_run_from_one_by_falling_score() -> None:
    items = list(ranked().values())
    assert [item.rank for item in items] == [1, 2, 3, 4]
    assert [item.score for item in items] == sorted((item.score for item in items), reverse=True)


def test_a_theme_without_segments_or_requests_is_no_proposal() -> None:
    assert "rest" not in ranked()


def test_a_new_topic_is_a_proposal() -> None:
    item = ranked()["t1"]
    assert item.new and item.label == "Schermen"


def test_salience_is_relative_to_the_most_spoken_of() -> None:
    assert ranked()["continuity"].parts["salience"] == 1.0


def test_breadth_counts_meetings_and_sectors() -> None:
    assert ranked()["continuity"].parts["breadth"] == pytest.approx(1 / 3, abs=1e-6)
    assert ranked()["school"].parts["breadth"] == pytest.approx(2 / 3, abs=1e-6)


def test_a_theme_of_the_later_meetings_rises() -> None:
    parts = {key: item.parts["trend"] for key, item in ranked().items()}
    assert parts["continuity"] > 0.5 > parts["school"]


def test_the_trend_is_unknown_without_dates() -> None:
    evidence, _, topics = build()
    undated = resolve(list(evidence.segments.values()), [], [Case("c1", "a.txt", "forum")])
    assert {item.parts["trend"] for item in agenda(undated, BOOK, topics)} == {0.5}


def test_barriers_against_good_practice_make_tension() -> None:
    assert ranked()["continuity"].parts["tension"] > 0.5 > ranked()["school"].parts["tension"]


def test_a_theme_that_a_learning_network_had_is_treated() -> None:
    assert (ranked()["school"].parts["untreated"], ranked()["continuity"].parts["untreated"]) == (0.0, 1.0)


def test_requests_are_found_by_their_heading() -> None:
    evidence, _, _ = build()
    assert [evidence.segments[name].text for name in requests_in(evidence)] == [LINES[9][0], LINES[10][0]]


def test_a_request_goes_to_the_theme_that_its_words_name() -> None:
    assert ranked()["continuity"].parts["requested"] == 1.0
    assert ranked()["school"].parts["requested"] == 0.0


def test_a_request_that_fits_nothing_is_a_new_proposal() -> None:
    item = next(item for item in ranked().values() if item.key.startswith("request:"))
    assert item.label == "Koken met weinig geld" and item.new


def test_a_request_can_be_named_by_hand() -> None:
    evidence, _, topics = build()
    asked = next(name for name, segment in evidence.segments.items() if segment.text == LINES[3][0])
    items = {item.key: item for item in agenda(evidence, BOOK, topics, requests=[asked])}
    assert items["school"].parts["requested"] == 1.0


def test_reasons_are_dutch_sentences_with_counts() -> None:
    reasons = [reason.text for reason in ranked()["continuity"].reasons]
    assert reasons[0] == "Hierover gaan 3 uitspraken, uit 1 van de 3 bijeenkomsten."
    assert "Er werden 2 drempels en 1 nood genoemd, geen goede praktijk." in reasons
    assert "Dit staat 1 keer op een lijst voor een volgende keer: “Hoe vangen we een wissel op?”" in reasons
    assert "Het lerend netwerk tot nu toe had een ander thema." in reasons


def test_who_was_not_at_the_table_is_named() -> None:
    reasons = [reason.text for reason in ranked()["continuity"].reasons]
    assert "Waar dit ter sprake kwam, was nog niet aan tafel (elders wel): VAPH en onderwijs." in reasons
    assert not any("nog niet aan tafel" in reason.text for reason in ranked()["t1"].reasons)


def test_a_treated_theme_says_so() -> None:
    reasons = [reason.text for reason in ranked()["school"].reasons]
    assert "Dit thema kwam al aan bod in 1 lerend netwerk." in reasons
    assert "Tegenover 1 drempel staan 2 goede praktijken." in reasons


def test_every_reason_passes_the_gate() -> None:
    evidence, source, topics = build()
    assert [problem for item in agenda(evidence, BOOK, topics) for problem in check(item, evidence, [source])] == []


def test_weights_change_the_order() -> None:
    first = next(iter(ranked(Weights(0, 1, 0, 0, 0, 0))))
    assert first == "t1"


def test_only_the_proportions_of_weights_count() -> None:
    assert ranked(Weights(5, 5, 5, 5, 5, 5)) == ranked(Weights(1, 1, 1, 1, 1, 1))
    assert sum(Weights().shares.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"salience": -1.0}, "agenda weight 'salience' is -1.0; give a number of 0 or more"),
        ({"beauty": 1.0}, "unknown agenda weight 'beauty'; known are salience, breadth"),
        (
            dict.fromkeys(["salience", "breadth", "trend", "tension", "untreated", "requested"], 0.0),
            "all agenda weights are 0",
        ),
    ],
)
def test_wrong_weights_are_refused(given: dict[str, float], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Weights.of(given)
