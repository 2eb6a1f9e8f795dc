"""Transcripts: paragraphs that begin with the name of who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Role

if TYPE_CHECKING:
    from pipeline.readers.pieces import Piece

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TURN = re.compile(
    rf"(?:[\[(]?(?P<before>{_CLOCK})[\])]?\s+)?"
    r"(?P<name>[A-ZÀ-Þ][\w.’'-]*(?:\s[\w.’'()-]+){0,3}?)"
    rf"\s*(?:[\[(](?P<after>{_CLOCK})[\])])?\s*:\s+(?=\S)"
)
_ENOUGH = 5  # turns
_EACH = 3  # times that a label comes back
_SHARE = 0.6  # of the paragraphs


def seconds(clock: str) -> float:
    """Seconds from "1:02:03.5", "02:03" or "00:02:03,500"."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def parse(text: str) -> tuple[str, float | None, int] | None:
    """The speaker, the time when it is given, and where the words begin; None when no label opens the text."""
    found = _TURN.match(text)
    if found is None or len(found["name"]) > 40:
        return None
    clock = found["before"] or found["after"]
    return found["name"], seconds(clock) if clock else None, found.end()


def speakers(texts: Sequence[str]) -> frozenset[str]:
    """Labels that come back often enough to be people in a transcript; empty when there are none."""
    counts: dict[str, int] = {}
    for text in texts:
        if ":" in text[:60]:
            turn = parse(text)
            if turn is not None:
                counts[turn[0]] = counts.get(turn[0], 0) + 1
    often = {name: count for name, count in counts.items() if count >= _EACH}
    return frozenset(often) if sum(often.values()) >= _ENOUGH and len(often) >= 2 else frozenset()


def label(text: str, known: frozenset[str]) -> bool:
    """Whether the text opens with one of the labels."""
    turn = parse(text)
    return turn is not None and turn[0] in known


def are_transcript(texts: Sequence[str], known: frozenset[str], *, headings: int) -> bool:
    """Whether paragraphs are the turns of a transcript: no headings, and most begin with a speaker."""
    if not known or headings or not texts:
        return False
    return sum(label(text, known) for text in texts) >= _SHARE * len(texts)


def attribute(pieces: list[Piece], known: frozenset[str]) -> list[Piece]:
    """The pieces as turns when they are a transcript, else as they were."""
    headings = sum(piece.role is Role.HEADING for piece in pieces)
    if not are_transcript([piece.text for piece in pieces if piece.role is not Role.HEADING], known, headings=headings):
        return pieces
    done: list[Piece] = []
    speaker: str | None = None
    for piece in pieces:
        turn = parse(piece.text)
        if turn is not None and turn[0] in known:
            speaker, at, cut = turn
            # The label stands on the first line with its own spacing; a label never runs over lines.
            done.append(replace(piece, role=Role.TURN, speaker=speaker, at=at, cut=cut, body=0))
        elif speaker is not None:
            done.append(replace(piece, role=Role.TURN, speaker=speaker))
        else:
            done.append(piece)
    return done
