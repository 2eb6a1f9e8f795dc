"""Transcripts with times (.vtt, .srt) through webvtt-py: cues of one speaker become one turn."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Role, Source
from pipeline.readers import turns
from pipeline.readers.build import Builder
from pipeline.readers.raw import RawFile

_GAP = 8.0  # seconds of silence after which the same speaker begins a new turn
_LONGEST = 1500  # characters of a turn after which a finished sentence ends it when nobody is named
_VOICE = re.compile(r"<v(?:\.[\w.]+)*\s+([^>]+)>")
_TAG = re.compile(r"</?[a-z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}", re.IGNORECASE)
_NOTE = re.compile(r"^NOTE\b.*?(?:\r?\n\s*\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": ""}


@dataclass
class _Turn:
    speaker: str | None
    cue: str
    at: float
    end: float
    lines: list[str] = field(default_factory=list)


def read_subtitles(raw: RawFile) -> Source:
    """Cues joined into turns; times, tags, notes and speakers' labels are counted as removed."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text, _ = raw.decoded
    try:
        captions = webvtt.from_buffer(io.StringIO(text), format=raw.suffix[1:]).captions
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        raise ReadError(
            f"{raw.name}: holds no {raw.suffix} cues that can be read ({error}); export it again"
        ) from error
    if not captions:
        raise ReadError(f"{raw.name}: is empty (no cue); export it again")
    builder = Builder(raw)
    builder.drop(sum(len(note[0]) for note in _NOTE.finditer(text)) if raw.suffix == ".vtt" else 0, "comment")
    known = turns.speakers([_TAG.sub("", caption.raw_text) for caption in captions])
    for turn in _turns(captions, known, builder):
        builder.open(Role.TURN, cue=turn.cue, at=round(turn.at, 3), speaker=turn.speaker)
        for line in turn.lines:
            builder.put(line)
            builder.glue(" ", "line_break")
        builder.close()
    builder.drop(len(text) - builder.read, "cue_timing")
    return builder.finish(raw.suffix[1:])


def _turns(captions: list[Any], known: frozenset[str], builder: Builder) -> list[_Turn]:
    done: list[_Turn] = []
    for number, caption in enumerate(captions, 1):
        for speaker, line in _spoken(caption.raw_text, known, builder):
            start, end = turns.seconds(caption.start), turns.seconds(caption.end)
            before = done[-1] if done else None
            if speaker is None and before is not None and start - before.end <= _GAP:
                # Where speakers are named at all, a cue without a name goes on.
                speaker = before.speaker
            if before is not None and _same(before, speaker, start):
                before.end = end
                before.lines.append(line)
                continue
            done.append(_Turn(speaker, str(caption.identifier or number), start, end, [line]))
    return done


def _same(before: _Turn, speaker: str | None, start: float) -> bool:
    if before.speaker != speaker or start - before.end > _GAP:
        return False
    length = sum(len(line) for line in before.lines)
    return speaker is not None or length < _LONGEST or before.lines[-1].rstrip()[-1:] not in ".!?…"


def _spoken(text: str, known: frozenset[str], builder: Builder) -> list[tuple[str | None, str]]:
    """The voices of one cue with their words; what is not said is dropped with its reason."""
    pieces = _VOICE.split(text)
    spoken: list[tuple[str | None, str]] = []
    for place in range(0, len(pieces), 2):
        speaker = pieces[place - 1].strip() if place else None
        if speaker is not None:
            builder.drop(len(pieces[place - 1]), "speaker")
        words = _clean(pieces[place], builder)
        for line in words.split("\n") if speaker is None else [words]:
            voice, rest = speaker, line
            turn = turns.parse(line.lstrip("- ")) if speaker is None else None
            if turn is not None and (
                turn[0] in known or re.fullmatch(r"[A-ZÀ-Þ]{2,}[\w ]*|Spreker.*|Speaker.*", turn[0])
            ):
                lead = len(line) - len(line.lstrip("- "))
                builder.drop(lead + turn[2], "speaker")
                voice, rest = turn[0], line[lead + turn[2] :]
            elif spoken and spoken[-1][0] is not None and speaker is None and place == 0:
                voice = spoken[-1][0]
            if rest.strip():
                spoken.append((voice, rest))
            else:
                builder.drop(len(rest), "blank")
    return spoken


def _clean(text: str, builder: Builder) -> str:
    plain = _TAG.sub("", text)
    for entity, char in _ENTITY.items():
        plain = plain.replace(entity, char)
    builder.drop(len(text) - len(plain), "markup")
    return plain
