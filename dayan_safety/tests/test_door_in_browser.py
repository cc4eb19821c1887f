"""The door in a real browser, in Chinese, at both widths: nothing serious for axe, a silent console."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from committee.models import User
from dayan_safety.notices import notify
from dayan_safety.testing import a_person, a_user
from dayan_safety.tests.browser import WIDTHS, Watched, serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", WIDTHS)]
PASSWORD, NEW = "Qingfeng-Mingyue-77", "Gaoshan-Liushui-66"
Visit = Callable[..., Watched]


def a_clerk(**more: Any) -> User:
    """Somebody who can sign in with ``PASSWORD``."""
    user: User = a_user(a_person(name="李华"), username="lihua", **more)
    user.set_password(PASSWORD)
    user.save()
    return user


def check(watched: Watched, name: str) -> None:
    """Keep a picture, and find nothing serious or wider than the screen."""
    watched.shot(name)
    assert serious_findings(watched.page) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def sign_in(watched: Watched, password: str = PASSWORD) -> None:
    """Type name and password."""
    watched.page.fill("#id_username", "lihua")
    watched.page.fill("#id_password", password)
    watched.press("main button[type=submit]")


def test_from_a_wrong_password_through_the_first_one_to_the_inbox(visit: Visit, width: str) -> None:
    user = a_clerk(must_change_password=True)
    notify([user], key="a", title="第三季度联席会议通知", text="周三上午九点，三楼会议室。", url="/inbox/")
    watched = visit(width=width)
    page = watched.open("/inbox/")
    sign_in(watched, "wrong")
    check(watched, f"sign-in-refused-{width}")
    sign_in(watched)
    page.wait_for_url("**/change-password/")
    check(watched, f"first-password-{width}")
    page.fill("#id_old_password", PASSWORD)
    page.fill("#id_new_password1", NEW)
    page.fill("#id_new_password2", NEW)
    watched.press("main button[type=submit]")
    watched.open("/inbox/")
    check(watched, f"inbox-{width}")
    watched.press("text=第三季度联席会议通知")
    page.click("main .nav-link >> nth=1")
    check(watched, f"inbox-empty-{width}")
    watched.open("/change-password/")
    check(watched, f"change-password-{width}")


def test_the_demo_opens_with_one_press(visit: Visit, width: str, settings: Any) -> None:
    settings.DEMO = True
    watched = visit(width=width)
    watched.open("/sign-in/")
    check(watched, f"sign-in-demo-{width}")


def test_the_lock_says_until_when(visit: Visit, width: str) -> None:
    watched = visit(width=width)
    watched.open("/sign-in/")
    for _each in range(5):
        sign_in(watched, "wrong")
    check(watched, f"locked-{width}")


@pytest.mark.parametrize(("path", "name"), [("/nowhere/", "404"), ("/sign-in/?q=%00", "400")])
def test_refusals_are_pages_too(visit: Visit, width: str, path: str, name: str) -> None:
    watched = visit(a_clerk(), width)
    watched.open(path)
    check(watched, f"refusal-{name}-{width}")
