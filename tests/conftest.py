"""What tests of the whole road share: one run on the demo corpus, and the command line as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
TABLES = ("segments.csv", "codings.csv", "topics.csv", "codings.xlsx")
DRAFTS = ("recommendations.md", "recommendations.html", "recommendations.docx", "agenda.md", "agenda.html")

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Done:
    """A finished run: where its files and its project are."""

    out: Path
    project: Path


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """One run on the demo corpus; look, do not touch."""
    from pipeline import shipped
    from pipeline.run import road

    out = tmp_path_factory.mktemp("demo") / "out"
    outcome = road.run([shipped.demo()], out)
    return Done(outcome.out, outcome.project)


@pytest.fixture(scope="session")
def rodedraad() -> Command:
    """Run the command line as a process of its own and give its exit code and output."""

    def run(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command_line(*arguments),
            env={**ENVIRONMENT, **(environment or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def started() -> Callable[..., subprocess.Popen[bytes]]:
    """Start the command line and leave it running."""

    def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command_line(*arguments), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    return start


@pytest.fixture(scope="session")
def delivered() -> Callable[[Path], dict[str, bytes]]:
    """Every file that must come out the same each time, by name; all of DESIGN's are there."""

    def files(out: Path) -> dict[str, bytes]:
        texts = sorted(path for path in (out / "sources").rglob("*") if path.is_file())
        named = [out / name for name in (*TABLES, *DRAFTS, "report.html")]
        return {path.relative_to(out).as_posix(): path.read_bytes() for path in (*named, *texts)}

    return files


def command_line(*arguments: str | Path) -> list[str]:
    """`rodedraad ARGUMENTS` with this Python."""
    return [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
