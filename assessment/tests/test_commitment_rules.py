"""The rules of commitments one by one: what fits, what is corrected until when, what each step keeps and tells."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assessment.models import Commitment, LedgerEntry
from assessment.services import ledger as services
from assessment.tests.builders import a_rulebook, an_item
from assessment.tests.ledger_builders import D, a_commitment, a_ledger_book, delivered, the_item, who_answers_too
from assessment.tests.walking import door, kept, read, sent, told
from committee.tests.refusals import history, refused
from dayan_safety.attachments import attachments_of
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from dayan_safety.tests.moments import at
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = timedelta(days=1)
State = Commitment.State
NEWS = "assessment.commitment_news"


def typed(cast: Cast, **given: Any) -> dict[str, Any]:
    """What the supervision group types."""
    about = {"unit": cast.village.pk, "title": "护栏", "text": "装200米", "due_on": "2026-06-20"}
    about |= {"reward_item": the_item("bonus").pk, "reward_points": "1"}
    return about | {"penalty_item": the_item("penalty").pk, "penalty_points": "2"} | given


# What fits


def test_a_penalty_is_no_reward_either(cast: Cast) -> None:
    for kind, name in (("bonus", "penalty"), ("penalty", "reward"), ("veto", "penalty")):
        item = the_item(kind)
        with refused(f"“{item}”不是这一类考核项目。"):
            a_commitment(cast, **{f"{name}_item": item, f"{name}_points": D(1)})


@pytest.mark.parametrize("name", ["reward", "penalty"])
@pytest.mark.parametrize("points", [D(0), None])
def test_what_follows_has_points(points: Any, name: str, cast: Cast) -> None:
    most = {"reward": "2.00", "penalty": "3.00"}[name]
    the_item("bonus")
    with refused(f"分值应大于0，且不超过{most}分。"):
        a_commitment(cast, **{f"{name}_points": points})
    a_commitment(cast, **{f"{name}_points": D(most)})


def test_an_item_for_other_units_does_not_follow(cast: Cast) -> None:
    station, item = a_unit(kind="department"), the_item("bonus")
    type(item).objects.filter(rulebook=item.rulebook).update(applies_to="village")
    with refused(f"“{item}”不适用于这类单位：部门（站所）。"):
        a_commitment(cast, unit=station)
    a_commitment(cast)


def test_items_of_a_draft_do_not_follow(cast: Cast) -> None:
    draft = an_item(rulebook=a_rulebook(), method="bonus", full_mark=D(2))
    a_ledger_book()
    with refused("请选择使用中细则的奖励、处罚或一票否决项目。"):
        a_commitment(cast, reward_item=draft, reward_points=D(1))


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"reward_points": ""}, "reward_points", "依据项目和分值要么都填，要么都不填。"),
        ({"reward_points": "0"}, "reward_points", "依据项目和分值要么都填，要么都不填。"),
        ({"penalty_item": ""}, "penalty_points", "依据项目和分值要么都填，要么都不填。"),
        ({"penalty_points": "-1"}, "penalty_points", "确保该值大于或等于0。"),
        ({"penalty_points": "1000.01"}, "penalty_points", "确保该值小于或等于1000。"),
        ({"due_on": "2026-6-31"}, "due_on", ""),
        ({"title": ""}, "title", "这个字段是必填项。"),
    ],
)
def test_what_is_wrong_in_the_form_is_told_beside_its_field(
    given: dict[str, str], field: str, sentence: str, cast: Cast, as_user: Any
) -> None:
    page = sent(as_user(cast.supervisor), "create_commitment", **typed(cast, **given))
    assert (page.status_code, list(page.errors)) == (422, [field])
    assert sentence in page.errors[field]
    assert page.input("text") == "装200米"
    assert not Commitment.objects.exists()


def test_rules_are_told_above_the_form_and_what_was_typed_stays(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.supervisor)
    for given, sentence in (
        ({"due_on": "2026-06-14"}, "交付期限已过，请选择今天或以后的日期。"),
        ({"due_on": "2027-01-01"}, "日期不在细则所属的2026年内。"),
        ({"reward_points": "2.01"}, "分值应大于0，且不超过2.00分。"),
    ):
        page = sent(browser, "create_commitment", **typed(cast, **given))
        assert (page.errors, page.input("title")) == ({"": sentence}, "护栏")
    assert sent(browser, "create_commitment", **typed(cast, due_on="2026-06-15")).status == "待交付"
    assert sent(browser, "create_commitment", **typed(cast, due_on="2026-12-31")).status == "待交付"


def test_rewards_are_offered_as_rewards_and_of_rules_in_use_alone(cast: Cast, as_user: Any) -> None:
    a_ledger_book()
    draft = an_item(rulebook=a_rulebook(), method="bonus")
    form = as_user(cast.supervisor).get(door("create_commitment")).context["form"]
    rewards, penalties = (set(form.fields[name].queryset) for name in ("reward_item", "penalty_item"))
    assert (rewards, penalties) == ({the_item("bonus")}, {the_item("penalty")})
    assert draft not in rewards
    page = sent(as_user(cast.supervisor), "create_commitment", **typed(cast, reward_item=the_item("penalty").pk))
    assert "reward_item" in page.errors


def test_sent_twice_it_is_given_once_and_told_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.supervisor)
    places = {browser.post(door("create_commitment"), typed(cast, once="a"))["Location"] for _each in range(2)}
    assert places == {Commitment.objects.get().get_absolute_url()}
    assert len(told(cast.liaison, NEWS)) == 1


# Correcting


def test_corrected_the_unit_is_told_anew(cast: Cast) -> None:
    made = a_commitment(cast, title="护栏")
    made.due_on = date(2026, 6, 28)
    services.edit_commitment(made, ["due_on"], by=cast.supervisor)
    assert told(cast.liaison, NEWS) == ["须于2026-06-25前（含当日）交付：护栏", "须于2026-06-28前（含当日）交付：护栏"]
    verb, by, before, after, _reason = history(made)[-1]
    assert (verb, by, before, after) == (
        "assessment.edit_commitment",
        str(cast.supervisor),
        {"due_on": "2026-06-25"},
        {"due_on": "2026-06-28"},
    )


def test_what_does_not_fit_is_not_corrected_into_it(cast: Cast) -> None:
    made = a_commitment(cast)
    for name, value, sentence in (
        ("due_on", today() - DAY, "交付期限已过，请选择今天或以后的日期。"),
        ("due_on", date(2027, 1, 1), "日期不在细则所属的2026年内。"),
        ("penalty_points", D("3.01"), "分值应大于0，且不超过3.00分。"),
    ):
        wrong = kept(made)
        setattr(wrong, name, value)
        with refused(sentence):
            services.edit_commitment(wrong, [name], by=cast.supervisor)


def test_on_its_last_day_it_is_still_corrected_and_a_day_later_not(cast: Cast) -> None:
    made = a_commitment(cast)
    for moment, is_open in (("2026-06-25 23:50", True), ("2026-06-26 00:00", False)):
        with at(moment):
            changed = kept(made)
            changed.due_on = date(2026, 6, 30) if not is_open else changed.due_on
            changed.title = moment
            if is_open:
                services.edit_commitment(changed, ["title"], by=cast.supervisor)
            else:
                with refused("交付期限已过，不能再修改。"):
                    services.edit_commitment(changed, ["title", "due_on"], by=cast.supervisor)
    assert kept(made).title == "2026-06-25 23:50"


def test_another_that_is_overdue_does_not_stand_in_its_way(cast: Cast) -> None:
    a_commitment(cast, due_on=today())
    made = a_commitment(cast)
    with at("2026-06-16 09:00"):
        made.title = "改"
        services.edit_commitment(made, ["title"], by=cast.supervisor)
    assert kept(made).title == "改"


def test_of_two_who_correct_it_the_second_is_shown_both(cast: Cast, as_user: Any) -> None:
    made, browser = a_commitment(cast), as_user(cast.supervisor)
    sent(browser, "edit_commitment", made, **typed(cast, title="甲"), version=made.version)
    second = sent(browser, "edit_commitment", made, **typed(cast, title="乙"), version=made.version)
    assert (second.status_code, "甲" in second.text, second.input("title")) == (409, True, "乙")
    assert kept(made).title == "甲"


@pytest.mark.parametrize("how", ["delivered", "missed", "excused"])
def test_what_is_not_open_any_more_is_not_corrected(how: str, cast: Cast, as_user: Any) -> None:
    made = a_commitment(cast)
    acts = {
        "delivered": lambda: delivered(cast, made),
        "missed": lambda: services.propose_penalties(date(2026, 6, 26)),
        "excused": lambda: services.excuse_commitment(made, by=cast.chair, reason="x"),
    }
    assert "编辑" in read(as_user(cast.supervisor), made).head.text
    acts[how]()
    assert "编辑" not in read(as_user(cast.supervisor), made).head.text
    page = sent(as_user(cast.supervisor), "edit_commitment", made, **typed(cast), version="")
    assert page.errors[""] == f"目前状态为“{kept(made).get_state_display()}”，不能进行此操作。"


# Delivering, verifying, sending back


def test_a_delivery_needs_words_and_says_which_file_is_not_kept(
    cast: Cast, as_user: Any, settings: Any, tmp_path: Path
) -> None:
    files.keep_in(tmp_path, settings)
    made, browser = a_commitment(cast), as_user(cast.liaison)
    assert set(sent(browser, "deliver_commitment", made, text=" ").errors) == {"text"}
    program, photo = files.upload(b"MZ", "病毒.exe"), files.upload(files.picture(), "现场.jpg")
    given = {"text": "已装", "uploads": [program, photo], "once": "a"}
    answer = browser.post(door("deliver_commitment", made), given, follow=True)
    assert "“病毒.exe”" in answer.content.decode()
    assert [file.name for file in attachments_of(kept(made))] == ["现场.jpg"]


def test_each_delivery_takes_the_place_of_the_one_before(cast: Cast) -> None:
    made = delivered(cast)
    services.return_commitment(made, by=cast.supervisor, reason="缺5个")
    verb, by, before, _after, reason = history(made)[-1]
    assert (verb, by, before, reason) == (
        "assessment.return_commitment",
        str(cast.supervisor),
        {"delivery": "已全部安装"},
        "缺5个",
    )
    assert kept(made).delivery == ""
    with at("2026-06-16 09:00"):
        services.deliver_commitment(kept(made), by=cast.liaison, text="补齐")
    row = kept(made)
    assert (row.delivered_on, row.delivery, row.note) == (date(2026, 6, 16), "补齐", "")
    assert history(made)[-1][3] == {"delivery": "补齐"}


def test_who_does_it_is_not_told_what_they_did(cast: Cast) -> None:
    both = who_answers_too(cast)
    made = a_commitment(cast)
    assert told(both, NEWS) == []
    delivered(cast, made)
    services.verify_commitment(made, by=both, note="看过")
    assert told(both, NEWS) == []
    row = Notice.objects.filter(user=cast.liaison, kind=NEWS).latest("pk")
    assert (row.title, row.text, row.url) == (f"已核实：{made.title}", "看过", made.get_absolute_url())


@pytest.mark.parametrize(("verb", "word"), [("return", "待交付"), ("excuse", "已免除")])
def test_why_is_told_and_asked_for(verb: str, word: str, cast: Cast, as_user: Any) -> None:
    made, by = delivered(cast), cast.supervisor if verb == "return" else cast.chair
    browser = as_user(by)
    assert set(sent(browser, f"{verb}_commitment", made, reason="").errors) == {"reason"}
    assert set(sent(browser, f"{verb}_commitment", made, reason="因" * 301).errors) == {"reason"}
    page = sent(browser, f"{verb}_commitment", made, reason="原因在此")
    assert (page.status, page.facts["督查意见"]) == (word, "原因在此")
    assert Notice.objects.filter(user=cast.liaison, kind=NEWS).latest("pk").text == "原因在此"


def test_an_excuse_is_in_the_history_of_the_commitment_and_of_each_entry(cast: Cast) -> None:
    made = a_commitment(cast)
    services.propose_penalties(date(2026, 6, 26))
    services.excuse_commitment(kept(made), by=cast.chair, reason="台风")
    for thing, verb in ((made, "excuse_commitment"), (LedgerEntry.objects.get(), "refuse_entry")):
        assert [(each[0], each[-1]) for each in history(thing)][-1] == (f"assessment.{verb}", "台风")


def test_a_delivery_is_excused_too_and_brings_nothing(cast: Cast) -> None:
    made = delivered(cast)
    services.excuse_commitment(made, by=cast.chair, reason="x")
    with refused("目前状态为“已免除”，不能进行此操作。"):
        services.verify_commitment(kept(made), by=cast.supervisor)
    assert services.propose_penalties(date(2026, 12, 31)) == 0
    assert not LedgerEntry.objects.exists()
