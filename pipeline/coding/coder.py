"""The trained coder: themes, level and kind from linear models over sparse features, with words that show why, and a second reader."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.calibration import ARRAYS, Calibration, Predictions, read_twice
from pipeline.coding.encoder import Encoder
from pipeline.coding.evidence_words import EvidenceWords
from pipeline.coding.features import Features, Settings
from pipeline.errors import UsageError
from pipeline.labelled import KINDS, LEVELS
from pipeline.model import Embedder, Kind

Doubles = npt.NDArray[np.float64]

FORMAT = 4
_BATCH = 4096
_REBUILD = "make it again with 'rodedraad train --out models/coder_nl'"


@dataclass(frozen=True)
class SecondReading:
    """What a transformer adds to the linear scores of texts that the linear models are unsure of.

    Texts of which all codings are right with a probability below `below` are read again: the encoder's scores × `weights` (codes,) are
    added to theirs, and `calibration` is that of the sums.
    """

    encoder: Encoder
    weights: Doubles
    calibration: Calibration
    below: float


@dataclass(frozen=True)
class Coder:
    """Linear models over `features`; columns of `weights` run: themes, levels, kinds.

    `seed_precision` maps a theme to how often one seed match, and more than one, were right in the training quotes.
    `open_scaling` and `open_threshold` are what an `OpenCoder` turns its scores into probabilities and decisions with.
    `likely` is the probability that the main theme had at least in nine of ten quotes held out. `second` reads again what the
    linear models are unsure of; `alone` says that the coder was made with one that is not to be had here.
    """

    version: str
    themes: tuple[str, ...]
    features: Features
    weights: npt.NDArray[np.float32]
    intercepts: Doubles
    calibration: Calibration
    seed_precision: Mapping[str, tuple[float, float]]
    open_scaling: tuple[float, float]
    open_threshold: float
    likely: float = 0.1
    second: SecondReading | None = None
    alone: bool = False

    @property
    def name(self) -> str:
        """The coder's name in codings."""
        return f"model:rodedraad-coder@{self.version}{'-alone' if self.alone else ''}"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the columns."""
        return (*self.themes, *LEVELS, *KINDS)

    def scores(self, texts: Sequence[str]) -> Doubles:
        """Scores of the linear models, of shape (texts, codes)."""
        parts = [
            np.asarray(self.features.transform(texts[start : start + _BATCH]) @ self.weights, np.float64)
            for start in range(0, len(texts), _BATCH)
        ]
        return (np.vstack(parts) if parts else np.zeros((0, len(self.codes)))) + self.intercepts

    def predict(self, texts: Sequence[str]) -> Predictions:
        """Calibrated probabilities; a blank text has themes at 0, the levels' shares in training, and kind other."""
        scores = self.scores(texts)
        second = self.second
        if second is None:
            found = self.calibration.read(scores)
        else:
            found = read_twice(
                scores,
                self.calibration,
                second.calibration,
                second.below,
                lambda rows: second.encoder.scores([texts[int(row)] for row in rows]) * second.weights,
            )
        blank = np.array([not text.strip() for text in texts], bool)
        if blank.any():
            found.themes[blank] = 0.0
            found.levels[blank] = self.calibration.level_prior
            found.kinds[blank] = [float(kind == Kind.OTHER) for kind in KINDS]
        return found

    def level(self, predictions: Predictions) -> list[str]:
        """The level given to each text."""
        return [LEVELS[i] for i in (predictions.levels * self.calibration.level_weights).argmax(axis=1)]

    def kind(self, predictions: Predictions) -> list[str]:
        """The kind given to each text."""
        return [KINDS[i] for i in (predictions.kinds * self.calibration.kind_weights).argmax(axis=1)]

    def evidence(self, texts: Sequence[str], codes: Sequence[Sequence[str]]) -> list[list[tuple[str, ...]]]:
        """For each text and each of its codes, the words that raise the score most, in order of appearance."""
        column = {code: index for index, code in enumerate(self.codes)}
        finder = EvidenceWords(self.features, self.weights)
        content = len(self.themes)
        return finder.find(texts, [[column[code] for code in row] for row in codes], content)

    def save(self, folder: Path) -> None:
        """Write `coder.json` (vocabulary, settings) and `weights.npz` (arrays) into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        features, calibration = self.features, self.calibration
        described = {
            "format": FORMAT,
            "version": self.version,
            "themes": self.themes,
            "settings": {name: getattr(features.settings, name) for name in Settings.__dataclass_fields__},
            "letters": features.letters,
            "words": features.words,
            "lexicon": features.lexicon,
            "seed_precision": self.seed_precision,
            "vectors": features.embedder.name if features.embedder is not None else "",
            "open_scaling": self.open_scaling,
            "open_threshold": self.open_threshold,
            "likely": self.likely,
            "level_scale": calibration.level_scale,
            "kind_scale": calibration.kind_scale,
            "second": None,
        }
        arrays = {
            "weights": self.weights.astype(np.float32),
            "intercepts": self.intercepts,
            "letters_idf": features.letters_idf,
            "words_idf": features.words_idf,
            **{name: getattr(calibration, name) for name in ARRAYS},
        }
        if self.second is not None:
            again = self.second.calibration
            described["second"] = {
                "encoder": self.second.encoder.name,
                "below": self.second.below,
                "level_scale": again.level_scale,
                "kind_scale": again.kind_scale,
            }
            arrays["second_weights"] = self.second.weights
            arrays.update({f"second_{name}": getattr(again, name) for name in ARRAYS})
        text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
        (folder / "coder.json").write_text(text + "\n", encoding="utf-8")
        np.savez_compressed(folder / "weights.npz", allow_pickle=False, **arrays)

    @classmethod
    def load(cls, folder: Path, embedder: Embedder, encoder: Encoder | None = None) -> Coder:
        """Read a saved coder; nothing in the files can run code.

        `embedder` gives the sentence vectors that it was trained with, `encoder` is the second reader, None where there is none: then the
        linear models do it alone. Raises UsageError when files are missing or damaged, or the vectors or the reader are others.
        """
        try:
            data = json.loads((folder / "coder.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
        except FileNotFoundError as error:
            raise UsageError(f"{error.filename}: the trained coder is missing; {_REBUILD}") from error
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise UsageError(f"{folder}: the trained coder is damaged ({error}); {_REBUILD}") from error
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise UsageError(f"{folder}: the trained coder is of another format than {FORMAT}; {_REBUILD}")
        if data.get("vectors") not in ("", embedder.name):
            raise UsageError(
                f"{folder}: the trained coder goes with the vectors {data.get('vectors')}, not {embedder.name}; {_REBUILD}"
            )
        try:
            if data["second"] is not None and encoder is not None and data["second"]["encoder"] != encoder.name:
                raise UsageError(
                    f"{folder}: the trained coder goes with the reader {data['second']['encoder']}, not {encoder.name}; {_REBUILD}"
                )
            return cls._built(data, arrays, embedder, encoder)
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(f"{folder}: the trained coder is damaged ({error!r}); {_REBUILD}") from error

    @classmethod
    def _built(cls, data: dict[str, Any], arrays: dict[str, Any], embedder: Embedder, encoder: Encoder | None) -> Coder:
        settings = Settings(**{**data["settings"], "letters": tuple(data["settings"]["letters"])})
        lexicon = {name: tuple(seeds) for name, seeds in data["lexicon"].items()}
        letters, words = tuple(data["letters"]), tuple(data["words"])
        features = Features(
            settings,
            letters,
            words,
            lexicon,
            arrays["letters_idf"],
            arrays["words_idf"],
            embedder if data["vectors"] else None,
        )
        calibration = _calibration(data, arrays, "")
        described = data["second"]
        second = None
        if described is not None and encoder is not None:
            second = SecondReading(
                encoder,
                arrays["second_weights"],
                _calibration(described, arrays, "second_"),
                float(described["below"]),
            )
        precision = {key: (float(one), float(more)) for key, (one, more) in data["seed_precision"].items()}
        coder = cls(
            str(data["version"]),
            tuple(data["themes"]),
            features,
            arrays["weights"],
            arrays["intercepts"],
            calibration,
            precision,
            (float(data["open_scaling"][0]), float(data["open_scaling"][1])),
            float(data["open_threshold"]),
            float(data["likely"]),
            second,
            described is not None and second is None,
        )
        if coder.weights.shape != (features.size, len(coder.codes)) or coder.intercepts.shape != (len(coder.codes),):
            raise ValueError(f"weights of shape {coder.weights.shape} for {features.size} features")
        return coder


def _calibration(described: Mapping[str, Any], arrays: Mapping[str, Any], before: str) -> Calibration:
    return Calibration(
        level_scale=float(described["level_scale"]),
        kind_scale=float(described["kind_scale"]),
        **{name: arrays[f"{before}{name}"] for name in ARRAYS},
    )
