"""The town's report on a month: its page in each edition, Word, workbook, and the door to issuing it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committee.documents.town_reports import month_workbook
from committee.models import TownReport
from committee.services import reports as services
from committee.services.reports.periods import span_after, span_before, span_of
from committee.tables.town_reports import group_badge, groups_of, sections_of
from committee.views.papers import YEARS
from committee.views.reports import town_year
from dayan_safety.errors import RuleBroken
from dayan_safety.forms import ConfirmForm, PortalForm, ReasonForm
from dayan_safety.history import record_action
from dayan_safety.import_pages import as_file
from dayan_safety.notices import told_within, with_told
from dayan_safety.once import carry_out_once, where_it_led
from dayan_safety.papers import all_papers, write_paper
from dayan_safety.papers.pages import as_word
from dayan_safety.permissions import verb_label
from dayan_safety.reading_history import history_of, sentences
from dayan_safety.tables import Badge
from dayan_safety.views import Button, needs
from dayan_safety.views.parts import allowed
from dayan_safety.workdays import today

VIEW, EXPORT, ISSUE = "committee.view_town_month", "committee.export_town_month", "committee.issue_town_report"
AS_IT_STANDS = "0"  # in place of the number of an edition
HISTORY_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A month as it is looked at: in one of its ``editions`` (the last one first), or as it stands: no ``issued``."""

    first: date
    editions: list[TownReport]
    issued: TownReport | None
    content: services.Content

    @property
    def title(self) -> str:
        """What the report is called."""
        return str(TownReport(first=self.first))

    @property
    def is_latest(self) -> bool:
        """Whether no later edition was issued."""
        return self.issued is not None and self.issued is self.editions[0]

    @property
    def query(self) -> str:
        """What leads to the same from the page's buttons."""
        return f"?edition={self.issued.edition if self.issued else AS_IT_STANDS}"

    @property
    def told(self) -> str:
        """Its number with the day it was issued, or that it is a draft."""
        if self.issued is None:
            return _("Draft: as it stands on %(day)s") % {"day": today()}
        return _("%(number)s, issued on %(day)s") % {"number": self.issued.number, "day": self.issued.issued_on}


def month_asked(year: int, month: int) -> date:
    """The first day of the month; 404 for what is none."""
    if year not in YEARS or month not in range(1, 13):
        raise Http404(f"{year}-{month}")
    return date(year, month, 1)


def shown(request: HttpRequest, year: int, month: int) -> Shown:
    """The edition asked for; else the last one; else, and when asked for, the month as it stands."""
    first = month_asked(year, month)
    editions = list(TownReport.objects.all().visible_to(request.user).of_month(first))
    issued = _edition(editions, request.GET.get("edition", ""))
    return Shown(first, editions, issued, issued.content if issued else services.town_month(first, today()))


def _edition(editions: list[TownReport], asked: str) -> TownReport | None:
    if asked == AS_IT_STANDS or not (asked or editions):
        return None
    found = [report for report in editions if asked in ("", str(report.edition))]
    if not found:
        raise Http404(asked)
    return found[0]


def address(name: str, first: date) -> str:
    """A page of the month."""
    return reverse(f"committee:{name}", args=[first.year, first.month])


@require_safe
@needs(VIEW)
def view_town_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The month in its last edition, in the one asked for, or as it stands."""
    seen = shown(request, year, month)
    context = {
        "seen": seen,
        "title": seen.title,
        "status": status_of(seen),
        "groups": groups_of(seen.content),
        "sections": sections_of(seen.content),
        "is_unchanged": bool(seen.editions) and services.is_unchanged(seen.editions[0], seen.content),
        "buttons": allowed(request.user, buttons_of(seen), None),
        **_neighbours(seen.first),
        "history": sentences(history_of(seen.issued)[:HISTORY_SHOWN], on_page_of=seen.issued) if seen.issued else [],
    }
    return render(request, "committee/reports/town_month.html", context)


def _neighbours(first: date) -> dict[str, date | None]:
    """The month before and after, from the first one that has reports to the current one."""
    known = services.first_month() or first
    span = span_of("month", first)
    before, after = span_before(span).first, span_after(span).first
    return {"before": before if before >= known else None, "after": after if after <= today() else None}


def status_of(seen: Shown) -> Badge:
    """A draft, the edition that holds, or one that was replaced."""
    if seen.issued is None:
        return Badge(_("draft"), "warning", "pencil")
    words = _("edition %(number)s") % {"number": seen.issued.edition}
    if seen.is_latest:
        return Badge(_("issued, %(edition)s") % {"edition": words}, "success", "check-circle")
    return Badge(_("replaced, %(edition)s") % {"edition": words}, "secondary", "clock-history")


def buttons_of(seen: Shown) -> list[Button]:
    """Issuing while there is something to issue, then the files, then the year."""
    found = []
    if seen.editions:
        found.append(Button(ISSUE, address("issue_town_report", seen.first), "send", text=_("Issue another edition")))
    elif services.says_something(seen.content):
        found.append(Button(ISSUE, address("issue_town_report", seen.first), "send", "primary"))
    word, book = (address(name, seen.first) + seen.query for name in ("download_town_month", "export_town_month"))
    return [
        *found,
        Button(EXPORT, word, "file-earmark-word", "file", _("Word")),
        Button(EXPORT, book, "file-earmark-excel", "file", _("Excel")),
    ]


@require_safe
@needs(EXPORT)
def download_town_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The month as an official paper, what was not issued as a draft; history keeps who took it."""
    seen = shown(request, year, month)
    try:
        paper = write_paper(all_papers()["town_report"], seen.first, seen.issued, seen.content)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return HttpResponseRedirect(address("view_town_month", seen.first) + seen.query)
    name = _taken(request, seen, "docx")
    return as_word(paper, name)


@require_safe
@needs(EXPORT)
def export_town_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The month as a workbook; history keeps who took it."""
    seen = shown(request, year, month)
    standings = {group["key"]: str(group_badge(group)) for group in seen.content["groups"]}
    book = month_workbook(seen.title, seen.told, seen.content, standings)
    return as_file(book, f"{_taken(request, seen, 'xlsx')}.xlsx")


def _taken(request: HttpRequest, seen: Shown, kind: str) -> str:
    """The name of the file that leaves the house, told to history."""
    name = f"{seen.title} {seen.issued.number if seen.issued else _('draft')}"
    record_action(EXPORT, seen.issued, by=request.user, after={"file": f"{name}.{kind}"})
    return name


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ISSUE)
def issue_town_report_view(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """What will be issued and what is lacking; another edition asks for its reason."""
    if url := where_it_led(request.POST.get("once", ""), request.user):
        return HttpResponseRedirect(url)
    first = month_asked(year, month)
    before = TownReport.objects.latest_of(first)
    posted = request.POST if request.method == "POST" else None
    form = (ReasonForm if before else ConfirmForm)(posted, user=request.user)
    if form.is_bound and form.is_valid():
        with told_within() as told:
            url = _issued(request, form, first)
        if url:
            messages.success(request, with_told(_("Done: %(verb)s.") % {"verb": verb_label(ISSUE)}, told))
            return HttpResponseRedirect(url)
    return _issue_page(request, form, first, before)


def _issued(request: HttpRequest, form: PortalForm, first: date) -> str:
    """Where the report stands once it is issued, once; nothing if a rule is broken."""

    def act() -> str:
        return services.issue_town_report(first, by=request.user, **form.cleaned_data).get_absolute_url()

    try:
        return carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return ""


def _issue_page(request: HttpRequest, form: PortalForm, first: date, before: TownReport | None) -> HttpResponse:
    context = {
        "form": form,
        "verb": ISSUE,
        "noun": str(TownReport(first=first)),
        "back": address("view_town_month", first),
        "explain": explain_issue(services.town_month(first, today()), before),
        "once": request.POST.get("once") or uuid.uuid4().hex,
    }
    return render(request, "records/form.html", context, status=422 if form.is_bound else 200)


def explain_issue(content: services.Content, before: TownReport | None) -> str:
    """How many reports count, whose are missing, what becomes of the edition there is."""
    groups = [group for group in content["groups"] if group["state"] != "excused"]
    told = {"counted": len(groups) - len(content["missing"]), "owed": len(groups)}
    said = [_("%(counted)s of %(owed)s reports have been accepted: they are in it.") % told]
    if content["missing"]:
        said.append(_("Not accepted, and not in it: %(groups)s.") % {"groups": "、".join(content["missing"])})
    if before:
        edition = {"number": before.edition, "day": before.issued_on}
        said.append(_("Edition %(number)s of %(day)s stays to be read; the new one takes its place.") % edition)
        said += [_("Nothing has changed since that edition.")] if services.is_unchanged(before, content) else []
    return "\n".join([*said, _("It gets its number and stays as it is now; the committee is told.")])


MONTH = "town-reports/<int:year>/<int:month>/"
urlpatterns = [
    path(MONTH, view_town_month, name="view_town_month"),
    path(f"{MONTH}word/", download_town_month, name="download_town_month"),
    path(f"{MONTH}workbook/", export_town_month, name="export_town_month"),
    path(f"{MONTH}issue/", issue_town_report_view, name="issue_town_report"),
    *town_year.urlpatterns,
]
