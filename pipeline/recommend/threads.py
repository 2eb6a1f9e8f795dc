"""Group coded segments into threads: level × theme × sub-theme, each segment in one thread."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipeline.codebook import Codebook
from pipeline.evidence import Evidence
from pipeline.model import Kind, Level, SegmentKind, Topic
from pipeline.recommend.wording import rewrite

LEVEL_NAMES: Mapping[Level, str] = {
    Level.MICRO: "Micro · traject",
    Level.MESO: "Meso · organisaties en netwerken",
    Level.MACRO: "Macro · beleid",
}
ALONE = 5  # different segments that a sub-theme from a single meeting needs for a thread of its own
FEWEST_OF_ASPECT = 4  # different segments that an aspect needs: it is less telling than a sub-theme
# Why a segment stands in no draft.
STATEMENT = "statement: put to the group, nobody's own words"
NO_THEME = "no theme"
NO_LEVEL = "no level"
SINGLE = "single voice: nobody else at this level and theme, and no wish or action in plain words"
NO_CLAIM = "thread without barrier, need, good practice or action"
BELOW_CAP = "thread beyond the most drafts asked for"


@dataclass(frozen=True, slots=True)
class Thread:
    """Segments that belong together; `subtheme` is "theme/subtheme", a topic id, or "" for the theme's rest."""

    level: Level
    theme: str
    subtheme: str
    label: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Threads:
    """The threads that deserve a draft, and every segment in none of them with the reason."""

    kept: tuple[Thread, ...]
    unused: tuple[tuple[str, str], ...]


def threads(evidence: Evidence, codebook: Codebook, topics: Sequence[Topic], *, minimum: int) -> Threads:
    """Put each segment in the thread of its level, surest theme and surest sub-theme.

    Where the codebook gives a theme no sub-themes, the first topic of that theme that holds the segment is its sub-theme.
    Threads of fewer than `minimum` different segments, or of one meeting with fewer than `ALONE`, go together into the
    theme's rest. A rest of fewer is kept only when no other
    thread stands at its level and theme and one of its segments asks for something in plain words.
    """
    topic_of = {(topic.theme, name): topic for topic in reversed(topics) for name in topic.segments}
    cells: dict[tuple[Level, str], dict[str, list[str]]] = {}
    labels: dict[str, str] = {}
    unused: list[tuple[str, str]] = []
    for name, segment in evidence.segments.items():
        decision, level = evidence.decisions[name], evidence.level(name)
        theme = next((said.code for said in decision.themes if said.code in codebook.keys), None)
        if segment.kind is SegmentKind.STATEMENT:
            unused.append((name, STATEMENT))
        elif theme is None:
            unused.append((name, NO_THEME))
        elif level is None:
            unused.append((name, NO_LEVEL))
        else:
            below = next((said.code for said in decision.subthemes if said.code.startswith(f"{theme}/")), "")
            topic = None if codebook.theme(theme).subthemes else topic_of.get((theme, name))
            if below:
                labels[below] = codebook.label(below)
            elif topic is not None:
                below, labels[topic.topic_id] = topic.topic_id, topic.label
            cells.setdefault((level, theme), {}).setdefault(below, []).append(name)
    kept: list[Thread] = []
    for (level, theme), found in sorted(cells.items(), key=lambda cell: _place(cell[0], codebook)):
        aspects = {f"{theme}/{aspect.key}" for aspect in codebook.across(theme)}
        part = _deserving(evidence, found, minimum, aspects)
        for key, names in part.items():
            if key is None or {evidence.kind(name) for name in names} == {Kind.OTHER}:
                unused += [(name, SINGLE if key is None else NO_CLAIM) for name in names]
            else:
                kept.append(Thread(level, theme, key, labels.get(key, ""), tuple(names)))
    return Threads(tuple(kept), tuple(unused))


def _place(cell: tuple[Level, str], codebook: Codebook) -> tuple[int, int]:
    return list(Level).index(cell[0]), codebook.keys.index(cell[1])


def _deserving(
    evidence: Evidence, found: Mapping[str, list[str]], minimum: int, aspects: Collection[str]
) -> dict[str | None, list[str]]:
    """The threads of one cell by sub-theme, small ones in the rest; under None what is left over. An aspect, which is less telling
    than a sub-theme, needs `FEWEST_OF_ASPECT`.
    """
    order = {name: place for place, name in enumerate(evidence.segments)}
    kept: dict[str | None, list[str]] = {}
    rest: list[str] = []
    for below in sorted(found):
        size = evidence.count("segments", found[below])
        spread = evidence.count("meetings", found[below]) > 1 or size >= ALONE
        if below and size >= (max(minimum, FEWEST_OF_ASPECT) if below in aspects else minimum) and spread:
            kept[below] = found[below]
        else:
            rest += found[below]
    rest.sort(key=order.__getitem__)
    if not rest:
        return kept
    enough = evidence.count("segments", rest) >= minimum
    asked = any(
        evidence.kind(name) in (Kind.NEED, Kind.ACTION) and rewrite(evidence.segments[name].text) for name in rest
    )
    kept["" if enough or (not kept and asked) else None] = rest
    return kept
