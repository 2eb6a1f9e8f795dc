"""Subword vectors that the pipeline reads words with: floret on plain Dutch text.

floret (Boyd and Warmerdam 2022) is fastText (Bojanowski et al. 2017) with the n-grams hashed into a small table (Svenstrup et al.
2017), so that every word has a vector, the ones nobody wrote before included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.training.language.lexicon import builder

SOURCES = ("topics/dekamer_nl.jsonl", "parallel/tatoeba_en_nl.tsv", "parallel/ntrex.nld")
SETTINGS: dict[str, Any] = {
    "model": "skipgram",
    "mode": "floret",
    "hashCount": 2,
    "bucket": 20_000,
    "dim": 64,
    "minn": 3,
    "maxn": 5,
    "minCount": 3,
    "epoch": 10,
    "ws": 3,
    "neg": 10,
    "lr": 0.05,
    "thread": 1,  # more threads give other vectors each time
}
_SENTENCE_END = re.compile(r"(?<=[a-zé)][.?!])\s*(?=[A-Z])")


def lines(data_dir: Path, treebank: Iterable[str], quotes: Iterable[str]) -> list[str]:
    """Sentences of all texts, each once: parliamentary questions, translations, the treebank, the training quotes."""
    found = [
        *_questions(data_dir / SOURCES[0]),
        *_translations(data_dir / SOURCES[1]),
        *(data_dir / SOURCES[2]).read_text(encoding="utf-8").split("\n"),
        *treebank,
        *quotes,
    ]
    return list(dict.fromkeys(line.strip() for line in found if line.strip()))


def _questions(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        for key in ("title", "body"):
            yield from _SENTENCE_END.split(question.get(key) or "")


def _translations(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        columns = line.split("\t")
        if len(columns) > 1:
            yield columns[1].strip('"').replace('""', '"')


def write_tokens(language: Any, sentences: Sequence[str], path: Path) -> int:
    """Write the sentences as normalised tokens, one sentence per line; gives the number of tokens."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for doc in language.tokenizer.pipe(sentences):
            words = [token.norm_ for token in doc if not token.is_space]
            count += len(words)
            file.write(" ".join(words) + "\n")
    return count


def learn(text: Path, out: Path) -> None:
    """Learn vectors from a text of tokens and write them as floret does."""
    model = builder("floret").train_unsupervised(str(text), **SETTINGS)
    model.save_floret_vectors(str(out))
