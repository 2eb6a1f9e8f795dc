"""Speed and memory of each stage, beside a plain script and the floor, on the demo corpus multiplied to N segments.

    python benchmarks/bench.py [--sizes 1000 10000] [--large] [--sib DIR]

Every stage runs in a forked process of its own, so that its peak memory is its own; libraries and models are opened before
the clock starts. `--large` adds 100,000 segments; `--sib` adds topic finding on SIB-200 (bench_topics.py).
"""

from __future__ import annotations

import argparse
import importlib
import math
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bench_corpus
import bench_plain
from threadpoolctl import threadpool_limits

from pipeline import codebook as codebooks
from pipeline import coding, embed, exports, nlp, readers, shipped, topics
from pipeline.agenda import agenda
from pipeline.config import Config
from pipeline.evidence import resolve
from pipeline.model import Segmentation, Source
from pipeline.pseudonymise import Pseudonymiser
from pipeline.recommend import recommend
from pipeline.run import road
from pipeline.segment import segment
from pipeline.store import open_project

SEED = 13
THREADS = 2
SLACK = 0.2  # by how much an exponent may pass that of n log n before it is flagged: clocks are not exact
LEAST_SECONDS = (0.1, 0.5)  # at the smaller and the larger size; below this a stage is too quick to say how it grows
# What each stage imports when it is first used; imported before its clock starts.
LIBRARIES = {
    "read": "docx docdeid.document lxml.html odfdo openpyxl pypdfium2 striprtf.striprtf webvtt",
    "code": "sklearn.feature_extraction.text",
    "vectors": "sklearn.decomposition sklearn.feature_extraction.text",
    "topics": "bertopic sklearn.cluster",
    "recommend": "sklearn.feature_extraction.text",
    "store": "alembic.command",
    "export": "docx jinja2 matplotlib.figure openpyxl",
    "plain script": "sklearn.feature_extraction.text sklearn.linear_model sklearn.multiclass",
    "floor": "sklearn.feature_extraction.text",
}


@dataclass(frozen=True)
class Measured:
    """What one stage took: `peak` and `added` are MB, None where the system does not tell."""

    stage: str
    seconds: float
    peak: float | None
    added: float | None


@dataclass(frozen=True)
class Size:
    """All that was measured at one number of segments."""

    segments: int
    stages: tuple[Measured, ...]
    beside: tuple[Measured, ...]


def peak_mb() -> float:
    """The most memory this process has held."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


def measured(stage: str, work: Callable[[], tuple[Any, float]]) -> tuple[Any, Measured]:
    """Do a stage in a forked process; `work` gives its result and its seconds."""
    if "fork" not in multiprocessing.get_all_start_methods():
        result, seconds = work()
        return result, Measured(stage, seconds, None, None)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def child() -> None:
        before = peak_mb()
        for library in LIBRARIES.get(stage, "").split():
            importlib.import_module(library)
        result, seconds = work()
        peak = peak_mb()
        sender.send((result, seconds, peak, peak - before))

    process = context.Process(target=child)
    process.start()
    sender.close()
    try:
        result, seconds, peak, added = receiver.recv()
    except EOFError:
        raise SystemExit(f"{stage}: the process ended without a result (exit code {process.exitcode})") from None
    process.join()
    return result, Measured(stage, seconds, peak, added)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """A result and the seconds it took."""
    with threadpool_limits(THREADS):
        started = time.perf_counter()
        return work(), time.perf_counter() - started


def read_all(found: Sequence[readers.Found]) -> list[Source]:
    """Read and pseudonymise."""
    pseudonymiser = Pseudonymiser()
    return [pseudonymiser.source(readers.read(one.path, one.name))[0] for one in found]


def measure(wanted: int, folder: Path) -> Size:
    """Take the whole road with about `wanted` segments, stage by stage."""
    book = codebooks.read(shipped.codebook())
    originals = read_all(readers.find([shipped.demo()]))
    per_file = {source.name: len(segment(source, book).segments) for source in originals}
    found = bench_corpus.copies(folder, wanted, per_file)
    stages: list[Measured] = []

    def stage(name: str, work: Callable[[], tuple[Any, float]]) -> Any:
        result, one = measured(name, work)
        stages.append(one)
        return result

    sources: list[Source] = stage("read", lambda: timed(lambda: read_all(found)))
    words, chance = bench_corpus.vocabulary(originals), random.Random(SEED)
    sources = [bench_corpus.exchanged(source, words, chance) for source in sources]
    cuts: list[Segmentation] = stage("segment", lambda: timed(lambda: [segment(one, book) for one in sources]))
    segments = [one for cut in cuts for one in cut.segments]
    cases = [case for cut in cuts for case in cut.cases]
    texts = [one.text for one in segments]
    models = shipped.models()

    def analysing() -> tuple[Any, float]:
        analyser = nlp.load(models)
        return timed(lambda: analyser.analyse(texts))

    def coding_them() -> tuple[Any, float]:
        coder = coding.load(models, book, embed.shipped(models))
        return timed(lambda: (*coding.report_codings(segments, book), *coder.code(segments).kept))

    def vectors() -> tuple[Any, float]:
        language = nlp.load(models).language
        load = embed.load
        return timed(lambda: load(models, texts, seed=SEED, language=language, words=nlp.content_words).encode(texts))

    tokens = stage("nlp", analysing)
    codings = stage("code", coding_them)
    encoded = stage("vectors", vectors)
    decided = resolve(segments, codings, ()).decisions
    themes = {name: tuple(one.code for one in decision.themes) for name, decision in decided.items()}
    finding = stage(
        "topics", lambda: timed(lambda: topics.find_topics(segments, tokens, encoded, themes=themes, seed=SEED))
    )
    evidence = stage("evidence", lambda: timed(lambda: resolve(segments, codings, cases)))
    drafts = stage("recommend", lambda: timed(lambda: recommend(evidence, book, finding.topics, minimum=3).drafts))
    items = stage("agenda", lambda: timed(lambda: agenda(evidence, book, finding.topics)))

    def storing() -> tuple[Any, float]:
        with open_project(folder / "project.db") as project:

            def save() -> None:
                project.save_sources(sources, cuts)
                project.save_codings(codings)
                project.save_topics(finding.topics)
                project.save_drafts(drafts)
                project.save_agenda(items)

            return timed(save)

    def exporting() -> tuple[Any, float]:
        read = road.Read(tuple(sources), tuple(cuts), {}, ())
        summary = {"config": road.kept_config(Config())}

        def write() -> None:
            built = road.build_report(book, evidence, codings, finding.topics, drafts, items, summary, (), read)
            exports.write_all(built, folder / "out")

        return timed(write)

    stage("store", storing)
    stage("export", exporting)
    quotes = shipped.corpus() / "training" / "quotes"
    beside = (
        measured("plain script", lambda: bench_plain.plain(quotes, book.keys, texts))[1],
        measured("floor", lambda: bench_plain.floor(texts, len(book.keys), SEED))[1],
    )
    return Size(len(segments), tuple(stages), beside)


def growth(small: Size, large: Size, at: int) -> str:
    """The exponent between two sizes; "!" when a stage grows faster than n log n."""
    before, after = small.stages[at].seconds, large.stages[at].seconds
    if before < LEAST_SECONDS[0] or after < LEAST_SECONDS[1]:
        return "quick"
    ratio = math.log(large.segments / small.segments)
    exponent = math.log(after / before) / ratio
    allowed = 1 + math.log(math.log(large.segments) / math.log(small.segments)) / ratio
    return f"n^{exponent:.2f}" + (" !" if exponent > allowed + SLACK else "")


def memory(value: float | None) -> str:
    """Megabytes, "-" where unknown."""
    return "-" if value is None else f"{value:,.0f}"


def shown(size: Size, before: Size | None) -> Iterator[str]:
    """The table of one size."""
    yield f"\n{size.segments:,} segments"
    yield f"{'stage':<14}{'seconds':>9}{'segments/s':>12}{'peak MB':>9}{'added MB':>10}  {'growth' if before else ''}"

    def line(one: Measured, grown: str = "") -> str:
        speed = f"{size.segments / max(one.seconds, 1e-6):,.0f}"
        return f"{one.stage:<14}{one.seconds:>9.2f}{speed:>12}{memory(one.peak):>9}{memory(one.added):>10}  {grown}".rstrip()

    for at, one in enumerate(size.stages):
        yield line(one, growth(before, size, at) if before else "")
    whole = sum(one.seconds for one in size.stages)
    peaks = [one.peak for one in size.stages if one.peak is not None]
    yield line(Measured("whole road", whole, max(peaks, default=None), None))
    yield from (line(one) for one in size.beside)
    plain, floor = size.beside
    code = next(one for one in size.stages if one.stage == "code")
    yield f"coding takes {code.seconds / plain.seconds:.1f} times the plain script and {code.seconds / floor.seconds:.0f} times the floor;"
    yield f"the whole road takes {whole / plain.seconds:.1f} times the plain script"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="segments, smallest first")
    parser.add_argument("--large", action="store_true", help="add 100,000 segments")
    parser.add_argument("--sib", type=Path, metavar="DIR", help="folder with SIB-200: topic quality as well")
    asked = parser.parse_args()
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(THREADS)))
    before: Size | None = None
    flagged = False
    for wanted in sorted({*asked.sizes, *([100_000] if asked.large else [])}):
        with tempfile.TemporaryDirectory() as folder:
            size = measure(wanted, Path(folder))
        lines = list(shown(size, before))
        flagged = flagged or any(line.endswith("!") for line in lines)
        print("\n".join(lines), flush=True)
        before = size
    print("\n! grows faster than n log n" if flagged else "\nno stage grows faster than n log n")
    for name in ("bench_compounds.py", "bench_pseudonymise.py"):
        print(flush=True)
        subprocess.call([sys.executable, str(Path(__file__).with_name(name))])
    if asked.sib:
        script = Path(__file__).with_name("bench_topics.py")
        print(flush=True)
        return subprocess.call([sys.executable, str(script), "--data", str(asked.sib), "--sizes", "--no-guided"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
