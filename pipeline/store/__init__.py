"""The project database: SQLite in WAL mode, one transaction per stage, so that a kill at any moment loses nothing."""

from __future__ import annotations

from pipeline.store.project import Project, open_project

__all__ = ["Project", "open_project"]
