"""Lemmas that are looked up: of the treebank's own words, and of inflected words in a dictionary.

spaCy's Dutch rule lemmatizer holds them as exceptions per part of speech. Whatever it does not know gets a mark, which
a ruler takes away again, so that the trained lemmatizer, which comes after, fills in what is still empty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.training.language.augment import Pair, diminutive
from pipeline.training.language.treebank import Sentence

if TYPE_CHECKING:
    from spacy.language import Language

# Put behind a word that is in no table; occurs in no text.
UNKNOWN = "\N{SYMBOL FOR SUBSTITUTE}"
# The parts of speech that the rule lemmatizer looks up; it lowers the others, names included.
LOOKED_UP = ("noun", "verb", "aux", "adj", "adv", "pron", "det", "adp", "num")
# Names and foreign words keep their capitals, which the rule lemmatizer would lower.
_LEFT_TO_THE_MODEL: tuple[dict[str, Any], ...] = ({"POS": "PROPN"}, {"POS": "X", "IS_LOWER": False})
# A form is looked up when its lemma was the same this often; otherwise its sentence decides.
LEAST_AGREEMENT = 0.9

Tables = dict[str, dict[str, list[str]]]


def exceptions(sentences: Iterable[Sentence], inflected: Mapping[str, Sequence[Pair]]) -> Tables:
    """Part of speech → form → lemma, from a treebank and from inflected words by part of speech.

    Diminutives are put in as they are said in Flanders as well, where no other word is written so.
    """
    counts: dict[str, dict[str, Counter[str]]] = {pos: defaultdict(Counter) for pos in LOOKED_UP}
    for sentence in sentences:
        for word in sentence:
            if word.pos.lower() in LOOKED_UP:
                counts[word.pos.lower()][word.form.lower()][word.lemma] += 1
    tables: Tables = {pos: {} for pos in LOOKED_UP}
    for pos, forms in counts.items():
        for form, lemmas in forms.items():
            lemma, count = lemmas.most_common(1)[0]
            if count >= LEAST_AGREEMENT * lemmas.total():
                tables[pos][form] = [lemma]
    for pos, pairs in inflected.items():
        for form, lemma in pairs:
            if form not in counts[pos]:
                tables[pos].setdefault(form, [lemma])
    nouns = tables["noun"]
    for form, found in sorted(nouns.items()):
        if form.endswith(("je", "jes")) and len(form) > 5:
            nouns.setdefault(_said(form, found[0]), found)
    return {pos: dict(sorted(forms.items())) for pos, forms in tables.items()}


def add_spoken(tables: Tables, said: Mapping[str, str]) -> None:
    """Put forms of spoken Flemish with their lemma into every part of speech, whatever the treebank says of them."""
    for pos in LOOKED_UP:
        tables[pos].update((form.lower().replace("'", mark), [lemma]) for form, lemma in said.items() for mark in "'’‘")


def _said(form: str, lemma: str) -> str:
    return diminutive(form, lemma) if form.endswith("je") else diminutive(form[:-1], lemma) + "s"


def add_tables(language: Language, tables: Tables) -> None:
    """Put the tables into a pipeline, before its trained lemmatizer."""
    from spacy.lookups import Lookups

    lookups = Lookups()
    lookups.add_table("lemma_lookup", {})
    lookups.add_table("lemma_index", {})
    lookups.add_table("lemma_exc", tables)
    lookups.add_table("lemma_rules", {pos: [["", UNKNOWN]] for pos in LOOKED_UP})
    lemmatizer: Any = language.add_pipe("lemmatizer", before="trainable_lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=lookups)
    ruler: Any = language.add_pipe("attribute_ruler", name="unknown_lemmas", before="trainable_lemmatizer")
    ruler.add([[{"LEMMA": {"REGEX": f"{UNKNOWN}$"}}]], {"LEMMA": ""})
    for pattern in _LEFT_TO_THE_MODEL:
        ruler.add([[pattern]], {"LEMMA": ""})
