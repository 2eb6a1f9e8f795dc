"""Rode Draad: from what people say in meetings to recommendations that lead back to their words.

`pipeline.open("demo-out")` gives a project as pandas frames. Attributes are loaded on first use, so that
`import pipeline` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_LAZY: dict[str, str] = {"Frames": "pipeline.frames", "open": "pipeline.frames"}

# Without `open`: a star import must not hide the built-in one.
__all__ = ["Frames", "__version__"]

if TYPE_CHECKING:
    from pipeline.frames import Frames
    from pipeline.frames import open as open


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
