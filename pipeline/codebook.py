"""The tree of codes that a researcher writes in YAML: read it, check it, match its seeds and headings."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline import compounds
from pipeline.errors import CodebookError
from pipeline.model import Kind, Level

LEVEL_LABELS: Mapping[str, str] = {"micro": "Micro", "meso": "Meso", "macro": "Macro"}
KIND_LABELS: Mapping[str, str] = {
    "barrier": "Drempel",
    "need": "Nood",
    "good_practice": "Wat werkt",
    "action": "Actiepunt",
    "other": "Andere",
}

_RESERVED = frozenset([*(str(level) for level in Level), *(str(kind) for kind in Kind)])
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_CODEBOOK_KEYS = ("name", "language", "themes", "aspects")
_SUBTHEME_KEYS = ("key", "label", "description", "seeds", "examples")
_THEME_KEYS = ("key", "label", "description", "seeds", "examples", "counterexamples", "headings", "subthemes")
_LONGEST_HEADING = 12


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A code below a theme; its code in codings is `theme/key`."""

    key: str
    label: str
    description: str = ""
    seeds: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A top-level code; `headings` are other names under which a report's headings call it."""

    key: str
    label: str
    description: str = ""
    seeds: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    subthemes: tuple[SubTheme, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes in the order in which they were written; `sha256` is of the file's bytes.

    `aspects` cut across the themes: what no sub-theme of its theme holds goes under one of them, as `theme/aspect`.
    """

    name: str
    language: str
    themes: tuple[Theme, ...]
    sha256: str = ""
    aspects: tuple[SubTheme, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The theme keys in order."""
        return tuple(theme.key for theme in self.themes)

    def theme(self, key: str) -> Theme:
        """The theme with this key; raises CodebookError with the known keys when there is none."""
        for theme in self.themes:
            if theme.key == key:
                return theme
        raise CodebookError(f"codebook '{self.name}': no theme '{key}'; it has {', '.join(self.keys)}")

    @property
    def codes(self) -> tuple[str, ...]:
        """Every theme followed by what it is divided into, in order."""
        return tuple(code for key in self.keys for code in (key, *(f"{key}/{below.key}" for below in self.below(key))))

    def across(self, key: str) -> tuple[SubTheme, ...]:
        """The aspects of a theme: those of which it has no sub-theme with the same key."""
        own = {sub.key for sub in self.theme(key).subthemes}
        return tuple(aspect for aspect in self.aspects if aspect.key not in own)

    def below(self, key: str) -> tuple[SubTheme, ...]:
        """What a theme is divided into: its sub-themes, then the aspects."""
        return (*self.theme(key).subthemes, *self.across(key))

    def label(self, code: str) -> str:
        """The Dutch name of a theme, `theme/subtheme`, level or kind; the code itself when it is none of these."""
        if code in LEVEL_LABELS:
            return LEVEL_LABELS[code]
        if code in KIND_LABELS:
            return KIND_LABELS[code]
        key, _, below = code.partition("/")
        for theme in self.themes:
            if theme.key != key:
                continue
            if not below:
                return theme.label
            return next((sub.label for sub in self.below(key) if sub.key == below), code)
        return code


@dataclass(frozen=True, slots=True)
class SeedMatch:
    """A stretch of a text that matches a seed."""

    start: int
    end: int
    seed: str


def read(path: Path) -> Codebook:
    """Read and check a codebook in YAML.

    The file holds `name`, `language` and `themes`; a theme holds `key`, `label`, and at least one of `description`,
    `seeds` and `examples`; `counterexamples`, `headings` (other names in headings) and `subthemes` are optional. So are `aspects`,
    written like sub-themes, which divide what no sub-theme of a theme holds.

    Raises CodebookError naming the file, the line and what to do.
    """

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CodebookError(
            f"{path}: cannot be read ({error.strerror}); give the path of a codebook in YAML"
        ) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CodebookError(f"{path}, line {line}: not UTF-8; save the codebook as UTF-8") from error
    return parse(text, path, hashlib.sha256(raw).hexdigest())


def parse(text: str, path: Path, digest: str = "") -> Codebook:
    """A codebook from its text; `path` is where it came from, for messages. Raises CodebookError as `read` does."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        raise CodebookError(_syntax_message(path, text, error)) from error
    except YAMLError as error:
        raise CodebookError(f"{path}: not valid YAML ({error})") from error
    return _Reader(path).codebook(data, digest or hashlib.sha256(text.encode()).hexdigest())


def _syntax_message(path: Path, text: str, error: Any) -> str:
    mark = error.problem_mark or error.context_mark
    number = mark.line + 1 if mark else 1
    lines = text.splitlines()
    line = lines[number - 1] if number <= len(lines) else ""
    problem = " ".join(str(error.problem or error).split())
    if "alias" in problem or "anchor" in problem or re.search(r"(?:^\s*-|[\[,:])\s*\*", line):
        return f'{path}, line {number}: put a seed that begins with * in quotes, as in "*school" (YAML reads a bare * otherwise)'
    if type(error).__name__ == "DuplicateKeyError":
        return f"{path}, line {number}: the same field stands twice; keep one ({problem.split(' with value')[0]})"
    if "\t" in line or "'\\t'" in problem:
        return f"{path}, line {number}: a tab cannot indent YAML; use spaces"
    return f"{path}, line {number}: not valid YAML ({problem}); check the indentation, colons and quotes there"


class _Reader:
    """Checks loaded YAML piece by piece, keeping the line of each piece at hand."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _fail(self, line: int, message: str) -> CodebookError:
        return CodebookError(f"{self._path}, line {line}: {message}")

    @staticmethod
    def _line(node: Any, key: object = None, *, default: int = 1) -> int:
        position = getattr(node, "lc", None)
        if position is None:
            return default
        if key is not None and position.data and key in position.data:
            return int(position.data[key][0]) + 1
        return int(position.line) + 1 if position.line is not None else default

    def codebook(self, data: Any, sha256: str) -> Codebook:
        if data is None:
            raise CodebookError(f"{self._path}: the codebook is empty; give it a name and a list of themes")
        self._mapping(data, _CODEBOOK_KEYS, "a codebook", 1)
        themes = self._items(data, "themes")
        if not themes:
            line = self._line(data, "themes")
            raise self._fail(line, "a codebook needs at least one theme; write them as a list under 'themes:'")
        name = self._text(data, "name") or self._path.stem
        language = self._text(data, "language") or "nl"
        read_themes = tuple(self._theme(item, line) for item, line in themes)
        self._unique(((theme.key, line) for theme, (_, line) in zip(read_themes, themes, strict=True)), "theme")
        across = self._items(data, "aspects")
        aspects = tuple(self._subtheme(item, at) for item, at in across)
        self._unique(((aspect.key, at) for aspect, (_, at) in zip(aspects, across, strict=True)), "aspect")
        return Codebook(name, language, read_themes, sha256, aspects)

    def _theme(self, node: Any, line: int) -> Theme:
        self._mapping(node, _THEME_KEYS, "a theme", line)
        key = self._key(node, line, "theme")
        label = self._required(node, "label", f"theme '{key}'", line)
        description = self._text(node, "description")
        seeds = self._seeds(node)
        examples = self._texts(node, "examples")
        if not (description or seeds or examples):
            raise self._fail(
                line, f"theme '{key}' has nothing to code by; give it a description, seeds or examples (best all three)"
            )
        below = self._items(node, "subthemes")
        subthemes = tuple(self._subtheme(item, at) for item, at in below)
        self._unique(((sub.key, at) for sub, (_, at) in zip(subthemes, below, strict=True)), f"sub-theme of '{key}'")
        counterexamples, headings = self._texts(node, "counterexamples"), self._texts(node, "headings")
        return Theme(key, label, description, seeds, examples, counterexamples, headings, subthemes)

    def _subtheme(self, node: Any, line: int) -> SubTheme:
        self._mapping(node, _SUBTHEME_KEYS, "a sub-theme", line)
        key = self._key(node, line, "sub-theme")
        label = self._required(node, "label", f"sub-theme '{key}'", line)
        return SubTheme(key, label, self._text(node, "description"), self._seeds(node), self._texts(node, "examples"))

    def _mapping(self, node: Any, known: Sequence[str], what: str, line: int) -> None:
        if not isinstance(node, Mapping):
            raise self._fail(line, f"{what} must hold fields such as '{known[0]}: …', not {_shown(node)}")
        for field in node:
            if field not in known:
                at = self._line(node, field, default=line)
                raise self._fail(at, f"unknown field '{field}' in {what}; known are {', '.join(known)}")

    def _key(self, node: Any, line: int, what: str) -> str:
        key = self._required(node, "key", f"a {what}", line)
        at = self._line(node, "key", default=line)
        if not _KEY.fullmatch(key):
            raise self._fail(
                at, f"key '{key}' may hold lower-case letters a-z, digits and _ only, and begins with a letter"
            )
        if key in _RESERVED:
            raise self._fail(at, f"key '{key}' is already a level or a kind; choose another")
        return key

    def _required(self, node: Any, field: str, what: str, line: int) -> str:
        value = self._text(node, field)
        if not value:
            raise self._fail(self._line(node, field, default=line), f"{what} needs a '{field}'; add '{field}: …'")
        return value

    def _text(self, node: Any, field: str) -> str:
        value = node.get(field)
        if value is None:
            return ""
        if isinstance(value, Mapping | list):
            raise self._fail(self._line(node, field), f"'{field}' must be text, not {_shown(value)}")
        return " ".join(str(value).split())

    def _texts(self, node: Any, field: str) -> tuple[str, ...]:
        texts = []
        for item, line in self._items(node, field):
            if isinstance(item, Mapping | list):
                raise self._fail(
                    line, f"'{field}' must be a list of texts, not {_shown(item)}; put a text with ': ' in quotes"
                )
            if item is not None and str(item).strip():
                texts.append(" ".join(str(item).split()))
        return tuple(texts)

    def _seeds(self, node: Any) -> tuple[str, ...]:
        seeds = self._texts(node, "seeds")
        for index, seed in enumerate(seeds):
            if not re.search(r"\w", seed):
                line = self._line(node["seeds"], index, default=self._line(node, "seeds"))
                raise self._fail(line, f"seed '{seed}' would match anything; give it at least one letter or digit")
        return tuple(dict.fromkeys(seeds))

    def _items(self, node: Any, field: str) -> list[tuple[Any, int]]:
        value = node.get(field)
        if value is None:
            return []
        line = self._line(node, field)
        if not isinstance(value, list):
            raise self._fail(line, f"'{field}' must be a list, as in '{field}: [a, b]', not {_shown(value)}")
        return [(item, self._line(value, index, default=line)) for index, item in enumerate(value)]

    def _unique(self, keys: Iterable[tuple[str, int]], what: str) -> None:
        first: dict[str, int] = {}
        for key, line in keys:
            if key in first:
                raise self._fail(
                    line, f"{what} '{key}' stands twice (first on line {first[key]}); give each its own key"
                )
            first[key] = line


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, list):
        return "a list"
    return f"'{value}'"


class _Fold(dict[int, str]):
    """Character to lower case without accent, filled as characters are met."""

    def __missing__(self, ordinal: int) -> str:
        character = chr(ordinal)
        base = unicodedata.normalize("NFD", character)[0].lower()
        base = "'" if base in "‘’´`" else "-" if base in "‐‑–—" else base
        self[ordinal] = base if len(base) == 1 else character
        return self[ordinal]


_FOLD = _Fold()


def folded(text: str) -> str:
    """The text in lower case without accents, one character for each of the original, so that offsets stay."""
    return text.translate(_FOLD)


_Candidates = tuple[tuple[int, str, "re.Pattern[str]"], ...]


class _Matcher:
    """Several lists of seeds: a word is looked at once, then remembered, and only then are whole seeds tried."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        seeds = [(number, seed) for number, seeds in enumerate(lists) for seed in dict.fromkeys(seeds)]
        seeds.sort(key=lambda item: (item[0], -len(item[1]), item[1]))
        self._seeds: list[tuple[int, str, re.Pattern[str]]] = []
        self._whole: dict[str, list[int]] = {}
        self._fronts: dict[str, list[int]] = {}
        self._others: list[tuple[int, re.Pattern[str]]] = []
        for place, (number, seed) in enumerate(seeds):
            first, whole = _expressions(seed)
            self._seeds.append((number, seed, whole))
            if "*" not in first:
                self._whole.setdefault(first, []).append(place)
            elif first.index("*") == len(first) - 1:
                self._fronts.setdefault(first[:-1], []).append(place)
            else:
                self._others.append((place, re.compile(first.replace("*", r"\w*"))))
        self._count = len(lists)
        self._known: dict[str, _Candidates] = {}
        self._single = frozenset(
            place for place, (_, seed, _) in enumerate(self._seeds) if not re.search(r"\w[\s-]+[\w*]", seed)
        )
        self._parts = compounds.load().parts

    def _starting(self, word: str) -> _Candidates:
        if len(self._known) > 200_000:
            self._known.clear()
        places = self._fitting(word)
        candidates = [(place, self._seeds[place]) for place in places]
        for part in self._parts(word):
            for place in self._fitting(folded(part)):
                if place in self._single and place not in places:
                    number, seed, _ = self._seeds[place]
                    candidates.append((place, (number, seed, _WORD)))
        self._known[word] = tuple(candidate for _, candidate in sorted(candidates, key=lambda item: item[0]))
        return self._known[word]

    def _fitting(self, word: str) -> list[int]:
        """Places of the seeds whose first word a word fits."""
        places = list(self._whole.get(word, ()))
        for length in range(len(word) + 1):
            places += self._fronts.get(word[:length], ())
        return places + [place for place, first in self._others if first.fullmatch(word)]

    def matches(self, text: str) -> list[list[SeedMatch]]:
        known = self._known
        found: list[list[SeedMatch]] = [[] for _ in range(self._count)]
        for word in _WORD.finditer(text):
            candidates = known.get(word.group())
            if candidates is None:
                candidates = self._starting(word.group())
            for number, seed, whole in candidates:
                before = found[number]
                if before and word.start() < before[-1].end:
                    continue
                match = whole.match(text, word.start())
                if match:
                    before.append(SeedMatch(match.start(), match.end(), seed))
        return found


_WORD = re.compile(r"\w+")


def _expressions(seed: str) -> tuple[str, re.Pattern[str]]:
    """The first word with its `*`, and an expression for the whole seed, over folded text.

    `*` stands for letters; white space, a hyphen or both may stand between words.
    """
    plain = re.sub(r"^[^\w*]+", "", folded(seed).strip())
    first = re.match(r"[\w*]+", plain)
    words = [re.escape(word).replace(r"\*", r"\w*") for word in re.split(r"[\s-]+", plain) if word]
    whole = r"(?:\s*-\s*|\s+)".join(words) + ("" if plain.endswith("*") else r"(?!\w)")
    return first.group() if first else plain, re.compile(whole)


@lru_cache(maxsize=64)
def _matcher(lists: tuple[tuple[str, ...], ...]) -> _Matcher:
    return _Matcher(lists)


def match_seeds(text: str, seeds: Sequence[str]) -> list[SeedMatch]:
    """Where the seeds occur in the text, in order and without overlap; the longest seed wins.

    Upper and lower case and accents do not count. A seed matches whole words, `*` stands for any letters, and between
    the words of a seed any white space or a hyphen may stand. A seed of one word matches a compound that it is a part of
    as well (`begeleiding` in contextbegeleiding), and the match is the whole compound.
    """
    return _matcher((tuple(seeds),)).matches(folded(text))[0]


def seed_matches(text: str, lists: tuple[tuple[str, ...], ...]) -> list[list[SeedMatch]]:
    """`match_seeds` for several lists of seeds in one pass over the text."""
    return _matcher(lists).matches(folded(text))


def theme_of_heading(heading: str, codebook: Codebook) -> str | None:
    """The key of the theme that a heading names, or None.

    A heading names a theme by its label, its key or one of its `headings`, as a whole phrase, whatever the case and
    accents. Where names nest ("continuïteit" in a label), the longest counts. A heading that names two themes names none,
    and a line of more than 12 words counts only when it holds a full label.
    """
    text = _plain(heading)
    if not text:
        return None
    labels = {key for key, name, full in _names(codebook) if full and _span(name, text)}
    if len(labels) == 1 and not _beside(text, next(iter(labels)), codebook):
        return next(iter(labels))
    if len(text.split()) > _LONGEST_HEADING:
        return None
    found = _longest(text, codebook)
    return next(iter(found)) if len(found) == 1 else None


def _beside(text: str, key: str, codebook: Codebook) -> bool:
    """Whether a short heading names another theme beside the one whose full label it holds."""
    return len(text.split()) <= _LONGEST_HEADING and bool(_longest(text, codebook) - {key})


def _longest(text: str, codebook: Codebook) -> set[str]:
    """The themes named in the text by a name that lies in no longer name."""
    spans = [(*span, key) for key, name, _ in _names(codebook) for span in _span(name, text)]
    return {
        key
        for start, end, key in spans
        if not any(a <= start and end <= b and (b - a) > (end - start) for a, b, _ in spans)
    }


def _span(name: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


@lru_cache(maxsize=16)
def _names(codebook: Codebook) -> tuple[tuple[str, str, bool], ...]:
    """(theme key, name in plain form, whether it is the label) for every name of every theme."""
    names: list[tuple[str, str, bool]] = []
    for theme in codebook.themes:
        label = _plain(theme.label)
        others = {_plain(name) for name in (theme.key.replace("_", " "), *theme.headings)} - {label, ""}
        names += [(theme.key, label, True), *((theme.key, name, False) for name in sorted(others))]
    return tuple(names)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text).replace("_", " ")))
