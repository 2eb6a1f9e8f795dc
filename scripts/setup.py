#!/usr/bin/env python3
"""Set up and run Rode Draad with nothing but Python 3.11 or newer (standard library only).

    python scripts/setup.py demo     # set up .venv, then run the main job on the demo corpus
    python scripts/setup.py test     # set up .venv with the test tools, then run all tests
    python scripts/setup.py check    # format, lint, types, import contracts
    python scripts/setup.py bench    # speed and memory beside a plain script
    python scripts/setup.py bench-quality   # how well quotes are coded, beside other ways
    python scripts/setup.py install  # set-up alone

On Windows: `py scripts\\setup.py demo`. The Makefile calls this script.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
COMMAND = BIN / ("rodedraad.exe" if WINDOWS else "rodedraad")
LOCKS = {"run": ROOT / "requirements" / "run.lock", "dev": ROOT / "requirements" / "dev.lock"}
OLDEST = (3, 11)
DEMO_OUT = ROOT / "demo-out"


def say(text: str) -> None:
    """Tell the person at the terminal what happens, at once."""
    print(text, flush=True)


def stop(text: str) -> None:
    """End with a message that says what to do."""
    raise SystemExit(f"setup: {text}")


def run(*command: str | Path, quiet: bool = False) -> int:
    """Run a command from the project's root; gives its exit code."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    if not quiet:
        return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment)
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:] + done.stderr[-4000:])
    return done.returncode


class Ticking:
    """Shows that a long step is still going, with the seconds it has taken."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = threading.Event()
        self.started = time.monotonic()
        self.thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Ticking:
        say(f"  {self.text} …")
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()
        if sys.stdout.isatty():
            print("\r\x1b[K", end="")
        say(f"  {self.text}: {time.monotonic() - self.started:.0f} s")

    def _tick(self) -> None:
        while not self.done.wait(1.0):
            seconds = time.monotonic() - self.started
            if sys.stdout.isatty():
                print(f"\r    {seconds:.0f} s", end="", flush=True)
            elif int(seconds) % 20 == 0:
                say(f"    still busy after {seconds:.0f} s")


def stamp_of(lock: Path) -> str:
    """What an installed lock is known by: its content and the Python it was installed for."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def make_venv() -> None:
    """Create .venv, anew when it was made by another Python or is broken."""
    if PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], capture_output=True, check=False).returncode == 0:
        return
    if VENV.exists():
        say("  .venv does not work any more: making it anew")
        shutil.rmtree(VENV)
    with Ticking("creating .venv"):
        venv.create(VENV, with_pip=True)


def install(which: str) -> None:
    """Install a locked set, then the project itself; nothing is done when nothing changed."""
    if sys.version_info < OLDEST:
        stop(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}")
    lock = LOCKS[which]
    stamp = VENV / f"rodedraad-{which}.stamp"
    make_venv()
    if not (stamp.exists() and stamp.read_text() == stamp_of(lock)):
        if (which == "dev" and not (VENV / "rodedraad-run.stamp").exists()) or which == "run":
            say("First set-up: this takes a minute or two and about 1 GB of disk.")
        with Ticking(f"installing the locked packages ({lock.name})"):
            code = run(PYTHON, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", lock, quiet=True)
        if code:
            stop("the packages could not be installed; check the connection to your package index and run this again")
        stamp.write_text(stamp_of(lock))
    if not _project_installed():
        with Ticking("installing rodedraad"):
            code = _install_project()
        if code:
            stop("rodedraad itself could not be installed; the lines above say why")


def _project_marker() -> Path:
    return VENV / "rodedraad-project.stamp"


def _project_installed() -> bool:
    marker = _project_marker()
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    return COMMAND.exists() and marker.exists() and marker.read_text() == wanted


def _install_project() -> int:
    """Put the checkout on the path of .venv and write the command; needs no build tool and no network."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    code = (
        "import sysconfig, pathlib, sys;"
        "pathlib.Path(sysconfig.get_paths()['purelib'], 'rodedraad-checkout.pth').write_text(sys.argv[1] + '\\n', encoding='utf-8')"
    )
    if run(PYTHON, "-c", code, str(ROOT)):
        return 1
    script = (
        "from pip._vendor.distlib.scripts import ScriptMaker\nimport sys\n"
        "maker = ScriptMaker(None, sys.argv[1]); maker.executable = sys.argv[2]; maker.clobber = True; maker.variants = {''}\n"
        "maker.make('rodedraad = pipeline.cli:main')\n"
    )
    if run(PYTHON, "-c", script, str(BIN), str(PYTHON)):
        return 1
    _project_marker().write_text(wanted)
    return 0


def demo() -> int:
    """Set up, then run the main job on the demo corpus."""
    install("run")
    say("Running the demo: rodedraad run corpus/demo --out demo-out")
    code = run(PYTHON, "-m", "pipeline.cli", "run", ROOT / "corpus" / "demo", "--out", DEMO_OUT)
    if code:
        return code
    say("")
    say(f"The results are in {DEMO_OUT}")
    say(
        f"  open {DEMO_OUT / 'report.html'} in a browser, or {DEMO_OUT / 'recommendations.docx'} in Word or LibreOffice"
    )
    say(f"Your own reports: {COMMAND} run FOLDER --out FOLDER")
    return 0


def test(arguments: list[str]) -> int:
    """Set up with the test tools, then run every test."""
    install("run")
    install("dev")
    if not os.environ.get("RODEDRAAD_REPORT"):
        say("RODEDRAAD_REPORT is not set: the test on a real report is left out.")
    code = run(PYTHON, "-m", "pytest", *(arguments or ["-n", "2"]))
    return 0 if code == 0 else code


def check() -> int:
    """Format, lint, types, import contracts; all are run, the first failure decides."""
    install("run")
    install("dev")
    worst = 0
    places = ["pipeline", "tests", "scripts", "benchmarks", "corpus"]
    for name, command in (
        ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", *places]),
        ("ruff check", [PYTHON, "-m", "ruff", "check", *places]),
        ("mypy --strict", [PYTHON, "-m", "mypy"]),
        ("import contracts", [BIN / ("lint-imports.exe" if WINDOWS else "lint-imports")]),
    ):
        say(f"--- {name}")
        worst = run(*command) or worst
    return worst


def bench(arguments: list[str], script: str = "bench.py") -> int:
    """Speed and memory per stage beside a plain script, or what another script of benchmarks/ measures."""
    install("run")
    return run(PYTHON, ROOT / "benchmarks" / script, *arguments)


def main() -> int:
    """Dispatch on the first argument."""
    task, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if task == "install":
        install("run")
        return 0
    if task == "demo":
        return demo()
    if task == "test":
        return test(arguments)
    if task == "check":
        return check()
    if task == "bench":
        return bench(arguments)
    if task == "bench-quality":
        return bench(arguments, "bench_quality.py")
    print(__doc__)
    return 0 if task in ("-h", "--help") else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
