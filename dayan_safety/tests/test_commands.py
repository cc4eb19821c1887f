"""The commands of the portal as operators use them: what they print, how they end, and that twice is as once."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from committee.models import Committee, User
from dayan_safety import console, workdays
from dayan_safety.calendars import shipped_years
from dayan_safety.history import record_action
from dayan_safety.management.commands.load_calendar import MOST_BYTES
from dayan_safety.models import Action, CalendarDay
from dayan_safety.testing import a_committee, a_group, a_unit, an_appointment
from dayan_safety.tests.test_house import ROOT, commands
from dayan_safety.witness import end_of_history


class Ended(NamedTuple):
    """What a command printed and how it ended."""

    printed: str
    code: int


def run(*arguments: Any, **options: Any) -> Ended:
    """A command, as from a shell."""
    out = io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, **options)
    except SystemExit as end:
        return Ended(out.getvalue(), int(end.code or 0))
    except CommandError as wrong:
        return Ended(str(wrong), wrong.returncode)
    return Ended(out.getvalue(), 0)


# figures


@pytest.fixture
def small_town(db: None) -> None:
    """One committee with two groups, a village and an enterprise; one of their six posts is held."""
    committee = a_committee()
    a_group(committee)
    a_group(committee)
    village = a_unit()
    a_unit(kind="enterprise")
    a_unit(kind="school")
    an_appointment(village.liaison_posts.first(), "liaison")


COUNTED = {
    "committee": 1, "working_groups": 2, "villages": 1, "enterprises": 1, "liaison_posts": 6, "liaison_vacancies": 5,
    "joint_meetings": 0, "tasks_open": 0, "tasks_overdue": 0,
    "reports_owed": 0, "reports_handed_in": 0, "reports_missing": 0,
    "inspections": 0, "findings_open": 0, "findings_overdue": 0,
    "contest": 0, "drill": 0, "training": 0, "copies": 0, "entries": 0,
}  # fmt: skip


@pytest.mark.usefixtures("small_town")
def test_figures_are_one_json_object_for_scripts_and_lines_for_people() -> None:
    assert json.loads(run("figures", "--json").printed) == COUNTED
    lines = run("figures").printed.splitlines()
    assert [int(line.rsplit("：", 1)[1]) for line in lines] == list(COUNTED.values())
    assert lines[2] == "村：1"
    with override("en"):
        assert run("figures").printed.splitlines()[2] == "Villages: 1"


@pytest.mark.usefixtures("small_town")
def test_figures_follow_the_records(time_machine: Any) -> None:
    Committee.objects.update(term_to=date(2026, 12, 31))
    time_machine.move_to(datetime(2026, 12, 31, 12))
    assert json.loads(run("figures", "--json").printed)["committee"] == 1
    time_machine.move_to(datetime(2027, 1, 1, 12))
    after = json.loads(run("figures", "--json").printed)
    assert (after["committee"], after["working_groups"], after["villages"]) == (0, 0, 1)


@pytest.mark.usefixtures("small_town")
@pytest.mark.parametrize("year", [2000, 2026, 2100])
def test_figures_of_a_year_are_asked_by_its_number(year: int) -> None:
    assert json.loads(run("figures", "--year", year, "--json").printed) == COUNTED


@pytest.mark.parametrize("year", ["0", "-5", "1999", "2101", "99999"])
def test_a_year_that_is_none_is_answered_in_a_sentence(year: str) -> None:
    ended = run("figures", f"--year={year}")
    assert ended == (f"{year} 不是有效年份，请填写 2000 至 2100 之间的年份。", 1)


@pytest.mark.parametrize("arguments", [["--year", "x"], ["--year"], ["--nonsense"], ["file"]])
def test_wrong_arguments_end_with_an_error_and_not_with_a_trace(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("figures", *arguments)


# verify_history


def test_a_history_without_flaws_is_told_in_a_sentence(db: None) -> None:
    assert run("verify_history") == ("共 0 条记录，0 处异常。链尾为 0:。\n", 0)
    record_action("dayan_safety.sign_in")
    assert run("verify_history") == (f"共 1 条记录，0 处异常。链尾为 {end_of_history()}。\n", 0)


def test_the_end_noted_earlier_is_checked_against_the_history(db: None) -> None:
    record_action("dayan_safety.sign_in")
    noted = end_of_history()
    record_action("dayan_safety.sign_out")
    assert run("verify_history", "--known", noted).code == 0
    gone = run("verify_history", "--known", f"1:{'0' * 64}")
    assert (gone.code, gone.printed.splitlines()[1]) == (1, "1: 先前记下的链尾已不存在，操作记录被回退或改写")


@pytest.mark.parametrize("noted", ["nonsense", "x:y", "-1:abc", "1.5:abc", "９:abc", f"{'9' * 30}:abc"])
def test_a_noted_end_that_is_none_is_a_flaw_in_words(db: None, noted: str) -> None:
    ended = run("verify_history", f"--known={noted}")
    assert (ended.code, ended.printed.splitlines()[1]) == (1, "0: 记下的链尾应写成“序号:校验值”")
    told = json.loads(run("verify_history", "--json", f"--known={noted}").printed)
    assert told["flaws"] == [{"number": 0, "problem": "记下的链尾应写成“序号:校验值”"}]


# load_calendar

LIST = "day,is_working,name\n2027-01-18,0,庙会\n"


def test_what_was_loaded_is_told_in_numbers_and_twice_is_as_once(db: None) -> None:
    first = run("load_calendar")
    days = CalendarDay.objects.count()
    assert first == (f"新增 {days} 天，变更 0 天，未变 0 天。\n", 0)
    assert run("load_calendar").printed == "新增 0 天，变更 0 天，未变 0 天。\n"
    year = shipped_years()[-1]
    again = run("load_calendar", "--year", year, "--year", year - 1).printed
    assert re.fullmatch(r"新增 0 天，变更 0 天，未变 [1-9]\d* 天。\n", again)
    assert CalendarDay.objects.count() == days
    row = Action.objects.get(verb="dayan_safety.edit_calendar")
    assert (row.by, row.address) == (None, f"console {console.operator()}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_as_excel_in_china_writes_it(db: None, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "2027.csv"
    path.write_bytes(LIST.encode(encoding))
    assert run("load_calendar", path).printed == "新增 1 天，变更 0 天，未变 0 天。\n"
    assert not workdays.is_working_day(date(2027, 1, 18))
    assert Action.objects.get().after["file"] == "2027.csv"
    path.write_text(LIST.replace("庙会", "大庙会"), encoding=encoding)
    assert run("load_calendar", path).printed == "新增 0 天，变更 1 天，未变 0 天。\n"
    assert CalendarDay.objects.get().name == "大庙会"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xff\xff", "这不是文本文件，请另存为 CSV。"),
        (LIST.encode() + b"#" * MOST_BYTES, "文件太大，不像是节假日名单。"),
        (b"", "第一行必须是：day,is_working,name。"),
        ("日期,上班,名称\n".encode(), "第一行必须是：day,is_working,name。"),
        (LIST.replace("0", "?").encode(), "第 2 行"),
    ],
)
def test_a_file_that_is_no_list_is_answered_in_a_sentence(
    db: None, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    ended = run("load_calendar", path)
    assert (ended.code, ended.printed[: len(sentence)]) == (1, sentence)
    assert not CalendarDay.objects.exists()


def test_a_list_of_exactly_the_largest_size_is_read_whole(db: None, tmp_path: Path) -> None:
    path, padding = tmp_path / "list.csv", "\n" * (MOST_BYTES - len(LIST.encode()))
    path.write_text(LIST.replace("\n2027", f"{padding}\n2027"), encoding="utf-8")
    assert path.stat().st_size == MOST_BYTES
    assert run("load_calendar", path).code == 0
    assert CalendarDay.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["/nowhere/x.csv"], "无法读取文件：没有这个文件。"),
        (["/"], "无法读取文件：这是一个文件夹。"),
        (["x.csv", "--year", "2026"], "年份和文件只能指定一种。"),
    ],
)
def test_what_cannot_be_loaded_is_answered_in_a_sentence(db: None, arguments: list[str], sentence: str) -> None:
    assert run("load_calendar", *arguments) == (sentence, 1)


def test_silence_is_kept_when_it_is_asked_for(db: None) -> None:
    assert run("load_calendar", verbosity=0) == ("", 0)
    assert CalendarDay.objects.exists()


# build_demo and demo_logins


@pytest.mark.usefixtures("short_demo")
def test_the_demo_is_built_once_and_says_so(db: None, settings: Any) -> None:
    settings.DEMO = True
    assert run("build_demo") == ("演示数据已建好。\n", 0)
    rows = Action.objects.count()
    assert run("build_demo") == ("已有数据，未作任何改动。\n", 0)
    assert Action.objects.count() == rows


def test_no_demo_is_built_over_a_town_that_has_a_committee(db: None, settings: Any) -> None:
    settings.DEMO = True
    a_committee()
    rows = Action.objects.count()
    assert run("build_demo").printed == "已有数据，未作任何改动。\n"
    assert (Action.objects.count(), User.objects.count()) == (rows, 0)


def test_a_real_town_is_told_why_it_gets_no_demo(db: None, settings: Any) -> None:
    settings.DEMO = False
    assert run("build_demo") == ("演示数据的账号人人皆知：只有设置 DEMO=1 才会建立。", 1)
    assert not Committee.objects.exists()


def test_the_demos_logins_stand_in_columns(settings: Any) -> None:
    settings.DEMO = True
    *logins, password = run("demo_logins").printed.splitlines()
    assert all(re.match(r"  \w+ +[A-Z][a-z ]+: .+", line) for line in logins)
    assert len({line.index(": ") > 16 for line in logins}) == 1
    assert password.startswith("  password for all: ")


# create_administrator


def test_the_first_administrator_is_told_name_and_password(db: None) -> None:
    name, password = run("create_administrator", "Keeper", "--email", "k@example.org").printed.splitlines()
    assert name == "登录名：keeper"
    user = User.objects.get()
    assert user.check_password(password.removeprefix("初始密码（只显示这一次）："))
    assert user.email == "k@example.org"
    assert Action.objects.get().address == f"console {console.operator()}"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["second"], "已有系统管理员。确需再建一个，请加 --force。"),
        (["keeper", "--force"], "具有 登录名 的 账号 已存在。"),
        (["a b", "--force"], "请输入合法的用户名。只能包含英文字母、数字、特殊字符“@”、“.”、“-”和“_”。"),
        (["second", "--force", "--email", "nonsense"], "输入一个有效的 Email 地址。"),
    ],
)
def test_an_administrator_that_cannot_be_is_refused_in_words(db: None, arguments: list[str], sentence: str) -> None:
    run("create_administrator", "keeper")
    ended = run("create_administrator", *arguments)
    assert (ended.code, ended.printed.replace(" ", "")) == (1, sentence.replace(" ", ""))
    assert User.objects.count() == 1


def test_a_machine_that_knows_no_name_for_its_user_has_a_console_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)
    assert console.operator() == "4000000"
    assert run("create_administrator", "keeper").code == 0
    assert Action.objects.get().address == "console 4000000"


# All of them, in processes of their own.


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in sorted(commands(ROOT)):
        with pytest.raises(SystemExit) as ended:
            call_command(name, "--help")
        told = capsys.readouterr().out
        assert ended.value.code == 0
        assert re.search(r"[.。]\n", told), name


def shell(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` in a process of its own, over a data folder of its own."""
    embedded = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DEMO")}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=embedded | {"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_a_real_town_begins_with_the_commands_of_the_operations_page(tmp_path: Path) -> None:
    assert shell(tmp_path, "migrate", "--verbosity", "0").returncode == 0
    first = shell(tmp_path, "create_administrator", "keeper")
    assert re.search(r"初始密码（只显示这一次）：\w{4}(-\w{4}){3}$", first.stdout.strip())
    wrong = shell(tmp_path, "figures", "--year", "1066")
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (1, "", 1)
