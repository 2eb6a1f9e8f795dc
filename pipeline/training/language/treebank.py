"""Read a dependency treebank in CoNLL-U, and turn its sentences into spaCy documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# Sentences that make one document: enough to learn where sentences end.
SENTENCES_PER_DOCUMENT = 10


@dataclass(frozen=True, slots=True)
class Word:
    """One line of a CoNLL-U sentence; `head` is an index into the sentence, its own for the root."""

    form: str
    lemma: str
    pos: str
    tag: str  # the treebank's own, after the Corpus Gesproken Nederlands: "N|soort|ev|dim|onz|stan"
    feats: str
    head: int
    relation: str
    space_after: bool

    def with_form(self, form: str) -> Word:
        """The same word written otherwise; a capital stays a capital."""
        if self.form[:1].isupper() and self.form[1:] == self.form[1:].lower():
            form = form[:1].upper() + form[1:]
        return replace(self, form=form)


Sentence = tuple[Word, ...]


def read(path: Path) -> list[Sentence]:
    """All sentences of a file; raises UsageError naming the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UsageError(f"{path}: the treebank cannot be read ({error.strerror})") from error
    return list(_sentences(path, lines))


def _sentences(path: Path, lines: Sequence[str]) -> Iterator[Sentence]:
    rows: list[list[str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.startswith("#"):
            continue
        if not line.strip():
            if rows:
                yield _sentence(rows)
            rows = []
            continue
        row = line.split("\t")
        if len(row) != 10:
            raise UsageError(f"{path}:{number}: {len(row)} columns; a CoNLL-U line has 10, separated by tabs")
        if row[0].isdecimal():  # neither a range of words (3-4) nor an empty node (3.1)
            rows.append(row)


def _sentence(rows: Sequence[Sequence[str]]) -> Sentence:
    return tuple(
        Word(
            form=row[1],
            lemma=row[2],
            pos=row[3],
            tag=row[4],
            feats="" if row[5] == "_" else row[5],
            head=int(row[6]) - 1 if int(row[6]) > 0 else index,
            relation=row[7],
            space_after="SpaceAfter=No" not in row[9],
        )
        for index, row in enumerate(rows)
    )


def relabelled(sentence: Sentence, objects: frozenset[tuple[str, str]] = frozenset()) -> Sentence:
    """A sentence in which what is known to be labelled otherwise than in the UD treebanks is put right.

    `jongere` and `jongeren` are forms of the noun `jongere`, as this field uses them; the treebanks call them comparatives
    of the adjective `jong` (a rule of their annotation). An oblique is a prepositional object (`obl:arg`) where its head and
    preposition are in `objects`: most of the training part comes from a conversion that does not tell the two apart.
    """
    nouns = tuple(_as_noun(word) for word in sentence)
    prepositions = {word.head: word.lemma.lower() for word in nouns if word.relation == "case"}
    return tuple(
        replace(word, relation="obl:arg")
        if word.relation == "obl" and (nouns[word.head].lemma.lower(), prepositions.get(place)) in objects
        else word
        for place, word in enumerate(nouns)
    )


def prepositional_objects(sentences: Iterable[Sentence]) -> frozenset[tuple[str, str]]:
    """Heads and prepositions that make a prepositional object: those of our list, and those that sentences show.

    A pair in the sentences counts when half of its obliques at least are labelled so.
    """
    text = files("pipeline.training.language").joinpath("prepositional_objects.txt").read_text(encoding="utf-8")
    lines = [line.split(": ") for line in text.splitlines() if not line.startswith("#")]
    listed = {(head, preposition) for preposition, heads in lines for head in heads.split()}
    counts: dict[tuple[str, str], list[int]] = {}
    for sentence in sentences:
        prepositions = {word.head: word.lemma.lower() for word in sentence if word.relation == "case"}
        for place, word in enumerate(sentence):
            if word.relation in ("obl", "obl:arg") and place in prepositions:
                pair = (sentence[word.head].lemma.lower(), prepositions[place])
                counts.setdefault(pair, [0, 0])[word.relation == "obl:arg"] += 1
    shown = {pair for pair, (other, objects) in counts.items() if objects and objects >= other}
    refuted = {pair for pair, (other, objects) in counts.items() if other > 1 and not objects}
    return frozenset((listed - refuted) | shown)


def _as_noun(word: Word) -> Word:
    form = word.form.lower()
    if form == "jongeren" and word.pos == "ADJ":
        return replace(word, lemma="jongere", pos="NOUN", tag="N|soort|mv|basis", feats="Number=Plur")
    if form == "jongere" and word.tag.startswith("ADJ|nom"):
        tag, feats = "N|soort|ev|basis|zijd|stan", "Gender=Com|Number=Sing"
        return replace(word, lemma="jongere", pos="NOUN", tag=tag, feats=feats)
    return word


def documents(sentences: Iterable[Sentence], vocab: Vocab) -> Iterator[Doc]:
    """spaCy documents of ten sentences each, with every annotation."""
    group: list[Sentence] = []
    for sentence in sentences:
        group.append(sentence)
        if len(group) == SENTENCES_PER_DOCUMENT:
            yield _document(group, vocab)
            group = []
    if group:
        yield _document(group, vocab)


def _document(group: Sequence[Sentence], vocab: Vocab) -> Doc:
    from spacy.tokens import Doc

    words = [word for sentence in group for word in sentence]
    spaces = [
        word.space_after or index == len(sentence) - 1 for sentence in group for index, word in enumerate(sentence)
    ]
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in group:
        offset = len(heads)
        heads += [offset + word.head for word in sentence]
        starts += [index == 0 for index in range(len(sentence))]
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=spaces,
        tags=[word.tag for word in words],
        pos=[word.pos for word in words],
        morphs=[word.feats for word in words],
        lemmas=[word.lemma for word in words],
        heads=heads,
        deps=[word.relation if word.relation != "root" else "ROOT" for word in words],
        sent_starts=starts,
    )
