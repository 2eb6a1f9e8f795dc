"""Replace personal data by placeholders before anything is stored.

First layer: direct identifiers by pattern and checksum (telephone, e-mail, rijksregisternummer, BSN, IBAN, dates of
birth, plates). Names of persons are not found yet; `NAMES_REMAIN` says so to the user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pipeline.model import Block, Mark, PersonalFind, Source
from pipeline.pseudonymise.direct import RULES, annotators
from pipeline.spans import Edit, Edits

__all__ = ["NAMES_REMAIN", "Pseudonymiser"]

NAMES_REMAIN = (
    "Telefoonnummers, e-mailadressen, rekening- en rijksregisternummers, geboortedata en nummerplaten zijn vervangen. "
    "Namen van personen nog niet: lees na voor u iets deelt."
)


@cache
def _placeholder_names() -> Mapping[str, str]:
    return {rule.pii_kind: rule.placeholder for rule in RULES}


@dataclass
class Pseudonymiser:
    """Gives the same value the same placeholder throughout a project; sources must come in a fixed order."""

    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def find(self, text: str) -> tuple[PersonalFind, ...]:
        """Personal data in a text, in order, without overlaps."""
        from docdeid.document import Document

        document = Document(text)
        found = [one for annotator in annotators() for one in annotator.annotate(document)]
        return tuple(
            PersonalFind(
                start,
                end,
                RULES[rule].pii_kind,
                self._placeholder(RULES[rule].pii_kind, text[start:end]),
                RULES[rule].doubtful,
            )
            for start, end, rule in _merged(found)
        )

    def text(self, text: str) -> tuple[str, tuple[PersonalFind, ...]]:
        """A text with placeholders, and what was replaced."""
        finds = self.find(text)
        return _edits(finds).apply(text), finds

    def source(self, source: Source) -> tuple[Source, tuple[PersonalFind, ...]]:
        """A source with placeholders in its text, its rows' other columns, speakers and attributes."""
        finds = self.find(source.text)
        edits = _edits(finds)
        removed = sum(find.end - find.start for find in finds)
        added = sum(len(find.placeholder) for find in finds)
        ledger = source.ledger.with_change("personal_data", removed=removed, added=added) if finds else source.ledger
        changed = replace(
            source,
            text=edits.apply(source.text),
            blocks=tuple(self._block(block, edits) for block in source.blocks),
            marks=tuple(Mark(edits.new_start(m.start), edits.new_end(m.end), m.style) for m in source.marks),
            ledger=ledger,
            attributes=self._values(source.attributes),
            warnings=tuple(self.text(warning)[0] for warning in source.warnings),
        )
        return changed, finds

    def _block(self, block: Block, edits: Edits) -> Block:
        start, end = edits.new_start(block.start), edits.new_end(block.end)
        return replace(
            block,
            start=start,
            end=end,
            body=min(max(edits.new_start(block.body), start), end),
            speaker=self.text(block.speaker)[0] if block.speaker else block.speaker,
            attributes=self._values(block.attributes) if block.attributes else block.attributes,
        )

    def _values(self, values: Mapping[str, str]) -> dict[str, str]:
        return {key: self.text(value)[0] for key, value in values.items()}

    def _placeholder(self, pii_kind: str, value: str) -> str:
        key = (pii_kind, "".join(char for char in value.casefold() if char.isalnum() or char == "@"))
        if key not in self._numbers:
            self._counts[pii_kind] = self._numbers[key] = self._counts.get(pii_kind, 0) + 1
        return f"[{_placeholder_names()[pii_kind]} {self._numbers[key]}]"


def _merged(found: list[Any]) -> list[tuple[int, int, int]]:
    """Overlapping finds as one, under the surest rule, so that no part of an identifier is left standing."""
    merged: list[tuple[int, int, int]] = []
    for one in sorted(found, key=lambda one: (one.start_char, one.priority)):
        if merged and one.start_char < merged[-1][1]:
            start, end, rule = merged[-1]
            merged[-1] = (start, max(end, one.end_char), min(rule, one.priority))
        else:
            merged.append((one.start_char, one.end_char, one.priority))
    return merged


def _edits(finds: tuple[PersonalFind, ...]) -> Edits:
    return Edits(Edit(find.start, find.end, find.placeholder) for find in finds)
