"""The model card of the trained coder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.training.measuring import Measures

_ABOUT = """\
# {name}

Gives Dutch quotes from meetings about youth care the six themes of the shipped codebook (or none), a level (micro, meso,
macro) and a kind (barrier, need, good practice, action, other), each with a calibrated probability.

Make it again, from the project's root:

```
rodedraad train --out models/coder_nl --seed {seed}
```

## Data

{quotes} fictional quotes in {files} sittings (`corpus/training/quotes`, labelled after `corpus/training/GUIDE.md`); nobody
said them. `manifest.json` lists the files with their hashes and counts.

## How it works

Letter runs of three to six inside words, words and pairs of words (tf-idf, sublinear), and how many words of each
list of the codebook (themes and sub-themes{concepts}) occur. One logistic regression per theme, one multinomial for the
level and one for the kind (scikit-learn). Probabilities are calibrated on sittings held out (Platt scaling for themes,
vector scaling for level and kind); each theme has the threshold that gave the best F1 there. Below all thresholds it
abstains.

The file is `coder.json` (vocabulary) and `weights.npz` (plain arrays, read with `allow_pickle=False`): nothing in it can run
code, it loads without scikit-learn and its version, and the same training gives the same bytes. That is why it is not
a skops dump, which takes seconds to open and differs from one time to the next.

## Measured

Each sitting was coded by a model that saw the others only; thresholds and calibration come from the others as well.
Top-1: how often the surest theme is the main one, over quotes with a theme. Abstained: quotes without a theme that got none.

"""

_LIMITS = """
## Tried and left out

On the same quotes by sitting: naive Bayes weighting of letters (themes F1 0.04 to 0.08 lower), LinearSVC (the same as logistic
regression), runs of two to five letters (the same), features that occur once (the same, twice the size), the
codebook's examples as training quotes (the same once seeds are in), word vectors from parallel sentences (0.02 to 0.06 lower).

## Use and limits

Made to suggest; a person decides. Trained on invented quotes by few hands, so real talk, dialect, transcripts without
punctuation and long turns will come out worse than the table says. Prevention and continuity are confused most. Level
is guessed from single quotes, without the report's headings, which outrank it. Nothing here may be used to decide about a person.
"""


def card(manifest: Mapping[str, Any], compared: Mapping[str, Measures], chosen: str) -> str:
    """The card in Markdown."""
    concepts = ", and of `corpus/training/concepts.yaml`" if "concepts" in chosen else ""
    about = _ABOUT.format(
        name=manifest["name"].removeprefix("model:"),
        seed=manifest["seed"],
        quotes=manifest["quotes"],
        files=len(manifest["data"]),
        concepts=concepts,
    )
    rows = [
        "| features | themes, macro-F1 | top-1 | abstained | level, macro-F1 | kind, macro-F1 |",
        "|" + " --- |" * 6,
    ]
    rows += [
        f"| {f'**{name}** (kept)' if name == chosen else name} | {' | '.join(measured.line)} |"
        for name, measured in compared.items()
    ]
    kept = compared[chosen]
    codes = ["", f"Mean distance between probability and share right (themes): {kept.calibration_error:.3f}.", ""]
    codes += ["| code | precision | recall | F1 | quotes |", "|" + " --- |" * 5]
    codes += [f"| {code} | {p:.2f} | {r:.2f} | {f:.2f} | {n} |" for code, (p, r, f, n) in kept.per_code.items()]
    return about + "\n".join([*rows, *codes]) + "\n" + _LIMITS
