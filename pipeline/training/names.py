"""Make the lists of names that `pipeline/pseudonymise` looks for: `models/names_nl`."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline import shipped
from pipeline.errors import UsageError
from pipeline.pseudonymise.names import OWN, folded
from pipeline.training.language.lexicon import builder, forms

# Locales of Faker's person lists in Latin script, for the origins of people that Flemish youth care meets.
LOCALES = (
    "nl_BE", "nl_NL", "fr_BE", "fr_FR", "fr_DZ", "tr_TR", "sw", "en_KE", "tw_GH", "pl_PL", "ro_RO", "cs_CZ", "sk_SK",
    "hr_HR", "es_ES", "pt_PT", "it_IT", "en_GB", "de_DE", "sl_SI", "hu_HU", "ig_NG", "yo_NG", "ha_NG", "uz_UZ",
)  # fmt: skip
WORDS = "lexicon/opentaal_basiswoorden.txt"
_SHORTEST = 2


@dataclass(frozen=True)
class NamesReport:
    """How many names there are, and how many of them are Dutch words as well."""

    folder: Path
    counts: dict[str, int]

    def __str__(self) -> str:
        return f"{self.folder}: " + ", ".join(f"{count:,} {name}" for name, count in self.counts.items())


def train_names(data_dir: Path | None, out_dir: Path) -> NamesReport:
    """Collect first names, surnames, municipalities and Dutch words from Faker, our own list and OpenTaal's word list.

    `data_dir` holds `lexicon/opentaal_basiswoorden.txt`. Raises UsageError when it, or the package Faker, is missing.
    """
    if data_dir is None or not (data_dir / WORDS).is_file():
        raise UsageError(f"train names: --data must name the folder that holds {WORDS}")
    first, last = _collected()
    own = read_own(shipped.models() / "names_nl" / OWN)
    first, last = (first | own["first"] | own["sure"]) - own["never"], last | own["last"]
    words = [line.strip() for line in (data_dir / WORDS).read_text(encoding="utf-8").splitlines()]
    common = sorted({folded(word) for word in words if word.isalpha() and len(word) >= _SHORTEST} - own["sure"])
    # Inflected words are no entries of the approved list: Wilde, Namen, Beste.
    inflected = {folded(form) for form in forms() if form.islower()} & (first | last)
    common = sorted((set(common) | inflected) - own["sure"])
    places = sorted({folded(place) for place in _municipalities()} | own["places"])
    out_dir.mkdir(parents=True, exist_ok=True)
    lists = {
        "first.txt.gz": sorted(first),
        "last.txt.gz": sorted(last),
        "words.txt.gz": common,
        "places.txt.gz": places,
    }
    for name, lines in lists.items():
        (out_dir / name).write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    if out_dir.resolve() != (shipped.models() / "names_nl").resolve():
        shutil.copyfile(shipped.models() / "names_nl" / OWN, out_dir / OWN)
    known = set(common)
    counts = {
        "first names": len(first),
        "of them words as well": len(first & known),
        "surnames": len(last),
        "municipalities": len(places),
        "words": len(common),
    }
    report = NamesReport(out_dir, counts)
    _write_manifest(data_dir, out_dir, counts)
    (out_dir / "README.md").write_text(_CARD.format(**{key.replace(" ", "_"): n for key, n in counts.items()}), "utf-8")
    return report


def read_own(path: Path) -> dict[str, set[str]]:
    """The sections of our own list: "first" names, "last" names, first names that are "sure" to be no words, and words "never" meant as names,
    and "places" outside Belgium."""
    lists: dict[str, set[str]] = {"first": set(), "last": set(), "sure": set(), "never": set(), "places": set()}
    section = "first"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() in lists:
            section = line.strip()
        elif not line.startswith("#"):
            lists[section] |= {folded(name) for name in line.split()}
    return lists


def _collected() -> tuple[set[str], set[str]]:
    builder("faker")
    first: set[str] = set()
    last: set[str] = set()
    for locale in LOCALES:
        provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for key in ("first_names", "first_names_male", "first_names_female"):
            first |= _single(getattr(provider, key, ()))
        for key in ("last_names", "last_names_male", "last_names_female"):
            last |= _whole(getattr(provider, key, ()))
    return first, last


def _single(names: Iterable[str] | None) -> set[str]:
    return {folded(part) for name in names or () for part in name.split() if len(part) >= _SHORTEST and part.isalpha()}


def _whole(names: Iterable[str] | None) -> set[str]:
    """Surnames whole ("de smet"), which is how their small words are known."""
    return {folded(name) for name in names or () if len(name) >= _SHORTEST and not any(char.isdigit() for char in name)}


def _municipalities() -> set[str]:
    provider: Any = importlib.import_module("faker.providers.address.nl_BE").Provider
    return {str(city) for city in provider.cities}


def _write_manifest(data_dir: Path, out_dir: Path, counts: dict[str, int]) -> None:
    data = [
        {
            "file": WORDS,
            "name": "OpenTaal approved words",
            "licence": "BSD-3-Clause or CC BY 3.0",
            "source": "opentaal.org",
            "sha256": hashlib.sha256((data_dir / WORDS).read_bytes()).hexdigest(),
        },
        {
            "file": OWN,
            "name": "names written for this project",
            "licence": "EUPL-1.2",
            "source": "this project",
            "sha256": hashlib.sha256((out_dir / OWN).read_bytes()).hexdigest(),
        },
        {
            "package": f"Faker {version('faker')}",
            "name": "person and address lists of " + ", ".join(LOCALES),
            "licence": "MIT",
            "source": "Faker and contributors",
        },
    ]
    text = json.dumps({"name": "names_nl", "data": data, "counts": counts}, ensure_ascii=False, indent=2)
    (out_dir / "manifest.json").write_text(text + "\n", encoding="utf-8")


_CARD = """\
# names_nl

What `pipeline/pseudonymise` knows by heart: {first_names:,} first names ({of_them_words_as_well:,} of them Dutch words as well),
{surnames:,} surnames, {municipalities:,} Belgian municipalities and {words:,} Dutch words, which tell a name from a word. Lower case,
without accents, one per line.

Make it again, with Faker installed (`pip install faker`; no run needs it):

```
rodedraad train names --data DIR --out models/names_nl
```

DIR holds `lexicon/opentaal_basiswoorden.txt`. Sources and licences: Faker's lists for 25 locales (MIT), OpenTaal's approved words (BSD or CC BY
3.0, stichting OpenTaal), and `own.txt`, written for this project: first names and surnames of Flanders today, of Maghreb, Turkish,
Slavic, Balkan, Central-African, Syrian, Afghan and Somali origin. `manifest.json` has the hashes.

A list never holds every name: unknown names are found by what stands around them, and some are missed. Figures and the command that
prints them: `python benchmarks/bench_pseudonymise.py`.
"""
