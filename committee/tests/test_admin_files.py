"""Files of the administration: what leaves, what comes back, what is refused, and what history keeps of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
import tablib
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, User, WorkingGroup
from committee.services.appointments import appoint
from committee.tests.roster_builders import a_holder, an_identity
from dayan_safety.calendars import mark_day
from dayan_safety.models import Action, CalendarDay
from dayan_safety.records import remove_record
from dayan_safety.spreadsheet_formats import GuardedCSV, GuardedXLSX
from dayan_safety.testing import Cast, a_committee, a_group, a_person, a_unit
from dayan_safety.tests.admin_walk import read

FORMATS = {"xlsx": ("0", "0", GuardedXLSX), "csv": ("2", "1", GuardedCSV)}  # number for import and for export
LIVE = '=HYPERLINK("http://evil.example";"村")'
ROUND_TRIPS = (Unit, Person, Committee, WorkingGroup, CalendarDay)
EXPORTED = (*ROUND_TRIPS, Appointment, LiaisonPost, User, Action)


@pytest.fixture
def browser(cast: Cast, as_user: Any) -> Client:
    """An administrator's."""
    return as_user(cast.administrator)


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Rows with everything that a file may spoil: quotes, lines, digits, live beginnings, days, empty values."""
    a_unit(name=LIVE, kind="school", code="037081110029", address='东街 "3" 号, 二楼\n后院', telephone="0537-1234567")
    a_unit(name="退出企业", kind="enterprise", valid_from=date(2020, 1, 1), valid_to=date(2030, 1, 1))
    a_person(name="-赵有号", telephone="13812345678", identity_number=an_identity(1), unit=cast.village, sex="female")
    a_committee(name="下届委员会", document="大安〔2026〕1号", office_unit=cast.village, term_to=date(2030, 12, 31))
    a_group(
        cast.committee, name="第一组", duties="一、防火；\n二、防盗。", lead_unit=cast.village, to_be_confirmed=True
    )
    mark_day(date(2027, 1, 18), by=None, is_working=False, name="庙会")
    mark_day(date(2027, 1, 16), by=None, is_working=True, name="调休")
    return cast


def page(model: Any, part: str) -> str:
    """The address of a table's page."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{part}")


def exported(browser: Client, model: Any, kind: str = "xlsx", query: str = "") -> Any:
    """What leaves when every column is ticked."""
    form = browser.get(page(model, "export")).context["form"]
    ticked = {name: "on" for name, field in form.fields.items() if field.widget.input_type == "checkbox"}
    answer = browser.post(page(model, "export") + query, ticked | {"format": FORMATS[kind][1], "resource": "0"})
    assert answer.status_code == 200
    return answer


def rows_of(answer: Any, kind: str = "xlsx") -> tablib.Dataset:
    """The rows of a file that left."""
    return FORMATS[kind][2]().create_dataset(answer.content)


def uploaded(
    browser: Client, model: Any, content: bytes, kind: str = "xlsx", meanwhile: Callable[[], Any] = str
) -> Any:
    """Upload a file, and confirm it when that is offered."""
    file = SimpleUploadedFile(f"上传.{kind}", content)
    checked = browser.post(page(model, "import"), {"import_file": file, "format": FORMATS[kind][0]})
    confirm = checked.context.get("confirm_form")
    if confirm is None:
        return checked
    meanwhile()
    return browser.post(page(model, "process_import"), confirm.initial, follow=True)


def a_file(headers: list[str], *rows: list[str], kind: str = "xlsx") -> bytes:
    """A file with these cells."""
    return FORMATS[kind][2]().export_data(tablib.Dataset(*rows, headers=headers))


def said(answer: Any) -> list[str]:
    """The messages of a page."""
    return [str(message) for message in answer.context["messages"]]


def problems(answer: Any) -> list[str]:
    """The lines that tell why nothing was imported."""
    texts = read(answer.content.decode())
    assert "没有导入任何内容" in texts
    return [text for text in texts if text.startswith("行号")]


def state() -> list[Any]:
    """Everything that an import could change, the history included."""
    return [list(model.objects.order_by("pk").values()) for model in (*ROUND_TRIPS, User)] + [Action.objects.count()]


# What leaves.


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("model", EXPORTED)
def test_every_export_is_told_by_its_verb_and_named_in_words(
    model: Any, kind: str, town: Cast, browser: Client
) -> None:
    answer = exported(browser, model, kind)
    row = Action.objects.order_by("-number")[0]
    assert row.verb == f"{model._meta.app_label}.export_{model._meta.model_name}"
    assert (row.by, row.after["format"]) == (town.administrator, kind)
    name = unquote(answer.headers["Content-Disposition"].partition("''")[2])
    assert name == f"{model._meta.verbose_name_plural}.{kind}"
    dataset = rows_of(answer, kind)
    if model is not LiaisonPost:  # the roster leaves as it stands today
        assert len(dataset) == int(row.after["rows"]) > 0
    assert len(set(dataset.headers)) == len(dataset.headers)


def test_an_export_carries_what_the_list_shows_and_history_keeps_which(town: Cast, browser: Client) -> None:
    dataset = rows_of(exported(browser, Unit, query="?kind__exact=village"))
    assert dataset["名称"] == ["东风村", "西河村"]
    row = Action.objects.get(verb="committee.export_unit")
    assert (row.after["rows"], row.after["query"]) == ("2", "kind__exact=village")


def test_columns_that_are_not_ticked_stay_here(town: Cast, browser: Client) -> None:
    answer = browser.post(page(Unit, "export"), {"format": "0", "resource": "0", "unitresource_name": "on"})
    assert rows_of(answer).headers == ["名称"]
    none = browser.post(page(Unit, "export"), {"format": "0", "resource": "0"})
    assert [str(error) for error in none.context["form"].non_field_errors()] == ["请至少选择一列导出。"]
    assert Action.objects.filter(verb="committee.export_unit").count() == 1


def test_words_of_a_file_are_those_of_its_reader(town: Cast, browser: Client) -> None:
    chinese = rows_of(exported(browser, WorkingGroup))
    first = dict(zip(chinese.headers, chinese[chinese["名称"].index("第一组")], strict=True))
    assert (first["待确认"], first["负责督查考核"], first["牵头单位"]) == ("是", "否", "东风村")
    history = rows_of(exported(browser, Action))
    assert "登记单位" in history["操作"]
    assert "单位" in history["对象类别"]
    browser.cookies["language"] = "en"
    english = rows_of(exported(browser, Unit))
    assert {"name", "kind of unit", "office telephone"} <= set(english.headers)
    assert "village" in english["kind of unit"]


def test_a_workbook_that_leaves_holds_neither_formula_nor_link(town: Cast, browser: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(browser, Unit).content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    [live] = [cell for cell in cells if str(cell.value).startswith("=")]
    assert (live.value, live.data_type) == (LIVE, "s")
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell for cell in cells if cell.hyperlink] == []
    [code] = [cell.value for cell in cells if cell.value == "037081110029"]
    assert code == "037081110029"


def test_a_text_file_that_leaves_holds_no_live_beginning(town: Cast, browser: Client) -> None:
    text = exported(browser, Unit, "csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert not any(cell.startswith(("=", "+", "@")) for row in tablib.Dataset().load(text, "csv") for cell in row)


def test_no_export_carries_a_full_number_or_a_password(town: Cast, browser: Client) -> None:
    appoint(town.committee, by=None, person=Person.objects.get(name="-赵有号"), post="member", since=date(2026, 1, 1))
    a_holder(town.village, "coordinator", name="张三", telephone="13987654321", identity_number=an_identity(2))
    secrets = ["13812345678", "13987654321", an_identity(1), an_identity(2), town.liaison.person.telephone]
    secrets += [town.office.password, Person.objects.get(name="张三").identity_digest]
    carried = ""
    for model in EXPORTED:
        text = rows_of(exported(browser, model)).export("csv")
        assert [secret for secret in secrets if secret in text] == [], model
        carried += text
    assert "138****5678" in carried


# Round trips.


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("model", ROUND_TRIPS)
def test_what_left_comes_back_and_changes_nothing(model: Any, kind: str, town: Cast, browser: Client) -> None:
    content = exported(browser, model, kind).content
    before = state()
    answer = uploaded(browser, model, content, kind)
    [sentence] = said(answer)
    assert sentence == f"导入完成：新增 0 条，更新 0 条，未变 {model.objects.count()} 条。"
    assert state() == before


def test_what_left_in_english_comes_back_in_chinese(town: Cast, browser: Client) -> None:
    browser.cookies["language"] = "en"
    content = exported(browser, WorkingGroup).content
    browser.cookies["language"] = "zh-hans"
    before = state()
    assert "未变" in said(uploaded(browser, WorkingGroup, content))[0]
    assert state() == before


def test_removed_records_do_not_leave_and_do_not_come_back(town: Cast, browser: Client) -> None:
    assert "西河村" in rows_of(exported(browser, Unit))["名称"]
    content = exported(browser, Unit).content
    remove_record(town.other_village, by=None, reason="并村")
    assert "西河村" not in rows_of(exported(browser, Unit))["名称"]
    uploaded(browser, Unit, content)
    town.other_village.refresh_from_db()
    assert town.other_village.removed_at
    assert Unit.objects.present().get(name="西河村").pk != town.other_village.pk


# What comes.

NEW = {
    Unit: (["名称", "单位类别", "统计代码"], ["新村", "村", "370811100299"]),
    Person: (["姓名", "性别", "单位", "离职日期"], ["新人", "女", "东风村", "2030年1月2日"]),
    Committee: (["名称", "任期起"], ["新委员会", "2031/1/1"]),
    WorkingGroup: (["促进委员会", "名称", "序号", "待确认"], ["测试促进委员会", "新组", "12", "是"]),
    CalendarDay: (["日期", "上班", "名称"], ["2027.1.18", "否", "庙会"]),
}


@pytest.mark.parametrize("model", NEW)
def test_a_new_row_is_written_through_the_service(model: Any, cast: Cast, browser: Client) -> None:
    headers, row = NEW[model]
    there = model.objects.count()
    answer = uploaded(browser, model, a_file(headers, row))
    assert said(answer) == ["导入完成：新增 1 条，更新 0 条，未变 0 条。"]
    record = model.objects.order_by("-pk")[0]
    assert model.objects.count() == there + 1
    told = Action.objects.filter(thing_type=model._meta.label_lower, thing_id=str(record.pk)).order_by("number")[0]
    verb = "edit_calendar" if model is CalendarDay else f"create_{model._meta.model_name}"
    assert (told.verb, told.by) == (f"{model._meta.app_label}.{verb}", cast.administrator)


def test_values_are_read_as_people_write_them(cast: Cast, browser: Client) -> None:
    for model in NEW:
        uploaded(browser, model, a_file(NEW[model][0], NEW[model][1]))
    person = Person.objects.get(name="新人")
    assert (person.sex, person.unit, person.left_on) == ("female", cast.village, date(2030, 1, 2))
    assert Committee.objects.get(name="新委员会").term_from == date(2031, 1, 1)
    group = WorkingGroup.objects.get(name="新组")
    assert (group.committee, group.number, group.to_be_confirmed) == (cast.committee, 12, True)
    assert Unit.objects.get(name="新村").liaison_posts.count() == 3
    assert CalendarDay.objects.get().day == date(2027, 1, 18)


def test_a_changed_row_writes_its_columns_and_no_others(cast: Cast, browser: Client) -> None:
    answer = uploaded(browser, Unit, a_file(["name", "address"], ["东风村", "新址"], ["西河村", ""]))
    assert said(answer) == ["导入完成：新增 0 条，更新 1 条，未变 1 条。"]
    cast.village.refresh_from_db()
    assert (cast.village.address, cast.village.kind, cast.village.version) == ("新址", "village", 2)
    told = Action.objects.get(verb="committee.edit_unit")
    assert (told.before, told.after, told.by) == ({"address": ""}, {"address": "新址"}, cast.administrator)


def test_a_person_is_found_by_number_and_numbers_are_not_written(cast: Cast, browser: Client) -> None:
    person = cast.liaison.person
    row = [str(person.pk), "孙新名", "13800000000"]
    uploaded(browser, Person, a_file(["系统编号", "姓名", "电话"], row))
    telephone = person.telephone
    person.refresh_from_db()
    assert (person.name, person.telephone) == ("孙新名", telephone)


# What is refused: sentences at their lines, and nothing is written.

WRONG = [
    (Unit, ["名称", "单位类别"], ["新村", "城市"], "单位类别：只能填写以下之一"),
    (Unit, ["名称", "单位类别", "统计代码"], ["新村", "村", "12"], "统计代码：代码应为12位数字。"),
    (Unit, ["名称", "单位类别", "排序"], ["新村", "村", "第一"], "排序：这不是整数。"),
    (Unit, ["名称", "单位类别", "隶属本镇起"], ["新村", "村", "2026-02-30"], "2026-03-05"),
    (Unit, ["名称", "单位类别"], ["", "村"], "名称："),
    (Person, ["姓名", "单位"], ["新人", "没有村"], "单位：没有名为“没有村”的记录。"),
    (Person, ["系统编号", "姓名"], ["999999", "新人"], "没有这个编号的记录。新增时请留空。"),
    (Person, ["系统编号", "姓名"], ["x", "新人"], "这不是整数。"),
    (WorkingGroup, ["促进委员会", "名称"], ["没有会", "新组"], "没有名为“没有会”的记录。"),
    (CalendarDay, ["日期", "上班", "名称"], ["2027-01-18", "是", "庙会"], "按星期本来如此"),
    (CalendarDay, ["日期", "上班", "名称"], ["2027-01-18", "也许", "庙会"], "上班：只能填写以下之一：是、否。"),
]


@pytest.mark.parametrize(("model", "headers", "row", "sentence"), WRONG)
def test_one_wrong_row_is_told_at_its_line_and_nothing_is_written(
    model: Any, headers: list[str], row: list[str], sentence: str, cast: Cast, browser: Client
) -> None:
    good = dict(zip(*NEW[model], strict=True))
    bad = good | dict(zip(headers, row, strict=True))
    lines = [[line.get(header, "") for header in bad] for line in (good, bad)]
    before = state()
    found = problems(uploaded(browser, model, a_file(list(bad), *lines)))
    assert all(problem.startswith("行号: 3 - ") for problem in found)
    assert any(sentence in problem for problem in found), found
    assert state() == before


def test_two_rows_of_one_code_are_told_in_words(cast: Cast, browser: Client) -> None:
    rows = [["甲村", "村", "370811100299"], ["乙村", "村", "370811100299"]]
    assert problems(uploaded(browser, Unit, a_file(["名称", "单位类别", "统计代码"], *rows))) == [
        "行号: 3 - 统计代码：该代码已属于其他单位，请核对。"
    ]


def test_of_two_records_that_fit_neither_is_guessed(cast: Cast, browser: Client) -> None:
    a_committee()
    [problem] = problems(uploaded(browser, Committee, a_file(["名称", "职责"], ["测试促进委员会", "防火"])))
    assert problem == "行号: 2 - 这一行对应的记录不止一条。"
    row = ["测试促进委员会", "消防安全组", "防火"]
    [problem] = problems(uploaded(browser, WorkingGroup, a_file(["促进委员会", "名称", "职责"], row)))
    assert problem == "行号: 2 - 名为“测试促进委员会”的记录不止一条。"


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        (["单位类别"], "缺少“名称”一列。"),
        (["名称", "单位类别", "邮政编码"], "不认识“邮政编码”这一列。"),
        (["名称", "password"], "不认识“password”这一列。"),
        (["名称", "version"], "不认识“version”这一列。"),
    ],
)
def test_columns_are_neither_missed_nor_passed_over(
    headers: list[str], sentence: str, cast: Cast, browser: Client
) -> None:
    before = state()
    answer = uploaded(browser, Unit, a_file(headers, ["x"] * len(headers)))
    assert problems(answer) == []
    assert sentence in read(answer.content.decode())
    assert "Traceback" not in answer.content.decode()
    assert state() == before


@pytest.mark.parametrize(
    ("kind", "content"),
    [("xlsx", b"PK\x03\x04 no workbook"), ("xlsx", b"%PDF-1.7"), ("csv", b""), ("csv", b"\xff\xfe\x00"), ("xlsx", b"")],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    kind: str, content: bytes, cast: Cast, browser: Client
) -> None:
    before = state()
    answer = uploaded(browser, Unit, content, kind)
    [sentence] = [str(error) for error in answer.context["form"].errors["import_file"]]
    assert sentence.endswith("。")
    assert "Error" not in sentence
    assert "Refused" not in sentence
    assert state() == before


# Between the check and the confirmation.


def test_a_row_that_became_wrong_meanwhile_stops_all_of_them(cast: Cast, browser: Client) -> None:
    content = a_file(["名称", "单位类别", "统计代码"], ["甲村", "村", "370811100298"], ["乙村", "村", "370811100299"])

    def take_the_code() -> None:
        a_unit(name="别的村", code="370811100299")

    answer = uploaded(browser, Unit, content, meanwhile=take_the_code)
    assert said(answer) == ["检查之后数据有变动，没有导入任何内容。请重新核对后再导入。"]
    assert answer.redirect_chain[-1][0] == page(Unit, "import")
    assert not Unit.objects.filter(name__in=["甲村", "乙村"]).exists()


def test_a_confirmed_file_is_gone_and_cannot_be_confirmed_twice(cast: Cast, browser: Client) -> None:
    file = SimpleUploadedFile("上传.xlsx", a_file(*NEW[Unit]))
    checked = browser.post(page(Unit, "import"), {"import_file": file, "format": "0"})
    confirm = checked.context["confirm_form"].initial
    kept = f"django-import-export/{confirm['import_file_name']}"
    assert default_storage.exists(kept)
    assert "upload" not in kept
    assert browser.post(page(Unit, "process_import"), confirm, follow=True).status_code == 200
    assert not default_storage.exists(kept)
    again = browser.post(page(Unit, "process_import"), confirm, follow=True)
    assert said(again) == ["这份文件已不在了，请重新上传。"]
    assert Action.objects.filter(verb="committee.create_unit", thing_name="新村").count() == 1


FORGED = {"import_file_name": "nothing", "original_file_name": "x.xlsx", "format": "0", "resource": "0"}


@pytest.mark.hostile
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"import_file_name": "../../manage.py"},
        {"import_file_name": "/etc/passwd"},
        {"import_file_name": "."},
        {"import_file_name": ".."},
        {"import_file_name": "x" * 300},
        {"format": "x"},
        {"format": "99"},
        {"format": "-9"},
        {"resource": "7"},
    ],
)
def test_a_forged_confirmation_leads_back_with_a_word(change: dict[str, str], browser: Client) -> None:
    before = state()
    answer = browser.post(page(Unit, "process_import"), FORGED | change, follow=True)
    assert answer.status_code in (200, 400)
    assert answer.status_code == 400 or said(answer) == ["这份文件已不在了，请重新上传。"]
    assert state() == before


def test_an_empty_confirmation_leads_back_too(browser: Client) -> None:
    assert said(browser.post(page(Unit, "process_import"), {}, follow=True)) == ["这份文件已不在了，请重新上传。"]
    assert browser.get(page(Unit, "process_import")).status_code == 405


def test_logins_are_not_imported(browser: Client) -> None:
    for part in ("import", "process_import"):
        assert browser.post(page(User, part), FORGED).status_code == 403
    assert "/user/import/" not in browser.get(page(User, "changelist")).content.decode()
