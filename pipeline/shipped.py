"""Where the data that comes with Rode Draad lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """The folder that holds `corpus` and `models`; raises UsageError when neither a checkout nor a wheel has them."""
    for candidate in (_PACKAGE / "_shipped", _PACKAGE.parent):
        if (candidate / "corpus" / "codebook.yaml").is_file():
            return candidate
    raise UsageError("the data that comes with rodedraad is missing; install it again (README, 'Install')")


def corpus() -> Path:
    """The shipped codebook, demo corpus and training quotes."""
    return root() / "corpus"


def models() -> Path:
    """The shipped models."""
    return root() / "models"


def codebook() -> Path:
    """The shipped codebook with the six themes."""
    return corpus() / "codebook.yaml"


def demo() -> Path:
    """The fictional demo corpus."""
    return corpus() / "demo"
