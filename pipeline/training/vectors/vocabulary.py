"""Which words and letter runs get a vector, and texts as sparse matrices over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from pipeline.embed.words import grams, words


@dataclass(frozen=True)
class Vocabulary:
    """The words and the letter runs that have a row: first the words, then the runs."""

    words: tuple[str, ...]
    grams: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str], *, least: int, most_grams: int) -> Vocabulary:
        """Words that occur at least `least` times, and the letter runs found in the most different words."""
        counts = Counter(word for text in texts for word in words(text))
        runs = Counter(run for word in sorted(counts) for run in set(grams(word)))
        kept = sorted(runs.items(), key=lambda entry: (-entry[1], entry[0]))[:most_grams]
        ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return cls(tuple(word for word, count in ordered if count >= least), tuple(sorted(run for run, _ in kept)))

    @cached_property
    def word_rows(self) -> dict[str, int]:
        """The row of each word."""
        return {word: row for row, word in enumerate(self.words)}

    @cached_property
    def gram_rows(self) -> dict[str, int]:
        """The row of each letter run."""
        return {run: row for row, run in enumerate(self.grams, start=len(self.words))}

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.words) + len(self.grams)


@dataclass(frozen=True)
class Spelled:
    """Distinct words as a sparse matrix (words, rows of the vocabulary): 1 for the word, shares for its letter runs."""

    words: tuple[str, ...]
    matrix: Any

    @classmethod
    def of(cls, found: Sequence[str], vocabulary: Vocabulary, *, letters: float = 1.0) -> Spelled:
        """Spell words; the letter runs of a word together weigh `letters`."""
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for word in found:
            row = vocabulary.word_rows.get(word)
            if row is not None:
                columns.append(row)
                values.append(1.0)
            runs = [vocabulary.gram_rows[run] for run in grams(word) if run in vocabulary.gram_rows]
            columns += runs
            values += [letters / max(len(runs), 1)] * len(runs)
            ends.append(len(columns))
        shape = (len(found), vocabulary.size)
        matrix = csr_matrix((np.array(values, np.float32), np.array(columns, np.int32), np.array(ends)), shape=shape)
        matrix.sum_duplicates()
        return cls(tuple(found), matrix)


def counted(texts: Sequence[str]) -> tuple[list[str], Any]:
    """The distinct words of texts, most frequent first, and how often each occurs in each text (texts, words), sparse."""
    from scipy.sparse import csr_matrix

    found = [words(text) for text in texts]
    order = sorted(Counter(word for text in found for word in text).items(), key=lambda entry: (-entry[1], entry[0]))
    names = [word for word, _ in order]
    places = {word: place for place, word in enumerate(names)}
    columns = np.array([places[word] for text in found for word in text], np.int32)
    ends = np.cumsum([0, *map(len, found)])
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(texts), len(names)))
    matrix.sum_duplicates()
    return names, matrix
