import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline import embed, shipped
from pipeline.embed import static
from pipeline.embed.static import StaticEmbedder, quantised
from pipeline.errors import UsageError
from pipeline.model import Embedder

TEXTS = [
    "Mijn begeleider is weer iemand anders, voor de derde keer dit jaar.",
    "Telkens krijg ik een nieuwe begeleidster en moet ik mijn verhaal opnieuw doen.",
    "De bus naar school rijdt niet meer op woensdag.",
]


@pytest.fixture(scope="module")
def ours() -> StaticEmbedder:
    return StaticEmbedder.open(shipped.models() / embed.FOLDER)


def toy(unknown: float = 1.0) -> StaticEmbedder:
    rows, scales = quantised(np.array([[1, 0], [0, 2], [3, 3], [0, 1]], dtype=np.float32))
    return StaticEmbedder("toy@1", (["brood", "één"], ["<bo", "ek>"]), rows, scales, unknown=unknown)


def test_rows_are_unit_float32(ours: StaticEmbedder) -> None:
    rows = ours.encode(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (3, ours.dimensions)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "?!…"[1:], "[naam 1]", "ξψ"])
def test_text_without_known_words_is_zeros(ours: StaticEmbedder, text: str) -> None:
    assert not ours.encode([text]).any()


def test_no_texts_give_no_rows(ours: StaticEmbedder) -> None:
    assert ours.encode([]).shape == (0, ours.dimensions)


def test_row_does_not_depend_on_its_batch(ours: StaticEmbedder) -> None:
    whole = ours.encode([*TEXTS, "", *reversed(TEXTS)])
    fresh = StaticEmbedder.open(shipped.models() / embed.FOLDER)
    alone = np.concatenate([fresh.encode([text]) for text in reversed(TEXTS)])
    assert whole[4:].tobytes() == alone.tobytes()
    assert whole[:3].tobytes() == alone[::-1].tobytes()


def test_more_texts_than_a_batch_are_all_encoded(ours: StaticEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ours.encode(TEXTS)
    monkeypatch.setattr(static, "_BATCH", 2)
    monkeypatch.setattr(static, "_TOGETHER", 1)
    assert ours.encode(TEXTS).tobytes() == whole.tobytes()


def test_composed_words_are_forgotten_without_harm(ours: StaticEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ours.encode(TEXTS)
    monkeypatch.setattr(static, "_MOST_KEPT", 1)
    assert ours.encode(TEXTS).tobytes() == whole.tobytes()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        (TEXTS[0], TEXTS[1], TEXTS[2]),
        ("Er is geen plaats vrij in het ziekenhuis.", "De kliniek zit vol.", "Zij leert graag koken."),
        ("De hond slaapt onder de tafel.", "Een dier ligt te rusten.", "De minister tekent de wet."),
        ("Wij hebben te weinig geld.", "Het budget volstaat niet.", "De kinderen spelen in de tuin."),
        ("Mijn moeder was erg boos.", "Mama werd kwaad.", "De trein vertrekt om acht uur."),
    ],
)
def test_paraphrase_lies_nearer_than_something_else(ours: StaticEmbedder, text: str, near: str, far: str) -> None:
    rows = ours.encode([text, near, far])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


@pytest.mark.parametrize(
    ("written", "meant", "other"),
    [
        ("begeleidr", "begeleider", "appeltaart"),
        ("shcool", "school", "rivier"),
        ("jeugdpsychiaterbezoek", "psychiater", "fietsband"),
        ("BEGELEIDER", "begeleider", "appeltaart"),
        ("ziekenhuisverblijfje", "ziekenhuis", "verkiezing"),
        ("cafe", "café", "sneeuw"),
    ],
)
def test_slips_compounds_and_spellings_lie_near_what_is_meant(
    ours: StaticEmbedder, written: str, meant: str, other: str
) -> None:
    rows = ours.encode([written, meant, other])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_unknown_word_is_the_mean_of_its_letter_runs() -> None:
    assert toy().encode(["boek"])[0] == pytest.approx([0.6, 0.8], abs=0.01)


def test_known_words_and_unknown_ones_are_added() -> None:
    assert toy(unknown=0.5).encode(["brood boek"])[0] == pytest.approx(
        np.array([1.75, 1]) / np.hypot(1.75, 1), abs=0.01
    )


def test_quantising_keeps_rows_close() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 16)).astype(np.float32)
    numbers, scales = quantised(rows)
    assert numbers.dtype == np.int8
    assert np.abs(numbers * scales.astype(np.float32)[:, None] - rows).max() < np.abs(rows).max() / 127


def test_saving_twice_gives_the_same_bytes_and_opens_the_same(tmp_path: Path) -> None:
    for name in ("first", "second"):
        toy().save(tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert all((tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes() for name in files)
    again = StaticEmbedder.open(tmp_path / "first")
    assert again.encode(["brood boek"]).tobytes() == toy().encode(["brood boek"]).tobytes()
    assert again.name == "toy@1"


@pytest.mark.parametrize("name", [static.ROWS, static.SCALES, static.VOCABULARY])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_damaged_file_is_said_with_a_way_out(tmp_path: Path, name: str, damage: str) -> None:
    toy().save(tmp_path)
    path = tmp_path / name
    raw = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(raw[:-1] if damage == "cut" else raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(UsageError, match=rf"{name}.*install rodedraad again"):
        StaticEmbedder.open(tmp_path)


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"format": 99, "files": {}}'])
def test_damaged_description_is_said_with_a_way_out(tmp_path: Path, content: str | None) -> None:
    toy().save(tmp_path)
    path = tmp_path / static.SETTINGS
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"model\.json.*install rodedraad again"):
        StaticEmbedder.open(tmp_path)


@pytest.mark.parametrize("change", [{"words": "many"}, {"words": None}, {"unknown": "x"}])
def test_description_with_wrong_values_is_said(tmp_path: Path, change: dict[str, object]) -> None:
    toy().save(tmp_path)
    path = tmp_path / static.SETTINGS
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(UsageError, match="do not fit together"):
        StaticEmbedder.open(tmp_path)


def test_vectors_that_would_need_pickle_are_not_opened(tmp_path: Path) -> None:
    import hashlib

    toy().save(tmp_path)
    np.save(tmp_path / static.ROWS, np.array([{}, {}], dtype=object), allow_pickle=True)
    path = tmp_path / static.SETTINGS
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["files"][static.ROWS] = hashlib.sha256((tmp_path / static.ROWS).read_bytes()).hexdigest()
    path.write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(UsageError, match="do not fit together"):
        StaticEmbedder.open(tmp_path)


def test_shipped_vectors_stay_small() -> None:
    folder = shipped.models() / embed.FOLDER
    assert sum(path.stat().st_size for path in folder.iterdir()) < 20_000_000


def test_shipped_vectors_are_the_default_and_have_names(ours: StaticEmbedder) -> None:
    for name in (None, "rodedraad", "ours"):
        embedder = embed.load(shipped.models(), [], seed=0, name=name)
        assert isinstance(embedder, StaticEmbedder)
        assert isinstance(embedder, Embedder)
        assert embedder.name == ours.name


def test_asked_for_by_name_but_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="install rodedraad again"):
        embed.load(tmp_path, TEXTS, seed=0, name="rodedraad")


def test_opens_and_encodes_with_numpy_alone() -> None:
    code = (
        "import sys; from pipeline import embed, shipped; "
        "e = embed.load(shipped.models(), [], seed=0); assert e.encode(['Zij belt elke week.']).any(); "
        "print([m for m in ('torch', 'scipy', 'sklearn', 'pandas', 'spacy', 'bertopic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
