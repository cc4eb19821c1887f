"""A month of the committee in a real browser: a meeting prepared, told, held, minuted; tasks done, put off, told of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from committee.models import Meeting, Outcome, Task
from committee.services import meetings
from committee.tests import work
from dayan_safety.models import Notice
from dayan_safety.reminders import remind_people
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests.browser import WIDTHS, Watched
from dayan_safety.tests.moments import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTH, PREPARED, HELD = "2031-03-01 08:00", "2031-03-06 10:00", "2031-03-12 08:50"
AFTER, REMINDED, CLOSED, NEXT = "2031-03-17 09:00", "2031-03-18 08:35", "2031-03-20 16:00", "2031-04-01 08:00"


class Walk:
    """The people of the town, each before a screen; every screen is looked at at both widths."""

    def __init__(self, visit: Any, cast: Cast) -> None:
        self.visit, self.cast, self.number = visit, cast, 0

    def go(self, role: str, path: str) -> Watched:
        """A role's page, opened anew: weeks lie between the steps, and nobody stays signed in for that long."""
        watched: Watched = self.visit(getattr(self.cast, role) if role else None)
        watched.open(path)
        return watched

    def look(self, watched: Watched, name: str) -> None:
        """Look at a screen at both widths, the walk going on at either by turns."""
        self.number += 1
        watched.look(f"meeting-{self.number:02}-{name}", first=list(WIDTHS)[self.number % 2])

    def confirm(self, watched: Watched, verb: str, name: str = "", **typed: str) -> None:
        """Through a door: open it, fill it in, look at it, send it."""
        if watched.page.get_by_role("link", name=verb).count():
            watched.press(f"main a:has-text('{verb}')")
        for field, text in typed.items():
            watched.page.fill(f"[name={field}]", text)
        if name:
            self.look(watched, name)
        watched.press("main .form-foot button[type=submit]")
        assert watched.page.locator(".alert-success").count() == 1, verb


def add_topic(walk: Walk, watched: Watched, meeting: Meeting, kind: str, title: str, name: str = "") -> None:
    """A topic by the form."""
    watched.open(reverse("committee:add_item", args=[meeting.pk]))
    watched.page.select_option("[name=kind]", kind)
    walk.confirm(watched, "添加议题", name, title=title)


def prepare(walk: Walk, meeting: Meeting) -> None:
    """Topics, a proposal, the notice."""
    office = walk.go("office", reverse("committee:list_meeting"))
    walk.look(office, "list")
    office.press(f"main tbody a:has-text('{meeting.title}')")
    add_topic(walk, office, meeting, "solve", "协调解决集市消防通道占用问题", "topic")
    add_topic(walk, office, meeting, "arrange", "部署清明防火工作")
    lead = walk.go("lead", meeting.get_absolute_url())
    lead.press("main a:has-text('提出议题')")
    lead.page.select_option("[name=kind]", "solve")
    walk.confirm(lead, "提出议题", title="为巡查员配备统一标识")
    office.open(meeting.get_absolute_url())
    walk.look(office, "proposed")
    office.press("main a:has-text('审定所提议题')")
    office.page.check("[name=accepted][value=yes]")
    walk.confirm(office, "审定所提议题")
    walk.confirm(office, "发出会议通知", "notice")
    walk.look(office, "notified")


def answer(walk: Walk, meeting: Meeting) -> None:
    """From the home page, and by link without a login."""
    lead = walk.go("lead", "/")
    walk.look(lead, "invited-home")
    lead.press("main a:has-text('待回复的会议')")
    lead.press("main a:has-text('回复参会')")
    lead.page.check("[name=answer][value=leave]")
    walk.confirm(lead, "回复参会", "leave", leave_reason="市里培训", substitute="孙副组长")
    links = walk.go("office", reverse("committee:list_answer_links", args=[meeting.pk]))
    walk.look(links, "links")
    url = links.page.input_value(".link-field >> nth=1")
    stranger = walk.go("", url.removeprefix(links.home))
    stranger.page.check("[name=answer][value=coming]")
    walk.look(stranger, "by-link")
    stranger.press("main button[type=submit]")
    walk.look(stranger, "thanks")


def hold(walk: Walk, meeting: Meeting) -> None:
    """The wall, a scan, all present and the exceptions, what was said, what came of it."""
    office = walk.go("office", meeting.get_absolute_url())
    walk.look(office, "the-day")
    scan(walk, meeting)
    wall = walk.go("office", reverse("committee:show_projector", args=[meeting.pk]))
    walk.look(wall, "wall")
    walk.confirm(office, "开始会议", "begin")
    office.press("main a:has-text('登记出席情况')")
    office.press("main button:has-text('全部出席')")
    late = work.an_invitation(meeting, walk.cast.chair)
    office.page.click(f"label[for=status-{late.pk}-late]")
    walk.look(office, "attendance")
    office.press("main .form-foot button[type=submit]")
    write(walk, office, meeting)
    walk.look(office, "under-way")
    walk.confirm(office, "纪要征求意见", "circulate")


def scan(walk: Walk, meeting: Meeting) -> None:
    """A member scans the code and types name and number."""
    code = meetings.code_at(meeting, timezone.now())
    phone = walk.go("", f"{reverse('committee:sign_in_to_meeting', args=[meeting.pk])}?code={code}")
    phone.page.fill("[name=name]", "钱所长")
    phone.page.fill("[name=digits]", walk.cast.member.person.telephone[-4:])
    walk.look(phone, "scanned")
    phone.press("main button[type=submit]")
    assert phone.page.locator("text=钱所长：出席").count() == 1


def write(walk: Walk, office: Watched, meeting: Meeting) -> None:
    """What was said of the first topic, two tasks of it; the last topic is left for next time."""
    topic, _arrange, proposed = meeting.items.present().filter(is_results=False).order_by("order")
    office.open(reverse("committee:write_item", args=[topic.pk]))
    office.page.check("[name=state][value=done]")
    walk.confirm(office, "记录议题讨论", "write", discussion="工商所与派出所联合清理，村委会专人巡查。\n下月通报。")
    office.open(reverse("committee:add_outcome", args=[topic.pk]))
    office.page.check("[name=kind][value=task]")
    office.page.select_option("[name=lead_group]", label="消防安全组")
    pick(office, "helper_units", "东风", "西河")
    walk.confirm(office, "添加议定事项", "outcome", text="排查消防通道\n逐户建立台账", due_on="2031-3-28")
    office.open(reverse("committee:add_outcome", args=[topic.pk]))
    office.page.check("[name=kind][value=task]")
    pick(office, "lead_unit", "安监")
    walk.confirm(office, "添加议定事项", text="清理占道摊位", due_on="2031/3/21")
    office.open(reverse("committee:write_item", args=[proposed.pk]))
    office.page.check("[name=state][value=unfinished]")
    walk.confirm(office, "记录议题讨论", discussion="经费待定。")


def pick(watched: Watched, field: str, *names: str) -> None:
    """Found by typing, one after the other."""
    box = watched.page.locator(f"#id_{field} + .ts-wrapper")
    for name in names:
        box.locator("input").click()
        box.locator("input").fill(name)
        box.locator(f".option:has-text('{name}')").click()
    watched.page.keyboard.press("Escape")
    assert box.locator(".item").count() == len(names)


def conclude(walk: Walk, meeting: Meeting) -> None:
    """A comment, then final; every doer finds the own task alone."""
    lead = walk.go("lead", meeting.get_absolute_url())
    walk.confirm(lead, "对纪要提意见", "comment", text="请写明通报时间。")
    chair = walk.go("chair", meeting.get_absolute_url())
    walk.look(chair, "for-comment")
    walk.confirm(chair, "纪要定稿", "finalize")
    walk.look(chair, "final")
    assert (
        Task.objects.filter(outcome__item__meeting=meeting).count() == Outcome.objects.filter(kind="task").count() == 2
    )


def remind(walk: Walk) -> None:
    """Three days before the last day of the one task the clock reminds its doers, and nobody else."""
    remind_people()
    assert {notice.user for notice in Notice.objects.filter(rung="days3")} == {walk.cast.member}
    member = walk.go("member", reverse("list_notices"))
    walk.look(member, "reminded")
    assert "清理占道摊位" in member.page.locator("main").inner_text()


def work_on(walk: Walk) -> None:
    """One task is signed for and put off, the other one reported done."""
    lead = walk.go("lead", "/")
    walk.look(lead, "doer-home")
    lead.press("main a:has-text('待签收的新事项')")
    walk.look(lead, "tasks")
    lead.press("main tbody a:has-text('排查消防通道')")
    walk.look(lead, "task")
    walk.confirm(lead, "签收")
    walk.confirm(lead, "申请延期", "ask-longer", wanted_on="2031.4.10", reason="临街商户尚未全部到场")
    member = walk.go("member", reverse("committee:list_task"))
    member.press("main tbody a:has-text('清理占道摊位')")
    walk.confirm(member, "申请复核", "report", text="摊位已清理，照片存档。")


def check(walk: Walk) -> None:
    """The chair decides and closes."""
    chair = walk.go("chair", "/")
    walk.look(chair, "chair-home")
    chair.press("main a:has-text('待审批的延期')")
    chair.press("main tbody a:has-text('排查消防通道')")
    chair.press("main a:has-text('审批')")
    chair.page.check("[name=granted][value=yes]")
    walk.confirm(chair, "审批延期", "decide", note="抓紧落实")
    walk.look(chair, "put-off")
    chair.open("/")
    chair.press("main a:has-text('待复核的督办事项')")
    chair.press("main tbody a:has-text('清理占道摊位')")
    walk.confirm(chair, "复核销号", "close", note="资料齐全")
    walk.look(chair, "closed")


def test_the_walk(visit: Any) -> None:
    with at(MONTH):
        cast = build_cast()
        walk = Walk(visit, cast)
        (meeting,) = meetings.open_joint_meetings(date(2031, 3, 1))
    with at(PREPARED):
        prepare(walk, meeting)
        answer(walk, meeting)
    with at(HELD):
        hold(walk, meeting)
    with at(AFTER):
        conclude(walk, meeting)
    with at(REMINDED):
        remind(walk)
        work_on(walk)
    with at(CLOSED):
        check(walk)
    with at(NEXT):
        (following,) = meetings.open_joint_meetings(date(2031, 4, 1))
        office = walk.go("office", following.get_absolute_url())
        office.page.click("main summary")
        walk.look(office, "next-month")
        told = office.page.locator(".results li").all_inner_texts()
        rates = walk.go("office", reverse("committee:list_rates"))
        walk.look(rates, "rates")
    assert told == ["排查消防通道（消防安全组）：正常", "清理占道摊位（安监站）：按期销号"]
    topics = [(item.title, item.carried) for item in following.items.order_by("order") if not item.is_results]
    assert topics == [("部署清明防火工作", 1), ("为巡查员配备统一标识", 1)]
    assert following.held_on == date(2031, 4, 9)
