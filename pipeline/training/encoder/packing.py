"""Write the second reader as it ships: pieces, rows of four bits, and a network of eight bits (ONNX)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.encoder import MOST_PIECES, NETWORK, PIECES, POSITIONS, ROWS, normal
from pipeline.training.encoder.base import Base, library
from pipeline.training.encoder.network import Parameters

Floats = npt.NDArray[np.float32]


def piece_model(base: Base, places: Iterable[int]) -> bytes:
    """A SentencePiece model (unigram, Kudo 2018) of some of the encoder's pieces, after an unknown one at 0."""
    schema = library("sentencepiece.sentencepiece_model_pb2")
    model = schema.ModelProto()
    model.trainer_spec.model_type = schema.TrainerSpec.UNIGRAM
    model.trainer_spec.unk_id, model.trainer_spec.bos_id = 0, -1
    model.trainer_spec.eos_id = model.trainer_spec.pad_id = -1
    model.normalizer_spec.name = "identity"
    unknown = model.pieces.add()
    unknown.piece, unknown.score, unknown.type = "<unk>", 0.0, schema.ModelProto.SentencePiece.UNKNOWN
    for place in places:
        piece = model.pieces.add()
        piece.piece, piece.score = base.pieces[place], float(base.scores[place])
    return bytes(model.SerializeToString(deterministic=True))


def dutch_pieces(base: Base, texts: Iterable[str], least: int) -> list[int]:
    """The places of the pieces that Dutch texts are cut into at least `least` times, and of all single characters among them."""
    real = [place for place, piece in enumerate(base.pieces) if piece and not piece.startswith("<") and place > 3]
    cutter = library("sentencepiece").SentencePieceProcessor(model_proto=piece_model(base, real))
    counts: Counter[int] = Counter()
    batch: list[str] = []

    def count() -> None:
        for numbers in cutter.encode(batch):
            counts.update(numbers)
        batch.clear()

    for text in texts:
        batch.append(normal(text))
        if len(batch) == 4096:
            count()
    count()
    letters = {char for number in counts if number for char in base.pieces[real[number - 1]]}
    return [
        place for number, place in enumerate(real, start=1) if counts[number] >= least or base.pieces[place] in letters
    ]


def write(out_dir: Path, base: Base, learned: Parameters, places: list[int], layers: int) -> None:
    """Write the pieces, their rows, the positions' rows and the network."""
    out_dir.mkdir(parents=True, exist_ok=True)
    (out_dir / PIECES).write_bytes(piece_model(base, places))
    np.save(out_dir / ROWS, np.ascontiguousarray(base.rows[base.kept(places)]), allow_pickle=False)
    values = {name: value.detach().numpy() for name, value in learned.items()}
    np.save(out_dir / POSITIONS, values["position"][:MOST_PIECES].astype(np.float16), allow_pickle=False)
    _save_network(out_dir / NETWORK, base, values, layers)


def _save_network(path: Path, base: Base, values: dict[str, Floats], layers: int) -> None:
    """The network for one text: rows of pieces (pieces, width) in, scores (1, codes) out; weights of eight bits, one scale per column.

    Weights have seven bits, so that sums do not overflow on processors that add pairs in sixteen.
    """
    onnx = library("onnx")
    quantization = library("onnxruntime.quantization")
    graph = _Graph(onnx)
    states = graph.normal("rows", values["norm.w"], values["norm.b"], base.epsilon)
    size = base.width // base.heads
    for layer in range(layers):
        weights = values[f"{layer}.attention.w"].copy()
        bias = values[f"{layer}.attention.b"].copy()
        weights[: base.width] /= size**0.5  # the scale of attention
        bias[: base.width] /= size**0.5
        joined = graph.linear(states, weights, bias)
        split = graph.node("Reshape", [joined, graph.constant(np.array([-1, 3, base.heads, size], np.int64))])
        turned = graph.node("Transpose", [split], perm=[1, 2, 0, 3])
        parts = graph.nodes("Split", [turned], 3, axis=0, num_outputs=3)
        axis = graph.constant(np.array([0], np.int64))
        asked, known, said = (graph.node("Squeeze", [part, axis]) for part in parts)
        alike = graph.node("MatMul", [asked, graph.node("Transpose", [known], perm=[0, 2, 1])])
        looked = graph.node("MatMul", [graph.node("Softmax", [alike], axis=-1), said])
        looked = graph.node("Transpose", [looked], perm=[1, 0, 2])
        flat = graph.node("Reshape", [looked, graph.constant(np.array([-1, base.width], np.int64))])
        out = graph.linear(flat, values[f"{layer}.joined.w"], values[f"{layer}.joined.b"])
        added = graph.node("Add", [states, out])
        states = graph.normal(added, values[f"{layer}.norm1.w"], values[f"{layer}.norm1.b"], base.epsilon)
        wide = graph.gelu(graph.linear(states, values[f"{layer}.inner.w"], values[f"{layer}.inner.b"]))
        out = graph.linear(wide, values[f"{layer}.outer.w"], values[f"{layer}.outer.b"])
        added = graph.node("Add", [states, out])
        states = graph.normal(added, values[f"{layer}.norm2.w"], values[f"{layer}.norm2.b"], base.epsilon)
    mean = graph.node("ReduceMean", [states, graph.constant(np.array([0], np.int64))], keepdims=1)
    graph.linear(mean, values["codes.w"], values["codes.b"], "scores")
    whole = path.with_suffix(".whole.onnx")
    onnx.save(graph.model(base.width, len(values["codes.b"])), str(whole))
    quantization.quantize_dynamic(str(whole), str(path), per_channel=True, reduce_range=True)
    whole.unlink()


class _Graph:
    """Nodes and constants of an ONNX graph, named in the order in which they come."""

    def __init__(self, onnx: Any) -> None:
        self._onnx = onnx
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def constant(self, value: npt.NDArray[Any]) -> str:
        name = f"c{len(self._constants)}"
        self._constants.append(self._onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def nodes(self, kind: str, given: list[str], count: int, name: str = "", **attributes: Any) -> list[str]:
        names = [name or f"n{len(self._nodes)}_{place}" for place in range(count)]
        self._nodes.append(self._onnx.helper.make_node(kind, given, names, **attributes))
        return names

    def node(self, kind: str, given: list[str], name: str = "", **attributes: Any) -> str:
        return self.nodes(kind, given, 1, name, **attributes)[0]

    def linear(self, given: str, weights: Floats, bias: Floats, name: str = "") -> str:
        return self.node("Add", [self.node("MatMul", [given, self.constant(weights.T)]), self.constant(bias)], name)

    def normal(self, given: str, scale: Floats, bias: Floats, epsilon: float) -> str:
        return self.node(
            "LayerNormalization",
            [given, self.constant(scale), self.constant(bias)],
            axis=-1,
            epsilon=epsilon,
        )

    def gelu(self, given: str) -> str:
        return self.node("Gelu", [given])

    def model(self, width: int, codes: int) -> Any:
        helper, number = self._onnx.helper, self._onnx.TensorProto.FLOAT
        graph = helper.make_graph(
            self._nodes,
            "second_reader",
            [helper.make_tensor_value_info("rows", number, ["pieces", width])],
            [helper.make_tensor_value_info("scores", number, [1, codes])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        self._onnx.checker.check_model(model)
        return model
