"""Hostile photographs and documents at the doors of the inspections: none leaves its root, runs, or tells a place."""

from __future__ import annotations

import resource
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from dayan_safety.models import Attachment
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from inspections.models import HazardReport
from inspections.tests.finding_builders import a_finding
from inspections.tests.inspection_builders import at_the_village, questions

COUNTS = [40, pytest.param(2_000, marks=pytest.mark.chaos)]
SCRIPT = b"<html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
NAMES = (
    "a.jpg", "a.png", "a.webp", "a.pdf", "a.docx", "a.xlsx", "a.html", "a.svg", "a.jpg.html",
    "../../../etc/cron.d/x.jpg", "..\\..\\x.png", "a\x00.jpg", "con.jpg", ".htaccess", "a.php",
    "名" * 200 + ".jpg", "a.jpg;.html", "%2e%2e%2fa.jpg",
)  # fmt: skip
GROWS_BY = 400 * 1024  # kilobytes


def corpus(seed: int, count: int) -> list[tuple[str, bytes]]:
    """Names and contents: real ones, real ones with something behind or in front of them, cut, and changed ones."""
    chance = Random(seed)
    real = [
        files.phone_photo(6, (120, 90)), files.picture(), files.picture("PNG"), files.picture("WEBP"), files.PDF,
        SCRIPT, SVG, b"GIF89a" + SCRIPT, b"\xff\xd8\xff\xe0" + SCRIPT, b"%PDF-1.4\n" + SCRIPT,
        b"PK\x03\x04" + SCRIPT, b"",
    ]  # fmt: skip
    made = []
    for _each in range(count):
        content = chance.choice(real)
        how = chance.randrange(5)
        if how == 1:
            content += SCRIPT
        elif how == 2:
            content = SCRIPT + content
        elif how == 3:
            content = content[: chance.randrange(len(content) + 1)]
        elif how == 4:
            changed = bytearray(content)
            for _bit in range(min(20, len(changed))):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            content = bytes(changed)
        made.append((chance.choice(NAMES), content))
    return made


def resident() -> int:
    """The memory this process has had at most, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("count", COUNTS)
def test_nothing_hostile_gets_through(count: int, cast: Cast, as_user: Any, settings: Any, tmp_path: Path) -> None:
    root = tmp_path / "kept"
    files.keep_in(root, settings)
    set_parameters({"inspections.reports_from_one_network": 1000}, by=cast.office)
    inspection, finding = at_the_village(cast), a_finding(cast.inspector, unit=cast.village)
    card = reverse("inspections:keep_answer_photo", args=[inspection.pk, questions(inspection)[0].pk])
    drop = reverse("inspections:drop_answer_photo", args=[inspection.pk, questions(inspection)[0].pk])
    attach, door = reverse("inspections:attach_finding", args=[finding.pk]), reverse("report_hazard")
    inspector, before = as_user(cast.inspector), resident()
    answers: Counter[int] = Counter()
    for number, (name, content) in enumerate(corpus(2026, count)):
        told = inspector.post(card, {"photos": files.upload(content, name)})
        answers[told.status_code] += 1
        if told.status_code == 200:
            inspector.post(drop, {"sha256": told.json()["sha256"]})
        answers[inspector.post(attach, {"uploads": [files.upload(content, name)]}).status_code] += 1
        if number % 4 == 0:
            said = {"text": "x", "place": "y", "photos": [files.upload(content, name)]}
            answers[Client(REMOTE_ADDR=f"10.0.{number % 250}.1").post(door, said).status_code] += 1
    assert set(answers) <= {200, 302, 400, 422}
    assert answers[422] > answers[200] + answers[302] > 0, "both the guard and its negative control"
    assert resident() - before < GROWS_BY
    assert {path.resolve().is_relative_to(root.resolve()) for path in files.stored(root)} <= {True}
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(root)]
    for kept in Attachment.objects.all():
        look_at(kept, inspector if kept.thing_type.model != "hazardreport" else as_user(cast.office))
    assert HazardReport.objects.exists()


def look_at(kept: Attachment, browser: Client) -> None:
    """As it is served: to keep, guessed by nobody, sandboxed; a picture tells no place."""
    if kept.removed_at is None:
        told = browser.get(reverse("download_attachment", args=[kept.pk]))
        assert told.status_code == 200
        assert told["Content-Disposition"].startswith("attachment")
        assert told["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in told["Content-Security-Policy"]
        assert not any(word in told["Content-Type"] for word in ("html", "svg", "script", "xml;"))
        told.getvalue()
    if kept.content_type.startswith("image/"):
        with kept.file.open("rb") as file, Image.open(file) as image:
            assert not image.getexif()
        with kept.file.open("rb") as file:
            assert b"<script" not in file.read()
