"""What earlier work came to: every app adds its own, in the shape a meeting keeps."""

import json
from datetime import date
from typing import Any

import pytest

from committee.results import results_of_tasks
from committee.tests.work import made_overdue
from dayan_safety import results
from dayan_safety.results import Result, ResultLine, all_results, sources
from dayan_safety.testing import a_task

DAY = date(2026, 6, 15)


def test_the_apps_sources_are_found(db: Any) -> None:
    assert results_of_tasks in sources()


def test_what_has_nothing_to_tell_is_left_out_and_the_rest_is_plain(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def told(since: date | None, on: date) -> Result:
        asked.append((since, on))
        return Result("隐患", "销号 2 项", [ResultLine("灭火器过期", "/findings/1/", "danger"), ResultLine("已整改")])

    monkeypatch.setattr(results, "sources", lambda: (lambda since, on: None, told))
    found = all_results(None, DAY)
    assert asked == [(None, DAY)]
    assert json.loads(json.dumps(found)) == [
        {
            "title": "隐患",
            "summary": "销号 2 项",
            "lines": [
                {"text": "灭火器过期", "url": "/findings/1/", "tone": "danger"},
                {"text": "已整改", "url": "", "tone": "secondary"},
            ],
        }
    ]


def test_what_the_apps_tell_can_be_kept(db: Any) -> None:
    for state in ("assigned", "reported", "declined", "closed"):
        task = made_overdue(a_task())
        type(task).objects.filter(pk=task.pk).update(state=state, closed_on=DAY if state == "closed" else None)
    kept = all_results(date(2026, 1, 1), DAY)
    assert json.loads(json.dumps(kept)) == kept
    assert len(kept[0]["lines"]) == 4
