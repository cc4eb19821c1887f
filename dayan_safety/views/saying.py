"""One sentence on a page of its own, for people without a login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def say(request: HttpRequest, title: str, text: str, *, status: int = 200, tone: str = "info") -> HttpResponse:
    """The page; ``tone`` colours it: info, success, warning."""
    return render(request, "said.html", {"title": title, "text": text, "tone": tone}, status=status)
