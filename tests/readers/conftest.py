"""Read a file that a test wrote, and check that its account adds up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.model import Source

Reading = Callable[..., Source]


def account(source: Source) -> None:
    """The ledger adds up, blocks hold no outer white space, only separators stand between them."""
    ledger = source.ledger
    assert ledger.read - sum(ledger.removed.values()) + sum(ledger.added.values()) == len(source.text)
    assert all(count > 0 for count in (*ledger.removed.values(), *ledger.added.values()))
    at = 0
    for block in source.blocks:
        assert source.text[at : block.start].strip("\n\t") == ""
        content = source.text[block.start : block.end]
        assert content == content.strip()
        assert "\n" not in content
        at = block.end
    assert at == len(source.text)
    for mark in source.marks:
        assert 0 <= mark.start < mark.end <= len(source.text)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Write bytes or text under a file name and read it."""

    def read(name: str, content: bytes | str, *, text_column: str | None = None) -> Source:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        source = readers.read(path, name, text_column=text_column)
        account(source)
        return source

    return read


def shown(source: Source) -> list[tuple[str, int, str]]:
    """Role, depth and content of each block."""
    return [(block.role.value, block.depth, source.text[block.body : block.end]) for block in source.blocks]
