"""Compare two codings of the same quotes: a model with people, or people with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline import agreement
from pipeline.agreement import CodeScore, Interval
from pipeline.errors import UsageError
from pipeline.labelled import KINDS, LEVELS, NONE, Quote

# What is compared: themes as sets, and level and kind as one value each.
FIELDS = ("themes", "level", "kind")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code: `field` is themes, level or kind; κ and AC1 are of having the code or not."""

    field: str
    code: str
    score: CodeScore
    f1: Interval
    kappa: float
    ac1: float


@dataclass(frozen=True, slots=True)
class FieldRow:
    """Themes, level or kind as a whole; `exact` is how often both say the very same, α takes MASI distance for themes."""

    field: str
    macro_f1: Interval
    exact: Interval
    alpha: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A quote that the two coded differently, and in which fields."""

    quote_id: str
    text: str
    first: Quote
    second: Quote
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """`second` measured against `first`, quote by quote.

    `top1`: how often the first theme of `second` is the main theme of `first`, over quotes to which both give one; `abstained`: of the
    quotes without a theme by `first`, the share without one by `second`. `confusion` counts, for each field, pairs of codes; themes
    by their main theme.
    """

    first: str
    second: str
    quotes: int
    fields: tuple[FieldRow, ...]
    codes: tuple[CodeRow, ...]
    top1: Interval
    abstained: Interval
    confusion: Mapping[str, tuple[tuple[str, ...], npt.NDArray[np.int64]]]
    differences: tuple[Difference, ...]


def compare(
    first: Sequence[Quote],
    second: Sequence[Quote],
    themes: Sequence[str],
    *,
    names: tuple[str, str],
    best: Sequence[str] | None = None,
    seed: int = 0,
) -> Comparison:
    """Compare two codings of the quotes that both have (by id), in the order of `first`.

    `best` gives, for each of `second`, the theme that it finds likeliest, also where it abstains. Raises UsageError when no quote is
    in both, or when a quote's text differs.
    """
    other = {quote.quote_id: (place, quote) for place, quote in enumerate(second)}
    pairs = [(quote, *other[quote.quote_id]) for quote in first if quote.quote_id in other]
    if not pairs:
        raise UsageError(f"{names[0]} and {names[1]} have no quote in common; quotes are matched by their id")
    changed = next((one for one, _, two in pairs if one.text.split() != two.text.split()), None)
    if changed is not None:
        raise UsageError(f"quote {changed.quote_id} has another text in {names[1]} than in {names[0]}")
    left, right = [one for one, _, _ in pairs], [two for _, _, two in pairs]
    fields, codes = [], []
    for field, known in zip(FIELDS, (tuple(themes), LEVELS, KINDS), strict=True):
        wanted, given = _matrix(left, field, known), _matrix(right, field, known)
        fields.append(_field(field, left, right, wanted, given, seed))
        codes += [_code(field, code, wanted[:, i], given[:, i], seed) for i, code in enumerate(known)]
    likeliest = [best[place] if best is not None else _main(two) for _, place, two in pairs]
    return Comparison(
        *names,
        len(pairs),
        tuple(fields),
        tuple(codes),
        _top1(left, likeliest, seed),
        _abstained(left, right, seed),
        {field: _confusion(left, right, field, known) for field, known in _axes(themes).items()},
        tuple(_differences(left, right)),
    )


def _axes(themes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {"themes": (*themes, NONE), "level": LEVELS, "kind": KINDS}


def _main(quote: Quote) -> str:
    return quote.themes[0] if quote.themes else NONE


def _value(quote: Quote, field: str) -> Any:
    return frozenset(quote.themes) if field == "themes" else getattr(quote, field)


def _matrix(quotes: Sequence[Quote], field: str, known: Sequence[str]) -> agreement.Matrix:
    if field != "themes":
        return agreement.one_hot([getattr(quote, field) for quote in quotes], known)
    return np.array([[theme in quote.themes for theme in known] for quote in quotes], dtype=bool)


def _field(
    field: str,
    left: Sequence[Quote],
    right: Sequence[Quote],
    wanted: agreement.Matrix,
    given: agreement.Matrix,
    seed: int,
) -> FieldRow:
    one, two = [_value(quote, field) for quote in left], [_value(quote, field) for quote in right]
    same = np.array([a == b for a, b in zip(one, two, strict=True)])
    alpha = agreement.krippendorff_alpha_sets if field == "themes" else agreement.krippendorff_alpha
    return FieldRow(
        field,
        agreement.interval(lambda rows: agreement.macro_f1(wanted[rows], given[rows]), len(one), seed=seed),
        _share(same, seed),
        alpha([one, two]),
    )


def _code(field: str, code: str, wanted: agreement.Matrix, given: agreement.Matrix, seed: int) -> CodeRow:
    return CodeRow(
        field,
        code,
        agreement.code_score(wanted, given),
        agreement.interval(lambda rows: agreement.code_score(wanted[rows], given[rows]).f1, len(wanted), seed=seed),
        agreement.cohen_kappa(wanted.tolist(), given.tolist()),
        agreement.gwet_ac1(wanted.tolist(), given.tolist()),
    )


def _share(right: npt.NDArray[np.bool_], seed: int) -> Interval:
    measure: Callable[[agreement.Ints], float] = lambda rows: float(right[rows].mean()) if len(rows) else float("nan")  # noqa: E731
    return agreement.interval(measure, len(right), seed=seed)


def _top1(left: Sequence[Quote], likeliest: Sequence[str], seed: int) -> Interval:
    held = [(_main(one), two) for one, two in zip(left, likeliest, strict=True) if one.themes and two != NONE]
    return _share(np.array([one == two for one, two in held], dtype=bool), seed)


def _abstained(left: Sequence[Quote], right: Sequence[Quote], seed: int) -> Interval:
    held = [not two.themes for one, two in zip(left, right, strict=True) if not one.themes]
    return _share(np.array(held, dtype=bool), seed)


def _confusion(
    left: Sequence[Quote], right: Sequence[Quote], field: str, known: tuple[str, ...]
) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    counts = np.zeros((len(known), len(known)), np.int64)
    for one, two in zip(left, right, strict=True):
        row, column = (_main(one), _main(two)) if field == "themes" else (getattr(one, field), getattr(two, field))
        counts[known.index(row), known.index(column)] += 1
    return known, counts


def _differences(left: Sequence[Quote], right: Sequence[Quote]) -> list[Difference]:
    found = []
    for one, two in zip(left, right, strict=True):
        fields = tuple(field for field in FIELDS if _value(one, field) != _value(two, field))
        if fields:
            found.append(Difference(one.quote_id, one.text, one, two, fields))
    # What differs in its themes says most, and then what differs most.
    return sorted(found, key=lambda item: ("themes" not in item.fields, -len(item.fields)))
