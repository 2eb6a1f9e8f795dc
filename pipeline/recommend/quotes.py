"""Choose the quotes that speak for a thread, and set them in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.evidence import Evidence
from pipeline.evidence.phrase import ended, listed, quote
from pipeline.model import Segment, SegmentKind, Sentence
from pipeline.segment.sentences import sentences

# Beginnings that answer or go on from something that a quote on its own leaves out.
_LEANING = re.compile(
    r"^(?:neen?|ja|dit|dat|deze|hier\w*|daar\w*|dan|ook|en|maar|want|dus|bv|vb|zo|het\s+(?:eerste|tweede|derde|laatste)|als\s+laatste)\b",
    re.IGNORECASE,
)
SHORT, FEWEST, MOST = 5, 6, 45  # words: a note, and the bounds of a quote that reads well


class Centrality:
    """How close each segment is to the middle of a set, by TF-IDF over all segments."""

    def __init__(self, evidence: Evidence) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._row = {name: place for place, name in enumerate(evidence.segments)}
        texts = [segment.text for segment in evidence.segments.values()]
        vectorizer = TfidfVectorizer(sublinear_tf=True, token_pattern=r"(?u)\b\w{3,}\b", dtype=np.float64)
        try:
            self._matrix: Any = vectorizer.fit_transform(texts)
        except ValueError:  # not one word of three letters
            self._matrix = None

    def of(self, segment_ids: Sequence[str]) -> dict[str, float]:
        """For each segment its cosine with the mean of the set, 0 to 1."""
        if self._matrix is None or not segment_ids:
            return dict.fromkeys(segment_ids, 0.0)
        rows = self._matrix[[self._row[name] for name in segment_ids]]
        middle: npt.NDArray[np.float64] = np.asarray(rows.mean(axis=0)).ravel()
        length = float(np.linalg.norm(middle)) or 1.0
        closeness = np.asarray(rows @ middle).ravel() / length
        return {name: round(float(value), 9) for name, value in zip(segment_ids, closeness, strict=True)}


def readable(segment: Segment) -> float:
    """How well a segment reads as a quote on its own: about 1 for whole sentences of 6 to 45 words, less for others, least for questions."""
    words = len(segment.text.split())
    score = 1.0 if FEWEST <= words <= MOST else 0.6 if words > MOST else 0.5
    whole = segment.text[:1].isupper() and segment.text.rstrip().endswith((".", "!", "?", "…"))
    leaning = _LEANING.match(segment.text) is not None
    return (
        score
        - (0.0 if whole else 0.15)
        - (0.3 if leaning else 0.0)
        - (0.6 if segment.text.rstrip(' ”’"').endswith("?") else 0.0)
        + (0.1 if segment.kind is SegmentKind.QUOTE else 0.0)
    )


def representative(evidence: Evidence, closeness: dict[str, float], candidates: Iterable[str], most: int) -> list[str]:
    """Up to `most` segments: central, readable, and from as many meetings and sectors as can be; no repeats."""
    left = list(evidence.distinct(candidates))
    heard: set[str] = set()
    chosen: list[str] = []
    while left and len(chosen) < most:
        best = max(
            left,
            key=lambda name: (
                closeness.get(name, 0.0) + readable(evidence.segments[name]) + _new(evidence, name, frozenset(heard))
            ),
        )
        left.remove(best)
        chosen.append(best)
        heard |= _where(evidence, best)
    return chosen


def _where(evidence: Evidence, name: str) -> set[str]:
    """The case of a segment and the sectors present there."""
    case = evidence.cases.get(evidence.segments[name].case_id)
    return set() if case is None else {case.case_id, *case.sectors}


def _new(evidence: Evidence, name: str, heard: frozenset[str]) -> float:
    """What a segment adds when its meeting, or a sector there, has not been heard yet."""
    case = evidence.cases.get(evidence.segments[name].case_id)
    if case is None:
        return 0.0
    return (0.3 if case.case_id not in heard else 0.0) + (0.1 if set(case.sectors) - heard else 0.0)


def repeats(evidence: Evidence, name: str, among: Iterable[str]) -> tuple[str, ...]:
    """The segment and the others of the thread that say the same, itself first."""
    lead = evidence.leaders[name]
    return (name, *(other for other in among if other != name and evidence.leaders[other] == lead))


def passage(text: str) -> str:
    """The text, or when it is long its first whole sentences up to 45 words (at least one); a literal part of it."""
    text = text.strip()
    if len(text.split()) <= MOST:
        return text
    spans = sentences(text, 0, len(text))
    end = spans[0][1] if spans else len(text)
    for _, stop in spans:
        if len(text[:stop].split()) <= MOST:
            end = stop
    return text[:end].strip()


def quoted(evidence: Evidence, name: str, among: Sequence[str], *, lead: str = "") -> Sentence:
    """One quote as a sentence, with every segment of the thread that says the same."""
    part = passage(evidence.segments[name].text)
    return Sentence(ended(f"{lead}{quote(part)}"), repeats(evidence, name, among), (part,))


def quotes(evidence: Evidence, names: Sequence[str], among: Sequence[str]) -> list[Sentence]:
    """Each quote as a sentence; notes of a few words together in one, as a list."""
    notes = [name for name in names if len(evidence.segments[name].text.split()) <= SHORT]
    notes = notes if len(notes) > 1 else []
    done = [quoted(evidence, name, among) for name in names if name not in notes]
    if notes:
        parts = tuple(passage(evidence.segments[name].text).rstrip(".") for name in notes)
        ids = tuple(dict.fromkeys(other for name in notes for other in repeats(evidence, name, among)))
        done.append(Sentence(ended(f"In het kort: {listed([quote(part) for part in parts])}"), ids, parts))
    return done
