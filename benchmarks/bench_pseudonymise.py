"""How well personal data is found, how fast, and in how much memory, beside a plain script.

    python benchmarks/bench_pseudonymise.py [--file FILE.jsonl] [--no-tagger] [--show]

FILE has lines with `text` and `spans` (start, end, pii_kind); the test sentences by default. The peer is what one would write
first: the direct identifiers' patterns, and every capitalised word that is in the list of first names or surnames.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline import nlp, shipped
from pipeline.labelled import read_texts
from pipeline.pseudonymise import Pseudonymiser, names
from pipeline.pseudonymise.direct import RULES

FILE = Path(__file__).parents[1] / "tests" / "data" / "personal_data.jsonl"
DIRECT = ("phone", "email", "iban", "national_number", "bsn", "birth_date", "plate", "url")
Span = tuple[int, int, str]
_CAPITAL = re.compile(r"\b[A-ZÀ-Ý][\w'’-]+")


def ours(tagger: bool) -> Callable[[str], list[Span]]:
    """The project's own finder, a fresh one for each text."""
    analyser = nlp.load(shipped.models()) if tagger else None
    kept = Pseudonymiser(analyser=(lambda: analyser) if analyser is not None else None)
    return lambda text: [(find.start, find.end, find.pii_kind) for find in kept.find(text)]


def plain() -> Callable[[str], list[Span]]:
    """The peer: patterns and lists, without looking around."""
    lists = names.load()

    def find(text: str) -> list[Span]:
        found = [(m.start(1), m.end(1), rule.pii_kind) for rule in RULES for m in rule.pattern.finditer(text)]
        for match in _CAPITAL.finditer(text):
            key = names.folded(match.group())
            if key in lists.first or key in lists.last:
                found.append((match.start(), match.end(), "person"))
        return found

    return find


def measured(
    rows: Sequence[dict[str, Any]], find: Callable[[str], list[Span]], *, show: bool = False
) -> dict[str, Any]:
    """Recall per kind (a span is found when a find of any kind overlaps it) and precision over all finds."""
    wanted: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    right = made = 0
    for row in rows:
        found = find(row["text"])
        spans = [(span["start"], span["end"], span["pii_kind"]) for span in row["spans"]]
        for span in spans:
            wanted[span[2]] += 1
            covered = any(one[0] < span[1] and span[0] < one[1] for one in found)
            hit[span[2]] += covered
            if show and not covered:
                print(f"  missed {span[2]}: {row['text'][span[0] : span[1]]!r} in {row['text']!r}")
        for one in found:
            made += 1
            fits = any(one[0] < span[1] and span[0] < one[1] for span in spans)
            right += fits
            if show and not fits:
                print(f"  wrong {one[2]}: {row['text'][one[0] : one[1]]!r} in {row['text']!r}")
    direct = [kind for kind in wanted if kind in DIRECT]
    return {
        "direct": sum(hit[kind] for kind in direct) / max(sum(wanted[kind] for kind in direct), 1),
        "person": hit["person"] / max(wanted["person"], 1),
        "precision": right / max(made, 1),
        "kinds": {kind: f"{hit[kind]}/{wanted[kind]}" for kind in sorted(wanted)},
    }


def per_second(texts: Iterable[str], find: Callable[[str], list[Span]]) -> float:
    """Texts per second of processor time."""
    listed = list(texts)
    started = time.process_time()
    for text in listed:
        find(text)
    return len(listed) / max(time.process_time() - started, 1e-9)


def start_and_memory() -> tuple[float, float]:
    """Seconds to import and find the first name, and the most memory of a process that does 1,500 segments (MB)."""
    code = (
        "import sys, time; started = time.perf_counter()\n"
        "from pipeline.pseudonymise import Pseudonymiser\n"
        "kept = Pseudonymiser(); kept.find('Amira belt morgen.'); print(time.perf_counter() - started)\n"
        "for line in sys.stdin: kept.find(line)\n"
        "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    texts = "\n".join(read_texts(shipped.corpus() / "training" / "quotes")[:1500])
    done = subprocess.run(
        [sys.executable, "-c", code], input=texts, capture_output=True, text=True, check=True, cwd=FILE.parents[2]
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--file", type=Path, default=FILE)
    parser.add_argument("--no-tagger", action="store_true", help="leave doubtful names to the rules")
    parser.add_argument("--show", action="store_true", help="print what is missed and what is wrong")
    asked = parser.parse_args()
    rows = [json.loads(line) for line in asked.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    sets = {"all": rows, **{f"batch {n}": [r for r in rows if r.get("batch") == n] for n in (1, 2)}}
    finders = {"ours": ours(not asked.no_tagger), "plain": plain()}
    for name, part in sets.items():
        if not part:
            continue
        for finder, find in finders.items():
            found = measured(part, find, show=asked.show and name == "all" and finder == "ours")
            print(
                f"{name}, {len(part)} sentences, {finder}: direct identifiers {found['direct']:.3f}, "
                f"persons {found['person']:.3f}, precision {found['precision']:.3f}"
            )
            if finder == "ours":
                print("  " + ", ".join(f"{kind} {share}" for kind, share in found["kinds"].items()))
    texts = read_texts(shipped.corpus() / "training" / "quotes")
    rates = {finder: per_second(texts, find) for finder, find in finders.items()}
    print(f"segments per second on one core: ours {rates['ours']:,.0f}, plain {rates['plain']:,.0f}")
    seconds, megabytes = start_and_memory()
    print(f"start {seconds:.2f} s, {megabytes:.0f} MB (without the tagger)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
