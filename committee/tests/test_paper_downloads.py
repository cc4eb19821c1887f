"""Papers as files: what they say in Word, who takes them along, in which states, and what history keeps."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from committee.documents.papers import slip_of
from committee.models import Meeting
from committee.services import meetings
from committee.tests import work
from committee.tests.pages import Page
from committee.tests.paper_work import a_talk, final, in_chinese
from dayan_safety.models import Action
from dayan_safety.papers import all_papers
from dayan_safety.papers.templates import replace_paper
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_task
from dayan_safety.tests import files
from dayan_safety.tests.word_files import a_template, texts

pytestmark = pytest.mark.usefixtures("midsummer")
DAY, AHEAD = date(2026, 6, 15), date(2026, 6, 18)


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path


def taken(browser: Any, name: str, *args: Any) -> list[str]:
    """What the file says that is handed out."""
    answer = browser.get(reverse(f"committee:{name}", args=args))
    assert answer["Content-Type"].endswith("wordprocessingml.document"), answer
    return texts(answer.content)


def test_the_notice_comes_as_word(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast, title="六月联席会议", held_on=AHEAD, place="三楼会议室")
    told = taken(as_user(cast.liaison), "download_notice", meeting.pk)
    assert told[:3] == ["大安镇安全社区促进委员会办公室", "大安创办〔2026〕1号", "关于召开六月联席会议的通知"]
    assert "一、会议时间：2026年6月18日（星期四）上午9时" in told
    assert told[-1] == "大安镇安全社区促进委员会办公室2026年6月15日印发"


def test_the_minutes_come_as_word(cast: Cast, as_user: Any) -> None:
    told = taken(as_user(cast.member), "download_minutes", final(a_talk(cast)).pk)
    assert told[0].endswith("纪要")
    assert told[1] == "大安创纪〔2026〕1号"
    assert (
        "2026年6月15日（星期一）上午9时，王主任在三楼会议室主持召开大安镇创安联席会议。现将会议情况纪要如下：" in told
    )
    assert told[told.index("二、议题0") + 1 :][:5] == [
        "第一段0。",
        "第二段。",
        "（一）议定事项",
        "1.同意。",
        "（二）交办任务",
    ]
    assert "列席：市安监局　周科长0" in told
    assert not [text for text in told if text.startswith(("请假", "缺席"))]
    assert told[-2].startswith("抄送：")


def test_minutes_without_chair_place_and_copies_leave_them_out(cast: Cast, as_user: Any) -> None:
    set_parameters({"committee.minutes_copies": ""}, by=None)
    meeting = work.an_open(cast, title="小会")
    told = taken(as_user(cast.office), "download_minutes", meeting.pk)
    assert "2026年6月15日（星期一）上午9时，召开小会。现将会议情况纪要如下：" in told
    assert not [text for text in told if text.startswith("抄送")]


def test_a_slip_comes_as_word_in_its_colour(cast: Cast, as_user: Any) -> None:
    slip = work.a_slip(work.made_overdue(a_task(lead_unit=cast.village, title="整改线路")))
    told = taken(as_user(cast.liaison), "download_slip", slip.pk)
    assert told[:2] == ["督办单（黄）", "大安督单〔2026〕1号"]
    assert told[told.index("督办事项") + 1] == "整改线路"
    assert "工作内容" not in told


def test_the_minutes_of_a_year_come_in_one_file(cast: Cast, as_user: Any) -> None:
    early = final(work.an_open(cast, title="上半年会", held_on=DAY - timedelta(days=40)))
    late = final(a_talk(cast))
    work.a_minuted(cast, title="未定稿")
    told = taken(as_user(cast.chair), "export_minutes", 2026)
    entries = [f"{meeting.minutes_number}　{meeting.title}" for meeting in (early, late)]
    assert [text for text in told if text in entries] == entries
    assert not [text for text in told if "未定稿" in text]
    assert "本年度尚无定稿的会议纪要。" not in told
    assert "本年度尚无定稿的会议纪要。" in taken(as_user(cast.chair), "export_minutes", 2025)
    assert as_user(cast.chair).get(reverse("committee:export_minutes", args=[99999])).status_code == 404


def test_papers_are_chinese_for_readers_of_english(cast: Cast, as_user: Any) -> None:
    slip = work.a_slip(a_task(lead_unit=cast.village))
    browser = as_user(cast.office)
    browser.cookies["django_language"] = "en"
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "督办事项" in taken(browser, "download_slip", slip.pk)
    source = in_chinese(slip_of, slip)["source"]
    assert source in taken(browser, "download_slip", slip.pk)


def test_a_paper_is_written_on_the_offices_own_template(cast: Cast, as_user: Any) -> None:
    own = files.upload(a_template("本镇：{{ title }}"), "a.docx")
    replace_paper(all_papers()["meeting_minutes"], by=cast.office, file=own)
    meeting = a_talk(cast)
    assert taken(as_user(cast.office), "download_minutes", meeting.pk) == ["本镇：大安镇创安联席会议"]
    assert len(taken(as_user(cast.office), "download_notice", meeting.pk)) > 10


def test_a_template_that_fails_on_a_real_paper_leads_back_with_the_sentence(cast: Cast, as_user: Any) -> None:
    own = files.upload(a_template("{% if number == '（草稿）' %}{{ wrong }}{% endif %}"), "a.docx")
    replace_paper(all_papers()["meeting_minutes"], by=cast.office, file=own)
    meeting, browser = a_talk(cast), as_user(cast.office)
    answer = browser.get(reverse("committee:download_minutes", args=[meeting.pk]), follow=True)
    assert answer.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert "“wrong”" in answer.content.decode()
    assert not Action.objects.filter(verb="committee.download_minutes").exists()


@pytest.mark.parametrize("name", ["download_notice", "download_minutes"])
def test_a_meeting_called_off_has_no_papers(name: str, cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    meetings.cancel_meeting(meeting, by=None, reason="x")
    answer = as_user(cast.office).get(reverse(f"committee:{name}", args=[meeting.pk]))
    assert (answer.status_code, answer["Location"]) == (302, meeting.get_absolute_url())


def test_a_meeting_ahead_has_no_minutes(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    assert as_user(cast.office).get(reverse("committee:download_minutes", args=[meeting.pk])).status_code == 302


def test_history_keeps_who_took_a_paper(cast: Cast, as_user: Any) -> None:
    meeting, slip = final(a_talk(cast)), work.a_slip(a_task(lead_unit=cast.village))
    browser = as_user(cast.office)
    taken(browser, "download_notice", meeting.pk)
    taken(browser, "download_minutes", meeting.pk)
    taken(browser, "download_slip", slip.pk)
    taken(browser, "export_minutes", 2026)
    rows = Action.objects.filter(verb__regex="download|export").order_by("number")
    assert [(row.by, row.verb, row.thing_id) for row in rows] == [
        (cast.office, "committee.download_notice", str(meeting.pk)),
        (cast.office, "committee.download_minutes", str(meeting.pk)),
        (cast.office, "committee.download_slip", str(slip.task_id)),
        (cast.office, "committee.export_minutes", ""),
    ]
    assert all(row.after["file"].endswith(".docx") for row in rows)


def test_a_liaison_takes_the_minutes_of_meetings_they_were_invited_to_alone(cast: Cast, as_user: Any) -> None:
    invited, other = a_talk(cast), a_talk(cast)
    other.attendances.filter(person=cast.liaison.person).update(removed_at="2026-06-15T00:00Z")
    browser = as_user(cast.liaison)
    urls = [reverse("committee:download_minutes", args=[meeting.pk]) for meeting in (invited, other)]
    assert [browser.get(url).status_code for url in urls] == [200, 404]
    assert as_user(cast.member).get(urls[1]).status_code == 200


def test_pages_offer_the_papers_that_there_are(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    doors = {
        state: [name for name in ("notice", "minutes") if f"/{name}/" in "".join(page_links(browser, meeting))]
        for state, meeting in {
            "notified": work.a_notified(cast), "open": a_talk(cast), "final": work.a_final(cast),
        }.items()
    }  # fmt: skip
    assert doors == {"notified": ["notice"], "open": ["notice", "minutes"], "final": ["notice", "minutes"]}
    slip = work.a_slip(a_task(lead_unit=cast.village))
    assert reverse("committee:download_slip", args=[slip.pk]) in browser.get(slip.get_absolute_url()).content.decode()
    year = reverse("committee:export_minutes", args=[2026])
    assert year in browser.get(reverse("committee:list_meeting")).content.decode()
    assert year not in as_user(cast.liaison).get(reverse("committee:list_meeting")).content.decode()


def page_links(browser: Any, meeting: Meeting) -> list[str]:
    """Where the buttons on a meeting's page lead."""
    page = Page(browser.get(meeting.get_absolute_url()))
    return [str(link.attributes.get("href")) for link in page.head.all("a")]
