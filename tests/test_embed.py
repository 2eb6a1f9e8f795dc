import sys
from pathlib import Path

import numpy as np
import pytest
import spacy

from pipeline import embed, nlp
from pipeline.embed import lsa
from pipeline.errors import UsageError
from pipeline.model import Embedder

TEXTS = [
    "De bakker bakt elke ochtend vers brood in zijn oven.",
    "Vers brood en taart haal je bij de bakker op de hoek.",
    "De oven van de bakker was stuk, er was geen brood.",
    "De trein had vertraging en het station stond vol reizigers.",
    "Reizigers wachten in het station op de trein naar zee.",
    "Door de vertraging miste zij haar trein in het station.",
]


def test_fitted_rows_are_unit_float32() -> None:
    rows = embed.fit(TEXTS, seed=1).encode(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (6, 5)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(6), abs=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "?!", "qqqq"])
def test_text_without_known_words_is_zeros(text: str) -> None:
    assert not embed.fit(TEXTS, seed=1).encode([text]).any()


def test_texts_about_the_same_lie_nearer() -> None:
    rows = embed.fit(TEXTS, seed=1, words=nlp.content_words).encode(TEXTS)
    near = rows @ rows.T
    assert min(near[0, 1], near[1, 2], near[3, 4]) > max(near[:3, 3:].max(), 0)


def test_text_never_seen_lies_with_its_like() -> None:
    embedder = embed.fit(TEXTS, seed=1, words=nlp.content_words)
    near = embedder.encode(["Treinen en stations"]) @ embedder.encode(TEXTS).T
    assert near[0, 3:].min() > near[0, :3].max()


def test_same_texts_and_seed_give_the_same_bytes_and_name() -> None:
    first, second = embed.fit(TEXTS, seed=3), embed.fit(TEXTS, seed=3)
    assert first.name == second.name
    assert first.encode(TEXTS).tobytes() == second.encode(TEXTS).tobytes()


def test_other_texts_give_another_name() -> None:
    assert embed.fit(TEXTS, seed=3).name != embed.fit(TEXTS[1:], seed=3).name


@pytest.mark.parametrize("texts", [[], [""], ["brood"], ["brood", "brood"], ["?", "!"]])
def test_hardly_any_text_does_not_fail(texts: list[str]) -> None:
    embedder = embed.fit(texts, seed=0)
    assert embedder.encode(["brood", ""]).shape == (2, embedder.dimensions)


def test_no_texts_give_no_rows() -> None:
    assert embed.fit(TEXTS, seed=0).encode([]).shape == (0, 5)


def test_more_texts_than_a_batch_are_all_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = embed.fit(TEXTS, seed=0)
    whole = embedder.encode(TEXTS)
    monkeypatch.setattr(lsa, "_BATCH", 4)
    assert embedder.encode(TEXTS) == pytest.approx(whole, abs=1e-6)


def _language_with_vectors() -> spacy.language.Language:
    language = spacy.blank("nl")
    for word, row in {"brood": [1, 0], "taart": [1, 0.2], "trein": [0, 1], "de": [5, 5]}.items():
        language.vocab.set_vector(word, np.array(row, dtype=np.float32))
    return language


def test_word_vectors_are_averaged_without_stop_words() -> None:
    rows = embed.SpacyEmbedder(_language_with_vectors()).encode(["de brood trein", "fiets", ""])
    assert rows == pytest.approx(np.array([[0.7071, 0.7071], [0, 0], [0, 0]]), abs=1e-3)


def test_load_fits_when_the_language_has_no_vectors(tmp_path: Path) -> None:
    embedder = embed.load(tmp_path, TEXTS, seed=0, language=spacy.blank("nl"))
    assert embedder.name.startswith("lsa@1.")
    assert isinstance(embedder, Embedder)


def test_load_takes_the_vectors_of_the_language(tmp_path: Path) -> None:
    assert isinstance(embed.load(tmp_path, TEXTS, seed=0, language=_language_with_vectors()), embed.SpacyEmbedder)


def test_lsa_on_request_although_there_are_vectors(tmp_path: Path) -> None:
    embedder = embed.load(tmp_path, TEXTS, seed=0, name="lsa", language=_language_with_vectors())
    assert isinstance(embedder, embed.LsaEmbedder)


@pytest.mark.parametrize(
    ("name", "message"), [("word2vec", "word2vec.*lsa, spacy"), ("spacy", "no word vectors; install nl_core_news_md")]
)
def test_what_cannot_be_had_is_said(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        embed.load(tmp_path, TEXTS, seed=0, name=name)


def test_missing_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(UsageError, match=r"rodedraad\[transformers\]"):
        embed.load(tmp_path, TEXTS, seed=0, name="sentence-transformers:some-model")


class _Library:
    __version__ = "9.9"

    class SentenceTransformer:
        def __init__(self, model: str, *, device: str, local_files_only: bool) -> None:
            if not local_files_only or model == "absent":
                raise OSError("not in the cache")

        def encode(self, texts: list[str], **_: object) -> np.ndarray:
            return np.full((len(texts), 4), 2.0)


def test_sentence_transformers_rows_are_unit_and_zero_for_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", _Library)
    embedder = embed.load(tmp_path, TEXTS, seed=0, name="sentence-transformers:shelf/mini")
    assert embedder.name == "mini@9.9"
    assert embedder.encode(["brood", " "]) == pytest.approx(np.array([[0.5] * 4, [0.0] * 4]))


def test_model_that_is_not_on_the_machine_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", _Library)
    with pytest.raises(UsageError, match="nothing is downloaded"):
        embed.load(tmp_path, TEXTS, seed=0, name="sentence-transformers:absent")
