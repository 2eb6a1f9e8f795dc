from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import evaluate
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.labelled import Quote, read_gold

THEMES = ("continuity", "prevention")


def quote(
    name: str, themes: tuple[str, ...], level: str = "micro", kind: str = "barrier", text: str = "Iets."
) -> Quote:
    return Quote(name, text, themes, level, kind)


FIRST = (
    quote("1", ("continuity",)),
    quote("2", ("prevention",)),
    quote("3", ()),
    quote("4", ("continuity", "prevention")),
)
SECOND = (
    quote("4", ("continuity",), kind="need"),
    quote("1", ("continuity",)),
    quote("2", ("continuity",), level="macro"),
    quote("3", ()),
    quote("9", ()),
)


def test_two_codings_are_compared_by_id() -> None:
    found = evaluate.compare(FIRST, SECOND, THEMES, names=("An", "Bo"))
    assert found.quotes == 4
    continuity = next(row for row in found.codes if row.code == "continuity")
    assert (continuity.score.right, continuity.score.given, continuity.score.wanted) == (2, 3, 2)
    assert found.top1.value == pytest.approx(2 / 3)
    assert found.abstained.value == 1.0
    codes, counts = found.confusion["themes"]
    assert codes == (*THEMES, "none")
    assert counts.tolist() == [[2, 0, 0], [1, 0, 0], [0, 0, 1]]


def test_differences_are_listed_themes_first() -> None:
    found = evaluate.compare(FIRST, SECOND, THEMES, names=("An", "Bo"))
    assert [(row.quote_id, row.fields) for row in found.differences] == [
        ("2", ("themes", "level")),
        ("4", ("themes", "kind")),
    ]


def test_the_same_coding_agrees_wholly() -> None:
    found = evaluate.compare(FIRST, FIRST, THEMES, names=("An", "An"))
    assert not found.differences
    assert all(row.exact.value == 1.0 for row in found.fields)
    assert next(row.alpha for row in found.fields if row.field == "themes") == pytest.approx(1.0)


def test_nothing_in_common_is_said() -> None:
    with pytest.raises(UsageError, match="no quote in common"):
        evaluate.compare(FIRST, (quote("7", ()),), THEMES, names=("An", "Bo"))
    with pytest.raises(UsageError, match="quote 1 has another text"):
        evaluate.compare(FIRST, (quote("1", (), text="Anders."),), THEMES, names=("An", "Bo"))


def test_gold_may_be_csv_or_json_lines(tmp_path: Path) -> None:
    table, lines = tmp_path / "g.csv", tmp_path / "g.jsonl"
    table.write_text('id;text;themes;level;kind\n1;"Een; twee";continuity,prevention;micro;need\n', encoding="utf-8")
    table.write_text(
        table.read_text("utf-8").replace("continuity,prevention", '"continuity;prevention"'), encoding="utf-8"
    )
    record = {"id": 1, "text": "Een; twee", "themes": ["continuity", "prevention"], "level": "micro", "kind": "need"}
    lines.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (one,), (two,) = read_gold(table, THEMES), read_gold(lines, THEMES)
    assert (one.text, one.themes, one.level, one.kind) == (two.text, two.themes, two.level, two.kind)


GOLD = [
    ("Weer een nieuwe consulent, de vierde, en alles opnieuw vertellen.", ["continuity"], "micro", "barrier"),
    ("Er is een wachtlijst van een jaar en de hulp kwam te laat.", ["prevention"], "meso", "barrier"),
    ("De parking is vol.", [], "meso", "other"),
]


def test_the_command_measures_the_coder_and_people_with_each_other(tmp_path: Path, capsys) -> None:
    for name, change in (("an", {}), ("bo", {"level": "macro"})):
        records = [
            {"id": str(n), "text": text, "themes": themes, "level": level, "kind": kind, **(change if n == 1 else {})}
            for n, (text, themes, level, kind) in enumerate(GOLD)
        ]
        text = "".join(json.dumps(record) + "\n" for record in records)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    files = [str(tmp_path / "an.jsonl"), "--gold", str(tmp_path / "bo.jsonl")]
    with pytest.raises(SystemExit) as left:
        main(["evaluate", "--gold", *files, "--out", str(tmp_path / "out"), "-q"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "model against an, 3 quotes" in said
    assert "bo against an, 3 quotes" in said
    data = json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert [(one["first"], one["second"]) for one in data] == [("an", "model"), ("bo", "model"), ("an", "bo")]
    page = (tmp_path / "out" / "evaluation.html").read_text(encoding="utf-8")
    assert "Verschillen om te lezen" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    listed = (tmp_path / "out" / "disagreements.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any(line.startswith("an,bo,1,") for line in listed)


def test_a_gold_file_that_is_not_there_is_named(tmp_path: Path, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(["evaluate", "--gold", str(tmp_path / "weg.jsonl")])
    assert left.value.code == 1
    assert "weg.jsonl: cannot be read" in capsys.readouterr().err
