"""What was removed exists for nobody, whatever it is, and its row stays."""

from __future__ import annotations

from typing import Any

import pytest

from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.tests.test_querysets import RECORDS


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_removed_record_exists_for_nobody(model: Any, town: Cast) -> None:
    record = model.objects.all().visible_to(town.office).first()
    assert record is not None
    remove_record(record, by=None, reason="x")
    seeing = [
        role for role in Cast.ROLES if model.objects.filter(pk=record.pk).visible_to(getattr(town, role)).exists()
    ]
    assert seeing == []
    assert model.objects.filter(pk=record.pk).exists()
    assert not model.objects.present().filter(pk=record.pk).exists()
