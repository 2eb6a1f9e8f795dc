"""The whole road: files → sources → segments → codings → topics → drafts and agenda → project and exports."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import codebook as codebooks
from pipeline import coding, embed, exports, nlp, readers, report, shipped, topics
from pipeline.agenda import Weights, agenda
from pipeline.codebook import Codebook
from pipeline.config import Config
from pipeline.errors import ReadError, UsageError
from pipeline.evidence import Evidence, resolve
from pipeline.model import (
    AgendaItem,
    Case,
    Coding,
    Doubt,
    Draft,
    PersonalFind,
    Segment,
    Segmentation,
    Source,
    Status,
    Topic,
)
from pipeline.pseudonymise import Pseudonymiser, note, refuse_inside
from pipeline.recommend import recommend
from pipeline.run import account
from pipeline.run import found as found_list
from pipeline.run.progress import Progress, silent
from pipeline.run.tables import write_csv
from pipeline.segment import cases_table, segment, without
from pipeline.store import Project, open_project

STAGES = ("read", "segment", "nlp", "code", "topics", "doubts", "recommend", "agenda", "store", "export")


@dataclass(frozen=True)
class Outcome:
    """What a run gave: where, the account that is also in run.json, and what could not be read."""

    out: Path
    project: Path
    summary: Mapping[str, Any]
    unreadable: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass
class Clock:
    """Seconds per stage."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[None]:
        """Time one stage and tell of its beginning and end."""
        started = time.perf_counter()
        self.progress(name, 0, total)
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - started, 3)
        self.progress(name, total or 1, total or 1)


@dataclass(frozen=True)
class Read:
    """All sources that could be read, cut up, with their accounts."""

    sources: tuple[Source, ...]
    segmentations: tuple[Segmentation, ...]
    accounts: Mapping[str, Mapping[str, Any]]
    unreadable: tuple[tuple[str, str], ...]
    unreadable_stored: tuple[tuple[str, str], ...] = ()  # the same, without names in file names
    replaced: tuple[tuple[str, ...], ...] = ()  # rows of `found_list.HEADER`
    finds: tuple[PersonalFind, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in order."""
        return tuple(one for cut in self.segmentations for one in cut.segments)

    @property
    def cases(self) -> tuple[Case, ...]:
        """All cases in order."""
        return tuple(case for cut in self.segmentations for case in cut.cases)


@dataclass(frozen=True)
class Found:
    """What the stages after reading found."""

    codings: tuple[Coding, ...]
    topics: tuple[Topic, ...]
    notes: tuple[str, ...]
    facts: Mapping[str, Any]
    doubts: tuple[Doubt, ...] = ()


def run(paths: Sequence[Path], out: Path, config: Config | None = None, *, progress: Progress = silent) -> Outcome:
    """Run everything on files and folders and write every file of DESIGN §7 into `out`.

    Raises UsageError for wrong settings, CodebookError for a codebook that cannot be used, and GateError when a draft
    does not lead back to its quotes. Sources that cannot be read are named in the outcome; the others go on.
    """
    config = config or Config()
    if config.key is not None:
        refuse_inside(config.key, out)
    clock = Clock(progress)
    codebook = codebooks.read(config.codebook or shipped.codebook())
    out.mkdir(parents=True, exist_ok=True)
    project_path = config.project or out / "project.db"
    with open_project(project_path) as project:
        read = read_all(paths, codebook, config, clock, project.withdrawn())
        with clock.stage("store"):
            project.save_sources(read.sources, read.segmentations)
            project.save_facts({"codebook": codebook_text(config), "config": json.dumps(kept_config(config))})
        people = tuple(one for one in project.codings() if one.coder.startswith("person:"))
        found = find_codings(read.segments, codebook, config, clock, people)
        notes = (*notes_on(read, config), *found.notes)
        return finish(project, out, codebook, config, clock, read, found, notes, people)


def read_all(
    paths: Sequence[Path], codebook: Codebook, config: Config, clock: Clock, withdrawn: frozenset[str] = frozenset()
) -> Read:
    """Read, pseudonymise and cut every source, less what was withdrawn; one that cannot be read is named with the reason."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    files = readers.find(paths)
    pseudonymiser = pseudonymiser_of(config)
    cases = read_cases(readers.find_cases(paths), pseudonymiser if config.pseudonymise else None)
    kept: list[tuple[Source, Segmentation]] = []
    accounts: dict[str, dict[str, Any]] = {}
    unreadable: list[tuple[str, str]] = []
    replaced: list[tuple[str, ...]] = []
    all_finds: list[PersonalFind] = []
    with clock.stage("read", len(files)):
        for position, one in enumerate(files):
            clock.progress("read", position, len(files))
            try:
                source = readers.read(one.path, one.name, text_column=config.text_column)
            except ReadError as error:
                unreadable.append((one.name, str(error)))
                continue
            finds: tuple[PersonalFind, ...] = ()
            if config.pseudonymise:
                source, finds = pseudonymiser.source(source)
                source = replace(source, name=_free(source.name, accounts))
                all_finds += finds
            cut = segment(source, codebook, cases=cases, exclude_sections=config.exclude_sections)
            source, cut = without(source, cut, withdrawn)
            # After what was withdrawn is blanked: the list shows what stands around a find.
            replaced += found_list.placed(source.name, source.text, finds)
            kept.append((source, cut))
            accounts[source.name] = account.of_source(source, cut, finds)
    stored = [_without_names(name, reason, pseudonymiser) for name, reason in unreadable]
    pseudonymiser.save()
    return Read(
        tuple(source for source, _ in kept),
        tuple(cut for _, cut in kept),
        accounts,
        tuple(unreadable),
        tuple(stored) if config.pseudonymise else tuple(unreadable),
        tuple(replaced),
        tuple(all_finds),
    )


def pseudonymiser_of(config: Config) -> Pseudonymiser:
    """What replaces personal data, as the settings ask; the language model is opened at the first doubt."""
    if not config.pseudonymise:
        return Pseudonymiser()
    return Pseudonymiser(
        analyser=lambda: analyser_of(config.language), with_organisations=config.organisations, key_file=config.key
    )


@cache
def analyser_of(language: str | None) -> nlp.SpacyAnalyser:
    """The language model, opened once: `language` asks for one by name."""
    return nlp.load(shipped.models(), name=language)


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """A name that no other source has: two files may be called after one person."""
    stem, dot, ending = name.rpartition(".")
    number, free = 2, name
    while free in taken:
        free = f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"
        number += 1
    return free


def _without_names(name: str, reason: str, pseudonymiser: Pseudonymiser) -> tuple[str, str]:
    shown = pseudonymiser.file_name(name)
    file = Path(name).name
    return shown, pseudonymiser.text(reason.replace(name, shown).replace(file, Path(shown).name))[0]


def read_cases(paths: Sequence[Path], pseudonymiser: Pseudonymiser | None) -> dict[str, dict[str, str]]:
    """The rows of every cases.csv by source, separator and encoding detected; names replaced as in the sources."""
    merged: dict[str, dict[str, str]] = {}
    for path in paths:
        table = readers.read_table(path, text_column="source")
        rows = [dict(zip(table.header, row, strict=False)) for row in table.rows]
        merged.update(cases_table(rows))
    if pseudonymiser is None:
        return merged
    return {
        pseudonymiser.file_name(name): {key: pseudonymiser.text(value)[0] for key, value in row.items()}
        for name, row in merged.items()
    }


def find_codings(
    segments: Sequence[Segment], codebook: Codebook, config: Config, clock: Clock, people: Sequence[Coding]
) -> Found:
    """Code all segments and find topics in what the codes leave."""
    notes: list[str] = []
    models = shipped.models()
    with clock.stage("nlp", len(segments)):
        analyser = analyser_of(config.language)
        tokens = analyser.analyse([one.text for one in segments])
    if analyser.warning:
        notes.append(
            "Geen Nederlands taalmodel gevonden: woorden zijn herleid tot hun stam met vaste regels, "
            "zodat onderwerpen grover zijn."
        )
    with clock.stage("code", len(segments)):
        ours = embed.shipped(models)
        coder = coding.load(models, codebook, ours, own=config.own_coder)
        suggestions = coder.code(segments)
        said = coding.report_codings(segments, codebook)
    with clock.stage("topics", len(segments)):
        vectors = (
            ours
            if config.embedder is None
            else embed.load(
                models,
                [one.text for one in segments],
                seed=config.seed,
                name=config.embedder,
                language=analyser.language,
                words=nlp.content_words,
            )
        )
        encoded = vectors.encode([one.text for one in segments])
        suggested = suggestions.kept
        if config.coder == "bertopic":
            guided = topics.BertopicCoder().code(segments, tokens, encoded, codebook, seed=config.seed)
            suggested = (*(one for one in suggested if not is_theme(one.code, codebook)), *guided)
        codings = (*said, *suggested)
        decided = resolve(segments, (*codings, *people), ())
        names = {theme.key: theme.label for theme in codebook.themes}
        themes = {name: tuple(one.code for one in decision.themes) for name, decision in decided.decisions.items()}
        finding = topics.find_topics(segments, tokens, encoded, themes=themes, seed=config.seed, names=names)
    facts = {
        "analyser": analyser.name,
        "embedder": vectors.name,
        "coder": coder.name,
        "codings_rejected": dict(Counter(rejection_kind(reason) for _, reason in suggestions.rejected).most_common()),
        "unplaced_by_topics": dict(Counter(rejection_kind(one.reason) for one in finding.unplaced).most_common()),
    }
    with clock.stage("doubts", len(segments)):
        judged = {one.segment_id for one in people}
        doubts = coder.doubts(segments, suggestions, shipped.corpus() / "training" / "quotes", judged=judged)
    return Found(codings, finding.topics, (*notes, *finding.notes), facts, doubts)


def rejection_kind(reason: str) -> str:
    """A reason without its figures, so that equal reasons can be counted."""
    return "".join("…" if char.isdigit() else char for char in reason).replace("……", "…")


def is_theme(code: str, codebook: Codebook) -> bool:
    """Whether a code is a theme or sub-theme, and no level or kind."""
    return code.partition("/")[0] in codebook.keys


def compute(
    segments: Sequence[Segment],
    cases: Sequence[Case],
    codings: Sequence[Coding],
    found_topics: Sequence[Topic],
    codebook: Codebook,
    config: Config,
    clock: Clock,
) -> tuple[Evidence, tuple[Draft, ...], dict[str, int], tuple[AgendaItem, ...]]:
    """Evidence, drafts (with how many segments they leave unused, by reason) and agenda."""
    with clock.stage("recommend"):
        evidence = resolve(segments, codings, cases)
        made = recommend(evidence, codebook, found_topics, minimum=config.minimum)
        unused = Counter(rejection_kind(reason) for _, reason in made.unused)
    with clock.stage("agenda"):
        items = agenda(evidence, codebook, found_topics, weights=Weights.of(config.weights))
    return evidence, made.drafts, dict(unused.most_common()), items


def finish(
    project: Project,
    out: Path,
    codebook: Codebook,
    config: Config,
    clock: Clock,
    read: Read,
    found: Found,
    notes: tuple[str, ...],
    people: Sequence[Coding],
) -> Outcome:
    """Drafts, agenda, project and exports."""
    codings = (*found.codings, *people)
    evidence, drafts, unused, items = compute(read.segments, read.cases, codings, found.topics, codebook, config, clock)
    summary = {
        **account.totals(read.accounts),
        "unreadable": [{"source": name, "reason": reason} for name, reason in read.unreadable_stored],
        "codings": dict(sorted(Counter(one.coder for one in codings if one.status is not Status.REJECTED).items())),
        "topics": len(found.topics),
        "drafts": len(drafts),
        "agenda": len(items),
        "segments_not_in_a_draft": unused,
        **found.facts,
        "codebook": {"name": codebook.name, "sha256": codebook.sha256, "themes": list(codebook.keys)},
        "config": kept_config(config),
        "versions": account.versions(),
        "by_source": read.accounts,
    }
    with clock.stage("store"):
        project.save_codings(found.codings)
        project.save_topics(found.topics)
        project.save_drafts(drafts)
        project.save_agenda(items)
        project.save_doubts(found.doubts)
        project.save_facts({"summary": json.dumps(summary, ensure_ascii=False), "notes": json.dumps(notes)})
    with clock.stage("export"):
        built = build_report(
            codebook, evidence, codings, found.topics, drafts, items, summary, notes, read, found.doubts
        )
        exports.write_all(built, out)
        if config.pseudonymise:
            write_csv(out / found_list.FILE, found_list.HEADER, found_list.doubtful_first(read.replaced))
        write_run_json(out, {**summary, "seconds": clock.seconds})
    return Outcome(out, project.path, summary, read.unreadable, notes)


def build_report(
    codebook: Codebook,
    evidence: Evidence,
    codings: Sequence[Coding],
    found_topics: Sequence[Topic],
    drafts: Sequence[Draft],
    items: Sequence[AgendaItem],
    summary: Mapping[str, Any],
    notes: Sequence[str],
    read: Read,
    doubts: Sequence[Doubt] = (),
) -> report.Report:
    """The read model that every export shares."""
    amount = len(read.sources)
    return report.build(
        title=f"Aanbevelingen uit {amount} {'verslag' if amount == 1 else 'verslagen'}",
        sources=read.sources,
        segments=read.segments,
        left_out=tuple(span for cut in read.segmentations for span in cut.left_out),
        cases=read.cases,
        codings=codings,
        topics=found_topics,
        drafts=drafts,
        agenda=items,
        codebook=codebook,
        evidence=evidence,
        summary=summary,
        notes=notes,
        doubts=doubts,
    )


def notes_on(read: Read, config: Config) -> tuple[str, ...]:
    """What the user must know of the reading, in Dutch."""
    notes = [note(read.finds) if config.pseudonymise else "Persoonsgegevens zijn niet vervangen (--no-pseudonymise)."]
    if not read.segments:
        notes.append("Er is geen enkel citaat, geen bevinding en geen actiepunt gevonden.")
    notes += [f"{source.name}: {warning}" for source in read.sources for warning in source.warnings]
    return tuple(notes)


def codebook_text(config: Config) -> str:
    """The codebook as the person wrote it, to keep with the project."""
    return (config.codebook or shipped.codebook()).read_text(encoding="utf-8-sig")


def kept_config(config: Config) -> dict[str, Any]:
    """The settings that shape the results, without the places on this machine."""
    return {
        "exclude_sections": list(config.exclude_sections),
        "text_column": config.text_column,
        "coder": config.coder,
        "language": config.language,
        "embedder": config.embedder,
        "pseudonymise": config.pseudonymise,
        "organisations": config.organisations,
        "seed": config.seed,
        "minimum": config.minimum,
        "weights": dict(config.weights),
    }


def write_run_json(out: Path, content: Mapping[str, Any]) -> None:
    """Write run.json whole or not at all."""
    part = out / "run.json.part"
    part.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    part.replace(out / "run.json")
