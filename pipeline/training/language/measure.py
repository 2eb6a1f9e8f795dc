"""How well a Dutch pipeline does on a treebank, and two peers for its lemmas on the same tokens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.training.language.treebank import Sentence, documents, read

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares right, from 0 to 1, by spaCy's scorer: on the raw text of ten sentences at a time."""

    tokens: float  # F1
    pos: float
    morph: float
    lemma: float
    unlabelled: float  # dependency arcs
    labelled: float
    sentences: float  # F1

    def __str__(self) -> str:
        return (
            f"UPOS {self.pos:.2%}, morph {self.morph:.2%}, lemma {self.lemma:.2%}, "
            f"UAS {self.unlabelled:.2%}, LAS {self.labelled:.2%}, sentences F {self.sentences:.2%}, tokens F {self.tokens:.2%}"
        )


def score(model: Path, treebank: Path) -> Scores:
    """What `spacy evaluate` says of a pipeline on a treebank in CoNLL-U."""
    import spacy
    from spacy.training import Example

    language = spacy.load(model)
    examples = [
        Example(language.make_doc(reference.text), reference) for reference in documents(read(treebank), language.vocab)
    ]
    found = language.evaluate(examples)
    return Scores(
        found["token_f"],
        found["pos_acc"],
        found["morph_acc"],
        found["lemma_acc"],
        found["dep_uas"],
        found["dep_las"],
        found["sents_f"],
    )


def lemma_share(sentences: Iterable[Sentence], lemmatise: Callable[[Sentence], Sequence[str]]) -> float:
    """The share of words whose lemma is the treebank's, the tokens given."""
    right = total = 0
    for sentence in sentences:
        for word, lemma in zip(sentence, lemmatise(sentence), strict=True):
            right += lemma == word.lemma
            total += 1
    return right / max(total, 1)


def pipeline_lemmas(language: Language) -> Callable[[Sentence], Sequence[str]]:
    """Lemmas by a spaCy pipeline on given tokens."""
    from spacy.tokens import Doc

    def lemmatise(sentence: Sentence) -> Sequence[str]:
        doc = Doc(language.vocab, [word.form for word in sentence], [word.space_after for word in sentence])
        for _, component in language.pipeline:
            doc = component(doc)
        return [token.lemma_ for token in doc]

    return lemmatise


def speed(language: Language, texts: Sequence[str], components: Sequence[str]) -> float:
    """Tokens per second of processor time with only these components switched on."""
    with language.select_pipes(enable=list(components)):
        for _ in language.pipe(texts[:50]):
            pass
        started = time.process_time()
        tokens = sum(len(doc) for doc in language.pipe(texts, batch_size=256))
        return tokens / max(time.process_time() - started, 1e-9)
