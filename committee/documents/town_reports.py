"""The town's report on a month in Word and Excel, its year in Excel: read from the content, nothing is counted here.

Word is always in Chinese; a workbook is in the language of whoever takes it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from committee.models import Report, TownReport
from committee.services.reports import Content
from dayan_safety.exports import PLAIN
from dayan_safety.importing.templates import HEADER_LOOK
from dayan_safety.papers import Context
from dayan_safety.papers.chinese import chinese_day, first_level, paragraphs, second_level, third_level
from dayan_safety.papers.rendering import cleaned
from dayan_safety.parameters import parameters
from dayan_safety.workdays import today

DRAFT = "（草稿）"
WHOLE = "全镇"
BESIDE_TEXT = 4  # so many groups have room in a table of the text, more stand in the annex
COLUMNS = 6  # so many stand beside each other in the annex
State = Report.State


def town_report_of(first: date, issued: TownReport | None, content: Content) -> Context:
    """The town's report on the month of ``first``; without ``issued`` it is a draft. Asks for parameters alone."""
    told, month = parameters(), f"{first.year}年{first.month}月"
    groups = reporting(content)
    in_text = len(groups) <= BESIDE_TEXT
    return {
        "mark": told["committee.paper_issuer"],
        "number": issued.number if issued else DRAFT,
        "title": f"关于{month}安全社区建设\n工作情况的报告",  # broken where the sense breaks (7.3.1)
        "to": told["committee.town_report_to"],
        "month": month,
        "correction": _correction(issued),
        "coverage": _coverage(content),
        "sections": [
            _section(number, section, groups, in_text) for number, section in enumerate(content["sections"], start=1)
        ],
        "tables": [] if in_text else _annex(content, groups),
        "issuer": told["committee.paper_issuer"],
        "issued_on": chinese_day(issued.issued_on if issued else today()),
    }


def reporting(content: Content) -> list[dict[str, Any]]:
    """The groups that something of the content came from."""
    return [group for group in content["groups"] if group["state"] == State.ACCEPTED and not group["nil"]]


def _correction(issued: TownReport | None) -> str:
    if issued is None or issued.edition == 1:
        return ""
    return f"本报告为第{issued.edition}版，此前印发的版本同时作废。更正事由：{issued.reason.rstrip('。')}。"


def _coverage(content: Content) -> str:
    """Which groups are in the report, and which are not for what reason."""
    groups = content["groups"]
    nil = [group for group in groups if group["state"] == State.ACCEPTED and group["nil"]]
    excused = [group for group in groups if group["state"] == State.EXCUSED]
    told = [
        (_names(group["name"] for group in reporting(content)), "本报告汇总{}上报的情况"),
        (_names(group["name"] for group in nil), "{}零报告"),
        (_names(group["name"] for group in excused), "{}本月免报"),
        (_names(content["missing"]), "{}的月报未上报或未审核通过，未计入本报告"),
    ]
    sentence = "；".join(words.format(names) for names, words in told if names)
    return f"{sentence}。" if sentence else ""


def _names(names: Iterable[str]) -> str:
    found = list(names)
    return f"{'、'.join(found)}（{len(found)}个组）" if len(found) > 1 else "".join(found)


def _section(number: int, section: Content, groups: list[dict[str, Any]], in_text: bool) -> Context:
    told = [_in_words(figure) for figure in section["figures"] if figure["total"]]
    return {
        "number": first_level(number),
        "title": section["title"],
        "told": f"{'，'.join(told)}。" if told else "",
        **_table(section["figures"] if in_text else [], [None, *groups]),
        "groups": [
            _narrated(place, name, texts) for place, (name, texts) in enumerate(_by_group(section).items(), start=1)
        ],
    }


def _in_words(figure: Content) -> str:
    """``应急演练12次``; a name that ends in a letter or a digit keeps off the number."""
    between = " " if figure["name"][-1:].isascii() else ""
    return f"{figure['name']}{between}{figure['total']}{figure['unit']}"


def _by_group(section: Content) -> dict[str, list[tuple[str, str]]]:
    """What each group wrote in the section: the name of the text, and the text."""
    found: dict[str, list[tuple[str, str]]] = {}
    for text in section["texts"]:
        for part in text["parts"]:
            found.setdefault(part["group"], []).append((text["name"], part["text"]))
    return found


def _narrated(place: int, group: str, texts: list[tuple[str, str]]) -> Context:
    """A group with its texts; one text alone needs no heading of its own."""
    headings = [f"{third_level(number)}{name}" for number, (name, _text) in enumerate(texts, start=1)]
    return {
        "number": second_level(place),
        "name": group,
        "texts": [
            {"heading": heading if len(texts) > 1 else "", "paragraphs": paragraphs(text)}
            for heading, (_name, text) in zip(headings, texts, strict=True)
        ],
    }


def _table(figures: Sequence[Content], columns: Sequence[dict[str, Any] | None]) -> Context:
    """``columns``: groups, ``None`` for the whole town."""
    rows = [
        {
            "figure": figure["name"],
            "unit": figure["unit"],
            "cells": [figure["of"].get(group["key"], "") if group else figure["total"] for group in columns],
        }
        for figure in figures
    ]
    return {"columns": [group["name"] if group else WHOLE for group in columns] if rows else [], "rows": rows}


def _annex(content: Content, groups: list[dict[str, Any]]) -> list[Context]:
    """All figures by group, as many tables below each other as the groups need."""
    columns: list[dict[str, Any] | None] = [None, *groups]
    figures = [figure for section in content["sections"] for figure in section["figures"]]
    wide = ceil(len(columns) / ceil(len(columns) / COLUMNS))  # of one width, as far as it goes
    parts = [columns[place : place + wide] for place in range(0, len(columns), wide)]
    return [_table(figures, part) for part in parts] if figures else []


def month_workbook(title: str, standing: str, content: Content, standings: dict[str, str]) -> bytes:
    """The month as .xlsx: figures by group with numbers as numbers, texts, and how each group stands.

    ``standing`` says below the title what it is (a draft, or number and day); ``standings`` are words by group key.
    """
    content = cleaned(content)
    groups = content["groups"]
    names = [group["name"] for group in groups]
    figures = [
        [section["title"], figure["name"], figure["unit"], _number(figure["total"])]
        + [_number(figure["of"].get(group["key"], "")) for group in groups]
        for section in content["sections"]
        for figure in section["figures"]
    ]
    texts = [
        [section["title"], text["name"], part["group"], part["text"]]
        for section in content["sections"]
        for text in section["texts"]
        for part in text["parts"]
    ]
    came = [[group["name"], standings[group["key"]]] for group in groups]
    return _workbook(
        (title, standing),
        (_("Figures"), [_("Part of the form"), _("Figure"), _("Counted in"), _("Whole town"), *names], figures, 14),
        (_("Texts"), [_("Part of the form"), _("Text"), _("Working group"), _("What was written")], texts, 24),
        (_("Working groups"), [_("Working group"), _("State")], came, 24),
    )


def year_workbook(title: str, months: Sequence[str], content: Content) -> bytes:
    """The year as .xlsx: figures by month with numbers as numbers; ``months`` are the heads of the columns."""
    content = cleaned(content)
    figures = [
        [figure["name"], figure["unit"], *map(_number, figure["months"]), _number(figure["total"])]
        for figure in content["figures"]
    ]
    counted = [f"{month['counted']}/{month['owed']}" if month["owed"] else "" for month in content["months"]]
    rows = [
        [_("Number of the report"), "", *(month["number"] for month in content["months"])],
        [_("Reports that count"), "", *counted],
    ]
    heads = [_("Figure"), _("Counted in"), *months, _("Whole year")]
    return _workbook((title, ""), (str(content["year"]), heads, [*figures, *rows], 12))


def _number(text: str) -> Decimal | str:
    return Decimal(text) if text else ""


Sheet = tuple[str, list[str], list[list[Any]], int]


def _workbook(head: tuple[str, str], *sheets: Sheet) -> bytes:
    """Sheets of a name, column heads, rows and a width; each says above what it is."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, PLAIN | {"constant_memory": False, "in_memory": True})
    bold, looks = book.add_format({"bold": True, "font_size": 14}), book.add_format(HEADER_LOOK | {"text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for name, columns, rows, width in sheets:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(columns) - 1, width)
        sheet.write_string(0, 0, head[0], bold)
        sheet.write_string(1, 0, head[1])
        sheet.write_row(2, 0, columns, looks)
        sheet.freeze_panes(3, 2)
        for number, row in enumerate(rows, start=3):
            sheet.write_row(number, 0, row, wrapped)
    book.close()
    return file.getvalue()
