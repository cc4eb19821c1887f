"""What every test run keeps to: browser tests need a browser, and in CI nothing is skipped."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

# The browser is a plugin: a test file that imports its fixtures would start a browser of its own.
pytest_plugins = [
    "dayan_safety.testing",
    "dayan_safety.tests.browser",
    "dayan_safety.tests.own_databases",
    "dayan_safety.tests.hastening",
]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CI = bool(os.environ.get("CI"))
PAGE_FIXTURES = {"as_user", "client"}
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--database``: leave out what no database could answer otherwise; CI has seen it on the embedded one already."""
    parser.addoption("--database", action="store_true", help="only tests to which a database may answer otherwise")


def asks_database(item: pytest.Item) -> bool:
    """Whether another database may answer a test otherwise: it asks one by itself, or drives a browser.

    What pages say of what services and queries found is seen on the embedded one, and in the browser on the other; of
    tests of pages those marked ``every_database`` stay: lists, searches, exports, each address for three of the roles.
    """
    if item.get_closest_marker("every_database") or item.get_closest_marker("browser"):
        return True
    names = set(getattr(item, "fixturenames", ()))
    asks = bool(names & {"db", "transactional_db"} or item.get_closest_marker("django_db"))
    return asks and not (names & PAGE_FIXTURES or item.get_closest_marker("any_database"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for; skip the browser tests on a machine without Chromium."""
    if config.getoption("--database"):
        left_out = [item for item in items if not asks_database(item)]
        items[:] = [item for item in items if asks_database(item)]
        config.hook.pytest_deselected(items=left_out)
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
