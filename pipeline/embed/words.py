"""The words of a text and the letters of a word, as the static vectors count them."""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 3, 6
# Letters and digits with apostrophes inside; a question mark counts, since a question means something else.
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\?")
# What the pseudonymiser puts in the place of personal data says nothing about the subject.
_PLACEHOLDER = re.compile(r"\[[a-z][a-z -]* \d+\]")
_QUOTES = str.maketrans("’‘`´", "''''")


def words(text: str) -> list[str]:
    """The lower-case words of a text in order, question marks among them; placeholders such as `[naam 1]` left out."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    text = text.lower()
    if "[" in text:
        text = _PLACEHOLDER.sub(" ", text)
    return _WORD.findall(text)


def plain(word: str) -> str:
    """The word without accents: `coördinatie` and `coordinatie` share their letters."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def grams(word: str) -> list[str]:
    """The runs of three to six letters of `<word>`, accents left out, each as often as it occurs.

    After Bojanowski et al., Enriching word vectors with subword information (2017).
    """
    marked = f"<{plain(word)}>"
    size = len(marked)
    return [
        marked[start : start + length]
        for length in range(SHORTEST, min(LONGEST, size) + 1)
        for start in range(size - length + 1)
    ]
