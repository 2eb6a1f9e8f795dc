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

from pipeline.codebook import folded
from pipeline.compounds import FILE, OWN, SHORTEST, WHOLE, Splitter, load
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
    "aal ant ent eur ist ijn age atie tie sie ering eling enis nis lag gen ten ren sel ken den ven men zen mer ker der ter per ver ger oor eel "
    "len tal tel nen inge reden erop eraan ermee eruit erin erbij ertoe ervan ervoor hierop daarop beste best rijk han net eraf "
    "pro veel pen end ene omen ding foon slang lands prak tische combi natie kilo micro tele mega was end boerde houding jarige één eend twee drie vier vijf zes zeven acht negen tien elf twaalf tiende achtste dertien veertien dertig veertig twintig vijftig zestig honderd duizend maal"
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
    "stief": "m",
    "plus": "m",
    "sociaal": "m",
    "geving": "h",
    "verlener": "hm",
    "verlening": "h",
    "gever": "h",
    "houder": "h",
    "rij": "m",
    "leden": "h",
    "mensen": "m",
    "behandel": "m",
}
# Written as one word by all, and no longer felt as two.
_ONE_WORD = _set(
    "netwerk netwerken rechtbank rechtbanken lidmaatschap lidmaatschappen maandag dinsdag donderdag vrijdag zondag weekend weekends leeftijd "
    "leeftijden maaltijd maaltijden kapstok microfoon moederziel ogenblik weliswaar bijzit zelfredzaamheid geheimhouding zakelijk dichtbij "
    "outreach loopbaan handleiding promotie evenveel thuisblijven terechtkunnen langsgaan langskomen volwassen volwassene volwassenen"
)
_EXTRA_LEMMA = {
    "kinder": "kind",
    "vertrouwens": "vertrouwen",
    "jongeren": "jongere",
    "zieken": "ziek",
    "leden": "lid",
    "mensen": "mens",
}
_LEAST_ZIPF = 2.0
# Words of no known class are taken for nouns from here.
_LEAST_UNCLASSED = 1.5
_RARE = 3.0
# hulpverlener, regelgeving: these stand only behind what is given or held.
_BOUND = tuple(sorted(form for form, role in _EXTRA.items() if "h" in role and form != "crisis" and form != "jongeren"))
_NOUN_ENDING = re.compile(r"(ing|ingen|er|ers|ster|sters)$")


Row = tuple[str, float, str]  # lemma, Zipf frequency, roles


@dataclass(frozen=True)
class CompoundsReport:
    """How many parts and whole words the list holds."""

    folder: Path
    parts: int
    whole: int

    def __str__(self) -> str:
        return f"{self.folder}: {self.parts:,} forms, {self.whole:,} words that are never split"


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
    rows: dict[str, Row] = {}

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
            and frequency(word, "nl") >= _LEAST_UNCLASSED
            and not word.endswith(("en", "ig", "lijk", "baar", "loos", "isch", "end"))
            and (not word.endswith("e") or word.endswith(("ie", "te", "ge")))
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
        inflected = (
            form != plain
            and plain in nouns
            and plain not in verbs
            and len(form) > 3
            and form.endswith(("en", "s", "n"))
        )
        if inflected and form.isalpha() and form.islower():
            if form in rows and frequency(plain, "nl") + 1 >= frequency(form, "nl"):
                rows[form] = (plain, *rows[form][1:])  # ouders, problemen: some list has the plural as a word
            add(form, plain, "hm")
    for noun in sorted(nouns):
        for form in plurals(noun):
            if form not in rows and frequency(form, "nl") > 0:  # bezoeken, genoten: forms of a verb as well
                add(form, noun, "hm")
    for form, role in _EXTRA.items():
        rows[form] = (_EXTRA_LEMMA.get(form, form), max(frequency(form, "nl"), 3.5), role)
    own = {word: frequency(word, "nl") for word in (*words, *approved) if word.islower() and len(word) >= SHORTEST}
    known = names.load()
    # gekomen, terechtkan: a form of a verb is no compound, unless a noun is written like it.
    said = {
        form
        for form, lemma in forms.items()
        if lemma.replace("_", "") in verbs and form not in nouns and form.isalpha()
    }
    surnames = {name for name in known.last if " " not in name}
    lines, whole = _lines(
        rows, own, {*_whole(words | set(classes), verbs, forms, rows), *said, *known.places, *surnames}
    )
    text = "".join(f"{form}\t{line}\n" for form, line in sorted(lines.items()))
    out_dir.mkdir(parents=True, exist_ok=True)
    (out_dir / FILE).write_bytes(gzip.compress(text.encode(), mtime=0))
    load.cache_clear()
    report = CompoundsReport(out_dir, len(lines) - whole, whole)
    _write_manifest(data_dir, out_dir, report)
    return report


def _lines(rows: Mapping[str, Row], own: Mapping[str, float], never: set[str]) -> tuple[dict[str, str], int]:
    """form → its line in the list, and how many are never cut; only what changes a split is said."""
    cuttable = {form: _line(roles, zipf, lemma, form) for form, (lemma, zipf, roles) in rows.items()}
    cut = Splitter(cuttable).parts
    # A rare word that is cut anyway need not be a part itself.
    lines = {form: line for form, line in cuttable.items() if rows[form][1] >= _RARE or not cut(form)}
    for form, zipf in own.items():
        if form not in rows and (("-" in form and zipf > 0) or (zipf >= _RARE and cut(form))):
            lines[form] = _line(OWN, zipf, form, form)
    whole = {word for word in never if cut(word)} | _ONE_WORD
    for form in whole:
        lemma, zipf, roles = rows.get(form, (form, own.get(form, 0.0), ""))
        lines[form] = _line(WHOLE + roles, zipf, lemma, form)
    for form in sorted(lines):
        plain = folded(form)  # people leave accents out
        if plain not in _PARTICLES:
            roles_of, tenths, lemma = lines[form].split(" ")
            lines.setdefault(plain, f"{roles_of} {tenths} {lemma or form}")
    return lines, len(whole)


def _line(roles: str, zipf: float, lemma: str, form: str) -> str:
    return f"{roles} {round(zipf * 10)} {'' if lemma == form else lemma}"


def plurals(noun: str) -> tuple[str, ...]:
    """How a noun may be written in the plural: bezoek → bezoeken, klas → klassen, figuur → figuren, brief → brieven."""
    if noun[-1] in "aeiou":
        return (noun + "n", noun + "s")
    last = {"f": "v", "s": "z"}.get(noun[-1], noun[-1])
    return (noun + "en", noun + "s", noun + noun[-1] + "en", noun[:-1] + last + "en", *(
        [noun[:-2] + last + "en"] if noun[-2] == noun[-3] and noun[-2] in "aeou" else []
    ))  # fmt: skip


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


def _whole(words: set[str], verbs: set[str], forms: Mapping[str, str], parts: Mapping[str, Row]) -> set[str]:
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
        if (from_verb or particle or word in verbs) and not word.endswith(_BOUND):
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
        "forms": report.parts,
        "whole": report.whole,
        "data": data,
    }
    (out_dir / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
