"""Fields that hold several records: one line of history with the rest, what one is not shown stays, rights as kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.models import Programme
from campaigns.services.owning import edit_own
from campaigns.tests.builders import DAY, a_kind_of_event, a_programme, an_audience, an_event
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.models import Action
from dayan_safety.records import create_record, edit_record
from dayan_safety.testing import Cast, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")


def told(programme: Programme) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """The history of a programme: verb, before, after."""
    rows = Action.objects.filter(thing_type="campaigns.programme", thing_id=str(programme.pk)).order_by("number")
    return [(row.verb.rpartition(".")[2], row.before, row.after) for row in rows]


def test_they_are_created_with_the_record_in_one_line_of_history(cast: Cast) -> None:
    one, two = an_audience(name="干部"), an_audience(name="学生")
    programme = Programme(name="计划", first_on=DAY, last_on=DAY)
    create_record(programme, by=cast.office, several={"audiences": [one, two]})
    assert set(programme.audiences.all()) == {one, two}
    [(verb, before, after)] = told(programme)
    assert (verb, before, after["audiences"]) == ("create_programme", {}, "干部、学生")


def test_they_change_with_the_record_and_alone(cast: Cast) -> None:
    one, two = an_audience(name="干部"), an_audience(name="学生")
    programme = a_programme(name="计划", audiences=[one])
    programme.text = "内容"
    edit_record(programme, ["text"], by=cast.office, version=1, several={"audiences": [two]})
    edit_record(programme, [], by=cast.office, version=2, several={"audiences": []})
    assert told(programme)[1:] == [
        ("edit_programme", {"text": "", "audiences": "干部"}, {"text": "内容", "audiences": "学生"}),
        ("edit_programme", {"audiences": "学生"}, {"audiences": ""}),
    ]
    assert Programme.objects.get().version == 3


def test_the_same_again_leaves_no_trace(cast: Cast) -> None:
    one, two = an_audience(), an_audience()
    programme = a_programme(audiences=[one, two])
    edit_record(programme, ["text"], by=cast.office, several={"audiences": [two, one]})
    assert (len(told(programme)), Programme.objects.get().version) == (1, 1)


def test_the_second_editor_changes_none_of_them(cast: Cast) -> None:
    one, two = an_audience(), an_audience()
    programme = a_programme(audiences=[one])
    edit_record(programme, [], by=cast.office, version=1, several={"audiences": [one, two]})
    with pytest.raises(EditedMeanwhile):
        edit_record(programme, [], by=cast.office, version=1, several={"audiences": []})
    assert set(programme.audiences.all()) == {one, two}


def test_nobody_takes_anothers_over_by_saying_it_is_theirs(cast: Cast) -> None:
    programme = a_programme(group=cast.supervision)
    programme.group = cast.group
    with pytest.raises(PermissionDenied):
        edit_own(programme, ["group"], by=cast.lead)
    assert Programme.objects.get().group == cast.supervision
    edit_own(programme, ["group"], by=cast.office)
    assert Programme.objects.get().group == cast.group


def test_what_the_editor_is_not_shown_stays(cast: Cast, as_user: Any) -> None:
    """A liaison is shown the own units alone: saving the form does not take the others off."""
    mine, other = cast.village, a_unit(name="别村")
    event = an_event(unit=mine, more_units=[other], kind=a_kind_of_event(), theme="旧主题")
    edit = reverse("campaigns:edit_event", args=[event.pk])
    assert "别村" not in as_user(cast.liaison).get(edit).content.decode()
    posted = {"theme": "新主题", "kind": event.kind.pk, "held_on": "2026-06-10", "place": "广场", "unit": mine.pk}
    assert as_user(cast.liaison).post(edit, posted | {"version": 1}).status_code == 302
    event.refresh_from_db()
    assert (event.theme, list(event.more_units.all())) == ("新主题", [other])
    assert as_user(cast.office).post(edit, posted | {"version": 2}).status_code == 302
    assert list(event.more_units.all()) == []
