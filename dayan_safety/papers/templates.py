"""Which template a paper is written on: the office's own, or the shipped one."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dayan_safety.drafts import store
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.models import PaperTemplate
from dayan_safety.papers.guarding import check_template
from dayan_safety.papers.kinds import PaperKind, all_papers
from dayan_safety.papers.rendering import render
from dayan_safety.permissions import require, verb
from dayan_safety.uploads import Checked

KEEP = "dayan_safety.keep_papers"
OFFICIAL = "zh-hans"  # official papers are Chinese, whoever reads the portal in whatever language


@cache
def shipped_template(name: str) -> bytes:
    """The template the portal ships, drawn once."""
    return all_papers()[name].draw()


def own_template(kind: PaperKind) -> PaperTemplate | None:
    """The office's own template that is in use, if there is one."""
    own: PaperTemplate | None = PaperTemplate.objects.current().filter(kind=kind.name).first()
    return own


def current_template(kind: PaperKind) -> bytes:
    """The template in use; one query."""
    own = own_template(kind)
    if own is None:
        return shipped_template(kind.name)
    try:
        with own.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError as lost:
        raise RuleBroken(_("The template is missing from the storage: upload it again.")) from lost


def write_paper(kind: PaperKind, *about: Any) -> bytes:
    """The paper about ``about`` on the template in use, as .docx; always in Chinese."""
    with translation.override(OFFICIAL):
        fields = kind.write(*about)
    return render(current_template(kind), fields)


def sample_paper(kind: PaperKind) -> bytes:
    """The template in use, filled in with invented fields."""
    return try_template(kind, current_template(kind))


def try_template(kind: PaperKind, template: bytes) -> bytes:
    """Fill ``template`` in with everything, then with nothing; returns the former. ``RuleBroken`` says what fails."""
    with translation.override(OFFICIAL):
        full, blank = kind.sample(), kind.blank()
    paper = render(template, full)
    render(template, blank)
    return paper


def tried(kind: PaperKind, file: Any) -> Checked:
    """``file`` (an uploaded file), if it may be the template of ``kind``. ``RuleBroken`` says what is wrong with it."""
    checked = check_template(file)
    try_template(kind, checked.content)
    return checked


def replace_paper(kind: PaperKind, *, by: Any, file: Any) -> PaperTemplate:
    """Keep ``file`` (an uploaded file, or one that was ``tried`` already) as the template of ``kind`` from now on.

    The template before it stays. Raises ``RuleBroken`` with what is wrong with it, ``PermissionDenied``.
    """
    require(by, KEEP, kind)
    checked = file if isinstance(file, Checked) else tried(kind, file)  # slow: before the database is locked
    return _replace(kind, by=by, checked=checked)


@verb(KEEP)
def _replace(kind: PaperKind, *, by: Any, checked: Checked) -> PaperTemplate:
    before = _retire(kind)
    template = PaperTemplate(kind=kind.name, name=checked.name, size=len(checked.content), sha256=checked.sha256, by=by)
    store(template.file, template.name, checked.content)
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as twice:
        raise RuleBroken(_("Somebody else has just replaced this template: look at theirs first.")) from twice
    after = {"paper": str(kind.label), "file": template.name, "sha256": template.sha256}
    record_action("dayan_safety.replace_paper", template, by=by, before=before, after=after)
    return template


@verb(KEEP)
def restore_paper(kind: PaperKind, *, by: Any) -> None:
    """Go back to the shipped template."""
    before = _retire(kind)
    if not before:
        raise RuleBroken(_("The shipped template is in use already."))
    record_action("dayan_safety.restore_paper", by=by, before=before, after={"paper": str(kind.label)})


def _retire(kind: PaperKind) -> dict[str, str]:
    """Put the office's own template out of use; returns what history tells of it."""
    rows = PaperTemplate.objects.select_for_update().current().filter(kind=kind.name)
    told = {"file": rows[0].name} if rows else {}
    rows.update(replaced_at=timezone.now(), version=F("version") + 1)
    return told
