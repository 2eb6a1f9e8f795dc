"""Words of spoken Flemish and of meeting shorthand: their lemmas, and a tokenizer that keeps them in one piece.

`words_nl.csv` holds words that pipelines trained on newspapers get wrong and that this field uses all the time (gij, da,
'k, nen; m.b.t., ±, CB; jongeren): form, lemma, Universal POS, and other parts of speech that the form can be as well.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

# Contractions of two words: how the first and the second part are written.
_CONTRACTED = (
    ("da", "'s"), ("wa", "'s"), ("dat", "'s"), ("wat", "'s"), ("is", "'t"), ("was", "'t"), ("heb", "'t"), ("had", "'t"),
    ("kan", "'t"), ("zal", "'t"), ("gaat", "'t"), ("ge", "'t"), ("heeft", "'m"), ("had", "'m"), ("was", "'m"),
    ("is", "'m"), ("ik", "'t"), ("als", "'t"), ("of", "'t"), ("dat", "'t"), ("da", "'t"), ("in", "'t"), ("op", "'t"),
    ("aan", "'t"), ("van", "'t"), ("voor", "'t"), ("met", "'t"), ("zo", "'s"),
)  # fmt: skip
# jongere(n), ouder(s); 18+; 16j; whole tokens that no rule for prefixes and suffixes may take apart.
_WHOLE = r"\w{3,}\((?:n|en|s|e|r|ren|eren|t)\)|\d{1,2}\+"
_APOSTROPHES = "'’‘`´"
_PLURAL_OF_ABBREVIATION = re.compile(r"([A-Z]{2,6})'?s")
# Small words that stand in surnames: Van den Berghe, 't Serstevens.
IN_NAMES = frozenset({"den", "'t", "ne", "e", "d'n", "k", "'k", "bon", "rap", "content", "max.", "min.", "beg."})


@dataclass(frozen=True, slots=True)
class Known:
    """What a form is: its lemma, its part of speech, and other parts of speech that are right as well."""

    lemma: str
    pos: str
    also: frozenset[str] = frozenset()

    def settle(self, pos: str) -> str:
        """The part of speech, when a pipeline says `pos`."""
        return pos if pos in self.also else self.pos


@cache
def words() -> dict[str, Known]:
    """What each form is; forms in lower case, but for abbreviations in capitals."""
    text = files("pipeline.nlp").joinpath("words_nl.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["form"]: Known(row["lemma"], row["pos"], frozenset(filter(None, row["also"].split("|")))) for row in rows
    }


def plain(form: str) -> str:
    """A form with a straight apostrophe, whichever kind was typed."""
    for mark in _APOSTROPHES[1:]:
        form = form.replace(mark, "'")
    return form


def known(form: str, pos: str) -> Known | None:
    """What `words_nl.csv` says of a form that a pipeline calls `pos`; None for any other, and for a part of a name.

    The plural of an abbreviation (CB's, LNs) has the abbreviation as its lemma.
    """
    form = plain(form)
    if (exact := words().get(form)) is not None and form.isupper():
        return exact
    if pos == "PROPN" and form.lower() in IN_NAMES:
        return None
    if (found := words().get(form.lower())) is not None:
        return found
    plural = _PLURAL_OF_ABBREVIATION.fullmatch(form)
    return Known(plural.group(1), "NOUN") if plural is not None else None


def keep_together(language: Language) -> Language:
    """Teach the tokenizer of a pipeline the forms that it would take apart, and the contractions that it would not."""
    tokenizer: Any = language.tokenizer
    given = tokenizer.token_match
    if given is not None and _WHOLE in given.__self__.pattern:
        return language  # saved with these rules
    rules: dict[str, list[dict[str, str]]] = dict(tokenizer.rules)
    for form in words():
        if not form.isalpha() and "(" not in form:
            rules.update((written, [{"ORTH": written}]) for written in _variants(form))
    for first, second in _CONTRACTED:
        for mark in _APOSTROPHES:
            end = second.replace("'", mark)
            for start in (first, first.capitalize()):
                rules[start + end] = [{"ORTH": start}, {"ORTH": end}]
    tokenizer.rules = {}  # each change below would take them all up again, which costs most of a second
    pattern = _WHOLE if given is None else f"{given.__self__.pattern}|{_WHOLE}"
    tokenizer.token_match = re.compile(rf"(?:{pattern})$").match
    tokenizer.prefix_search = re.compile(rf"^±|{tokenizer.prefix_search.__self__.pattern}").search
    tokenizer.rules = rules
    return language


def _variants(form: str) -> list[str]:
    """The form with every kind of apostrophe, in lower case and with a capital."""
    found: list[str] = []
    for mark in _APOSTROPHES if "'" in form else "'":
        written = form.replace("'", mark)
        first = next((index for index, char in enumerate(written) if char.isalpha()), None)
        found.append(written)
        if first is not None and written.islower():
            found.append(written[:first] + written[first].upper() + written[first + 1 :])
    return found
