"""The command line: parse arguments, call, print. The only place that prints, and that turns errors into exit codes."""

from __future__ import annotations

import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import pipeline
from pipeline.errors import GateError, ReadError, RodeDraadError

OK, USAGE, UNREADABLE, GATE = 0, 1, 2, 3

app = typer.Typer(
    name="rodedraad",
    help="From what people say in meetings to recommendations that lead back to their words.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

STAGES = {
    "read": "reading and cutting sources",
    "store": "storing",
    "nlp": "analysing words",
    "code": "coding themes, level and kind",
    "topics": "finding topics",
    "doubts": "choosing what to look at first",
    "recommend": "drafting recommendations",
    "agenda": "ranking the agenda",
    "export": "writing files",
    "tag": "coding rows",
    "evaluate": "coding gold quotes",
    "pseudonymise": "replacing personal data",
}

Out = Annotated[Path, typer.Option("--out", help="Folder for the results.", file_okay=False)]
ProjectFile = Annotated[Path, typer.Argument(help="A project file, mostly DIR/project.db.", show_default=False)]
TextColumn = Annotated[
    str | None, typer.Option("--text-column", help="Header of the column with the text, when it is not recognised.")
]
CodebookFile = Annotated[
    Path | None, typer.Option("--codebook", help="A codebook of your own (YAML); the six shipped themes by default.")
]
CoderFolder = Annotated[
    Path | None, typer.Option("--coder", help="A folder that `train` wrote; the shipped coder by default.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key",
        help="Keep who is who in this file, readable by you alone, so that a next run gives the same placeholders.",
        dir_okay=False,
    ),
]
Organisations = Annotated[
    bool, typer.Option("--organisations", help="Replace the names of organisations and services as well.")
]


class _Leave(Exception):
    """Leave with an exit code of ours."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def say(text: str) -> None:
    """One message to the person at the terminal, unwrapped, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class Bar:
    """Shows progress on stderr: a bar at a terminal, a line per finished stage elsewhere."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._live: Any = None
        self._task: Any = None
        self._stage = ""
        self._started = 0.0
        if not quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                SpinnerColumn,
                TextColumn,
                TimeElapsedColumn,
            )

            self._live = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
            )

    def __enter__(self) -> Bar:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if stage != self._stage:
            self._stage, self._started = stage, time.monotonic()
            if self._live is not None:
                self._task = self._live.add_task(STAGES.get(stage, stage), total=total or None)
        if self._live is not None:
            self._live.update(self._task, completed=done, total=total or None)
        elif not self._quiet and total and done >= total:
            say(f"{STAGES.get(stage, stage)}: {time.monotonic() - self._started:.1f} s")
            self._stage = ""


def _version(show: bool) -> None:
    if show:
        typer.echo(f"rodedraad {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    del version


@app.command("run")
def run_command(
    paths: Annotated[list[Path], typer.Argument(help="Reports, or folders of them.", show_default=False)],
    out: Out,
    codebook: CodebookFile = None,
    project: Annotated[
        Path | None, typer.Option("--project", help="Keep the project here instead of in DIR/project.db.")
    ] = None,
    exclude_section: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude-section", help="Leave out what stands under a heading with this text; may be repeated."
        ),
    ] = None,
    text_column: TextColumn = None,
    coder: Annotated[
        str,
        typer.Option(
            "--coder", help="trained, the folder of a coder of your own, or bertopic (guided topics, to compare with)."
        ),
    ] = "trained",
    language: Annotated[
        str | None, typer.Option("--language", help="A spaCy pipeline by name; the best installed one by default.")
    ] = None,
    embedder: Annotated[
        str | None,
        typer.Option(
            "--embedder",
            help="rodedraad (shipped), lsa, spacy, or sentence-transformers:FOLDER (needs the extra [transformers]).",
        ),
    ] = None,
    no_pseudonymise: Annotated[
        bool, typer.Option("--no-pseudonymise", help="The texts are clean already: replace nothing.")
    ] = False,
    key: KeyFile = None,
    organisations: Organisations = False,
    minimum: Annotated[int, typer.Option("--minimum", help="Segments that a draft of its own needs.")] = 3,
    seed: Annotated[int, typer.Option("--seed", help="Seed for whatever is random.")] = 13,
    quiet: Quiet = False,
) -> None:
    """The whole road: from reports to coded quotes, topics, recommendation drafts and an agenda."""
    from pipeline.config import Config
    from pipeline.run import road

    config = Config(
        codebook=codebook,
        project=project,
        exclude_sections=tuple(exclude_section or ()),
        text_column=text_column,
        coder=coder,
        language=language,
        embedder=embedder,
        pseudonymise=not no_pseudonymise,
        organisations=organisations,
        key=key,
        seed=seed,
        minimum=minimum,
    )
    with Bar(quiet=quiet) as bar:
        outcome = road.run(paths, out, config, progress=bar)
    _report(outcome)
    if outcome.unreadable:
        raise _Leave(UNREADABLE)


def _report(outcome: Any) -> None:
    """What came of a run, in a few lines; the warnings in full."""
    summary = outcome.summary
    for _, reason in outcome.unreadable:
        say(f"not read: {reason}")
    for note in outcome.notes:
        say(f"note: {note}")
    segments = sum(summary["segments"].values())
    kinds = ", ".join(f"{count} {name}" for name, count in summary["segments"].items())
    say(f"sources: {summary['sources']} read, {len(outcome.unreadable)} not")
    say(f"segments: {segments}" + (f" ({kinds})" if kinds else ""))
    say(f"topics: {summary['topics']}; drafts: {summary['drafts']}; agenda: {summary['agenda']}")
    say(
        f"characters: {summary['read']} read, all accounted for"
        if summary["adds_up"]
        else "characters: the account does not add up; see run.json"
    )
    say(f"results: {outcome.out / 'report.html'}")


@app.command("tag")
def tag_command(
    table: Annotated[Path, typer.Argument(metavar="IN", help="A table (.csv, .xlsx, .jsonl).", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="The table with codes (.csv).", dir_okay=False)],
    text_column: TextColumn = None,
    codebook: CodebookFile = None,
    coder: CoderFolder = None,
    quiet: Quiet = False,
) -> None:
    """Code a table: themes with probabilities, level, kind and the words that led to them."""
    from pipeline.run import tables

    with Bar(quiet=quiet) as bar:
        written = tables.tag_table(table, out, text_column=text_column, codebook=codebook, own=coder, progress=bar)
    say(f"{written.rows} rows, {written.hits} with a theme: {out}")


@app.command("pseudonymise")
def pseudonymise_command(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A text, .csv, .xlsx or .jsonl.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="The same with placeholders.", dir_okay=False)],
    key: KeyFile = None,
    organisations: Organisations = False,
    quiet: Quiet = False,
) -> None:
    """Replace personal data by placeholders: names of persons, ages, addresses, schools, numbers, dates of birth.

    OUT.found.csv lists every find, OUT.doubtful.csv those to look at.
    """
    from pipeline.run import tables

    with Bar(quiet=quiet) as bar:
        written = tables.pseudonymise_file(source, out, key=key, organisations=organisations, progress=bar)
    say(f"{written.rows} texts, {written.hits} with personal data: {written.paths[0]}, listed in {written.paths[1]}")
    say(f"note: read it before you share it, and first what is in doubt: {written.paths[2]}")


@app.command("embed")
def embed_command(
    table: Annotated[Path, typer.Argument(metavar="IN", help="A table (.csv, .xlsx, .jsonl).", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="The vectors (.npy).", dir_okay=False)],
    text_column: TextColumn = None,
    embedder: Annotated[
        str | None,
        typer.Option(
            "--embedder",
            help="rodedraad (shipped), lsa, spacy, or sentence-transformers:FOLDER (needs the extra [transformers]).",
        ),
    ] = None,
) -> None:
    """Sentence vectors: one float32 row of unit length per row of the table."""
    from pipeline.run import tables

    written = tables.embed_table(table, out, text_column=text_column, embedder=embedder)
    say(f"{written.rows} rows, {written.hits} with known words: {out}")


@app.command("evaluate")
def evaluate_command(
    gold: Annotated[
        list[Path],
        typer.Option(
            "--gold",
            help="Quotes that a person coded (.jsonl or .csv: id, text, themes, level, kind); may be repeated.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for a page, JSON and the disagreements.", file_okay=False)
    ] = None,
    codebook: CodebookFile = None,
    coder: CoderFolder = None,
    quiet: Quiet = False,
) -> None:
    """How well the coder does on quotes that people coded, per code; files of the same quotes are compared with each other too."""
    from pipeline.exports.evaluation import as_text
    from pipeline.run.evaluating import evaluate_gold

    with Bar(quiet=quiet) as bar:
        comparisons, paths = evaluate_gold(gold, out, codebook=codebook, coder=coder, progress=bar)
    typer.echo("\n\n".join(as_text(one) for one in comparisons))
    if paths:
        say(f"results: {paths[0]}")


@app.command("verify")
def verify_command(
    document: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A .docx or .html with recommendations, edited or not.", show_default=False
        ),
    ],
    project: Annotated[
        Path | None,
        typer.Option(
            "--project", help="The project that it came from, to see what was withdrawn; FILE's project.db by default."
        ),
    ] = None,
) -> None:
    """Check a delivered document: each sentence exact, changed, withdrawn or not found. Leaves with 3 when not all are exact."""
    from pipeline.run.verifying import verify_file
    from pipeline.verify import State

    found, against = verify_file(document, project)
    for one in found:
        if one.state is not State.EXACT:
            typer.echo(f"{one.sentence_id}: {one.state}\n  was: {one.text}")
            if one.now:
                typer.echo(f"  now: {one.now}")
            if one.gone:
                typer.echo(f"  gone: {', '.join(one.gone)}")
    counts = {state: sum(one.state is state for one in found) for state in State}
    typer.echo(", ".join(f"{count} {state}" for state, count in counts.items()))
    say(
        f"checked against {against}"
        if against
        else "no project beside it: what was withdrawn since cannot be seen; give --project"
    )
    if counts[State.EXACT] < len(found):
        raise _Leave(GATE)


@app.command("withdraw")
def withdraw_command(
    project: ProjectFile,
    out: Out,
    segment: Annotated[
        list[str] | None, typer.Option("--segment", help="A segment_id of segments.csv; may be repeated.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Everything of a source; may be repeated.")
    ] = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option("--speaker", help="Everything a speaker said, as segments.csv names them; may be repeated."),
    ] = None,
) -> None:
    """Take back what somebody said: out of every text, table, count and draft; says what that changed. Later runs leave it out too."""
    from pipeline.run.withdrawing import withdraw

    with Bar() as bar:
        done = withdraw(
            project, out, segments=segment or (), sources=source or (), speakers=speaker or (), progress=bar
        )
    typer.echo(f"withdrawn: {len(done.segments)} segments; {done.before[0]} before, {done.after[0]} after")
    typer.echo(f"drafts: {done.before[1]} before, {done.after[1]} after")
    for name, titles in (("gone", done.gone), ("new", done.new), ("changed", done.changed)):
        for title in titles:
            typer.echo(f"  {name}: {title}")
    say(f"written anew: {out}; documents sent before are stale: `rodedraad verify FILE --project {project}` says where")


@app.command("topics")
def topics_command(
    project: ProjectFile,
    out: Out,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives another, equally good, grouping.")] = 13,
) -> None:
    """Find the topics of a project anew, and with them its drafts and agenda."""
    from pipeline.run import again

    with Bar() as bar:
        _written(again.topics_again(project, out, {"seed": seed}, progress=bar))


@app.command("recommend")
def recommend_command(
    project: ProjectFile,
    out: Out,
    minimum: Annotated[int, typer.Option("--minimum", help="Segments that a draft of its own needs.")] = 3,
) -> None:
    """Make the recommendation drafts of a project anew."""
    from pipeline.run import again

    with Bar() as bar:
        _written(again.drafts_again(project, out, {"minimum": minimum}, progress=bar))


@app.command("agenda")
def agenda_command(
    project: ProjectFile,
    out: Out,
    weight: Annotated[
        list[str] | None, typer.Option("--weight", help="NAME=NUMBER, such as breadth=2; may be repeated.")
    ] = None,
) -> None:
    """Rank the themes and new topics for the next learning network anew."""
    from pipeline.run import again

    with Bar() as bar:
        _written(again.agenda_again(project, out, {"weights": _weights(weight or [])}, progress=bar))


def _weights(pairs: list[str]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        try:
            weights[name.strip()] = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise typer.BadParameter(f"{pair}: write NAME=NUMBER, such as breadth=2")
    return weights


def _written(paths: list[Path]) -> None:
    for path in paths:
        say(f"written: {path}")


class Model(StrEnum):
    """The models that ship, each in a folder of `models/`."""

    CODER = "coder"
    ENCODER = "encoder"
    LANGUAGE = "language"
    VECTORS = "vectors"
    COMPOUNDS = "compounds"
    NAMES = "names"
    OWN = "own"


_DATA_HELP = (
    "Folder with the data: training quotes (.jsonl) for the coder, the shipped ones by default; for the others the files "
    "that the model's manifest.json lists."
)


@app.command("train")
def train_command(
    out: Annotated[Path, typer.Option("--out", help="Folder for the model.", file_okay=False)],
    model: Annotated[
        Model, typer.Argument(metavar="MODEL", help="coder, encoder, own, language, vectors, compounds or names.")
    ] = (Model.CODER),
    data: Annotated[Path | None, typer.Option("--data", help=_DATA_HELP)] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed; the model's own by default.")] = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            "--gold", help="Coded quotes to measure the coder on; nothing is learned from them. May be repeated."
        ),
    ] = None,
    project: Annotated[
        Path | None, typer.Option("--project", help="For own: a project in which people accepted and rejected codings.")
    ] = None,
    corrections: Annotated[
        list[Path] | None,
        typer.Option(
            "--corrections", help="For own: a table that `tag` wrote, with its codes corrected; may be repeated."
        ),
    ] = None,
    codebook: CodebookFile = None,
) -> None:
    """Train a coder of your own from corrections, or one of the models that ship, and print its measured quality.

    own: the shipped coder moved by what you corrected; the one before is kept. coder: themes, level and kind. language: the Dutch spaCy pipeline. vectors: sentence vectors. compounds: the word list
    that compounds are split with. names: the lists of names to look for. All but own and coder need packages that a run does
    not; what is missing is named.
    """
    from pipeline import training

    if model is Model.OWN:
        from pipeline.run.evaluating import train_own

        typer.echo(str(train_own(project, corrections or (), out, codebook=codebook)))
        return
    typer.echo(str(training.train(str(model), data, out, seed=seed, gold=gold or (), tell=say)))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with DESIGN's exit codes: 0 well, 1 usage, 2 unreadable sources, 3 the gate."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    """The exit code of one command; every error of ours is one line on stderr."""
    try:
        app(args=arguments, prog_name="rodedraad")
    except SystemExit as leave:  # Typer leaves with 2 on wrong usage, which means unreadable sources here
        if isinstance(leave.code, str):
            say(leave.code)
            return USAGE
        return USAGE if leave.code == 2 else leave.code or OK
    except _Leave as leave:
        return leave.code
    except KeyboardInterrupt:
        say("stopped; run the same command again to go on")
        return 130
    except GateError as error:
        say(f"error: {error}")
        return GATE
    except ReadError as error:
        say(f"not read: {error}")
        return UNREADABLE
    except RodeDraadError as error:
        say(f"error: {error}")
        return USAGE
    except OSError as error:
        say(f"error: {error.filename or ''}: {error.strerror or error}")
        return USAGE
    return OK


if __name__ == "__main__":
    main()
