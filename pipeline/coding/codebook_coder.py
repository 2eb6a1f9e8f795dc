"""One coder for a codebook: the trained one for the shipped themes, the codebook's own words for any other."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook
from pipeline.coding import encoder, open_coder, seed_coder
from pipeline.coding.adapting import Correction
from pipeline.coding.calibration import Predictions
from pipeline.coding.coder import Coder
from pipeline.coding.doubts import Likeness
from pipeline.coding.doubts import doubts as find_doubts
from pipeline.coding.open_coder import OpenCoder
from pipeline.coding.seed_coder import SeedCoder, SubThemeCoder
from pipeline.coding.suggestions import Suggestions, Tagged
from pipeline.errors import UsageError
from pipeline.labelled import KINDS, LEVELS, read_texts
from pipeline.model import Coding, Doubt, Embedder, Segment

FOLDER = "coder_nl"
CORRECTIONS = "corrections.jsonl"
_BATCH = 4096


def load(models_dir: Path, codebook: Codebook, embedder: Embedder, *, own: Path | None = None) -> CodebookCoder:
    """The coder for a codebook, from `models_dir/coder_nl`; raises UsageError when that is missing or damaged.

    `embedder` gives the sentence vectors that ship with it. `own` is the folder of a project's own coder (`rodedraad train own`),
    or of another coder that `train` wrote.
    """
    folder = models_dir / FOLDER if own is None else own
    return CodebookCoder(
        Coder.load(folder, embedder, encoder.shipped(models_dir)), codebook, embedder, read_corrections(folder)
    )


def shipped(models_dir: Path, embedder: Embedder) -> Coder:
    """The trained coder that ships, from `models_dir/coder_nl`."""
    return Coder.load(models_dir / FOLDER, embedder, encoder.shipped(models_dir))


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """The corrections that an own coder keeps; none when there are none. Raises UsageError when they are damaged."""
    path = folder / CORRECTIONS
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            one = json.loads(line)
            themes = None if one["themes"] is None else tuple(map(str, one["themes"]))
            found.append(Correction(str(one["text"]), themes, one["level"], one["kind"]))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise UsageError(f"{path}, line {number}: damaged ({error}); train your own coder again") from error
    return tuple(found)


def with_examples(codebook: Codebook, corrections: Sequence[Correction]) -> Codebook:
    """The codebook with what people corrected as examples of the themes they gave, and as counterexamples of none."""
    themes = []
    for theme in codebook.themes:
        fits = tuple(one.text for one in corrections if one.themes is not None and theme.key in one.themes)
        none = tuple(one.text for one in corrections if one.themes == ())
        themes.append(
            replace(theme, examples=(*theme.examples, *fits), counterexamples=(*theme.counterexamples, *none))
        )
    return replace(codebook, themes=tuple(themes))


def suggest(segments: Sequence[Segment], codebook: Codebook, coder: Coder, embedder: Embedder) -> Suggestions:
    """Suggest themes, sub-themes, level and kind for segments."""
    return CodebookCoder(coder, codebook, embedder).code(segments)


class CodebookCoder:
    """Codes by `codebook`. Themes come from the trained coder when the codebook has exactly its themes, else from what
    the codebook says, and from `corrections` as its examples; level and kind always come from the trained coder.
    """

    def __init__(
        self, coder: Coder, codebook: Codebook, embedder: Embedder, corrections: Sequence[Correction] = ()
    ) -> None:
        self._coder = coder
        self._embedder = embedder
        self._codebook = codebook
        self._trained = set(codebook.keys) == set(coder.themes)
        known = with_examples(codebook, corrections)
        self._open = None if self._trained else OpenCoder(known, coder.features, embedder, coder.open_scaling)
        self._order = [coder.themes.index(key) for key in codebook.keys] if self._trained else []
        self._seeds = SeedCoder(codebook, coder.seed_precision if self._trained else {})
        self._subthemes = SubThemeCoder(codebook)

    @property
    def name(self) -> str:
        """The name in codings of what gives themes."""
        return self._coder.name if self._trained else open_coder.CODER

    def code(self, segments: Sequence[Segment]) -> Suggestions:
        """Suggest themes, sub-themes (inside themes given here or by the report), level and kind.

        What seeds alone point at is rejected with the theme's probability; where they agree with a theme that is given,
        they stand beside it as a coding of their own.
        """
        kept: list[Coding] = []
        rejected: list[tuple[Coding, str]] = []
        chances: list[tuple[float, ...]] = []
        for start in range(0, len(segments), _BATCH):
            part = self._code(segments[start : start + _BATCH])
            kept += part.kept
            rejected += part.rejected
            chances += part.chances
        return Suggestions(tuple(kept), tuple(rejected), tuple(chances))

    def _code(self, segments: Sequence[Segment]) -> Suggestions:
        texts = [segment.text for segment in segments]
        predictions, scores = self._predict(texts)
        given = self._given(scores)
        levels, kinds = self._coder.level(predictions), self._coder.kind(predictions)
        hits = self._seeds.find(texts)
        codes = [[*themes, level, kind] for themes, level, kind in zip(given, levels, kinds, strict=True)]
        words = self._evidence(texts, codes)
        keys = self._codebook.keys
        known = [
            {key: float(scores[i, keys.index(key)]) for key in themes}
            | ({segment.outline.theme: 1.0} if segment.outline.theme in keys and segment.outline.theme else {})
            for i, (segment, themes) in enumerate(zip(segments, given, strict=True))
        ]
        below = self._subthemes.find(texts, known)
        kept: list[Coding] = []
        rejected: list[tuple[Coding, str]] = []
        for i, segment in enumerate(segments):
            name = segment.segment_id
            for j, theme in enumerate(given[i]):
                surely = float(scores[i, keys.index(theme)])
                kept.append(Coding(name, theme, self.name, round(surely, 4), evidence_words=words[i][j]))
            for hit in hits[i]:
                coding = Coding(name, hit.key, seed_coder.CODER, round(hit.confidence, 4), evidence_words=hit.words)
                if hit.key in given[i]:
                    kept.append(coding)
                else:
                    surely = float(scores[i, keys.index(hit.key)])
                    rejected.append((coding, f"seed words alone; {self.name} says {surely:.2f}"))
            for hit in below[i]:
                kept.append(Coding(name, hit.key, seed_coder.CODER, hit.confidence, evidence_words=hit.words))
            for j, key in enumerate(keys):
                if key not in given[i]:
                    reason = f"below threshold {self._thresholds[j]:.2f}"
                    rejected.append((Coding(name, key, self.name, round(float(scores[i, j]), 4)), reason))
            level, kind = self._surely(predictions, i, levels[i]), self._surely(predictions, i, kinds[i])
            kept.append(Coding(name, levels[i], self._coder.name, level, evidence_words=words[i][-2]))
            kept.append(Coding(name, kinds[i], self._coder.name, kind, evidence_words=words[i][-1]))
        return Suggestions(tuple(kept), tuple(rejected), tuple(map(tuple, scores.tolist())))

    def doubts(
        self,
        segments: Sequence[Segment],
        suggestions: Suggestions,
        quotes: Path | None = None,
        *,
        judged: Collection[str] = (),
    ) -> tuple[Doubt, ...]:
        """The segments whose codings a person had better look at first, from what `code` gave for them.

        Those that the report itself codes are sure, and those whose ids are in `judged` were looked at already. `quotes` is the
        folder of labelled quotes that the coder was trained on, to show what each is like.
        """
        rows = [
            row
            for row, one in enumerate(segments)
            if one.segment_id not in judged and one.outline.theme not in self._codebook.keys
        ]
        like = None
        if quotes is not None and quotes.is_dir() and self._trained and rows:
            like = Likeness(read_texts(quotes), self._embedder)
        return find_doubts(
            [segments[row].segment_id for row in rows],
            self._embedder.encode([segments[row].text for row in rows]),
            np.array([suggestions.chances[row] for row in rows]).reshape(-1, len(self._codebook.keys)),
            self._thresholds,
            self._coder.likely,
            self._codebook.keys,
            like=like,
        )

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Themes (surest first, none when it abstains), a probability for every theme, level, kind, evidence words.

        Evidence words are those of the themes given. A blank text has no theme, probabilities of 0, the level most
        frequent in training, and kind other.
        """
        tagged: list[Tagged] = []
        for start in range(0, len(texts), _BATCH):
            part = texts[start : start + _BATCH]
            predictions, scores = self._predict(part)
            given = self._given(scores)
            words = self._evidence(part, given)
            levels, kinds = self._coder.level(predictions), self._coder.kind(predictions)
            for i, themes in enumerate(given):
                by_key = {key: float(scores[i, j]) for j, key in enumerate(self._codebook.keys)}
                shown = tuple(dict.fromkeys(word for group in words[i] for word in group))
                tagged.append(Tagged(themes, by_key, levels[i], kinds[i], shown))
        return tagged

    @property
    def _thresholds(self) -> npt.NDArray[np.float64]:
        if self._trained:
            return self._coder.calibration.thresholds[self._order]
        return np.full(len(self._codebook.themes), self._coder.open_threshold)

    def _predict(self, texts: Sequence[str]) -> tuple[Predictions, npt.NDArray[np.float64]]:
        predictions = self._coder.predict(texts)
        if self._open is None:
            return predictions, predictions.themes[:, self._order]
        return predictions, self._open.predict(texts)

    def _given(self, scores: npt.NDArray[np.float64]) -> list[tuple[str, ...]]:
        """The themes at or above their thresholds, surest first."""
        keys = self._codebook.keys
        above = scores >= self._thresholds
        return [
            tuple(keys[j] for j in np.argsort(-row, kind="stable") if over[j])
            for row, over in zip(scores, above, strict=True)
        ]

    def _evidence(self, texts: Sequence[str], codes: Sequence[Sequence[str]]) -> list[list[tuple[str, ...]]]:
        if self._open is None:
            return self._coder.evidence(texts, codes)
        keys = set(self._codebook.keys)
        themes = self._open.evidence(texts, [[code for code in row if code in keys] for row in codes])
        rest = self._coder.evidence(texts, [[code for code in row if code not in keys] for row in codes])
        return [first + second for first, second in zip(themes, rest, strict=True)]

    def _surely(self, predictions: Predictions, row: int, code: str) -> float:
        if code in LEVELS:
            return round(float(predictions.levels[row, LEVELS.index(code)]), 4)
        return round(float(predictions.kinds[row, KINDS.index(code)]), 4)
