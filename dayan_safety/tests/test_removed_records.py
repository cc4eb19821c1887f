"""What was removed exists for nobody, whatever it is, and its row stays."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.models import Scorecard
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.tests.test_querysets import RECORDS

WRITTEN_ONCE = {Scorecard}  # with its result, and nobody takes it away


@pytest.mark.parametrize(
    "model", [model for model in RECORDS if model not in WRITTEN_ONCE], ids=lambda model: model.__name__
)
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


def test_what_is_written_once_is_not_removed(town: Cast) -> None:
    card = Scorecard.objects.first()
    with pytest.raises(TypeError):
        remove_record(card, by=None, reason="x")
    assert Scorecard.objects.present().filter(pk=card.pk).exists()
