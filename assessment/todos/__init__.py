"""What waits for whom of the assessment."""

from __future__ import annotations

from datetime import date
from typing import Any

from assessment.todos.checks import check_todos
from assessment.todos.ledger import ledger_todos
from assessment.todos.peers import peer_todos
from assessment.todos.scores import score_todos
from dayan_safety.todos import Todo, counted

SOURCES = (check_todos, peer_todos, ledger_todos, score_todos)


def assessment_todos(user: Any, on: date) -> list[Todo]:
    """All of it, counted by one query; none where nothing can wait for the user."""
    waiting = [each for source in SOURCES for each in source(user, on)]
    return counted(waiting) if waiting else []
