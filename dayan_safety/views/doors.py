"""The right a page of its own asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def needs(right: str) -> Callable[[View], View]:
    """Refuse (403) whoever has not ``right``, before any record is looked for; stands below the allowed methods."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(right):
                raise PermissionDenied(right)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
