import logging
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline import embed, nlp, topics
from pipeline.codebook import Codebook, SubTheme, Theme
from pipeline.model import Segment, SegmentKind, Token, Topic, Vectors
from pipeline.topics.grouping import MOST_NOISE, NOISE, Grouper
from pipeline.topics.naming import label, ranked, shown, terms

WAITING = [
    "De wachtlijst voor dit aanbod telt nu al veertig namen.",
    "Op de wachtlijst staan gezinnen die een crisis afwachten.",
    "Wie op een wachtlijst staat, hoort maandenlang niets.",
    "Een wachtlijst van een jaar, en dan zegt men dat het dringend is.",
    "De lange wachtlijst maakt dat een crisis vanzelf komt.",
    "Wij schreven ons in op drie wachtlijsten tegelijk.",
    "Een plaats op de wachtlijst is geen plaats in een huis.",
    "Tussen de wachtlijst en de crisis zit soms maar een nacht.",
    "Ik ken de wachtlijst van buiten, mijn zoon staat er zelf op.",
    "De wachtlijsten groeien en de crisis bij ons thuis ook.",
    "Zonder wachtlijst zou de crisis er niet geweest zijn.",
    "Bij een crisis springt niemand over de wachtlijst.",
    "Men belt ons over de wachtlijst, nooit over de crisis.",
]
SCHOOL = [
    "De school belde weer dat hij niet in de klas zat.",
    "In de klas begrijpt de leerkracht zijn boosheid niet.",
    "De leerkracht wil haar terug op school, zij durft de klas niet in.",
    "Een halve dag school met die leerkracht lukt wel.",
    "Na de schorsing op school wou geen klas hem nog.",
    "De school vraagt een attest voor elke gemiste klas.",
    "Zijn leerkracht kwam aan huis, dat deed nog geen school.",
    "Zij tekent in de klas, de leerkracht laat haar doen.",
    "De school is te ver en de klas te vol.",
    "Een nieuwe school begint altijd met een oude leerkracht die belt.",
    "Hij mist zijn klas meer dan hij de school mist.",
    "De leerkracht bleef na school met hem praten in de klas.",
    "Een klas van dertig is voor haar een school te veel.",
]
GARDEN = [
    "In de moestuin van het huis groeien pompoenen en bonen.",
    "Wij plukken bonen in de moestuin voor de soep.",
    "De moestuin is van iedereen die water geeft aan de pompoenen.",
    "Pompoenen uit onze moestuin gaan naar de buren.",
    "De kippen lopen door de moestuin en eten de bonen op.",
    "Een moestuin met pompoenen vraagt geen diploma.",
    "Hij zwijgt binnen, maar in de moestuin tussen de bonen praat hij.",
    "De bonen staan hoog, de moestuin heeft water genoeg.",
    "Elke avond water in de moestuin, ook voor de pompoenen.",
    "Haar pompoenen wonnen een prijs, onze moestuin was trots.",
    "De buren brachten zaad mee voor bonen in de moestuin.",
    "Met de bonen uit de moestuin koken wij samen soep.",
    "Pompoenen, bonen en water: meer is een moestuin niet.",
]
TEXTS = [*WAITING, *SCHOOL, *GARDEN]
TRUTH = [0] * 13 + [1] * 13 + [2] * 13

ANALYSER = nlp.load(Path("no models here"), name="blank")


def _segments(texts: Sequence[str]) -> list[Segment]:
    return [Segment(f"s{i:03}", "bron.txt", 0, len(t), t, SegmentKind.QUOTE) for i, t in enumerate(texts)]


def _prepared(texts: Sequence[str]) -> tuple[list[Segment], list[tuple[Token, ...]], Vectors]:
    vectors = embed.fit(texts, seed=0, words=nlp.content_words).encode(texts)
    return _segments(texts), ANALYSER.analyse(texts), vectors


def _found(
    texts: Sequence[str], themes: dict[str, tuple[str, ...]] | None = None, **options: int
) -> topics.TopicFinding:
    return topics.find_topics(*_prepared(texts), themes=themes or {}, seed=5, **options)


def _majority(topic: Topic) -> tuple[int, float]:
    counts = np.bincount([TRUTH[int(member[1:])] for member in topic.segments], minlength=3)
    return int(counts.argmax()), float(counts.max() / counts.sum())


def test_topics_follow_what_the_segments_are_about() -> None:
    majorities = [_majority(topic) for topic in _found(TEXTS).topics]
    assert {subject for subject, _ in majorities} == {0, 1, 2}
    assert min(share for _, share in majorities) >= 0.75


def test_every_segment_is_in_one_topic_or_unplaced() -> None:
    found = _found(TEXTS)
    placed = [member for topic in found.topics for member in topic.segments]
    assert sorted([*placed, *(left.segment_id for left in found.unplaced)]) == [f"s{i:03}" for i in range(39)]


def test_noise_stays_within_bounds() -> None:
    assert len(_found(TEXTS).unplaced) <= MOST_NOISE * len(TEXTS)


def test_labels_are_words_of_the_segments() -> None:
    found = {_majority(topic)[0]: topic for topic in _found(TEXTS).topics}
    assert "moestuin" in found[2].label.lower()
    assert {"wachtlijst", "crisis"} & set(found[0].words)
    text = " ".join(TEXTS).lower()
    assert all(word.lower() in text for topic in found.values() for word in topic.words)


def test_label_words_are_distinct_and_two_to_four() -> None:
    for topic in _found(TEXTS).topics:
        words = topic.label.lower().replace(",", "").replace(" en ", " ").split()
        assert 2 <= len(words) <= 4
        assert not any(one in other for i, one in enumerate(words) for j, other in enumerate(words) if i != j)


def test_same_segments_in_another_order_give_the_same_topics() -> None:
    segments, tokens, vectors = _prepared(TEXTS)
    order = list(range(len(TEXTS)))
    random.Random(1).shuffle(order)
    shuffled = topics.find_topics(
        [segments[i] for i in order], [tokens[i] for i in order], vectors[order], themes={}, seed=5
    )
    assert shuffled == topics.find_topics(segments, tokens, vectors, themes={}, seed=5)


def test_sub_themes_are_looked_for_inside_each_theme() -> None:
    themes = {f"s{i:03}": ("care",) for i in range(26)}
    found = _found(TEXTS, themes, least_segments=13)
    assert {topic.theme for topic in found.topics} == {"care", None}
    assert all(int(member[1:]) >= 26 for topic in found.topics if topic.theme is None for member in topic.segments)


def test_segment_with_two_themes_is_accounted_for_in_both() -> None:
    themes = {f"s{i:03}": ("care", "daytime") for i in range(39)}
    found = _found(TEXTS, themes)
    entries = [(topic.theme, member) for topic in found.topics for member in topic.segments]
    entries += [(left.theme, left.segment_id) for left in found.unplaced]
    assert sorted(entries) == sorted((theme, f"s{i:03}") for theme in ("care", "daytime") for i in range(39))


def test_too_few_segments_are_left_with_the_reason_and_a_note() -> None:
    segments, tokens, vectors = _prepared(TEXTS[:7])
    themes = {segment.segment_id: ("care",) for segment in segments}
    found = topics.find_topics(segments, tokens, vectors, themes=themes, seed=0, names={"care": "Zorg dichtbij"})
    assert found.topics == ()
    assert {left.reason for left in found.unplaced} == {"too few segments in theme care (7 < 15)"}
    assert found.notes == (
        "Te weinig citaten om deelthema's te zoeken in ‘Zorg dichtbij’: 7 citaten, minstens 15 nodig.",
    )


def test_one_segment_outside_the_codebook_is_counted_in_the_singular() -> None:
    assert "1 citaat, minstens 15 nodig" in _found(TEXTS[:1]).notes[0]


def test_fifteen_segments_are_enough() -> None:
    found = _found(TEXTS[:8] + TEXTS[30:37])
    assert len(found.topics) >= 2
    assert found.notes == ()


def test_nothing_gives_nothing() -> None:
    found = topics.find_topics([], [], np.zeros((0, 5), dtype=np.float32), themes={}, seed=0)
    assert found == topics.TopicFinding((), (), ())


def test_segments_without_known_words_are_named() -> None:
    found = _found([*TEXTS, "…", "Nee, nee!"])
    reasons = {left.segment_id: left.reason for left in found.unplaced}
    assert {reasons.get("s039"), reasons.get("s040")} == {"no known words"}


def test_identical_segments_are_one_topic() -> None:
    found = _found(["De wachtlijst groeit elke maand in deze stad."] * 20)
    assert [len(topic.segments) for topic in found.topics] == [20]


def test_above_the_limit_a_sample_is_fitted_and_the_rest_assigned() -> None:
    found = _found(TEXTS, most_segments=30)
    assert "zijn er 30 geloot" in found.notes[0]
    assert sum(len(topic.segments) for topic in found.topics) + len(found.unplaced) == 39
    assert all(_majority(topic)[1] >= 0.7 for topic in found.topics)


def test_ids_depend_on_theme_and_members_alone() -> None:
    first, second = _found(TEXTS), _found(TEXTS, {f"s{i:03}": ("care",) for i in range(39)})
    assert [topic.segments for topic in first.topics] == [topic.segments for topic in second.topics]
    assert not {topic.topic_id for topic in first.topics} & {topic.topic_id for topic in second.topics}
    assert all(len(topic.topic_id) == 9 and topic.topic_id[0] == "t" for topic in first.topics)


def test_nothing_is_printed_or_logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        _found(TEXTS)
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if "bertopic" in record.name.lower()]


def test_placeholders_never_become_words() -> None:
    texts = [text.replace("De ", "[naam 3] en de ") for text in TEXTS]
    assert not any("naam" in word for topic in _found(texts).topics for word in topic.words)


def test_field_words_can_be_chosen() -> None:
    found = topics.find_topics(*_prepared(TEXTS), themes={}, seed=5, field_words=frozenset({"moestuin"}))
    assert not any("moestuin" in word for topic in found.topics for word in topic.words)


def _token(text: str, lemma: str, pos: str) -> Token:
    return Token(text, lemma, pos, 0, len(text), False)


def test_terms_show_the_form_that_is_said_most() -> None:
    tokens = [(_token(form, "wachtlijst", "NOUN"),) for form in ("wachtlijsten", "Wachtlijsten", "wachtlijst")]
    words = terms(_segments(["a", "b", "c"]), tokens, field_words=frozenset())
    assert words.forms == {"wachtlijst": "wachtlijsten"}


def test_pairs_count_from_the_second_time_and_only_as_phrases() -> None:
    pair = (
        _token("warme", "warm", "ADJ"),
        _token("overdracht", "overdracht", "NOUN"),
        _token("loopt", "lopen", "VERB"),
    )
    once = terms(_segments(["a"]), [pair], field_words=frozenset())
    twice = terms(_segments(["a", "b"]), [pair, pair], field_words=frozenset())
    assert (set(once.forms), set(twice.forms) - set(once.forms)) == (
        {"warm", "overdracht", "lopen"},
        {"warm_overdracht"},
    )


def test_nouns_go_before_verbs_of_the_same_weight() -> None:
    tokens = [(_token("loopt", "lopen", "VERB"), _token("gang", "gang", "NOUN"))] * 2
    words = terms(_segments(["a", "b"]), tokens, field_words=frozenset())
    assert ranked([("lopen", 1.0), ("gang", 0.9)], words.documents, words) == ["gang", "lopen"]


def test_phrase_stands_for_its_words() -> None:
    pair = (_token("warme", "warm", "ADJ"), _token("overdracht", "overdracht", "NOUN"))
    words = terms(_segments(["a", "b"]), [pair, pair], field_words=frozenset())
    order = ranked([("overdracht", 1.0), ("warm", 0.8), ("warm_overdracht", 0.7)], words.documents, words)
    assert shown(order, words) == ("warme overdracht",)


def test_label_taken_already_changes_its_last_word() -> None:
    tokens = [tuple(_token(form, form, "NOUN") for form in ("deur", "slot", "gang", "trap"))] * 2
    words = terms(_segments(["a", "b"]), tokens, field_words=frozenset())
    order = ["deur", "slot", "gang", "trap"]
    assert label(order, words, taken=lambda name: False) == "Deur, slot en gang"
    assert label(order, words, taken={"Deur, slot en gang"}.__contains__) == "Deur, slot en trap"


def _blobs(rows: int, groups: int, *, seed: int) -> tuple[Vectors, np.ndarray]:
    chance = np.random.default_rng(seed)
    which = chance.integers(0, groups, rows)
    return (chance.normal(size=(groups, 30))[which] * 3 + chance.normal(size=(rows, 30))).astype(np.float32), which


@pytest.mark.parametrize(("rows", "groups"), [(40, 3), (300, 6), (3000, 12)])
def test_grouper_finds_the_number_of_groups(rows: int, groups: int) -> None:
    vectors, which = _blobs(rows, groups, seed=2)
    labels = Grouper(seed=0).fit(vectors).labels_
    kept = labels != NOISE
    assert len(np.unique(labels[kept])) == groups
    assert len(set(zip(labels[kept].tolist(), which[kept].tolist(), strict=True))) == groups


def test_grouper_noise_is_bounded_where_there_is_no_structure() -> None:
    labels = Grouper(seed=0).fit(np.random.default_rng(1).normal(size=(500, 50)).astype(np.float32)).labels_
    assert 0 < (labels == NOISE).mean() <= MOST_NOISE


def test_grouper_predicts_what_it_fitted() -> None:
    vectors, _ = _blobs(300, 5, seed=3)
    grouper = Grouper(seed=0).fit(vectors)
    predicted = grouper.predict(vectors)
    both = (predicted != NOISE) & (grouper.labels_ != NOISE)
    assert both.mean() > 0.9
    assert (predicted[both] == grouper.labels_[both]).all()


def _themes() -> Codebook:
    return Codebook(
        "Proef",
        "nl",
        (
            Theme("waiting", "Wachten", seeds=("wachtlijst*",)),
            Theme("learning", "Leren", subthemes=(SubTheme("klas", "Klas", seeds=("klas", "leerk*")),)),
            Theme("never", "Nooit gezegd", seeds=("ruimteschip",)),
        ),
    )


def _coded(count: int | None = None) -> dict[str, dict[str, float]]:
    segments, tokens, vectors = _prepared(TEXTS)
    codings = topics.BertopicCoder().code(segments[:count], tokens[:count], vectors[:count], _themes(), seed=0)
    found: dict[str, dict[str, float]] = {}
    for coding in codings:
        found.setdefault(coding.segment_id, {})[coding.code] = coding.confidence
    return found


def test_guided_coder_follows_the_seeds() -> None:
    coded = _coded()
    right = [max(coded.get(f"s{i:03}", {"": 0.0}).items(), key=lambda entry: entry[1])[0] for i in range(26)]
    assert sum(code == "waiting" for code in right[:13]) >= 12
    assert sum(code == "learning" for code in right[13:]) >= 11


def test_guided_coder_abstains_from_what_no_seed_is_near() -> None:
    coded = _coded()
    assert sum(f"s{i:03}" in coded for i in range(26, 39)) <= 2


def test_guided_coder_gives_no_theme_without_seeds_in_the_corpus() -> None:
    assert not any("never" in codes for codes in _coded().values())


def test_guided_codings_are_probabilities_with_words_of_the_segment() -> None:
    segments, tokens, vectors = _prepared(TEXTS)
    codings = topics.BertopicCoder().code(segments, tokens, vectors, _themes(), seed=0)
    text = {segment.segment_id: segment.text for segment in segments}
    assert all(0 < coding.confidence < 1 and coding.coder == "model:bertopic@0.17.4" for coding in codings)
    assert all(word in text[coding.segment_id] for coding in codings for word in coding.evidence_words)
    assert sum(bool(coding.evidence_words) for coding in codings) > 20


def test_guided_coder_gives_the_same_twice() -> None:
    assert _coded() == _coded()


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_guided_coder_works_on_few_segments(count: int) -> None:
    assert set(_coded(count)) <= {f"s{i:03}" for i in range(count)}
