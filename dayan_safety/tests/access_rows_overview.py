"""The access matrix of the town at a glance and of the big screen."""

from __future__ import annotations

from typing import Any

from dayan_safety.screens import open_screen, screen_key
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import ALL, CHAIR_OFFICE, OFFICE, SUPERVISOR, Row


def screen_address(cast: Cast) -> list[Any]:
    """The secret address of the screen, which is on."""
    return [screen_key(open_screen(None, by=None))]


OVERVIEW: dict[str, Row] = {
    "view_screen": Row(ALL, screen_address, public=True),  # before the office ends its address
    "view_overview": Row(CHAIR_OFFICE | SUPERVISOR),
    **{f"{verb}_screen": Row(OFFICE, get=405, post=302) for verb in ("open", "renew", "close")},
}
