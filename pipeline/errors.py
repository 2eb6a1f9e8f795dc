"""One base class for every error that a user can do something about, and few children."""

from __future__ import annotations


class RodeDraadError(Exception):
    """An error with a message for the user: what is wrong, where, and the way out."""


class UsageError(RodeDraadError):
    """Wrong usage or configuration (exit code 1)."""


class CodebookError(UsageError):
    """A codebook that cannot be used; the message names the file and the line."""


class ReadError(RodeDraadError):
    """A source that cannot be read; the others go on (exit code 2)."""


class SpanError(RodeDraadError):
    """Offsets that do not fit their source; a programming error or a tampered file."""


class GateError(RodeDraadError):
    """A draft whose sentences do not all lead back to unchanged quotes (exit code 3)."""


class StoreError(RodeDraadError):
    """A project database that cannot be opened or does not fit this version."""
