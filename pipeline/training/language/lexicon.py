"""Word lists that training draws on: forms with their lemma, lemmas with their parts of speech, words by frequency."""

from __future__ import annotations

import importlib
from collections import defaultdict
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

WORDNETS = ("lexicon/omw_nld.tab", "lexicon/omw_wikt_nld.tab")
# Rarer words than these are seldom said, and seldom right in a word list.
MOST_WORDS = 200_000


def builder(name: str) -> Any:
    """A package that only training needs; raises UsageError that says how to get it."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        raise UsageError(
            f"training the language model needs {package}, which is not installed: pip install {package}"
        ) from error


def forms() -> dict[str, str]:
    """form → lemma, from simplemma's Dutch dictionary."""
    factory = builder("simplemma.strategies.dictionaries.dictionary_factory").DefaultDictionaryFactory()
    return {_text(form): _text(lemma) for form, lemma in factory.get_dictionary("nl").items()}


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def parts_of_speech(data_dir: Path) -> dict[str, str]:
    """lemma → letters for its parts of speech (n, v, a), from Open Dutch WordNet and Wiktionary."""
    found: dict[str, str] = defaultdict(str)
    for name in WORDNETS:
        path = data_dir / name
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise UsageError(f"{path}: the word list cannot be read ({error.strerror})") from error
        for line in lines:
            columns = line.split("\t")
            if len(columns) == 3 and columns[1].endswith(":lemma"):
                letter = columns[0][-1].replace("s", "a")  # s: a satellite of an adjective
                if letter in "nva" and letter not in found[columns[2]]:
                    found[columns[2]] += letter
    return dict(found)


def by_frequency() -> list[str]:
    """Dutch words, the most frequent first, from wordfreq."""
    return list(builder("wordfreq").top_n_list("nl", MOST_WORDS))
