"""Splitting compounds: precision and recall on the cases, beside Koehn and Knight's rule on the same word list.

python benchmarks/bench_compounds.py
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline import compounds, shipped

CASES = Path(__file__).parents[1] / "tests" / "data" / "compounds.csv"
Split = Callable[[str], tuple[str, ...]]


def plain_koehn_knight(splitter: compounds.Splitter) -> Split:
    """The split with the highest geometric mean of frequencies (Koehn and Knight 2003), linking -s- allowed, nothing else known."""
    frequency = {form: entry.zipf for form in splitter.words if (entry := splitter.entry(form)) and entry.zipf > 0}

    def best(form: str) -> list[tuple[float, tuple[str, ...]]]:
        found: list[tuple[float, tuple[str, ...]]] = [(frequency[form], (form,))] if form in frequency else []
        for cut in range(3, len(form) - 2):
            for front in {form[:cut], form[:cut].removesuffix("s")}:
                if front in frequency:
                    found += [
                        ((frequency[front] + mean * len(rest)) / (len(rest) + 1), (front, *rest))
                        for mean, rest in best(form[cut:])
                    ]
        return [max(found)] if found else []

    def split(word: str) -> tuple[str, ...]:
        found = best(word.lower())
        return found[0][1] if found and len(found[0][1]) > 1 else ()

    return split


def main() -> int:
    """Measure and print."""
    started = time.process_time()
    splitter = compounds.load(shipped.models())
    print(f"compounds: list opened in {time.process_time() - started:.2f} s of processor time")
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, split in (("ours", splitter.parts), ("Koehn and Knight", plain_koehn_knight(splitter))):
        for part in ("all", *sorted({row["half"] for row in rows})):
            chosen = [row for row in rows if part in ("all", row["half"])]
            made = [(row["parts"], "+".join(split(row["word"]))) for row in chosen if split(row["word"])]
            right = sum(parts == found for parts, found in made)
            wanted = sum(bool(row["parts"]) for row in chosen)
            false = sum(not parts for parts, _ in made)
            print(
                f"{name}, {'all' if part == 'all' else f'set {part}'}, {len(chosen)} words: precision {right / max(len(made), 1):.3f}, "
                f"recall {right / max(wanted, 1):.3f}, {false} of {len(chosen) - wanted} others split"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
