"""Units: registered with their posts, edited by one at a time, called by other names; a refusal leaves no trace."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from committee.models import LiaisonPost, Unit, UnitAlias
from committee.services.units import add_alias, create_unit, edit_unit, open_posts
from committee.tests.refusals import history, refused, written
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit

ALL_THREE = {"role": "信息员、协管员、巡查员"}


def roles(unit: Unit) -> list[str]:
    """The posts that stand."""
    return sorted(unit.liaison_posts.present().values_list("role", flat=True))


@pytest.mark.parametrize("kind", Unit.Kind.values)
def test_only_units_that_name_liaisons_get_posts(kind: str, cast: Cast) -> None:
    unit = create_unit(Unit(name="新单位", kind=kind), by=cast.office)
    expected = sorted(LiaisonPost.Role.values) if kind in Unit.WITH_LIAISONS else []
    assert roles(unit) == expected
    assert [verb for verb, *_ in history(unit)] == ["create_unit"] + ["open_posts"] * bool(expected)


def test_registering_is_told_with_all_that_was_given(cast: Cast) -> None:
    unit = create_unit(Unit(name="新村", kind="village", code="370899001200", order=3), by=cast.office)
    given = {"name": "新村", "kind": "village", "code": "370899001200", "order": "3"}
    assert history(unit) == [
        ("create_unit", "李文员", {}, given, ""),
        ("open_posts", "李文员", {}, ALL_THREE, ""),
    ]


def test_a_unit_that_cannot_be_registered_leaves_nothing(cast: Cast) -> None:
    with refused("已有相同的记录，请在列表中查找。"):
        create_unit(Unit(name="东风村", kind="village"), by=cast.office)


def test_a_school_that_becomes_a_village_gets_its_posts_once(cast: Cast) -> None:
    unit = a_unit(kind="school")
    unit.kind = "village"
    edit_unit(unit, ["kind"], by=cast.office)
    edit_unit(unit, ["kind"], by=cast.office)
    assert roles(unit) == sorted(LiaisonPost.Role.values)
    assert history(unit)[1:] == [
        ("edit_unit", "李文员", {"kind": "school"}, {"kind": "village"}, ""),
        ("open_posts", "李文员", {}, ALL_THREE, ""),
    ]


def test_a_village_that_becomes_a_school_keeps_the_posts_it_had(cast: Cast) -> None:
    cast.village.kind = "school"
    edit_unit(cast.village, ["kind"], by=cast.office)
    assert len(roles(cast.village)) == 3


def test_an_edit_on_an_older_version_writes_nothing_and_hands_back_the_newer(cast: Cast) -> None:
    mine, theirs = Unit.objects.get(pk=cast.village.pk), Unit.objects.get(pk=cast.village.pk)
    theirs.address = "甲"
    edit_unit(theirs, ["address"], by=cast.office, version=1)
    before, mine.address = written(), "乙"
    with pytest.raises(EditedMeanwhile) as meanwhile:
        edit_unit(mine, ["address"], by=cast.office, version=1)
    assert (meanwhile.value.current.address, meanwhile.value.current.version) == ("甲", 2)
    assert written() == before


def test_an_edit_that_changes_nothing_is_none(cast: Cast) -> None:
    before = written()
    edit_unit(cast.village, ["name", "kind", "address"], by=cast.office, version=1)
    assert written() == before


def test_missing_posts_are_opened_and_counted_once(cast: Cast) -> None:
    cast.village.liaison_posts.filter(role__in=["coordinator", "patrol_inspector"]).delete()
    assert open_posts(cast.village, by=cast.office) == 2
    assert open_posts(cast.village, by=cast.office) == 0
    assert history(cast.village)[-1] == ("open_posts", "李文员", {}, {"role": "协管员、巡查员"}, "")
    assert len(roles(cast.village)) == 3


def test_a_unit_without_liaisons_opens_no_posts(cast: Cast) -> None:
    assert open_posts(a_unit(kind="agency"), by=cast.office) == 0


def test_another_name_is_kept_tidied_and_told(cast: Cast) -> None:
    add_alias(cast.village, by=cast.office, name="　东风 村委会 ")
    assert list(cast.village.aliases.values_list("name", flat=True)) == ["东风 村委会"]
    assert history(cast.village)[-1] == ("add_alias", "李文员", {}, {"name": "东风 村委会"}, "")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("西河村", "“西河村”已经是西河村的名称，请换一个。"),
        ("东风村", "“东风村”已经是东风村的名称，请换一个。"),
        ("老河村", "“老河村”已经是西河村的名称，请换一个。"),
        (" 老河村 ", "“老河村”已经是西河村的名称，请换一个。"),
    ],
)
def test_a_name_that_means_a_unit_already_is_refused(name: str, sentence: str, cast: Cast) -> None:
    add_alias(cast.other_village, by=cast.office, name="老河村")
    with refused(sentence):
        add_alias(cast.village, by=cast.office, name=name)


def test_the_names_of_a_removed_unit_are_free_again(cast: Cast) -> None:
    add_alias(cast.other_village, by=cast.office, name="老河村")
    remove_record(cast.other_village, by=cast.office, reason="并入东风村")
    for name in ("西河村", "老河村"):
        add_alias(cast.village, by=cast.office, name=name)
    assert set(UnitAlias.objects.values_list("unit__name", "name")) == {("东风村", "西河村"), ("东风村", "老河村")}


def test_removing_keeps_the_row_says_why_and_happens_once(cast: Cast) -> None:
    unit = a_unit(name="旧村", address="村东")
    remove_record(unit, by=cast.office, reason="并村")
    after = written()
    remove_record(unit, by=cast.office, reason="并村")
    assert written() == after
    kept = Unit.objects.get(pk=unit.pk)
    assert (kept.removed_at is not None, kept.version, kept.address) == (True, 2, "村东")
    verb, by, before, now, reason = history(unit)[-1]
    assert (verb, by, before["name"], before["address"], now, reason) == (
        "remove_unit",
        "李文员",
        "旧村",
        "村东",
        {},
        "并村",
    )


@pytest.mark.parametrize("role", ["chair", "lead", "member", "liaison", "inspector", "auditor", "administrator"])
def test_only_the_office_keeps_the_units(role: str, cast: Cast) -> None:
    by, village = getattr(cast, role), cast.village
    attempts: list[Any] = [
        lambda: create_unit(Unit(name="新村", kind="village"), by=by),
        lambda: edit_unit(village, ["address"], by=by),
        lambda: open_posts(village, by=by),
        lambda: add_alias(village, by=by, name="老村"),
        lambda: remove_record(village, by=by, reason="x"),
    ]
    before, village.address = written(), "改"
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    assert written() == before
