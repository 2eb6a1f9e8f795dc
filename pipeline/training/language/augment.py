"""More sentences from a treebank: rare inflections in place of frequent ones, and spoken Flemish in place of standard Dutch.

A word gives way to another of the same class, so every tag, feature and arc of the sentence stays true, and the lemma is
known. Treebanks of newspapers hold few of the forms that people say in a meeting.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.training.language.treebank import Sentence, Word

# The classes whose lemma differs from the form, by the treebank's tag.
_CLASSES = {
    "N|soort|mv|basis": "noun_plural",
    "N|soort|ev|dim|onz|stan": "diminutive",
    "N|soort|mv|dim": "diminutive_plural",
    "WW|vd|vrij|zonder": "participle",
    "WW|vd|prenom|met-e": "participle_e",
    "WW|pv|verl|ev": "past",
    "WW|pv|verl|mv": "past_plural",
    "WW|pv|tgw|met-t": "present_t",
    "WW|pv|tgw|ev": "present",
    "ADJ|prenom|basis|met-e|stan": "adjective_e",
    "ADJ|vrij|comp|zonder": "comparative",
    "ADJ|prenom|comp|met-e|stan": "comparative_e",
}
_WORD = re.compile(r"[a-zëéèïüö-]{3,}")
_SEPARATED = re.compile(
    r"(?:aan|achter|af|bij|binnen|bloot|buiten|door|goed|in|langs|los|mee|mis|na|om|onder|op|over|samen|stop|tegen|terug|thuis|toe|uit|vast|voor|vrij|weg)ge\w{3,}(?:d|t|en)"
)
# A change of ending that the treebank itself shows this often for a class is trusted in a word list.
_LEAST_SEEN = 3

Pair = tuple[str, str]  # form, lemma


def change(form: str, lemma: str) -> str:
    """How a form becomes its lemma: what comes off the front and the end, and what is put there."""
    front = ""
    if form.startswith("ge") and not lemma.startswith("ge"):
        front, form = "ge>", form[2:]
    elif _SEPARATED.fullmatch(form) and "ge" not in lemma[:8]:
        front, form = "ge>", form.replace("ge", "", 1)
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    return f"{front}{form[shared:]}>{lemma[shared:]}" if shared >= 2 else ""


def class_of(word: Word) -> str:
    """The inflection class of a word, "" for one that is left alone."""
    return _CLASSES.get(word.tag, "") if _WORD.fullmatch(word.form) else ""


# The part of speech of each class, as spaCy's lemma tables call it.
POS_OF = {
    **dict.fromkeys(("noun_plural", "diminutive", "diminutive_plural"), "noun"),
    **dict.fromkeys(("participle", "participle_e", "past", "past_plural", "present_t", "present"), "verb"),
    **dict.fromkeys(("adjective_e", "comparative", "comparative_e"), "adj"),
}


@dataclass(frozen=True)
class Inflections:
    """What a word list adds to a treebank: `by_class`, where the class is plain; `by_pos`, where the part of speech is."""

    by_class: Mapping[str, Sequence[Pair]]
    by_pos: Mapping[str, Sequence[Pair]]


def inflections(
    forms: Mapping[str, str], lemmas: Mapping[str, str], sentences: Iterable[Sentence], common: Sequence[str]
) -> Inflections:
    """Inflected forms with their lemma from a word list, kept where the treebank shows the same change of ending.

    `forms` maps a form to its lemma, `lemmas` a lemma to its parts of speech (letters of n, v, a), `common` are words with
    the most frequent first: only those are used, in that order.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    known: set[Pair] = set()
    for sentence in sentences:
        for word in sentence:
            if found := class_of(word):
                seen[found][change(word.form, word.lemma)] += 1
                known.add((word.form, word.lemma))
    by_class: dict[str, list[Pair]] = defaultdict(list)
    by_pos: dict[str, list[Pair]] = defaultdict(list)
    for form in common:
        lemma = forms.get(form, "").replace("_", "")
        if not lemma or lemma == form or not _WORD.fullmatch(form):
            continue
        how = change(form, lemma)
        fitting = [
            name for name in _guessed(form, lemma, lemmas.get(lemma, "")) if how and seen[name][how] >= _LEAST_SEEN
        ]
        if len(fitting) == 1 and (form, lemma) not in known:
            by_class[fitting[0]].append((form, lemma))
        if len({POS_OF[name] for name in fitting}) == 1:
            by_pos[POS_OF[fitting[0]]].append((form, _undiminished(lemma, forms)))
    return Inflections(dict(by_class), dict(by_pos))


def _undiminished(lemma: str, forms: Mapping[str, str]) -> str:
    """The noun behind a lemma that is a diminutive itself: hondje → hond, as the treebank has it."""
    noun = forms.get(lemma, lemma)
    return noun if lemma.endswith("je") and len(noun) >= 3 else lemma


def _guessed(form: str, lemma: str, pos: str) -> list[str]:
    """The classes that a form can be in, by its shape and the parts of speech of its lemma."""
    found: list[str] = []
    if not pos and lemma.endswith("en") and _SEPARATED.fullmatch(form):
        pos = "v"  # opgestart, afgetoetst: too young or too plain for a wordnet
    if not pos and form.endswith(("en", "s")) and len(form) > 7:
        pos = "n"  # a compound in the plural
    if "n" in pos:
        if form.endswith("jes"):
            found.append("diminutive_plural")
        elif form.endswith("je"):
            found.append("diminutive")
        elif form.endswith(("en", "s")):
            found.append("noun_plural")
    if "v" in pos and lemma.endswith("n"):
        if re.match(r"(ge|be|ver|ont|her|er)|.{2,5}ge", form) and form.endswith(("d", "t", "en")):
            found.append("participle")
        if form.endswith(("de", "te")) and not form.startswith("ge"):
            found.append("past")
        elif form.endswith(("den", "ten")) and not form.startswith("ge"):
            found.append("past_plural")
        elif form.endswith("t") and not form.startswith("ge"):
            found.append("present_t")
    if "a" in pos:
        if form.endswith("ere"):
            found.append("comparative_e")
        elif form.endswith("er"):
            found.append("comparative")
        elif form.endswith("e"):
            found.append("adjective_e")
    return found


def with_rare_words(
    sentences: Sequence[Sentence], inflected: Mapping[str, Sequence[Pair]], *, seed: int, rounds: int = 1
) -> list[Sentence]:
    """Copies of sentences in which words of a class gave way to others of it, each word of the list in turn."""
    chooser = random.Random(seed)
    queues = {name: list(pairs) * rounds for name, pairs in inflected.items()}
    order = list(range(len(sentences)))
    chooser.shuffle(order)
    made: list[Sentence] = []
    for index in order:
        sentence = sentences[index]
        # The lemma of a separable verb holds its particle, which stands elsewhere in the sentence.
        separated = {word.head for word in sentence if word.relation == "compound:prt"}
        places = [place for place, word in enumerate(sentence) if queues.get(class_of(word)) and place not in separated]
        if not places or len(sentence) > 40:
            continue
        changed = list(sentence)
        for place in places:
            queue = queues[class_of(sentence[place])]
            if queue:
                form, lemma = queue.pop(0)
                changed[place] = replace(changed[place], form=form, lemma=lemma)
        made.append(tuple(changed))
    return made


_ALWAYS = {
    ("dat", ""): ("da",), ("dit", ""): ("dees", "da"), ("wat", ""): ("wa",), ("niet", ""): ("nie", "ni"),
    ("ik", "PRON"): ("'k", "k", "ekik"), ("jullie", "PRON"): ("gulle", "gullie", "gijlie"),
    ("het", ""): ("'t", "t"), ("hem", "PRON"): ("'m", "em"), ("haar", "PRON"): ("heur", "'r"),
    ("mijn", "PRON"): ("m'n", "mijne"), ("zijn", "PRON"): ("z'n", "zijne"), ("er", "ADV"): ("d'r", "der"),
    ("daar", "ADV"): ("daar", "doar"), ("goed", "ADJ"): ("goe",), ("heb", "VERB"): ("em", "heb"),
    ("nog", "ADV"): ("nog", "nog"), ("nu", "ADV"): ("nu", "nu"), ("maar", "CCONJ"): ("mor", "ma", "maar"),
    ("eens", "ADV"): ("'s", "ne", "es"), ("met", "ADP"): ("mee", "me", "met"),
    ("naar", "ADP"): ("naar", "nor"), ("altijd", "ADV"): ("altij", "altijd"), ("met", ""): ("mee",),
}  # fmt: skip
_YOU = {"je", "jij"}


def in_flemish(sentence: Sentence, chooser: random.Random) -> Sentence:
    """The sentence as it is said at a Flemish table: gij, da, nie, nen, 'k, -ke; the same lemmas, features and arcs."""
    changed = [_flemish(sentence, place, chooser) for place in range(len(sentence))]
    if chooser.random() < 0.3 and len(changed) > 2 and changed[-1].form in ".!?":
        last = len(changed) - 1
        if all(word.head != last for word in changed[:-1]):
            changed.pop()  # a transcript without marks
    if chooser.random() < 0.3:
        changed = [replace(word, form=word.form.lower()) if word.pos != "PROPN" else word for word in changed]
    return tuple(changed)


def _flemish(sentence: Sentence, place: int, chooser: random.Random) -> Word:
    word = sentence[place]
    form = word.form.lower()
    if form in _YOU and "Case=Nom" in word.feats:
        return word.with_form(chooser.choice(("ge", "gij", "ge")))
    if form in ("jou", "je") and "Case=Acc" in word.feats:
        return word.with_form("u")
    if form in ("jouw", "je") and "Poss=Yes" in word.feats:
        return word.with_form(chooser.choice(("uw", "uwe")))
    if form == "een" and word.pos == "DET":
        return word.with_form(_article(sentence, place, chooser, ("nen", "ne", "'n"), ("e", "'n", "een")))
    if form == "de" and word.pos == "DET":
        return word.with_form(_article(sentence, place, chooser, ("den", "de"), ("de",)))
    if "|dim|" in word.tag and word.form.endswith("je"):
        return word.with_form(diminutive(word.form, word.lemma))
    if "|mv|dim" in word.tag and word.form.endswith("jes"):
        return word.with_form(diminutive(word.form[:-1], word.lemma) + "s")
    for key in ((form, word.pos), (form, "")):
        if key in _ALWAYS and word.pos != "PROPN":
            return word.with_form(chooser.choice(_ALWAYS[key]))
    return word


def _article(
    sentence: Sentence, place: int, chooser: random.Random, common: Sequence[str], neuter: Sequence[str]
) -> str:
    noun = sentence[sentence[place].head]
    return chooser.choice(common if "Gender=Com" in noun.feats else neuter)


def diminutive(form: str, lemma: str) -> str:
    """A diminutive in -je as it is said in Flanders: huisje → huiske, boekje → boekske, mannetje → manneke, boompje → boomke."""
    stem = form.removesuffix("je")
    if stem.endswith("inget"):
        return stem.removesuffix("et") + "ske"
    if stem.endswith("et"):
        return stem.removesuffix("t") + "ke"
    if stem.endswith(("p", "t")) and not lemma.endswith(stem[-1]):
        return stem[:-1] + "ke"  # the p and the t belong to the ending
    if stem.endswith(("k", "g", "ch")):
        return stem + "ske"
    return stem + "ke"


_MARKS = ('"', "'", "``")


def typeset(sentences: Sequence[Sentence], *, seed: int, share: float) -> list[Sentence]:
    """Copies of a share of the sentences as headings and old prints have them: capitals on common words, low quotation marks."""
    chooser = random.Random(seed)
    made: list[Sentence] = []
    for sentence in chooser.sample(list(sentences), round(share * len(sentences))):
        words = _with_low_marks(sentence)
        if len(sentence) <= 20:
            words = [
                replace(word, form=word.form.capitalize())
                if word.pos in ("NOUN", "ADJ", "VERB") and word.form.islower() and chooser.random() < 0.6
                else word
                for word in words
            ]
        if words != list(sentence):
            made.append(tuple(words))
    return made


def _with_low_marks(sentence: Sentence) -> list[Word]:
    """Every opening quotation mark as ,, (each first one of a kind opens)."""
    words: list[Word] = []
    is_open: dict[str, bool] = {}
    for word in sentence:
        if word.form in _MARKS and word.pos == "PUNCT":
            is_open[word.form] = not is_open.get(word.form, False)
            words.append(replace(word, form=",,") if is_open[word.form] else word)
        else:
            words.append(word)
    return words


def spoken(sentences: Sequence[Sentence], *, seed: int, share: float) -> list[Sentence]:
    """Flemish copies of a share of the sentences, taken from those in which enough changes."""
    chooser = random.Random(seed)
    made: list[Sentence] = []
    for sentence in sentences:
        flemish = in_flemish(sentence, chooser)
        differ = sum(one.form.lower() != other.form.lower() for one, other in zip(sentence, flemish, strict=False))
        if differ >= 2 and len(sentence) <= 35:
            made.append(flemish)
    chooser.shuffle(made)
    return made[: round(share * len(sentences))]
