"""Take back what somebody said: out of the texts, the tables, the counts, the drafts and the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model import Draft, Segment
from pipeline.run import again
from pipeline.run.progress import Progress, silent
from pipeline.segment import with_overlapping
from pipeline.store import open_project


@dataclass(frozen=True)
class Withdrawn:
    """What was taken out, and what that did: drafts by title that are gone, new, or rest on other quotes than before."""

    segments: tuple[str, ...]
    before: tuple[int, int]  # segments, drafts
    after: tuple[int, int]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    paths: tuple[Path, ...]


def withdraw(
    path: Path,
    out: Path,
    *,
    segments: Sequence[str] = (),
    sources: Sequence[str] = (),
    speakers: Sequence[str] = (),
    progress: Progress = silent,
) -> Withdrawn:
    """Withdraw segments by id or number, all of a source, or all that a speaker said, and make every file anew.

    A next `run` on the same sources leaves them out as well. Raises UsageError when something named is not in the project.
    """
    with open_project(path, create=False) as project:
        held = project.segments()
        chosen = _chosen(held, segments, sources, speakers)
        drafts = project.drafts()
        project.save_withdrawn(one.segment_id for one in chosen)
        project.forget(one.segment_id for one in chosen)
    paths = again.all_again(path, out, progress=progress)
    with open_project(path, create=False) as project:
        project.compact()
        made = project.drafts()
        left = len(project.segments())
    gone, new, changed = _differences(drafts, made)
    return Withdrawn(
        tuple(one.segment_id for one in chosen),
        (len(held), len(drafts)),
        (left, len(made)),
        gone,
        new,
        changed,
        tuple(paths),
    )


def _chosen(
    held: Sequence[Segment], segments: Sequence[str], sources: Sequence[str], speakers: Sequence[str]
) -> list[Segment]:
    wanted: dict[str, Segment] = {}
    asked = (("segment", segments), ("source", sources), ("speaker", speakers))
    for kind, given in ((kind, name) for kind, names in asked for name in names):
        field = "segment_id" if kind == "segment" else kind
        found = [one for one in held if getattr(one, field) == given]
        if not found:
            raise UsageError(f"{kind} {given!r} is not in the project; segments.csv lists ids, sources and speakers")
        wanted.update((one.segment_id, one) for one in found)
    if not wanted:
        raise UsageError("nothing to withdraw: give --segment, --source or --speaker")
    for source in {one.source for one in wanted.values()}:
        here = [one for one in held if one.source == source]
        chosen = [one for one in here if one.segment_id in wanted]
        wanted.update((one.segment_id, one) for one in with_overlapping(here, chosen))
    return list(wanted.values())


def _differences(
    before: Sequence[Draft], after: Sequence[Draft]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    old, new = ({(one.level, one.theme, one.subtheme): one for one in drafts} for drafts in (before, after))
    return (
        tuple(one.title.text for key, one in old.items() if key not in new),
        tuple(one.title.text for key, one in new.items() if key not in old),
        tuple(new[key].title.text for key, one in old.items() if key in new and new[key] != one),
    )
