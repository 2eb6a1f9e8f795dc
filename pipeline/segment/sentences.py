"""Cut long prose into pieces of a few sentences, so that a finding can be read, coded and quoted on its own."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    [
        "bv",
        "vb",
        "bijv",
        "m.b.t",
        "i.p.v",
        "a.d.h.v",
        "t.a.v",
        "o.a",
        "e.d",
        "o.l.v",
        "i.f.v",
        "m.a.w",
        "n.a.v",
        "t.o.v",
        "d.w.z",
        "cfr",
        "nl",
        "incl",
        "excl",
        "ca",
        "max",
        "min",
        "dr",
        "mr",
        "mevr",
        "dhr",
        "prof",
        "st",
        "tel",
        "nr",
        "art",
        "blz",
        "pag",
        "p",
        "resp",
        "evt",
        "etc",
        "enz",
        "jl",
        "ivm",
        "mbt",
    ]
)
_BREAK = re.compile(r"[.!?…]+[”’\")\]]*\s+(?=[“‘\"(„«]?[A-ZÀ-Ý0-9’‘'])")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The bounds of each sentence in `text[start:end]`, white space between them left out."""
    found: list[tuple[int, int]] = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        word = re.search(r"([\w.]+?)\.?$", text[begin : match.start()])
        if text[match.start()] == "." and word and _abbreviated(word.group(1)):
            continue
        stop = match.start() + len(match.group().rstrip())
        found.append((begin, stop))
        begin = match.end()
    if begin < end:
        found.append((begin, end))
    return found


def _abbreviated(word: str) -> bool:
    bare = word.lower().strip(".")
    return bare in _ABBREVIATIONS or (len(bare) == 1 and bare.isalpha())


def pieces(text: str, start: int, end: int, *, most_words: int) -> list[tuple[int, int]]:
    """Runs of whole sentences of at most about `most_words` words; one longer sentence stays whole."""
    if len(text[start:end].split()) <= most_words:
        return [(start, end)]
    runs: list[tuple[int, int]] = []
    size = 0
    for begin, stop in sentences(text, start, end):
        length = len(text[begin:stop].split())
        if runs and size + length <= most_words:
            runs[-1] = (runs[-1][0], stop)
            size += length
        else:
            runs.append((begin, stop))
            size = length
    return runs
