"""The roster of a day as a workbook in the columns in which it can come back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committee.documents import roster_workbook
from committee.models import LiaisonPost
from committee.services import rosters
from dayan_safety.filters import day_asked
from dayan_safety.history import record_action
from dayan_safety.import_pages import as_file
from dayan_safety.views import needs


@require_safe
@needs("committee.export_liaisonpost")
def download_workbook(request: HttpRequest) -> HttpResponse:
    """The roster of a day, today's unless another is asked for, full numbers for those who may see them.

    History keeps who took it.
    """
    on = day_asked(request.GET)
    posts = LiaisonPost.objects.all().visible_to(request.user).of_valid_units(on)
    masked = not request.user.has_perm("committee.reveal_person")
    rows = list(rosters.roster_rows(posts, on, masked=masked))
    told = {"rows": str(len(rows)), "format": "xlsx", "on": str(on)}
    record_action("committee.export_liaisonpost", by=request.user, after=told)
    name = _("Liaison roster")
    return as_file(roster_workbook(rows), f"{name} {on}.xlsx")
