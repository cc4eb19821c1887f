"""What is typed into the search box of a list: words, parts of them, initials in any case; each database alike."""

from __future__ import annotations

from typing import Any

import pytest

from assessment.models import Check, CheckedUnit, Commitment, Deduction, LedgerEntry, Round
from assessment.tests.check_builders import a_deduction, an_open_check, checked
from assessment.tests.ledger_builders import a_commitment, an_entry
from assessment.tests.peer_builders import a_round
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")


@pytest.fixture
def found(cast: Cast) -> Any:
    """A function from a model and what is typed to how many rows are found; of two villages there is one of each."""
    check = an_open_check(name="Q2定期检查")
    for unit, reason in ((cast.village, "Wifi布线"), (cast.other_village, "消防通道堵塞")):
        a_deduction(checked(unit, check), reason=reason)
        an_entry(cast, unit=unit, reason=reason)
        a_commitment(cast, unit=unit, text=reason, title=f"承诺{reason}")
    a_round(name="Q2互评")
    return lambda model, text: model.objects.all().search(text).count()


@pytest.mark.parametrize("model", [CheckedUnit, Deduction, LedgerEntry, Commitment])
def test_a_unit_is_found_by_a_part_of_its_name_and_the_beginning_of_its_initials(
    model: Any, found: Any, cast: Cast
) -> None:
    initials = cast.village.initials
    assert initials == initials.lower() != initials.upper()
    for typed in ("东风", "东风村", initials, initials.upper(), initials[:2].upper()):
        assert found(model, typed) == 1
    assert found(model, initials[1:]) == 0
    assert found(model, "东风镇") == 0


@pytest.mark.parametrize("model", [Deduction, LedgerEntry, Commitment])
def test_words_are_found_in_any_case(model: Any, found: Any) -> None:
    for typed in ("wifi", "WIFI布", "通道"):
        assert found(model, typed) == 1


def test_each_list_finds_by_its_own_names(found: Any) -> None:
    assert (found(Check, "q2"), found(CheckedUnit, "q2"), found(Round, "q2互")) == (1, 3, 1)
    assert (found(LedgerEntry, "提前"), found(Commitment, "承诺wifi")) == (2, 1)
    assert (found(Check, "东风"), found(Round, "东风"), found(Deduction, "q2")) == (0, 0, 0)


@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "\\", "村' OR 1=1 --"])
@pytest.mark.parametrize("model", [Check, CheckedUnit, Deduction, LedgerEntry, Commitment, Round])
def test_signs_are_signs_and_nothing_more(typed: str, model: Any, found: Any) -> None:
    assert found(model, typed) == 0
