"""What pages are made of: nothing from outside, nothing written inline, no icon that is not there, paper in mind."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from dayan_safety.tests.test_house import ROOT, sources

NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9][^\s"'<>)]*\.[^\s"'<>)]*""", re.IGNORECASE)
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
DRAWN = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
# Where the icon stands among the arguments.
NAMED = {"Badge": 2, "Button": 2, "Place": 3, "Todo": 4}
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|/\*.*?\*/", re.DOTALL)
FETCH = """
import json, re
import django
django.setup()
from django.test import Client
client = Client(HTTP_HOST="portal.example")
page = client.get("/sign-in/", secure=True)
names = re.findall(r'(?:src|href|data-pick-js|data-pick-css)="(/static/[^"]+)"', page.content.decode())
answers = {"/sign-in/": page} | {name: client.get(name, secure=True) for name in names}
answers["/static/../settings.py"] = client.get("/static/../settings.py", secure=True)
told = {url: [answer.status_code, dict(answer.headers)] for url, answer in answers.items()}
print(json.dumps(told))
"""


def files(*patterns: str) -> Iterator[tuple[str, str]]:
    """Our own templates and static files with their texts."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), COMMENT.sub("", path.read_text(encoding="utf-8"))


def found_in(pattern: re.Pattern[str], *patterns: str) -> list[str]:
    """Every place where ``pattern`` occurs."""
    return [f"{name}: {match}" for name, text in files(*patterns) for match in pattern.findall(text)]


def test_nothing_refers_to_another_machine() -> None:
    told = found_in(
        ADDRESS, "templates/**/*.html", "templates/**/*.txt", "static/**/*.js", "static/**/*.css", "static/**/*.svg"
    )
    assert {line.partition(": ")[2] for line in told} <= NAMESPACES


def test_no_template_has_a_script_a_style_or_a_handler_inside() -> None:
    assert len(list(files("templates/**/*.html"))) > 25
    assert found_in(INLINE, "templates/**/*.html") == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (ADDRESS, '<script src="https://cdn.example/x.js">'),
        (ADDRESS, "@import url(//fonts.example/css)"),
        (INLINE, "<script>alert(1)</script>"),
        (INLINE, '<p style="color: red">'),
        (INLINE, '<a onclick="x()">'),
        (INLINE, '<a href="javascript:x()">'),
    ],
)
def test_what_is_looked_for_would_be_found(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
    assert not pattern.search('<script src="{% static "js/portal.js" %}" defer></script> <b class="once">// note</b>')


def icons_named_in(code: str) -> set[str]:
    """The icons that code gives to badges, buttons, places and to-dos."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    given = [(NAMED.get(ast.unparse(call.func), 99), call.args) for call in calls]
    return {
        str(args[place].value) for place, args in given if len(args) > place and isinstance(args[place], ast.Constant)
    }


def test_every_icon_that_is_named_is_there() -> None:
    named = {line.rpartition(": ")[2] for line in found_in(DRAWN, "templates/**/*.html")}
    named |= {icon for path in sources(ROOT) for icon in icons_named_in(path.read_text(encoding="utf-8"))}
    assert len(named) > 60
    assert {name for name in named if not (settings.ICONS_DIR / f"{name}.svg").exists()} == set()


def test_an_icon_that_code_names_is_found() -> None:
    code = 'Badge(_("vacant"), "danger", "a")\nPlace(_("x"), "y", "z", "b")\nBadge(_("x"))\nother("p", "q", "r")'
    assert icons_named_in(code) == {"a", "b"}


def test_paper_has_rules_of_its_own() -> None:
    [(_name, css)] = files("static/css/portal.css")
    paper = css[css.index("@media print") :]
    assert all(name in paper for name in (".no-print", ".sidebar", ".topbar"))
    assert ".print-only" in css


def test_a_real_town_serves_its_files_hashed_for_ever_and_guarded(tmp_path: Path) -> None:
    town = {"HTTPS": "on", "DEMO": "", "ALLOWED_HOSTS": "portal.example", "DATA_DIR": str(tmp_path)}
    town |= {"DJANGO_SETTINGS_MODULE": "dayan_safety.settings", "DATABASE_URL": "", "REDIS_URL": ""}
    environment = {key: value for key, value in {**os.environ, **town}.items() if value}
    for command in (["manage.py", "collectstatic", "--noinput", "-v0"], ["-c", FETCH]):
        ran = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr[-2000:]
    told: dict[str, Any] = json.loads(ran.stdout)
    page, outside = told.pop("/sign-in/"), told.pop("/static/../settings.py")
    assert outside[0] == 404
    assert page[1]["Strict-Transport-Security"].startswith("max-age=31536000")
    assert (
        "default-src 'self'" in page[1]["Content-Security-Policy"]
        and "unsafe" not in page[1]["Content-Security-Policy"]
    )
    assert len(told) >= 5
    for url, (status, headers) in told.items():
        assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff"), url
        assert "immutable" in headers["Cache-Control"] and re.search(r"\.[0-9a-f]{12}\.", url), url
    scripts = {path.name.partition(".")[0] for path in (tmp_path / "static/bootstrap/js").iterdir()}
    assert scripts == {"bootstrap"} and not list((tmp_path / "static").rglob("*.esm*"))
