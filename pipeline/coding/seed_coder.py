"""Codings from a codebook's own words: seed matches for themes, and sub-themes inside a theme."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.codebook import Codebook, SeedMatch, SubTheme, seed_matches
from pipeline.coding.features import Features, Settings

CODER = "model:seeds@1"

_UNMEASURED = (0.5, 0.65)
_MOST_WORDS = 5
# A seed match settles a sub-theme; likeness to its description and examples alone must be this strong.
_LEAST_LIKENESS = 0.18
_MOST_SUBTHEMES = 2
_SETTINGS = Settings(letters=(3, 5), min_texts=1, words_weight=0.5)


@dataclass(frozen=True, slots=True)
class Hit:
    """A theme or sub-theme found by the codebook's words: how surely, and the words of the text."""

    key: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class SeedCoder:
    """Finds themes by their seeds; `precision` maps a theme to how often one match, and more than one, are right.

    A theme that nobody measured counts as right in half of the single matches.
    """

    codebook: Codebook
    precision: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def find(self, texts: Sequence[str]) -> list[list[Hit]]:
        """The themes whose seeds occur in each text, in the codebook's order."""
        lists = tuple(theme.seeds for theme in self.codebook.themes)
        return [self._hits(text, seed_matches(text, lists)) for text in texts]

    def _hits(self, text: str, found: Sequence[Sequence[SeedMatch]]) -> list[Hit]:
        hits = []
        for theme, matches in zip(self.codebook.themes, found, strict=True):
            if matches:
                one, more = self.precision.get(theme.key, _UNMEASURED)
                hits.append(Hit(theme.key, more if len(matches) > 1 else one, matched_words(text, matches)))
        return hits


class SubThemeCoder:
    """Finds sub-themes inside a theme by their seeds and by likeness to their names, descriptions and examples.

    Nobody labelled sub-themes yet, so the confidence is no measured probability: it is the theme's confidence
    times the sub-theme's share of what speaks for any sub-theme of that theme.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._subthemes = {theme.key: theme.subthemes for theme in codebook.themes if theme.subthemes}
        self._aspects = {key: codebook.across(key) for key in codebook.keys} if codebook.aspects else {}
        described = {
            (key, sub.key): _description(sub) for key, subthemes in self._subthemes.items() for sub in subthemes
        }
        self._rows = {pair: index for index, pair in enumerate(described)}
        self._features = Features.fit(list(described.values()) or [""], {}, _SETTINGS)
        self._described = self._features.transform(list(described.values()) or [""])

    def find(self, texts: Sequence[str], themes: Sequence[Mapping[str, float]]) -> list[list[Hit]]:
        """Up to two sub-themes for each theme (key → confidence) of each text, or the aspect most spoken of where there is none.

        Hits are keyed `theme/subtheme`.
        """
        if not (self._subthemes or self._aspects) or not texts:
            return [[] for _ in texts]
        scale = 1 / (1 + _SETTINGS.words_weight**2)
        likeness = np.asarray((self._features.transform(texts) @ self._described.T).todense()) * scale
        return [
            [hit for key, surely in row.items() for hit in self._inside(text, key, surely, likeness[index])]
            for index, (text, row) in enumerate(zip(texts, themes, strict=True))
        ]

    def _inside(self, text: str, theme: str, surely: float, likeness: npt.NDArray[np.float32]) -> list[Hit]:
        subthemes = self._subthemes.get(theme, ())
        found = seed_matches(text, tuple(sub.seeds for sub in subthemes))
        scored = []
        for sub, matches in zip(subthemes, found, strict=True):
            alike = float(likeness[self._rows[theme, sub.key]])
            if matches or alike >= _LEAST_LIKENESS:
                scored.append((math.log2(1 + len(matches)) + 4 * alike, sub.key, matched_words(text, matches)))
        if not scored:
            return self._across(text, theme, surely)
        scored.sort(key=lambda item: (-item[0], item[1]))
        total = sum(score for score, _, _ in scored) + 0.5
        best = scored[:_MOST_SUBTHEMES]
        return [
            Hit(f"{theme}/{key}", round(surely * score / total, 4), words)
            for score, key, words in best
            if score >= 0.6 * best[0][0]
        ]

    def _across(self, text: str, theme: str, surely: float) -> list[Hit]:
        """The aspect with most matches in the text, the first of them in the codebook's order."""
        aspects = self._aspects.get(theme, ())
        found = seed_matches(text, tuple(aspect.seeds for aspect in aspects))
        counts = [len(matches) for matches in found]
        if not any(counts):
            return []
        best = counts.index(max(counts))
        share = math.log2(1 + counts[best]) / (sum(math.log2(1 + count) for count in counts) + 0.5)
        return [Hit(f"{theme}/{aspects[best].key}", round(surely * share, 4), matched_words(text, found[best]))]


def matched_words(text: str, matches: Sequence[SeedMatch]) -> tuple[str, ...]:
    """The matched stretches as they stand in the text, each once, five at most."""
    return tuple(dict.fromkeys(text[match.start : match.end] for match in matches))[:_MOST_WORDS]


def _description(sub: SubTheme) -> str:
    return " ".join([sub.label, sub.description, *(seed.replace("*", "") for seed in sub.seeds), *sub.examples])
