"""Which rows exist for whom: present ones, one's own, those one right opens; a model that forgets shows nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from committee.models import Unit
from dayan_safety.models import Action, Attachment, CalendarDay, ImportBatch, Notice, Record, SavedView
from dayan_safety.notices import notify
from dayan_safety.querysets import RecordQuerySet
from dayan_safety.testing import Cast, a_unit
from inspections.tests.finding_builders import a_finding

# An attachment is seen through the thing it belongs to.
RECORDS = [model for model in apps.get_models() if issubclass(model, Record) and model is not Attachment]
ALL_OPENED = {"Action": {"auditor"}, "CalendarDay": {"chair", "office"}, "ImportBatch": {"office"}}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_record_says_whom_it_is_visible_to(model: Any, cast: Cast) -> None:
    assert type(model.objects.all()).visible_to is not RecordQuerySet.visible_to
    for role in Cast.ROLES:
        assert set(model.objects.all().visible_to(getattr(cast, role))) <= set(model.objects.present())


def test_a_model_that_forgets_to_say_shows_nothing_at_all(cast: Cast) -> None:
    with pytest.raises(NotImplementedError, match="Unit does not say whom it is visible to"):
        RecordQuerySet(Unit).visible_to(cast.office)


def test_all_or_none(cast: Cast) -> None:
    gone = a_unit(removed_at="2026-01-01T00:00Z")
    assert set(Unit.objects.all().all_if(True)) == set(Unit.objects.exclude(pk=gone.pk))
    assert list(Unit.objects.all().all_if(False)) == []


def test_what_a_record_names_is_known_to_exist_for_some_and_not_for_others(cast: Cast, query_count: Any) -> None:
    finding = a_finding(unit=cast.other_village)
    rows = type(finding).objects.filter(pk=finding.pk)
    for user, sees in ((cast.office, True), (cast.liaison, False)):
        named = rows.with_existence(user, "unit", "site")
        assert [(row.unit_exists, row.site_exists) for row in named] == [(sees, False)]
        assert query_count(lambda named=named: list(named.all())) == 1


@pytest.mark.parametrize("model", [Action, CalendarDay, ImportBatch], ids=lambda model: model.__name__)
def test_a_table_of_the_slab_is_opened_by_its_right_alone(model: Any, cast: Cast) -> None:
    CalendarDay.objects.create(day="2027-01-18", is_working=False, name="春节")
    ImportBatch.objects.create(kind="roster", name="a.xlsx", by=cast.office)
    assert model.objects.exists()
    counts = {role: model.objects.all().visible_to(getattr(cast, role)).count() for role in Cast.ROLES}
    assert {role for role, count in counts.items() if count} == ALL_OPENED[model.__name__]
    assert max(counts.values()) == model.objects.count()


def test_rows_of_ones_own_are_nobody_elses(cast: Cast) -> None:
    notify([cast.office, cast.chair], key="a", title="a")
    SavedView.objects.create(user=cast.office, list_name="/x/", name="x")
    for model in (Notice, SavedView):
        assert {row.user for row in model.objects.all().visible_to(cast.office)} == {cast.office}
        assert not model.objects.all().visible_to(cast.lead).exists()
        assert not model.objects.all().visible_to(AnonymousUser()).exists()


def test_what_exists_and_what_is_searched_are_both_asked(cast: Cast) -> None:
    found = Unit.objects.all().visible_to(cast.liaison)
    assert list(found.search("东风")) == [cast.village]
    assert list(found.search("西河")) == []
    assert list(Unit.objects.all().search("西河").visible_to(cast.liaison)) == []
    assert list(Unit.objects.all().search("西河").visible_to(cast.office)) == [cast.other_village]


@pytest.mark.parametrize("text", ["李文员", "东风", "10.0.0.7"])
def test_the_history_is_searched_by_person_thing_and_address(text: str, cast: Cast, as_user: Any) -> None:
    form = {"name": cast.village.name, "kind": "village", "order": "1", "address": "东街", "version": 1}
    url = f"/committee/units/{cast.village.pk}/edit/"
    as_user(cast.office).post(url, form, REMOTE_ADDR="10.0.0.7")
    assert Action.objects.filter(verb="committee.edit_unit").search(text).count() == 1
    assert not Action.objects.filter(verb="committee.edit_unit").search("10.0.0").exists()
