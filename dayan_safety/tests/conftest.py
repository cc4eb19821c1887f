"""A town with a record of every kind, built once for the tests of a module and put back after each as it was."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.town_rows import one_of_each


@pytest.fixture(scope="module")
def kept_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """Built inside a transaction that is undone after the module; a test that uses ``town`` runs within it."""
    storages = files.storages_in(tmp_path_factory.mktemp("kept_town"))
    with override_settings(STORAGES=storages), django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        one_of_each(cast)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def town(kept_town: Cast, db: None) -> Cast:
    """The town's people, for one test."""
    return deepcopy(kept_town)
