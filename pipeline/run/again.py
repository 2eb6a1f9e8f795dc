"""Run one stage again on a project, with other settings, and write its files anew."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import codebook as codebooks
from pipeline import exports
from pipeline.config import Config
from pipeline.errors import StoreError
from pipeline.model import Segmentation
from pipeline.run import account
from pipeline.run import found as found_list
from pipeline.run.progress import Progress, silent
from pipeline.run.road import Clock, Found, Read, build_report, compute, find_codings, kept_config, write_run_json
from pipeline.run.tables import write_csv
from pipeline.segment import without
from pipeline.store import Project, open_project

_DRAFTS = ("recommendations.md", "recommendations.html", "recommendations.docx")
_AGENDA = ("agenda.md", "agenda.html")
_ALL = ("report.html", "codings.xlsx")


def drafts_again(path: Path, out: Path, changes: Mapping[str, Any], *, progress: Progress = silent) -> list[Path]:
    """Make the drafts of a project anew; `changes` are settings of `Config` that differ from the run's."""
    with open_project(path, create=False) as project:
        return _again(project, out, changes, progress, (*_DRAFTS, *_ALL), topics=False)


def agenda_again(path: Path, out: Path, changes: Mapping[str, Any], *, progress: Progress = silent) -> list[Path]:
    """Make the agenda of a project anew."""
    with open_project(path, create=False) as project:
        return _again(project, out, changes, progress, (*_AGENDA, "report.html"), topics=False)


def topics_again(path: Path, out: Path, changes: Mapping[str, Any], *, progress: Progress = silent) -> list[Path]:
    """Find the topics of a project anew, and with them its drafts and agenda."""
    with open_project(path, create=False) as project:
        return _again(project, out, changes, progress, tuple(exports.WRITERS), topics=True)


def all_again(path: Path, out: Path, *, progress: Progress = silent) -> list[Path]:
    """Make everything of a project anew without the segments withdrawn from it: topics, drafts, agenda and every file.

    The account in run.json and what stands around the finds in personal_data.csv follow; seconds stay those of the run.
    """
    with open_project(path, create=False) as project:
        read, withdrawn = _read(project), project.withdrawn()
        kept = [without(source, cut, withdrawn) for source, cut in zip(read.sources, read.segmentations, strict=True)]
        project.save_sources([source for source, _ in kept], [cut for _, cut in kept])
        summary = json.loads(project.facts()["summary"])
        for source, cut in kept:
            before = summary["by_source"][source.name]
            now = account.of_source(source, cut, ())
            summary["by_source"][source.name] = {**now, "personal_data": before["personal_data"]}
        summary.update(account.totals(summary["by_source"]))
        project.save_facts({"summary": json.dumps(summary, ensure_ascii=False)})
        paths = _again(project, out, {}, progress, tuple(exports.WRITERS), topics=True)
        _account_again(out, json.loads(project.facts()["summary"]), {source.name: source.text for source, _ in kept})
        return paths


def _account_again(out: Path, summary: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    """run.json and personal_data.csv of `out`, where a run left them, as the project stands now."""
    if (out / "run.json").is_file():
        before = json.loads((out / "run.json").read_text(encoding="utf-8"))
        write_run_json(out, {**summary, "seconds": before["seconds"]})
    listed = out / found_list.FILE
    if listed.is_file():
        with listed.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))[1:]
        write_csv(listed, found_list.HEADER, found_list.with_contexts(rows, texts))


def _again(
    project: Project, out: Path, changes: Mapping[str, Any], progress: Progress, files: tuple[str, ...], *, topics: bool
) -> list[Path]:
    facts = project.facts()
    if "codebook" not in facts or "summary" not in facts:
        raise StoreError(f"{project.path}: the first run was not finished; run `rodedraad run` on it again")
    codebook = codebooks.parse(facts["codebook"], project.path)
    config = replace(Config.of(_restored(json.loads(facts["config"]))), **changes)
    clock = Clock(progress)
    read = _read(project)
    people = tuple(one for one in project.codings() if one.coder.startswith("person:"))
    summary = json.loads(facts["summary"])
    notes = tuple(json.loads(facts["notes"]))
    if topics:
        found = find_codings(read.segments, codebook, config, clock, people)
        codings, found_topics = (*found.codings, *people), found.topics
        summary.update(found.facts)
        project.save_codings(found.codings)
        project.save_topics(found.topics)
        project.save_doubts(found.doubts)
    else:
        found = Found(project.codings(), project.topics(), (), {}, project.doubts())
        codings, found_topics = found.codings, found.topics
    evidence, drafts, unused, items = compute(read.segments, read.cases, codings, found_topics, codebook, config, clock)
    summary.update(
        drafts=len(drafts),
        agenda=len(items),
        topics=len(found_topics),
        segments_not_in_a_draft=unused,
        config=kept_config(config),
    )
    project.save_drafts(drafts)
    project.save_agenda(items)
    project.save_facts({"summary": json.dumps(summary, ensure_ascii=False), "config": json.dumps(kept_config(config))})
    built = build_report(codebook, evidence, codings, found_topics, drafts, items, summary, notes, read, found.doubts)
    out.mkdir(parents=True, exist_ok=True)
    return exports.write_all(built, out, only=files)


def _restored(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, "exclude_sections": tuple(kept["exclude_sections"])}


def _read(project: Project) -> Read:
    """What the project holds, in the shape that reading gives."""
    sources = project.sources()
    segments, left_out, cases = project.segments(), project.left_out(), project.cases()
    cuts = tuple(
        Segmentation(
            source.name,
            tuple(one for one in segments if one.source == source.name),
            tuple(one for one in left_out if one.source == source.name),
            tuple(one for one in cases if one.source == source.name),
        )
        for source in sources
    )
    return Read(sources, cuts, {}, ())
