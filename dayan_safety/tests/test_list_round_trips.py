"""Whatever leaves as a list comes back as it is: the export of every list, and its template, change nothing."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from committee.models import FormField
from committee.services.reports.shipped import load_shipped
from committee.tests.reporting import a_form
from dayan_safety.importing import desk
from dayan_safety.importing.kinds import all_kinds
from dayan_safety.testing import Cast, an_appointment
from dayan_safety.tests.town_rows import ONE_MORE

pytestmark = pytest.mark.django_db
DECLARED = ["event", "formfield", "indicator", "material", "rulebookitem", "safetyday", "site"]
# The columns in which a list is brought in again, where the list on the screen shows fewer at first.
COLUMNS = {
    "formfield": "form section order name code kind unit required least most source total note",
    "event": "theme kind held_on begins_at place unit group hosts lecturer entry head_count",
    "site": "name kind equipment number unit place keeper used_since inspected_on next_inspection_on",
    "safetyday": "name month day week weekday lasts first_year year note",
    "rulebookitem": "rulebook number section name method full_mark standard",
    "indicator": "indicator_set element_number element number text full_mark wording",
    "unit": "name kind code address telephone valid_from valid_to",
}
# A figure with all that a figure can have; what fills it in is not there yet.
LIMITED = {
    "money": {
        "name": "投入资金",
        "kind": "decimal",
        "unit": "万元",
        "least": Decimal("-1.5"),
        "most": Decimal(0),
        "note": "含税",
        "total": "stock",
    }
}


@pytest.fixture(scope="module")
def grown_town(kept_town: Cast, django_db_blocker: Any) -> Cast:
    """Three records of each kind, and somebody in a post; undone with the town of the module."""
    with django_db_blocker.unblock():
        for make in (*ONE_MORE.values(), *ONE_MORE.values()):
            make(kept_town)
        load_shipped()
        a_form(LIMITED, name="督查组月报", group=kept_town.supervision)
        FormField.objects.filter(code="money").update(source="campaigns.no_such")
        an_appointment(kept_town.other_village.liaison_posts.first(), "liaison")
    return kept_town


@pytest.fixture
def town(grown_town: Cast, db: None) -> Cast:
    """The town's people, for one test."""
    return deepcopy(grown_town)


def counts(name: str, file: str, content: bytes) -> dict[str, int]:
    """What a check of the file says."""
    with override("zh-hans"):
        report = desk.check_upload(all_kinds()[name], file, content).report
    assert report.errors == [], (name, report.errors[:2])
    return {str(outcome): number for outcome, number in report.counts.items() if number}


def test_every_kind_of_list_is_tested_here() -> None:
    assert set(all_kinds()) == {*DECLARED, "unit", "person", "roster", "member"}


@pytest.mark.parametrize(("language", "format"), [("zh-hans", "xlsx"), ("en", "csv")])
@pytest.mark.parametrize("name", [*DECLARED, pytest.param("unit", marks=pytest.mark.every_database)])
def test_the_export_of_a_list_comes_back_unchanged(
    name: str, language: str, format: str, town: Cast, as_user: Any
) -> None:
    kind, browser = all_kinds()[name], as_user(town.supervisor)
    browser.post(reverse("set_preferences"), {"language": language, "next": "/"})
    query = {"columns": COLUMNS[name].split()} if name in COLUMNS else {}
    answer = browser.get(reverse(kind.page.replace("list_", "export_"), args=[format]), query)
    found = counts(name, f"表.{format}", answer.getvalue())
    assert list(found) == ["unchanged"]
    assert found["unchanged"] >= 3


@pytest.mark.parametrize("name", [name for name in DECLARED if name != "event"])
def test_a_template_holds_what_stands_and_comes_back_unchanged(name: str, town: Cast) -> None:
    found = counts(name, "模板.xlsx", all_kinds()[name].template(timezone.localdate()))
    assert list(found) == ["unchanged"]
    assert found["unchanged"] >= 3


def test_the_template_of_events_offers_the_live_words_and_is_empty(town: Cast) -> None:
    content = all_kinds()["event"].template(timezone.localdate())
    report = desk.check_upload(all_kinds()["event"], "模板.xlsx", content).report
    assert report.reason == "表头下面没有内容。请填写后重新上传。"
