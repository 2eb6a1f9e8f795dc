"""The second reader: what it scores, when it is asked, and what happens without it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline import codebook as codebooks
from pipeline import coding, embed, shipped
from pipeline.coding import encoder as encoders
from pipeline.coding.coder import Coder
from pipeline.coding.encoder import Encoder, normal, unpacked
from pipeline.errors import UsageError

TEXTS = [
    "Weer een nieuwe consulent, de vierde, en alles opnieuw vertellen.",
    "Op de manege bloeit ze open.",
    "Ze zegden dat het aan ons lag, en daar stonden we.",
    "De parking was alweer vol.",
    "Wie belt er nu als het misloopt op een zondag?",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found = encoders.shipped(shipped.models())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def coder() -> Coder:
    return coding.shipped(shipped.models(), embed.shipped(shipped.models()))


def test_a_score_does_not_depend_on_the_texts_beside_it(encoder: Encoder) -> None:
    together = encoder.scores(TEXTS)
    assert together.shape == (len(TEXTS), len(encoder.codes))
    for text, row in zip(TEXTS, together, strict=True):
        assert np.array_equal(encoder.scores([text])[0], row)


def test_no_text_and_a_very_long_one_are_scored(encoder: Encoder) -> None:
    assert encoder.scores([]).shape == (0, len(encoder.codes))
    assert np.isfinite(encoder.scores([" ".join(TEXTS) * 40, "…", "日本 🙂"])).all()


def test_only_what_the_linear_models_are_unsure_of_is_read_again(coder: Coder) -> None:
    assert coder.second is not None
    alone = replace(coder, second=None).predict(TEXTS)
    both = coder.predict(TEXTS)
    unsure = alone.surely < coder.second.below
    assert unsure.any()
    changed = (alone.themes != both.themes).any(axis=1)
    assert np.array_equal(changed, unsure)


def test_what_is_read_again_is_still_a_probability(coder: Coder) -> None:
    found = coder.predict(TEXTS)
    assert ((found.themes >= 0) & (found.themes <= 1)).all()
    assert np.allclose(found.levels.sum(axis=1), 1) and np.allclose(found.kinds.sum(axis=1), 1)


def test_without_a_runtime_the_linear_models_do_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(encoders.importlib, "import_module", missing)
    coder = coding.shipped(shipped.models(), embed.shipped(shipped.models()))
    assert coder.second is None
    assert coder.name.endswith("-alone")
    book = codebooks.read(shipped.codebook())
    tagged = coding.CodebookCoder(coder, book, embed.shipped(shipped.models())).tag(TEXTS[:1])
    assert tagged[0].themes[0] == "continuity"


@pytest.mark.parametrize("name", ["encoder.json", "network.onnx", "pieces.model", "rows.npy"])
def test_a_damaged_reader_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(shipped.models() / encoders.FOLDER, tmp_path / "reader")
    (tmp_path / "reader" / name).write_bytes(b"{kapot")
    with pytest.raises(UsageError, match=name):
        Encoder.open(tmp_path / "reader")


def test_a_reader_of_another_name_is_refused(encoder: Encoder) -> None:
    other = Encoder.__new__(Encoder)
    other.name, other.codes = "iets@9", encoder.codes
    with pytest.raises(UsageError, match="goes with the reader"):
        Coder.load(shipped.models() / "coder_nl", embed.shipped(shipped.models()), other)


def test_a_saved_coder_keeps_its_second_reader(tmp_path: Path, coder: Coder, encoder: Encoder) -> None:
    coder.save(tmp_path)
    loaded = Coder.load(tmp_path, embed.shipped(shipped.models()), encoder)
    assert np.array_equal(loaded.predict(TEXTS).kinds, coder.predict(TEXTS).kinds)


def test_compatible_forms_of_characters_are_one() -> None:
    assert normal("  ﬁets\u00a0en\nbus ") == "fiets en bus"


def test_four_bits_unpack_low_halves_first() -> None:
    block = np.zeros((1, 1, 18), np.uint8)
    block[0, 0, :2] = np.array([0.5], np.float16).view(np.uint8)
    block[0, 0, 2:] = 0x98  # low half 8 → 0, high half 9 → 1
    assert unpacked(block).tolist() == [[0.0] * 16 + [0.5] * 16]
