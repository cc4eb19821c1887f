"""Lists of the administration: what leaves comes in again unchanged, what differs is written with its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
import tablib
from django.utils import translation

from campaigns import resources
from campaigns.models import Attendee, Audience, Channel, EventKind, Material, Poll, SafetyDay
from campaigns.tests.builders import (
    a_campaign,
    a_channel,
    a_display,
    a_kind_of_event,
    a_material,
    a_poll,
    a_programme,
    a_questionnaire,
    a_safety_day,
    an_audience,
    an_event,
    names_of,
)
from campaigns.tests.project_builders import a_project
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
ONCE_MORE: dict[str, tuple[Any, Callable[[], Any]]] = {
    "kinds": (resources.EventKindResource, lambda: a_kind_of_event(name="演练", counts_as="drill", order=30)),
    "audiences": (resources.AudienceResource, lambda: an_audience(name="学生", order=20)),
    "channels": (resources.ChannelResource, lambda: a_channel(name="墙报", order=40)),
    "day by date": (resources.SafetyDayResource, lambda: a_safety_day(lasts=7, first_year=2002, plan_ahead=0)),
    "day by weekday": (resources.SafetyDayResource, lambda: a_safety_day(month=3, day=None, week=5, weekday=1)),
    "day of a year": (resources.SafetyDayResource, lambda: a_safety_day(year=2026, note="上级通知")),
    "materials": (
        resources.MaterialResource,
        lambda: a_material(name="《读本》", form="poster", measure="张", published_on=date(2026, 5, 6), note="彩印"),
    ),
}


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Both languages of the portal."""
    translation.activate(request.param)
    return str(request.param)


def brought(resource: Any, sheet: tablib.Dataset, by: Any = None) -> dict[str, int]:
    """What became of the lines of a file."""
    result = resource(by=by).import_data(sheet, raise_errors=True)
    return {kind: number for kind, number in result.totals.items() if number}


@pytest.mark.parametrize("what", ONCE_MORE)
def test_what_left_comes_in_again_and_changes_nothing(what: str, language: str, db: None) -> None:
    resource, make = ONCE_MORE[what]
    record, actions = make(), Action.objects.count()
    sheet = resource().export()
    assert brought(resource, tablib.import_set(sheet.csv, "csv")) == {"skip": 1}
    assert (Action.objects.count(), type(record).objects.get().version) == (actions, 1)


@pytest.mark.parametrize("what", ONCE_MORE)
def test_what_left_makes_the_same_record_where_it_was_removed(what: str, db: None) -> None:
    resource, make = ONCE_MORE[what]
    record = make()
    sheet = resource().export()
    remove_record(record, by=None, reason="误删")
    assert brought(resource, sheet) == {"new": 1}
    again = type(record).objects.present().get()
    fields = [field.attname for field in record._meta.concrete_fields if field.editable and not field.primary_key]
    kept = [name for name in fields if name not in ("removed_at", "created_at", "updated_at", "version")]
    assert {name: getattr(again, name) for name in kept} == {name: getattr(record, name) for name in kept}


@pytest.mark.parametrize(
    ("what", "field", "cell", "kept"),
    [
        ("kinds", "counts_as", "安全培训", "training"),
        ("kinds", "counts_as", "drill", None),
        ("audiences", "order", "7", 7),
        ("channels", "order", "0", 0),
        ("day by date", "month", "12", 12),
        ("day by weekday", "weekday", "Friday", 5),
        ("day of a year", "note", "", ""),
        ("materials", "published_on", "2026年6月1日", date(2026, 6, 1)),
    ],
)
def test_a_cell_that_differs_is_written_with_its_history(
    what: str, field: str, cell: str, kept: Any, cast: Cast
) -> None:
    resource, make = ONCE_MORE[what]
    record, actions = make(), Action.objects.count()
    [line] = [dict(each) | {str(resource().fields[field].column_name): cell} for each in resource().export().dict]
    became = brought(resource, tablib.Dataset([*line.values()], headers=list(line)), by=cast.administrator)
    if kept is None:
        assert (became, Action.objects.count()) == ({"skip": 1}, actions)
        return
    assert (became, getattr(type(record).objects.get(), field)) == ({"update": 1}, kept)
    row, verb = Action.objects.latest("number"), f"campaigns.edit_{record._meta.model_name}"
    assert (row.verb, row.by, set(row.after)) == (verb, cast.administrator, {field})


@pytest.mark.parametrize(
    ("model", "resource", "line"),
    [
        (EventKind, resources.EventKindResource, {"name": "新", "counts_as": "游行", "order": "1"}),
        (Audience, resources.AudienceResource, {"name": "新", "order": "很前"}),
        (Channel, resources.ChannelResource, {"name": "长" * 200, "order": "1"}),
        (SafetyDay, resources.SafetyDayResource, {"name": "新", "month": "13", "year": ""}),
        (SafetyDay, resources.SafetyDayResource, {"name": "新", "month": "2", "day": "30", "year": ""}),
        (Material, resources.MaterialResource, {"name": "", "form": "手册"}),
        (Material, resources.MaterialResource, {"name": "新", "form": "手册", "published_on": "昨天"}),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    model: Any, resource: Any, line: dict[str, str], db: None
) -> None:
    sheet = tablib.Dataset([*line.values()], headers=list(line))
    result = resource().import_data(sheet)
    assert result.has_errors() or result.has_validation_errors()
    assert not model.objects.exists()


# What leaves only.


def exported(resource: Any) -> list[dict[str, str]]:
    """The lines of a file by their headers."""
    return [dict(line) for line in resource().export().dict]


def test_an_event_leaves_with_the_names_of_all_it_belongs_to(cast: Cast) -> None:
    about = {"campaign": a_campaign(name="安全生产月"), "programme": a_programme(name="全员培训")}
    kind = a_kind_of_event(name="安全培训")
    event = an_event(
        theme="用电安全", kind=kind, begins_at=time(9, 30), unit=cast.village, group=cast.group, entry="schools",
        channel=a_channel(name="现场讲解"), head_count=0, more_units=[cast.other_village], **about,
    )  # fmt: skip
    names_of(event, "欧阳晓雪 东风村")
    remove_record(an_event(kind=kind), by=None, reason="重复")
    [line] = exported(resources.EventResource)
    wanted = {
        "用电安全",
        "安全培训",
        "2026-06-10",
        "东风村",
        "消防安全组",
        "安全生产月",
        "全员培训",
        "现场讲解",
        "进学校",
        "0",
    }
    assert wanted <= set(line.values())
    assert not [value for value in line.values() if "欧阳" in value]
    assert Attendee.objects.exists()


def test_projects_and_displays_leave_in_words_and_figures_without_noughts(cast: Cast) -> None:
    project = a_project(name="头盔", group=cast.group, funds=Decimal("1200.50"), baseline=Decimal("60.00"))
    a_display(title="墙报", unit=cast.village, group=cast.group, campaign=a_campaign(name="消防月"))
    [told], [display] = exported(resources.ProjectResource), exported(resources.DisplayResource)
    assert {"头盔", "消防安全组", "1200.5", "60", str(project.first_on), "道路交通伤害人数"} <= set(told.values())
    assert {"墙报", "东风村", "消防安全组", "消防月", "2026-06-10"} <= set(display.values())


def test_a_poll_leaves_without_the_code_that_opens_it(cast: Cast) -> None:
    poll = a_poll(a_questionnaire(title="知晓率", programme=a_programme(name="全员"), group=cast.group), moment="after")
    [line], [asked] = exported(resources.PollResource), exported(resources.QuestionnaireResource)
    assert list(line.values()) == ["知晓率", "培训后", "", "2026-06-01", "2026-06-30"]
    assert {"知晓率", "全员", "消防安全组"} <= set(asked.values())
    assert poll.code and Poll.objects.get().code not in str([line, asked])
