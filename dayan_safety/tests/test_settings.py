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
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = re.compile(r"^(env(\.\w+)?|switch|number|os\.environ\.get|os\.getenv)$")
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
        ({"SIGN_IN_FAILURES": "0"}, "SIGN_IN_FAILURES must be from 1 to 100, not 0"),
        ({"PORTAL_URL": "portal.example"}, "PORTAL_URL must begin with https:// or http://"),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL must begin with smtp://, smtp+tls://, smtp+ssl:// or filemail://"),
        ({"SECOND_FACTOR": "on"}, "SECOND_FACTOR must be off, offered or required, not 'on'"),
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


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("TRUSTED_PROXIES", ["-1", "11"], ["0", "1"]),
        ("CONN_MAX_AGE", ["-1", "86401"], ["0", "60"]),
        ("UPLOAD_MAX_BYTES", ["0", "-5", "99999999999"], ["1", "52428800"]),
        ("PASSWORD_MIN_LENGTH", ["0", "-12", "7", "101"], ["8", "14"]),
        ("PASSWORD_KINDS", ["0", "5"], ["1", "4"]),
        ("PASSWORD_MAX_AGE_DAYS", ["-1", "3651"], ["0", "90"]),
        ("FIRST_PASSWORD_DAYS", ["-1", "366"], ["0", "14"]),
        ("SIGN_IN_NAMES_PER_ADDRESS", ["-1", "10001"], ["0", "60"]),
        ("SIGN_IN_FAILURES", ["0", "-1", "101"], ["1", "10"]),
        ("SIGN_IN_LOCK_MINUTES", ["0", "1441"], ["1", "15"]),
        ("SESSION_IDLE_MINUTES", ["0", "-30", "1441"], ["1", "15"]),
        ("SESSION_ABSOLUTE_HOURS", ["0", "721"], ["1", "8"]),
        ("LETTER_TAKEN_SECONDS", ["0", "3601"], ["1", "300"]),
        ("DISK_LEAST_MB", ["0", "1000001"], ["1", "2000"]),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, wrong: list[str], right: list[str]
) -> None:
    for value in right:
        settings_under(monkeypatch, tmp_path, **{name: value})
    for value in wrong:
        with pytest.raises(ImproperlyConfigured, match=rf"{name} must be from \d+ to \d+, not {value}"):
            settings_under(monkeypatch, tmp_path, **{name: value})


@pytest.mark.parametrize("word", ["ture", "yes please", "2", "-", "ON/OFF"])
@pytest.mark.parametrize("name", ["DEBUG", "DEMO", "HTTPS"])
def test_a_switch_is_on_or_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, word: str) -> None:
    assert settings_under(monkeypatch, tmp_path, **{name: " On "})[name] is True
    assert settings_under(monkeypatch, tmp_path, **{name: "No"})[name] is False
    with pytest.raises(ImproperlyConfigured, match=f"{name} must be on or off"):
        settings_under(monkeypatch, tmp_path, **{name: word})


@pytest.mark.parametrize(("changed", "healthy"), [({}, True), ({"HTTPS": ""}, False), ({"SECRET_KEY": "short"}, False)])
def test_the_deployment_check_is_content_with_a_real_town_alone(
    tmp_path: Path, changed: dict[str, str], healthy: bool
) -> None:
    secret = "".join(map(chr, range(35, 99)))
    # Browser tests in the same process set what no town sets.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    check = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**inherited, "DATA_DIR": str(tmp_path), **PRODUCTION, "SECRET_KEY": secret, **changed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (check.returncode == 0) is healthy, check.stderr


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
    assert settings["CELERY_BROKER_URL"] == urls["REDIS_URL"]
    assert settings["SESSION_ENGINE"].endswith(".db")


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
        ("FIRST_PASSWORD_DAYS", 14),
        ("SECOND_FACTOR", "offered"),
        ("SIGN_IN_NAMES_PER_ADDRESS", 20),
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
