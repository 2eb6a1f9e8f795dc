"""Deciding which codes count, counting, and finding repeated quotes."""

from __future__ import annotations

import pytest

from pipeline.errors import UsageError
from pipeline.evidence import Evidence, leaders, recount, resolve
from pipeline.model import Case, Coding, Count, Kind, Level, Segment, SegmentKind, Status

MODEL = "model:toets@1"


def segment(
    name: str, text: str = "Er is te weinig tijd om samen te zitten.", case: str = "c1", source: str = "a.txt"
) -> Segment:
    return Segment(name, source, 0, len(text), text, SegmentKind.QUOTE, case_id=case)


def coding(
    code: str, coder: str = MODEL, confidence: float = 0.8, status: Status = Status.SUGGESTED, name: str = "s1"
) -> Coding:
    return Coding(name, code, coder, confidence, status)


def decided(*codings: Coding) -> Evidence:
    return resolve([segment("s1")], codings, [])


def themes(evidence: Evidence) -> list[str]:
    return [said.code for said in evidence.decisions["s1"].themes]


def test_a_person_overrules_the_report_and_the_report_overrules_a_model() -> None:
    model, report, person = coding("school"), coding("wonen", "report", 1.0), coding("rust", "person:Ann", 0.5)
    assert themes(decided(model)) == ["school"]
    assert themes(decided(model, report)) == ["wonen"]
    assert themes(decided(model, report, person)) == ["rust"]


def test_a_coding_that_a_person_accepted_counts_as_a_persons() -> None:
    assert themes(decided(coding("school", status=Status.ACCEPTED), coding("wonen", "report"))) == ["school"]


def test_a_rejected_code_counts_for_no_model_and_not_for_the_report() -> None:
    refused = coding("school", "person:Ann", 1.0, Status.REJECTED)
    assert themes(decided(refused, coding("school"), coding("school", "report"), coding("wonen"))) == ["wonen"]


def test_a_rejected_theme_takes_its_subthemes_along() -> None:
    evidence = decided(coding("school", status=Status.REJECTED), coding("school/rust"))
    assert evidence.decisions["s1"].subthemes == ()


def test_another_person_may_keep_what_one_rejected() -> None:
    assert themes(decided(coding("school", "person:Ann", 1.0, Status.REJECTED), coding("school", "person:Bo"))) == [
        "school"
    ]


def test_a_subtheme_brings_its_theme_along() -> None:
    evidence = decided(coding("school/rust", confidence=0.7))
    assert themes(evidence) == ["school"]
    assert [said.code for said in evidence.decisions["s1"].subthemes] == ["school/rust"]


def test_subthemes_of_a_theme_that_does_not_count_are_dropped() -> None:
    evidence = decided(coding("school/rust"), coding("wonen", "person:Ann"))
    assert evidence.decisions["s1"].subthemes == ()


def test_themes_stand_surest_first() -> None:
    assert themes(decided(coding("school", confidence=0.6), coding("wonen", confidence=0.9))) == ["wonen", "school"]


def test_one_level_and_one_kind_count_the_surest_of_the_highest_rank() -> None:
    evidence = decided(
        coding("meso", confidence=0.6),
        coding("macro", confidence=0.7),
        coding("need"),
        coding("barrier", "report", 0.5),
    )
    assert evidence.level("s1") is Level.MACRO
    assert evidence.kind("s1") is Kind.BARRIER
    said = evidence.decisions["s1"].kind
    assert said is not None and (said.coder, said.confidence) == ("report", 0.5)


def test_without_codings_there_is_no_level_and_the_kind_is_other() -> None:
    assert decided().level("s1") is None
    assert decided().kind("s1") is Kind.OTHER


CASES = [
    Case("c1", "a.txt", "lerend netwerk", "2024-03-01", sectors=("onderwijs", "VAPH"), roles=("ouder",)),
    Case("c2", "b.txt", "forum", "", sectors=("onderwijs",)),
    Case("c3", "b.txt"),
]


def counting() -> Evidence:
    segments = [
        segment("s1", "Er is nooit tijd om samen te zitten."),
        segment("s2", "Er is nooit tijd om samen te zitten!", "c2", "b.txt"),
        segment("s3", "De bus komt pas na het eerste lesuur.", "c2", "b.txt"),
        segment("s4", "Niemand belt terug op vrijdag.", "c3", "b.txt"),
    ]
    return resolve(segments, [coding("barrier", name="s1"), coding("barrier", name="s3")], CASES)


@pytest.mark.parametrize(
    ("of", "code", "value"),
    [
        ("segments", "", 3),  # s2 repeats s1
        ("meetings", "", 2),  # nobody said anything of c3
        ("sources", "", 2),
        ("sectors", "", 2),
        ("roles", "", 1),
        ("years", "", 1),
        ("segments_with_code", "barrier", 2),
        ("meetings_with_code", "barrier", 2),
        ("segments_with_code", "need", 0),
    ],
)
def test_counts(of: str, code: str, value: int) -> None:
    evidence = counting()
    assert evidence.count(of, ("s1", "s2", "s3", "s4"), code) == value
    assert recount(Count(99, of, ("s1", "s2", "s3", "s4"), code), evidence) == value


def test_an_unknown_segment_does_not_count() -> None:
    assert counting().count("segments", ("s1", "weg")) == 1


def test_what_cannot_be_counted_is_refused_with_what_can() -> None:
    with pytest.raises(UsageError, match="cannot count 'words'; countable are segments"):
        counting().count("words", ("s1",))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Meer tijd voor intervisie.", "meer tijd voor intervisie", True),
        ("Wie blijft er naast de jongere staan als het moeilijk wordt?", "Wie blijft er dan naast de jongere staan als het moeilijk wordt?", True),
        ("Er is tijd voor overleg in de week na een wissel", "Er is geen tijd voor overleg in de week na een wissel", False),
        ("Groepen van 6 kinderen met twee begeleiders zijn rustig", "Groepen van 9 kinderen met twee begeleiders zijn rustig", False),
        ("Meer tijd voor intervisie", "Meer tijd voor ouders", False),
        ("…", "!", True),
    ],
)  # fmt: skip
def test_near_duplicates(one: str, other: str, same: bool) -> None:
    found = leaders([segment("s1", one), segment("s2", other)])
    assert (found["s2"] == "s1") is same
    assert found["s1"] == "s1"


def test_every_alike_pair_is_found_among_many() -> None:
    words = [f"woord{number}" for number in range(40)]
    texts = [" ".join(words[start : start + 10]) for start in range(0, 30, 10)]
    texts += [f"{text} extra{number}" for number, text in enumerate(texts)]
    found = leaders([segment(f"s{number}", text) for number, text in enumerate(texts)])
    assert [found[f"s{number}"] for number in range(3, 6)] == ["s0", "s1", "s2"]
