from __future__ import annotations

import pytest

from pipeline.model import Support
from pipeline.report import words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.quotes(1), "1 citaat"),
        (words.quotes(2), "2 citaten"),
        (words.meetings(1), "1 overleg"),
        (words.meetings(3), "3 overleggen"),
        (words.sources(1), "1 bron"),
        (words.sources(0), "0 bronnen"),
        (words.sectors(1), "1 sector"),
        (words.drafts(1), "1 aanbeveling"),
        (words.quotes(12400), "12\u202f400 citaten"),
    ],
)
def test_amounts_agree_in_number(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2024-03-09", "9 maart 2024"),
        ("2024-11", "november 2024"),
        ("2024", "2024"),
        ("voorjaar", "voorjaar"),
        ("2024-13", "2024-13"),
    ],
)
def test_dates_are_dutch_and_as_precise_as_known(iso: str, expected: str) -> None:
    assert words.date(iso) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], ""),
        (["2024-03-09", "2024-03-21"], "maart 2024"),
        (["2025-01", "2023-02-01"], "februari 2023 tot januari 2025"),
    ],
)
def test_a_period_runs_from_first_to_last(dates: list[str], expected: str) -> None:
    assert words.period(dates) == expected


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        (Support(1, 1, 1), words.CAUTION_QUOTE),
        (Support(6, 1, 2), words.CAUTION_MEETING),
        (Support(6, 3, 1), words.CAUTION_SOURCE),
        (Support(6, 0, 2), words.CAUTION_NO_MEETING),
        (Support(6, 3, 2), ""),
    ],
)
def test_little_support_is_called_a_signal(support: Support, expected: str) -> None:
    assert words.caution(support) == expected


def test_unknown_support_is_left_out() -> None:
    assert words.support(Support(4, 0, 2)) == "4 citaten · 2 bronnen"


def test_full_support_is_one_line() -> None:
    support = Support(14, 6, 5, ("CLB", "VAPH"), (), ("2023", "2025"))
    assert words.support(support) == "14 citaten · 6 overleggen · 5 bronnen · 2 sectoren · 2023–2025"
