"""Train the Dutch spaCy pipeline that ships in `models/nl_rodedraad`."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import shipped
from pipeline.errors import UsageError
from pipeline.labelled import read_texts
from pipeline.nlp.spoken import IN_NAMES, keep_together, words
from pipeline.training.language import augment, lexicon, tables, vectors
from pipeline.training.language.augment import Pair
from pipeline.training.language.card import DATA, card
from pipeline.training.language.measure import Scores, score
from pipeline.training.language.tables import Tables, add_tables
from pipeline.training.language.treebank import Sentence, documents, prepositional_objects, read, relabelled

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "rodedraad"
VERSION = "1.0.0"
TESTS = ("test_alpino", "test_lassy")
# The share of the treebank that is said over again in spoken Flemish.
SPOKEN = 0.12
# The share that is said over again with capitals as in headings, and with low quotation marks.
TYPESET = 0.08
# How often the development part is trained on.
DEVELOPMENT_COPIES = 3
# A dozen lawyers' abbreviations in capitals for each that somebody writes.
_ABBREVIATION = re.compile(r"(?:[A-Z]+\.){2,}|[A-Z]{3,}\.")
_IS = {"LEMMA": "zijn", "POS": "AUX"}

Tell = Callable[[str], None]


@dataclass(frozen=True)
class LanguageReport:
    """Where the pipeline is, how large, and how well it does on sentences that it did not see."""

    folder: Path
    megabytes: float
    scores: Mapping[str, Scores]

    def __str__(self) -> str:
        lines = [f"{self.folder}: {self.megabytes:.1f} MB"]
        lines += [f"{name}: {scores}" for name, scores in self.scores.items()]
        return "\n".join(lines)


def train_language(data_dir: Path, out_dir: Path, *, seed: int, tell: Tell = lambda _: None) -> LanguageReport:
    """Train on the treebanks, word lists and texts in `data_dir`, and write the pipeline with its card and manifest.

    `data_dir` holds `treebanks/` (train, dev, test_alpino, test_lassy in CoNLL-U), `lexicon/`, `parallel/` and `topics/`.
    `tell` is given a line per step; spaCy's own table of steps goes to stderr. Takes an hour and more on one core. Raises
    UsageError when data or a package that only training needs are missing.
    """
    _all_there(data_dir)
    sentences, held_out = _sentences(data_dir / "treebanks")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        tell("learning subword vectors")
        _learn_vectors(data_dir, sentences, work)
        tell("making training sentences")
        inflected = augment.inflections(
            lexicon.forms(), lexicon.parts_of_speech(data_dir), sentences, lexicon.by_frequency()
        )
        counts = _write_documents(sentences, held_out, inflected.by_class, work, seed)
        tell("training; the table shows accuracy on the development part")
        _train(work)
        language = finished(work / "out" / "model-best", tables.exceptions(sentences, inflected.by_pos))
        write(language, out_dir)
    tell("measuring on the test parts")
    scores = {name: score(out_dir, data_dir / "treebanks" / f"{name}.conllu") for name in TESTS}
    _write_manifest(data_dir, out_dir, seed, counts)
    megabytes = sum(path.stat().st_size for path in out_dir.rglob("*") if path.is_file()) / 1e6
    report = LanguageReport(out_dir, megabytes, scores)
    (out_dir / "README.md").write_text(card(scores, megabytes, seed, counts), encoding="utf-8")
    return report


def _all_there(data_dir: Path) -> None:
    missing = [name for name in DATA if not (data_dir / name).is_file()]
    if missing:
        raise UsageError(f"{data_dir}: missing {', '.join(missing)}; see the model card for where they come from")
    for package in ("floret", "simplemma", "wordfreq"):
        lexicon.builder(package)


def _learn_vectors(data_dir: Path, sentences: list[Sentence], work: Path) -> None:
    import spacy
    from spacy.training.initialize import convert_vectors

    said = ["".join(word.form + " " * word.space_after for word in sentence) for sentence in sentences]
    quotes = read_texts(shipped.corpus() / "training" / "quotes")
    vectors.write_tokens(spacy.blank("nl"), vectors.lines(data_dir, said, quotes), work / "text.txt")
    vectors.learn(work / "text.txt", work / "vectors.floret")
    blank = spacy.blank("nl")
    convert_vectors(
        blank, work / "vectors.floret", truncate=0, prune=-1, name="nl_floret", mode="floret", attr="NORM"
    )  # fmt: skip
    blank.to_disk(work / "vectors")


def _sentences(folder: Path) -> tuple[list[Sentence], list[Sentence]]:
    """Sentences to train on, and those that choose the best step.

    The development part is labelled as the test parts are, the training part mostly by another conversion: so three
    quarters of it are trained on as well, and one is held out.
    """
    development = read(folder / "dev.conllu")
    held_out = [sentence for index, sentence in enumerate(development) if index // 10 % 4 == 3]
    trained_on = [sentence for index, sentence in enumerate(development) if index // 10 % 4 != 3]
    treebank = read(folder / "train.conllu")
    # The last of the training part is labelled like the development part: the converted part before it has no obl:arg.
    labelled = [sentence for sentence in treebank if any(word.relation == "obl:arg" for word in sentence)]
    objects = prepositional_objects([*labelled, *trained_on])
    sentences = [relabelled(sentence, objects) for sentence in treebank]
    return sentences + DEVELOPMENT_COPIES * [relabelled(sentence) for sentence in trained_on], held_out


def _write_documents(
    sentences: list[Sentence],
    held_out: list[Sentence],
    inflected: Mapping[str, Sequence[Pair]],
    work: Path,
    seed: int,
) -> dict[str, int]:
    import spacy
    from spacy.tokens import DocBin

    parts = {
        "treebank": sentences,
        "rare inflections": augment.with_rare_words(sentences, inflected, seed=seed),
        "spoken Flemish": augment.spoken(sentences, seed=seed, share=SPOKEN),
        "capitals and low marks": augment.typeset(sentences, seed=seed, share=TYPESET),
    }
    vocab = spacy.blank("nl").vocab
    for name, sets in (("train", list(parts.values())), ("dev", [held_out])):
        binary = DocBin(attrs=["ORTH", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "SPACY"])
        for part in sets:
            for document in documents(part, vocab):
                binary.add(document)
        binary.to_disk(work / f"{name}.spacy")
    return {name: len(part) for name, part in parts.items()}


def _train(work: Path) -> None:
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.util import load_config

    config = load_config(
        Path(__file__).with_name("pipeline.cfg"),
        overrides={
            "paths.train": str(work / "train.spacy"),
            "paths.dev": str(work / "dev.spacy"),
            "paths.vectors": str(work / "vectors"),
        },
        interpolate=False,
    )
    (work / "out").mkdir()
    train(init_nlp(config), work / "out", stdout=sys.stderr, stderr=sys.stderr)


def finished(best: Path, lemmas: Tables) -> Language:
    """A trained pipeline with lemma tables, the spoken words and a name, and nothing of the machine it was made on."""
    import spacy

    language = spacy.load(best)
    tables.add_spoken(lemmas, {form: word.lemma for form, word in words().items()})
    add_tables(language, lemmas)
    add_spoken_words(language)
    keep_together(language)
    tokenizer: Any = language.tokenizer
    # Abbreviations in capitals throughout: a third of the rules, half a second at every start, and nobody writes them.
    tokenizer.rules = {form: rule for form, rule in tokenizer.rules.items() if not _ABBREVIATION.fullmatch(form)}
    language.meta.update(
        name=NAME,
        version=VERSION,
        description="Dutch for what people say in meetings: words, lemmas, dependencies, spoken Flemish.",
        author="Rode Draad",
        license="CC BY-SA 4.0",
        sources=[{"name": data.name, "license": data.licence, "author": data.source} for data in DATA.values()],
    )
    language.meta.pop("performance", None)
    language.config["paths"] = dict.fromkeys(language.config["paths"])
    return language


def add_spoken_words(language: Language) -> None:
    """A ruler for what no table can hold: words whose part of speech is not looked up, and what hangs on the next word."""
    ruler: Any = language.add_pipe("attribute_ruler", name="spoken_words", after="trainable_lemmatizer")
    for form, word in words().items():
        for pos in sorted({word.pos, *word.also} & {"SCONJ", "CCONJ", "INTJ", "SYM"}):
            if word.lemma != form:
                ruler.add([[{"LOWER": form, "POS": pos}]], {"LEMMA": word.lemma})
        if form.count(".") > 1 or (form not in IN_NAMES and word.lemma != form and len(form) > 3):
            # At the start of a sentence or beside capitals these are easily taken for a name.
            ruler.add([[{"LOWER": form, "POS": "PROPN"}]], {"LEMMA": word.lemma})
    for mark in "'’‘":  # da's, wat 's
        ruler.add([[{"LOWER": {"IN": ["da", "wa", "dat", "wat"]}}, {"LOWER": f"{mark}s"}]], _IS, index=1)
    ruler.add([[{"LOWER": "jongeren"}]], {"LEMMA": "jongere", "POS": "NOUN"})
    ruler.add([[{"LOWER": "jongere"}]], {"LEMMA": "jongere", "POS": "NOUN"})
    ruler.add([[{"LOWER": "jongere"}, {"POS": "NOUN"}]], {"LEMMA": "jong", "POS": "ADJ"}, index=0)


def write(language: Language, folder: Path) -> None:
    """Write a pipeline with the strings that its edit trees hold, and without the words that it was trained on.

    Tables, labels and rules bring their own.
    """
    import srsly

    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    language.to_disk(folder)
    lemmatizer: Any = language.get_pipe("trainable_lemmatizer")
    store: Any = language.vocab.strings
    trees = srsly.msgpack_loads(lemmatizer.trees.to_bytes())
    needed = sorted({store[number] for number in _numbers(trees) if number > 255 and number in store})
    (folder / "vocab" / "strings.json").write_text(
        json.dumps(needed, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _numbers(part)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for part in value:
            yield from _numbers(part)


def _write_manifest(data_dir: Path, out_dir: Path, seed: int, counts: Mapping[str, int]) -> None:
    data = [
        {
            "file": name,
            "name": source.name,
            "licence": source.licence,
            "source": source.source,
            "use": source.use,
            "sha256": hashlib.sha256((data_dir / name).read_bytes()).hexdigest(),
        }
        for name, source in DATA.items()
    ]
    manifest = {
        "name": f"nl_{NAME}@{VERSION}",
        "licence": "CC BY-SA 4.0",
        "seed": seed,
        "data": data,
        "sentences": dict(counts),
        "trained_with": {name: version(name) for name in ("spacy", "thinc", "floret", "simplemma", "wordfreq")},
    }
    (out_dir / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
