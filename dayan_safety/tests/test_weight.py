"""What a page weighs on the wire: the first visit with everything it names, and every page afterwards."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from committee.models import Person
from dayan_safety.testing import a_unit

FIRST_VISIT, NEXT_PAGE = 200 * 1024, 15 * 1024
NAMED = re.compile(r'(?:src|href)="/static/([^"?]+)"')
PAGES = [
    "home",
    "committee:list_person",
    "committee:list_liaisonpost",
    "committee:list_vacancies",
    "committee:print_roster",
    "committee:show_chart",
    "committee:create_person",
]


@pytest.fixture
def full_town(cast: Any) -> Any:
    """Enough people for a full page, and eighty units."""
    units = [a_unit() for _ in range(80)]
    Person.objects.bulk_create(
        Person(name=f"赵钱孙李{n}", unit=units[n % 80], position="安全员", telephone=f"138{n:08d}") for n in range(200)
    )
    return cast


def compressed(content: bytes) -> int:
    """Bytes on the wire with the plainest compression."""
    return len(gzip.compress(content, 6))


def named_files(html: str) -> set[str]:
    """The static files a page names."""
    return {name for name in NAMED.findall(html) if not name.endswith((".svg", ".png"))}


def test_the_first_visit_is_light(full_town: Any, as_user: Any) -> None:
    html = as_user(full_town.office).get(reverse("committee:list_person")).content
    files = named_files(html.decode())
    assert {"js/portal.js", "css/portal.css", "tom-select/js/tom-select.complete.min.js"} <= files
    weight = compressed(html) + sum(compressed(Path(finders.find(name) or "").read_bytes()) for name in files)
    assert weight <= FIRST_VISIT


@pytest.mark.parametrize("name", PAGES)
def test_a_next_page_names_no_file_that_the_first_one_did_not(name: str, full_town: Any, as_user: Any) -> None:
    browser = as_user(full_town.office)
    first, following = (browser.get(reverse(page)).content.decode() for page in ("committee:list_person", name))
    assert named_files(following) <= named_files(first)


@pytest.mark.parametrize("name", PAGES)
def test_every_next_page_is_lighter(name: str, full_town: Any, as_user: Any) -> None:
    content = as_user(full_town.office).get(reverse(name)).content
    assert compressed(content) <= NEXT_PAGE


def test_pages_leave_compressed(full_town: Any, as_user: Any) -> None:
    answer = as_user(full_town.office).get(reverse("committee:list_person"), headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_charts_load_where_there_is_one_alone(full_town: Any, as_user: Any) -> None:
    for name in PAGES:
        assert "echarts" not in as_user(full_town.office).get(reverse(name)).content.decode()
