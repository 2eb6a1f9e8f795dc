"""What a delivered document carries with it: each sentence with the segments, quotes and counts behind it."""

from __future__ import annotations

import hashlib
from typing import Any

import pipeline
from pipeline.model import Segment, Sentence
from pipeline.report.read import Report

FORMAT = 1
# Where documents keep it: an element of a page, and the namespace of a part of a Word file.
HTML_ID = "rodedraad-manifest"
NAMESPACE = "urn:rodedraad:manifest"
# The heading of the list of quotes at the end of a document.
SOURCES = "Bronnen van de uitspraken"


def manifest(report: Report) -> dict[str, Any]:
    """The sentences of all drafts in order, as plain values: nothing in it is text that the document does not show.

    Segments stand by id, source, offsets and the SHA-256 of their text, so that a later reader can tell whether they are still there.
    """
    sentences = []
    used: dict[str, Segment] = {}
    for entry in report.entries:
        parts = [("title", (entry.draft.title,)), *((part.name, part.sentences) for part in entry.draft.sections)]
        for name, held in parts:
            for place, sentence in enumerate(held, start=1):
                sentences.append(_sentence(f"{entry.number}.{name}.{place}", sentence))
                used.update((one, report.segment(one)) for one in sentence.segments)
    return {
        "format": FORMAT,
        "program": f"rodedraad {pipeline.__version__}",
        "title": report.title,
        "codebook_sha256": report.codebook.sha256,
        "sources": [{"name": one.name, "text_sha256": one.text_sha256} for one in report.sources],
        "sentences": sentences,
        "segments": {name: _segment(one) for name, one in sorted(used.items())},
    }


def _sentence(name: str, sentence: Sentence) -> dict[str, Any]:
    return {
        "id": name,
        "text": sentence.text,
        "quoted": list(sentence.quoted),
        "segments": list(sentence.segments),
        "counts": [{"of": str(count.of), "value": count.value} for count in sentence.counts],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "source": segment.source,
        "start": segment.start,
        "end": segment.end,
        "sha256": hashlib.sha256(segment.text.encode()).hexdigest(),
    }
