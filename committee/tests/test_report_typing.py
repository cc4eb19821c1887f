"""What is typed into a report and how it is read: numbers, units, limits, texts; and how numbers are said."""

from decimal import Decimal

import pytest

from committee.models import FormField
from committee.services import reports
from committee.services.reports.filling import read_value
from committee.tests.refusals import refused
from committee.tests.reporting import (
    a_report,
    value_of,
    write,
)
from dayan_safety.errors import RuleBroken
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
WHOLE, TWO_DECIMALS = "请填写整数。", "请填写数字，最多两位小数。"


# Numbers as people type them


WHOLE_FIELD = FormField(name="应急演练", unit="次")
DECIMAL_FIELD = FormField(name="投入资金", kind="decimal", unit="万元")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3), ("0", 0), ("007", 7), ("+3", 3), ("-3", -3), ("－３", -3), ("-0", 0), ("3.0", 3), ("3.", 3),
        ("１２", 12), ("１，２３４", 1234), ("1,234", 1234), ("1，234", 1234), ("12,345,678", 12345678),
        ("1 234", 1234), (" 3 ", 3), ("　3　", 3), ("3\n", 3), ("3次", 3), ("3 次", 3), ("３　次", 3),
        ("1,234次", 1234), ("999999999999", 999999999999), ("-999999999999", -999999999999),
    ],
)  # fmt: skip
def test_whole_numbers_are_understood_as_people_type_them(typed: str, number: int) -> None:
    found, text = read_value(WHOLE_FIELD, typed)
    assert (str(found), text) == (str(number), "")


@pytest.mark.parametrize("typed", ["", "   ", "　", "次"])
def test_nothing_is_no_number_and_no_fault(typed: str) -> None:
    assert read_value(WHOLE_FIELD, typed) == (None, "")


@pytest.mark.parametrize(
    "typed",
    [
        *"三 3.5 3,5 3，5 1,23 12,34 1,2345 1,,234 3次4 3人 次3 约3 3-4 --3 - . + ½ ٣ 3% =3 '3 3;4 0x10".split(),
        *"NaN inf -Infinity 1e3 1E+3 1_000 9999999999999 -9999999999999".split(),
        "3 5", "1, 234", "3\x00", "9" * 400, "0." + "0" * 400 + "1", "1" + ",000" * 9,
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused_and_never_guessed(typed: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{WHOLE}$"):
        read_value(WHOLE_FIELD, typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", "3.00"), ("2.5", "2.50"), ("２．５", "2.50"), (".5", "0.50"), ("-.5", "-0.50"), ("2.50", "2.50"),
        ("-0.00", "0.00"), ("2.500", "2.50"), ("1,234.5", "1234.50"), ("１，２３４．５　万元", "1234.50"),
        ("1234.56万元", "1234.56"),
    ],
)  # fmt: skip
def test_numbers_with_decimals_are_understood(typed: str, number: str) -> None:
    found, _text = read_value(DECIMAL_FIELD, typed)
    assert str(found) == number


@pytest.mark.parametrize(
    "typed", ["2.345", "2,5", "2.5.1", "1.234,5", "2。5", "1e-1", "inf", "1234.56元", "1/2", "2.5 3"]
)
def test_other_numbers_are_not(typed: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{TWO_DECIMALS}$"):
        read_value(DECIMAL_FIELD, typed)


@pytest.mark.parametrize(
    ("unit", "typed"), [("㎡", "100㎡"), ("㎡", "100 m2"), ("％", "95%"), ("%", "９５％"), ("", "3")]
)
def test_a_unit_is_known_in_any_width(unit: str, typed: str) -> None:
    number, _text = read_value(FormField(unit=unit), typed)
    assert number in (100, 95, 3)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("0", ""), ("-1", "不能小于 0。"), ("100", ""), ("100.01", "不能大于 100。"), ("-0.01", "不能小于 0。"), ("", "")],
)
def test_limits_belong_to_what_is_allowed(typed: str, sentence: str) -> None:
    field = FormField(kind="decimal", least=Decimal(0), most=Decimal(100))
    if sentence:
        with pytest.raises(RuleBroken, match=f"^{sentence}$"):
            read_value(field, typed)
    else:
        read_value(field, typed)


def test_one_limit_is_enough() -> None:
    least, most = (FormField(kind="decimal", **{limit: Decimal("2.5")}) for limit in ("least", "most"))
    assert read_value(least, "1000")[0] == 1000
    assert read_value(most, "-1000")[0] == -1000
    with pytest.raises(RuleBroken, match=r"^不能小于 2.5。$"):
        read_value(least, "2.49")
    with pytest.raises(RuleBroken, match=r"^不能大于 2.5。$"):
        read_value(most, "2.51")


# Texts


def test_a_text_keeps_its_lines_and_loses_what_stands_around_it(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "text", "\r\n 第一行\r\n\r\n１，２\x00 \n")
    assert (value_of(report, "text").text, value_of(report, "text").number) == ("第一行\n\n１，２", None)


def test_a_text_has_five_thousand_characters_at_most(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "text", " " + "字" * 5000)
    assert len(value_of(report, "text").text) == 5000
    with refused("内容过长，最多 5000 字。"):
        write(report, "text", "字" * 5001)


# Said plainly


@pytest.mark.parametrize(
    ("number", "said"),
    [(None, ""), ("0.00", "0"), ("3.00", "3"), ("2.50", "2.5"), ("100", "100"), ("-2.05", "-2.05"), ("1E+3", "1000")],
)
def test_numbers_are_said_without_noughts_behind_them(number: str | None, said: str) -> None:
    assert reports.plain(None if number is None else Decimal(number)) == said
