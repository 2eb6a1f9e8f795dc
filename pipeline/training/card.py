"""The model card of the trained coder, and its reliability plot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.training.measuring import Measures

_ABOUT = """\
# {name}

Gives Dutch quotes from meetings about youth care the six themes of the shipped codebook (or none), a level (micro, meso,
macro) and a kind (barrier, need, good practice, action, other), each with a calibrated probability.

Make it again, from the project's root, with every table below (`--gold FILE` adds a table for quotes by other hands):

```
rodedraad train coder --out models/coder_nl --seed {seed}
```

## Data

{quotes:,} fictional quotes in {files} sittings (`corpus/training/quotes`, coded twice after `corpus/training/GUIDE.md`)
and {phrases:,} phrases; nobody said them. `manifest.json` lists the files with their hashes and counts.

## How it works

Letter runs of three to six inside words, words, pairs of words and parts of compounds (tf-idf, sublinear), how many words of
each list of the codebook (themes, sub-themes, and `corpus/training/concepts.yaml`) occur, and the sentence vector of
`models/vectors_nl`. One logistic regression per theme, one multinomial for the level and one for the kind (scikit-learn); the kind is judged by words, pairs and parts
alone, which does better than all features together (macro-F1 on sittings not seen 0.72 instead of 0.71). Beside quotes, phrases that show one code are learned from,
and where the two coders of a quote differ, each counts for half.
A **second reader** (`models/encoder_nl`, a small transformer) reads again the quotes that these models are unsure of: about four in ten, those of
which all codings are right with a probability below `below` in `manifest.json`. Its scores are added with the weights that stand there, which were
fitted on sittings that neither had seen (stacking, Wolpert 1992), as were the calibration of the sums, the thresholds and the weights of classes. Where ONNX
Runtime cannot be had, the linear models do it alone, and the coder's name in codings ends in `-alone`.
Probabilities are calibrated on sittings held out (Platt scaling for themes, vector scaling for level and kind); each theme has the
threshold that gave the best F1 there. Below all thresholds it abstains.

The file is `coder.json` (vocabulary) and `weights.npz` (plain arrays, read with `allow_pickle=False`): nothing in it can run
code, it loads without scikit-learn and its version, and the same training gives the same bytes. That is why it is not
a skops dump, which takes seconds to open and differs from one time to the next.

## Measured

The sittings are divided into five parts; each was coded by a model that saw the other four, and decided with a calibration and thresholds
fitted on the other four. Top-1: how often the surest theme is the main one, over quotes with a theme. Abstained: quotes without a
theme that got none.
"""

_LIMITS = """
## Tried and left out

What settled the differences between coders as the only code, or as a third of three (themes F1 and top-1 on quotes by other hands the same, within
0.01). The frozen vectors of a multilingual sentence encoder (USE multilingual) beside ours (0.02 lower). The second reader alone, with twelve layers
and three rounds (themes F1 0.77 / 0.76 / 0.74), four layers (0.85 / 0.78 / 0.77) or two (0.78 / 0.75 / 0.74), at the threshold that suits each. A thousand more
phrases of kinds (kind the same within 0.03). First coder's codes alone (themes F1 on quotes by other hands 0.00 to 0.02 lower, level 0.01 to 0.04). A network with one hidden layer over the same features, alone (the same) and averaged with what is kept (themes F1 0.01 higher for twenty
times the size); a convolutional network over word vectors (0.2 lower on 1,560 quotes); a multinomial model for the main theme, averaged
(top-1 0.005 higher, F1 0.004); naive Bayes weighting of letters (0.04 to 0.08 lower); features that occur once (the same, twice the size).

## Use and limits

Made to suggest; a person decides. Trained on invented quotes, so real talk, dialect, transcripts without punctuation and long turns
will come out worse than the tables say. Prevention and continuity are confused most. Level is guessed from single quotes, without the
report's headings, which outrank it. Nothing here may be used to decide about a person.
"""

_HEAD = "| features | themes, macro-F1 | top-1 | abstained | level, macro-F1 | kind, macro-F1 |\n|" + " --- |" * 6


def card(
    manifest: Mapping[str, Any],
    compared: Mapping[str, Measures],
    read_again: Mapping[str, Measures],
    gold: Mapping[str, Mapping[str, Measures]],
    chosen: str,
) -> str:
    """The card in Markdown."""
    about = _ABOUT.format(
        name=manifest["name"].removeprefix("model:"),
        seed=manifest["seed"],
        quotes=manifest["quotes"],
        files=len(manifest["data"]),
        phrases=sum(one["phrases"] for one in manifest["phrases"]),
    )
    kept = compared[chosen]
    parts = [about, _table(compared, chosen)]
    if read_again:
        error = list(read_again.values())[-1].calibration_error
        parts += [
            "\nWith the second reader and without, on the part of the sittings that it did not see (weights, calibration and "
            f"thresholds fitted on every other sitting there; ECE with it {error:.3f}):\n",
            _table(read_again, ""),
        ]
    for file, measured in gold.items():
        parts += [f"\nOn `{file}` (quotes by another hand, never learned from):\n", _table(measured, chosen)]
    parts += [
        "\n![How far probabilities of themes are right: points near the diagonal](reliability.svg)\n",
        f"Mean distance between probability and share right (themes, ECE): {kept.calibration_error:.3f}.\n",
        "| code | precision | recall | F1 | quotes |\n|" + " --- |" * 5,
        *(
            f"| {code} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} | {s.wanted} |"
            for code, s in kept.per_code.items()
        ),
    ]
    return "\n".join(parts) + "\n" + _LIMITS


def _table(compared: Mapping[str, Measures], chosen: str) -> str:
    rows = [
        f"| {f'**{name}** (kept)' if name == chosen else name} | {' | '.join(measured.line)} |"
        for name, measured in compared.items()
    ]
    return "\n".join([_HEAD, *rows])


def reliability_plot(measured: Measures) -> str:
    """An SVG: for each tenth of probability, the mean probability (across) and the share right (up); dots by share of all."""
    size, edge = 320, 44

    def at(value: float) -> float:
        return edge + value * (size - 2 * edge)

    def up(value: float) -> float:
        return size - at(value)

    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img" '
        'font-family="sans-serif" font-size="11">',
        "<title>Probabilities of themes and how often they are right</title>",
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>',
        f'<line x1="{at(0):.1f}" y1="{up(0):.1f}" x2="{at(1):.1f}" y2="{up(1):.1f}" stroke="#5f5954" stroke-dasharray="4 4"/>',
        f'<path d="M{at(0):.1f} {up(1):.1f}V{up(0):.1f}H{at(1):.1f}" fill="none" stroke="#22201e"/>',
    ]
    for tick in ticks:
        parts.append(f'<text x="{at(tick):.1f}" y="{up(0) + 16:.1f}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{at(0) - 6:.1f}" y="{up(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for share, said, right in measured.reliability:
        radius = 3 + 9 * share**0.5
        parts.append(
            f'<circle cx="{at(said):.1f}" cy="{up(right):.1f}" r="{radius:.1f}" fill="#a4161a" fill-opacity="0.75"/>'
        )
    parts.append(
        f'<text x="{size / 2:.1f}" y="{size - 8}" text-anchor="middle">probability that the coder gives</text>'
    )
    parts.append(
        f'<text transform="translate(12 {size / 2:.1f}) rotate(-90)" text-anchor="middle">share right</text></svg>'
    )
    return "\n".join(parts) + "\n"
