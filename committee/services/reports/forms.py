"""Forms of reports: drawn up, changed while no report on them was handed in, copied for a later month."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from committee.models import Filing, FormField, ReportForm
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.names import pinyin_initials
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.sources import all_sources

STEP = 10
NOT_IN_CODES = re.compile(r"\A[^a-z]+|[^a-z0-9_]")
LONGEST_CODE = 24  # the column holds 30: there is room for a number behind


def is_settled(form: ReportForm) -> bool:
    """Whether a report on the form was handed in."""
    return Filing.objects.filter(report__form=form).exists()


def settled() -> str:
    """The sentence for a form that is settled."""
    return _("Reports on this form have been handed in: copy it for a later month and change the copy.")


def require_changeable(form: ReportForm) -> None:
    """Raise ``RuleBroken`` once a report on the form was handed in: what was asked then stays what was asked.

    Until the change is done nobody else changes the form, and none of its reports is handed in.
    """
    ReportForm.objects.select_for_update().get(pk=form.pk)
    list(form.reports.select_for_update().order_by("pk").values_list("pk", flat=True))
    if is_settled(form):
        raise RuleBroken(settled())


def create_form(form: ReportForm, *, by: Any, right: str = "") -> ReportForm:
    """Draw up a form, still without anything it asks for."""
    form.derive()
    with change():
        _check_alone(form)
        return create_record(form, by=by, right=right)


def edit_form(
    form: ReportForm, names: list[str], *, by: Any, version: int | None = None, right: str = ""
) -> ReportForm:
    """Change a form; what may still change once reports were handed in are its name and note."""
    form.derive()
    with change():
        if set(names) & _differing(form):
            require_changeable(form)
        _check_alone(form)
        return edit_record(form, names, by=by, version=version, right=right)


def _differing(form: ReportForm) -> set[str]:
    """The fields that differ from what stands and say what is asked, of whom and from when."""
    kept = ReportForm.objects.get(pk=form.pk)
    return {name for name in ("audience", "period", "group", "since") if getattr(kept, name) != getattr(form, name)}


def _check_alone(form: ReportForm) -> None:
    """One form for the same from a month on; and none that reads like another one: lists name forms by name and
    month.
    """
    try:
        form.validate_constraints()
    except ValidationError as twice:
        raise RuleBroken(twice.messages[0]) from twice
    others = ReportForm.objects.present().exclude(pk=form.pk)
    if others.filter(name=form.name, since=form.since).exists():
        raise RuleBroken(_("Another form from that month on has this name: choose another name."))


def remove_form(form: ReportForm, *, by: Any, reason: str) -> None:
    """Take a form away on which nobody reports."""
    with change():
        ReportForm.objects.select_for_update().get(pk=form.pk)
        if form.reports.exists():
            raise RuleBroken(_("There are reports on this form: it stays. Copy it for a later month."))
        remove_record(form, by=by, reason=reason)


def create_field(field: FormField, *, by: Any, right: str = "") -> FormField:
    """Ask for one thing more; without an order it comes last, without a code it gets one."""
    with change():
        require_changeable(field.form)
        _check_source(field)
        _complete(field)
        return create_record(field, by=by, right=right)


def edit_field(
    field: FormField, names: list[str], *, by: Any, version: int | None = None, right: str = ""
) -> FormField:
    """Change what is asked."""
    kept = FormField.objects.select_related("form").get(pk=field.pk)
    with change():
        for form in {kept.form_id: kept.form, field.form_id: field.form}.values():
            require_changeable(form)
        _check_source(field, kept.source)
        _complete(field)
        return edit_record(field, names, by=by, version=version, right=right)


def remove_field(field: FormField, *, by: Any, reason: str) -> None:
    """Ask for it no longer; what was written there stays."""
    with change():
        require_changeable(field.form)
        remove_record(field, by=by, reason=reason)


def is_counted(source: str, kept: str = "") -> bool:
    """Whether a field may be filled in from ``source``: nothing, what some app counts, or what stood there before."""
    return not source or source == kept or source in all_sources()


def _check_source(field: FormField, kept: str = "") -> None:
    if not is_counted(field.source, kept):
        raise RuleBroken(_("The portal counts nothing of that name: choose one of the list."))


def _complete(field: FormField) -> None:
    others = list(FormField.objects.exclude(pk=field.pk).values_list("form_id", "name", "code"))
    field.code = field.code or proposed_code(field.name, field.form_id, others)
    field.order = next_order(field.form) if field.order is None else field.order


def proposed_code(name: str, form: int, others: Collection[tuple[int, str, str]]) -> str:
    """A code for a field called ``name``: that of a field of this name in another form, for they are the same figure;
    else its pinyin initials, numbered where something else is called so; ``f1``, ``f2`` where there are none.

    ``others``: form, name and code of every other field.
    """
    here = {code for other, _name, code in others if other == form}
    same = [code for other, known, code in others if known == name and other != form and code not in here]
    taken = {code for _form, _name, code in others}
    initials = NOT_IN_CODES.sub("", pinyin_initials(name))[:LONGEST_CODE]
    numbered = (f"{initials or 'f'}{number}" for number in count(2 if initials else 1))
    fresh = (code for code in chain([initials] if initials else [], numbered) if code not in taken)
    return same[0] if same else next(fresh)


def next_order(form: ReportForm) -> int:
    """The place after the last one."""
    return (form.fields.present().aggregate(last=Max("order"))["last"] or 0) + STEP


@verb("committee.copy_form")
def copy_form(form: ReportForm, *, by: Any, since: date) -> ReportForm:
    """Copy a form with all it asks for, to hold from a later month on; the copy can be changed."""
    since = since.replace(day=1)
    if since <= form.since:
        raise RuleBroken(_("Choose a month after the one from which this form holds."))
    names = ("name", "audience", "period", "group_id", "note")
    copy = create_form(ReportForm(since=since, **{name: getattr(form, name) for name in names}), by=by)
    FormField.objects.bulk_create(_copied(field, copy) for field in form.fields.present())
    record_action("committee.copy_form", copy, by=by, after={"form": str(form)})
    return copy


def _copied(field: FormField, form: ReportForm) -> FormField:
    names = [f.attname for f in FormField._meta.concrete_fields if f.editable and f.attname != "form_id"]
    return FormField(form=form, **{name: getattr(field, name) for name in names if name != "id"})
