"""Words without their inflection by rule, for grouping forms where no lemmas are at hand."""

from __future__ import annotations

import re

_VOWELS = "aeiouyèéëï"
_DOUBLED = re.compile(r"(bb|dd|ff|gg|kk|ll|mm|nn|pp|rr|ss|tt)$")
_LONG_VOWEL = re.compile(r"([^aeiouyè])(aa|ee|oo|uu)([^aeiouyè])$")


def reduced(form: str) -> str:
    """A word without its inflection: `huizen`, `huis` → `huis`; `grote`, `groot` → `grot`. For grouping, never shown.

    Steps 1, 2 and 4 of the Snowball stemmer for Dutch (M.F. Porter, snowballstem.org/algorithms/dutch/stemmer.html),
    which take plural and adjective endings and double letters; its step 3, for derivations such as -heid and -ing, is
    left out because it throws different words together. A final v or z becomes f or s.
    """
    word = form.lower()
    if len(word) < 4 or not word.isalpha():
        return word
    region = _region(word)
    if word.endswith("heden") and len(word) - 5 >= region:
        word = word[:-5] + "heid"
    elif word.endswith(("ene", "en")):
        stem = word[:-3] if word.endswith("ene") else word[:-2]
        if len(stem) >= region and stem[-1] not in _VOWELS and not stem.endswith("gem"):
            word = _DOUBLED.sub(lambda match: match.group()[0], stem)
    elif word.endswith(("se", "s")):
        stem = word[:-2] if word.endswith("se") else word[:-1]
        # Four letters at least: kans, mens and gids are no plurals.
        if len(stem) >= max(region, 4) and (stem[-1] not in _VOWELS + "js" or (stem[-1] == "e" and len(stem) > 5)):
            word = stem
    if word.endswith("e") and len(word) - 1 >= region and word[-2] not in _VOWELS:
        word = _DOUBLED.sub(lambda match: match.group()[0], word[:-1])
    word = _LONG_VOWEL.sub(lambda match: match.group(1) + match.group(2)[0] + match.group(3), word)
    return word[:-1] + {"v": "f", "z": "s"}.get(word[-1], word[-1])


def _region(word: str) -> int:
    """Where an ending may begin: after the first consonant that follows a vowel, and never before the fourth letter."""
    for index in range(1, len(word)):
        if word[index] not in _VOWELS and word[index - 1] in _VOWELS:
            return max(index + 1, 3)
    return len(word)
