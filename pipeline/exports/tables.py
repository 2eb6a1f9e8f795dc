"""segments.csv, codings.csv and topics.csv."""

from __future__ import annotations

from pathlib import Path

from pipeline.exports.files import csv_bytes, write_whole
from pipeline.report import Report

SEGMENTS = (
    "segment_id",
    "source",
    "start",
    "end",
    "text",
    "segment_kind",
    "heading",
    "page",
    "row",
    "speaker",
    "meeting",
    "date",
)
CODINGS = ("segment_id", "code", "coder", "confidence", "status", "evidence_words")
TOPICS = ("topic_id", "theme", "label", "words", "segment_count", "meeting_count", "segments")


def write_segments(report: Report, path: Path) -> None:
    """One row per segment, in order of source and place; `text` is exactly the source's text from start to end."""
    rows = []
    for one in report.segments:
        case = report.case(one)
        meeting = (case.meeting if case else "") or one.outline.meeting
        heading = " > ".join(one.outline.headings)
        place = (one.page, one.row, one.speaker)
        rows.append(
            (
                one.segment_id,
                one.source,
                one.start,
                one.end,
                one.text,
                one.kind,
                heading,
                *place,
                meeting,
                case.date if case else "",
            )
        )
    write_whole(path, csv_bytes(SEGMENTS, rows))


def write_codings(report: Report, path: Path) -> None:
    """One row per coding, by segment, then code (order of the codebook), then coder."""
    rows = [
        (
            coding.segment_id,
            coding.code,
            coding.coder,
            float(coding.confidence),
            coding.status,
            ";".join(coding.evidence_words),
        )
        for coding in report.codings
    ]
    write_whole(path, csv_bytes(CODINGS, rows))


def write_topics(report: Report, path: Path) -> None:
    """One row per topic; `segments` are ids, most typical first."""
    rows = [
        (
            topic.topic_id,
            topic.theme,
            topic.label,
            ";".join(topic.words),
            len(topic.segments),
            report.evidence.count("meetings", topic.segments),
            ";".join(topic.segments),
        )
        for topic in report.topics
    ]
    write_whole(path, csv_bytes(TOPICS, rows))
