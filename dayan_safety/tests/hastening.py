"""A pytest plugin: what thousands of tests need not do, each for itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import TransactionTestCase

from dayan_safety.admin_site import PortalAdminSite
from dayan_safety.models import Action
from dayan_safety.tests.filled import filled

DJANGOS_OWN = {"django_migrations", "django_content_type", "auth_permission"}  # the same before and after any test


def pytest_sessionstart(session: pytest.Session) -> None:
    """Tests are made for every table of the administration, which is loaded with the addresses only.

    Its pages are asked for by the thousand without the list of all tables at their side. Python looks for cyclic
    garbage seldom: it finds little, and takes a tenth of the time.
    """
    admin.autodiscover()
    PortalAdminSite.enable_nav_sidebar = False
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@cache
def _tables() -> tuple[str, ...]:
    """Those that tests fill; the others Django fills by itself."""
    return tuple(sorted(set(connection.introspection.django_table_names(only_existing=True)) - DJANGOS_OWN))


def filled_tables() -> list[str]:
    """The tables with at least one row, without those that Django fills by itself; one query."""
    return filled(_tables())


def empty_tables(_case: Any = None) -> None:
    """Take every row away, in any order, of the tables a test that commits wrote to.

    Django would empty every table there is and fill in its own again: more work than most of these tests are. Whether
    what a row refers to is there is asked at the end. History lets nobody delete a row on PostgreSQL, and is truncated.
    """
    quote, sealed = connection.ops.quote_name, Action._meta.db_table if connection.vendor == "postgresql" else ""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in filled_tables():
            cursor.execute(f"{'TRUNCATE' if name == sealed else 'DELETE FROM'} {quote(name)}")


@pytest.fixture(autouse=True, scope="session")
def quick_emptying() -> Iterator[None]:
    """In place of Django's own, for tests that commit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        yield
