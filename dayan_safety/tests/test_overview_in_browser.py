"""The glance and the big screen in a real browser: they fit, axe finds nothing, the screen turns and renews itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.parameters import set_parameters
from dayan_safety.screens import close_screen, open_screen, renew_screen, screen_key
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests import overview_town
from dayan_safety.tests.browser import Watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Watched]
WALLS = {"hd": (1920, 1080), "uhd": (3840, 2160), "portrait": (1080, 1920)}
SHOWN = "[...document.querySelectorAll('main > section')].map(part => !part.hidden && part.offsetHeight > 0)"
FITS = (
    "document.documentElement.scrollHeight <= innerHeight + 1 && document.documentElement.scrollWidth <= innerWidth + 1"
)
APPEARED = "Promise.all(document.getAnimations().map(each => each.finished)).then(() => null)"
TURN = 20_000


@pytest.fixture
def town(midsummer: None, transactional_db: None) -> Iterator[Cast]:
    """Something in each figure, and ranks on the screen."""
    cast = build_cast()
    overview_town.full_town(cast)
    set_parameters({"dayan_safety.screen_shows_league": True}, by=None)
    yield cast


def there() -> str:
    """The address of the screen."""
    return reverse("view_screen", args=[screen_key(open_screen(None, by=None))])


def on_the_wall(watched: Watched, size: tuple[int, int], address: str) -> Any:
    """The screen of that size, of somebody who minds no motion; its clock stands still (axe would wait for ever)."""
    page = watched.page
    page.clock.install(time="2026-06-15T10:00:00")
    page.clock.pause_at("2026-06-15T10:00:01")
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return watched.open(address)


def test_the_glance_fits_and_is_silent(town: Cast, visit: Visit) -> None:
    watched = visit(town.office)
    watched.open(reverse("view_overview"))
    watched.look("overview")
    watched.page.click("text=启用")
    assert watched.page.input_value("#screen-address").startswith(watched.home + "/screen/")


@pytest.mark.parametrize("wall", WALLS)
def test_each_part_fills_the_wall_and_the_next_follows(wall: str, town: Cast, visit: Visit) -> None:
    watched = visit()
    page = on_the_wall(watched, WALLS[wall], there())
    for place in range(5):
        assert page.evaluate(SHOWN) == [number == place for number in range(5)]
        page.evaluate(APPEARED)
        watched.shot(f"screen-{wall}-{place}")
        assert page.evaluate(FITS), place
        page.clock.run_for(TURN)
    assert page.evaluate(SHOWN)[0] is True


def test_whoever_wants_no_motion_reads_everything_below_each_other(town: Cast, visit: Visit) -> None:
    watched = visit(width="phone")
    page = watched.open(there())
    assert page.evaluate(SHOWN) == [True] * 5
    watched.look("screen-still", first="phone")


def test_without_script_everything_is_there(town: Cast, chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(live_server.url + there())
    assert [part.is_visible() for part in page.locator("main > section").all()] == [True] * 5
    assert context.cookies() == []
    context.close()


def test_the_numbers_renew_themselves(town: Cast, visit: Visit) -> None:
    page = on_the_wall(visit(), WALLS["hd"], there())
    before = page.inner_text("main > section:nth-of-type(1) .gauge:nth-of-type(6) strong")
    overview_town.an_overdue_task(2)
    with page.expect_response("**/screen/**"):
        page.clock.run_for(5 * 60_000)
    page.locator(".gauge:nth-of-type(6) strong", has_text=str(int(before) + 1)).wait_for()
    assert sum(page.evaluate(SHOWN)) == 1


def test_without_a_network_the_last_numbers_stay_and_say_since_when(town: Cast, visit: Visit) -> None:
    page = on_the_wall(visit(), WALLS["hd"], there())
    kept = page.inner_text("main")
    page.context.set_offline(True)
    page.locator(".lost", has_text="起网络中断，当前显示 10:00 的数据").wait_for()
    page.clock.run_for(TURN * 5)
    assert page.inner_text("main") == kept
    page.context.set_offline(False)
    page.locator(".lost", has_text="网络中断").wait_for(state="detached")


@pytest.mark.parametrize("end", [renew_screen, close_screen])
def test_an_address_that_died_takes_the_numbers_off_the_wall(end: Any, town: Cast, visit: Visit) -> None:
    page = on_the_wall(visit(), WALLS["hd"], there())
    end(None, by=None)
    with page.expect_navigation():
        page.clock.run_for(5 * 60_000)
    assert page.locator(".gauge").count() == 0
