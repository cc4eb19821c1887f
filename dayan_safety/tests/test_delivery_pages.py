"""The ledger of deliveries, and what each person chooses for themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dayan_safety.delivery import deliver_notices
from dayan_safety.models import Action, Channel, Delivery, Mute
from dayan_safety.notice_kinds import all_kinds
from dayan_safety.notices import notify
from dayan_safety.own_channels import set_channels
from dayan_safety.testing import Cast
from dayan_safety.tests.test_robots import RIGHT

LEDGER, CHANNELS = "/told/", "/account/channels/"


@pytest.fixture(autouse=True)
def ways(settings: Any) -> None:
    """Mail and robots are open, and one web host."""
    settings.MAIL_IS_ON, settings.ROBOTS_ARE_ON, settings.WEBHOOK_HOSTS = True, True, ["hub.example"]


def shown(client: Client, **query: str) -> list[list[str]]:
    """The ledger's rows: title, person and state."""
    rows = client.get(LEDGER, query).context["listing"].rows
    return [[row.cells[0].text, row.cells[1].text, row.record.state] for row in rows]


def test_the_office_reads_who_was_told_what_and_narrows_it(cast: Cast, as_user: Any, mailoutbox: list[Any]) -> None:
    cast.liaison.email = "sun@example.org"
    cast.liaison.save()
    notify([cast.liaison], key="a", title="会议改期", kind="committee.meeting_news")
    notify([cast.lead], key="b", title="新任务", kind="committee.task_news")
    deliver_notices()
    office = as_user(cast.office)
    assert sorted(shown(office)) == sorted([
        ["会议改期", str(cast.liaison), "sent"],
        ["会议改期", str(cast.liaison), "sent"],
        ["新任务", str(cast.lead), "sent"],
    ])  # fmt: skip
    assert len(shown(office, channel="email")) == 1
    assert [row[0] for row in shown(office, kind="committee.task_news")] == ["新任务"]
    assert [row[0] for row in shown(office, q=str(cast.lead))] == ["新任务"]
    assert shown(office, state="failed") == []


def test_the_ledger_leaves_the_house_as_a_file_and_history_knows(cast: Cast, as_user: Any) -> None:
    notify([cast.lead], key="b", title="新任务")
    deliver_notices()
    answer = as_user(cast.office).get("/told/export/csv/")
    content = b"".join(answer) if answer.streaming else answer.content
    assert "新任务" in content.decode("utf-8-sig")
    assert Action.objects.get(verb="dayan_safety.view_delivery").by == cast.office


def test_what_has_failed_stands_on_the_offices_home_page_for_a_week(
    cast: Cast, as_user: Any, time_machine: Any
) -> None:
    time_machine.move_to("2026-03-09T09:00:00+08:00", tick=False)
    notify([cast.lead], key="b", title="新任务")
    deliver_notices()
    assert failed_todos(as_user(cast.office)) == []
    Delivery.objects.update(state="failed")
    [todo] = failed_todos(as_user(cast.office))
    assert len(shown(as_user(cast.office), state="failed", since="2026-03-03")) == todo.count == 1
    assert failed_todos(as_user(cast.lead)) == []
    time_machine.move_to("2026-03-16T09:00:00+08:00", tick=False)
    assert failed_todos(as_user(cast.office)) == []


def failed_todos(client: Client) -> list[Any]:
    """What the home page says of failed letters."""
    return [todo for todo in client.get("/").context["todos"] if "state=failed" in todo.url]


def test_one_delivery_or_many_the_same_queries(cast: Cast, as_user: Any, query_count: Any) -> None:
    client = as_user(cast.office)
    notify([cast.lead], key="first", title="x")
    deliver_notices()
    client.get(LEDGER)
    few = query_count(lambda: client.get(LEDGER))
    for number in range(5):
        notify([cast.lead, cast.member], key=str(number), title="x")
    deliver_notices()
    assert query_count(lambda: client.get(LEDGER)) == few <= 12


def ticked(**addresses: str) -> dict[str, str]:
    """A form on which everything is ticked."""
    ticks = {
        f"{channel}_{kind.replace('.', '_')}": "on"
        for kind in all_kinds()
        for channel in ("email", "wecom", "dingtalk", "feishu", "webhook")
    }
    return ticks | {f"to_{channel}": address for channel, address in addresses.items()}


def test_addresses_are_kept_checked_and_never_in_history(cast: Cast, as_user: Any) -> None:
    client = as_user(cast.lead)
    typed = ticked(email="own@example.org", wecom=RIGHT["wecom"], webhook="https://127.0.0.1/")
    assert client.post(CHANNELS, typed).status_code == 422
    assert not Channel.objects.exists()
    assert client.post(CHANNELS, ticked(email="own@example.org", wecom=RIGHT["wecom"])).status_code == 302
    assert dict(Channel.objects.filter(user=cast.lead).values_list("kind", "address")) == {
        "email": "own@example.org",
        "wecom": RIGHT["wecom"],
    }
    row = Action.objects.get(verb="dayan_safety.set_channels")
    assert "key=" not in str((row.before, row.after)) and row.by == cast.lead
    client.post(CHANNELS, ticked())
    assert not Channel.objects.exists()


def test_what_is_not_ticked_is_muted_and_ticked_again_comes_back(cast: Cast, as_user: Any) -> None:
    client, typed = as_user(cast.lead), ticked()
    del typed["email_committee_task_due"]
    client.post(CHANNELS, typed)
    assert list(Mute.objects.values_list("user", "kind", "channel")) == [(cast.lead.pk, "committee.task_due", "email")]
    form = client.get(CHANNELS).context["form"]
    values = {tick.html_name: tick.value() for line in form.lines() for tick in line["ticks"]}
    assert [name for name, value in values.items() if not value] == ["email_committee_task_due"]
    client.post(CHANNELS, ticked())
    assert not Mute.objects.exists()


def test_nobody_sets_anothers_channels(cast: Cast) -> None:
    with pytest.raises(Exception, match="set_channels"):
        set_channels(cast.lead, by=cast.office, addresses={"email": "evil@example.org"}, muted=[])
    assert not Channel.objects.exists()


def test_where_no_way_is_open_the_page_says_so(cast: Cast, as_user: Any, settings: Any) -> None:
    settings.MAIL_IS_ON, settings.ROBOTS_ARE_ON, settings.WEBHOOK_HOSTS = False, False, []
    page = as_user(cast.lead).get(CHANNELS)
    assert page.context["form"].channel_fields() == []
    assert b"<form" not in page.content.split(b"page-head")[1].split(b"</main>")[0]
    assert reverse("set_channels") in as_user(cast.lead).get("/account/").content.decode()
    assert not Delivery.objects.exists()
