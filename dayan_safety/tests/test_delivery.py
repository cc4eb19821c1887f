"""Letters: each leaves once, late rather than never, and nothing that is settled leaves at all."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from committee.models import Person
from dayan_safety import delivery
from dayan_safety.delivery import StillDue, deliver_notices, take
from dayan_safety.models import Channel, Delivery, Mute, Notice
from dayan_safety.notices import notify
from dayan_safety.parameters import set_parameters
from dayan_safety.reminders import remind_people
from dayan_safety.routing import route_notices
from dayan_safety.testing import Cast
from dayan_safety.tests.letters import Town, a_due_for, a_reader

State = Delivery.State
DAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def at_nine(time_machine: Any, settings: Any, db: None) -> None:
    """Monday, nine o'clock: the digest of the day is due; there is a mail server."""
    settings.MAIL_IS_ON = True
    time_machine.move_to("2026-03-09T09:00:00+08:00", tick=False)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    """Only what the test says falls due."""
    return Town(monkeypatch)


def states(channel: str = "email") -> list[str]:
    """How the deliveries stand, oldest first."""
    return list(Delivery.objects.filter(channel=channel).order_by("pk").values_list("state", flat=True))


class Unreachable(EmailBackend):
    """A mail server that is down."""

    def open(self) -> bool:
        """Nobody answers."""
        raise ConnectionRefusedError("nobody answers")


class Refusing(EmailBackend):
    """A mail server that takes no letter with “no” in it."""

    def send_messages(self, messages: Any) -> int:
        """Refuse."""
        if any("no" in message.subject for message in messages):
            raise OSError("550 no such user")
        return super().send_messages(messages)


def through(monkeypatch: pytest.MonkeyPatch, backend: Any) -> None:
    """Mail goes through ``backend``."""
    monkeypatch.setattr("dayan_safety.channels.mail.get_connection", backend)


# Each once.


def test_an_urgent_notice_leaves_at_once_and_once(mailoutbox: list[Any]) -> None:
    reader = a_reader()
    notify([reader], key="a", title="会议改期", text="改到周五。", url="/x/", urgent=True)
    assert (deliver_notices(), deliver_notices()) == (1, 0)
    [letter] = mailoutbox
    assert (letter.to, letter.subject, letter.body) == ([reader.email], "会议改期", "会议改期\n改到周五。")
    row = Delivery.objects.get(channel="email")
    assert (row.state, row.attempts, row.sent_at) == (State.SENT, 1, timezone.now())
    assert letter.extra_headers["X-Idempotency-Key"] == row.message_id
    assert letter.extra_headers["Message-ID"].startswith(f"<{row.message_id}@")
    assert states("inbox") == [State.SENT]


def test_links_are_whole_where_the_portals_address_is_known(settings: Any, mailoutbox: list[Any]) -> None:
    settings.PORTAL_URL = "https://safety.example"
    notify([a_reader()], key="a", title="x", url="/committee/tasks/1/", urgent=True)
    deliver_notices()
    assert mailoutbox[0].body == "x\nhttps://safety.example/committee/tasks/1/"
    assert mailoutbox[0].extra_headers["Message-ID"].endswith("@safety.example>")


def test_one_digest_a_person_a_day_with_the_most_urgent_first(
    town: Town, time_machine: Any, mailoutbox: list[Any]
) -> None:
    one, two = a_reader(), a_reader()
    town.dues = [
        a_due_for([one], DAY, name="今天的"),
        a_due_for([one, two], DAY - timedelta(days=2), name="逾期的"),
        a_due_for([one], DAY + timedelta(days=3), name="三天后的"),
    ]
    time_machine.move_to("2026-03-09T00:05:00+08:00", tick=False)
    remind_people()
    assert deliver_notices() == 0
    time_machine.move_to("2026-03-09T08:30:00+08:00", tick=False)
    assert (deliver_notices(), deliver_notices()) == (2, 0)
    letters = {letter.to[0]: letter for letter in mailoutbox}
    assert letters[one.email].body == "late: 逾期的\n\ntoday: 今天的\n\n3 days: 三天后的"
    assert letters[two.email].subject == "late: 逾期的"
    shared = Delivery.objects.filter(channel="email", notice__user=one).values_list("message_id", flat=True)
    assert (len(shared), len(set(shared))) == (3, 1)


def test_what_comes_after_the_digest_waits_for_the_next_and_late_is_better_than_never(
    town: Town, time_machine: Any, mailoutbox: list[Any]
) -> None:
    reader = a_reader()
    town.dues = [a_due_for([reader], DAY, name="早")]
    remind_people()
    assert deliver_notices() == 1  # at nine: the portal had stood still at half past eight
    town.dues.append(a_due_for([reader], DAY + timedelta(days=1), name="晚"))
    remind_people()
    assert deliver_notices() == 0
    time_machine.move_to("2026-03-10T08:30:00+08:00", tick=False)
    remind_people()
    assert deliver_notices() == 1
    assert mailoutbox[1].body == "late: 早\n\ntoday: 晚"
    assert states() == [State.SENT, State.SILENT, State.SENT, State.SENT]


def test_the_office_sets_when_the_digest_leaves(cast: Cast, town: Town) -> None:
    set_parameters({"dayan_safety.digest_time": "10:15"}, by=cast.office)
    town.dues = [a_due_for([a_reader()], DAY)]
    remind_people()
    route_notices(timezone.now())
    moment = timezone.localtime(Delivery.objects.get(channel="email").not_before)
    assert f"{moment:%m-%d %H:%M}" == "03-09 10:15"


# Whose, and by which way.


def test_without_an_address_or_a_mail_server_the_inbox_has_it(settings: Any, mailoutbox: list[Any]) -> None:
    notify([a_reader(email="")], key="a", title="x")
    deliver_notices()
    settings.MAIL_IS_ON = False
    notify([a_reader()], key="a", title="x")
    deliver_notices()
    assert (mailoutbox, states("inbox"), states()) == ([], [State.SENT] * 2, [])


def test_ones_own_address_goes_before_that_of_the_login(mailoutbox: list[Any]) -> None:
    reader = a_reader()
    Channel.objects.create(user=reader, kind="email", address="own@example.org")
    notify([reader], key="a", title="x", urgent=True)
    deliver_notices()
    assert [letter.to for letter in mailoutbox] == [["own@example.org"]]


def test_a_kind_one_does_not_want_by_mail_stays_in_the_inbox(mailoutbox: list[Any]) -> None:
    reader, other = a_reader(), a_reader()
    Mute.objects.create(user=reader, kind="committee.task_news", channel="email")
    for kind in ("committee.task_news", "committee.meeting_news"):
        notify([reader, other], key=kind, title=kind, kind=kind)
    deliver_notices()
    assert sorted((letter.to[0], letter.subject) for letter in mailoutbox) == sorted([
        (reader.email, "committee.meeting_news"),
        (other.email, "committee.task_news"),
        (other.email, "committee.meeting_news"),
    ])  # fmt: skip
    assert Notice.objects.filter(user=reader).count() == 2


@pytest.mark.parametrize("how", ["left", "removed", "closed", "expired"])
def test_who_has_left_meanwhile_hears_nothing(how: str, time_machine: Any, mailoutbox: list[Any]) -> None:
    gone, stays = a_reader(), a_reader()
    notify([gone, stays], key="a", title="x", kind="committee.task_due")
    if how in ("left", "removed"):
        Person.objects.filter(pk=gone.person_id).update(
            **({"left_on": DAY - timedelta(days=1)} if how == "left" else {"removed_at": timezone.now()})
        )
    else:
        type(gone).objects.filter(pk=gone.pk).update(
            **({"is_active": False} if how == "closed" else {"valid_until": DAY - timedelta(days=1)})
        )
    deliver_notices()
    assert [letter.to for letter in mailoutbox] == [[stays.email]]
    row = Delivery.objects.get(channel="email", notice__user=gone)
    assert (row.state, bool(row.note)) == (State.SILENT, True)


@pytest.mark.parametrize("how", ["settled", "moved", "handed over", "told anew"])
def test_what_no_longer_holds_falls_silent(how: str, town: Town, time_machine: Any, mailoutbox: list[Any]) -> None:
    reader, other = a_reader(), a_reader()
    due = a_due_for([reader], DAY + timedelta(days=1), wording=a_due_for([], DAY).wording)
    time_machine.move_to("2026-03-09T00:05:00+08:00", tick=False)
    town.dues = [due]
    remind_people()
    route_notices(timezone.now())
    town.dues = {
        "settled": [],
        "moved": [a_due_for([reader], DAY + timedelta(days=30), due.thing)],
        "handed over": [a_due_for([other], due.due_on, due.thing)],
        "told anew": [due],
    }[how]
    time_machine.move_to(f"2026-03-{'11' if how == 'told anew' else '09'}T08:30:00+08:00", tick=False)
    deliver_notices()
    assert (mailoutbox, states()) == ([], [State.SILENT])
    remind_people()
    deliver_notices()
    expected = {"settled": [], "moved": [], "handed over": [other.email], "told anew": [reader.email]}[how]
    assert [letter.to[0] for letter in mailoutbox] == expected


# What fails is tried again, and seen.


def test_a_server_that_is_down_is_asked_once_a_pass_and_again_after_longer_and_longer_pauses(
    monkeypatch: pytest.MonkeyPatch, time_machine: Any, mailoutbox: list[Any]
) -> None:
    through(monkeypatch, Unreachable)
    notify([a_reader() for _number in range(3)], key="a", title="x", urgent=True)
    pauses = []
    for _try in range(4):
        assert deliver_notices() == 0
        row = Delivery.objects.filter(channel="email").first()
        pauses.append((row.not_before - timezone.now()).total_seconds() / 60)
        time_machine.move_to(row.not_before, tick=False)
    assert pauses == [1, 2, 4, 8]
    assert (states(), row.note, row.attempts) == ([State.WAITING] * 3, "nobody answers", 4)
    through(monkeypatch, EmailBackend)
    assert deliver_notices() == 3
    assert (len(mailoutbox), states()) == (3, [State.SENT] * 3)


def test_one_letter_that_is_refused_holds_up_no_other_and_fails_in_the_end(
    monkeypatch: pytest.MonkeyPatch, time_machine: Any, mailoutbox: list[Any], cast: Cast
) -> None:
    through(monkeypatch, Refusing)
    set_parameters({"dayan_safety.tries": 2}, by=cast.office)
    notify([a_reader()], key="a", title="no", urgent=True)
    notify([a_reader()], key="b", title="yes", urgent=True)
    assert deliver_notices() == 1
    assert states() == [State.WAITING, State.SENT]
    time_machine.shift(timedelta(minutes=1))
    assert deliver_notices() == 0
    failed = Delivery.objects.get(state=State.FAILED)
    assert (failed.attempts, failed.note) == (2, "550 no such user")
    time_machine.shift(timedelta(days=1))
    assert deliver_notices() == 0


def test_a_letter_taken_by_a_worker_that_died_leaves_again_with_the_same_key(
    time_machine: Any, mailoutbox: list[Any]
) -> None:
    notify([a_reader()], key="a", title="x", urgent=True)
    route_notices(timezone.now())
    [taken] = take(timezone.now(), StillDue(timezone.now())) or []
    assert deliver_notices() == 0
    time_machine.shift(delivery.taken_for())
    assert deliver_notices() == 1
    assert mailoutbox[0].extra_headers["X-Idempotency-Key"] == taken.rows[0].message_id
    assert Delivery.objects.get(channel="email").attempts == 2


def test_a_digest_sent_again_carries_what_it_carried(town: Town, time_machine: Any, mailoutbox: list[Any]) -> None:
    reader = a_reader()
    town.dues = [a_due_for([reader], DAY, name="早")]
    remind_people()
    route_notices(timezone.now())
    take(timezone.now(), StillDue(timezone.now()))
    town.dues.append(a_due_for([reader], DAY, name="晚"))
    time_machine.shift(delivery.taken_for())
    remind_people()
    deliver_notices()
    assert [letter.body for letter in mailoutbox] == ["today: 早"]


def test_a_pass_that_lasts_too_long_gives_back_what_it_has_not_tried(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    notify([a_reader() for _number in range(3)], key="a", title="x", urgent=True)
    clock = iter([0, 0, 0, 0, 44, 99, 99])
    monkeypatch.setattr(delivery.time, "monotonic", lambda: next(clock))
    assert deliver_notices() == 2
    assert sorted(Delivery.objects.filter(channel="email").values_list("state", "attempts")) == [
        (State.SENT, 1), (State.SENT, 1), (State.WAITING, 0),
    ]  # fmt: skip
    monkeypatch.undo()


def test_a_person_whose_digest_is_longer_than_a_portion_gets_it_whole(
    monkeypatch: pytest.MonkeyPatch, town: Town, mailoutbox: list[Any]
) -> None:
    monkeypatch.setattr(delivery, "PORTION", 3)
    readers = [a_reader() for _number in range(3)]
    town.dues = [a_due_for(readers, DAY, name=str(number)) for number in range(5)]
    remind_people()
    assert deliver_notices() == 3
    assert {letter.to[0]: letter.body.count("today: ") for letter in mailoutbox} == {r.email: 5 for r in readers}


def test_a_letter_costs_two_queries_taken_and_sent(query_count: Any, mailoutbox: list[Any]) -> None:
    def queries(count: int) -> int:
        notify([a_reader() for _number in range(count)], key="a", title="x", urgent=True)
        return int(query_count(deliver_notices))

    queries(1)
    one, four = queries(1), queries(4)
    assert (four - one, queries(13) - four) == (3 * 2, 9 * 2)


def test_an_old_notice_does_not_leave_the_house(mailoutbox: list[Any]) -> None:
    notify([a_reader()], key="a", title="x", urgent=True)
    Notice.objects.update(routed_at=timezone.now())
    assert (deliver_notices(), mailoutbox) == (0, [])


def test_nothing_is_taken_twice_while_it_is_being_sent_but_without_the_mark_it_would_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notify([a_reader()], key="a", title="x", urgent=True)
    now = timezone.now()
    route_notices(now)
    monkeypatch.setattr(delivery, "_mark_taken", lambda letter, now: None)
    monkeypatch.setattr(delivery, "one_at_a_time", lambda name: nullcontext())
    assert [len(take(now, StillDue(now)) or []) for _twice in range(2)] == [1, 1]
    monkeypatch.undo()
    assert [len(take(now, StillDue(now)) or []) for _twice in range(2)] == [1, 0]
