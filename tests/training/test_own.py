from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import codebook as codebooks
from pipeline import coding, embed, shipped
from pipeline.cli import main
from pipeline.coding.adapting import Correction, adapted
from pipeline.errors import UsageError
from pipeline.model import Coding, Segment, SegmentKind, Status
from pipeline.training import own

RIDING = [
    "De hippotherapie op woensdag is voor haar het enige moment buiten.",
    "Op de manege bloeit ze open, de hippotherapie werkt.",
    "Hippotherapie staat niet in het aanbod.",
    "Er is een lange lijst voor hippotherapie.",
    "Na de hippotherapie praat hij.",
    "Wie betaalt de hippotherapie?",
    "Hippotherapie kreeg ze pas in het derde jaar.",
    "Zijn begeleider rijdt mee naar de hippotherapie.",
    "Zonder hippotherapie was het niet gelukt.",
    "De hippotherapie is verhuisd.",
]
TABLE = "text,themes,level,kind\n" + "".join(f'"{text}",diagnostics,micro,other\n' for text in RIDING)


@pytest.fixture(scope="module")
def vectors():
    return embed.shipped(shipped.models())


@pytest.fixture(scope="module")
def book():
    return codebooks.read(shipped.codebook())


@pytest.fixture(scope="module")
def coder(vectors):
    return coding.shipped(shipped.models(), vectors)


def test_ten_corrections_help_a_theme_that_was_missed(tmp_path: Path, book, coder, vectors) -> None:
    corrections = [Correction(text, ("diagnostics",)) for text in RIDING]
    report = own.train_own(corrections, book, coder, vectors, tmp_path / "own")
    before, after, count = report.codes["diagnostics"]
    assert count == 10
    assert after >= before + 0.5


def test_what_was_not_corrected_hardly_moves(coder) -> None:
    other = ["Weer een nieuwe consulent, de vierde, en alles opnieuw vertellen."]
    moved = adapted(coder, [Correction(text, ("diagnostics",)) for text in RIDING])
    assert abs(moved.predict(other).themes - coder.predict(other).themes).max() < 0.1


def test_no_correction_changes_nothing(coder) -> None:
    assert adapted(coder, []) is coder


def test_a_code_that_only_a_codebook_of_ones_own_has_learns_from_corrections(tmp_path: Path, coder, vectors) -> None:
    themes = (
        codebooks.Theme("dieren", "Dieren", "Dieren in de hulp."),
        codebooks.Theme("geld", "Geld", "Wat het kost."),
    )
    book = replace(codebooks.read(shipped.codebook()), themes=themes)
    corrections = [Correction(text, ("dieren",)) for text in RIDING]
    report = own.train_own(corrections, book, coder, vectors, tmp_path / "own")
    before, after, _ = report.codes["dieren"]
    assert after >= before + 0.3
    loaded = coding.load(shipped.models(), book, vectors, own=tmp_path / "own")
    assert loaded.tag(["Elke dinsdag hippotherapie."])[0].themes == ("dieren",)


def test_the_coder_before_is_kept_and_corrections_add_up(tmp_path: Path, book, coder, vectors) -> None:
    first = [Correction(text, ("diagnostics",)) for text in RIDING[:5]]
    own.train_own(first, book, coder, vectors, tmp_path)
    kept = (tmp_path / "weights.npz").read_bytes()
    report = own.train_own(
        [Correction(RIDING[0], ("prevention",)), Correction(RIDING[6], ())], book, coder, vectors, tmp_path
    )
    assert (report.corrections, report.new) == (6, 1)
    assert report.previous == tmp_path / "previous" / "1"
    assert (tmp_path / "previous" / "1" / "weights.npz").read_bytes() == kept
    assert coding.codebook_coder.read_corrections(tmp_path)[0].themes == ("prevention",)


def test_two_corrections_are_too_few(tmp_path: Path, book, coder, vectors) -> None:
    with pytest.raises(UsageError, match="at least 3"):
        own.train_own([Correction("Een."), Correction("Twee.")], book, coder, vectors, tmp_path)


def test_corrections_of_a_project(book) -> None:
    def segment(name: str) -> Segment:
        return Segment(name, "a.txt", 0, 4, "Iets", SegmentKind.QUOTE)

    codings = [
        Coding("s1", "continuity", "person:An", 1.0, Status.ACCEPTED),
        Coding("s1", "prevention", "model:x@1", 0.6, Status.REJECTED),
        Coding("s1", "meso", "person:An", 1.0, Status.ACCEPTED),
        Coding("s2", "prevention", "model:x@1", 0.6, Status.REJECTED),
        Coding("s3", "prevention", "model:x@1", 0.6, Status.SUGGESTED),
        Coding("s4", "barrier", "person:An", 1.0, Status.ACCEPTED),
    ]
    found = own.corrections_of([segment(name) for name in ("s1", "s2", "s3", "s4")], codings, book)
    assert found == [
        Correction("Iets", ("continuity",), "meso", None),
        Correction("Iets", (), None, None),
        Correction("Iets", None, None, "barrier"),
    ]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("text,themes\nIets.,weer\n", "row 2: unknown 'weer'"),
        ("text,kind\nIets.,groot\n", "row 2: unknown 'groot'"),
        ("text,opmerking\nIets.,x\n", "no column themes, level or kind"),
    ],
)
def test_a_wrong_table_is_named_with_its_row(tmp_path: Path, capsys, table: str, message: str) -> None:
    path = tmp_path / "verbeterd.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["train", "own", "--corrections", str(path), "--out", str(tmp_path / "own")])
    assert left.value.code == 1
    assert message in capsys.readouterr().err


def test_the_command_trains_and_tag_uses_it(tmp_path: Path, capsys) -> None:
    path, quotes = tmp_path / "verbeterd.csv", tmp_path / "quotes.csv"
    path.write_text(TABLE, encoding="utf-8")
    quotes.write_text("text\nWeer hippotherapie gevolgd.\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["train", "own", "--corrections", str(path), "--out", str(tmp_path / "own")])
    assert left.value.code == 0
    assert "diagnostics" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["tag", str(quotes), "--out", str(tmp_path / "o.csv"), "--coder", str(tmp_path / "own"), "-q"])
    assert ",diagnostics," in (tmp_path / "o.csv").read_text(encoding="utf-8-sig")


def test_codings_xlsx_teaches_what_was_agreed_with_and_what_was_corrected(tmp_path: Path) -> None:
    from openpyxl import Workbook

    from pipeline.run.evaluating import train_own

    book = Workbook()
    sheet = book.active
    head = ("nr", "tekst", "thema's", "niveau", "soort", "beoordeling", "juist thema", "juist niveau", "juiste soort")
    rows = [
        ("s1", RIDING[0], "Beeldvorming", "Micro", "Wat werkt", "akkoord", "", "", ""),
        ("s2", RIDING[1], "Zorg op maat en op tijd", "Micro", "Wat werkt", "niet akkoord", "Beeldvorming; Daginvulling en impact van school", "", ""),
        ("s3", RIDING[2], "Zorg op maat en op tijd", "Meso", "Nood", "", "geen", "Macro", "Drempel"),
        ("s4", RIDING[3], "Zorg op maat en op tijd", "Meso", "Nood", "twijfel", "", "", ""),
    ]  # fmt: skip
    for row in (head, *rows):
        sheet.append(row)
    book.save(tmp_path / "codings.xlsx")
    report = train_own(None, [tmp_path / "codings.xlsx"], tmp_path / "own")
    assert report.corrections == 3
    learned = coding.codebook_coder.read_corrections(tmp_path / "own")
    assert [(one.themes, one.level, one.kind) for one in learned] == [
        (("diagnostics",), "micro", "good_practice"),
        (("diagnostics", "daytime_activities"), None, None),
        ((), "macro", "barrier"),
    ]
