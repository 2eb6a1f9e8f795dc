"""What the training quotes are like: how many, how varied, and how far two coders agree on them.

python benchmarks/describe_quotes.py [--folder corpus/training/quotes]
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from pipeline import codebook as codebooks
from pipeline import evaluate, shipped
from pipeline.codebook import seed_matches
from pipeline.coding.features import tokens
from pipeline.labelled import KINDS, LEVELS, read_phrases, read_quotes

ALIKE = 0.5  # Jaccard similarity of word pairs from which two quotes are near-duplicates

# The words that name a theme; the codebook's seeds are many more.
OBVIOUS = {
    "context_support": ("context*", "ouder", "ouders", "gezin*", "familie*", "thuisbegeleid*"),
    "trauma_sensitivity": ("trauma*", "afzonder*", "isolatie*", "agressie*"),
    "continuity": ("continu*", "wissel*", "overdracht*", "nieuwe begeleid*", "coördinat*", "trajectbegeleid*"),
    "daytime_activities": ("school*", "dagbested*", "daginvulling*", "dagbesteding*"),
    "diagnostics": ("diagno*", "test*", "onderzoek*", "beeldvorming*", "label*"),
    "prevention": ("wachtlijst*", "preventi*", "op tijd", "te laat", "vroegtijdig*", "aanmeld*"),
}


def near_duplicates(texts: list[str]) -> int:
    """How many quotes share half of their word pairs or more with another."""
    pairs = [frozenset(itertools.pairwise(word for word in tokens(text) if word[0].isalnum())) for text in texts]
    holders: dict[tuple[str, str], list[int]] = {}
    for place, held in enumerate(pairs):
        for pair in held:
            holders.setdefault(pair, []).append(place)
    found: set[int] = set()
    for place, held in enumerate(pairs):
        shared = Counter(other for pair in held if len(holders[pair]) < 200 for other in holders[pair] if other > place)
        for other, count in shared.items():
            if count / len(held | pairs[other]) >= ALIKE:
                found |= {place, other}
    return len(found)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=shipped.corpus() / "training" / "quotes")
    folder = parser.parse_args().folder
    book = codebooks.read(shipped.codebook())
    quotes = read_quotes(folder, book.keys)
    phrases = read_phrases(folder.parent / "phrases", book.keys)
    words = [[word for word in tokens(text) if word[0].isalnum()] for text in quotes.texts]
    lengths = np.array([len(one) for one in words])
    print(
        f"{len(quotes.texts)} quotes in {len(quotes.files)} sittings, {len(phrases.texts)} phrases in {len(phrases.files)} files"
    )
    print(
        f"words per quote: median {np.median(lengths):.0f}, 5 to 95 %: {np.quantile(lengths, 0.05):.0f}–{np.quantile(lengths, 0.95):.0f}"
    )
    themes = {key: int(count) for key, count in zip(book.keys, quotes.themes.sum(axis=0), strict=True)}
    print(
        f"themes: {themes}, none {int((quotes.main < 0).sum())}, two or more {int((quotes.themes.sum(axis=1) > 1).sum())}"
    )
    for names, values in ((LEVELS, quotes.levels), (KINDS, quotes.kinds)):
        print(", ".join(f"{name} {int((values == place).sum())}" for place, name in enumerate(names)))
    lists = tuple(theme.seeds for theme in book.themes)
    themed = [row for row in range(len(quotes.texts)) if quotes.main[row] >= 0]
    obvious = sum(bool(seed_matches(quotes.texts[row], lists)[quotes.main[row]]) for row in themed)
    print(f"themed quotes without any seed word of their main theme: {1 - obvious / len(themed):.3f}")
    narrow = tuple(OBVIOUS[key] for key in book.keys)
    named = sum(bool(seed_matches(quotes.texts[row], narrow)[quotes.main[row]]) for row in themed)
    print(f"themed quotes without the words that name their main theme: {1 - named / len(themed):.3f}")
    flat = [word for one in words for word in one]
    pairs = [pair for one in words for pair in itertools.pairwise(one)]
    print(
        f"different words {len(set(flat))} of {len(flat)}; different pairs of words: {len(set(pairs)) / len(pairs):.3f}"
    )
    openings = Counter(" ".join(one[:3]) for one in words)
    print(
        f"most frequent opening of three words: {openings.most_common(1)[0]}; different openings: {len(openings) / len(words):.3f}"
    )
    print(f"near-duplicates (half of the word pairs shared): {near_duplicates(quotes.texts)}")
    if quotes.second is not None:
        found = evaluate.compare(quotes.quotes, quotes.second.quotes, book.keys, names=("first coder", "second coder"))
        for row in found.fields:
            print(f"{row.field}: macro-F1 {row.macro_f1}, same {row.exact}, alpha {row.alpha:.3f}")
        print(f"main theme the same: {found.top1}; none by both: {found.abstained}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
