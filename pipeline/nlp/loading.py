"""Choose and open a Dutch spaCy pipeline: an installed one, the shipped one, or a blank one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.nlp.analyser import SpacyAnalyser
from pipeline.nlp.spoken import keep_together
from pipeline.nlp.stops import stop_words

INSTALLED = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")
SHIPPED = "nl_rodedraad"
BLANK = "blank"


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
        with _own_exceptions():
            language = spacy.load(where)
    # spaCy raises whatever the file it stumbles on brings: a missing file, a broken config, broken weights.
    except Exception as error:
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise UsageError(
            f"{where}: the language model is damaged ({first_line}); install rodedraad again, or choose another model"
        ) from error
    keep_together(language)
    lemmas = any("lemmatizer" in pipe for pipe in language.pipe_names)
    return SpacyAnalyser(f"{name}@{meta.get('version', '0')}", language, stop_words(), warning, lemmas)


@contextmanager
def _own_exceptions() -> Iterator[None]:
    """Open a pipeline with the tokenizer exceptions that it saved, without first taking up spaCy's (most of a second)."""
    from spacy.lang.nl import Dutch

    given = Dutch.Defaults.tokenizer_exceptions
    Dutch.Defaults.tokenizer_exceptions = {}
    try:
        yield
    finally:
        Dutch.Defaults.tokenizer_exceptions = given


def _blank(warning: str | None) -> SpacyAnalyser:
    import spacy
    import spacy.about

    return SpacyAnalyser(
        f"nl_blank@{spacy.about.__version__}", keep_together(spacy.blank("nl")), stop_words(), warning, lemmas=False
    )


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
