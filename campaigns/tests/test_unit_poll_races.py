"""Several ask about the same villages at once: each village is asked about once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaigns.models import Poll, Questionnaire
from campaigns.services.questionnaires import create_poll
from campaigns.services.satisfaction import put_to_units
from campaigns.tests.builders import a_survey
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]
DAYS = {"first_on": date(2026, 6, 20), "last_on": date(2026, 6, 30)}


def asked() -> list[str]:
    """The units asked about, as often as they are."""
    return sorted(poll.unit.name for poll in Poll.objects.with_names())


@pytest.mark.parametrize("number", [8, pytest.param(40, marks=pytest.mark.chaos)])
def test_each_village_is_asked_about_once_however_many_press(cast: Cast, tmp_path: Path, number: int) -> None:
    survey = a_survey()
    with database_for_threads(tmp_path):

        def press() -> Any:
            held = Questionnaire.objects.get(pk=survey.pk)
            return put_to_units(held, by=cast.office, kind="village", **DAYS)

        results = together(*[press] * number)
        assert sorted(result.made for result in results) == [0] * (number - 1) + [2]
        assert apart(asked) == ["东风村", "西河村"]


def test_one_village_by_hand_and_all_of_them_at_once_is_one_poll_each_or_refused(cast: Cast, tmp_path: Path) -> None:
    survey = a_survey()
    with database_for_threads(tmp_path):

        def by_hand() -> Any:
            return create_poll(Poll(questionnaire=survey, unit=cast.village, **DAYS), by=cast.office)

        def press() -> Any:
            return put_to_units(survey, by=cast.office, kind="village", **DAYS)

        together(by_hand, press, by_hand, press)
        assert apart(asked) == ["东风村", "西河村"]
