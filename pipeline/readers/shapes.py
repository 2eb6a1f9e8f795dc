"""What the first characters and the looks of a line say: bullets, numbers, headings, labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_GLYPHS = "•●○◦▪▫■□◼◾➔→➢➤►▶▸‣⁃∙·✓✔✗✘❖◆◇★☐☑➜⇒\ue000-\uf8ff"
_MARKER = re.compile(
    rf"(?P<glyph>[{_GLYPHS}])(?=\s|\S)"
    r"|(?P<dash>[-–—*§+])(?=\s)"
    r"|(?P<tight>[-*§])(?=[A-Za-zÀ-ÿ“\"‘„«(])"
    r"|(?P<o>o)(?=\s)"
    r"|(?P<number>\d{1,2}[.)°])(?=\s|[A-ZÀ-Þ“\"‘„«])"
    r"|(?P<roman>(?:x{0,2}(?:ix|iv|v?i{1,3}|v|x))[.)])(?=\s)"
    r"|(?P<letter>[a-z][.)]|[A-Z]\))(?=\s)"
)
_RANK = {"glyph": 1, "dash": 1, "number": 1, "letter": 2, "o": 2, "roman": 3, "small": 3}
_SMALL = "▪▫§\uf0a7"


@dataclass(frozen=True, slots=True)
class Marker:
    """A bullet or list number: its characters and its shape ("•", "o", "number", "letter", "roman" …)."""

    text: str
    shape: str
    rank: int  # how deep such a mark usually stands: 1 outermost

    @property
    def number(self) -> int | None:
        """The list number, None for anything else."""
        return int(self.text[:-1]) if self.shape == "number" else None


@lru_cache(maxsize=512)
def marker(line: str) -> Marker | None:
    """The bullet or list number that a line without leading white space begins with, if any."""
    found = _MARKER.match(line)
    if found is None:
        return None
    kind = str(found.lastgroup)
    text = found[0]
    if kind == "glyph":
        return Marker(text, text, _RANK["small"] if text in _SMALL else 2 if text in "○◦" else 1)
    if kind in ("dash", "tight"):
        shape = "-" if text in "-–—" else text
        return Marker(text, shape, _RANK["small"] if text == "§" else 1)
    return Marker(text, kind, _RANK[kind])


@dataclass
class Nesting:
    """Tells the depth of list items from their indentation when there is any, else from the order of their shapes."""

    _stack: list[tuple[str, int, float]] = field(default_factory=list)  # shape, rank, indent
    _letter: str = ""

    def reset(self) -> None:
        """A heading ends every list."""
        self._stack.clear()
        self._letter = ""

    def depth(self, mark: Marker, indent: float = 0.0) -> int:
        """1 for the outermost items."""
        shape, rank = mark.shape, mark.rank
        if shape == "roman" and self._letter and ord(mark.text[0]) == ord(self._letter) + 1 and len(mark.text) == 2:
            shape, rank = "letter", _RANK["letter"]
        if shape == "letter":
            self._letter = mark.text[0]
        shapes = [entry[0] for entry in self._stack]
        indents = {entry[2] for entry in self._stack} | {indent}
        if len(indents) > 1:
            while self._stack and self._stack[-1][2] > indent + 0.5:
                self._stack.pop()
            if self._stack and abs(self._stack[-1][2] - indent) <= 0.5 and shape not in shapes:
                self._stack.pop()
            shapes = [entry[0] for entry in self._stack]
            if self._stack and self._stack[-1][2] < indent - 0.5:
                self._stack.append((shape, rank, indent))
                return len(self._stack)
        if shape in shapes:
            del self._stack[shapes.index(shape) + 1 :]
        else:
            while self._stack and self._stack[-1][1] > rank:
                self._stack.pop()
            self._stack.append((shape, rank, indent))
        return len(self._stack)


_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,6})\.?\s+(?=[A-ZÀ-Þ“\"‘„«(])")
_CHAPTER = re.compile(r"(\d{1,2})\s+(?=[A-ZÀ-Þ])")
_LABEL = re.compile(
    r"(?:quotes?|citaten|citaat|uitspraken|bevinding(?:en)?|vaststelling(?:en)?|actiepunt(?:en)?|actie(?:s)?|"
    r"doelstelling(?:en)?|aanbeveling(?:en)?|beleidsaanbeveling(?:en)?|drempel(?:s)?|nod(?:en)|wat werkt|"
    r"goede praktijken|suggesties|conclusie(?:s)?)",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(rf"{_LABEL.pattern}\s*(?:\([^()]*\)?)?\s*:?", re.IGNORECASE)
_CELL_LABEL = re.compile(r"(?:Bevinding(?:en)?|Actiepunt(?:en)?|Doelstelling(?:en)?)\s*(?:\([^()]*\))?\s*:?(?=\s)")
_LEVEL = re.compile(r"(?:op\s+)?(?:micro|meso|macro)(?:[- ]?niveau)?\s*:?", re.IGNORECASE)
_PART = re.compile(r"(?:DEEL|Deel|BIJLAGE|Bijlage|HOOFDSTUK|Hoofdstuk)\s+\d{1,2}\b\s*[:.–-]?")
_CAPTION = re.compile(r"(?:tabel|figuur|grafiek|afbeelding|foto|bron)\b", re.IGNORECASE)
_ASKS = re.compile(r"(?:wat|hoe|wie|waar|waarom|welke|wanneer)\b", re.IGNORECASE)
_FACT = re.compile(
    r"(?:datum|dag|regio(?:['’]s)?|plaats|locatie|soort(?: overleg)?|sector(?:en)?(?: aanwezig)?|aanwezig(?:en|e partners)?|"
    r"verontschuldigd(?:en)?|verslag(?:gever)?|uur|tijd|auteur|opgemaakt door|type|doelgroep|aantal deelnemers|"
    r"projectnaam|contactpersoon|adres|telefoon(?:nummer)?|e-mail(?:adres)?)\s*:\s*\S",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:\d{1,2}\s+)?(?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*\.?\s+\d{4}$|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}$",
    re.IGNORECASE,
)
_CITED = re.compile(r"\([^()]*,\s*(?:19|20)\d\d\w?\)")
_WORD = re.compile(r"[^\W\d_]+")
TERMINAL = ".!?…"


def numbered(line: str) -> tuple[str, int] | None:
    """The number and depth of a heading such as "2.1.4 Procesflow"."""
    found = _NUMBERED.match(line)
    if found is None or len(line) > 160:
        return None
    return found[1], found[1].count(".") + 1


def chapter(line: str) -> int | None:
    """The number of a line such as "3 Veranderingstheorie", None when it does not look like a chapter's title."""
    found = _CHAPTER.match(line)
    if found is None or len(line) > 80 or line.rstrip()[-1] in ".!?;,:" or len(line.split()) > 10:
        return None
    return int(found[1])


def label(line: str) -> bool:
    """Whether the line is a heading by its words alone: "Quotes:", "MESO", "Actiepunten (vanuit forum)"."""
    return len(line) <= 80 and bool(_LABEL_LINE.fullmatch(line) or _LEVEL.fullmatch(line))


def theme(line: str) -> bool:
    """Whether the line is a short "Thema …" title."""
    if not line.startswith(("Thema ", "Thema:", "THEMA ", "THEMA:")) or len(line) > 90:
        return False
    return line[-1] not in ".;,?!" and len(line.split()) <= 10


def part(line: str) -> int | None:
    """Where the text begins in "DEEL 2: …" or "Bijlage 3: …", None for any other line."""
    found = _PART.match(line)
    return found.end() if found and len(line) <= 130 else None


def capitals(line: str) -> bool:
    """Whether the line is written in capitals and is more than an abbreviation."""
    words = _WORD.findall(line)
    if not words or len(line) > 120 or any(char.islower() for char in line):
        return False
    if len(words) == 1:
        return len(words[0]) >= 6 or (len(words[0]) >= 3 and line.endswith(":"))
    return max(len(word) for word in words) >= 5 and sum(char.isdigit() for char in line) <= len(line) // 5


def colon(line: str) -> bool:
    """Whether the line is a short announcement that ends in a colon."""
    return line.endswith(":") and len(line) <= 50 and len(line.split()) <= 6 and line[0].isupper()


def title_like(line: str, *, before_list: bool, before_quote: bool = False) -> bool:
    """Whether a line that stands alone reads as a title; `before_list` when a list or a level's label follows."""
    words = len(line.split())
    if (
        words > (12 if before_list or before_quote else 8)
        or len(line) > 90
        or not (line[0].isupper() or line[0] in "“‘’'")
    ):
        return False
    if (
        re.search(r"\S(?:  |\t)\s*\S|https?:|@|\d%", line)
        or _CAPTION.match(line)
        or _FACT.match(line)
        or _CITED.search(line)
    ):
        return False
    if line[0] in "“‘„\"'" or line[-1] in ',;”"’–-:' or len(_WORD.findall(line)) == 0:
        return False
    if line[-1] == "?":
        return before_list and bool(_ASKS.match(line))
    if line[-1] in TERMINAL:
        return before_list and words <= 5 and line[-1] == "."
    if line[-1].isdigit():
        return bool(_DATED.search(line))
    names: list[str] = _WORD.findall(line)
    return sum(name.isupper() and len(name) > 1 for name in names) * 2 < len(names)


def cell_label(line: str) -> int | None:
    """Where a first item begins on the line of its label ("Actiepunten - Meer tijd"), None when there is none."""
    found = _CELL_LABEL.match(line)
    if found is None:
        return None
    rest = line[found.end() :]
    start = found.end() + len(rest) - len(rest.lstrip())
    return start if rest.strip() and marker(line[start:]) is not None else None


def bare_label(line: str) -> bool:
    """Whether the line is the lone word that opens a finding's cell, so that the next line is the finding's title."""
    return bool(re.fullmatch(r"Bevinding\s*(?:\([^()]*\))?\s*", line))
