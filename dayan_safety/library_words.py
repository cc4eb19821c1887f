"""Words of the libraries behind the administration: marked for our catalogue, which wins over theirs.

Django, django-import-export, django-axes and the two celery libraries say these in English only, or in a Chinese that
calls things otherwise than we do. Their rows have names made for programmers; ``name_rows`` gives them ours.
"""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django_celery_beat.models import CrontabSchedule, PeriodicTask
from django_celery_results.models import TaskResult

from dayan_safety.values import plain_text

# Said by the libraries' models, forms and templates.
gettext_noop("Access lock out")
gettext_noop("Add link")
gettext_noop("Attempt Time")
gettext_noop("Celery Results")
gettext_noop("Change or view list link")
gettext_noop("Completed DateTime")
gettext_noop("Created DateTime")
gettext_noop("Error:")
gettext_noop("Failed Logins")
gettext_noop("IP Address")
gettext_noop("Logout Time")
gettext_noop("Model name")
gettext_noop("Path")
gettext_noop("Periodic Task Name")
gettext_noop("Resource")
gettext_noop("Result Data")
gettext_noop("Search")
gettext_noop("Started DateTime")
gettext_noop("Task ID")
gettext_noop("Task Name")
gettext_noop("Task State")
gettext_noop("Traceback")
gettext_noop("User Agent")
gettext_noop("Username")
gettext_noop("Worker")
gettext_noop("access attempt")
gettext_noop("access attempts")
gettext_noop("access failure")
gettext_noop("access failures")
gettext_noop("access log")
gettext_noop("access logs")
gettext_noop("task result")
gettext_noop("task results")

# Their explanations on the pages that show them.
gettext_noop("Celery ID for the Task that was run")
gettext_noop("Datetime field when the task result was created in UTC")
gettext_noop("Datetime field when the task was completed in UTC")
gettext_noop("Datetime field when the task was started in UTC")
gettext_noop("Datetime that the schedule last triggered the task to run. Reset to None if enabled is set to False.")
gettext_noop("Text of the traceback if the task generated one")
gettext_noop("The data returned by the task.  Use content_encoding and content_type fields to read.")
gettext_noop("Worker that executes the task")

# The names of scheduled tasks: keys of BEAT_SCHEDULE, and the one that celery adds.
gettext_noop("remind people")
gettext_noop("deliver notices")
gettext_noop("keep the heartbeat")
gettext_noop("verify the history")
gettext_noop("forget used forms")
gettext_noop("resume lost lists")
gettext_noop("open the joint meetings")
gettext_noop("open the reports")
gettext_noop("propose evidence")
gettext_noop("score the months")
gettext_noop("score the years")
gettext_noop("propose penalties")
gettext_noop("close the rounds")
gettext_noop("celery.backend_cleanup")

# Tasks that people hand over to the worker.
HANDED_OVER = {
    "dayan_safety.importing.worker.check_waiting": gettext_noop("check a long list"),
    "dayan_safety.importing.worker.import_waiting": gettext_noop("import a long list"),
}

STATES = {
    "FAILURE": gettext_lazy("failed"),
    "PENDING": gettext_lazy("waiting"),
    "RECEIVED": gettext_lazy("received"),
    "RETRY": gettext_lazy("will be tried again"),
    "REVOKED": gettext_lazy("called off"),
    "STARTED": gettext_lazy("running"),
    "SUCCESS": gettext_lazy("succeeded"),
}
WEEKDAYS = [
    gettext_lazy("Sunday"),
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
]


def state_words(state: str) -> str:
    """A state of a task's run in words."""
    return str(STATES.get(state, state))


def schedule_words(name: str | None) -> str:
    """The name of a scheduled task in words."""
    return _(name) if name else ""


def task_words(task: str | None) -> str:
    """A task by the name it is scheduled under, or by what it does when people hand it over; others by their own."""
    names = HANDED_OVER | {entry["task"]: name for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    return schedule_words(names.get(task or "", task))


def crontab_words(crontab: CrontabSchedule) -> str:
    """When a crontab is due: every day, one day a week, or its five columns by name."""
    columns = [crontab.minute, crontab.hour, crontab.day_of_month, crontab.month_of_year, crontab.day_of_week]
    minute, hour, day, month, weekday = map(str, columns)
    if minute.isdigit() and hour.isdigit() and (day, month) == ("*", "*"):
        time = f"{int(hour):02}:{int(minute):02}"
        if weekday == "*":
            return _("every day at %(time)s") % {"time": time}
        if weekday.isdigit():
            return _("every %(weekday)s at %(time)s") % {"weekday": WEEKDAYS[int(weekday) % 7], "time": time}
    told = {"minute": minute, "hour": hour, "day": day, "month": month, "weekday": weekday}
    return _("minute %(minute)s, hour %(hour)s, day %(day)s, month %(month)s, weekday %(weekday)s") % told


def _sign_in_words(row: Any) -> str:
    return f"{row.username or ''} {plain_text(row.attempt_time)}".strip()


def _result_words(row: TaskResult) -> str:
    return f"{task_words(row.task_name)} {plain_text(row.date_done)}".strip()


def _task_row_words(row: PeriodicTask) -> str:
    return schedule_words(row.name)


def name_rows() -> None:
    """Let the libraries' rows call themselves by our words, wherever the administration names them."""
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.__str__ = _sign_in_words
    TaskResult.__str__ = _result_words
    PeriodicTask.__str__ = _task_row_words
    PeriodicTask._meta.get_field("task").verbose_name = gettext_lazy("Task Name")
    CrontabSchedule.__str__ = crontab_words
