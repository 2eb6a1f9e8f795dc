"""Tokens with lemma, part of speech and stop words: an installed Dutch spaCy pipeline, the shipped one, or a blank one.

A blank pipeline has no lemmas. Its tokens get a reduced form instead, made by `reduced`, which is good for grouping the
forms of a word and is never fit to be shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.model import Token

if TYPE_CHECKING:
    from spacy.language import Language

INSTALLED = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")
SHIPPED = "nl_rodedraad"
BLANK = "blank"

# What people say without meaning anything by it, and Flemish forms of words that are stop words already.
_FILLERS = """
    euh eh euhm uhm hm hmm ah aha oh och ach amai allez allee alé bon ja jaja nee neen ok oké okay tja zeg voila voilà
    dus wel eigenlijk gewoon echt heel erg best soms allemaal alvast beetje bepaalde daarvoor daarvan ervan ervoor
    ermee eraan erin erop eruit daarbij daarmee daaraan daarna daarna daarover hierbij hiervan hiermee hiervoor
    waarbij waardoor waarin waarmee waarop waarvan waarvoor enzo enzovoort enzovoorts zogezegd zogenaamd sowieso
    natuurlijk absoluut inderdaad blijkbaar misschien wellicht waarschijnlijk trouwens uiteindelijk ofzo ofzoiets
    gij ge u uw gulder gullie nen ne den da wa nie ni is't 't 'k 'n 's d'r m'n z'n zo'n zoiets dit dat ding dingen iemand
    zaken manier keer weer terug binnen buiten via per qua rond tussen vanuit naartoe mee samen soort stuk kant
    gaan gaat ging gingen gegaan komen komt kwam kwamen gekomen maken maakt maakte gemaakt krijgen krijgt kreeg kregen
    gekregen zeggen zegt zei zeiden gezegd vinden vindt vond vonden gevonden weten weet wist wisten geweten zien ziet zag
    zagen gezien laten laat liet lieten gelaten blijven blijft bleef bleven gebleven staan staat stond stonden zitten zit
    zat zaten nemen neemt nam namen genomen doen doe doet deed deden gedaan willen wil wilt wou wilde wilden mogen
    mocht moeten moest hoeft hoeven zouden zou zullen kunnen hebben hebt had zijn ben bent was waren worden wordt werd
    werden geworden denken denkt dacht dachten proberen probeert probeerde
    zetten zet zette gezet leggen legt vallen valt viel word lopen loopt liep brengen brengt bracht houden houdt hield
    geven geeft gaf vragen vraagt vroeg praten praat hoor hoort horen gehoord voelen voelt uur uren opeens ineens telkens
    niemand iedereen nergens ergens overal elkaar elkaars mekaar niks hetzelfde dezelfde vorige volgende naast noch ofwel
    meteen plots plotseling opnieuw intussen ondertussen morgen gisteren vandaag straks daardoor daarop zodat alsof tegelijk
    helemaal volledig nodig erbij apart achteraf vroeger zolang zomaar haast genoeg zodra hoelang zover ene andere zijt moogt
    aub alstublieft alsjeblieft meneer mevrouw madam sorry enkel alleen zelf bijvoorbeeld halve half vol bijna nochtans
    gebeuren gebeurt gebeurde gebeurd kijken kijkt keek gekeken bestaan bestaat bestond beginnen begint begon begonnen
    roepen roept riep noemen noemt noemde heten heet sturen stuurt stuurde hangen hangt hing liggen ligt lag leg legde
    spreken spreekt sprak vertellen vertelt vertelde gevraagd beloofd kwijt klopt raakt geraakt snapt snappen
    één eén eentje twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien twintig dertig veertig vijftig honderd eerste tweede derde veel vele weinig enkele aantal alle elke ander
    """
# Words that tagged pipelines get wrong and that this field uses all the time: form -> (lemma, part of speech).
_KNOWN = {"jongeren": ("jongere", "NOUN"), "jongeren's": ("jongere", "NOUN"), "jongerens": ("jongere", "NOUN")}

_UNUSED_PIPES = ("parser", "ner", "senter", "sentencizer", "entity_ruler", "entity_linker", "textcat", "spancat")
_LONGEST = 100_000
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])")


@cache
def stop_words() -> frozenset[str]:
    """Dutch stop words in lower case: spaCy's list, its forms with a plain apostrophe, and fillers."""
    from spacy.lang.nl.stop_words import STOP_WORDS

    listed = {word.lower() for word in STOP_WORDS}
    return frozenset(listed | {word.replace("’", "'").replace("‘", "'") for word in listed} | set(_FILLERS.split()))


def content_words(text: str) -> list[str]:
    """The words of a text that mean something, without their inflection: quick, and the same with every pipeline.

    For counting and comparing texts (`embed.fit`), never shown.
    """
    stops = stop_words()
    forms = (match.group().lower().replace("’", "'") for match in _WORD.finditer(text))
    return [reduced(form) for form in forms if form not in stops]


@dataclass(frozen=True)
class SpacyAnalyser:
    """An `Analyser` on a spaCy pipeline; runs only what lemmas and parts of speech need.

    `warning` is a sentence for the user, None when there is nothing to say. `language` is the spaCy pipeline itself, for
    what needs its word vectors.
    """

    name: str
    language: Language
    stops: frozenset[str]
    warning: str | None = None
    lemmas: bool = True

    def analyse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """The tokens of each text, in order, white space left out; lemmas are in lower case."""
        pieces = [(index, start, end) for index, text in enumerate(texts) for start, end in _pieces(text)]
        found: list[list[Token]] = [[] for _ in texts]
        unused = [name for name in _UNUSED_PIPES if name in self.language.pipe_names]
        with self.language.select_pipes(disable=unused):
            docs = self.language.pipe((texts[index][start:end] for index, start, end in pieces), batch_size=256)
            for (index, offset, _), doc in zip(pieces, docs, strict=True):
                found[index] += [
                    self._token(token.text, token.lemma_, token.pos_, offset + token.idx)
                    for token in doc
                    if not token.is_space
                ]
        return [tuple(tokens) for tokens in found]

    def _token(self, text: str, lemma: str, pos: str, start: int) -> Token:
        form = text.lower().replace("’", "'")
        if not self.lemmas:
            lemma = reduced(form)
        elif form in _KNOWN:
            lemma, pos = _KNOWN[form]
        else:
            lemma = lemma.lower().replace("_", "") or form
        stop = form in self.stops or (self.lemmas and lemma in self.stops)
        return Token(text, lemma, pos, start, start + len(text), stop)


def load(models_dir: Path, *, name: str | None = None) -> SpacyAnalyser:
    """The best Dutch pipeline there is: an installed one (lg, md, sm), else the shipped one, else a blank one.

    `models_dir` is where shipped models lie; `name` asks for one pipeline: an installed package, a directory in
    `models_dir`, or "blank". Raises UsageError when the pipeline asked for is missing, when the shipped one is damaged, or
    when either was made for another spaCy.
    """
    if name == BLANK:
        return _blank(None)
    if name is not None:
        return _named(models_dir, name)
    passed_over: list[str] = []
    for package in INSTALLED:
        meta = _installed_meta(package)
        if meta is None:
            continue
        if (problem := _misfit(package, meta)) is None:
            return _open(package, package, meta, " ".join(passed_over) or None)
        passed_over.append(f"{problem}; it was passed over.")
    for directory in _shipped(models_dir):
        meta = _read_meta(directory)
        if (problem := _misfit(str(directory), meta)) is not None:
            raise UsageError(f"{problem}; install the spaCy of the lock file, or the models of this version")
        return _open(directory, directory.name, meta, " ".join(passed_over) or None)
    return _blank(
        " ".join(
            [
                *passed_over,
                f"No Dutch language model found (nl_core_news_sm/md/lg, or {SHIPPED} in {models_dir}): going on without",
                "lemmas and parts of speech, so topics and labels will be coarser.",
            ]
        )
    )


def _named(models_dir: Path, name: str) -> SpacyAnalyser:
    directory = models_dir / name
    meta = _read_meta(directory) if directory.is_dir() else _installed_meta(name)
    if meta is None:
        present = [path.name for path in _shipped(models_dir)]
        known = ", ".join([*(package for package in INSTALLED if _installed_meta(package)), *present, BLANK])
        raise UsageError(f"language model {name!r} is not installed and not in {models_dir}; there is: {known}")
    if (problem := _misfit(name, meta)) is not None:
        raise UsageError(f"{problem}; install the version of {name} for this spaCy, or choose another model")
    return _open(directory if directory.is_dir() else name, name, meta, None)


def _open(where: Path | str, name: str, meta: dict[str, object], warning: str | None) -> SpacyAnalyser:
    import spacy

    try:
        language = spacy.load(where)
    # spaCy raises whatever the file it stumbles on brings: a missing file, a broken config, broken weights.
    except Exception as error:
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise UsageError(
            f"{where}: the language model is damaged ({first_line}); install rodedraad again, or choose another model"
        ) from error
    lemmas = any("lemmatizer" in pipe for pipe in language.pipe_names)
    return SpacyAnalyser(f"{name}@{meta.get('version', '0')}", language, stop_words(), warning, lemmas)


def _blank(warning: str | None) -> SpacyAnalyser:
    import spacy
    import spacy.about

    return SpacyAnalyser(f"nl_blank@{spacy.about.__version__}", spacy.blank("nl"), stop_words(), warning, lemmas=False)


def _installed_meta(package: str) -> dict[str, object] | None:
    import spacy.util

    return _read_meta(spacy.util.get_package_path(package)) if spacy.util.is_package(package) else None


def _shipped(models_dir: Path) -> list[Path]:
    """Directories of Dutch spaCy pipelines, ours first; raises UsageError when a meta.json cannot be read."""
    if not models_dir.is_dir():
        return []
    found = [path.parent for path in models_dir.glob("*/meta.json")]
    dutch = [path for path in found if _looks_like_pipeline(path)]
    return sorted(dutch, key=lambda path: (path.name != SHIPPED, path.name))


def _looks_like_pipeline(directory: Path) -> bool:
    if directory.name == SHIPPED:
        return True
    return (directory / "config.cfg").is_file() and _read_meta(directory).get("lang") == "nl"


def _read_meta(directory: Path) -> dict[str, object]:
    path = directory / "meta.json"
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: the language model is damaged ({error}); install rodedraad again") from error
    if not isinstance(meta, dict):
        raise UsageError(f"{path}: the language model is damaged (no table in meta.json); install rodedraad again")
    return meta


def _misfit(name: str, meta: dict[str, object]) -> str | None:
    """What is wrong with the model's spaCy version, None when it fits or does not say."""
    import spacy.about
    import spacy.util

    wanted = str(meta.get("spacy_version", ""))
    if not wanted or spacy.util.is_compatible_version(spacy.about.__version__, wanted) is not False:
        return None
    return f"{name}: made for spaCy {wanted}, and this is {spacy.about.__version__}"


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Bounds of pieces that spaCy can take, cut at white space; one piece for all but absurdly long texts."""
    start = 0
    while len(text) - start > _LONGEST:
        blank = max(text.rfind(" ", start, start + _LONGEST), text.rfind("\n", start, start + _LONGEST))
        end = blank + 1 if blank > start else start + _LONGEST
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


_VOWELS = "aeiouyèéëï"
_DOUBLED = re.compile(r"(bb|dd|ff|gg|kk|ll|mm|nn|pp|rr|ss|tt)$")
_LONG_VOWEL = re.compile(r"([^aeiouyè])(aa|ee|oo|uu)([^aeiouyè])$")


def reduced(form: str) -> str:
    """A word without its inflection: `huizen`, `huis` → `huis`; `grote`, `groot` → `grot`. For grouping, never shown.

    Steps 1, 2 and 4 of the Snowball stemmer for Dutch (M.F. Porter, snowballstem.org/algorithms/dutch/stemmer.html),
    which take plural and adjective endings and double letters; its step 3, for derivations such as -heid and -ing, is
    left out because it throws different words together. A final v or z becomes f or s.
    """
    word = form.lower()
    if len(word) < 4 or not word.isalpha():
        return word
    region = _region(word)
    if word.endswith("heden") and len(word) - 5 >= region:
        word = word[:-5] + "heid"
    elif word.endswith(("ene", "en")):
        stem = word[:-3] if word.endswith("ene") else word[:-2]
        if len(stem) >= region and stem[-1] not in _VOWELS and not stem.endswith("gem"):
            word = _DOUBLED.sub(lambda match: match.group()[0], stem)
    elif word.endswith(("se", "s")):
        stem = word[:-2] if word.endswith("se") else word[:-1]
        # Four letters at least: kans, mens and gids are no plurals.
        if len(stem) >= max(region, 4) and (stem[-1] not in _VOWELS + "js" or (stem[-1] == "e" and len(stem) > 5)):
            word = stem
    if word.endswith("e") and len(word) - 1 >= region and word[-2] not in _VOWELS:
        word = _DOUBLED.sub(lambda match: match.group()[0], word[:-1])
    word = _LONG_VOWEL.sub(lambda match: match.group(1) + match.group(2)[0] + match.group(3), word)
    return word[:-1] + {"v": "f", "z": "s"}.get(word[-1], word[-1])


def _region(word: str) -> int:
    """Where an ending may begin: after the first consonant that follows a vowel, and never before the fourth letter."""
    for index in range(1, len(word)):
        if word[index] not in _VOWELS and word[index - 1] in _VOWELS:
            return max(index + 1, 3)
    return len(word)
