"""Check that every sentence leads back to unchanged segments and that every number in it can be recomputed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.evidence.resolve import COUNTABLE, Evidence, recount
from pipeline.model import AgendaItem, Draft, Segment, Sentence, Source

NUMBER_WORDS: Mapping[str, int] = {
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
}  # fmt: skip
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)


def spaced(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def numbers_in(text: str) -> list[str]:
    """The numbers in a text: digits, and the Dutch words from twee to twaalf."""
    return [match.group() for match in _NUMBER.finditer(text)]


def check(
    draft: Draft | AgendaItem,
    evidence: Evidence,
    sources: Mapping[str, Source] | Iterable[Source],
    *,
    names: Sequence[str] = (),
) -> list[str]:
    """What is wrong with a draft or an agenda item, in English; empty when nothing is.

    Every sentence must carry at least one segment, and all of its segments must exist and be exactly what stands in
    their source at their offsets. Every quoted passage must stand in the sentence and in one of its segments (white
    space aside). Every number in the text outside quoted passages must equal a Count of the sentence, every Count must
    come out at its value again, and so must the draft's support. `names` are labels of codes whose own numbers are no
    counts; the draft's own label is one of them.
    """
    known = sources if isinstance(sources, Mapping) else {source.name: source for source in sources}
    if isinstance(draft, AgendaItem):
        return [
            f"agenda {draft.rank} '{draft.label}': {problem}"
            for sentence in draft.reasons
            for problem in check_sentence(sentence, evidence, known, names=(draft.label, *names))
        ]
    sentences = [draft.title, *(sentence for section in draft.sections for sentence in section.sentences)]
    problems = [
        problem
        for sentence in sentences
        for problem in check_sentence(sentence, evidence, known, names=(draft.subtheme_label, *names))
    ]
    missing = [name for name in draft.segments if name not in evidence.segments]
    problems += [f"segment {name} does not exist" for name in missing]
    if not missing and draft.support != evidence.support(draft.segments):
        problems.append("the support does not come out the same again")
    return [f"draft {draft.draft_id}: {problem}" for problem in dict.fromkeys(problems)]


def check_sentence(
    sentence: Sentence, evidence: Evidence, sources: Mapping[str, Source], *, names: Sequence[str] = ()
) -> list[str]:
    """What is wrong with one sentence; empty when nothing is."""
    where = f"“{sentence.text[:60]}”"
    problems = [] if sentence.segments else [f"{where} carries no segment"]
    found = [evidence.segments[name] for name in sentence.segments if name in evidence.segments]
    problems += [
        f"{where}: segment {name} does not exist" for name in sentence.segments if name not in evidence.segments
    ]
    problems += [problem for segment in found if (problem := _moved(segment, sources))]
    texts = [spaced(segment.text) for segment in found]
    for passage in sentence.quoted:
        if not passage.strip() or spaced(passage) not in spaced(sentence.text):
            problems.append(f"{where}: the quoted passage “{passage[:60]}” is not in the sentence")
        elif not any(spaced(passage) in text for text in texts):
            problems.append(f"{where}: the quoted passage “{passage[:60]}” is in none of its segments")
    return problems + _numbers(sentence, evidence, names, where)


def _moved(segment: Segment, sources: Mapping[str, Source]) -> str:
    source = sources.get(segment.source)
    if source is None:
        return f"segment {segment.segment_id}: its source {segment.source} is missing"
    if source.text[segment.start : segment.end] != segment.text:
        return f"segment {segment.segment_id}: {segment.source} says something else at {segment.start}-{segment.end}"
    return ""


def _numbers(sentence: Sentence, evidence: Evidence, names: Sequence[str], where: str) -> list[str]:
    problems = []
    for count in sentence.counts:
        if count.of not in COUNTABLE:
            problems.append(f"{where}: '{count.of}' cannot be counted")
        elif (value := recount(count, evidence)) != count.value:
            problems.append(f"{where}: {count.value} {count.of} does not come out again; it is {value}")
    values = {count.value for count in sentence.counts}
    rest = spaced(sentence.text)
    for literal in sorted((*map(spaced, sentence.quoted), *map(spaced, names)), key=lambda text: (-len(text), text)):
        if literal:
            rest = re.sub(re.escape(literal), "\n", rest, flags=re.IGNORECASE if literal in names else 0)
    for number in numbers_in(rest):
        if _value(number) not in values:
            problems.append(f"{where}: the number {number} has no count")
    return problems


def _value(number: str) -> int | None:
    return int(number) if number.isdigit() else NUMBER_WORDS.get(number.lower())
