"""report.html, recommendations.html and agenda.html: self-contained pages that fetch nothing and escape everything."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from pipeline.codebook import KIND_LABELS, LEVEL_LABELS
from pipeline.exports import svg
from pipeline.exports.files import write_whole
from pipeline.exports.templating import STRONGEST, TEMPLATES, environment
from pipeline.model import Topic
from pipeline.report import Entry, Report, kinds, manifest, matrix, trend, words
from pipeline.report.manifest import HTML_ID

BEYOND = 500  # quotes listed in the page beside those it refers to
BEHIND = 30  # quotes shown in full under one draft


def write_report(report: Report, path: Path) -> None:
    """The page with pictures, drafts, agenda, quotes and the account."""
    script = (TEMPLATES / "filter.js").read_text(encoding="utf-8")
    env = _environment(report)
    env.globals.update(_numbers(report, env), manifest=_data_block(report))
    _write(env, "report.html.j2", path, script=script)


def write_recommendations(report: Report, path: Path) -> None:
    """The drafts as a document to print, with the quotes at the end."""
    env = _environment(report)
    env.globals["manifest"] = _data_block(report)
    _write(env, "recommendations.html.j2", path)


def write_agenda(report: Report, path: Path) -> None:
    """The ranked themes for the next learning network."""
    _write(_environment(report), "agenda.html.j2", path)


def _data_block(report: Report) -> Markup:
    """The manifest as a block of data that no browser runs; `<` is written so that it cannot end the block."""
    data = json.dumps(manifest(report), ensure_ascii=False).replace("<", "\\u003c")
    return Markup(f'<script type="application/json" id="{HTML_ID}">{data}</script>')


def _environment(report: Report) -> Environment:
    env = environment(report, autoescape=True)
    env.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
    env.filters["kept"] = lambda text: re.sub(r"\b(p\.|rij) (?=\d)", "\\1\u00a0", text)
    env.globals.update(
        style=Markup((TEMPLATES / "style.css").read_text(encoding="utf-8")),
        thread=svg.thread(),
        bar=svg.bar,
        manifest="",
        coder=_coder,
        kind_colours=svg.KIND_COLOURS,
        kind_letters=svg.KIND_LETTERS,
        behind=lambda entry: behind(report, entry)[:BEHIND],
        hidden_behind=lambda entry: max(0, len(behind(report, entry)) - BEHIND),
    )
    return env


def _write(env: Environment, template: str, path: Path, *, script: str = "") -> None:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = env.get_template(template).render(script=Markup(script), script_hash=f"sha256-{digest}" if script else "")
    write_whole(path, text.encode())


def behind(report: Report, entry: Entry) -> tuple[str, ...]:
    """The segments behind a draft: those it cites first, then the others, each in report order."""
    cited = report.cited_by(entry.draft)
    held = set(cited)
    return (*cited, *(name for name in report.sorted(entry.draft.segments) if name not in held))


def listed(report: Report, *, beyond: int = BEYOND) -> tuple[str, ...]:
    """The segments in the page's list: all that it refers to, and of the others a part spread evenly over the sources."""
    wanted = {name for entry in report.entries for name in behind(report, entry)[:BEHIND]}
    wanted.update(report.cited_in_agenda(strongest=STRONGEST))
    wanted.update(name for topic in report.topics for name in topic.segments[:3])
    rest = [name for name in report.order if name not in wanted]
    step = max(1.0, len(rest) / beyond)
    wanted.update(rest[int(place * step)] for place in range(min(beyond, len(rest))))
    return report.sorted(wanted)


def _coder(said: object) -> str:
    """Who coded, in a few words: a person's name, the report itself, or the model with its confidence."""
    coder, confidence = str(getattr(said, "coder", "")), float(getattr(said, "confidence", 0.0))
    if coder.startswith("person:"):
        return coder.removeprefix("person:")
    return "volgens het verslag" if coder == "report" else f"model, {round(100 * confidence)} %"


def _numbers(report: Report, env: Environment) -> dict[str, object]:
    table, time, by_kind = matrix(report), trend(report), kinds(report)
    account = env.globals["account"]
    return {
        "matrix": table,
        "trend": time,
        "kinds": {theme: {str(kind): value for kind, value in values.items()} for theme, values in by_kind.items()},
        "charts": _charts(report),
        "listed": listed(report),
        "new_topics": [topic for topic in report.topics if topic.theme is None and topic.segments],
        "meetings_of": lambda topic: _meetings(report, topic),
        "removed_total": sum(getattr(account, "removed", {}).values()),
        "added_total": sum(getattr(account, "added", {}).values()),
        "left_total": sum(getattr(account, "left_out", {}).values()),
    }


def _meetings(report: Report, topic: Topic) -> int:
    return report.evidence.count("meetings", topic.segments)


def _charts(report: Report) -> Mapping[str, Markup]:
    table, time = matrix(report), trend(report)
    names = {theme: report.codebook.label(theme) for theme in table.themes}
    cells = {
        (theme, str(level)): (cell.segments, words.meetings(cell.meetings) if cell.meetings else "")
        for (theme, level), cell in table.cells.items()
    }
    strongest = max(cells, key=lambda key: cells[key][0], default=None)
    most = (
        f"Het meest bij {names[strongest[0]]}, {LEVEL_LABELS[strongest[1]]}: {words.quotes(cells[strongest][0])}."
        if strongest
        else ""
    )
    return {
        "heat_map": svg.heat_map(
            list(names.items()),
            list(LEVEL_LABELS.items()),
            cells,
            {theme: table.totals[theme].segments for theme in table.themes},
            title="Citaten per thema en niveau",
            description=f"{most} Alle getallen staan in de tabel onder de figuur.".strip(),
            link="#citaten",
        ),
        "scale": svg.scale(table.highest),
        "trend": svg.small_multiples(
            [(names[theme], values, time.undated[theme]) for theme, values in time.counts.items()],
            time.periods,
            title="Citaten per thema door de tijd",
            description="Een staafgrafiek per thema. Alle getallen staan in de tabel onder de figuur.",
        ),
        "kinds": svg.stacked(
            [
                (names[theme], {str(kind): value for kind, value in values.items()})
                for theme, values in kinds(report).items()
            ],
            KIND_LABELS,
            title="Soorten uitspraken per thema",
            description="Een gestapelde staaf per thema. Alle getallen staan in de tabel onder de figuur.",
        ),
    }
