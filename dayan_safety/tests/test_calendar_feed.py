"""The secret address of the own calendar: who it opens for, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.signing import Signer
from django.urls import reverse

from dayan_safety.feeds import SIGNER, feed_key, owner_of, renew_feed
from dayan_safety.models import Action
from dayan_safety.testing import Cast


def at(key: str) -> str:
    """The address of a key."""
    return reverse("view_feed", args=[key])


def test_the_address_opens_without_signing_in(cast: Cast, client: Any) -> None:
    assert client.get(at(feed_key(cast.member))).status_code == 200


def test_the_address_stays_the_same_until_it_is_renewed(cast: Cast, client: Any) -> None:
    old = feed_key(cast.member)
    assert feed_key(type(cast.member).objects.get(pk=cast.member.pk)) == old
    renew_feed(cast.member, by=cast.member)
    assert (client.get(at(old)).status_code, client.get(at(feed_key(cast.member))).status_code) == (404, 200)


INVENTED = ["x", "1:1", "a" * 200, Signer(salt="another").sign_object([1, 1]), SIGNER.sign_object("text"), "%00"]
INVENTED += [SIGNER.sign_object([10**30, 1])]


@pytest.mark.parametrize("key", INVENTED)
def test_an_invented_key_opens_nothing(key: str, cast: Cast, client: Any) -> None:
    assert client.get(f"/calendar/{key}.ics").status_code in (400, 404)


def test_one_letter_changed_opens_nothing(cast: Cast, client: Any) -> None:
    key = feed_key(cast.member)
    assert client.get(at(key[:-1] + ("A" if key[-1] != "A" else "B"))).status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"valid_until": "2020-01-01"}])
def test_a_closed_login_has_no_calendar_any_more(change: dict[str, Any], cast: Cast, client: Any) -> None:
    key, logins = feed_key(cast.member), type(cast.member).objects
    assert client.get(at(key)).status_code == 200
    logins.filter(pk=cast.member.pk).update(**change)
    assert client.get(at(key)).status_code == 404


def test_renewing_is_written_down_and_leaves_other_calendars_alone(cast: Cast, client: Any) -> None:
    others = feed_key(cast.lead)
    renew_feed(cast.member, by=cast.member)
    told = Action.objects.get(verb="dayan_safety.renew_feed")
    assert (told.by, told.thing_id) == (cast.member, str(cast.member.pk))
    assert client.get(at(others)).status_code == 200


def test_nobody_renews_the_address_of_somebody_else(cast: Cast) -> None:
    key = feed_key(cast.member)
    with pytest.raises(PermissionDenied):
        renew_feed(cast.member, by=cast.office)
    assert owner_of(key, type(cast.member).objects) == cast.member


def test_the_button_renews_ones_own_address_and_looking_does_not(cast: Cast, as_user: Any) -> None:
    browser, page = as_user(cast.member), reverse("view_account")
    old = browser.get(page).context["feed"]
    assert old == f"http://testserver{at(feed_key(cast.member))}"
    assert browser.get(reverse("renew_feed")).status_code == 405
    assert browser.get(page).context["feed"] == old
    answer = browser.post(reverse("renew_feed"), follow=True)
    assert "日历地址已更换" in answer.content.decode()
    assert answer.context["feed"] != old


def test_a_login_for_no_person_is_offered_no_calendar(cast: Cast, as_user: Any) -> None:
    assert as_user(cast.auditor).get(reverse("view_account")).context["feed"] == ""
    assert "我的日历" in as_user(cast.member).get(reverse("view_account")).content.decode()
