"""The office's queue: the first report to review, the ones beside it, and where one goes on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committee.models import Report
from committee.services import reports as services
from dayan_safety.views import needs

REVIEW = "committee.accept_report"


def waiting_for(user: Any) -> int:
    """How many reports wait for the review of ``user``; nothing, and no query, for who does not review."""
    return Report.objects.all().visible_to(user).to_review().count() if user.has_perm(REVIEW) else 0


@require_safe
@needs(REVIEW)
def review_reports(request: HttpRequest) -> HttpResponse:
    """On to the report that waits longest; to the list when none does."""
    first = Report.objects.all().visible_to(request.user).to_review().first()
    if first is None:
        messages.info(request, _("No report waits for a review."))
    return HttpResponseRedirect(first.get_absolute_url() if first else reverse("committee:list_report"))


def next_or_same(report: Report, user: Any) -> str:
    """After a decision: the address of the next report in the queue; the report's own when none waits."""
    return (services.place_in_queue(report, user).after or report).get_absolute_url()


def place_of(report: Report, user: Any) -> services.Place | None:
    """Where a report that waits stands in the queue, for who reviews; none for others."""
    if report.state != Report.State.SUBMITTED or not user.has_perm(REVIEW):
        return None
    return services.place_in_queue(report, user)


urlpatterns = [path("reports/review/", review_reports, name="review_reports")]
