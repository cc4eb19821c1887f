"""What every test run keeps to: browser tests need a browser, and in CI nothing is skipped."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

# The browser is a plugin: a test file that imports its fixtures would start a browser of its own.
pytest_plugins = ["dayan_safety.testing", "dayan_safety.tests.browser"]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CI = bool(os.environ.get("CI"))
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests on a machine without Chromium."""
    if not CHROMIUM.exists():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=f"no browser at {CHROMIUM}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test has failed."""
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a skipped file has failed."""
    return _not_skipped((yield))


def _not_skipped(report: Report) -> Report:
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and in CI nothing may be: {report.longrepr}"
    return report
