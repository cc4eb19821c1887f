"""The inbox: what one was told, newest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from dayan_safety.models import Notice

A_PAGE = 30


@require_safe
def list_notices(request: HttpRequest) -> HttpResponse:
    """The user's notices; with ``?unread=1`` those not opened yet."""
    notices = Notice.objects.visible_to(request.user)
    only_unread = "unread" in request.GET
    page = Paginator(notices.unread() if only_unread else notices, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/notice_list.html",
        {"page": page, "only_unread": only_unread, "unread": notices.unread().count()},
    )


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice read and go to what it is about."""
    mine = Notice.objects.visible_to(request.user)
    notice = get_object_or_404(mine, pk=pk)
    mine.unread().filter(pk=pk).update(read_at=timezone.now())
    if url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("list_notices")


@require_POST
def read_all_notices(request: HttpRequest) -> HttpResponse:
    """Mark every notice of the user read."""
    Notice.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("list_notices")
