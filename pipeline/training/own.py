"""A project's own coder: the shipped one, moved by what people corrected, with before and after."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import agreement
from pipeline.codebook import Codebook
from pipeline.coding.adapting import Correction, adapted
from pipeline.coding.codebook_coder import CORRECTIONS, CodebookCoder, read_corrections
from pipeline.coding.coder import Coder
from pipeline.errors import UsageError
from pipeline.labelled import KINDS, LEVELS
from pipeline.model import Coding, Embedder, Segment, Status

LEAST = 3
_PARTS = 5


@dataclass(frozen=True)
class OwnReport:
    """Where the coder is, what it learned from, and how codings of corrections that it did not see changed.

    `codes` gives F1 before and after and how many corrections have the code; `previous` is where the coder before went.
    """

    folder: Path
    corrections: int
    new: int
    codes: dict[str, tuple[float, float, int]]
    previous: Path | None

    def __str__(self) -> str:
        lines = [
            f"{self.corrections} corrections, {self.new} of them new; each measured by a coder that did not see it"
        ]
        lines.append(f"{'code':<24} {'before':>7} {'after':>7} {'corrections':>12}")
        lines += [f"{code:<24} {old:7.2f} {new:7.2f} {count:12}" for code, (old, new, count) in self.codes.items()]
        lines.append(f"in {self.folder}; use it with --coder {self.folder}")
        if self.previous is not None:
            lines.append(f"the coder before is kept in {self.previous}")
        return "\n".join(lines)


def corrections_of(segments: Iterable[Segment], codings: Iterable[Coding], codebook: Codebook) -> list[Correction]:
    """What people accepted and rejected in a project, one correction per segment that somebody judged.

    Accepted (or given by a person) counts as right. A segment of which themes were only rejected, never given, says that none of
    those fits, and nothing of the others: it is left out of the themes unless every suggested theme was rejected.
    """
    by_segment: dict[str, list[Coding]] = {}
    for coding in codings:
        by_segment.setdefault(coding.segment_id, []).append(coding)
    found = []
    for segment in segments:
        here = by_segment.get(segment.segment_id, [])
        judged = [one for one in here if one.coder.startswith("person:") or one.status is not Status.SUGGESTED]
        if not judged:
            continue
        right = [one.code for one in judged if one.status is not Status.REJECTED]
        wrong = {one.code for one in judged if one.status is Status.REJECTED}
        themes: tuple[str, ...] | None = tuple(dict.fromkeys(code for code in right if code in codebook.keys))
        if not themes and not any(code in codebook.keys for code in wrong):
            themes = None
        level = next((code for code in right if code in LEVELS), None)
        kind = next((code for code in right if code in KINDS), None)
        found.append(Correction(segment.text, themes, level, kind))
    return found


def train_own(
    corrections: Sequence[Correction], codebook: Codebook, shipped: Coder, embedder: Embedder, out_dir: Path
) -> OwnReport:
    """Fold corrections into a coder of one's own and write it; earlier corrections in `out_dir` are kept and used as well.

    What was in `out_dir` moves to `out_dir/previous/NUMBER`. Raises UsageError with fewer than three corrections.
    """
    before = read_corrections(out_dir)
    merged = {" ".join(one.text.split()): one for one in (*before, *corrections)}
    held = list(merged.values())
    if len(held) < LEAST:
        raise UsageError(f"{len(held)} corrections: at least {LEAST} are needed to learn from")
    codes = _before_and_after(held, codebook, shipped, embedder)
    previous = _set_aside(out_dir)
    coder = replace(adapted(shipped, held), version=f"{shipped.version}+{len(held)}")
    coder.save(out_dir)
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in held]
    (out_dir / CORRECTIONS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    report = OwnReport(
        out_dir, len(held), len(held) - len({" ".join(one.text.split()) for one in before}), codes, previous
    )
    measured = {code: {"before": old, "after": new, "corrections": count} for code, (old, new, count) in codes.items()}
    described: dict[str, Any] = {"corrections": len(held), "codebook": codebook.sha256, "f1": measured}
    (out_dir / "manifest.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    return report


def _set_aside(out_dir: Path) -> Path | None:
    """Move a coder that is there already to a numbered folder below it."""
    files = [*out_dir.glob("*.json*"), *out_dir.glob("*.npz")]
    if not files:
        return None
    number = 1 + max([int(path.name) for path in (out_dir / "previous").glob("*") if path.name.isdigit()], default=0)
    folder = out_dir / "previous" / str(number)
    folder.mkdir(parents=True)
    for path in files:
        shutil.move(path, folder / path.name)
    return folder


def _before_and_after(
    held: Sequence[Correction], codebook: Codebook, shipped: Coder, embedder: Embedder
) -> dict[str, tuple[float, float, int]]:
    """F1 per code that corrections have, by the shipped coder and by coders that learned from the other corrections."""
    old = _coded(CodebookCoder(shipped, codebook, embedder), held)
    new: list[tuple[str, ...]] = [()] * len(held)
    parts = min(_PARTS, len(held))
    for part in range(parts):
        others = [one for place, one in enumerate(held) if place % parts != part]
        here = [place for place in range(len(held)) if place % parts == part]
        coder = CodebookCoder(adapted(shipped, others), codebook, embedder, others)
        for place, codes in zip(here, _coded(coder, [held[place] for place in here]), strict=True):
            new[place] = codes
    rows = {}
    for code in (*codebook.keys, *LEVELS, *KINDS):
        field = "themes" if code in codebook.keys else "level" if code in LEVELS else "kind"
        said = [place for place, one in enumerate(held) if getattr(one, field) is not None]
        wanted = np.array([code in _codes(held[place]) for place in said], dtype=bool)
        if wanted.any():
            first, second = (np.array([code in given[place] for place in said], dtype=bool) for given in (old, new))
            scores = agreement.code_score(wanted, first), agreement.code_score(wanted, second)
            rows[code] = (round(scores[0].f1, 4), round(scores[1].f1, 4), int(wanted.sum()))
    return rows


def _codes(one: Correction) -> tuple[str, ...]:
    return (*(one.themes or ()), *(code for code in (one.level, one.kind) if code is not None))


def _coded(coder: CodebookCoder, corrections: Sequence[Correction]) -> list[tuple[str, ...]]:
    return [(*tag.themes, tag.level, tag.kind) for tag in coder.tag([one.text for one in corrections])]
