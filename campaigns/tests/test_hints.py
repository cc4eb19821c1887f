"""What a log of an event leaves open, sentence by sentence: each from its day, file or number on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from campaigns.models import Event, EventKind
from campaigns.services.hints import SIGNED_FOR, hints_of
from campaigns.tests.builders import DAY, a_campaign, a_kind_of_event, an_audience, an_event
from dayan_safety.models import Attachment

pytestmark = [pytest.mark.usefixtures("midsummer", "db"), pytest.mark.any_database]  # it is 15 June 2026
NO_PHOTO, NO_LIST = "还没有上传现场照片。", "还没有上传签到表，拍照上传即可。"
NOBODY_COUNTED, NOBODY_CAME = "尚未填写参加人数。", "活动已举办，参加人数却为 0，请核对。"
NO_AUDIENCE = "尚未选择受众。"
CountsAs = EventKind.CountsAs


def pictures(number: int) -> list[Attachment]:
    """Photographs."""
    return [Attachment(content_type="image/jpeg") for _number in range(number)]


def paper() -> Attachment:
    """A scan."""
    return Attachment(content_type="application/pdf")


def a_full_log(**about: Any) -> Event:
    """A training about which nothing is open but what ``about`` leaves open."""
    several = {"audiences": about.pop("audiences") if "audiences" in about else [an_audience()]}
    return an_event(**{"head_count": 25} | about | several)


def test_a_full_log_leaves_nothing_open() -> None:
    assert hints_of(a_full_log(), pictures(2), DAY) == []


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], [NO_PHOTO, NO_LIST]),
        ([paper()], [NO_PHOTO, NO_LIST]),
        ([paper(), paper()], [NO_PHOTO]),
        (pictures(1), [NO_LIST]),
        ([*pictures(1), paper()], []),
    ],
    ids=["none", "a scan", "two scans", "a photograph", "a photograph and a scan"],
)
def test_a_training_needs_a_photograph_and_a_list(files: list[Attachment], said: list[str]) -> None:
    assert hints_of(a_full_log(), files, DAY) == said


@pytest.mark.parametrize("counts_as", CountsAs.values)
def test_a_list_is_asked_for_where_people_sign_in(counts_as: str) -> None:
    event = a_full_log(kind=a_kind_of_event(counts_as=counts_as))
    wanted = [NO_LIST] if counts_as in {"contest", "drill", "training"} else []
    assert hints_of(event, pictures(1), DAY) == wanted
    assert bool(wanted) == (counts_as in SIGNED_FOR)


def test_names_in_the_portal_are_a_list() -> None:
    assert hints_of(a_full_log(), pictures(1), DAY, listed=25) == []


@pytest.mark.parametrize(
    ("people", "listed", "said"),
    [
        (None, 0, [NOBODY_COUNTED]),
        (None, 3, [NOBODY_COUNTED]),
        (0, 0, [NOBODY_CAME]),
        (1, 0, []),
        (25, 25, []),
        (25, 24, ["参加人数填的是 25，签到名单有 24 人，请核对。"]),
        (25, 26, ["参加人数填的是 25，签到名单有 26 人，请核对。"]),
        (0, 1, [NOBODY_CAME, "参加人数填的是 0，签到名单有 1 人，请核对。"]),
    ],
)
def test_head_count_and_names_have_to_fit(people: int | None, listed: int, said: list[str]) -> None:
    assert hints_of(a_full_log(head_count=people), pictures(2), DAY, listed) == said


def test_for_whom_it_was_is_asked_last() -> None:
    event = a_full_log(head_count=None, audiences=[])
    assert hints_of(event, pictures(2), DAY) == [NOBODY_COUNTED, NO_AUDIENCE]


@pytest.mark.parametrize(("days", "asked"), [(-1, False), (0, True), (1, True)])
def test_it_is_asked_from_the_day_itself_on(days: int, asked: bool) -> None:
    assert (NO_PHOTO in hints_of(a_full_log(), [], DAY + timedelta(days=days))) == asked


def test_a_day_that_does_not_fit_the_campaign_is_asked_about_ahead_of_it() -> None:
    campaign = a_campaign(first_on=date(2026, 7, 1), last_on=date(2026, 7, 31))
    event = an_event(campaign=campaign, held_on=date(2026, 8, 1))
    assert hints_of(event, [], DAY) == ["日期不在专项活动期间（2026-07-01 至 2026-07-31）。"]


@pytest.mark.parametrize("role", ["twin", "other theme", "other place", "other day"])
def test_only_a_twin_is_asked_about(role: str) -> None:
    about = {"theme": "用电安全", "place": "广场", "held_on": date(2026, 7, 1)}
    event = an_event(**about)
    other = {"other theme": {"theme": "用气"}, "other place": {"place": "学校"}, "other day": {"held_on": DAY}}
    an_event(**about | other.get(role, {}))
    assert bool(hints_of(event, [], DAY)) == (role == "twin")
