"""One report for the whole run, printed at its end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.report import Report

_REPORT = pytest.StashKey[Report]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_REPORT] = Report()


@pytest.fixture(scope="session", autouse=True)
def _without_the_disk() -> None:
    """What is measured is a bot that waits for the disk."""


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """Where a benchmark leaves its figures."""
    return pytestconfig.stash[_REPORT]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    found = config.stash[_REPORT]
    if not found.figures:
        return
    terminalreporter.section("benchmarks")
    terminalreporter.write_line(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}. 'x floor' is the ratio to the floor of its group."
    )
    for line in found.lines():
        terminalreporter.write_line(line)
    if path := os.environ.get("BENCH_JSON"):
        found.write(Path(path))
        terminalreporter.write_line(f"Written to {path}")
