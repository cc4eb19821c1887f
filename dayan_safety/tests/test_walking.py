"""What a walk from link to link sees: forms that are refused, dead ends, what the policy of contents forbids."""

from __future__ import annotations

from typing import Any

import pytest

from dayan_safety.models import SavedView
from dayan_safety.testing import Cast
from dayan_safety.tests.markup import Markup, inline_faults
from dayan_safety.tests.walking import walk


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_no_form_on_the_way_is_refused(role: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    forms = {url: form for url, form in walk(browser).forms.items() if form.method == "post" and url != "/sign-out/"}
    assert len(forms) >= 3
    answers = {url: browser.post(url, form.hidden).status_code for url, form in forms.items()}
    assert {url: status for url, status in answers.items() if status not in (200, 302, 422)} == {}


def test_a_dead_end_would_be_seen(cast: Cast, as_user: Any) -> None:
    SavedView.objects.create(user=cast.auditor, list_name="/history/", name="broken", query="q=%00")
    assert walk(as_user(cast.auditor)).dead_ends() == {"/history/?q=%00": 400}


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<style>a{}</style>", "style"),
        ("<script>alert(1)</script>", "script"),
        ("<p style='color:red'>", "p style"),
        ("<button onclick='x()'>", "button onclick"),
        ("<img src='https://cdn.example/x.png'>", "https://cdn.example/x.png"),
        ("<link href='//cdn.example/x.css'>", "//cdn.example/x.css"),
        ("<a href='javascript:x()'>", "javascript:x()"),
    ],
)
def test_what_the_policy_forbids_would_be_seen(html: str, fault: str) -> None:
    assert inline_faults(Markup(html)) == [fault]
    assert inline_faults(Markup('<script src="/static/js/portal.js"></script><a href="/inbox/">x</a>')) == []
