"""Every variable is documented, nonsense is refused, and production settings keep the promises of trust.md."""

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = re.compile(r"^(env(\.\w+)?|switch|os\.environ\.get|os\.getenv)$")
PRODUCTION = {"HTTPS": "on", "SECRET_KEY": "of a real town", "ALLOWED_HOSTS": "safety.example", "DEMO": ""}


def variables_of_code(text: str) -> set[str]:
    """Return the names of the environment variables that Python code asks for."""
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args)
    asked = (call.args[0] for call in calls if READERS.match(ast.unparse(call.func)))
    return {str(name.value) for name in asked if isinstance(name, ast.Constant)}


def variables_of_make(makefile: str, procfile: str) -> set[str]:
    """Return the variables that a Makefile lets one set or hands on, and those of a Procfile."""
    offered = set(re.findall(r"^([A-Z_]+) \?=", makefile, re.MULTILINE))
    used = set(re.findall(r"\$\(([A-Z_]+)\)", makefile)) - set(re.findall(r"^([A-Z_]+) :=", makefile, re.MULTILINE))
    return (offered | used | set(re.findall(r"\$\{?([A-Z_]+)", procfile))) - {"CURDIR"}


def variables_of_page(page: str) -> set[str]:
    """Return the variables that have a row in a table of the page."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))


def settings_under(monkeypatch: pytest.MonkeyPatch, folder: Path, **variables: str) -> dict[str, Any]:
    for name in variables_of_page((ROOT / "docs/settings.md").read_text(encoding="utf-8")):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"DATA_DIR": str(folder), **variables}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "dayan_safety/settings.py"))


def test_every_variable_is_documented_and_no_other() -> None:
    asked = variables_of_make(
        (ROOT / "Makefile").read_text(encoding="utf-8"), (ROOT / "Procfile").read_text(encoding="utf-8")
    )
    for path in [ROOT / "conftest.py", *(ROOT / "dayan_safety").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]:
        asked |= variables_of_code(path.read_text(encoding="utf-8")) if path != Path(__file__) else set()
    assert asked == variables_of_page((ROOT / "docs/settings.md").read_text(encoding="utf-8"))


def test_a_variable_is_found_wherever_it_is_asked_for() -> None:
    code = 'A = env.int("ONE", default=1)\nB = switch("TWO")\nC = os.environ.get("THREE")\nD = settings.get("NOT")'
    assert variables_of_code(code) == {"ONE", "TWO", "THREE"}
    make = "FOUR ?= 4\nBIN := bin\nx:\n\t$(BIN)/run $(FIVE) $(CURDIR) $@"
    assert variables_of_make(make, "web: run ${SIX:-6} $SEVEN") == {"FOUR", "FIVE", "SIX", "SEVEN"}
    assert variables_of_page("| `EIGHT` | meaning |\n| eight | `NINE` |") == {"EIGHT"}


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "mysql://root@127.0.0.1/portal"}, "DATABASE_URL must begin with sqlite:/// or postgres://"),
        ({"DATABASE_URL": "portal.sqlite3"}, "DATABASE_URL must begin with sqlite:/// or postgres://"),
        ({"REDIS_URL": "foo"}, "REDIS_URL must begin with redis://, rediss:// or unix://"),
        ({"HTTPS": "on", "DEMO": "on"}, "never with HTTPS"),
        ({"HTTPS": "ture"}, "HTTPS must be on or off, not 'ture'"),
        ({"SESSION_IDLE_MINUTES": "half an hour"}, "half an hour"),
        ({"LOG_LEVEL": "loud"}, "loud"),
    ],
)
def test_nonsense_is_refused_at_start(tmp_path: Path, variables: dict[str, str], sentence: str) -> None:
    check = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "HTTPS": "", "DEMO": "", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode != 0
    assert sentence in check.stderr


def test_without_any_variable_everything_is_embedded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = settings_under(monkeypatch, tmp_path)
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "portal.sqlite3")
    assert settings["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["CELERY_BROKER_URL"] == "filesystem://localhost"
    assert (settings["DEBUG"], settings["DEMO"], settings["HTTPS"]) == (False, False, False)


def test_named_services_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    urls = {"DATABASE_URL": "postgres://portal@127.0.0.1/portal", "REDIS_URL": "redis://127.0.0.1:6379/0"}
    settings = settings_under(monkeypatch, tmp_path, **urls)
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert "statement_timeout" in settings["DATABASES"]["default"]["OPTIONS"]["options"]
    assert settings["CELERY_BROKER_URL"] == settings["CACHES"]["default"]["LOCATION"] == urls["REDIS_URL"]
    assert settings["SESSION_ENGINE"].endswith("cached_db")


def test_keys_are_made_once_and_hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = (settings_under(monkeypatch, tmp_path) for _ in range(2))
    keys = ("SECRET_KEY", "FIELD_KEY", "HISTORY_KEY")
    assert [first[key] for key in keys] == [second[key] for key in keys]
    assert len({first[key] for key in keys}) == 3
    assert all((tmp_path / key.lower()).stat().st_mode & 0o077 == 0 for key in keys)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", False),
        ("DEMO", False),
        ("ALLOWED_HOSTS", ["safety.example"]),
        ("CSRF_TRUSTED_ORIGINS", ["https://safety.example"]),
        ("SESSION_COOKIE_NAME", "__Host-session"),
        ("SESSION_COOKIE_SECURE", True),
        ("SESSION_COOKIE_HTTPONLY", True),
        ("SESSION_COOKIE_SAMESITE", "Lax"),
        ("CSRF_COOKIE_NAME", "__Host-csrf"),
        ("CSRF_COOKIE_SECURE", True),
        ("CSRF_COOKIE_HTTPONLY", True),
        ("LANGUAGE_COOKIE_SECURE", True),
        ("SECURE_SSL_REDIRECT", True),
        ("SECURE_HSTS_SECONDS", 31536000),
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", True),
        ("SECURE_CONTENT_TYPE_NOSNIFF", True),
        ("SECURE_REFERRER_POLICY", "same-origin"),
        ("SECURE_PROXY_SSL_HEADER", None),
        ("X_FRAME_OPTIONS", "DENY"),
        ("CELERY_ACCEPT_CONTENT", ["json"]),
        ("CELERY_TASK_ACKS_LATE", True),
        ("CELERY_TASK_REJECT_ON_WORKER_LOST", True),
        ("CELERY_WORKER_PREFETCH_MULTIPLIER", 1),
        ("CELERY_BROKER_CONNECTION_MAX_RETRIES", None),
        ("AXES_LOCKOUT_PARAMETERS", [["username", "ip_address"]]),
        ("FILE_UPLOAD_PERMISSIONS", 0o600),
        ("IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT", True),
    ],
)
def test_production_keeps_its_promise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: object
) -> None:
    assert settings_under(monkeypatch, tmp_path, **PRODUCTION)[name] == value


def test_production_lets_nothing_in_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = settings_under(monkeypatch, tmp_path, **PRODUCTION)
    directives = settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["object-src"] == directives["base-uri"] == directives["frame-ancestors"] == ["'none'"]
    assert {source for sources in directives.values() for source in sources} == {"'self'", "'none'", "data:"}
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings["MIDDLEWARE"]
    assert settings["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert settings["STORAGES"]["default"]["OPTIONS"]["base_url"] is None
    assert settings["DATA_UPLOAD_MAX_MEMORY_SIZE"] <= 2 * 1024 * 1024


def test_a_message_is_given_again_only_after_the_longest_task(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = settings_under(monkeypatch, tmp_path, REDIS_URL="redis://127.0.0.1:6379/0")
    assert settings["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"] > settings["CELERY_TASK_TIME_LIMIT"]
