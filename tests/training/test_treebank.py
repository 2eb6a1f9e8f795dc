from pathlib import Path

import pytest
import spacy

from pipeline.errors import UsageError
from pipeline.training.language import augment, tables, treebank
from pipeline.training.language.treebank import Word

SENTENCE = """\
# text = De jongeren zien een huisje.
1	De	de	DET	LID|bep|stan|rest	Definite=Def	2	det	_	_
2	jongeren	jong	ADJ	ADJ|nom|comp|met-e|mv-n	Degree=Cmp	3	nsubj	_	_
3	zien	zien	VERB	WW|pv|tgw|mv	Number=Plur|Tense=Pres|VerbForm=Fin	0	root	_	_
4	een	een	DET	LID|onbep|stan|agr	Definite=Ind	5	det	_	_
5	huisje	huis	NOUN	N|soort|ev|dim|onz|stan	Gender=Neut|Number=Sing	3	obj	_	SpaceAfter=No
6	.	.	PUNCT	LET	_	3	punct	_	_
"""


@pytest.fixture
def sentence(tmp_path: Path) -> treebank.Sentence:
    path = tmp_path / "a.conllu"
    path.write_text(SENTENCE, encoding="utf-8")
    return treebank.read(path)[0]


def word(form: str, lemma: str, pos: str = "NOUN", tag: str = "", feats: str = "", relation: str = "dep") -> Word:
    return Word(form, lemma, pos, tag, feats, 0, relation, True)


def test_a_sentence_is_read_with_heads_as_places(sentence: treebank.Sentence) -> None:
    assert [one.head for one in sentence] == [1, 2, 2, 4, 2, 2]
    assert sentence[4].space_after is False


def test_a_line_with_too_few_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text("1\tDe\tde\n\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.conllu:1: 3 columns"):
        treebank.read(path)


def test_a_missing_treebank_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.conllu: the treebank cannot be read"):
        treebank.read(tmp_path / "none.conllu")


def test_jongeren_is_the_plural_of_a_noun(sentence: treebank.Sentence) -> None:
    assert [(one.lemma, one.pos) for one in treebank.relabelled(sentence)][1] == ("jongere", "NOUN")


def test_documents_hold_every_annotation(sentence: treebank.Sentence) -> None:
    doc = next(treebank.documents([sentence, sentence], spacy.blank("nl").vocab))
    assert doc.text == "De jongeren zien een huisje. De jongeren zien een huisje. "
    assert [token.dep_ for token in doc][2] == "ROOT"
    assert [token.i for token in doc if token.is_sent_start] == [0, 6]
    assert doc[10].head.text == "zien"


@pytest.mark.parametrize(
    ("form", "lemma", "said"),
    [
        ("huisje", "huis", "huiske"),
        ("boekje", "boek", "boekske"),
        ("mannetje", "man", "manneke"),
        ("boompje", "boom", "boomke"),
        ("stapje", "stap", "stapke"),
        ("stoeltje", "stoel", "stoelke"),
        ("kaartje", "kaart", "kaartke"),
        ("tekeningetje", "tekening", "tekeningske"),
    ],
)
def test_diminutives_as_they_are_said(form: str, lemma: str, said: str) -> None:
    assert augment.diminutive(form, lemma) == said


def test_spoken_flemish_keeps_lemmas_and_arcs(sentence: treebank.Sentence) -> None:
    said = augment.spoken([sentence] * 40, seed=1, share=1.0)
    assert any("huiske" in [one.form for one in changed] for changed in said)
    assert {one.lemma for changed in said for one in changed} <= {one.lemma for one in sentence}
    assert all(one.head == before.head for changed in said for one, before in zip(changed, sentence, strict=False))


@pytest.mark.parametrize(
    ("form", "lemma", "how"),
    [
        ("noden", "nood", "den>od"),
        ("gemaakt", "maken", "ge>akt>ken"),
        ("opgestart", "opstarten", "ge>>en"),
        ("was", "zijn", ""),
    ],
)
def test_how_a_form_becomes_its_lemma(form: str, lemma: str, how: str) -> None:
    assert augment.change(form, lemma) == how


PLURALS = [(word(f"{stem}en", stem, tag="N|soort|mv|basis"),) for stem in ("boek", "stoel", "fiets", "deur")]


def test_a_word_list_is_trusted_where_the_treebank_shows_the_same_change() -> None:
    forms = {"ramen": "raam", "klassen": "klas", "banken": "bank"}
    found = augment.inflections(forms, {"bank": "n", "raam": "n"}, PLURALS, list(forms))
    assert found.by_pos == {"noun": [("banken", "bank")]}


def test_rare_words_take_the_place_of_frequent_ones() -> None:
    made = augment.with_rare_words(PLURALS, {"noun_plural": [("banken", "bank")]}, seed=1)
    assert ("banken", "bank") in [(one.form, one.lemma) for sentence in made for one in sentence]


def test_a_separated_verb_keeps_its_word() -> None:
    verb = word("nam", "opnemen", "VERB", "WW|pv|verl|ev")
    particle = word("op", "op", "ADP", relation="compound:prt")
    made = augment.with_rare_words([(verb, particle)], {"past": [("liep", "lopen")]}, seed=1)
    assert made == []


def test_a_form_with_two_lemmas_is_left_to_the_sentence() -> None:
    sentences = [(word("zagen", "zien", "VERB"),), (word("zagen", "zagen", "VERB"),), (word("liep", "lopen", "VERB"),)]
    found = tables.exceptions(sentences, {})
    assert found["verb"] == {"liep": ["lopen"]}


def test_a_diminutive_in_the_tables_is_there_in_flemish_too() -> None:
    found = tables.exceptions([(word("huisjes", "huis"),)], {})
    assert found["noun"]["huiskes"] == ["huis"]


def test_known_words_are_looked_up_and_the_rest_is_left_empty() -> None:
    language = spacy.blank("nl")
    language.add_pipe("attribute_ruler", name="trainable_lemmatizer")
    ruler = language.add_pipe("attribute_ruler", name="tags", first=True)
    ruler.add([[{"LOWER": {"IN": ["noden", "xqzen"]}}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    ruler.add([[{"LOWER": "jan"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]
    tables.add_tables(language, {"noun": {"noden": ["nood"]}})
    assert [token.lemma_ for token in language("noden xqzen Jan")] == ["nood", "", ""]
