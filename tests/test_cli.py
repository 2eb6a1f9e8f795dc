from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pipeline import cli


def call(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as leave:
        cli.main([str(one) for one in arguments])
    assert isinstance(leave.value.code, int)
    return leave.value.code


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


TABLE = "Bron;Citaat;themes\nA;De vierde consulent op één jaar, en weer alles opnieuw vertellen.;zelf\nB;;x\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        (("run", "--help"), 0),
        (("run", "--bestaat-niet"), 1),
        (("run", "nergens", "--out", "uit"), 1),
        (("tag",), 1),
        (("tag", "nergens.csv", "--out", "uit.csv"), 2),
        (("agenda", "nergens.db", "--out", "uit"), 1),
        (("agenda", "nergens.db", "--out", "uit", "--weight", "veel"), 1),
        (("run", ".", "--out", "uit", "--coder", "orakel"), 1),
        (("run", "verslag.md", "--out", "uit", "--embedder", "orakel"), 1),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "verslag.md").write_text(
        "# Verslag lerend netwerk\n\n- “Zij bleef bellen, elke dag.”\n", encoding="utf-8"
    )
    assert call(*arguments) == code


def test_tag_keeps_every_column_and_adds_its_own(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, encoding="cp1252")
    assert call("tag", tmp_path / "in.csv", "--out", tmp_path / "out.csv") == 0
    first, second = rows(tmp_path / "out.csv")
    assert list(first) == [
        "Bron", "Citaat", "input_themes", "themes", "theme_scores", "level", "kind", "evidence_words",
    ]  # fmt: skip
    assert (first["Bron"], first["input_themes"]) == ("A", "zelf")
    assert first["themes"].split(";")[0] == "continuity"
    scores = json.loads(first["theme_scores"])
    assert len(scores) == 6
    assert all(0 <= score <= 1 for score in scores.values())
    assert second["themes"] == ""
    assert second["level"] in ("micro", "meso", "macro")
    assert second["kind"] in ("barrier", "need", "good_practice", "action", "other")


def test_tag_writes_comma_and_bom(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, encoding="utf-8")
    call("tag", tmp_path / "in.csv", "--out", tmp_path / "out.csv", "--text-column", "bron")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfBron,Citaat,")


def test_tag_names_the_headers_when_the_text_column_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert call("tag", tmp_path / "in.csv", "--out", tmp_path / "out.csv") == 2
    message = capsys.readouterr().err
    assert "--text-column" in message
    assert len(message.strip().splitlines()) == 1


def test_tag_uses_a_codebook_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("quote\nDe bus kwam niet en de trein had vertraging.\n", encoding="utf-8")
    (tmp_path / "boek.yaml").write_text(
        "name: Vervoer\nlanguage: nl\nthemes:\n"
        "  - {key: vervoer, label: Vervoer, description: Bus en trein., seeds: [bus*, trein*]}\n"
        "  - {key: eten, label: Eten, description: Koken en eten., seeds: [kook*, eten]}\n",
        encoding="utf-8",
    )
    assert call("tag", tmp_path / "in.csv", "--out", tmp_path / "out.csv", "--codebook", tmp_path / "boek.yaml") == 0
    (row,) = rows(tmp_path / "out.csv")
    assert row["themes"] == "vervoer"
    assert list(json.loads(row["theme_scores"])) == ["vervoer", "eten"]


def test_pseudonymise_a_text(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Bel 0499 00 00 12.\r\nDag.", encoding="utf-8", newline="")
    assert call("pseudonymise", tmp_path / "in.txt", "--out", tmp_path / "out.txt") == 0
    assert (tmp_path / "out.txt").read_bytes() == b"Bel [telefoonnummer 1].\r\nDag."
    assert rows(tmp_path / "out.txt.found.csv") == [
        {
            "id": "in.txt", "start": "4", "end": "17", "pii_kind": "phone",
            "placeholder": "[telefoonnummer 1]", "doubtful": "false",
        }
    ]  # fmt: skip


def test_pseudonymise_json_lines_keeps_ids_and_other_values(tmp_path: Path) -> None:
    lines = [{"id": 7, "text": "Mail an@example.be", "n": 3}, {"id": 8, "text": "Niets.", "wie": "0499 00 00 12"}]
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert call("pseudonymise", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl") == 0
    out = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert out == [
        {"id": 7, "text": "Mail [e-mailadres 1]", "n": 3},
        {"id": 8, "text": "Niets.", "wie": "[telefoonnummer 1]"},
    ]
    assert [row["id"] for row in rows(tmp_path / "out.jsonl.found.csv")] == ["7", "8:wie"]


def test_pseudonymise_names_a_broken_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "a"}\n{"id": 2,\n', encoding="utf-8")
    assert call("pseudonymise", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl") == 2
    assert "in.jsonl:2:" in capsys.readouterr().err


def test_pseudonymise_a_table_in_every_column(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id;citaat;gsm\nq1;Bel 0499 00 00 12.;0499000012\n", encoding="utf-8")
    assert call("pseudonymise", tmp_path / "in.csv", "--out", tmp_path / "out.csv") == 0
    assert rows(tmp_path / "out.csv") == [
        {"id": "q1", "citaat": "Bel [telefoonnummer 1].", "gsm": "[telefoonnummer 1]"}
    ]
    assert [row["id"] for row in rows(tmp_path / "out.csv.found.csv")] == ["q1", "q1:gsm"]


def test_embed_gives_unit_rows(tmp_path: Path) -> None:
    import numpy as np

    (tmp_path / "in.csv").write_text(
        "citaat\nDe bus kwam niet.\nDe trein kwam niet.\n\nWij aten samen soep.\n", encoding="utf-8"
    )
    assert call("embed", tmp_path / "in.csv", "--out", tmp_path / "out.npy") == 0
    vectors = np.load(tmp_path / "out.npy")
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == 3
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
