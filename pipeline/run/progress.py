"""How a run tells what it is doing, without printing itself."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each step: the stage's name, how much of it is done, and of how much (0 when unknown)."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note."""
        ...


def silent(stage: str, done: int, total: int) -> None:
    """Take no note."""
    del stage, done, total
