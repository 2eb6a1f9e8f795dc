"""An `Analyser` on a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Token
from pipeline.nlp.spoken import known, plain
from pipeline.nlp.stems import reduced

if TYPE_CHECKING:
    from spacy.language import Language

# What lemmas and parts of speech do without.
_UNUSED_PIPES = ("parser", "ner", "senter", "sentencizer", "entity_ruler", "entity_linker", "textcat", "spancat")
_LONGEST = 100_000


@dataclass(frozen=True)
class SpacyAnalyser:
    """An `Analyser` on a spaCy pipeline; runs only what lemmas and parts of speech need.

    `warning` is a sentence for the user, None when there is nothing to say. `language` is the spaCy pipeline itself, for
    what needs its word vectors.
    """

    name: str
    language: Language
    stops: frozenset[str]
    warning: str | None = None
    lemmas: bool = True

    def analyse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """The tokens of each text, in order, white space left out; lemmas are in lower case."""
        pieces = [(index, start, end) for index, text in enumerate(texts) for start, end in _pieces(text)]
        found: list[list[Token]] = [[] for _ in texts]
        unused = [name for name in _UNUSED_PIPES if name in self.language.pipe_names]
        with self.language.select_pipes(disable=unused):
            docs = self.language.pipe((texts[index][start:end] for index, start, end in pieces), batch_size=256)
            for (index, offset, _), doc in zip(pieces, docs, strict=True):
                found[index] += [
                    self._token(token.text, token.lemma_, token.pos_, offset + token.idx)
                    for token in doc
                    if not token.is_space
                ]
        return [tuple(tokens) for tokens in found]

    def _token(self, text: str, lemma: str, pos: str, start: int) -> Token:
        form = plain(text.lower())
        if not self.lemmas:
            lemma = reduced(form)
        elif (better := known(text, pos)) is not None:
            lemma, pos = better.lemma.lower(), better.settle(pos)
        else:
            lemma = lemma.lower().replace("_", "") or form
        stop = form in self.stops or (self.lemmas and lemma in self.stops)
        return Token(text, lemma, pos, start, start + len(text), stop)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Bounds of pieces that spaCy can take, cut at white space; one piece for all but absurdly long texts."""
    start = 0
    while len(text) - start > _LONGEST:
        blank = max(text.rfind(" ", start, start + _LONGEST), text.rfind("\n", start, start + _LONGEST))
        end = blank + 1 if blank > start else start + _LONGEST
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
