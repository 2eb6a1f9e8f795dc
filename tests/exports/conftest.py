"""A small fictional report with hand-made codings, for every export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import codebook as codebooks
from pipeline import readers, report, shipped
from pipeline.agenda import agenda
from pipeline.evidence import resolve
from pipeline.model import Coding, Topic
from pipeline.recommend import recommend
from pipeline.report import Report
from pipeline.segment import segment

TEXT = """Verslag samenwerkingsoverleg

Datum: {date}

Aanwezig: moeder, consulent, CLB-medewerker

WAT WE HOORDEN

• “De vierde consulent op één jaar, en <script>alert(1)</script> niemand kende haar.”
• “=SOM(A1) stond er in het dossier & niemand las het.”
• “Er is nood aan een vaste begeleider die mee verhuist.”
• “Zij bleef bellen, ook na haar contract in {date}.”

ACTIEPUNTEN

• Het dossier samen met de jongere overlopen.
"""
CODES = (
    ("vierde consulent", ("continuity", "continuity/handover", "meso", "barrier")),
    ("SOM(A1)", ("continuity", "continuity/handover", "meso", "barrier")),
    ("vaste begeleider", ("continuity", "continuity/handover", "meso", "need")),
    ("bleef bellen", ("continuity", "continuity/handover", "meso", "good_practice")),
    ("dossier samen", ("continuity", "continuity/handover", "meso", "action")),
)


@pytest.fixture
def small(tmp_path: Path) -> Report:
    book = codebooks.read(shipped.codebook())
    key = book.theme("continuity").subthemes[0].key
    sources, cuts = [], []
    for name, date in (("map/een.txt", "2024-03-12"), ("twee.txt", "2024-11-05")):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.replace("{date}", date), encoding="utf-8")
        source = readers.read(path, name)
        sources.append(source)
        cuts.append(segment(source, book))
    segments = [one for cut in cuts for one in cut.segments]
    codings = [
        Coding(one.segment_id, code.replace("/handover", f"/{key}"), "model:hand@1", 0.8, evidence_words=("niemand",))
        for one in segments
        for words, codes in CODES
        if words in one.text
        for code in codes
    ]
    cases = [case for cut in cuts for case in cut.cases]
    evidence = resolve(segments, codings, cases)
    topic = Topic("t1", None, "bellen en dossiers", ("bellen", "dossier"), (segments[0].segment_id,))
    made = recommend(evidence, book, [topic])
    assert made.drafts
    return report.build(
        title="Aanbevelingen uit 2 verslagen",
        sources=sources,
        segments=segments,
        left_out=[span for cut in cuts for span in cut.left_out],
        cases=cases,
        codings=codings,
        topics=[topic],
        drafts=made.drafts,
        agenda=agenda(evidence, book, [topic]),
        codebook=book,
        evidence=evidence,
        summary={
            "unreadable": [{"source": "stuk.docx", "reason": "stuk.docx: damaged"}],
            "versions": {},
            "by_source": {},
        },
        notes=("Namen zijn nog niet vervangen.",),
    )


@pytest.fixture
def tampered(small: Report) -> Report:
    """The same with one sentence that says more than was counted."""
    draft = small.drafts[0]
    findings = next(part for part in draft.sections if part.name == "findings")
    first = findings.sentences[0]
    changed = replace(first, text=first.text.replace("2 ", "3 ", 1))
    assert changed.text != first.text
    sections = tuple(
        replace(part, sentences=(changed, *part.sentences[1:])) if part.name == "findings" else part
        for part in draft.sections
    )
    return replace(small, drafts=(replace(draft, sections=sections), *small.drafts[1:]))
