"""Processes in another environment."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pipeline import shipped


@pytest.fixture(scope="session")
def path_before():
    """The environment in which Python looks in a folder first."""
    return lambda folder: {"PYTHONPATH": f"{folder}{os.pathsep}{shipped.root()}"}


@pytest.fixture(scope="session")
def python():
    """Run this Python with arguments and give its exit code and output."""

    def run(*arguments, environment=None):
        return subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run
