"""The shipped Dutch pipeline: accuracy on the test treebanks, lemmas beside peers, speed per set of components, spoken Flemish.

    python benchmarks/bench_language.py [--data DIR] [--model DIR]

DIR holds `treebanks/test_alpino.conllu` and `test_lassy.conllu`; without it, speed and the cases of spoken Flemish alone. The
peers for lemmas, simplemma and the lookup table of spacy-lookups-data, take part when they are installed.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline import nlp, shipped
from pipeline.labelled import read_texts
from pipeline.training.language.measure import lemma_share, pipeline_lemmas, score, speed
from pipeline.training.language.treebank import Sentence, read

CASES = Path(__file__).parents[1] / "tests" / "data" / "spoken_flemish.csv"
TESTS = ("test_alpino", "test_lassy")
WORDS = ("tok2vec", "morphologizer", "lemmatizer", "unknown_lemmas", "trainable_lemmatizer", "spoken_words")
SETS: dict[str, Sequence[str]] = {
    "tokenizer alone": (),
    "parts of speech": ("tok2vec", "morphologizer"),
    "parts of speech and lemmas (what a run uses)": WORDS,
    "parse": ("tok2vec", "parser"),
    "everything": (*WORDS, "parser"),
}


def simplemma_lemmas() -> Callable[[Sentence], Sequence[str]] | None:
    """Lemmas by simplemma's Dutch dictionary and rules; None when it is not installed."""
    try:
        simplemma: Any = importlib.import_module("simplemma")
    except ModuleNotFoundError:
        return None
    return lambda sentence: [simplemma.lemmatize(word.form, lang="nl").replace("_", "") for word in sentence]


def lookup_lemmas() -> Callable[[Sentence], Sequence[str]] | None:
    """Lemmas by spaCy's lookup table for Dutch; None when spacy-lookups-data is not installed."""
    from spacy.lookups import load_lookups

    try:
        table: Any = load_lookups("nl", ["lemma_lookup"]).get_table("lemma_lookup")
    except ValueError:
        return None
    return lambda sentence: [table.get(word.form.lower(), word.form.lower()) for word in sentence]


def accuracy(model: Path, data: Path) -> None:
    """Accuracy on the test parts, and lemmas beside the peers."""
    import spacy

    language = spacy.load(model)
    peers = {
        "ours": pipeline_lemmas(language),
        "simplemma": simplemma_lemmas(),
        "spaCy lookup": lookup_lemmas(),
        "lower case": lambda sentence: [word.form.lower() for word in sentence],
    }
    for name in TESTS:
        path = data / "treebanks" / f"{name}.conllu"
        print(f"{name}: {score(model, path)}")
        sentences = read(path)
        for peer, lemmatise in peers.items():
            share = f"{lemma_share(sentences, lemmatise):.2%}" if lemmatise else "not installed"
            print(f"  lemmas on the treebank's tokens, {peer}: {share}")


def cases(model: Path) -> None:
    """How many words of spoken Flemish and shorthand stay whole and get a sensible lemma."""
    import spacy

    language = spacy.load(model)
    blank = spacy.blank("nl")
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    whole = whole_blank = right = 0
    for row in rows:
        found = [token for token in language(row["sentence"]) if token.text == row["token"]]
        whole += bool(found)
        whole_blank += row["token"] in [token.text for token in blank(row["sentence"])]
        right += bool({token.lemma_.lower() for token in found} & set(row["lemma"].lower().split("|")))
    print(
        f"spoken Flemish and shorthand, {len(rows)} cases: {whole} whole (spaCy's own tokenizer {whole_blank}), {right} lemmas"
    )


def speeds(model: Path, texts: Sequence[str]) -> None:
    """Tokens per second of processor time, one thread, per set of components."""
    import spacy

    language = spacy.load(model)
    everything = speed(language, texts, SETS["everything"])
    for name, components in SETS.items():
        found = everything if name == "everything" else speed(language, texts, components)
        print(f"{name}: {found:,.0f} tokens/s ({found / everything:.1f} times everything)")


def loading(model: Path) -> None:
    """Seconds to open the pipeline, imports apart, in a fresh process."""
    code = (
        "import spacy, time, sys; from pathlib import Path; from pipeline import nlp; import spacy.lang.nl, spacy.training;"
        "started = time.process_time(); nlp.load(Path(sys.argv[1]), name=sys.argv[2]); print(time.process_time() - started)"
    )
    command = [sys.executable, "-c", code, str(model.parent), model.name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    print(f"opened in {float(done.stdout):.2f} s of processor time")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, help="the folder that holds treebanks/")
    parser.add_argument("--model", type=Path, default=shipped.models() / nlp.SHIPPED)
    asked = parser.parse_args()
    started = time.monotonic()
    megabytes = sum(path.stat().st_size for path in asked.model.rglob("*") if path.is_file()) / 1e6
    print(f"{asked.model.name}: {megabytes:.1f} MB")
    loading(asked.model)
    cases(asked.model)
    speeds(asked.model, read_texts(shipped.corpus() / "training" / "quotes"))
    if asked.data:
        accuracy(asked.model, asked.data)
    print(f"({time.monotonic() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
