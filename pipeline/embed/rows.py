"""Rows of vectors at unit length."""

from __future__ import annotations

import numpy as np

from pipeline.model import Vectors


def unit(rows: Vectors) -> Vectors:
    """float32 rows of unit length; a row that is next to nothing becomes zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    # Shorter than this is rounding around zero, not a direction.
    known = lengths > 1e-6
    unit: Vectors = np.where(known, rows / np.where(known, lengths, 1), 0).astype(np.float32)
    return unit
