"""The model card of the Dutch pipeline, and the data that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.training.language.measure import Scores


@dataclass(frozen=True, slots=True)
class Data:
    """A file that training reads: what it is, under which licence, by whom, and what it is used for."""

    name: str
    licence: str
    source: str
    use: str


_TREEBANKS = "UD_Dutch-Alpino and UD_Dutch-LassySmall (Universal Dependencies; University of Groningen): Bouma and Van Noord 2017"
DATA: Mapping[str, Data] = {
    "treebanks/train.conllu": Data(
        "Dutch treebank for training",
        "CC BY-SA 4.0; LGPL-2.1-or-later (Alpino treebank)",
        "Alpino treebank converted with the UD team's converter, most of UD_Dutch-LassySmall's dev part",
        "training",
    ),
    "treebanks/dev.conllu": Data("Dutch treebank for development", "CC BY-SA 4.0", _TREEBANKS, "three quarters training, one quarter choosing the best step"),
    "treebanks/test_alpino.conllu": Data("UD_Dutch-Alpino test", "CC BY-SA 4.0", _TREEBANKS, "measuring"),
    "treebanks/test_lassy.conllu": Data("UD_Dutch-LassySmall test", "CC BY-SA 4.0", _TREEBANKS, "measuring"),
    "lexicon/omw_nld.tab": Data("Open Dutch WordNet", "CC BY-SA 4.0", "Postma et al. 2016, VU Amsterdam", "word classes"),
    "lexicon/omw_wikt_nld.tab": Data("Wiktionary by synset", "CC BY-SA", "Bond and Foster 2013", "word classes"),
    "topics/dekamer_nl.jsonl": Data("Questions in the Belgian Chamber", "CC0", "dekamer.be, open data", "word vectors"),
    "parallel/tatoeba_en_nl.tsv": Data("Tatoeba, Dutch side", "CC BY 2.0 FR", "tatoeba.org contributors", "word vectors"),
    "parallel/ntrex.nld": Data("NTREX-128, Dutch", "CC BY-SA 4.0", "Federmann et al. 2022, Microsoft", "word vectors"),
}  # fmt: skip

_TEXT = """\
# nl_rodedraad

A Dutch spaCy pipeline for what people say in meetings: tok2vec, morphologizer (UPOS and features), lemmatizer
(tables) and trainable_lemmatizer, spoken_words (a ruler for spoken Flemish), parser. {megabytes:.1f} MB, licence CC BY-SA 4.0 (the treebanks'). An unpacked folder:
`spacy.load("models/nl_rodedraad")` and `spacy evaluate` open it with spaCy 3.8 alone.

Make it again (an hour and a half on one core; needs `pip install floret simplemma wordfreq` beside the lock):

```
rodedraad train language --data DIR --out models/nl_rodedraad --seed {seed}
```

DIR holds the files that `manifest.json` lists, with their hashes.

## How it was made

- Sentences: {treebank:,} of the treebanks (the training part, and three quarters of the development part three times over: it is
  labelled as the test parts are, the training part mostly by another conversion); {rare:,} copies in which words gave way to
  rarer ones of the same inflection class with a known lemma (simplemma's dictionary, MIT, for the {most:,} most frequent words of
  wordfreq, CC BY-SA 4.0; a pair of form and lemma is used only where the treebank shows the same change of ending); {spoken:,}
  copies in spoken Flemish by rule (ge, da, nie, nen, 'k, -ke), some in lower case and without final marks; {typeset:,} copies with
  capitals as in headings and low quotation marks.
- Put right in the training part: `jongeren` is the plural of the noun `jongere`, not a comparative of `jong`; obliques that are
  prepositional objects (wachten op) are `obl:arg` by a list of heads and prepositions, since the conversion left them out.
- Lemmas: looked up by form and part of speech where the treebank or the dictionary has one (spaCy's rule lemmatizer with
  exceptions only); what is in no table is marked, a ruler (`unknown_lemmas`) takes the mark away, and the trained lemmatizer fills it in.
- Words are read by their norm, first letter, last three, shape, and 64-dimensional floret vectors of character 3- to 5-grams
  (20,000 rows) learned from 1.5 million tokens of parliamentary questions, translated sentences, the treebank and this project's
  fictional training quotes. Four convolutions of width 96, shared by all components.
- Settings: `pipeline/training/language/pipeline.cfg`. The step that did best on the development part was kept.

## Measured

By `spacy evaluate`'s scorer on the untouched test parts, raw text, ten sentences a document; tokens by our own tokenizer.

| | UPOS | morph | lemma | UAS | LAS | sentences F | tokens F |
| --- | --- | --- | --- | --- | --- | --- | --- |
{rows}

The same figures, lemmas beside simplemma and a lookup on the same tokens, speed per set of components and the cases of spoken
Flemish: `python benchmarks/bench_language.py --data DIR`.

## Limits

Trained on newspapers, broadcasts and encyclopaedias; what people say in a meeting is further off than the test parts. Lemmas of separable verbs hold
the particle (`haakte … af` → `afhaken`) where it stands near. Names of persons are better left to `pipeline/pseudonymise`.
"""


def card(scores: Mapping[str, Scores], megabytes: float, seed: int, counts: Mapping[str, int]) -> str:
    """The card in Markdown."""
    rows = [
        f"| {name} | {s.pos:.2%} | {s.morph:.2%} | {s.lemma:.2%} | {s.unlabelled:.2%} | {s.labelled:.2%} | {s.sentences:.2%} | {s.tokens:.2%} |"
        for name, s in scores.items()
    ]
    return _TEXT.format(
        megabytes=megabytes,
        seed=seed,
        treebank=counts["treebank"],
        rare=counts["rare inflections"],
        spoken=counts["spoken Flemish"],
        typeset=counts["capitals and low marks"],
        most=200_000,
        rows="\n".join(rows),
    )
