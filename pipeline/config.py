"""What a person may set for a run, as one frozen dataclass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

CODERS = ("trained", "bertopic")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one run; a wrong value cannot be built.

    `coder` is "trained" (the shipped models, or the codebook's own words when it is another codebook) or "bertopic"
    (guided topic modelling, to compare with), or the folder of a coder that `rodedraad train` wrote. `minimum` is the number of segments that a draft of its own needs.
    """

    codebook: Path | None = None
    project: Path | None = None
    exclude_sections: tuple[str, ...] = ()
    text_column: str | None = None
    coder: str = "trained"
    language: str | None = None  # the name of an installed spaCy pipeline
    embedder: str | None = None  # one of embed.NAMES; the shipped vectors by default
    pseudonymise: bool = True
    organisations: bool = False  # replace organisations and services as well
    key: Path | None = None  # where to keep who is who; never stored with the project
    seed: int = 13
    minimum: int = 3
    weights: Mapping[str, float] = field(default_factory=dict)  # of the agenda

    def __post_init__(self) -> None:
        if self.coder not in CODERS and not Path(self.coder).is_dir():
            raise UsageError(f"--coder {self.coder}: give {', '.join(CODERS)}, or the folder of a coder of your own")
        if self.minimum < 1:
            raise UsageError(f"minimum {self.minimum}: a draft needs at least one segment")
        if self.seed < 0:
            raise UsageError(f"--seed {self.seed}: give a number of 0 or more")

    @property
    def own_coder(self) -> Path | None:
        """The folder of a coder of one's own, when one is asked for."""
        return None if self.coder in CODERS else Path(self.coder)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Config:
        """A config from a mapping; raises UsageError on an unknown key and lists the known ones."""
        known = {item.name for item in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise UsageError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        return cls(**values)
