"""Check a delivered document against the project that it came from."""

from __future__ import annotations

from pathlib import Path

from pipeline.store import open_project
from pipeline.verify import Checked, verify


def verify_file(document: Path, project: Path | None = None) -> tuple[tuple[Checked, ...], Path | None]:
    """What became of every sentence, and the project that it was checked against; None when there is none.

    The project is `project.db` beside the document when none is given. Raises ReadError when the document cannot be read.
    """
    beside = document.parent / "project.db"
    against = project or (beside if beside.is_file() else None)
    if against is None:
        return verify(document), None
    with open_project(against, create=False) as opened:
        return verify(document, opened.segments(), opened.sources()), against
