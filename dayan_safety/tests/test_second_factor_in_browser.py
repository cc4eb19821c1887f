"""The second factor in a real browser: set up, printed, signed out, signed in with a code, at both widths."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from committee.models import User
from dayan_safety.models import SecondFactor
from dayan_safety.tests.browser import WIDTHS, Watched
from dayan_safety.tests.second_factors import a_second_factor, code_of, wrong_code
from dayan_safety.tests.test_door_in_browser import PASSWORD, a_clerk, check, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", WIDTHS)]
Visit = Callable[..., Watched]
SUBMIT = "main form button[type=submit]"


def type_code(watched: Watched, code: str, password: str = "") -> None:
    """Fill in a code, and the password where it is asked for, and send."""
    if password:
        watched.page.fill("#id_password", password)
    watched.page.fill("#id_code", code)
    watched.press(SUBMIT)


def sign_out(watched: Watched) -> None:
    """By the menu of the account."""
    watched.page.click(".topbar-tools .dropdown:last-child > button")
    watched.press("text=退出登录")
    watched.page.wait_for_url("**/sign-in/")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_set_up_then_out_and_in_again_with_a_code(visit: Visit, width: str, colours: str) -> None:
    user: User = a_clerk(colours=colours)
    look = f"{colours}-{width}"
    watched = visit(width=width)
    page = watched.open("/account/")
    sign_in(watched)
    page.wait_for_url("**/account/")
    check(watched, f"account-{look}")

    watched.press("text=开始设置")
    key = page.inner_text(".key").replace(" ", "")
    drawing = page.eval_on_selector(".enrol img", "i => [i.complete, i.naturalWidth, i.naturalHeight]")
    assert (drawing[0], drawing[1] > 150, drawing[1] == drawing[2]) == (True, True, True)
    type_code(watched, wrong_code(key), PASSWORD)
    check(watched, f"enrol-refused-{look}")
    assert "验证码不对" in page.inner_text("main")
    type_code(watched, code_of(key), PASSWORD)
    check(watched, f"recovery-codes-{look}")
    codes = page.locator(".recovery code").all_inner_texts()
    assert (len(codes), all(re.fullmatch(r"\w{4}-\w{4}-\w{4}", code) for code in codes)) == (10, True)
    watched.press("text=已保管好，继续")
    page.wait_for_url("**/account/")
    check(watched, f"account-on-{look}")

    sign_out(watched)
    sign_in(watched)
    page.wait_for_url("**/sign-in/code/")
    assert page.evaluate("document.activeElement.id") == "id_code"
    check(watched, f"code-{look}")
    type_code(watched, wrong_code(key))
    check(watched, f"code-refused-{look}")
    type_code(watched, code_of(key, 1))
    page.wait_for_url(watched.home + "/")
    assert SecondFactor.objects.get(user=user).failures == 0


def test_without_the_telephone_by_a_recovery_code_and_then_off(visit: Visit, width: str) -> None:
    _key, codes = a_second_factor(a_clerk())
    watched = visit(width=width)
    page = watched.open("/account/")
    sign_in(watched)
    watched.press("text=手机不在身边？使用恢复码")
    check(watched, f"code-recovery-{width}")
    type_code(watched, codes[0].lower())
    page.wait_for_url("**/account/")
    watched.press("text=更换恢复码")
    check(watched, f"renew-{width}")
    type_code(watched, codes[1], PASSWORD)
    fresh = page.locator(".recovery code").all_inner_texts()
    watched.open("/account/second-factor/off/")
    check(watched, f"disable-{width}")
    type_code(watched, fresh[0], PASSWORD)
    page.wait_for_url("**/account/")
    assert "两步验证已关闭" in page.inner_text("main")
    check(watched, f"account-off-{width}")
    assert not SecondFactor.objects.exists()


def test_the_codes_can_be_printed_and_nothing_beside_them(visit: Visit, width: str) -> None:
    user = a_clerk()
    watched = visit(user, width)
    page = watched.open("/account/second-factor/")
    type_code(watched, code_of(page.inner_text(".key")), PASSWORD)
    page.emulate_media(media="print")
    watched.shot(f"recovery-codes-print-{width}")
    seen = {part: page.is_visible(part) for part in (".recovery", ".page-head", ".topbar", ".form-foot", ".sidebar")}
    assert seen == {".recovery": True, ".page-head": True, ".topbar": False, ".form-foot": False, ".sidebar": False}
    assert user.username in page.inner_text(".page-head")


def test_where_it_is_required_an_export_leads_through_the_setting_up(visit: Visit, width: str, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    user = a_clerk(duty="administrator")
    watched = visit(user, width)
    page = watched.open("/admin/")
    page.wait_for_url("**/account/second-factor/?next=**")
    check(watched, f"enrol-required-{width}")
    assert "本镇规定" in page.inner_text("main")
    type_code(watched, code_of(page.inner_text(".key")), PASSWORD)
    watched.press("text=已保管好，继续")
    page.wait_for_url("**/admin/")


def test_an_expired_first_password_is_said_on_the_page(visit: Visit, width: str, settings: Any) -> None:
    settings.FIRST_PASSWORD_DAYS = 14
    user = a_clerk(must_change_password=True)
    type(user).objects.update(password_changed_at="2026-01-01T00:00:00Z")
    watched = visit(width=width)
    watched.open("/sign-in/")
    sign_in(watched)
    check(watched, f"first-password-over-{width}")
    assert "初始密码在 14 天内没有使用" in watched.page.inner_text("main")
