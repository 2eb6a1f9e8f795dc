"""The read model that all exports and the review page share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.agenda import Weights
from pipeline.codebook import Codebook
from pipeline.evidence import Evidence
from pipeline.model import AgendaItem, Case, Coding, Doubt, Draft, LeftOut, Level, Segment, Sentence, Source, Topic
from pipeline.report.citation import case_names, citations, in_order, numbers
from pipeline.report.words import meetings, quotes

LEVELS = (Level.MACRO, Level.MESO, Level.MICRO)  # the order of the drafts
SHOWN = 12  # citation numbers after one sentence
_MARKS = " \t\n“”„‟\"«»‘’'.,;:!?…()"


@dataclass(frozen=True)
class Entry:
    """A draft with its number in the document."""

    number: int
    draft: Draft

    @property
    def anchor(self) -> str:
        """Where documents link to."""
        return f"aanbeveling-{self.number}"


@dataclass(frozen=True)
class Report:
    """Everything a reader gets to see, in order, with look-ups by segment id.

    `summary` is what `run.json` holds; of it only `versions`, `unreadable` (mappings with `source` and `reason`),
    `coder`, `analyser`, `embedder` and the agenda's weights in `config` are shown. `notes` are Dutch warnings that stand on top. `numbers` are short
    citation numbers, `citations` say where a segment comes from. `doubts` are the codings to look at first.
    """

    title: str
    sources: tuple[Source, ...]
    segments: tuple[Segment, ...]
    left_out: tuple[LeftOut, ...]
    cases: tuple[Case, ...]
    codings: tuple[Coding, ...]
    topics: tuple[Topic, ...]
    drafts: tuple[Draft, ...]
    agenda: tuple[AgendaItem, ...]
    codebook: Codebook
    evidence: Evidence
    summary: Mapping[str, object]
    notes: tuple[str, ...]
    entries: tuple[Entry, ...]
    numbers: Mapping[str, str]
    citations: Mapping[str, str]
    case_names: Mapping[str, str]
    coded: Mapping[str, tuple[Coding, ...]]
    doubts: tuple[Doubt, ...] = ()

    def segment(self, segment_id: str) -> Segment:
        """The segment with this id."""
        return self.evidence.segments[segment_id]

    def case(self, segment: Segment) -> Case | None:
        """The meeting that a segment comes from, when it is known."""
        return self.evidence.cases.get(segment.case_id)

    def label(self, code: str) -> str:
        """The Dutch name of a code or topic; "Rest van het thema" for a draft without sub-theme."""
        topic = next((topic for topic in self.topics if topic.topic_id == code), None)
        return topic.label if topic else self.codebook.label(code)

    def themes(self, segment_id: str) -> tuple[str, ...]:
        """The theme keys that count for a segment, surest first."""
        return tuple(said.code for said in self.evidence.decisions[segment_id].themes)

    def with_theme(self, theme: str) -> tuple[str, ...]:
        """The ids of the segments with a theme, in report order."""
        return self.evidence.with_code(self.order, theme)

    @property
    def order(self) -> tuple[str, ...]:
        """All segment ids in report order."""
        return tuple(segment.segment_id for segment in self.segments)

    def repeats(self, segment_id: str) -> str:
        """The number of the segment that said the same before, "" when this is the first."""
        leader = self.evidence.leaders.get(segment_id, segment_id)
        return "" if leader == segment_id else self.numbers.get(leader, "")

    def shown(self, sentence: Sentence) -> tuple[str, ...]:
        """The segments to cite after a sentence, 12 at most: those it quotes first, then from as many meetings as can be."""
        quoted = [
            name
            for name in dict.fromkeys(sentence.segments)
            if any(_squeezed(passage) in _squeezed(self.segment(name).text) for passage in sentence.quoted)
        ]
        rest = self.sorted(set(sentence.segments) - set(quoted))
        if len(rest) + len(quoted) > SHOWN:
            first: dict[str, str] = {}
            for name in rest:
                first.setdefault(self.segment(name).case_id, name)
            spread = [*first.values(), *(name for name in rest if name not in set(first.values()))]
            rest = self.sorted(spread[: max(0, SHOWN - len(quoted))])
        return (*quoted[:SHOWN], *rest)

    def hidden(self, sentence: Sentence) -> int:
        """How many segments carry a sentence beyond those that are cited after it."""
        return max(0, len(set(sentence.segments)) - SHOWN)

    def is_quote(self, sentence: Sentence) -> bool:
        """Whether a sentence is one person's words and nothing else."""
        return len(sentence.quoted) == 1 and _squeezed(sentence.quoted[0].strip(_MARKS)) == _squeezed(
            sentence.text.strip(_MARKS)
        )

    def telling_words(self, segment_id: str) -> tuple[str, ...]:
        """The words that led to the themes that count, in order; a heading's words stand above the text and are left out."""
        decision = self.evidence.decisions[segment_id]
        counting = {said.code for said in (*decision.themes, *decision.subthemes)}
        words = [
            word.strip()
            for coding in self.coded.get(segment_id, ())
            if coding.code in counting and coding.coder != "report"
            for word in coding.evidence_words
        ]
        return tuple(dict.fromkeys(word for word in words if word))

    def marked(self, segment_id: str) -> tuple[tuple[str, bool], ...]:
        """The segment's text in pieces; True where the words stand that led to the themes that count."""
        text = self.segment(segment_id).text
        words = self.telling_words(segment_id)
        if not words:
            return ((text, False),)
        ordered = sorted(words, key=lambda word: (-len(word), word))
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
        pieces: list[tuple[str, bool]] = []
        at = 0
        for match in pattern.finditer(text):
            pieces += [(text[at : match.start()], False), (match.group(), True)]
            at = match.end()
        return tuple(piece for piece in [*pieces, (text[at:], False)] if piece[0])

    def cited_by(self, draft: Draft) -> tuple[str, ...]:
        """The segments that a draft cites, in report order."""
        return self.sorted(name for sentence in sentences_of(draft) for name in self.shown(sentence))

    def cited_in_drafts(self) -> tuple[str, ...]:
        """The segments that the recommendations cite, in report order."""
        return self.sorted(name for draft in self.drafts for name in self.cited_by(draft))

    def cited_in_agenda(self, *, strongest: int) -> tuple[str, ...]:
        """The segments that the agenda cites or shows, in report order."""
        names = [name for item in self.agenda for reason in item.reasons for name in self.shown(reason)]
        names += [name for item in self.agenda for name in item.segments[:strongest]]
        return self.sorted(names)

    def sorted(self, names: Iterable[str]) -> tuple[str, ...]:
        """Known segment ids, each once, in report order."""
        known = {name for name in names if name in self.numbers}
        return tuple(sorted(known, key=lambda name: self.numbers[name]))

    def entries_by_level(self) -> tuple[tuple[Level, tuple[tuple[str, tuple[Entry, ...]], ...]], ...]:
        """The drafts by level, then by theme."""
        grouped: dict[Level, dict[str, list[Entry]]] = {}
        for entry in self.entries:
            grouped.setdefault(entry.draft.level, {}).setdefault(entry.draft.theme, []).append(entry)
        return tuple(
            (level, tuple((theme, tuple(entries)) for theme, entries in themes.items()))
            for level, themes in grouped.items()
        )

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Names and versions of what made this."""
        versions = self.summary.get("versions")
        return tuple(sorted((str(k), str(v)) for k, v in versions.items())) if isinstance(versions, Mapping) else ()

    def unreadable(self) -> tuple[tuple[str, str], ...]:
        """The files that could not be read, each with the reason."""
        files = self.summary.get("unreadable")
        if isinstance(files, Mapping):
            return tuple((str(name), _bare(str(name), str(reason))) for name, reason in sorted(files.items()))
        found = []
        for file in files if isinstance(files, Sequence) and not isinstance(files, str) else ():
            if isinstance(file, Mapping):
                name = str(file.get("source", ""))
                found.append((name, _bare(name, str(file.get("reason", "")))))
        return tuple(found)

    def weights(self) -> tuple[tuple[str, float], ...]:
        """How heavily each part of the agenda's score counts; they sum to 1."""
        config = self.summary.get("config")
        given = config.get("weights") if isinstance(config, Mapping) else None
        return tuple(Weights.of(given if isinstance(given, Mapping) else {}).shares.items())

    def makers(self) -> tuple[tuple[str, str], ...]:
        """What analysed and coded the texts: (Dutch name, NAME@VERSION)."""
        known = (("coder", "codering"), ("analyser", "taalmodel"), ("embedder", "zinsvectoren"))
        return tuple((name, str(self.summary[key])) for key, name in known if self.summary.get(key))


def sentences_of(draft: Draft) -> tuple[Sentence, ...]:
    """The title and every sentence of a draft."""
    return (draft.title, *(sentence for section in draft.sections for sentence in section.sentences))


def build(
    *,
    title: str,
    sources: Sequence[Source],
    segments: Sequence[Segment],
    left_out: Sequence[LeftOut],
    cases: Sequence[Case],
    codings: Sequence[Coding],
    topics: Sequence[Topic],
    drafts: Sequence[Draft],
    agenda: Sequence[AgendaItem],
    codebook: Codebook,
    evidence: Evidence,
    summary: Mapping[str, object],
    notes: Sequence[str],
    doubts: Sequence[Doubt] = (),
) -> Report:
    """Put everything in the order in which it is read: sources by name, segments by place, drafts by level and theme."""
    by_name = {source.name: source for source in sorted(sources, key=lambda one: one.name)}
    ordered = in_order(segments)
    short = numbers(ordered)
    names = case_names(sorted(cases, key=lambda one: one.case_id))
    codes = code_order(codebook)
    coded: dict[str, list[Coding]] = {}
    for coding in codings:
        coded.setdefault(coding.segment_id, []).append(coding)
    by_segment = {
        segment.segment_id: tuple(
            sorted(
                coded.get(segment.segment_id, ()),
                key=lambda one: (codes.get(one.code, len(codes)), one.code, _foremost(one.coder), one.coder),
            )
        )
        for segment in ordered
    }
    levels, themes = list(LEVELS), {key: index for index, key in enumerate(codebook.keys)}
    ranked = sorted(drafts, key=lambda draft: (levels.index(draft.level), themes.get(draft.theme, len(themes))))
    return Report(
        title,
        tuple(by_name.values()),
        ordered,
        tuple(sorted(left_out, key=lambda one: (one.source, one.start, one.end))),
        tuple(sorted(cases, key=lambda one: (one.date or "9999", one.source, one.case_id))),
        tuple(coding for codings_of in by_segment.values() for coding in codings_of),
        tuple(topics),
        tuple(ranked),
        tuple(sorted(agenda, key=lambda item: item.rank)),
        codebook,
        evidence,
        summary,
        (*notes, *_thin(ordered, evidence)),
        tuple(Entry(number, draft) for number, draft in enumerate(ranked, start=1)),
        short,
        citations(ordered, by_name, names),
        names,
        by_segment,
        tuple(one for one in doubts if one.segment_id in by_segment),
    )


def code_order(codebook: Codebook) -> dict[str, int]:
    """Every code with its place: each theme followed by its sub-themes, in the order of the codebook."""
    return {code: index for index, code in enumerate(codebook.codes)}


def _foremost(coder: str) -> int:
    return 0 if coder.startswith("person:") else 1 if coder == "report" else 2


def _thin(segments: Sequence[Segment], evidence: Evidence) -> tuple[str, ...]:
    names = [segment.segment_id for segment in segments]
    held = len(evidence.meetings(names))
    if not segments:
        return ("In de bronnen werden geen citaten gevonden.",)
    if len(segments) >= 25 and held != 1:
        return ()
    where = f" uit {meetings(held)}" if held else ""
    return (
        f"Dit rust op {quotes(len(segments))}{where}. Gebruik het om een gesprek te openen, niet om een besluit te staven.",
    )


def _bare(name: str, reason: str) -> str:
    return reason.removeprefix(name).lstrip(": ")


def _squeezed(text: str) -> str:
    return " ".join(text.split())
