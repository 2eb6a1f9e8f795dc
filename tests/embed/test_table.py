from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import UsageError
from pipeline.run import tables


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text("id,text\n1,De bus is laat.\n2,\n3,Zij wacht op de bus.\n", encoding="utf-8")
    return path


def test_shipped_vectors_by_default(table: Path, tmp_path: Path) -> None:
    written = tables.embed_table(table, tmp_path / "out.npy")
    rows = np.load(tmp_path / "out.npy")
    assert (written.rows, written.hits) == (3, 2)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)


def test_embedder_by_name(table: Path, tmp_path: Path) -> None:
    tables.embed_table(table, tmp_path / "lsa.npy", embedder="lsa")
    tables.embed_table(table, tmp_path / "ours.npy", embedder="rodedraad")
    assert np.load(tmp_path / "lsa.npy").shape != np.load(tmp_path / "ours.npy").shape


def test_embedder_that_does_not_exist_is_said(table: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"word2vec.*rodedraad, lsa, spacy"):
        tables.embed_table(table, tmp_path / "out.npy", embedder="word2vec")
