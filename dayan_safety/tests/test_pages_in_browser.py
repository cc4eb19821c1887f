"""Every page at two widths in a real browser: axe finds nothing serious, the console is silent, no sideways scroll.

What stands around all of them is looked at with the first.
"""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.admin_site import PortalAdminSite
from dayan_safety.testing import build_cast
from dayan_safety.tests import files
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.browser import WIDTHS, serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = ("export", "download", "pack_", "preview", "feed", "show_wall_")  # and parts of a page
# In parts, which the processes of a test run share among them.
PARTS = {"office": 4, "liaison": 1, "chair": 1, "auditor": 1}
OFTEN = ("home", "committee:view_unit", "committee:view_report", "committee:view_meeting", "committee:view_task")


def pages_of(role: str) -> list[str]:
    """The names of the pages ``role`` may look at: all of the office's; of others', what looks otherwise to them."""
    seen = may_see("office")
    if role == "office":
        return [name for name in seen if not is_alike(name, seen)]
    return [name for name in may_see(role) if name in OFTEN or name not in seen]


def is_alike(name: str, names: list[str]) -> bool:
    """Whether another page shows the same: a kept record's form that of a new one; all removals ask for a reason."""
    app, _colon, page = name.partition(":")
    verb, _line, noun = page.partition("_")
    return (verb == "create" and f"{app}:edit_{noun}" in names) or (verb == "remove" and noun != "unit")


def may_see(role: str) -> list[str]:
    """The names of all pages that open for ``role``."""
    return [
        name
        for name, row in ROWS.items()
        if role in row.may and row.get == 200 and not any(word in name for word in FILES) and name != "pick"
    ]


@pytest.mark.parametrize(("role", "part"), [(role, part) for role, parts in PARTS.items() for part in range(parts)])
def test_every_page_is_accessible_silent_and_fits(
    role: str, part: int, visit: Any, settings: Any, tmp_path: Path
) -> None:
    files.keep_in(tmp_path, settings)
    cast = build_cast()
    watched = visit(getattr(cast, role))
    wrong = {}
    for framed, name in enumerate(pages_of(role)[part :: PARTS[role]]):
        watched.open(reverse(name, args=ROWS[name].args(cast)))
        for width in WIDTHS:
            watched.widen(width)
            watched.shot(f"{role}-{width}-{name.replace(':', '-')}")
            if found := faults_of(watched.page, "main" if framed else ""):
                wrong[name, width] = found
    assert wrong == {}


def faults_of(page: Any, within: str = "") -> list[str]:
    """What axe finds on the page, or ``within`` a part of it, and whether the page is wider than the screen."""
    found = serious_findings(page, within)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    return [*found, "scrolls sideways"] if wide else found


def test_axe_finds_what_is_wrong(visit: Any) -> None:
    page = visit(build_cast().office).open("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"/static/img/emblem.svg\">')")
    assert any("image-alt" in finding for finding in serious_findings(page))


def test_the_console_is_heard(visit: Any) -> None:
    watched = visit(build_cast().office)
    watched.open("/").evaluate("console.warn('something')")
    assert watched.complaints == ["something"]
    watched.complaints.clear()


ADMIN = ["index", "committee_unit_changelist", "committee_unit_add", "committee_person_import", "committee_user_add"]
ADMIN += [
    "committee_liaisonpost_export",
    "dayan_safety_action_changelist",
    "django_celery_beat_periodictask_changelist",
]


def test_the_administration_is_silent_and_keeps_the_policy(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PortalAdminSite, "enable_nav_sidebar", True)
    watched = visit(build_cast().administrator)
    for name in ADMIN:
        watched.open(reverse(f"admin:{name}"))
        watched.shot(f"admin-{name}")
