"""Which words of a text carry a code: how much a linear score falls when a word is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.codebook import seed_matches
from pipeline.coding.features import Features, counted, spans, tokenise, tokens, unit

Floats = npt.NDArray[np.float32]

_MOST = 5
_LEAST_SHARE = 0.3
# Words that say nothing of a theme by themselves, though a model may lean on them.
_FUNCTION_WORDS = """
aan al alle alleen als altijd andere ben bij bijna daar dan dat de der deze die dit doen doet door dus een eens elk
elke en er ergens ervan ge geen gij ging haar had hadden heb hebben heeft heel hem hen het hier hij hoe hun iedereen
iemand iets ik in is ja je jij jou jouw jullie kan kon kunnen maar me meer men met mij mijn moest moet moeten mocht
na naar niet niets nog nooit nu of om omdat onder ons onze ook op over pas per sinds soms te tegen ten ter terwijl
toch toen tot u uit uw van veel voor waar waarom wanneer want waren was wat we weer wel werd werden wie wij wil
willen word worden wordt zal ze zegt zei zelf zich zij zijn zo zoals zonder zou zouden
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


class EvidenceWords:
    """Finds evidence words for the linear models with `weights` (features, codes) over `features`."""

    def __init__(self, features: Features, weights: Floats) -> None:
        letters, words = len(features.letters), len(features.words)
        self._features = features
        self._letters = weights[:letters] * features.settings.letters_weight
        self._words = weights[letters : letters + words] * features.settings.words_weight
        self._seeds = weights[letters + words : features.sparse] * features.settings.seeds_weight

    def find(self, texts: Sequence[str], codes: Sequence[Sequence[int]], content: int) -> list[list[tuple[str, ...]]]:
        """One to five words per code, in order of appearance, as they stand in the text.

        `codes` are columns of the weights; for those below `content` (the themes) function words count only when no
        other word carries the code. Empty when no word raises the score.
        """
        asked = sorted({code for row in codes for code in row})
        place = {code: index for index, code in enumerate(asked)}
        found: list[list[tuple[str, ...]]] = []
        for start in range(0, len(texts), 4096):
            part, wanted = texts[start : start + 4096], codes[start : start + 4096]
            drops = self._drops(part, asked) if asked else [{}] * len(part)
            for text, row, fall in zip(part, wanted, drops, strict=True):
                found.append([_chosen(text, fall, place[code], code < content) for code in row])
        return found

    def _drops(self, texts: Sequence[str], asked: list[int]) -> list[dict[str, Floats]]:
        """For each text: token → how much each score falls without it.

        A block at unit length scores s / n; without a token of part p and squared length q that is (s - p) / √(n² - q).
        """
        features = self._features
        cut = tokenise(texts)
        per_type, mass_type = self._letter_parts(cut.types, asked)
        letters, letter_norms = unit(features.weigh_letters(cut))
        words, word_norms = unit(features.weigh_words(cut))
        letter_scores = np.asarray(letters @ self._letters[:, asked])
        word_scores = np.asarray(words @ self._words[:, asked])
        of_type = counted([features.word_columns(token) for token in cut.types], len(features.words))
        per_word = np.asarray(of_type @ (self._words[:, asked] * features.words_idf[:, None]))
        word_mass = np.asarray(of_type @ features.words_idf**2).ravel()
        lists = tuple(features.lexicon.values())
        results = []
        for index, text in enumerate(texts):
            begin, end = cut.counts.indptr[index : index + 2]
            types = cut.counts.indices[begin:end]
            fall = _fall(letter_scores[index], per_type[types], letter_norms[index], mass_type[types])
            fall += _fall(word_scores[index], per_word[types], word_norms[index], word_mass[types])
            by_token = {cut.types[kind]: fall[i] for i, kind in enumerate(types)}
            if lists:
                self._add_seeds(text, lists, asked, by_token)
            results.append(by_token)
        return results

    def _letter_parts(self, types: Sequence[str], asked: list[int]) -> tuple[Any, Any]:
        counts = self._features.letter_counts(types)
        weighed = counts.copy()
        weighed.data = weighed.data * self._features.letters_idf[weighed.indices]
        mass = np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel()
        return np.asarray(weighed @ self._letters[:, asked]), mass

    def _add_seeds(
        self, text: str, lists: tuple[tuple[str, ...], ...], asked: list[int], by_token: dict[str, Floats]
    ) -> None:
        for number, matches in enumerate(seed_matches(text, lists)):
            if not matches:
                continue
            share = np.log1p(len(matches)) / len(matches) * self._seeds[number, asked]
            for match in matches:
                inside = dict.fromkeys(tokens(text[match.start : match.end]))
                for token in inside:
                    if token in by_token:
                        by_token[token] = by_token[token] + share / len(inside)


def _fall(score: Any, part: Any, norm: float, mass: Any) -> Any:
    left = np.maximum(norm**2 - mass, 1e-2 * norm**2)
    return score[None, :] - (score[None, :] * norm - part) / np.sqrt(left)[:, None]


def _chosen(text: str, fall: dict[str, Floats], column: int, content: bool) -> tuple[str, ...]:
    if not fall:
        return ()
    carrying = [
        (float(values[column]), token) for token, values in fall.items() if token[0].isalnum() and values[column] > 0
    ]
    full = [(drop, token) for drop, token in carrying if len(token) > 2 and token not in FUNCTION_WORDS]
    best = sorted(full if content and full else carrying, key=lambda item: (-item[0], item[1]))[:_MOST]
    if not best:
        return ()
    kept = {token for drop, token in best if drop >= _LEAST_SHARE * best[0][0]}
    shown: dict[str, str] = {}
    for (start, end), token in zip(spans(text), tokens(text), strict=True):
        if token in kept:
            shown.setdefault(token, text[start:end])
    return tuple(shown.values())
