"""The second reader as a network of PyTorch: the first layers of a BERT encoder, the mean of its last states, one linear layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.coding.encoder import unpacked
from pipeline.training.encoder.base import Base, library

Parameters = dict[str, Any]  # PyTorch tensors by name


def parameters(base: Base, layers: int, codes: int, rows: Sequence[int], seed: int) -> Parameters:
    """What is learned, as the encoder has it, and a new last layer; `word` has the rows of some pieces, and does not change."""
    torch = library("torch")
    width, inner = base.width, base.inner
    found = {
        "word": unpacked(base.rows[list(rows)]),
        "position": base.tensor("emb.pos", base.positions, width) + base.tensor("emb.type", 2, width)[0],
        "norm.w": base.tensor("emb.ln.w", width),
        "norm.b": base.tensor("emb.ln.b", width),
    }
    for layer in range(layers):
        there, here = f"l{layer}.", f"{layer}."
        parts = [base.tensor(f"{there}{name}.w", width, width) for name in "qkv"]
        found[f"{here}attention.w"] = np.concatenate(parts)
        found[f"{here}attention.b"] = np.concatenate([base.tensor(f"{there}{name}.b", width) for name in "qkv"])
        for name, theirs, shape in (
            ("joined", "ao", (width, width)),
            ("inner", "fi", (inner, width)),
            ("outer", "fo", (width, inner)),
        ):
            found[f"{here}{name}.w"] = base.tensor(f"{there}{theirs}.w", *shape)
            found[f"{here}{name}.b"] = base.tensor(f"{there}{theirs}.b", shape[0])
        for name, theirs in (("norm1", "aln"), ("norm2", "oln")):
            found[f"{here}{name}.w"] = base.tensor(f"{there}{theirs}.w", width)
            found[f"{here}{name}.b"] = base.tensor(f"{there}{theirs}.b", width)
    found["codes.w"] = np.random.default_rng(seed).normal(0, 0.02, (codes, width)).astype(np.float32)
    found["codes.b"] = np.zeros(codes, np.float32)
    return {name: torch.tensor(value, requires_grad=name not in ("word", "position")) for name, value in found.items()}


def forward(given: Parameters, base: Base, layers: int, pieces: Any, mask: Any, *, drop: float = 0.0) -> Any:
    """Scores (texts, codes) of texts as numbers of pieces (texts, longest), with a mask of what is no padding."""
    torch = library("torch")
    functional, width = torch.nn.functional, (base.width,)

    def dropped(values: Any) -> Any:
        return functional.dropout(values, drop, training=drop > 0)

    def normal(values: Any, name: str) -> Any:
        return functional.layer_norm(values, width, given[f"{name}.w"], given[f"{name}.b"], base.epsilon)

    def linear(values: Any, name: str) -> Any:
        return functional.linear(values, given[f"{name}.w"], given[f"{name}.b"])

    states = functional.embedding(pieces, given["word"]) + given["position"][: pieces.shape[1]]
    states = dropped(normal(states, "norm"))
    seen = mask[:, None, None, :]
    for layer in range(layers):
        texts, longest, _ = states.shape
        split = (texts, longest, 3, base.heads, base.width // base.heads)
        asked, known, values = linear(states, f"{layer}.attention").view(split).permute(2, 0, 3, 1, 4)
        looked = functional.scaled_dot_product_attention(asked, known, values, attn_mask=seen, dropout_p=drop)
        looked = looked.transpose(1, 2).reshape(texts, longest, base.width)
        states = normal(states + dropped(linear(looked, f"{layer}.joined")), f"{layer}.norm1")
        wide = functional.gelu(linear(states, f"{layer}.inner"))
        states = normal(states + dropped(linear(wide, f"{layer}.outer")), f"{layer}.norm2")
    counted = mask.to(states.dtype)[:, :, None]
    return linear(dropped((states * counted).sum(1) / counted.sum(1)), "codes")
