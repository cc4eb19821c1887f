"""Lists remember how they were left: their address comes back when they are opened plain."""

from django.http import HttpRequest, HttpResponseRedirect, QueryDict

KEPT = "lists"
LONGEST = 1000


def remembered(request: HttpRequest, url: str) -> HttpResponseRedirect | None:
    """Where to go instead of the plain list, if it was left with filters; ``?reset`` forgets them."""
    kept = request.session.get(KEPT, {})
    query = _without_page(request.GET)
    if "reset" in request.GET:
        _keep(request, kept, url, "")
        return HttpResponseRedirect(url)
    if request.GET:
        _keep(request, kept, url, query)
        return None
    return HttpResponseRedirect(f"{url}?{kept[url]}") if kept.get(url) else None


def _without_page(params: QueryDict) -> str:
    """How the list was left, but for the page: one comes back to its beginning. Too long an address is not kept."""
    left = params.copy()
    left.pop("page", None)
    query = left.urlencode()
    return query if len(query) <= LONGEST else ""  # half an address would be another list, or none


def _keep(request: HttpRequest, kept: dict[str, str], url: str, query: str) -> None:
    if kept.get(url, "") != query:
        request.session[KEPT] = kept | {url: query}
