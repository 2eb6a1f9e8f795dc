"""What a coder proposes: codings kept, and codings rejected with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model import Coding


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Codings in the order of the segments; each rejected one with its reason.

    `chances` are the probabilities that led to them: a row per segment, a value per theme in the codebook's order.
    """

    kept: tuple[Coding, ...] = ()
    rejected: tuple[tuple[Coding, str], ...] = ()
    chances: tuple[tuple[float, ...], ...] = ()

    def __add__(self, other: Suggestions) -> Suggestions:
        return Suggestions(self.kept + other.kept, self.rejected + other.rejected, self.chances + other.chances)


@dataclass(frozen=True, slots=True)
class Tagged:
    """One text coded: themes surest first (none when the coder abstains), a probability per theme key, level and kind."""

    themes: tuple[str, ...] = ()
    theme_scores: Mapping[str, float] = field(default_factory=dict)
    level: str = ""
    kind: str = ""
    evidence_words: tuple[str, ...] = ()
