"""The tables of a project database (SQLAlchemy Core). A change here needs a migration beside it."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("text_sha256", sa.Text, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # blocks, marks, ledger, attributes, warnings as JSON
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("case_id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False, index=True),
    sa.Column("meeting", sa.Text, nullable=False),
    sa.Column("date", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("sectors", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
)

segments = sa.Table(
    "segments",
    metadata,
    sa.Column("segment_id", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("outline", sa.Text, nullable=False),
    sa.Column("case_id", sa.Text, nullable=False),
    sa.Column("page", sa.Integer),
    sa.Column("row", sa.Integer),
    sa.Column("speaker", sa.Text),
    sa.Column("parent", sa.Text),
    sa.Column("attributes", sa.Text, nullable=False),
)

left_out = sa.Table(
    "left_out",
    metadata,
    sa.Column("source", sa.Text, nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# No foreign key to segments: what a person coded stays when a re-run no longer finds the segment.
codings = sa.Table(
    "codings",
    metadata,
    sa.Column("segment_id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("coder", sa.Text, primary_key=True),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("evidence_words", sa.Text, nullable=False),
)

topics = sa.Table(
    "topics",
    metadata,
    sa.Column("topic_id", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("draft_id", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("theme", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

agenda = sa.Table(
    "agenda",
    metadata,
    sa.Column("rank", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
