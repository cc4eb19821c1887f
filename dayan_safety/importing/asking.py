"""What a check asks people, and what it hears: nothing counts that was not asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from django.http import QueryDict

from dayan_safety.importing.answers import Answers, column_of, line_of, place_of

MOST_ASKED = 300  # problems on a page: a form may have a thousand fields, and nobody corrects more on a screen


def problem_groups(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The problems that are shown, by sentence, the commonest first; each with the names its answers are sent under."""
    asked = [{**error, **_names(error)} for error in errors[:MOST_ASKED]]
    ordered = sorted(asked, key=lambda error: error["problem"])
    groups = [{"problem": p, "errors": list(group)} for p, group in groupby(ordered, lambda error: error["problem"])]
    return sorted(groups, key=lambda group: -len(group["errors"]))


def _names(error: Mapping[str, Any]) -> dict[str, str]:
    """``cell`` and ``line``: what a correction and a line left out are called; nothing where there is no cell."""
    place = error.get("place")
    if place is None:
        return {"cell": "", "line": ""}
    line = error["sheet"], error["row"]
    return {"cell": place_of(*line, place), "line": line_of(*line)}


def columns_asked(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The columns of every sheet, each with the name its meaning is sent under."""
    return [
        {**sheet, "columns": [{**c, "name": column_of(sheet["sheet"], c["place"])} for c in sheet["columns"]]}
        for sheet in report.get("columns", ())
    ]


def _columns_heard(report: Mapping[str, Any], sent: QueryDict, meanings: Collection[str]) -> dict[str, str]:
    """What was said anew; a column that keeps its meaning says nothing."""
    columns = [column for sheet in columns_asked(report) for column in sheet["columns"]]
    said = {column["name"]: sent.get(f"column:{column['name']}", column["choice"]) for column in columns}
    known = {column["name"]: column["choice"] for column in columns}
    return {name: choice for name, choice in said.items() if choice != known[name] and choice in meanings}


def heard(report: Mapping[str, Any], sent: QueryDict, meanings: Collection[str] = ()) -> Answers:
    """The answers in a form to what ``report`` (as a batch keeps it) asks.

    Fields: ``cell:<name>`` the correction, ``skip`` lines, ``choice:<key>`` an answer, ``column:<name>`` one of
    ``meanings``, ``end`` what shall end, and ``only_good``.
    """
    errors = [_names(error) for error in report["errors"][:MOST_ASKED]]
    cells = {names["cell"]: sent.get(f"cell:{names['cell']}", "").strip() for names in errors if names["cell"]}
    lines = {names["line"] for names in errors if names["line"]}
    choices = {choice["key"]: sent.get(f"choice:{choice['key']}", "") for choice in report["choices"]}
    offered = {choice["key"]: dict(choice["options"]) for choice in report["choices"]}
    absent = {item["key"] for item in report["absent"]}
    return Answers(
        cells={name: text for name, text in cells.items() if text},
        skipped=[name for name in dict.fromkeys(sent.getlist("skip")) if name in lines],
        choices={key: answer for key, answer in choices.items() if answer in offered[key]},
        columns=_columns_heard(report, sent, meanings),
        ended=[key for key in dict.fromkeys(sent.getlist("end")) if key in absent],
        only_good="only_good" in sent,
    )


def taught(report: Mapping[str, Any], answers: Answers) -> dict[str, str]:
    """The headers whose meaning ``answers`` say anew: the file's own words → what they mean."""
    columns = {column["name"]: column for sheet in columns_asked(report) for column in sheet["columns"]}
    return {columns[name]["words"]: choice for name, choice in answers.columns.items() if columns[name]["words"]}
