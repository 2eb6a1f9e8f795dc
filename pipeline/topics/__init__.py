"""Topics nobody asked for: sub-themes inside each theme, and new themes in what no code fits.

BERTopic does the modelling (`modelling`), our own clusterer the dividing (`grouping`), and the words come from lemmas
(`naming`). `BertopicCoder` turns guided BERTopic into a coder, to compare with.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.model import Segment, Token, Topic, Vectors
from pipeline.topics.grouping import MOST_GROUPS, NOISE, Grouper, Labels, unit
from pipeline.topics.guided import BertopicCoder
from pipeline.topics.modelling import Modelled, model
from pipeline.topics.naming import FIELD_WORDS, Terms, label, ranked, shown, terms

__all__ = [
    "FIELD_WORDS",
    "LEAST_SEGMENTS",
    "MOST_SEGMENTS",
    "MOST_SUBTHEMES",
    "BertopicCoder",
    "TopicFinding",
    "Unplaced",
    "find_topics",
]

LEAST_SEGMENTS = 15
MOST_SEGMENTS = 20_000
# More sub-themes than this nobody keeps apart; outside the codebook the clusterer's own limit holds.
MOST_SUBTHEMES = 8


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A segment that got no topic where it was looked for (`theme`, None in what no code fits), with the reason."""

    segment_id: str
    theme: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class TopicFinding:
    """Topics, largest first within each theme; what got none and why; Dutch sentences for the user.

    Every segment is, for each of its themes or once when it has none, in one topic or in `unplaced`.
    """

    topics: tuple[Topic, ...]
    unplaced: tuple[Unplaced, ...]
    notes: tuple[str, ...]


def find_topics(
    segments: Sequence[Segment],
    tokens: Sequence[tuple[Token, ...]],
    vectors: Vectors,
    *,
    themes: Mapping[str, tuple[str, ...]],
    seed: int,
    names: Mapping[str, str] | None = None,
    field_words: frozenset[str] = FIELD_WORDS,
    least_segments: int = LEAST_SEGMENTS,
    most_segments: int = MOST_SEGMENTS,
) -> TopicFinding:
    """Sub-themes inside each theme, and new themes among the segments that no code fits.

    `tokens` and the rows of `vectors` go with `segments`; `themes` maps a segment id to its theme keys (none, or no
    entry: no code fits). `names` gives themes their Dutch names for the notes. A theme with fewer than `least_segments`
    is left as it is; above `most_segments` the topics are found in a seeded sample and the others go to the nearest.
    The order of the segments does not matter.
    """
    order = sorted(range(len(segments)), key=lambda index: segments[index].segment_id)
    segments = [segments[index] for index in order]
    words = terms(segments, [tokens[index] for index in order], field_words=field_words)
    rows = unit(np.asarray(vectors, dtype=np.float32)[order]) if order else np.zeros((0, 1), dtype=np.float32)
    groups: dict[str | None, list[int]] = {None: []}
    for index, segment in enumerate(segments):
        for theme in themes.get(segment.segment_id, ()) or (None,):
            groups.setdefault(theme, []).append(index)
    finding = _Finding(segments, words, rows, seed, least_segments, most_segments)
    for theme in sorted(groups, key=lambda key: (key is None, key or "")):
        finding.look(theme, groups[theme], "" if theme is None else (names or {}).get(theme, theme))
    return TopicFinding(tuple(finding.topics), tuple(finding.unplaced), tuple(finding.notes))


class _Finding:
    """The running account of one search."""

    def __init__(
        self, segments: Sequence[Segment], words: Terms, rows: Vectors, seed: int, least: int, most: int
    ) -> None:
        self.segments, self.words, self.rows = segments, words, rows
        self.seed, self.least, self.most = seed, least, most
        self.topics: list[Topic] = []
        self.unplaced: list[Unplaced] = []
        self.notes: list[str] = []

    def look(self, theme: str | None, members: Sequence[int], name: str) -> None:
        """Find topics among the segments of one theme."""
        where = f"in theme {theme}" if theme is not None else "outside the codebook"
        known = [index for index in members if self.rows[index].any() and self.words.documents[index]]
        if len(known) < self.least:
            count = len(members) if len(members) < self.least else len(known)
            self._leave(theme, members, f"too few segments {where} ({count} < {self.least})")
            if members:
                self.notes.append(_too_few(name, count, self.least))
            return
        self._leave(theme, sorted(set(members) - set(known)), "no known words")
        fitted = known
        if len(known) > self.most:
            fitted = sorted(random.Random(self.seed).sample(known, self.most))
            self.notes.append(_sampled(name, len(known), self.most))
        grouper = Grouper(seed=self.seed, most=MOST_GROUPS if theme is None else MOST_SUBTHEMES)
        found = model([self.words.documents[index] for index in fitted], self.rows[fitted], grouper)
        placed = dict(zip(fitted, found.labels.tolist(), strict=True))
        rest = [index for index in known if index not in placed]
        if rest:
            placed.update(zip(rest, _renumbered(grouper, found).take(grouper.predict(self.rows[rest])), strict=True))
        self._leave(theme, [index for index in known if placed[index] == NOISE], "noise: between topics")
        self._keep(theme, placed, found)

    def _keep(self, theme: str | None, placed: Mapping[int, int], found: Modelled) -> None:
        labels: set[str] = set()
        inside: dict[int, list[int]] = {}
        for index, topic in sorted(placed.items()):
            if topic != NOISE:
                inside.setdefault(topic, []).append(index)
        for topic, members in sorted(inside.items(), key=lambda entry: (-len(entry[1]), entry[1])):
            documents = [self.words.documents[index] for index in members]
            order = ranked(found.words[topic], documents, self.words)
            name = label(order, self.words, taken=labels.__contains__)
            labels.add(name)
            ids = self._typical_first(members)
            self.topics.append(Topic(_topic_id(theme, ids), theme, name, shown(order, self.words), ids))

    def _typical_first(self, members: Sequence[int]) -> tuple[str, ...]:
        centre = unit(self.rows[list(members)].sum(axis=0, keepdims=True))[0]
        closeness = self.rows[list(members)] @ centre
        order = sorted(zip((-closeness).round(6).tolist(), members, strict=True))
        return tuple(self.segments[index].segment_id for _, index in order)

    def _leave(self, theme: str | None, members: Sequence[int], reason: str) -> None:
        self.unplaced += [Unplaced(self.segments[index].segment_id, theme, reason) for index in members]


def _renumbered(grouper: Grouper, found: Modelled) -> Labels:
    """BERTopic's number of each of the clusterer's groups (it counts by size); the last entry is for noise."""
    numbers: Labels = np.full(len(grouper.centres_) + 1, NOISE, dtype=np.int64)
    numbers[grouper.labels_] = found.labels
    numbers[-1] = NOISE
    return numbers


def _topic_id(theme: str | None, ids: Sequence[str]) -> str:
    return "t" + hashlib.sha256("\0".join([theme or "", *sorted(ids)]).encode()).hexdigest()[:8]


def _too_few(name: str, count: int, least: int) -> str:
    amount = f"{count} {'citaat' if count == 1 else 'citaten'}"
    if name:
        return f"Te weinig citaten om deelthema's te zoeken in ‘{name}’: {amount}, minstens {least} nodig."
    return f"Te weinig citaten buiten het codeboek om nieuwe thema's te zoeken: {amount}, minstens {least} nodig."


def _sampled(name: str, count: int, most: int) -> str:
    where = f"in ‘{name}’" if name else "buiten het codeboek"
    return f"Van de {count} citaten {where} zijn er {most} geloot om onderwerpen te zoeken; de andere kregen het dichtstbije."
