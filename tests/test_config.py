from __future__ import annotations

import pytest

from pipeline.config import Config
from pipeline.errors import UsageError


def test_an_unknown_setting_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"unknown setting sead; known are .*seed"):
        Config.of({"sead": 1})


@pytest.mark.parametrize(("name", "value"), [("coder", "gpt"), ("minimum", 0), ("seed", -1)])
def test_a_wrong_value_cannot_be_built(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=str(value)):
        Config.of({name: value})
