"""After a test that commits nothing is left, in whatever table, and what Django fills by itself stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.test import TransactionTestCase

from committee.models import Unit
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.hastening import empty_tables, filled_tables


@pytest.mark.django_db(transaction=True)
def test_tables_that_were_written_to_are_empty_again(cast: Cast) -> None:
    kinds = dict(ContentType.objects.values_list("pk", "model"))
    assert {"committee_unit", "committee_user", "committee_appointment", "dayan_safety_action"} <= set(filled_tables())
    empty_tables()
    assert (filled_tables(), Unit.objects.count(), Action.objects.count()) == ([], 0, 0)
    assert dict(ContentType.objects.values_list("pk", "model")) == kinds != {}
    assert Permission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_table_is_found_by_a_single_row(django_assert_num_queries: Any) -> None:
    assert filled_tables() == []
    a_unit(name="独村")
    with django_assert_num_queries(1):
        assert "committee_unit" in filled_tables()


@pytest.mark.django_db(transaction=True)
def test_history_gives_way_to_nothing_else() -> None:
    a_unit(name="独村")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="history"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM dayan_safety_action")
    assert Action.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_the_next_test_finds_nothing_of_the_one_before(time: int) -> None:
    assert TransactionTestCase._fixture_teardown is empty_tables
    assert not Unit.objects.exists()
    a_unit(name=f"第{time}村")
