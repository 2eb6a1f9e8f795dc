"""Make the list of words that compounds are split with: `models/compounds_nl`."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.compounds import FILE, SHORTEST, Part, Splitter, load
from pipeline.errors import UsageError
from pipeline.pseudonymise import names
from pipeline.training.language import lexicon

OPENTAAL = "lexicon/opentaal_basiswoorden.txt"
DATA = {
    OPENTAAL: ("OpenTaal approved words", "BSD-3-Clause or CC BY 3.0", "opentaal.org"),
    lexicon.WORDNETS[0]: ("Open Dutch WordNet", "CC BY-SA 4.0", "Postma et al. 2016"),
    lexicon.WORDNETS[1]: ("Wiktionary by synset", "CC BY-SA", "Bond and Foster 2013"),
}


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What ends or begins words and looks like one.
_ENDINGS = _set(
    "heid heden schap schappen ling lingen ing ingen lijk loos baar zaam achtig dom isme iteit tje tjes pje aard erd ster sters eren erik rond "
    "aal ant ent eur ist ijn age atie tie sie ering eling enis nis zin lag gen ten ren sel ken den ven men zen mer ker der ter per ver ger oor eel "
    "len tal tel nen inge rij reden erop eraan ermee eruit erin erbij ertoe ervan ervoor hierop daarop beste best rijk han net"
)
_PARTICLES = _set(
    "aan achter af be bij binnen boven buiten door ge her in langs mee mis na naar om on onder ont op over rond samen te tegen terug toe tot tussen "
    "uit ver van voor voort voorbij weg weer zonder ten ter per dat die het een niet ook maar wel nog als dan dus wat wie waar hier daar eer der den "
    "des zijn haar hun ons mijn hem wij zij met men min mini al elk hoe"
)
# Parts that the word lists give another class, or none.
_EXTRA = {
    "thuis": "m",
    "crisis": "mh",
    "kinder": "m",
    "leef": "m",
    "pleeg": "m",
    "leer": "m",
    "vertrouwens": "m",
    "jongeren": "mh",
    "zieken": "m",
}
_EXTRA_LEMMA = {"kinder": "kind", "vertrouwens": "vertrouwen", "jongeren": "jongere", "zieken": "ziek"}
_LEAST_ZIPF = 2.0
_NOUN_ENDING = re.compile(r"(ing|ingen|er|ers|ster|sters)$")


@dataclass(frozen=True)
class CompoundsReport:
    """How many parts and whole words the list holds."""

    folder: Path
    parts: int
    whole: int

    def __str__(self) -> str:
        return f"{self.folder}: {self.parts:,} parts, {self.whole:,} words that are never split"


def train_compounds(data_dir: Path, out_dir: Path) -> CompoundsReport:
    """Write the list from approved words, wordnets and frequencies; raises UsageError when data or wordfreq are missing."""
    missing = [name for name in DATA if not (data_dir / name).is_file()]
    if missing:
        raise UsageError(f"{data_dir}: missing {', '.join(missing)}; manifest.json says where they come from")
    frequency = lexicon.builder("wordfreq").zipf_frequency
    classes = lexicon.parts_of_speech(data_dir)
    forms = lexicon.forms()
    approved = [word.strip() for word in (data_dir / OPENTAAL).read_text(encoding="utf-8").splitlines()]
    words = {word for word in approved if word.isalpha() and word.islower() and len(word) >= 3}
    verbs = {verb for verb, letters in classes.items() if "v" in letters and verb.endswith("n")}
    verbs |= {
        lemma.replace("_", "") for lemma in forms.values() if lemma.endswith("en") and lemma.replace("_", "") in verbs
    }
    rows: dict[str, tuple[str, float, str]] = {}

    def add(form: str, lemma: str, role: str) -> None:
        zipf = frequency(form, "nl")
        if (
            form in _ENDINGS
            or form in _PARTICLES
            or (zipf < _LEAST_ZIPF and len(form) < 5)
            or (len(form) == 3 and zipf < 4.0)
        ):
            return
        known = rows.get(form)
        rows[form] = (known[0] if known else lemma, zipf, "".join(sorted({*(known[2] if known else ""), *role})))

    for word in sorted(words | set(classes)):
        if not word.isalpha() or not word.islower() or len(word) < 3:
            continue
        letters = classes.get(word, "")
        if "n" in letters or (
            not letters
            and word in words
            and frequency(word, "nl") >= 2.6
            and not word.endswith(("en", "ig", "lijk", "baar", "loos", "isch", "end", "e"))
        ):
            add(word, word, "hm")
        elif "a" in letters and len(word) <= 6 and word in words:
            add(word, word, "m")
        if (
            "v" in letters
            and word.endswith("n")
            and (stem := verb_stem(word))
            and len(stem) >= 3
            and not _starts_with_particle(stem)
        ):
            add(stem, stem, "m")
    nouns = {form for form, row in rows.items() if "h" in row[2]}
    for form, lemma in sorted(forms.items()):
        plain = lemma.replace("_", "")
        inflected = form != plain and plain in nouns and len(form) > 3 and form.endswith(("en", "s", "n"))
        if inflected and form.isalpha() and form.islower():
            if form in rows and frequency(plain, "nl") + 1 >= frequency(form, "nl"):
                rows[form] = (plain, *rows[form][1:])  # ouders, problemen: some list has the plural as a word
            add(form, plain, "hm")
    for form, role in _EXTRA.items():
        rows[form] = (_EXTRA_LEMMA.get(form, form), max(frequency(form, "nl"), 3.5), role)
    own = {word: frequency(word, "nl") for word in (*words, *approved) if word.islower() and len(word) >= SHORTEST}
    parts = {form: Part(lemma, round(zipf, 1), "h" in role, "m" in role) for form, (lemma, zipf, role) in rows.items()}
    # Only what would be split without it needs to be said.
    open_splitter = Splitter(parts, {}, frozenset())
    known = names.load()
    never = {
        *_whole(words | set(classes), verbs, forms, parts),
        *known.places,
        *(last for last in known.last if " " not in last),
    }
    whole = sorted(word for word in never if open_splitter.parts(word))
    own = {word: zipf for word, zipf in own.items() if zipf > 0 and ("-" in word or open_splitter.parts(word))}
    lines = [
        f"{form}\t{'' if lemma == form else lemma}\t{round(zipf * 10)}\t{role}{'o' if form in own else ''}"
        for form, (lemma, zipf, role) in rows.items()
    ]
    lines += [f"{form}\t\t{round(zipf * 10)}\to" for form, zipf in own.items() if form not in rows]
    lines += [f"{form}\t\t0\tw" for form in whole]
    out_dir.mkdir(parents=True, exist_ok=True)
    (out_dir / FILE).write_bytes(gzip.compress(("\n".join(sorted(lines)) + "\n").encode(), mtime=0))
    load.cache_clear()
    report = CompoundsReport(out_dir, len(rows), len(whole))
    _write_manifest(data_dir, out_dir, report)
    return report


def verb_stem(verb: str) -> str:
    """The stem of a verb as it stands in a compound: wonen → woon, spelen → speel, leven → leef, wachten → wacht."""
    stem = verb.removesuffix("en") if verb.endswith("en") else verb.removesuffix("n")
    if len(stem) < 2:
        return ""
    if stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        stem = stem[:-1]
    elif (
        len(stem) >= 2
        and stem[-1] not in "aeiou"
        and stem[-2] in "aeou"
        and (len(stem) < 3 or stem[-3] not in "aeiou")
        and not stem.endswith(("el", "er", "em", "en"))
    ):
        stem = stem[:-1] + stem[-2] + stem[-1]
    elif stem.endswith(("el", "er")) and sum(char in "aeiou" for char in stem) == 1:
        stem = stem[:-1] + "e" + stem[-1]
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])


def _starts_with_particle(stem: str) -> bool:
    return any(
        stem.startswith(particle) and len(stem) - len(particle) >= 3 for particle in _PARTICLES if len(particle) >= 2
    )


def _whole(words: set[str], verbs: set[str], forms: dict[str, str], parts: Mapping[str, Part]) -> set[str]:
    """Words that are made from a verb or begin with a particle, and are no compounds of nouns: opvolging, aanmelding, samenleving."""
    found: set[str] = set()
    inflected: dict[str, list[str]] = defaultdict(list)
    for form, lemma in forms.items():
        inflected[lemma.replace("_", "")].append(form)
    for word in words:
        if len(word) < 6 or not word.isalpha():
            continue
        stem = _NOUN_ENDING.sub("", word)
        from_verb = stem != word and (stem + "en" in verbs or (stem and stem + stem[-1] + "en" in verbs))
        particle = any(
            word.startswith(one) and (word[len(one) :] in parts or word[len(one) :] in words) for one in _LONG_PARTICLES
        )
        if from_verb or particle or word in verbs:
            found |= {word, *(form for form in inflected.get(word, ()) if form.isalpha())}
    return found


_LONG_PARTICLES = _set(
    "aan achter af bij binnen boven buiten door mede mee onder ont op over samen tegen terug toe tussen uit ver voor voort weder weer gelegen onver onaf her ge be na in om on"
)


def _write_manifest(data_dir: Path, out_dir: Path, report: CompoundsReport) -> None:
    data = [
        {"file": name, "name": title, "licence": licence, "source": source, "sha256": hashlib.sha256((data_dir / name).read_bytes()).hexdigest()}
        for name, (title, licence, source) in DATA.items()
    ]  # fmt: skip
    data += [
        {"package": f"wordfreq {version('wordfreq')}", "name": "Dutch word frequencies", "licence": "CC BY-SA 4.0", "source": "Speer 2022"},
        {"package": f"simplemma {version('simplemma')}", "name": "Dutch forms and lemmas", "licence": "MIT", "source": "Barbaresi 2025"},
    ]  # fmt: skip
    manifest = {
        "name": "compounds_nl",
        "licence": "CC BY-SA 4.0",
        "parts": report.parts,
        "whole": report.whole,
        "data": data,
    }
    (out_dir / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
