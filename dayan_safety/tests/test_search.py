"""Search and picking: by name, code and pinyin initials, within what exists for the user."""

from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.testing import a_person, a_unit


def found(browser: Any, text: str) -> list[str]:
    """The hits of a search."""
    results = browser.get(reverse("search"), {"q": text}).context["results"]
    return [hit["text"] for result in results for hit in result["hits"]]


def picked(browser: Any, kind: str, text: str) -> list[str]:
    """What is offered while one types."""
    return [hit["text"] for hit in browser.get(reverse("pick", args=[kind]), {"q": text}).json()["results"]]


@pytest.mark.parametrize("text", ["柳林", "370812003", "llc", "LLC", " 柳林 ", "柳林委"])
def test_a_unit_is_found_in_every_usual_way(text: str, cast: Any, as_user: Any) -> None:
    unit = a_unit(name="柳林村", code="370812003001")
    unit.aliases.create(name="柳林委员会")
    assert found(as_user(cast.office), text) == ["柳林村"]


def test_people_and_groups_are_found_too(cast: Any, as_user: Any) -> None:
    a_person(name="欧阳建国")
    assert found(as_user(cast.office), "oyjg") == ["欧阳建国"]
    assert found(as_user(cast.office), "消防") == ["消防大队", "消防安全组"]


def test_a_telephone_number_is_found_whole_or_not_at_all(cast: Any, as_user: Any) -> None:
    a_person(name="赵有号", telephone="13812345678")
    assert found(as_user(cast.office), "13812345678") == ["赵有号"]
    assert found(as_user(cast.office), "1381234567") == []


def test_nothing_is_found_that_does_not_exist_for_the_user(cast: Any, as_user: Any) -> None:
    assert found(as_user(cast.office), "西河") == ["西河村"]
    for user in (cast.liaison, cast.auditor, cast.administrator, cast.outsider):
        assert found(as_user(user), "西河") == []
        assert picked(as_user(user), "unit", "西河") == []


def test_a_removed_record_is_not_found(cast: Any, as_user: Any) -> None:
    a_unit(name="撤销村", removed_at="2026-01-01T00:00Z")
    assert found(as_user(cast.office), "撤销") == []


def test_an_empty_search_asks_nothing_of_the_database(cast: Any, as_user: Any) -> None:
    assert found(as_user(cast.office), "  ") == []


def test_picking_offers_with_what_tells_namesakes_apart(cast: Any, as_user: Any) -> None:
    a_person(name="张伟", unit=cast.village, position="文书")
    answer = as_user(cast.office).get(reverse("pick", args=["person"]), {"q": "zw"}).json()
    assert [(hit["text"], hit["detail"]) for hit in answer["results"]] == [("张伟", "东风村 文书")]


def test_only_people_and_units_can_be_picked(cast: Any, as_user: Any) -> None:
    assert as_user(cast.office).get(reverse("pick", args=["user"])).status_code == 404


@pytest.mark.parametrize("text", ["%", "_", "'", '"; DROP TABLE', "\\", "１３８", "😀", "a" * 500, "<script>"])
def test_strange_texts_find_nothing_and_break_nothing(text: str, cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert found(browser, text) == []
    assert picked(browser, "unit", text) == []
    assert "<script>alert" not in browser.get(reverse("search"), {"q": "<script>alert(1)</script>"}).content.decode()
