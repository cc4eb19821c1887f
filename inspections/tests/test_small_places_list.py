"""The nine small places in the register that comes as a file: each in the words that people write."""

from __future__ import annotations

import pytest

from dayan_safety.testing import a_unit
from dayan_safety.tests.list_desk import ListDesk
from inspections.models import Site
from inspections.services.lists import SMALL_PLACE_WORDS

pytestmark = pytest.mark.django_db
PLACES = ListDesk("site", ["名称", "类别", "九小场所种类", "单位"])
WORDS = [(place, word) for place, words in SMALL_PLACE_WORDS.items() for word in words]


@pytest.fixture(autouse=True)
def village() -> None:
    """Whose they are."""
    a_unit(name="东风村")


@pytest.mark.parametrize(("place", "word"), WORDS)
def test_each_is_known_by_its_words(place: str, word: str) -> None:
    PLACES.bring_in(["便民", "九小场所", word, "东风村"])
    assert Site.objects.get().small_place == place


def test_every_one_of_the_nine_has_words() -> None:
    assert set(SMALL_PLACE_WORDS) == set(Site.SmallPlace)
    assert len({word for _place, word in WORDS}) == len(WORDS)


def test_what_is_none_of_them_is_told() -> None:
    [told] = PLACES.sentences(["便民", "九小场所", "大商场", "东风村"])
    assert "小商店" in told
    assert not Site.objects.exists()


def test_blank_is_not_said() -> None:
    PLACES.bring_in(["便民", "九小场所", "", "东风村"])
    assert Site.objects.get().small_place == ""
