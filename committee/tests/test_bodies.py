"""The committee, its groups and the chart; the radar of vacancies."""

from datetime import date
from typing import Any

from django.urls import reverse

from committee.services.appointments import end_appointment
from dayan_safety.testing import a_committee, a_group, a_person, a_unit, an_appointment


def chart(browser: Any) -> Any:
    """What the chart's template was given."""
    return browser.get(reverse("committee:show_chart")).context


def test_the_chart_shows_the_posts_in_protocol_order(cast: Any, as_user: Any) -> None:
    an_appointment(cast.committee, "executive_deputy", a_person(name="镇长某"))
    leaders = [(str(label), [str(a.person) for a in held]) for label, held in chart(as_user(cast.chair))["leaders"]]
    assert [names for _label, names in leaders] == [["王主任"], ["镇长某"], []]


def test_the_chart_shows_each_group_with_lead_and_number_of_people(cast: Any, as_user: Any) -> None:
    an_appointment(cast.group, "group_member")
    boxes = {str(box["group"]): box for box in chart(as_user(cast.member))["groups"]}
    fire = boxes["消防安全组"]
    assert (str(fire["lead"].person), fire["members_count"], fire["to_be_confirmed"]) == ("赵组长", 2, False)
    assert boxes["督查考核组"]["lead"] is None


def test_the_chart_counts_units_and_posts(cast: Any, as_user: Any) -> None:
    a_unit(kind="enterprise")
    counted = chart(as_user(cast.office))["liaisons"]
    assert counted == {"villages": 2, "enterprises": 1, "posts": 9, "filled": 1, "vacant": 8}


def test_who_has_left_is_no_longer_on_the_chart(cast: Any, as_user: Any) -> None:
    lead = cast.lead.person.appointments.get()
    end_appointment(lead, by=cast.office, until=date(2024, 12, 31), reason="调离")
    boxes = {str(box["group"]): box for box in chart(as_user(cast.office))["groups"]}
    assert boxes["消防安全组"]["lead"] is None


def test_without_a_committee_in_office_there_is_no_chart(cast: Any, as_user: Any) -> None:
    type(cast.committee).objects.filter(pk=cast.committee.pk).update(term_to=date(2024, 12, 31))
    assert as_user(cast.office).get(reverse("committee:show_chart")).status_code == 404


def test_the_office_founds_a_committee_and_sets_up_a_group(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    form = {"name": "新一届委员会", "term_from": "2027年1月1日"}
    page = browser.post(reverse("committee:create_committee"), form, follow=True)
    committee = page.context["record"]
    assert (committee.name, committee.term_from) == ("新一届委员会", date(2027, 1, 1))
    form = {"committee": committee.pk, "number": 1, "name": "生产安全组", "duties": "隐患排查"}
    group = browser.post(reverse("committee:create_workinggroup"), form, follow=True).context["record"]
    assert (group.committee, group.name, group.to_be_confirmed) == (committee, "生产安全组", False)


def test_two_groups_of_one_committee_have_two_names(cast: Any, as_user: Any) -> None:
    form = {"committee": cast.committee.pk, "number": 9, "name": "消防安全组"}
    assert as_user(cast.office).post(reverse("committee:create_workinggroup"), form).status_code == 422
    other = form | {"committee": a_committee().pk}
    assert as_user(cast.office).post(reverse("committee:create_workinggroup"), other).status_code == 302


def test_a_lead_edits_the_own_group_and_no_other(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.lead)
    assert browser.get(reverse("committee:edit_workinggroup", args=[cast.group.pk])).status_code == 200
    other = a_group(cast.committee)
    assert browser.get(reverse("committee:edit_workinggroup", args=[other.pk])).status_code == 403


def test_appointing_from_the_group_s_page(cast: Any, as_user: Any) -> None:
    url, person = reverse("committee:appoint_workinggroup", args=[cast.group.pk]), a_person(name="新副组长")
    form = {"person": person.pk, "post": "deputy_lead", "since": "2026.3.5"}
    answer = as_user(cast.office).post(url, form)
    assert answer.headers["Location"] == cast.group.get_absolute_url()
    assert cast.group.appointments.get(post="deputy_lead").since == date(2026, 3, 5)
    again = as_user(cast.office).post(url, form)
    assert again.status_code == 422
    assert "新副组长" in again.content.decode()


def test_the_form_offers_the_posts_of_its_body_alone(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    of = {
        "appoint_workinggroup": (cast.group.pk, ["lead", "deputy_lead", "group_member"]),
        "appoint_liaisonpost": (cast.village.liaison_posts.first().pk, ["liaison"]),
    }
    for name, (pk, posts) in of.items():
        form = browser.get(reverse(f"committee:{name}", args=[pk])).context["form"]
        assert [value for value, _label in form.fields["post"].choices] == posts


def radar(browser: Any, **query: str) -> dict[str, list[tuple[str, int]]]:
    """The radar: kind → unit and number of vacancies."""
    sections = browser.get(reverse("committee:list_vacancies"), query).context["sections"]
    return {
        str(section["label"]): [
            (str(row["unit"]), sum(cell["vacant"] for cell in row["cells"])) for row in section["rows"]
        ]
        for section in sections
    }


def test_the_radar_shows_every_unit_with_its_vacancies(cast: Any, as_user: Any) -> None:
    a_unit(name="安泰公司", kind="enterprise")
    assert list(radar(as_user(cast.office)).values()) == [[("东风村", 2), ("西河村", 3)], [("安泰公司", 3)]]


def test_the_radar_can_leave_out_what_is_full(cast: Any, as_user: Any) -> None:
    for role in ("coordinator", "patrol_inspector"):
        an_appointment(cast.village.liaison_posts.get(role=role), "liaison")
    assert next(iter(radar(as_user(cast.office), only="vacant").values())) == [("西河村", 3)]


def test_a_unit_that_left_the_town_leaves_the_radar(cast: Any, as_user: Any) -> None:
    a_unit(name="划出村", valid_to=date(2013, 12, 31))
    assert "划出村" not in str(radar(as_user(cast.office)))


def test_a_liaison_s_radar_is_the_own_unit(cast: Any, as_user: Any) -> None:
    assert next(iter(radar(as_user(cast.liaison)).values())) == [("东风村", 2)]
