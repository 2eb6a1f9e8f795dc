"""Read what the sentence vectors learn from: parallel sentences, a dictionary, and pairs whose likeness people judged."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError

_NAMES_OF_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_MOST_LEMMAS = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that was learned from: its files with their sha256, and how many pairs it gave."""

    name: str
    licence: str
    origin: str
    use: str
    files: tuple[tuple[str, str], ...]
    pairs: int


@dataclass(frozen=True, slots=True)
class Parallel:
    """Dutch and English of the same meaning, line by line; `words` marks dictionary entries."""

    dutch: tuple[str, ...]
    english: tuple[str, ...]
    words: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of Dutch sentences with the likeness that people gave the English ones (0 to 5, or 1 to 5)."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that is learned from, and where it came from."""

    parallel: tuple[Parallel, ...]
    judged: tuple[Judged, ...]
    sources: tuple[Source, ...]


def read_lessons(data_dir: Path, wordnet: Path) -> Lessons:
    """Read the training data of a folder with `parallel`, `similarity` and `lexicon`, and the files of WordNet 3.0.

    Only the parts that are for training are read: of STSb its `train` files, of SICK-NL the rows marked TRAIN. Raises
    UsageError when a file is missing or is not what its name says.
    """
    parallel: list[Parallel] = []
    judged: list[Judged] = []
    sources: list[Source] = []

    def learn(source: tuple[str, str, str, str], files: Sequence[Path], pairs: Parallel, base: Path = data_dir) -> None:
        name, licence, origin, use = source
        listed = tuple((file.relative_to(base).as_posix(), _sha256(file)) for file in files)
        parallel.append(pairs)
        sources.append(Source(name, licence, origin, use, listed, len(pairs.dutch)))

    path = _file(data_dir / "parallel" / "tatoeba_en_nl.tsv")
    rows = [row for row in _table(path, "\t") if len(row) == 2]
    learn(_TATOEBA, [path], Parallel(tuple(row[1] for row in rows), tuple(row[0] for row in rows)))

    files = [_file(data_dir / "parallel" / name) for name in ("ntrex.nld", "ntrex.eng")]
    dutch, english = (file.read_text(encoding="utf-8").splitlines() for file in files)
    _same_length(files, dutch, english)
    learn(_NTREX, files, Parallel(tuple(dutch), tuple(english)))

    files = [_file(data_dir / "similarity" / f"stsb_{language}_train.csv") for language in ("nl", "en")]
    dutch_pairs, english_pairs = (_scored(file) for file in files)
    _same_length(files, dutch_pairs.first, english_pairs.first)
    both = Parallel(dutch_pairs.first + dutch_pairs.second, english_pairs.first + english_pairs.second)
    learn(_STSB, files, both)
    judged.append(without(dutch_pairs, read_stsb(data_dir / "similarity" / "stsb_nl_dev.csv")))

    path = _file(data_dir / "similarity" / "sick_nl_train_trial.tsv")
    sick, originals = read_sick(path, "TRAIN")
    learn(_SICK, [path], Parallel(sick.first + sick.second, originals))
    judged.append(without(sick, read_sick(path, "TRIAL")[0]))

    files = [_file(data_dir / "lexicon" / name) for name in ("omw_nld.tab", "omw_wikt_nld.tab")]
    parts = [_file(wordnet / f"data.{part}") for part in _NAMES_OF_PARTS]
    entries = _dictionary(files, parts)
    learn(_ODWN, files, entries)
    sources.append(
        Source(
            *_WORDNET,
            tuple((part.name, _sha256(part)) for part in parts),
            len(set(entries.english)),
        )
    )
    return Lessons(tuple(parallel), tuple(judged), tuple(sources))


_TATOEBA = ("Tatoeba, English–Dutch", "CC BY 2.0 FR", "the Tatoeba project", "parallel sentences")
_NTREX = (
    "NTREX-128, English–Dutch",
    "CC BY-SA 4.0",
    "Federmann et al. 2022, MicrosoftTranslator/NTREX",
    "parallel sentences",
)
_STSB = (
    "STS Benchmark, train, English and machine-translated Dutch",
    "mixed: the benchmark's parts keep the licences of their origins; PhilipMay/stsb-multi-mt for the translation",
    "Cer et al. 2017; May 2021",
    "parallel sentences, and the likeness that people gave each pair",
)
_SICK = (
    "SICK-NL, TRAIN rows",
    "MIT",
    "Wijnholds and Moortgat 2021, gijswijnholds/sick_nl",
    "parallel sentences, and the likeness that people gave each pair",
)
_ODWN = (
    "Open Dutch WordNet and Wiktionary tables of the Open Multilingual Wordnet",
    "CC BY-SA 4.0",
    "Postma et al. 2016; Bond and Foster 2013",
    "Dutch words of the synsets of Princeton WordNet",
)
_WORDNET = (
    "Princeton WordNet 3.0",
    "WordNet 3.0 licence (free, with its notice)",
    "Fellbaum 1998; Debian package wordnet-base",
    "English words and definitions of the same synsets",
)


def read_stsb(path: Path) -> Judged:
    """The pairs of one STSb file: first, second, score from 0 to 5."""
    return _scored(_file(path))


def read_sick(path: Path, part: str) -> tuple[Judged, tuple[str, ...]]:
    """The Dutch pairs of one part (TRAIN or TRIAL) of a SICK-NL file, and the English of all first, then all second."""
    table = _table(_file(path), "\t", quoted=False)
    header = next(table)
    try:
        columns = [header.index(name) for name in _SICK_COLUMNS]
        rows = [[row[column] for column in columns] for row in table if row]
        kept = [row for row in rows if row[5] == part]
        scores = tuple(float(row[4]) for row in kept)
    except (ValueError, IndexError) as error:
        raise UsageError(f"{path}: not a SICK-NL table; it needs the columns {', '.join(_SICK_COLUMNS)}") from error
    judged = Judged(tuple(row[0] for row in kept), tuple(row[1] for row in kept), scores)
    return judged, tuple(row[2] for row in kept) + tuple(row[3] for row in kept)


def without(judged: Judged, held: Judged) -> Judged:
    """The pairs that are not also among those held back to measure, in either order."""
    taken = {frozenset(pair) for pair in zip(held.first, held.second, strict=True)}
    rows = zip(judged.first, judged.second, judged.scores, strict=True)
    kept = [row for row in rows if frozenset(row[:2]) not in taken]
    return Judged(tuple(row[0] for row in kept), tuple(row[1] for row in kept), tuple(row[2] for row in kept))


_SICK_COLUMNS = (
    "sentence_A",
    "sentence_B",
    "sentence_A_original",
    "sentence_B_original",
    "relatedness_score",
    "SemEval_set",
)


def _scored(path: Path) -> Judged:
    rows = [row for row in _table(path, ",") if row]
    try:
        return Judged(
            tuple(row[0] for row in rows), tuple(row[1] for row in rows), tuple(float(row[2]) for row in rows)
        )
    except (IndexError, ValueError) as error:
        raise UsageError(f"{path}: every row must be sentence, sentence, score ({error})") from error


def _dictionary(tables: Sequence[Path], parts: Sequence[Path]) -> Parallel:
    """Each Dutch word beside the English words and the definition of its synset."""
    synsets: dict[str, str] = {}
    for path, letter in zip(parts, _NAMES_OF_PARTS.values(), strict=True):
        for line in path.read_text(encoding="latin-1").splitlines():
            if not line.startswith("  "):
                fields = line.split(" ")
                lemmas = [_lemma(fields[4 + 2 * index]) for index in range(min(int(fields[3], 16), _MOST_LEMMAS))]
                definition = line.partition("|")[2].partition(";")[0].strip()
                synsets[f"{fields[0]}-{letter}"] = f"{', '.join(lemmas)}: {definition}"
    pairs: dict[tuple[str, str], None] = {}
    for path in tables:
        for row in _table(path, "\t", quoted=False):
            if len(row) == 3 and row[0] in synsets:
                pairs[row[2], synsets[row[0]]] = None
    if not pairs:
        raise UsageError(f"{tables[0]}: no synset is in {parts[0].parent}; the tables are keyed to WordNet 3.0")
    return Parallel(tuple(dutch for dutch, _ in pairs), tuple(english for _, english in pairs), words=True)


def _lemma(written: str) -> str:
    return re.sub(r"\(\w+\)$", "", written).replace("_", " ")


def _table(path: Path, separator: str, *, quoted: bool = True) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        if quoted:
            yield from csv.reader(lines, delimiter=separator)
        else:
            yield from csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)


def _file(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(
            f"{path}: not there; --data needs the folders parallel, similarity and lexicon, "
            "and WordNet 3.0 comes with the Debian package wordnet-base"
        )
    return path


def _same_length(files: Sequence[Path], *columns: Sequence[str]) -> None:
    if len({len(column) for column in columns}) != 1:
        names = " and ".join(file.name for file in files)
        raise UsageError(f"{files[0].parent}: {names} must have the same number of lines")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def distinct(texts: Iterable[str]) -> list[str]:
    """Each text once, in the order of first occurrence."""
    return list(dict.fromkeys(texts))
