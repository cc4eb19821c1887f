"""What the inspections' papers say, field by field: notices of several dangers, opinions, records of an inspection."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.tests.refusals import history
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.word_files import texts
from inspections.documents.papers import opinion_of, record_of, rectification_of
from inspections.models import Finding, RectificationNotice
from inspections.services import findings as services
from inspections.services import inspecting
from inspections.tests.builders import a_site
from inspections.tests.finding_builders import FIXINGS, a_finding, a_photo, asked, closed, notified, rectifying
from inspections.tests.inspection_builders import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    an_inspection,
    answer,
    at_the_village,
    failed,
    finding_of,
    finished,
    questions,
    with_finding,
)

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026


def a_notice_of(*findings: Finding) -> RectificationNotice:
    """One notice of several dangers at one unit."""
    first, *others = findings
    notice = first.notices.get()
    notice.findings.add(*others)
    return notice


def texts_of(told: dict[str, Any], *names: str) -> list[Any]:
    """The fields of those names."""
    return [told[name] for name in names]


# Notices


def test_a_notice_of_several_dangers_names_each_place_finder_and_day_once(cast: Cast) -> None:
    first = notified(cast, place="一号车间", level="urgent", basis="")
    second = a_finding(cast.inspector, unit=cast.village, place="一号车间")
    with time_machine.travel("2026-06-12 10:00+08:00", tick=False):
        third = a_finding(cast.supervisor, unit=cast.village, site=a_site(unit=cast.village, name="成品仓库"))
    told = rectification_of(a_notice_of(first, second, third))
    assert texts_of(told, "place", "inspectors", "agency") == ["一号车间、成品仓库", "周警官、吴督查", "消防大队"]
    assert told["found_on"] == "2026年6月15日、2026年6月12日"
    dangers = {first.text, *(f"{finding.text}（依据：用电安全导则）" for finding in (second, third))}
    assert {danger["told"] for danger in told["dangers"]} == dangers
    assert len({danger["due_on"] for danger in told["dangers"]}) == 3


def test_what_is_written_of_a_place_counts_before_the_name_of_its_site(cast: Cast) -> None:
    site = a_site(unit=cast.village, name="成品仓库")
    assert rectification_of(notified(cast, site=site, place="东门").notices.get())["place"] == "东门"
    assert rectification_of(notified(cast, site=site).notices.get())["place"] == "成品仓库"


def test_a_notice_that_nobody_signed_for_has_room_for_it(cast: Cast) -> None:
    unit = a_unit(telephone="0537-3212345")
    told = rectification_of(notified(cast, unit=unit).notices.get())
    assert texts_of(told, "signed", "responsible", "telephone") == ["", "", "0537-3212345"]


def test_who_signed_first_stands_on_it_with_the_day_in_the_town(cast: Cast) -> None:
    finding = notified(cast)
    with time_machine.travel("2026-06-17 00:30+08:00", tick=False):
        services.receive_finding(finding, by=cast.liaison)
    assert rectification_of(finding.notices.get())["signed"] == "孙信息　2026年6月17日"


def test_a_notice_names_the_responsible_once_they_are_named(cast: Cast) -> None:
    finding = rectifying(cast)
    services.fix_finding(finding, by=cast.liaison, **FIXINGS)
    assert rectification_of(finding.notices.get())["responsible"] == "孙经理"


def test_more_time_stands_on_the_notice_that_is_printed_afterwards(cast: Cast) -> None:
    finding = rectifying(cast)
    assert rectification_of(finding.notices.get())["dangers"][0]["due_on"] == "2026年6月22日"
    wanted = services.ask_finding_extension(
        finding, by=cast.liaison, wanted_on=finding.due_on + timedelta(days=5), reason="材料未到"
    )
    services.decide_finding_extension(wanted, by=cast.chair, granted=True)
    assert rectification_of(finding.notices.get())["dangers"][0]["due_on"] == "2026年6月27日"


@pytest.mark.parametrize("paper", ["notice", "opinion", "record"])
def test_who_issues_papers_is_the_office_s_to_say(paper: str, cast: Cast) -> None:
    set_parameters({"committee.paper_issuer": "大安镇安委办"}, by=cast.office)
    told = {
        "notice": lambda: rectification_of(notified(cast).notices.get()),
        "opinion": lambda: opinion_of(closed(cast).reinspections.get()),
        "record": lambda: record_of(finished(cast)),
    }[paper]()
    assert texts_of(told, "issuer", "issued_on") == ["大安镇安委办", "2026年6月15日"]


@pytest.mark.parametrize("many", [1, 3])
def test_a_notice_takes_two_queries_for_any_number_of_dangers(many: int, cast: Cast, query_count: Any) -> None:
    notice = a_notice_of(*(notified(cast) for _each in range(many)))
    told = RectificationNotice.objects.select_related("unit", "issued_by__person").get(pk=notice.pk)
    rectification_of(told)
    assert query_count(lambda: rectification_of(told)) <= 2


# Opinions


def test_an_opinion_dates_what_was_asked_and_what_was_seen(cast: Cast) -> None:
    with time_machine.travel("2026-06-16 00:30+08:00", tick=False):
        finding = asked(cast, text="线路裸露")
    with time_machine.travel("2026-06-18 10:00+08:00", tick=False):
        seen = services.close_finding(finding, by=cast.supervisor, text="已查看")
    told = opinion_of(seen)
    assert texts_of(told, "asked_on", "on", "issued_on") == ["2026年6月16日", "2026年6月18日", "2026年6月18日"]
    assert texts_of(told, "unit", "finding", "danger") == ["东风村", finding.number, "线路裸露"]
    assert texts_of(told, "seen", "by", "due_on") == ["已查看", "吴督查", "2026年6月23日"]


def test_each_opinion_has_a_number_and_file_of_its_own(cast: Cast, as_user: Any) -> None:
    finding = asked(cast)
    seen = services.fail_finding(finding, by=cast.inspector, text="仍有裸露")
    answered = as_user(cast.liaison).get(reverse("inspections:download_opinion", args=[seen.pk]))
    assert "未整改到位，限期继续整改" in "\n".join(texts(answered.getvalue()))
    verb, who, _before, after, _reason = history(finding)[-1]
    assert (verb, who, after) == ("inspections.download_opinion", "孙信息", {"file": "大安安复〔2026〕1号.docx"})
    services.ask_reinspection(finding, by=cast.liaison, text="全部更换", uploads=[a_photo()])
    assert services.close_finding(finding, by=cast.inspector, text="合格").number == "大安安复〔2026〕2号"


# Records


def test_a_record_tells_what_was_asked_and_leaves_out_what_was_not(cast: Cast) -> None:
    inspection = at_the_village(cast, companions="吴警官")
    answer(inspection, 0, NOT_APPLICABLE, by=cast.inspector)
    inspecting.finish_inspection(inspection, by=cast.inspector, met="孙信息", summary="符合要求")
    told = record_of(inspection)
    asked_of = questions(inspection)[0].text
    assert told["parts"] == [{"question": asked_of, "verdict": "不适用", "finding": ""}]
    assert texts_of(told, "score", "notice", "site") == ["0／0", "", ""]
    assert texts_of(told, "inspectors", "met", "summary") == ["周警官、吴警官", "孙信息", "符合要求"]


def test_a_record_tells_what_is_wrong_where_and_which_notice_was_issued(cast: Cast) -> None:
    notified(cast)
    inspection = with_finding(cast)
    told = record_of(inspection)
    finding = finding_of(inspection)
    assert [part["verdict"] for part in told["parts"]] == ["不合格：通道堵塞，仓库", "合格"]
    assert [part["finding"] for part in told["parts"]] == [finding.number, ""]
    assert texts_of(told, "score", "notice") == ["1／2", finding.notices.get().number]


def test_what_was_wrong_at_first_and_is_good_now_is_not_told(cast: Cast) -> None:
    inspection = at_the_village(cast)
    failed(inspection, 0, by=cast.inspector, text="通道堵塞", place="仓库")
    answer(inspection, 0, PASS, by=cast.inspector)
    inspecting.finish_inspection(inspection, by=cast.inspector, met="孙信息")
    assert [part["verdict"] for part in record_of(inspection)["parts"]] == ["合格"]


@pytest.mark.parametrize(
    ("about", "verdict"),
    [({"text": "堵塞"}, "不合格：堵塞"), ({"place": "仓库"}, "不合格：仓库"), ({}, "不合格")],
)
def test_of_an_answer_only_what_was_typed_is_told(about: dict[str, str], verdict: str, cast: Cast) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, FAIL, by=cast.inspector, **about)
    assert [part["verdict"] for part in record_of(inspection)["parts"]] == [verdict]


def test_a_record_of_nobody_s_inspection_names_nobody(cast: Cast) -> None:
    told = record_of(an_inspection(made_on=date(2026, 6, 14), companions="吴警官"))
    assert texts_of(told, "agency", "inspectors", "made_on") == ["", "吴警官", "2026年6月14日"]
