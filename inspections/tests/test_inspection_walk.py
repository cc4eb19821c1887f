"""An inspection on a telephone, in a real browser: answered without a network, photographed, signed, notified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from dayan_safety.attachments import attachments_of
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import files
from dayan_safety.tests.browser import Watched, serious_findings, session_cookie
from inspections.models import Answer, Checklist, Finding, Inspection, RectificationNotice
from inspections.services import checklists
from inspections.tests.checklist_builders import a_checklist, an_asked
from inspections.tests.finding_builders import a_kind_of_danger
from inspections.tests.inspection_builders import at_the_village
from inspections.tests.test_finding_walk import do, photo_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAITS, SAVED = "没有网络：已存在本机，恢复后自动上传", "已保存"


@pytest.fixture
def town(transactional_db: Any, settings: Any, tmp_path: Path) -> Cast:
    """The cast, and an empty private storage."""
    files.keep_in(tmp_path / "kept", settings)
    return build_cast()


@pytest.fixture
def checklist(town: Cast) -> Checklist:
    """Five questions, the second only where the first failed."""
    made, kind = a_checklist(name="消防安全检查表"), a_kind_of_danger(name="消防安全")
    about = {"kind": kind, "basis": "《中华人民共和国消防法》", "demand": "立即整改。"}
    first = an_asked(made, text="疏散通道是否畅通", section="疏散", **about)
    an_asked(made, text="占用物是否当场清除", only_if_failed=first, needs_photo=False, **about)
    an_asked(made, text="灭火器是否完好", section="设施", **about)
    an_asked(made, text="应急照明是否完好", section="设施", **about)
    an_asked(made, text="电动自行车是否在室外充电", section="用电", **about)
    checklists.use_checklist(made, by=None)
    return made


class Phone:
    """Somebody with the cards before them."""

    def __init__(self, watched: Watched, inspection: Inspection) -> None:
        self.watched, self.page, self.inspection = watched, watched.page, inspection

    def open(self) -> None:
        """Open the cards, or open them again."""
        self.watched.open(reverse("inspections:answer_inspection", args=[self.inspection.pk]))

    def leave(self) -> None:
        """Close the cards: while a page goes, the browser may lift the cut, and a try of that moment would get out."""
        self.page.evaluate("() => void (sender.ask = () => new Promise(() => {}))")
        self.page.goto("about:blank")

    @property
    def card(self) -> Any:
        """The card on the screen."""
        return self.page.locator(".inspecting-card.is-shown")

    def asked(self, text: str) -> None:
        """Wait for the card with that question."""
        self.page.locator(".inspecting-card.is-shown h2", has_text=text).wait_for()

    def press(self, verdict: str) -> None:
        """Answer the question."""
        self.card.locator(f".is-{verdict}").click()

    def state(self, text: str) -> None:
        """Wait until the line at the top says so; what is saved waits for nothing any more."""
        if text == SAVED:
            self.page.wait_for_function("() => waiting.here.size === 0")
        self.page.locator("[data-state]", has_text=text).wait_for()

    def next(self) -> None:
        """On to the next question."""
        self.card.locator("[data-next]").click()

    def looked_at(self, name: str) -> None:
        """It fits the telephone, and axe finds nothing serious."""
        self.watched.shot(f"inspecting-{name}")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert serious_findings(self.page, "main") == []


def begun(town: Cast, checklist: Checklist, visit: Any) -> Phone:
    """The inspector at the liaison's village."""
    phone = Phone(visit(town.inspector, "phone"), at_the_village(town, checklist=checklist))
    phone.open()
    return phone


def verdicts() -> dict[str, str]:
    """What the portal has kept, by question."""
    return dict(Answer.objects.values_list("item__text", "verdict"))


def sign(phone: Phone) -> None:
    """Draw a line with a finger."""
    box = phone.page.locator(".signature canvas")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    phone.page.mouse.move(place["x"] + 30, place["y"] + 40)
    phone.page.mouse.down()
    phone.page.mouse.move(place["x"] + 150, place["y"] + 70, steps=4)
    phone.page.mouse.up()


def test_an_inspection_from_the_first_card_to_the_closed_finding(
    town: Cast, checklist: Checklist, visit: Any, tmp_path: Path
) -> None:
    watched = visit(town.inspector, "phone")
    page = watched.open(reverse("inspections:create_inspection"))
    page.locator("main .ts-control input, main .pick input").first.fill("东风")
    page.get_by_text("东风村", exact=False).first.click()
    page.select_option("[name=checklist]", str(checklist.pk))
    watched.shot("inspecting-begin")
    watched.press("main .form-sheet button[type=submit]")
    phone = Phone(watched, Inspection.objects.get())
    phone.asked("疏散通道是否畅通")
    phone.press("fail")
    phone.card.locator("[name=text]").fill("仓库通道堆放货物")
    phone.card.locator("[name=level]").select_option("urgent")
    phone.card.locator("[type=file]").set_input_files(str(photo_in(tmp_path, "通道.jpg")))
    phone.card.locator(".answer-photos .is-kept").wait_for()
    phone.state(SAVED)
    phone.looked_at("fail")
    phone.next()
    phone.asked("占用物是否当场清除")
    phone.press("pass")
    phone.asked("灭火器是否完好")
    phone.state(SAVED)
    page.context.set_offline(True)
    phone.press("pass")
    phone.asked("应急照明是否完好")
    phone.press("na")
    phone.asked("电动自行车是否在室外充电")
    phone.press("fail")
    phone.card.locator("[type=file]").set_input_files(str(photo_in(tmp_path, "充电.jpg")))
    phone.card.locator(".answer-photos .is-waiting").wait_for()
    phone.state(WAITS)
    phone.looked_at("offline")
    assert verdicts() == {"疏散通道是否畅通": "fail", "占用物是否当场清除": "pass"}
    phone.next()
    phone.asked("题目已看完")
    finish = phone.card.locator("[data-finish]")
    assert finish.get_attribute("aria-disabled") == "true"
    finish.dispatch_event("click")
    phone.page.get_by_text("还有内容未上传，请等网络恢复后再结束。").wait_for()
    page.context.set_offline(False)
    phone.state(SAVED)
    assert list(verdicts().values()) == ["fail", "pass", "pass", "na", "fail"]
    phone.looked_at("end")
    watched.press("[data-finish]")
    page.fill("[name=met]", "孙信息")
    page.fill("[name=summary]", "通道立即清空，其余限期整改。")
    sign(phone)
    phone.looked_at("finish")
    watched.press("main .form-sheet button[type=submit]")
    phone.looked_at("done")
    first, second = Finding.objects.order_by("pk")
    assert (first.text, first.level, second.text) == ("仓库通道堆放货物", "urgent", "电动自行车是否在室外充电：不合格")
    assert set(RectificationNotice.objects.get().findings.all()) == {first, second}
    assert [attachments_of(finding).count() for finding in (first, second)] == [1, 1]
    assert attachments_of(Inspection.objects.get()).count() == 1
    put_right(town, visit, watched, first, tmp_path)


def put_right(town: Cast, visit: Any, inspector: Watched, finding: Finding, folder: Path) -> None:
    """Received, told of, said to be done, failed once, done again, closed; the page tells all of it in order."""
    liaison = visit(town.liaison, "phone")
    assert Notice.objects.filter(user=town.liaison, title__contains="检查发现2处隐患").exists()
    do(liaison, finding, "receive_finding")
    do(liaison, finding, "report_step", photo_in(folder, "清理中.jpg"), text="正在清理")
    do(liaison, finding, "ask_reinspection", photo_in(folder, "清空.jpg"), text="已清空")
    do(inspector, finding, "fail_finding", text="仍有货架")
    do(liaison, finding, "ask_reinspection", photo_in(folder, "拆除.jpg"), text="货架已拆除")
    do(inspector, finding, "close_finding", text="现场查看，通道畅通")
    assert (finding.state, finding.failed) == ("closed", 1)
    told = inspector.open(finding.get_absolute_url()).inner_text("main")
    order = [told.index(words) for words in ("正在清理", "已清空", "仍有货架", "货架已拆除", "现场查看，通道畅通")]
    assert order == sorted(order)
    history = inspector.page.inner_text("main ol.told")
    verbs = ("复查销号", "申请复查", "复查不合格", "反馈整改进展", "签收隐患", "通知单位")
    assert [verb for verb in verbs if verb not in history] == []


def test_a_draft_survives_a_page_that_is_closed_without_a_network(
    town: Cast, checklist: Checklist, visit: Any, tmp_path: Path
) -> None:
    phone = begun(town, checklist, visit)
    phone.page.context.set_offline(True)
    phone.press("fail")
    phone.card.locator("[name=text]").fill("堵塞")
    phone.card.locator("[type=file]").set_input_files(str(photo_in(tmp_path, "通道.jpg")))
    phone.card.locator(".answer-photos .is-waiting").wait_for()
    phone.state(WAITS)
    phone.leave()
    assert verdicts() == {}
    phone.page.context.set_offline(False)
    phone.open()
    phone.state(SAVED)
    kept = Answer.objects.get()
    assert (kept.verdict, kept.text, attachments_of(kept).count()) == ("fail", "堵塞", 1)
    phone.open()
    assert phone.page.locator(f"#item-{kept.item_id} [value=fail]").is_checked()


def test_who_was_signed_out_meanwhile_signs_in_and_loses_nothing(town: Cast, checklist: Checklist, visit: Any) -> None:
    phone = begun(town, checklist, visit)
    Session.objects.all().delete()
    phone.press("na")
    phone.page.locator("[data-state] a", has_text="重新登录").wait_for()
    assert verdicts() == {}
    phone.watched.shot("inspecting-signed-out")
    phone.page.context.add_cookies([session_cookie(town.inspector, phone.watched.home)])
    phone.open()
    phone.state(SAVED)
    assert verdicts() == {"疏散通道是否畅通": "na"}


def keep(phone: Phone, key: str, value: dict[str, Any], days: int) -> None:
    """Something is kept on the telephone since so many days."""
    put = (  # a day has 864e5 milliseconds
        "([key, value, days]) => waiting.ask('readwrite', (s) => s.put({ at: Date.now() - days * 864e5, value }, key))"
    )
    phone.page.evaluate(put, [key, value, days])


def test_what_nobody_came_back_for_within_a_month_is_forgotten(town: Cast, checklist: Checklist, visit: Any) -> None:
    phone = begun(town, checklist, visit)
    said = {"verdict": "fail", "text": "", "place": "", "level": "general", "said_at": 9e12}
    keep(phone, f"{town.inspector.pk}:1:answer:1", said, days=31)
    keep(phone, "0:0:answer:1", said, days=29)
    phone.open()
    phone.asked("疏散通道是否畅通")
    kept = phone.page.evaluate("waiting.ask('readonly', (store) => store.getAllKeys())")
    assert kept == ["0:0:answer:1"]


def test_what_somebody_else_kept_on_this_telephone_is_not_sent_for_me(
    town: Cast, checklist: Checklist, visit: Any
) -> None:
    phone = begun(town, checklist, visit)
    keep(phone, "0:0:answer:1", {"verdict": "fail", "said_at": 9e12}, days=0)
    phone.press("pass")
    phone.state(SAVED)
    phone.open()
    phone.asked("灭火器是否完好")
    assert verdicts() == {"疏散通道是否畅通": "pass"}


def test_the_keyboard_answers_too_and_one_goes_back(town: Cast, checklist: Checklist, visit: Any) -> None:
    phone = begun(town, checklist, visit)
    phone.card.locator("[value=pass]").focus()
    phone.page.keyboard.press("Space")
    phone.asked("灭火器是否完好")
    phone.card.locator("[data-back]").click()
    phone.asked("疏散通道是否畅通")
    phone.state(SAVED)
    assert verdicts() == {"疏散通道是否畅通": "pass"}
