"""The monthly reports of the demo town: opened, written, handed in, sent back now and then, accepted, rolled up."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from committee.demo import report_texts as texts
from committee.models import FormField, Report, ReportForm, User
from committee.services import reports
from committee.services.reports.shipped import load_shipped

DECIMALS = FormField.Kind.DECIMAL
OPENS, WRITES, REVIEWS, ISSUES = time(8, 10), time(14, 30), time(10), time(15)
WAITING, SENT_BACK = (4, 8), 6  # groups by their number


class Reporting:
    """The reports of the town's year; ``year`` plans each step for its moment and has the chance and the calendar."""

    def __init__(self, year: Any) -> None:
        self.year, self.chance, self.after = year, year.chance, year.calendar.working_days_after

    def begin(self, first: date) -> None:
        """The shipped forms hold from the period of the first month on; its reports open."""
        load_shipped()
        for form in ReportForm.objects.present():
            form.since = reports.span_of(form.period, first).first
            reports.edit_form(form, ["since"], by=self.year.users["office"])
        self.year.plan(first, OPENS, self.open)

    def open(self) -> None:
        """The clock opens what is to be reported; everybody writes on a day of their own."""
        today = timezone.localdate()
        before = Report.objects.count()
        reports.open_reports(today)
        for report in Report.objects.order_by("pk").select_related("form", "group", "unit")[before:]:
            if days := self.days_until_written(report):
                day = min(self.after(today, days), report.lock_on)
                self.year.plan(day, WRITES, partial(self.write, report))
        following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        self.year.plan(following, OPENS, self.open)
        self.year.plan(self.after(following, 2), ISSUES, partial(self.issue, today.replace(day=1)))

    def days_until_written(self, report: Report) -> int:
        """Working days from the opening on: most are in time, some late, a few (0) never come."""
        fate = self.chance.random()
        if fate < 0.04:
            return 0
        length = (report.due_on - timezone.localdate()).days * 5 // 7
        return length + 1 if fate < 0.12 else max(length - self.chance.randrange(1, 6), 2)

    def writer_of(self, report: Report) -> User | None:
        """The login that leads the group; enterprises have none in the demo."""
        return self.year.leading.get(report.group_id)

    def write(self, report: Report) -> None:
        """Filled in, and handed in some minutes later; most enterprises have nothing to report."""
        is_nil = report.unit_id is not None and self.chance.random() < 0.8
        if not is_nil:
            self.fill_in(report, self.writer_of(report))
        done = time(WRITES.hour + 1, self.chance.randrange(60))
        self.year.plan(timezone.localdate(), done, partial(self.hand_in, report, is_nil=is_nil))

    def fill_in(self, report: Report, by: User | None) -> None:
        """Field by field, but for those that the portal fills in."""
        reports.begin_report(report, by=by)
        for line in reports.lines_of(report):
            if line.value.filled is None and (text := self.text_for(report, line.field)):
                reports.save_value(report, by=by, field=line.field, text=text)

    def text_for(self, report: Report, field: FormField) -> str:
        """What is written in a field."""
        if field.is_figure:
            return self.number(field)
        if not field.required and self.chance.random() < 0.4:
            return ""
        done = texts.DONE.get(str(report.reporter), ("按要求开展自查，发现的问题已整改。",))
        pool = {"problems": texts.LACKING, "plan": texts.NEXT}.get(field.code, done)
        return str(self.chance.choice(pool))

    def number(self, field: FormField) -> str:
        """Of the size that such a figure has in a small town; things that went wrong are rare."""
        least, most = texts.SIZES.get(field.code, (0, 3))
        number = self.chance.randint(least, most) if most > 1 or self.chance.random() < 0.05 else 0
        return f"{number / 2:.1f}" if field.kind == DECIMALS else str(number)

    def hand_in(self, report: Report, *, is_nil: bool = False) -> None:
        """Handed in; the office reads it on the next working day."""
        report.refresh_from_db()
        reports.submit_report(report, by=self.writer_of(report), is_nil=is_nil)
        self.year.plan(self.after(timezone.localdate(), 1), REVIEWS, partial(self.review, report))

    def review(self, report: Report) -> None:
        """Accepted; one of eight comes back the first time. Of this month two still wait, and one was sent back."""
        office, is_new = self.year.users["office"], report.first.month == self.year.on.month
        place = report.group.number if report.group and is_new else 0
        if place in WAITING:
            return
        if place == SENT_BACK:
            reports.return_report(report, by=office, reason=texts.WHY_BACK[0])
        elif report.group_id and not report.returned and self.chance.random() < 0.12:
            reports.return_report(report, by=office, reason=self.chance.choice(texts.WHY_BACK))
            self.year.plan(self.after(timezone.localdate(), 1), WRITES, partial(self.hand_in, report))
        else:
            reports.accept_report(report, by=office)

    def issue(self, first: date) -> None:
        """The office issues the town's report on the month."""
        reports.issue_town_report(first, by=self.year.users["office"])
