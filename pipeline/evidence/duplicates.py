"""Find segments that say the same in the same words, so that a repeated quote counts once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from pipeline.model import Segment

_WORD = re.compile(r"\w+")
# Two texts that differ in one of these say different things, however alike they are.
_TURNS = frozenset(
    [
        "niet",
        "geen",
        "nooit",
        "niemand",
        "niets",
        "niks",
        "nergens",
        "zonder",
        "amper",
        "nauwelijks",
        "wel",
        "meer",
        "minder",
        "te",
        "altijd",
        "soms",
    ]
)


def normalised(text: str) -> str:
    """The text in lower case, without accents and punctuation, words parted by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def leaders(segments: Sequence[Segment]) -> dict[str, str]:
    """For each segment id the id of the first segment that says the same (its own when it is the first).

    Two segments say the same when their normalised texts are equal, or when their sets of words have a Jaccard
    coefficient of 0.8 or more and the same negations and numbers. Candidates come from an inverted index on pairs of
    each text's rarest words (prefix filtering with prefixes that share two words: Wang, Li and Feng, 2012), so that time
    grows about as n log n.
    """
    first: dict[str, str] = {}
    for segment in segments:
        first.setdefault(normalised(segment.text), segment.segment_id)
    texts = list(first)
    words = [frozenset(text.split()) for text in texts]
    found = _leading(words)
    lead = {text: first[texts[found[index]]] for index, text in enumerate(texts)}
    return {segment.segment_id: lead[normalised(segment.text)] for segment in segments}


def _leading(sets: Sequence[frozenset[str]]) -> list[int]:
    """For each set the index of the first set that is alike, its own when there is none."""
    frequency = Counter(word for words in sets for word in words)
    rank = {word: place for place, word in enumerate(sorted(frequency, key=lambda word: (frequency[word], word)))}
    index: dict[int, list[int]] = {}
    single: dict[frozenset[str], int] = {}
    lead = list(range(len(sets)))
    for number, words in enumerate(sets):
        if len(words) < 2:
            lead[number] = single.setdefault(words, number) if words else number
            continue
        ordered = sorted(rank[word] for word in words)
        # Two alike sets share at least two words of these prefixes, so that pairs of words can be looked up.
        prefix = ordered[: len(ordered) - -(-4 * len(ordered) // 5) + 2]
        pairs = [one * len(rank) + other for place, one in enumerate(prefix) for other in prefix[place + 1 :]]
        candidates = sorted({other for pair in pairs for other in index.get(pair, ())})
        lead[number] = next((other for other in candidates if _alike(words, sets[other])), number)
        if lead[number] == number:
            for pair in pairs:
                index.setdefault(pair, []).append(number)
    return lead


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    small, large = sorted((len(one), len(other)))
    if not small or 5 * small < 4 * large:
        return False
    shared = len(one & other)
    if 9 * shared < 4 * (len(one) + len(other)):  # Jaccard below 4/5, in whole numbers
        return False
    return not any(word in _TURNS or word.isdigit() for word in one ^ other)
