"""The libraries' tables in the administration: the schedules to keep, the logs to read, in the reader's words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from axes import admin as axes_admin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_celery_beat import admin as beat_admin
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    PeriodicTasks,
    SolarSchedule,
)
from django_celery_results import admin as results_admin
from django_celery_results.models import GroupResult, TaskResult

from dayan_safety.admin.lists import in_words
from dayan_safety.admin.pages import ReadOnlyAdmin, yes_no
from dayan_safety.history import record_action
from dayan_safety.library_words import state_words, task_words
from dayan_safety.values import plain_text

KEEP = "dayan_safety.keep_schedules"
# Their own pages are registered first, whatever the order of the apps, so that ours replace them. Groups, solar
# schedules and groups of results are nothing the portal uses.
THEIRS = (axes_admin, auth_admin, beat_admin, results_admin)
REPLACED = (
    AccessAttempt, AccessFailureLog, AccessLog, ClockedSchedule, CrontabSchedule, Group, GroupResult, IntervalSchedule,
    PeriodicTask, SolarSchedule, TaskResult,
)  # fmt: skip
admin.site.unregister(REPLACED)


class SignInAdmin(ReadOnlyAdmin):
    """Who tried to sign in, from where."""

    list_display: Any = ("attempt_time", "username", "ip_address", "browser")
    list_filter: ClassVar[Any] = ("attempt_time",)
    search_fields = ("username", "ip_address")
    date_hierarchy = "attempt_time"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the list shows, without what the browser sent."""
        return self.list_display

    @admin.display(description=gettext_lazy("User Agent"), ordering="user_agent")
    def browser(self, row: Any) -> str:
        """What the browser calls itself; nothing, where the library writes that it does not know."""
        return row.user_agent if row.user_agent != "<unknown>" else ""


@admin.register(AccessAttempt)
class AccessAttemptAdmin(SignInAdmin):
    """Failures that count towards a lock."""

    list_display = ("attempt_time", "username", "ip_address", "browser", "failures_since_start")


@admin.register(AccessFailureLog)
class AccessFailureLogAdmin(SignInAdmin):
    """Every failure."""

    list_display = (
        "attempt_time", "username", "ip_address", "browser", yes_no("locked_out", gettext_lazy("Access lock out")),
    )  # fmt: skip
    list_filter: ClassVar[Any] = ("attempt_time", "locked_out")


@admin.register(AccessLog)
class AccessLogAdmin(SignInAdmin):
    """Every session."""

    list_display = ("attempt_time", "logout_time", "username", "ip_address", "browser")


@admin.register(TaskResult)
class TaskResultAdmin(ReadOnlyAdmin):
    """What the worker did."""

    list_display = ("task", "date_done", "state", "worker")
    list_filter = (("task_name", in_words(task_words)), ("status", in_words(state_words)), "date_done")
    search_fields = ("task_name", "task_id")
    date_hierarchy = "date_done"
    fields = ("task", "state", "worker", "date_created", "date_started", "date_done", "result", "traceback", "task_id")

    @admin.display(description=gettext_lazy("Task Name"), ordering="task_name")
    def task(self, row: TaskResult) -> str:
        """The task in words."""
        return task_words(row.task_name)

    @admin.display(description=gettext_lazy("Task State"), ordering="status")
    def state(self, row: TaskResult) -> str:
        """The state in words."""
        return state_words(row.status)


def snapshot(row: Model) -> dict[str, str]:
    """What a schedule says, as history keeps it."""
    fields = [field for field in row._meta.concrete_fields if field.editable and not field.primary_key]
    return {field.name: text for field in fields if (text := plain_text(getattr(row, field.name)))}


class ScheduleAdmin(ReadOnlyAdmin):
    """Schedules, kept by administrators: every change is in the history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators add."""
        return request.user.has_perm(KEEP)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators change."""
        return request.user.has_perm(KEEP)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators delete."""
        return request.user.has_perm(KEEP)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the library's explanations, which are for programmers."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.help_text = ""
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save and tell the difference."""
        kept = self.model._default_manager.filter(pk=obj.pk).first() if change else None
        before = snapshot(kept) if kept else {}
        super().save_model(request, obj, form, change)
        self.tell(request, obj, before, snapshot(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Tell and delete."""
        self.tell(request, obj, snapshot(obj), {})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Tell and delete each."""
        for row in queryset:
            self.delete_model(request, row)

    def tell(self, request: HttpRequest, row: Any, before: dict[str, str], after: dict[str, str]) -> None:
        """Write the difference into history."""
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        told = [{name: state.get(name, "") for name in changed} for state in (before, after)]
        if changed:
            record_action(KEEP, row, by=request.user, before=told[0], after=told[1])


@admin.register(CrontabSchedule)
class CrontabScheduleAdmin(ScheduleAdmin):
    """At which minutes, hours and days."""

    list_display = ("__str__",)
    fieldsets = (
        (
            None,
            {
                "fields": ("minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone"),
                "description": gettext_lazy(
                    "* is every one; 1,15 is two of them; 1-5 is from one to the other; */10 is every tenth. "
                    "Months are 1 to 12, weekdays 0 (Sunday) to 6."
                ),
            },
        ),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The town lives in one time zone."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "timezone":
            field.choices = [(settings.TIME_ZONE, _("the town's time"))]
        return field


@admin.register(IntervalSchedule)
class IntervalScheduleAdmin(ScheduleAdmin):
    """Every so often."""


@admin.register(ClockedSchedule)
class ClockedScheduleAdmin(ScheduleAdmin):
    """Once."""


def task_choices(*more: str) -> list[tuple[str, str]]:
    """The tasks that the worker knows, in words."""
    beat_admin.current_app.loader.import_default_modules()
    own = {name for name in beat_admin.current_app.tasks if not name.startswith("celery.")}
    return [(name, task_words(name)) for name in sorted(own.union(filter(None, more)))]


class PeriodicTaskForm(forms.ModelForm):
    """A task and exactly one schedule."""

    task = forms.ChoiceField(label=gettext_lazy("Task Name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].choices = task_choices(self.instance.task)

    def clean(self) -> dict[str, Any]:
        """Ask for one schedule, before the library does so in English; a moment comes once."""
        chosen = [name for name in ("crontab", "interval", "clocked") if self.cleaned_data.get(name)]
        if len(chosen) != 1:
            raise ValidationError(_("Choose one schedule: a crontab, an interval or a moment."))
        if chosen == ["clocked"]:
            self.cleaned_data["one_off"] = True
        return super().clean() or self.cleaned_data


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(ScheduleAdmin):
    """What runs when."""

    form = PeriodicTaskForm
    list_display = ("__str__", yes_no("enabled", gettext_lazy("Enabled")), "due", "last_run_at")
    list_select_related = ("crontab", "interval", "clocked", "solar")
    list_filter = ("enabled",)
    search_fields = ("name",)
    readonly_fields = ("last_run_at", "total_run_count")
    fields = (
        "name", "task", "enabled", "description", "crontab", "interval", "clocked", "one_off", "start_time",
        "last_run_at", "total_run_count",
    )  # fmt: skip
    actions = ("enable", "disable", "run_now")

    @admin.display(description=gettext_lazy("due"))
    def due(self, row: PeriodicTask) -> str:
        """Its schedule in words."""
        return str(row.scheduler or "")

    @admin.action(description=gettext_lazy("Switch on"), permissions=["change"])
    def enable(self, request: HttpRequest, tasks: Iterable[PeriodicTask]) -> None:
        """The scheduler runs them again."""
        self.switch(request, tasks, on=True)

    @admin.action(description=gettext_lazy("Switch off"), permissions=["change"])
    def disable(self, request: HttpRequest, tasks: Iterable[PeriodicTask]) -> None:
        """The scheduler leaves them out."""
        self.switch(request, tasks, on=False)

    def switch(self, request: HttpRequest, tasks: Iterable[PeriodicTask], *, on: bool) -> None:
        """Switch each, with history; the scheduler hears of it."""
        for task in tasks:
            before = snapshot(task)
            task.enabled = on
            task.save()
            self.tell(request, task, before, snapshot(task))
        PeriodicTasks.update_changed()

    @admin.action(description=gettext_lazy("Run now"), permissions=["change"])
    def run_now(self, request: HttpRequest, tasks: Iterable[PeriodicTask]) -> None:
        """Hand each to the worker, once."""
        for task in tasks:
            given = {"args": json.loads(task.args), "kwargs": json.loads(task.kwargs)}
            record_action("dayan_safety.run_task", task, by=request.user)
            beat_admin.current_app.send_task(task.task, **given, headers={"periodic_task_name": task.name})
            messages.success(request, _("%(task)s: handed to the worker.") % {"task": task})
