"""Write one draft for a thread: title, recommendation, findings, what works, preconditions, barriers, actions, counter-voices, questions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.codebook import Codebook
from pipeline.evidence import Evidence, normalised
from pipeline.evidence.phrase import amount, contributions, ended, listed, lowered, meetings, quote
from pipeline.model import Count, Draft, Kind, Level, Section, Segment, Sentence
from pipeline.recommend.certainty import certainty
from pipeline.recommend.quotes import Centrality, quoted, quotes, repeats, representative
from pipeline.recommend.threads import Thread
from pipeline.recommend.voices import against, is_question
from pipeline.recommend.wording import literal_numbers, rewrite, uncounted
from pipeline.segment.sections import bare
from pipeline.segment.sentences import sentences

TITLE_WORDS = 14
FEWEST_ADVISED = 5  # words of a recommendation that says enough for a title
FEWEST_TOLD, MOST_TOLD = 4, 11  # words of a quote in a title
COUNTED_FROM = 6  # different segments from which it is worth saying how many are drempels, noden …
MOST_ADVICE, MOST_FINDINGS, MOST_QUOTES, MOST_ACTIONS = 4, 4, 3, 6
_CONDITION = re.compile(
    r"\b(?:mandaat|tijd|middelen|ruimte|budget|geld|financ\w+|subsidi\w+|personeel\w*|vorming\w*|opleiding\w*|duidelijkheid|vertrouwen"
    r"|regelgeving|kader|steun|draagvlak|voorwaarde\w*)\b",
    re.IGNORECASE,
)
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "beleidsmakers",
        re.compile(
            r"\b(?:overheid|beleid\w*|decre\w+|wet\w*|regelgeving|financ\w+|subsidi\w+|inspectie\w*|agentschap|minister\w*|kabinet|norm\w*)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "netwerken",
        re.compile(
            r"\b(?:netwerk\w*|intersector\w+|sectoren|samenwerk\w+|diensten|regio\w*|partners|tussen\s+\w+\s+en|overleg\w*|gedeelde\s+zorg)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "individuele organisaties",
        re.compile(
            r"\b(?:organisaties?|voorziening\w*|team\w*|leefgroep\w*|directie\w*|intervisie\w*|coaching|vorming\w*|school|scholen|collega\w*)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "begeleiders",
        re.compile(
            r"\b(?:begeleid(?:er|ers|ster|sters)|hulpverleners?|opvoeders?|consulent\w*|leerkracht\w*)\b", re.IGNORECASE
        ),
    ),
)
# Openings that need a speaker or a sentence before them, so that they make no title.
_PERSONAL = re.compile(
    r"^(?:ik|mijn|hij|zij|ze|wij|we|onze|ons|bij\s+(?:ons|mij)|als|er|dat|dit|die|deze|daar\w*|hier\w*|toen|dan|en|maar|ja|nee|mij|jij|je|ge|u"
    r"|zijn|haar|hun|volgend\w*|sinds|in|op|na)\b",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|wij)\b", re.IGNORECASE)
_BY_LEVEL = {Level.MICRO: ("begeleiders",), Level.MESO: (), Level.MACRO: ("beleidsmakers",)}
_TELLING = (Kind.ACTION, Kind.NEED, Kind.BARRIER, Kind.GOOD_PRACTICE)  # whose quotes make a title, in this order
_COUNTED = (
    (Kind.BARRIER, "drempel", "drempels"),
    (Kind.NEED, "nood", "noden"),
    (Kind.GOOD_PRACTICE, "goede praktijk", "goede praktijken"),
    (Kind.ACTION, "actiepunt", "actiepunten"),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation by rewriting, and the segments that ask for it."""

    text: str
    segments: tuple[str, ...]
    quoted: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        """The recommendation as a sentence of the draft."""
        return Sentence(self.text, self.segments, self.quoted)


def write(evidence: Evidence, codebook: Codebook, thread: Thread, centrality: Centrality) -> Draft:
    """The draft of a thread; every quote stands in it once, repeats are cited with the first."""
    closeness = centrality.of(thread.segments)
    order = sorted(evidence.distinct(thread.segments), key=lambda name: -closeness[name])
    by_kind = {kind: [name for name in order if evidence.kind(name) is kind] for kind in Kind}
    advice = _advice(evidence, thread, [*by_kind[Kind.ACTION], *by_kind[Kind.NEED]], closeness)
    used = {evidence.leaders[name] for entry in advice for name in entry.segments}

    def take(names: Sequence[str], most: int) -> list[str]:
        free = [name for name in names if evidence.leaders[name] not in used]
        chosen = representative(evidence, closeness, free, most)
        used.update(evidence.leaders[name] for name in chosen)
        return chosen

    recommendation = [entry.sentence for entry in advice] or [_unworded(evidence, thread, by_kind, take)]
    opposed = against(evidence, thread.segments)
    counter = take([name for name in order if name in opposed], MOST_QUOTES)
    asked = take([name for name in order if is_question(evidence.segments[name].text)], MOST_QUOTES)
    by_kind = {
        kind: [name for name in names if not is_question(evidence.segments[name].text)]
        for kind, names in by_kind.items()
    }
    actions = take(by_kind[Kind.ACTION], MOST_ACTIONS)
    works = take(by_kind[Kind.GOOD_PRACTICE], MOST_QUOTES)
    wished = [name for name in by_kind[Kind.NEED] if _CONDITION.search(evidence.segments[name].text)]
    conditions = take([*wished, *(name for name in by_kind[Kind.NEED] if name not in wished)], MOST_QUOTES)
    barriers = take(by_kind[Kind.BARRIER], MOST_QUOTES)
    findings = take([*by_kind[Kind.OTHER], *by_kind[Kind.BARRIER], *by_kind[Kind.NEED]], MOST_FINDINGS)
    among = thread.segments
    sections = (
        Section("recommendation", tuple(recommendation)),
        Section("findings", (*_counts(evidence, thread), *quotes(evidence, findings, among))),
        Section("works", tuple(quotes(evidence, works, among))),
        Section("preconditions", tuple(quotes(evidence, conditions, among))),
        Section("barriers", tuple(quotes(evidence, barriers, among))),
        Section("actions", tuple(quotes(evidence, actions, among))),
        Section("counter_voices", tuple(quotes(evidence, counter, among))),
        Section("questions", tuple(quotes(evidence, asked, among))),
        Section("certainty", (certainty(evidence, thread.segments, opposed),)),
    )
    return Draft(
        "d" + hashlib.sha256(f"{thread.level}\0{thread.theme}\0{thread.subtheme}".encode()).hexdigest()[:10],
        thread.level,
        thread.theme,
        thread.subtheme,
        thread.label or codebook.label(thread.theme),
        _title(evidence, codebook, thread, advice, by_kind),
        tuple(section for section in sections if section.sentences),
        evidence.support(thread.segments),
        thread.segments,
        addressees(evidence, thread),
    )


def _advice(evidence: Evidence, thread: Thread, asking: Sequence[str], closeness: dict[str, float]) -> list[Advice]:
    """The recommendations that the grammar allows: the most often asked first, then the most central."""
    found: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for name in asking:
        if _describes(evidence.segments[name]):
            continue
        said = evidence.segments[name].text
        text = rewrite(said)
        if text and not uncounted(text, literal_numbers(text, said)):
            key = normalised(text)
            texts.setdefault(key, text)
            found.setdefault(key, []).append(name)

    def value(key: str) -> tuple[int, int, float, str]:
        ids = [other for name in found[key] for other in repeats(evidence, name, thread.segments)]
        return -evidence.count("meetings", ids), -len(ids), -max(closeness[name] for name in found[key]), key

    advice = []
    for key in sorted(found, key=value)[:MOST_ADVICE]:
        ids = tuple(dict.fromkeys(o for name in found[key] for o in repeats(evidence, name, thread.segments)))
        literal = tuple(
            dict.fromkeys(p for name in ids for p in literal_numbers(texts[key], evidence.segments[name].text))
        )
        advice.append(Advice(texts[key], ids, literal))
    return advice


def _describes(segment: Segment) -> bool:
    """Whether a segment answers "Wat is er?": it says what there is, so that no wish may be read into it."""
    return any(
        re.match(r"wat\s+is\s+er\b(?!.*nodig)", bare(heading), re.IGNORECASE) for heading in segment.outline.headings
    )


def _unworded(
    evidence: Evidence, thread: Thread, by_kind: dict[Kind, list[str]], take: Callable[[Sequence[str], int], list[str]]
) -> Sentence:
    """A recommendation where no rewrite is safe: the thread's own words behind a lead that claims nothing."""
    leads = (
        (Kind.ACTION, "Aan tafel klonk: "),
        (Kind.NEED, "Aan tafel klonk: "),
        (Kind.BARRIER, "Zoek een antwoord op deze drempel: "),
        (Kind.GOOD_PRACTICE, "Bouw verder op wat hier werkte: "),
    )
    for asking in (False, True):  # a question only where nothing was stated
        for kind, lead in leads:
            fitting = [name for name in by_kind[kind] if is_question(evidence.segments[name].text) is asking]
            for name in take(fitting, 1):
                return quoted(evidence, name, thread.segments, lead=lead)
    return quoted(
        evidence, take(by_kind[Kind.OTHER], 1)[0], thread.segments, lead="Bespreek verder wat aan tafel klonk: "
    )


def _title(
    evidence: Evidence, codebook: Codebook, thread: Thread, advice: Sequence[Advice], by_kind: dict[Kind, list[str]]
) -> Sentence:
    """The first short recommendation, one that says enough before one of a few words; else the thread's name with a telling quote; else
    its name alone.
    """
    short = [entry for entry in advice if len(entry.text.split()) <= TITLE_WORDS]
    enough = [entry for entry in short if len(entry.text.split()) >= FEWEST_ADVISED and not _WE.search(entry.text)]
    for entry in (*enough, *short):
        return Sentence(entry.text.rstrip("."), entry.segments, entry.quoted)
    label = thread.label or codebook.label(thread.theme)
    names = [name for kind in _TELLING for name in by_kind[kind]]
    for most in (MOST_TOLD, MOST_TOLD + 5):
        told = ((name, _telling(evidence.segments[name].text, most)) for name in names)
        for name, said in (pair for pair in told if pair[1]):
            return Sentence(f"{label}: {quote(said)}", repeats(evidence, name, thread.segments), (said,))
    return Sentence(label if thread.subtheme else f"{label}: wat nog gezegd werd", thread.segments)


def _telling(text: str, most: int = MOST_TOLD) -> str:
    """The first sentence of a segment when it is short enough for a title and stands on its own; else ""."""
    for start, end in sentences(text, 0, len(text))[:1]:
        said = text[start:end].strip()
        apart = said[0].isupper() and said[-1] not in "?,;:" and "“" not in said and not _PERSONAL.match(said)
        if apart and FEWEST_TOLD <= len(said.split()) <= most:
            return said.rstrip(".")
    return ""


def _counts(evidence: Evidence, thread: Thread) -> list[Sentence]:
    """How often and where the thread came up, and as what."""
    ids = thread.segments
    what, spoken = contributions(evidence, ids)
    where, met = meetings(evidence, ids)
    about = f"ging het over {lowered(thread.label)}" if thread.label else "kwam dit aan bod"
    first = f"In {where} {about} ({what})." if where else f"Hierover {_verb(spoken.value, 'is', 'zijn')} er {what}."
    told = [Sentence(first, ids, (), (*met, spoken))]
    if spoken.value < COUNTED_FROM:
        return told
    parts: list[str] = []
    counts: list[Count] = []
    for kind, singular, plural in _COUNTED:
        names = tuple(name for name in ids if evidence.kind(name) is kind)
        count = evidence.counted("segments_with_code", names, str(kind))
        if count.value:
            parts.append(amount(count.value, singular, plural))
            counts.append(count)
    carriers = tuple(dict.fromkeys(name for count in counts for name in count.segments))
    verb = _verb(counts[0].value if len(counts) == 1 else 2, "werd", "werden")
    if counts:
        told.append(Sentence(ended(f"Er {verb} {listed(parts)} genoemd"), carriers, (), tuple(counts)))
    return told


def _verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural


def addressees(evidence: Evidence, thread: Thread) -> tuple[str, ...]:
    """Whom a draft is for: by its level, and by words that at least a quarter of its segments hold."""
    texts = [evidence.segments[name].text for name in evidence.distinct(thread.segments)]
    least = max(1, -(-len(texts) // 4))
    found = set(_BY_LEVEL[thread.level])
    found |= {name for name, cue in _CUES if sum(bool(cue.search(text)) for text in texts) >= max(least, 2)}
    if thread.level is Level.MESO and not found & {"netwerken", "individuele organisaties"}:
        found |= {"netwerken", "individuele organisaties"}
    return tuple(name for name, _ in _CUES if name in found)
