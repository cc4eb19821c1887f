"""Search and picking: by name, code and pinyin initials, within what exists for the user."""

from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.testing import a_person, a_unit
from dayan_safety.tests.markup import in_english, markup_of

pytestmark = pytest.mark.every_database


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


def test_a_liaison_finds_the_own_village_its_people_and_the_groups(cast: Any, as_user: Any) -> None:
    own, other = a_person(name="村民甲", unit=cast.village), a_person(name="村民乙", unit=cast.other_village)
    a_person(name="村民丙")
    office, liaison = as_user(cast.office), as_user(cast.liaison)
    assert sorted(found(office, "村民")) == ["村民丙", "村民乙", "村民甲"]
    assert found(liaison, "村民") == picked(liaison, "person", "村民") == [own.name]
    assert found(liaison, other.telephone) == []
    assert picked(liaison, "unit", "村") == ["东风村"]
    assert found(liaison, "安全组") == ["消防安全组"]


def test_whoever_finds_something_may_open_it(cast: Any, as_user: Any) -> None:
    for user in (getattr(cast, role) for role in cast.ROLES):
        browser = as_user(user)
        for text in ("组", "村", "队", user.person.name if user.person else "x"):
            results = browser.get(reverse("search"), {"q": text}).context["results"]
            refused = [
                hit for result in results for hit in result["hits"] if browser.get(hit["url"]).status_code != 200
            ]
            assert refused == []


def test_the_page_says_how_many_and_of_what_kind(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    page = markup_of(browser.get(reverse("search"), {"q": "消防"}))
    assert page.one("p", role="status").text == "“消防”找到 2 条结果"
    assert [head for head in page.texts("h2") if head in ("单位", "人员", "工作组")] == ["单位", "工作组"]
    nothing = markup_of(browser.get(reverse("search"), {"q": "没有"}))
    assert ("没有找到" in nothing.texts("h2"), nothing.one("input", id="q")["value"]) == (True, "没有")
    assert (
        "2 matches for “消防”" in markup_of(in_english(browser).get(reverse("search"), {"q": "消防"})).one("main").text
    )


@pytest.mark.parametrize("number", [12, 30])
def test_a_screenful_is_shown_of_many(number: int, cast: Any, as_user: Any) -> None:
    for each in range(number):
        a_unit(name=f"同名村{each}")
    browser = as_user(cast.office)
    assert (len(found(browser, "同名")), len(picked(browser, "unit", "同名"))) == (min(number, 20), 12)


def test_before_anything_is_typed_the_first_ones_are_offered(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert picked(browser, "unit", "") == ["安监站", "东风村", "西河村", "消防大队"]
    [first, *_others] = browser.get(reverse("pick", args=["unit"])).json()["results"]
    assert set(first) == {"value", "text", "detail"} and first["detail"] == "部门（站所）"


def test_searching_takes_as_many_queries_with_more_hits(cast: Any, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    a_person(name="张一", unit=cast.village)

    def search() -> int:
        return query_count(lambda: (found(browser, "张"), picked(browser, "person", "张")))

    search()
    few = search()
    for each in range(15):
        a_person(name=f"张{each}", unit=a_unit(name=f"张村{each}"))
    assert search() == few <= 16


def test_what_is_found_is_text(cast: Any, as_user: Any) -> None:
    a_unit(name='<i id="x">村</i>')
    browser = as_user(cast.office)
    page = markup_of(browser.get(reverse("search"), {"q": "<i"}))
    assert page.all("i") == [] and '<i id="x">村</i>' in page.texts("a")
    answer = browser.get(reverse("pick", args=["unit"]), {"q": "<i"})
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json", "nosniff")


@pytest.mark.parametrize("url", ["/search/", "/pick/unit/"])
def test_searching_changes_nothing_and_is_for_who_is_in(url: str, cast: Any, as_user: Any, client: Any) -> None:
    assert as_user(cast.office).post(url, {"q": "x"}).status_code == 405
    assert client.get(url)["Location"].startswith("/sign-in/")
