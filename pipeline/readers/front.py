"""Front matter: what a file says of itself between two `---` lines at its top."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import ReadError

_BLOCK = re.compile(r"\s*---[ \t]*\r?\n(.*?)(?:\r?\n)?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def front_matter(text: str, name: str) -> tuple[dict[str, str], int]:
    """The attributes (keys in lower case) and how many characters they take; ({}, 0) when there is no front matter.

    Raises ReadError when the block opens like YAML but cannot be parsed.
    """
    found = _BLOCK.match(text[:20_000])
    if found is None or not re.search(r"^[\w -]+:(?:\s|$)", found[1], re.MULTILINE):
        return {}, 0
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(found[1])
    except (YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" on line {mark.line + 2}" if mark is not None else ""
        raise ReadError(
            f"{name}: the front matter between the --- lines is no valid YAML{line}; "
            "put values with a colon in quotes, or take the --- lines out"
        ) from error
    if not isinstance(data, Mapping):
        return {}, 0
    return {str(key).casefold(): as_text(value) for key, value in data.items() if value is not None}, found.end()


def as_text(value: Any) -> str:
    """A YAML value as text: dates in ISO 8601, lists joined with "; "."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {as_text(other)}" for key, other in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(as_text(other) for other in value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ") if (value.hour or value.minute) else value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value).strip()
