from __future__ import annotations

from pipeline import shipped


def test_the_shipped_data_is_there() -> None:
    assert shipped.codebook().is_file()
    assert len([path for path in shipped.demo().iterdir() if path.suffix != ".csv"]) >= 8
    assert shipped.models().is_dir()
