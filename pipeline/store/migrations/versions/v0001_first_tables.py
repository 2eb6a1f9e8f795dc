"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    text, integer = sa.Text, sa.Integer
    op.create_table(
        "sources",
        sa.Column("name", text, primary_key=True),
        *(sa.Column(name, text, nullable=False) for name in ("sha256", "text_sha256", "format", "text", "body")),
    )
    op.create_table(
        "cases",
        sa.Column("case_id", text, primary_key=True),
        *(
            sa.Column(name, text, nullable=False)
            for name in ("source", "meeting", "date", "title", "region", "sectors", "roles")
        ),
    )
    op.create_index("ix_cases_source", "cases", ["source"])
    op.create_table(
        "segments",
        sa.Column("segment_id", text, primary_key=True),
        sa.Column("position", integer, nullable=False),
        sa.Column("source", text, nullable=False),
        sa.Column("start", integer, nullable=False),
        sa.Column("end", integer, nullable=False),
        *(sa.Column(name, text, nullable=False) for name in ("text", "kind", "outline", "case_id")),
        sa.Column("page", integer),
        sa.Column("row", integer),
        sa.Column("speaker", text),
        sa.Column("parent", text),
        sa.Column("attributes", text, nullable=False),
    )
    op.create_index("ix_segments_source", "segments", ["source"])
    op.create_table(
        "left_out",
        sa.Column("source", text, nullable=False),
        sa.Column("start", integer, nullable=False),
        sa.Column("end", integer, nullable=False),
        sa.Column("reason", text, nullable=False),
    )
    op.create_index("ix_left_out_source", "left_out", ["source"])
    op.create_table(
        "codings",
        *(sa.Column(name, text, primary_key=True) for name in ("segment_id", "code", "coder")),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("status", text, nullable=False),
        sa.Column("evidence_words", text, nullable=False),
    )
    op.create_table(
        "topics",
        sa.Column("topic_id", text, primary_key=True),
        sa.Column("position", integer, nullable=False),
        sa.Column("body", text, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("draft_id", text, primary_key=True),
        sa.Column("position", integer, nullable=False),
        *(sa.Column(name, text, nullable=False) for name in ("level", "theme", "body")),
    )
    op.create_table(
        "agenda",
        sa.Column("rank", integer, primary_key=True),
        sa.Column("body", text, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("key", text, primary_key=True),
        sa.Column("value", text, nullable=False),
    )


def downgrade() -> None:
    """Drop every table."""
    for name in ("facts", "agenda", "drafts", "topics", "codings", "left_out", "segments", "cases", "sources"):
        op.drop_table(name)
