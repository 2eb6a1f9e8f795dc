"""The words of topics: terms to count, the form in which each is shown, and a label that a person can read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline import compounds
from pipeline.model import Segment, Token

# Words that nearly every segment of this field could hold: they do not tell one topic from another.
FIELD_WORDS = frozenset(
    """
    jongere jongeren jongerens jeugd jeugdhulp jeugdhulpverlening jeugdzorg jongen jongens meisje meisjes gast gasten
    kind kinderen kids kindjes cliënt cliënten client clienten minderjarige minderjarigen
    hulpverlening hulpverlener hulpverleners hulp zorg begeleiding begeleider begeleiders medewerker medewerkers
    mens mensen persoon personen partner partners organisatie organisaties voorziening voorzieningen
    overleg samenwerkingsoverleg netwerk casus casussen situatie situaties thema thema's vraag vragen
    nood noden probleem problemen ding dingen jaar jaren maand maanden week weken dag dagen tijd moment momenten
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag weekend januari februari maart april mei juni juli
    augustus september oktober november december ochtend namiddag avond minuut minuten kwartier
    deelnemer deelnemers aanwezige aanwezigen
    goed goede beter beste slecht nieuw nieuwe groot grote klein kleine lang lange kort zelfde belangrijk belangrijke
    """.split()  # noqa: SIM905
)

MOST_WORDS = 10
_JOINT = "_"
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,60}\]|<[^<>\n]{1,60}>")
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")
_WEIGHTS = {"NOUN": 1.0, "": 1.0, "PROPN": 0.7, "ADJ": 0.5, "VERB": 0.4}
_OTHER_WEIGHT = 0.2
_SAME_START = 5
_TOGETHER = 0.6


@dataclass(frozen=True, slots=True)
class Terms:
    """What is counted: `documents` holds the terms of each segment, joined by blanks.

    A term is a lemma, a part of a compound, or two neighbouring lemmas joined by `_`. `forms` maps a term to the form in which people say it
    most, `parts` to its part of speech ("" when the analyser has none).
    """

    documents: tuple[str, ...]
    forms: dict[str, str]
    parts: dict[str, str]


def terms(segments: Sequence[Segment], tokens: Sequence[tuple[Token, ...]], *, field_words: frozenset[str]) -> Terms:
    """The terms of each segment: no stop words, no field words, no placeholders; pairs only when said more than once."""
    found = [list(_terms_of(segment.text, words, field_words)) for segment, words in zip(segments, tokens, strict=True)]
    in_segments = Counter(term for one in found for term in {term for term, _, _ in one})
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    parts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    documents = []
    split = compounds.load().parts
    for one in found:
        kept = [entry for entry in one if _JOINT not in entry[0] or in_segments[entry[0]] > 1]
        # The parts of compounds are counted where the corpus says them as words of their own: they join, and are never shown alone.
        inside = [part for term, _, _ in kept if _JOINT not in term for part in split(term) if part in in_segments]
        documents.append(" ".join([*(term for term, _, _ in kept), *inside]))
        for term, form, part in kept:
            forms[term][form] += 1
            parts[term][part] += 1
    return Terms(
        tuple(documents),
        {term: _most_said(counts) for term, counts in forms.items()},
        {term: min(counts, key=lambda part: (-counts[part], part)) for term, counts in parts.items()},
    )


def _terms_of(text: str, tokens: Sequence[Token], field_words: frozenset[str]) -> list[tuple[str, str, str]]:
    """(term, form, part of speech) for each meaningful word and each pair of neighbours."""
    hidden = [match.span() for match in _PLACEHOLDER.finditer(text)]
    found: list[tuple[str, str, str]] = []
    before: tuple[str, str, str] | None = None
    for token in tokens:
        if not _meaningful(token, field_words) or any(start < token.end and token.start < end for start, end in hidden):
            before = None
            continue
        # A capital that opens a sentence says nothing; a name keeps its own.
        form = token.text if token.pos == "PROPN" or _inner_capital(token.text) else token.text.lower()
        entry = (token.lemma.replace(_JOINT, "").replace(" ", ""), form, token.pos)
        found.append(entry)
        if before is not None and before[0] != entry[0] and (pair_part := _pair(before[2], entry[2])) is not None:
            found.append((before[0] + _JOINT + entry[0], f"{before[1]} {entry[1]}", pair_part))
        before = entry
    return found


def _meaningful(token: Token, field_words: frozenset[str]) -> bool:
    form = token.text.lower()
    return (
        len(form) > 2
        and not token.stop
        and _WORD.fullmatch(token.text) is not None
        and form not in field_words
        and token.lemma not in field_words
        and bool(token.lemma.strip(_JOINT + " "))
    )


def _inner_capital(text: str) -> bool:
    return any(character.isupper() for character in text[1:])


def _pair(first: str, second: str) -> str | None:
    """The part of speech of a pair, None for a pair that makes no phrase."""
    if not first and not second:
        return ""
    return "NOUN" if first in {"ADJ", "NOUN", "PROPN"} and second in {"NOUN", "PROPN"} else None


def _most_said(counts: Counter[str]) -> str:
    return min(counts, key=lambda form: (-counts[form], form))


def ranked(
    scores: Sequence[tuple[str, float]], documents: Sequence[str], words: Terms, *, least_segments: int = 2
) -> list[str]:
    """Terms of a topic from most to least telling, nouns first where parts of speech are known.

    `scores` are c-TF-IDF weights, `documents` those of the topic; a term said in fewer than `least_segments` of them
    comes after all others.
    """
    inside = Counter(term for document in documents for term in set(document.split()))
    weights = {
        term: score * _WEIGHTS.get(words.parts[term], _OTHER_WEIGHT)
        for term, score in scores
        if term in words.forms and inside[term]
    }
    for pair in [term for term in weights if _JOINT in term]:
        first, second = pair.split(_JOINT)
        # Words that are hardly said apart are shown together.
        if inside[pair] >= _TOGETHER * min(inside[first], inside[second]):
            weights[pair] = max(weights[pair], 1.001 * max(weights.get(first, 0), weights.get(second, 0)))
    return sorted(weights, key=lambda term: (inside[term] < least_segments, -weights[term], term))


def shown(order: Sequence[str], words: Terms, *, most: int = MOST_WORDS) -> tuple[str, ...]:
    """The forms of the first terms, each once, without the words of a phrase that is shown already."""
    chosen: list[str] = []
    for form in (words.forms[term] for term in order):
        if form not in chosen and not any(form in phrase.split() for phrase in chosen):
            chosen.append(form)
    return tuple(chosen[:most])


def label(order: Sequence[str], words: Terms, *, taken: Callable[[str], bool]) -> str:
    """A readable label of two to four words, such as "Wachtlijst, crisisbed en opname".

    No word is part of another or begins like it. When `taken` says that another topic has the label, its last word gives
    way to the next one.
    """
    chosen: list[str] = []
    spare: list[str] = []
    for term in order:
        form = words.forms[term]
        if any(_alike(one, other) for one in form.split() for name in chosen for other in name.split()):
            continue
        size = sum(len(name.split()) for name in chosen)
        if size < 3 and size + len(form.split()) <= 4:
            chosen.append(form)
        else:
            spare.append(form)
    if not chosen:
        return "Zonder duidelijke woorden"
    for last in [chosen[-1], *spare]:
        name = _listed([*chosen[:-1], last])
        if not taken(name):
            return name
    return _listed(chosen)


def _alike(first: str, second: str) -> bool:
    first, second = first.lower(), second.lower()
    return first in second or second in first or first[:_SAME_START] == second[:_SAME_START]


def _listed(names: Sequence[str]) -> str:
    text = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
    return text[0].upper() + text[1:]
