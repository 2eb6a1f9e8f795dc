"""From coded segments to recommendation drafts in which every sentence leads back to segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.codebook import Codebook
from pipeline.evidence import Evidence
from pipeline.model import Draft, Level, Sentence, Topic
from pipeline.recommend.drafts import write
from pipeline.recommend.quotes import Centrality
from pipeline.recommend.threads import BELOW_CAP, LEVEL_NAMES, threads
from pipeline.recommend.wording import rewrite

__all__ = ["LEVEL_NAMES", "Recommendations", "recommend", "rewrite"]


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The drafts, and every segment in no draft with the reason."""

    drafts: tuple[Draft, ...]
    unused: tuple[tuple[str, str], ...]


def recommend(
    evidence: Evidence, codebook: Codebook, topics: Sequence[Topic], *, minimum: int = 2, most: int = 40
) -> Recommendations:
    """Write a draft for each thread of level × theme × sub-theme that at least `minimum` different segments carry.

    Drafts stand by level (macro first), then theme in the codebook's order, then support (meetings, then segments). Only
    the `most` best supported are written, and every segment that is in no draft is named with the reason. Statements
    put to a group are prompts and never evidence.
    """
    found = threads(evidence, codebook, topics, minimum=minimum)

    def strength(names: Sequence[str]) -> tuple[int, int]:
        return -evidence.count("meetings", names), -evidence.count("segments", names)

    ranked = sorted(found.kept, key=lambda thread: strength(thread.segments))
    chosen, beyond = ranked[:most], ranked[most:]
    levels = (Level.MACRO, Level.MESO, Level.MICRO)
    chosen.sort(key=lambda thread: (levels.index(thread.level), codebook.keys.index(thread.theme)))
    centrality = Centrality(evidence)
    drafts = _told_apart([write(evidence, codebook, thread, centrality) for thread in chosen])
    unused = [*found.unused, *((name, BELOW_CAP) for thread in beyond for name in thread.segments)]
    place = {name: at for at, name in enumerate(evidence.segments)}
    return Recommendations(tuple(drafts), tuple(sorted(unused, key=lambda entry: place[entry[0]])))


def _told_apart(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with titles that differ within a level: one met before gives way to the thread's name with its level."""
    seen: set[tuple[Level, str]] = set()
    done = []
    for draft in drafts:
        if (draft.level, draft.title.text) in seen:
            title = Sentence(f"{draft.subtheme_label} ({LEVEL_NAMES[draft.level].lower()})", draft.title.segments)
            draft = replace(draft, title=title)
        seen.add((draft.level, draft.title.text))
        done.append(draft)
    return done
