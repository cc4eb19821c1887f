"""The Django admin of the portal: behind the portal's own sign-in, for administrators."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from dayan_safety.accounts import sign_out

View = Callable[..., HttpResponseBase]


class PortalAdminSite(admin.AdminSite):
    """One door: who is not signed in goes to the portal's sign-in, who has no right is refused."""

    site_header = _("Da'an Safe Community administration")
    site_title = _("Administration")
    index_title = _("Tables and schedules")

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators only."""
        return request.user.is_authenticated and request.user.has_perm("committee.use_admin")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """No second way in."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own way out, which history keeps."""
        return sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own page: its rules, its history."""
        return redirect("change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """As above."""
        return redirect("change_password")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """The tables, gathered once a page shows them: forms in a window and answers to scripts do not."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def admin_view(self, view: View, cacheable: bool = False) -> Any:
        """A page of the administration: refuses who is signed in without the right, instead of asking to sign in."""
        page = super().admin_view(view, cacheable)

        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return guarded
