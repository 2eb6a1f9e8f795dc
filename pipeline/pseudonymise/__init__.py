"""Replace personal data by placeholders before anything is stored.

Direct identifiers by pattern and checksum (`direct`), names of persons by lists and the words around them (`persons`), ages
(`ages`), addresses, postcodes and schools (`places`). Organisations, services, functions and regions stay, unless asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.model import Analyser, Block, Mark, PersonalFind, Source
from pipeline.pseudonymise import ages, key, names, organisations, places
from pipeline.pseudonymise.direct import RULES, annotators, may_hold
from pipeline.pseudonymise.key import refuse_inside
from pipeline.pseudonymise.people import People
from pipeline.pseudonymise.persons import Finder, Person
from pipeline.spans import Edit, Edits

__all__ = ["Pseudonymiser", "note", "refuse_inside"]

PLACEHOLDERS: Mapping[str, str] = {
    **{rule.pii_kind: rule.placeholder for rule in RULES},
    "person": "persoon",
    "age": "leeftijd",
    "address": "adres",
    "postcode": "woonplaats",
    "school": "school",
    "organisation": "organisatie",
}
# Headers of columns that hold names of persons, in lower case and without accents.
_PERSON_COLUMNS = frozenset(
    [
        "naam",
        "name",
        "voornaam",
        "achternaam",
        "familienaam",
        "spreker",
        "speaker",
        "jongere",
        "client",
        "deelnemer",
        "deelnemers",
        "wie",
        "persoon",
        "auteur",
        "author",
        "verslaggever",
        "begeleider",
        "consulent",
        "contact",
        "contactpersoon",
        "aanwezig",
        "present",
        "ouder",
        "moeder",
        "vader",
        "opsteller",
    ]
)
# Which find wins where two overlap: the lower the surer.
_PRIORITY = {"address": 100, "postcode": 101, "school": 102, "person": 103, "organisation": 104, "age": 105}


def note(finds: Iterable[PersonalFind]) -> str:
    """What the user must know of what was replaced, in Dutch."""
    found = list(finds)
    doubtful = sum(find.doubtful for find in found)
    people = len({find.placeholder for find in found if find.pii_kind == "person"})
    if not found:
        return "Er zijn geen persoonsgegevens gevonden. Lees na voor u iets deelt: een zeldzame naam kan gemist zijn."
    return (
        f"{len(found)} persoonsgegevens zijn vervangen ({people} {'persoon' if people == 1 else 'personen'}); "
        f"{doubtful} daarvan {'is twijfelachtig' if doubtful == 1 else 'zijn twijfelachtig'}. "
        "Lees na voor u iets deelt: een zeldzame naam kan gemist zijn."
    )


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    pii_kind: str
    priority: int
    doubtful: bool = False
    person: Person | None = None


@dataclass
class Pseudonymiser:
    """Gives the same value and the same person the same placeholder throughout a project; sources must come in a fixed order.

    `analyser` opens a tagger, asked only about doubtful names; without one, doubtful names that open a sentence stay.
    `with_organisations` replaces organisations and services too. `key_file` keeps who is who for a next run; see `save`.
    """

    analyser: Callable[[], Analyser] | None = None
    with_organisations: bool = False
    key_file: Path | None = None
    _people: People = field(default_factory=People)
    _values: key.Values = field(default_factory=dict)
    _opened: Analyser | None = None
    _tagged: dict[str, frozenset[int]] = field(default_factory=dict)
    _finder: Finder | None = None

    def __post_init__(self) -> None:
        if self.key_file is not None:
            self._people, self._values = key.read(self.key_file)

    def save(self) -> None:
        """Write the key file, when one was asked for."""
        if self.key_file is not None:
            key.write(self.key_file, self._people, self._values)

    def find(self, text: str) -> tuple[PersonalFind, ...]:
        """Personal data in a text, in order, without overlaps."""
        return tuple(
            PersonalFind(one.start, one.end, one.pii_kind, self._placeholder(one, text), one.doubtful)
            for one in _merged(self._found(text))
        )

    def text(self, text: str) -> tuple[str, tuple[PersonalFind, ...]]:
        """A text with placeholders, and what was replaced."""
        finds = self.find(text)
        return _edits(finds).apply(text), finds

    def speaker(self, name: str) -> str:
        """A speaker's name with placeholders: every capital in it may be a name, roles stay."""
        return self._speaker(name)[0]

    def _speaker(self, name: str) -> tuple[str, tuple[PersonalFind, ...]]:
        changed, finds = self.text(name)
        person = None if finds or not name.strip() else self._names_finder().speaker(name)
        if person is None:
            return changed, finds
        placeholder = f"[persoon {self._people.number(person.first, person.last)}]"
        find = PersonalFind(person.start, person.end, "person", placeholder, person.doubtful)
        return _edits((find,)).apply(name), (find,)

    def file_name(self, name: str) -> str:
        """A file's name with placeholders for names and identifiers in it; folders and the ending stay where they are."""
        stem, dot, ending = name.rpartition(".")
        spaced = "".join(" " if char in "_+" else char for char in (stem or ending))
        finds = self.find(spaced)
        return _edits(finds).apply(stem or ending) + (dot + ending if stem else "")

    def source(self, source: Source) -> tuple[Source, tuple[PersonalFind, ...]]:
        """A source with placeholders in its text, name, rows' other columns, speakers and attributes."""
        finds = self.find(source.text)
        edits = _edits(finds)
        removed = sum(find.end - find.start for find in finds)
        added = sum(len(find.placeholder) for find in finds)
        ledger = source.ledger.with_change("personal_data", removed=removed, added=added) if finds else source.ledger
        changed = replace(
            source,
            name=self.file_name(source.name),
            text=edits.apply(source.text),
            blocks=tuple(self._block(block, edits) for block in source.blocks),
            marks=tuple(Mark(edits.new_start(m.start), edits.new_end(m.end), m.style) for m in source.marks),
            ledger=ledger,
            attributes=self._attributes(source.attributes),
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
            speaker=self.speaker(block.speaker) if block.speaker else block.speaker,
            attributes=self._attributes(block.attributes) if block.attributes else block.attributes,
        )

    def _attributes(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: self.column(name, value)[0] for name, value in values.items()}

    def column(self, header: str, value: str) -> tuple[str, tuple[PersonalFind, ...]]:
        """A cell of a table or an attribute with placeholders, and what was replaced.

        Where the header speaks of persons, the cell is read as a speaker's name.
        """
        return self._speaker(value) if names.folded(header.strip()) in _PERSON_COLUMNS else self.text(value)

    def _found(self, text: str) -> list[_Found]:
        found = [_Found(*one) for one in _direct(text)] if may_hold(text) else []
        lists = names.load()
        digits = any(char.isdigit() for char in text)
        found += [_of("address", *place) for place in places.addresses(text)]
        found += [_of("postcode", *place) for place in places.postcodes(text, lists)] if digits else []
        found += [_of("school", *place) for place in places.schools(text)]
        persons = self._names_finder().find(text)
        found += [_Found(one.start, one.end, "person", _PRIORITY["person"], one.doubtful, one) for one in persons]
        found += [_of("age", *place) for place in ages.find(text, {one.end for one in persons})]
        if self.with_organisations:
            found += [_of("organisation", *place) for place in organisations.find(text)]
        return found

    def _names_finder(self) -> Finder:
        if self._finder is None:
            self._finder = Finder(names.load(), self._is_name if self.analyser is not None else None)
        return self._finder

    def _is_name(self, text: str, start: int) -> bool:
        """Whether the tagger takes the word at a place for a name."""
        if text not in self._tagged:
            if self._opened is None:
                assert self.analyser is not None
                self._opened = self.analyser()
            # Only the sentence around the place counts, and a text is asked about once.
            if len(self._tagged) > 1000:
                self._tagged.clear()
            tokens = self._opened.analyse([text])[0]
            self._tagged[text] = frozenset(token.start for token in tokens if token.pos == "PROPN")
        return start in self._tagged[text]

    def _placeholder(self, one: _Found, text: str) -> str:
        if one.person is not None:
            number = self._people.number(one.person.first, one.person.last, one.person.title)
        else:
            value = "".join(char for char in text[one.start : one.end].casefold() if char.isalnum() or char == "@")
            known = self._values.setdefault(one.pii_kind, {})
            number = known.setdefault(value, len(known) + 1)
        return f"[{PLACEHOLDERS[one.pii_kind]} {number}]"


def _direct(text: str) -> Iterator[tuple[int, int, str, int, bool]]:
    """Start, end, kind, priority and doubt of what the rules for direct identifiers find."""
    from docdeid.document import Document

    document = Document(text)
    for annotator in annotators():
        for one in annotator.annotate(document):
            rule = RULES[one.priority]
            yield one.start_char, one.end_char, rule.pii_kind, one.priority, rule.doubtful


def _of(pii_kind: str, start: int, end: int, doubtful: bool = False) -> _Found:
    return _Found(start, end, pii_kind, _PRIORITY[pii_kind], doubtful)


def _merged(found: list[_Found]) -> list[_Found]:
    """Overlapping finds as one, under the surest rule, so that no part of an identifier is left standing."""
    merged: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.start, one.priority, -one.end)):
        if merged and one.start < merged[-1].end:
            last = merged[-1]
            surest = min(last, one, key=lambda candidate: candidate.priority)
            merged[-1] = replace(surest, start=last.start, end=max(last.end, one.end))
        else:
            merged.append(one)
    return merged


def _edits(finds: tuple[PersonalFind, ...]) -> Edits:
    return Edits(Edit(find.start, find.end, find.placeholder) for find in finds)
