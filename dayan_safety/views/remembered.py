"""Lists remember how they were left: their address comes back when they are opened plain."""

from django.http import HttpRequest, HttpResponseRedirect

KEPT = "lists"


def remembered(request: HttpRequest, url: str) -> HttpResponseRedirect | None:
    """Where to go instead of the plain list, if it was left with filters; ``?reset`` forgets them."""
    kept = request.session.get(KEPT, {})
    query = request.GET.urlencode()
    if "reset" in request.GET:
        _keep(request, kept, url, "")
        return HttpResponseRedirect(url)
    if query:
        _keep(request, kept, url, query)
        return None
    return HttpResponseRedirect(f"{url}?{kept[url]}") if kept.get(url) else None


def _keep(request: HttpRequest, kept: dict[str, str], url: str, query: str) -> None:
    if kept.get(url, "") != query:
        request.session[KEPT] = kept | {url: query[:1000]}
