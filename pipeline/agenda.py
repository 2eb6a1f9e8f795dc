"""Rank themes and new topics for the next learning network, with the reasons in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import isfinite

from pipeline.codebook import Codebook, match_seeds, theme_of_heading
from pipeline.errors import UsageError
from pipeline.evidence import Evidence, normalised
from pipeline.evidence.gate import numbers_in
from pipeline.evidence.phrase import amount, contributions, ended, listed, meetings, quote
from pipeline.model import AgendaItem, Count, Kind, SegmentKind, Sentence, Topic
from pipeline.segment.sections import Sense, read_heading

LEARNING_NETWORK = "lerend netwerk"
_STRONGEST = 20
_MOST_ABSENT = 6


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts; only the proportions matter. Raises UsageError for a weight below zero or all zero."""

    salience: float = 0.25
    breadth: float = 0.20
    trend: float = 0.10
    tension: float = 0.15
    untreated: float = 0.15
    requested: float = 0.15

    def __post_init__(self) -> None:
        for name, weight in self.items():
            if not isfinite(weight) or weight < 0:
                raise UsageError(f"agenda weight '{name}' is {weight}; give a number of 0 or more")
        if not any(weight for _, weight in self.items()):
            raise UsageError("all agenda weights are 0; give at least one a number above 0")

    def items(self) -> tuple[tuple[str, float], ...]:
        """(name, weight) as given."""
        return tuple((field.name, float(getattr(self, field.name))) for field in fields(self))

    @property
    def shares(self) -> Mapping[str, float]:
        """The weights scaled to a sum of 1."""
        total = sum(weight for _, weight in self.items())
        return {name: weight / total for name, weight in self.items()}

    @classmethod
    def of(cls, given: Mapping[str, float]) -> Weights:
        """The default weights with some changed; raises UsageError for a name that is no weight."""
        known = [field.name for field in fields(cls)]
        for name in given:
            if name not in known:
                raise UsageError(f"unknown agenda weight '{name}'; known are {', '.join(known)}")
        return cls(**{name: float(weight) for name, weight in given.items()})


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: str
    label: str
    new: bool
    segments: tuple[str, ...]
    requests: tuple[str, ...]


def agenda(
    evidence: Evidence,
    codebook: Codebook,
    topics: Sequence[Topic],
    *,
    weights: Weights | None = None,
    requests: Iterable[str] | None = None,
    minimum: int = 3,
) -> tuple[AgendaItem, ...]:
    """Rank what the next learning network could be about, best first.

    Candidates are the codebook's themes that anything was said about, the topics outside it (`Topic.theme` is None) of
    at least `minimum` different segments, and what participants asked for that fits neither. The parts of the score, each
    0 to 1: salience (segments, against the most spoken of), breadth (share of all meetings and of all sectors), trend
    (share of what was said in the later half of the dated meetings against the earlier half; 0.5 when unknown), tension
    (barriers and needs against good practice), untreated (1, or 0 when a learning network had it as its theme) and
    requested (requests, against the most asked for). `requests` are ids of segments that ask for a theme; by default
    those under a heading such as "Thema's voor een volgende keer".
    """
    asked = tuple(requests) if requests is not None else requests_in(evidence)
    candidates = _candidates(evidence, codebook, topics, asked, minimum)
    shares = (weights or Weights()).shares
    spoken = max((evidence.count("segments", entry.segments) for entry in candidates), default=0)
    wanted = max((evidence.count("segments", entry.requests) for entry in candidates), default=0)
    treated = _treated(evidence, codebook)
    scored: list[tuple[float, _Candidate, dict[str, float]]] = []
    for entry in candidates:
        parts = {
            "salience": evidence.count("segments", entry.segments) / spoken if spoken else 0.0,
            "breadth": _breadth(evidence, entry.segments),
            "trend": _trend(evidence, entry.segments)[0],
            "tension": _tension(evidence, entry.segments),
            "untreated": 0.0 if treated.get(entry.key) else 1.0,
            "requested": evidence.count("segments", entry.requests) / wanted if wanted else 0.0,
        }
        parts = {name: round(value, 6) for name, value in parts.items()}
        scored.append((round(sum(shares[name] * value for name, value in parts.items()), 6), entry, parts))
    scored.sort(key=lambda item: (-item[0], item[1].key))
    return tuple(
        AgendaItem(
            rank,
            entry.key,
            entry.label,
            entry.new,
            score,
            parts,
            _reasons(evidence, entry, treated),
            _strongest(evidence, entry),
        )
        for rank, (score, entry, parts) in enumerate(scored, start=1)
    )


def requests_in(evidence: Evidence) -> tuple[str, ...]:
    """The segments under a heading that asks for themes for a next time."""
    return tuple(
        name
        for name, segment in evidence.segments.items()
        if any(read_heading(heading).sense is Sense.REQUESTS for heading in segment.outline.headings[-1:])
    )


def _candidates(
    evidence: Evidence, codebook: Codebook, topics: Sequence[Topic], asked: Sequence[str], minimum: int
) -> list[_Candidate]:
    apart = set(asked)
    said = [
        name
        for name, segment in evidence.segments.items()
        if segment.kind is not SegmentKind.STATEMENT and name not in apart
    ]
    new = [topic for topic in topics if topic.theme is None]
    fits: dict[str, list[str]] = {}
    for name in asked:
        if name in evidence.segments:
            fits.setdefault(_fitting(evidence.segments[name].text, codebook, new), []).append(name)
    found = [
        _Candidate(theme.key, theme.label, False, evidence.with_code(said, theme.key), tuple(fits.get(theme.key, ())))
        for theme in codebook.themes
    ]
    known = set(said)
    for topic in new:
        names = tuple(name for name in topic.segments if name in known)
        entry = _Candidate(topic.topic_id, topic.label, True, names, tuple(fits.get(topic.topic_id, ())))
        if evidence.count("segments", names) >= minimum or entry.requests:
            found.append(entry)
    for name in evidence.distinct(fits.get("", ())):
        alike = tuple(other for other in fits[""] if evidence.leaders[other] == evidence.leaders[name])
        label = " ".join(evidence.segments[name].text.split()).rstrip(".")
        found.append(_Candidate(f"request:{name}", label, True, (), alike))
    return [entry for entry in found if entry.segments or entry.requests]


def _fitting(text: str, codebook: Codebook, new: Sequence[Topic]) -> str:
    """The key of the theme or new topic that a request names: by heading, then by its words; "" when it fits none."""
    named = theme_of_heading(text, codebook)
    if named is not None:
        return named
    hits = {
        theme.key: len(match_seeds(text, (*theme.seeds, *(seed for below in theme.subthemes for seed in below.seeds))))
        for theme in codebook.themes
    }
    words = set(normalised(text).split())
    hits |= {topic.topic_id: len(words & {normalised(word) for word in topic.words[:10]}) for topic in new}
    most = max(hits.values(), default=0)
    best = [key for key, value in hits.items() if value == most]
    return best[0] if most and len(best) == 1 else ""


def _treated(evidence: Evidence, codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """For each theme the segments (one per case) of learning networks whose title or headings name it."""
    by_case: dict[str, list[str]] = {}
    for name, segment in evidence.segments.items():
        by_case.setdefault(segment.case_id, []).append(name)
    found: dict[str, list[str]] = {}
    for case_id, names in by_case.items():
        case = evidence.cases.get(case_id)
        if case is None or LEARNING_NETWORK not in case.meeting:
            continue
        theme = theme_of_heading(case.title, codebook) if case.title else None
        if theme is None:
            outlined = [t for name in names if (t := evidence.segments[name].outline.theme) is not None]
            common = sorted(set(outlined), key=lambda key: (-outlined.count(key), key))
            theme = common[0] if common and 2 * outlined.count(common[0]) > len(names) else None
        if theme is not None:
            found.setdefault(theme, []).append(names[0])
    return {theme: tuple(names) for theme, names in found.items()}


def _breadth(evidence: Evidence, names: Sequence[str]) -> float:
    shares = [
        evidence.count(of, names) / whole
        for of, whole in (("meetings", len(evidence.one_each)), ("sectors", len(evidence.all_sectors)))
        if whole
    ]
    return sum(shares) / len(shares) if shares else 0.0


def _trend(evidence: Evidence, names: Sequence[str]) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """Later share / (later + earlier share), with the segments of the later and of the earlier meetings.

    Dated meetings are parted at the date in the middle; 0.5 and nothing when all have one date or none.
    """
    middle, all_late, all_early = evidence.date_halves
    if not middle:
        return 0.5, (), ()
    late, early = evidence.parted(names, middle)
    # One half of a segment is added on both sides, so that a single quote does not make a trend.
    later = (evidence.count("segments", late) + 0.5) / (all_late + 1)
    earlier = (evidence.count("segments", early) + 0.5) / (all_early + 1)
    return later / (later + earlier), late, early


def _tension(evidence: Evidence, names: Sequence[str]) -> float:
    """Barriers and needs against good practice; one of each is added, so that little evidence stays near the middle."""
    hard, good = _hard(evidence, names), evidence.with_code(names, str(Kind.GOOD_PRACTICE))
    against = evidence.count("segments", hard)
    return (against + 1) / (against + evidence.count("segments", good) + 2)


def _hard(evidence: Evidence, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if evidence.kind(name) in (Kind.BARRIER, Kind.NEED))


def _reasons(evidence: Evidence, entry: _Candidate, treated: Mapping[str, tuple[str, ...]]) -> tuple[Sentence, ...]:
    reasons: list[Sentence] = []
    if entry.segments:
        reasons.append(_said(evidence, entry.segments))
        reasons += _kinds(evidence, entry.segments)
        reasons += _rising(evidence, entry.segments)
        reasons += _missing(evidence, entry.segments)
    if entry.requests:
        count = evidence.counted("segments", entry.requests)
        texts = [" ".join(evidence.segments[name].text.split()) for name in evidence.distinct(entry.requests)][:3]
        text = f"Dit staat {count.value} keer op een lijst voor een volgende keer: {listed([quote(text) for text in texts])}"
        reasons.append(Sentence(ended(text), entry.requests, tuple(texts), (count,)))
    if treated.get(entry.key):
        count = evidence.counted("meetings", treated[entry.key])
        text = f"Dit thema kwam al aan bod in {amount(count.value, 'lerend netwerk', 'lerende netwerken')}."
        reasons.append(Sentence(text, treated[entry.key], (), (count,)))
    elif not entry.new and treated:
        names = tuple(name for key in sorted(treated) for name in treated[key])
        one = evidence.count("meetings", names) == 1
        text = f"{'Het lerend netwerk' if one else 'De lerende netwerken'} tot nu toe {'had' if one else 'hadden'} een ander thema."
        reasons.append(Sentence(text, names))
    return tuple(reasons)


def _said(evidence: Evidence, names: tuple[str, ...]) -> Sentence:
    what, count = contributions(evidence, names)
    where, met = meetings(evidence, names)
    verb = "gaat" if count.value == 1 else "gaan"
    return Sentence(f"Hierover {verb} {what}{f', uit {where}' if where else ''}.", names, (), (count, *met))


def _kinds(evidence: Evidence, names: tuple[str, ...]) -> list[Sentence]:
    counts: list[Count] = []
    parts: list[str] = []
    for kind, singular, plural in (
        (Kind.BARRIER, "drempel", "drempels"),
        (Kind.NEED, "nood", "noden"),
        (Kind.GOOD_PRACTICE, "goede praktijk", "goede praktijken"),
    ):
        ids = evidence.with_code(names, str(kind))
        count = evidence.counted("segments", ids)
        if count.value:
            counts.append(count)
            parts.append(amount(count.value, singular, plural))
    if not any(_hard(evidence, names)):
        return []
    ids = tuple(name for count in counts for name in count.segments)
    good = counts[-1].segments if evidence.kind(counts[-1].segments[0]) is Kind.GOOD_PRACTICE else ()
    if good:
        text = f"Tegenover {listed(parts[:-1])} {_stand(counts[-1].value)} {parts[-1]}."
    else:
        verb = _stand(counts[0].value if len(counts) == 1 else 2, "werd", "werden")
        text = f"Er {verb} {listed(parts)} genoemd, geen goede praktijk."
    return [Sentence(text, ids, (), tuple(counts))]


def _missing(evidence: Evidence, names: tuple[str, ...]) -> list[Sentence]:
    """A sentence on the sectors and roles that were at a table elsewhere and not where this was spoken of."""
    known = tuple(evidence.one_each.values())
    apart = [
        *sorted(set(evidence.all_sectors) - set(evidence.sectors(names))),
        *sorted(set(evidence.roles(known)) - set(evidence.roles(names))),
    ]
    absent = [who for who in apart if not numbers_in(who)][:_MOST_ABSENT]  # an age in a role is no count
    carriers = [
        next((name for name in known if who in (*evidence.sectors([name]), *evidence.roles([name]))), "")
        for who in absent
    ]
    if not absent or not all(carriers) or not evidence.cases_of(names):
        return []
    text = f"Waar dit ter sprake kwam, was nog niet aan tafel (elders wel): {listed(absent)}."
    return [Sentence(text, tuple(dict.fromkeys(carriers)))]


def _stand(number: int, singular: str = "staat", plural: str = "staan") -> str:
    return singular if number == 1 else plural


def _rising(evidence: Evidence, names: tuple[str, ...]) -> list[Sentence]:
    """A sentence on the trend where it is clear and rests on three segments or more."""
    score, late, early = _trend(evidence, names)
    later, earlier = evidence.counted("segments", late), evidence.counted("segments", early)
    if later.value + earlier.value < 3 or 0.4 <= score <= 0.6:
        return []
    way = "meer" if score > 0.5 else "minder"
    text = (
        f"Naar verhouding klinkt dit de laatste tijd {way}: {later.value} keer in de recentste bijeenkomsten, "
        f"{earlier.value} keer in de vroegere."
    )
    return [Sentence(text, (*late, *early), (), (later, earlier))]


def _strongest(evidence: Evidence, entry: _Candidate) -> tuple[str, ...]:
    """The different segments of a theme, those that name a barrier or need and read as a quote first, surest first."""
    names = evidence.distinct(entry.segments)
    if entry.new:
        return (names or entry.requests)[:_STRONGEST]

    def order(name: str) -> tuple[bool, bool, float]:
        words = len(evidence.segments[name].text.split())
        sure = next((said.confidence for said in evidence.decisions[name].themes if said.code == entry.key), 0.0)
        return not 6 <= words <= 45, evidence.kind(name) is Kind.OTHER, -sure

    return tuple(sorted(names, key=order)[:_STRONGEST]) or entry.requests[:_STRONGEST]
