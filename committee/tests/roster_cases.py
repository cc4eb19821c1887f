"""Rosters as people make them: what each holds, and what it must be read as."""

from __future__ import annotations

from typing import NamedTuple

from committee.tests.roster_layouts import ROLES, Area


class Case(NamedTuple):
    """Rows and lines as text: ``|`` between them, ``,`` between cells; a line is unit, role and name."""

    rows: str
    lines: str
    merged: tuple[Area, ...] = ()
    note: str = ""

    def cells(self) -> list[list[str]]:
        """The rows of the sheet."""
        return [row.split(",") for row in self.rows.split("|")]

    def expected(self) -> list[tuple[str, str, str]]:
        """Unit, role and name of every line."""
        values = {word: value for value, word in ROLES.items()}
        lines = (line.split(",") for line in self.lines.split("|"))
        return [(unit, values[role], name) for unit, role, name in lines]


CASES = {
    "spaces and full width in headers": Case(
        "单　位,岗 位,姓　名|甲村,信息员,张三",
        "甲村,信息员,张三",
    ),
    "stars and remarks in headers": Case(
        "*单位（全称）,岗位：,姓名(必填)|甲村,信息员,张三",
        "甲村,信息员,张三",
    ),
    "serial numbers and a numbered tail": Case(
        "序号,单位,岗位,姓名|1,甲村,信息员,张三|2|3",
        "甲村,信息员,张三",
        note="序号",
    ),
    "empty columns between": Case(
        ",单位,,岗位,,姓名|,甲村,,信息员,,张三",
        "甲村,信息员,张三",
    ),
    "rows of nothing between": Case(
        "单位,岗位,姓名||甲村,信息员,张三|",
        "甲村,信息员,张三",
    ),
    "unit merged over its lines": Case(
        "单位,岗位,姓名|甲村,信息员,张三|,协管员,李四",
        "甲村,信息员,张三|甲村,协管员,李四",
        merged=((1, 0, 2, 0),),
    ),
    "unit not merged is not filled": Case(
        "单位,岗位,姓名|甲村,信息员,张三|,协管员,李四",
        "甲村,信息员,张三|,协管员,李四",
    ),
    "unit merged over more rows than people": Case(
        "单位,岗位,姓名|甲村,信息员,张三||",
        "甲村,信息员,张三",
        merged=((1, 0, 3, 0),),
    ),
    "name merged over three roles": Case(
        "单位,岗位,姓名|甲村,信息员,张三|,协管员|,巡查员",
        "甲村,信息员,张三|甲村,协管员,张三|甲村,巡查员,张三",
        merged=(
            (1, 0, 3, 0),
            (1, 2, 3, 2),
        ),
    ),
    "title merged above": Case(
        "信息员、协管员、巡查员名册,,|单位,岗位,姓名|甲村,信息员,张三",
        "甲村,信息员,张三",
        merged=((0, 0, 0, 2),),
    ),
    "header merged over two rows": Case(
        "单位,岗位,姓名||甲村,信息员,张三",
        "甲村,信息员,张三",
        merged=(
            (0, 0, 1, 0),
            (0, 1, 1, 1),
            (0, 2, 1, 2),
        ),
    ),
    "two rows without roles": Case(
        "单位,岗位,基本情况,|,,姓名,电话|甲村,信息员,张三,",
        "甲村,信息员,张三",
        merged=((0, 2, 0, 3),),
    ),
    "one role above two columns": Case(
        "单位,信息员,|,姓名,电话|甲村,张三,",
        "甲村,信息员,张三",
        merged=(
            (0, 0, 1, 0),
            (0, 1, 0, 2),
        ),
    ),
    "reporting unit above": Case(
        "填报单位：甲村|岗位,姓名|信息员,张三",
        "甲村,信息员,张三",
    ),
    "reporting unit with a seal": Case(
        "填报单位（盖章）：甲村  填报日期：2026年|岗位,姓名|信息员,张三",
        "甲村,信息员,张三",
    ),
    "reporting unit in the next cell": Case(
        "单位：,甲村|岗位,姓名|信息员,张三",
        "甲村,信息员,张三",
    ),
    "a column says more than the line above": Case(
        "填报单位：大安镇|单位,岗位,姓名|甲村,信息员,张三",
        "甲村,信息员,张三",
    ),
    "role in the title": Case(
        "大安镇信息员名册|单位,姓名|甲村,张三",
        "甲村,信息员,张三",
    ),
    "names under their roles": Case(
        "村名,信息员,协管员,巡查员|甲村,张三,,李四",
        "甲村,信息员,张三|甲村,巡查员,李四",
    ),
    "a unit with nobody": Case(
        "村名,信息员,协管员|甲村,张三,|乙村,,",
        "甲村,信息员,张三",
    ),
    "one telephone for nobody in particular": Case(
        "村名,信息员,协管员,联系电话|甲村,张三,李四,13812345678",
        "甲村,信息员,张三|甲村,协管员,李四",
        note="联系电话",
    ),
    "somebody else beside": Case(
        "村名,负责人姓名,信息员姓名|甲村,王五,张三",
        "甲村,信息员,张三",
        note="负责人",
    ),
    "total below": Case(
        "单位,岗位,姓名|甲村,信息员,张三|合计,,1人",
        "甲村,信息员,张三",
        note="3",
    ),
    "total with spaces": Case(
        "单位,岗位,姓名|甲村,信息员,张三|合　计：1人",
        "甲村,信息员,张三",
        note="3",
    ),
    "subtotals between": Case(
        "单位,岗位,姓名|甲村,信息员,张三|小计,1|乙村,信息员,李四|总计,2",
        "甲村,信息员,张三|乙村,信息员,李四",
        note="3",
    ),
    "so many people": Case(
        "单位,岗位,姓名|甲村,信息员,张三|共1人",
        "甲村,信息员,张三",
        note="3",
    ),
    "signatures": Case(
        "单位,岗位,姓名|甲村,信息员,张三|填表人：王五,,审核人：,李四|填报日期：2026年3月5日",
        "甲村,信息员,张三",
        note="3",
    ),
    "signature in cells": Case(
        "单位,岗位,姓名|甲村,信息员,张三|负责人：,,王五",
        "甲村,信息员,张三",
        note="3",
    ),
    "telephone of the office": Case(
        "单位,岗位,姓名|甲村,信息员,张三|联系电话：0537-3214567",
        "甲村,信息员,张三",
        note="3",
    ),
    "notes of several sentences": Case(
        "单位,岗位,姓名|甲村,信息员,张三|备注：1.本表一式两份|2.请于月底前报送镇安委会办公室",
        "甲村,信息员,张三",
        note="3",
    ),
    "header on every page": Case(
        "单位,岗位,姓名|甲村,信息员,张三|单位,岗位,姓名|乙村,信息员,李四",
        "甲村,信息员,张三|乙村,信息员,李四",
        note="3",
    ),
    "a unit that sounds like a total": Case(
        "单位,岗位,姓名|合计村,信息员,张三|总计,信息员,李四|备注村,信息员,王五",
        "合计村,信息员,张三|总计,信息员,李四|备注村,信息员,王五",
    ),
    "a remark in front of a line": Case(
        "备注,单位,岗位,姓名|说明：新任,甲村,信息员,张三",
        "甲村,信息员,张三",
        note="备注",
    ),
    "a person called like a total": Case(
        "单位,岗位,姓名|甲村,信息员,小计",
        "甲村,信息员,小计",
    ),
}
