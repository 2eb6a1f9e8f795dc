"""The key file: which placeholder stands for whom, apart from the project and readable by its owner alone."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.pseudonymise.people import Entry, People

FORMAT = 1
Values = dict[str, dict[str, int]]  # kind → value without its spaces and signs → number


def read(path: Path) -> tuple[People, Values]:
    """The people and values of a key file, empty when there is none yet.

    Raises UsageError when others than its owner can read it, and when it is no key file.
    """
    if not path.exists():
        return People(), {}
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(f"{path}: others can read this key file; make it yours alone first: chmod 600 {path}")
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        people = People([Entry(int(one["number"]), one["first"], one["last"], one["title"]) for one in data["people"]])
        values = {
            kind: {value: int(number) for value, number in known.items()} for kind, known in data["values"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path}: this is no key file of rodedraad ({error}); give another name to begin a new one"
        ) from error
    return people, values


def write(path: Path, people: People, values: Values) -> None:
    """Write a key file, whole or not at all, readable by its owner alone."""
    content = {
        "format": FORMAT,
        "people": [
            {"number": number, "first": first, "last": last, "title": title}
            for number, first, last, title in people.known()
        ],
        "values": values,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mode 0600 from the start
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.write("\n")
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def refuse_inside(path: Path, folder: Path) -> None:
    """Raises UsageError when a key file would lie in the folder of results, which is what people share."""
    if path.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            f"{path}: a key file among the results would travel with them; give --key a place outside {folder}"
        )
