"""recommendations.md and agenda.md."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.exports.files import write_whole
from pipeline.exports.templating import environment
from pipeline.report import Report

_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")
_BLANK_LINES = re.compile(r"\n{3,}")


def escaped(text: object) -> str:
    """Text for one line of Markdown: nothing in it is read as markup or HTML."""
    plain = " ".join(str(text).split())
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = _SPECIAL.sub(r"\\\1", plain)
    return re.sub(r"^(\d+)([.)])|^([-+=])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", plain)


def write_recommendations(report: Report, path: Path) -> None:
    """The drafts with their citations, and the quotes they cite at the end."""
    _write("recommendations.md.j2", report, path)


def write_agenda(report: Report, path: Path) -> None:
    """The ranked themes for the next learning network."""
    _write("agenda.md.j2", report, path)


def _write(template: str, report: Report, path: Path) -> None:
    env = environment(report, autoescape=False)
    env.filters["md"] = escaped
    text = env.get_template(template).render()
    write_whole(path, (_BLANK_LINES.sub("\n\n", text).strip() + "\n").encode())
