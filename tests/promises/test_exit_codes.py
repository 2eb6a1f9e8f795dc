"""Exit codes: 1 for wrong usage or configuration, with one line that says what is wrong and where."""

from __future__ import annotations

import pytest

REPORT = "Verslag samenwerkingsoverleg\n\n• “Wij weten nooit wie er na de zomer nog zal zijn.”\n"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "verslag.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_help_is_no_error(rodedraad):
    done = rodedraad("run", "--help")
    assert done.returncode == 0
    assert "--out" in done.stdout


@pytest.mark.parametrize("arguments", [("--colour",), ("--seed", "many"), ("--coder", "psychic"), ("--minimum", "0")])
def test_wrong_options(rodedraad, report, tmp_path, arguments):
    done = rodedraad("run", report, "--out", tmp_path / "out", *arguments)
    assert done.returncode == 1
    assert arguments[0].lstrip("-") in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command(rodedraad):
    assert rodedraad("divine").returncode == 1


def test_out_is_needed(rodedraad, report):
    assert rodedraad("run", report).returncode == 1


def test_a_path_that_does_not_exist_is_named(rodedraad, tmp_path):
    done = rodedraad("run", tmp_path / "nergens", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "nergens: no such file or folder" in done.stderr


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("name: X\nlanguage: nl\nthemes:\n  - key: rest\n    label: Rust\n    seeds: [*rust]\n", 6),
        ("name: X\nlanguage: nl\nthemes:\n  - key: rest\n    label: Rust\n    smell: nice\n", 6),
        (
            "name: X\nlanguage: nl\nthemes:\n  - key: rest\n    label: A\n    seeds: [a]\n  - key: rest\n    seeds: [b]\n    label: B\n",
            7,
        ),
    ],
    ids=["unquoted star", "unknown key", "key twice"],
)
def test_a_codebook_that_cannot_be_used_is_named_with_its_line(rodedraad, report, tmp_path, lines, line):
    codebook = tmp_path / "eigen.yaml"
    codebook.write_text(lines, encoding="utf-8")
    done = rodedraad("run", report, "--out", tmp_path / "out", "--codebook", codebook)
    assert done.returncode == 1
    assert f"eigen.yaml, line {line}:" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_project_that_is_no_project(rodedraad, tmp_path):
    notes = tmp_path / "notities.db"
    notes.write_text("geen databank " * 100, encoding="utf-8")
    done = rodedraad("recommend", notes, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "notities.db" in done.stderr
