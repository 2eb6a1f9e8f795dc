"""Turn texts into features: words, pairs of words, parts of compounds, letters inside words, seed matches, sentence vectors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline import compounds
from pipeline.codebook import folded, seed_matches
from pipeline.model import Embedder

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

_TOKEN = re.compile(r"\w+|[^\w\s]+")
_MOST_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How texts become features; `letters` is the shortest and longest run of letters, spaces at word edges included.

    A feature must occur in `min_texts` training texts. Each block of features is brought to unit length and weighed.
    """

    letters: tuple[int, int] = (3, 6)
    min_texts: int = 2
    letters_weight: float = 1.0
    words_weight: float = 0.7
    seeds_weight: float = 0.3
    vectors_weight: float = 0.5


@dataclass(frozen=True)
class Tokens:
    """Texts cut into tokens: `types` are the distinct ones; `counts` is a CSR matrix (texts, types)."""

    sequences: list[list[str]]
    types: list[str]
    counts: Any


def tokens(text: str) -> list[str]:
    """Words and runs of punctuation, in lower case and without accents."""
    return _TOKEN.findall(folded(text))


def spans(text: str) -> list[tuple[int, int]]:
    """Where the tokens stand; the nth span belongs to the nth token."""
    return [found.span() for found in _TOKEN.finditer(folded(text))]


def tokenise(texts: Sequence[str]) -> Tokens:
    """Cut texts into tokens and count each distinct token per text."""
    from scipy.sparse import csr_matrix

    sequences = [tokens(text) for text in texts]
    ids: dict[str, int] = {}
    columns, data, starts = [], [], [0]
    for sequence in sequences:
        for token, count in Counter(sequence).items():
            columns.append(ids.setdefault(token, len(ids)))
            data.append(count)
        starts.append(len(columns))
    shape = (len(sequences), max(len(ids), 1))
    counts = csr_matrix(
        (np.array(data, np.float32), np.array(columns, np.int32), np.array(starts, np.int32)), shape=shape
    )
    return Tokens(sequences, list(ids) or [""], counts)


@dataclass
class Features:
    """A fitted vocabulary. Columns run: letters, words and pairs, seed lists, and the sentence vector where there is an embedder.

    The idf is that of scikit-learn's TfidfVectorizer (smooth), counts are taken as 1 + ln(count).
    """

    settings: Settings
    letters: tuple[str, ...]
    words: tuple[str, ...]
    lexicon: Mapping[str, tuple[str, ...]]  # name of a seed list → its seeds
    letters_idf: Floats
    words_idf: Floats
    embedder: Embedder | None = None
    _letter_ids: dict[str, int] = field(init=False, repr=False)
    _word_ids: dict[str, int] = field(init=False, repr=False)
    _letters_of: dict[str, Ints] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._letter_ids = {gram: index for index, gram in enumerate(self.letters)}
        self._word_ids = {word: index for index, word in enumerate(self.words)}
        self._letters_of = {}

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        lexicon: Mapping[str, tuple[str, ...]],
        settings: Settings,
        embedder: Embedder | None = None,
    ) -> Features:
        """Take up what occurs in enough of the texts."""
        letters: Counter[str] = Counter()
        words: Counter[str] = Counter()
        low, high = settings.letters
        for text in texts:
            sequence = tokens(text)
            letters.update({gram for token in set(sequence) for gram in _grams(token, low, high)})
            words.update({*sequence, *_pairs(sequence), *_parts(sequence)})
        kept_letters = sorted(gram for gram, count in letters.items() if count >= settings.min_texts)
        kept_words = sorted(word for word, count in words.items() if count >= settings.min_texts)
        return cls(
            settings,
            tuple(kept_letters),
            tuple(kept_words),
            dict(lexicon),
            _idf([letters[gram] for gram in kept_letters], len(texts)),
            _idf([words[word] for word in kept_words], len(texts)),
            embedder,
        )

    @property
    def size(self) -> int:
        """The number of columns."""
        return self.sparse + (self.embedder.encode([""]).shape[1] if self.embedder is not None else 0)

    @property
    def sparse(self) -> int:
        """The number of columns before the sentence vector."""
        return len(self.letters) + len(self.words) + len(self.lexicon)

    def per_block(self, weights: tuple[float, float, float, float]) -> Floats:
        """A weight per column, from one for the letters, the words, the lists and the sentence vector."""
        sizes = (len(self.letters), len(self.words), len(self.lexicon), self.size - self.sparse)
        return np.repeat(np.array(weights, np.float32), sizes)

    def transform(self, texts: Sequence[str]) -> Any:
        """A CSR matrix (texts, size) in float32."""
        from scipy.sparse import csr_matrix, hstack

        cut = tokenise(texts)
        letters, _ = unit(self.weigh_letters(cut))
        words, _ = unit(self.weigh_words(cut))
        blocks = [letters * self.settings.letters_weight, words * self.settings.words_weight]
        if self.lexicon:
            blocks.append(self.weigh_seeds(texts))
        if self.embedder is not None:
            blocks.append(csr_matrix(self.embedder.encode(texts) * np.float32(self.settings.vectors_weight)))
        return hstack(blocks, format="csr", dtype=np.float32)

    def weigh_letters(self, cut: Tokens) -> Any:
        """Letter runs per text, weighed by idf, not yet of unit length."""
        return _weighed(cut.counts @ self.letter_counts(cut.types), self.letters_idf)

    def weigh_words(self, cut: Tokens) -> Any:
        """Words and pairs per text, weighed by idf, not yet of unit length."""
        known = self._word_ids
        columns = {token: self.word_columns(token) for token in cut.types}
        rows = [
            [column for token in sequence for column in columns[token]]
            + [known[pair] for pair in _pairs(sequence) if pair in known]
            for sequence in cut.sequences
        ]
        return _weighed(counted(rows, len(self.words)), self.words_idf)

    def weigh_seeds(self, texts: Sequence[str]) -> Any:
        """ln(1 + matches) per seed list, weighed."""
        from scipy.sparse import csr_matrix

        lists = tuple(self.lexicon.values())
        counts = np.array([[len(found) for found in seed_matches(text, lists)] for text in texts], np.float32)
        return csr_matrix(np.log1p(counts.reshape(len(texts), len(lists))) * self.settings.seeds_weight)

    def letter_counts(self, types: Sequence[str]) -> Any:
        """A CSR matrix (types, letter runs): how often each run occurs in a token."""
        if len(self._letters_of) > _MOST_REMEMBERED:
            self._letters_of.clear()
        return counted([self._letter_columns(token) for token in types], len(self.letters))

    def word_columns(self, token: str) -> list[int]:
        """The columns of a word and of its parts within their block; those that are known."""
        return [self._word_ids[word] for word in (token, *_parts([token])) if word in self._word_ids]

    def _letter_columns(self, token: str) -> Ints:
        columns = self._letters_of.get(token)
        if columns is None:
            known = self._letter_ids
            found = [known[gram] for gram in _grams(token, *self.settings.letters) if gram in known]
            columns = self._letters_of[token] = np.array(found, np.int32)
        return columns


def unit(matrix: Any) -> tuple[Any, Floats]:
    """The rows at unit length, and the lengths they had (1 for an empty row)."""
    from scipy.sparse import diags

    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1), np.float32)).ravel()
    norms[norms == 0] = 1.0
    return (diags(1.0 / norms) @ matrix).tocsr().astype(np.float32), norms


def _grams(token: str, low: int, high: int) -> list[str]:
    padded = f" {token} "
    length = len(padded)
    return [padded[i : i + n] for n in range(low, high + 1) for i in range(length - n + 1)]


def _pairs(sequence: Sequence[str]) -> list[str]:
    return [f"{first} {second}" for first, second in pairwise(sequence)]


def _parts(sequence: Sequence[str]) -> list[str]:
    """The parts of compounds, marked: `+begeleiding` is not the word begeleiding."""
    split = compounds.load().parts
    return [f"+{part}" for token in sequence for part in split(token)]


def _idf(counts: Sequence[int], total: int) -> Floats:
    return (np.log((1 + total) / (1 + np.array(counts, np.float64))) + 1).astype(np.float32)


def counted(rows: Sequence[Sequence[int] | Ints], width: int) -> Any:
    """A CSR matrix (rows, width) that counts how often each column stands in a row."""
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.concatenate([np.asarray(row, np.int32) for row in rows]) if rows else np.zeros(0, np.int32)
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(rows), width))
    matrix.sum_duplicates()
    return matrix


def _weighed(counts: Any, idf: Floats) -> Any:
    matrix = counts.tocsr().astype(np.float32)
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    return matrix
