"""The account of a run: every character read is kept or removed with a reason, in a segment or left out with one."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pipeline
from pipeline.model import PersonalFind, Segmentation, Source
from pipeline.segment import left_out_counts
from pipeline.spans import covered

PACKAGES = ("spacy", "scikit-learn", "bertopic", "pandas", "numpy", "scipy")


def of_source(source: Source, segmentation: Segmentation, finds: Sequence[PersonalFind]) -> dict[str, Any]:
    """One source: read - removed + added = text = in segments + left out (all in characters)."""
    inside = covered((segment.start, segment.end) for segment in segmentation.segments)
    left_out = left_out_counts(segmentation.left_out)
    return {
        "sha256": source.sha256,
        "format": source.format,
        "read": source.ledger.read,
        "removed": dict(sorted(source.ledger.removed.items())),
        "added": dict(sorted(source.ledger.added.items())),
        "text": len(source.text),
        "in_segments": inside,
        "left_out": left_out,
        "adds_up": source.ledger.kept == len(source.text) == inside + sum(left_out.values()),
        "segments": dict(sorted(Counter(str(segment.kind) for segment in segmentation.segments).items())),
        "cases": len(segmentation.cases),
        "personal_data": dict(sorted(Counter(find.pii_kind for find in finds).items())),
        "warnings": list(source.warnings),
    }


def totals(accounts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The sums over all sources."""
    summed: dict[str, Any] = {"sources": len(accounts)}
    for key in ("read", "text", "in_segments", "cases"):
        summed[key] = sum(int(account[key]) for account in accounts.values())
    for key in ("removed", "added", "left_out", "segments", "personal_data"):
        counts: Counter[str] = Counter()
        for account in accounts.values():
            counts.update(account[key])
        summed[key] = dict(sorted(counts.items()))
    summed["adds_up"] = all(account["adds_up"] for account in accounts.values()) and (
        summed["read"] - sum(summed["removed"].values()) + sum(summed["added"].values()) == summed["text"]
        and summed["text"] == summed["in_segments"] + sum(summed["left_out"].values())
    )
    return summed


def versions() -> dict[str, str]:
    """What computed the results."""
    found = {"rodedraad": pipeline.__version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
