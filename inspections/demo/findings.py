"""What was found in the demo town in a year, and what became of it: found, told, put right, looked at again."""

from __future__ import annotations

import io
from datetime import time, timedelta
from functools import cache, partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from PIL import Image, ImageDraw

from committee.models import Unit
from dayan_safety.attachments import attach
from dayan_safety.uploads import Checked, check_upload
from inspections.demo.finding_texts import DANGERS, Danger
from inspections.models import Finding, FindingKind, Site
from inspections.services import findings as services

FOUND, TOLD, STEP, DONE, LOOKED = time(10, 30), time(11), time(15), time(16), time(9, 30)
FIXINGS = {
    "responsible": "单位主要负责人",
    "measures": "停用相关区域，委托有资质的单位整改并验收。",
    "funds": "单位自筹",
    "plan": "整改前专人看守，备足灭火器材，遇险立即疏散。",
}


def plan_findings(year: Any) -> None:
    """Each is found on its day by its agency, or by the unit itself; what follows is planned from there.

    ``year``: the town's year, as the committee's demo lives it.
    """
    units = {kind: list(Unit.objects.present().filter(kind=kind)) for kind in ("village", "enterprise")}
    for number, danger in enumerate(DANGERS):
        of_kind = units[danger.at]
        unit = of_kind[(7 * number) % len(of_kind)] if danger.at == "enterprise" else of_kind[number % 5]
        year.plan(year.on - timedelta(days=danger.ago), FOUND, partial(find, year, danger, unit))


def find(year: Any, danger: Danger, unit: Unit) -> None:
    """Write it down; tell the unit half an hour later, unless it found it itself or nobody has got to it yet."""
    by = year.users["inspector"] if danger.agency == "消防大队" else None
    finding = services.create_finding(written(danger, unit), by=by)
    attach(finding, by=by, file=photo("整改前.jpg", "#c0392b"))
    if danger.fate == "found":
        return
    year.plan(localdate(), TOLD, partial(services.notify_finding, finding, by=by))
    steps = {
        "new": (),
        "late": ((2, STEP, partial(begin, finding)),),
        "listed": ((2, STEP, partial(begin, finding)), (9, LOOKED, partial(put_on_list, year, finding))),
        "begun": ((2, STEP, partial(begin, finding)),),
        "asked": ((2, STEP, partial(begin, finding)), (danger.days, DONE, partial(finish, finding))),
        "longer": ((2, STEP, partial(begin, finding)), (3, DONE, partial(ask_longer, finding))),
        "closed": ((1, STEP, partial(begin, finding)), (danger.days, DONE, partial(finish, finding)),
                   (danger.days + 2, LOOKED, partial(close, finding, by))),
        "failed": ((1, STEP, partial(begin, finding)), (danger.days, DONE, partial(finish, finding)),
                   (danger.days + 1, LOOKED, partial(fail, finding, by)),
                   (danger.days + 4, DONE, partial(finish, finding)),
                   (danger.days + 6, LOOKED, partial(close, finding, by))),
        "handed": ((2, STEP, partial(begin, finding)), (5, LOOKED, partial(hand, year, finding))),
    }  # fmt: skip
    for days, at, act in steps[danger.fate]:
        year.plan(localdate() + timedelta(days=days), at, act)


def written(danger: Danger, unit: Unit) -> Finding:
    """The danger as it is typed in."""
    site = Site.objects.present().filter(unit=unit).first()
    return Finding(
        unit=unit,
        site=site,
        place=danger.place,
        kind=FindingKind.objects.present().get(name=danger.kind),
        level=danger.level,
        text=danger.text,
        basis=danger.basis,
        demand=danger.demand,
        found_on=localdate(),
        source="resident" if danger.agency == "群众" else "inspection" if danger.agency else "patrol",
        agency=Unit.objects.present().filter(name=danger.agency).first(),
    )


def begin(finding: Finding) -> None:
    """The unit signs for it and tells what it does; for a major danger with its five fixings."""
    finding.refresh_from_db()
    services.report_step(finding, by=None, text="已安排专人负责，正在整改。")
    if finding.level == Finding.Level.MAJOR:
        services.fix_finding(finding, by=None, **FIXINGS)


def finish(finding: Finding) -> None:
    """Put right, with a photo."""
    finding.refresh_from_db()
    services.ask_reinspection(
        finding, by=None, text="已按要求整改完毕，请复查。", uploads=[photo("整改后.jpg", "#2e8b57")]
    )


def close(finding: Finding, by: Any) -> None:
    """Looked at, and gone."""
    finding.refresh_from_db()
    services.close_finding(finding, by=by, text="现场查看，隐患已消除。")


def put_right(year: Any, finding: Finding, by: Any) -> None:
    """Begun, done and looked at again within ten days."""
    for days, at, act in ((1, STEP, partial(begin, finding)), (6, DONE, partial(finish, finding)),
                          (9, LOOKED, partial(close, finding, by))):  # fmt: skip
        year.plan(localdate() + timedelta(days=days), at, act)


def fail(finding: Finding, by: Any) -> None:
    """Looked at, and still there."""
    finding.refresh_from_db()
    due_on = localdate() + timedelta(days=5)
    services.fail_finding(finding, by=by, text="整改不彻底，仍有部分问题。", due_on=due_on)


def ask_longer(finding: Finding) -> None:
    """The unit needs more time."""
    finding.refresh_from_db()
    wanted = finding.due_on + timedelta(days=10)
    services.ask_finding_extension(finding, by=None, wanted_on=wanted, reason="更换的设备须向厂家订货。")


def put_on_list(year: Any, finding: Finding) -> None:
    """The chair puts it under listed supervision, and into the register of tasks."""
    finding.refresh_from_db()
    chair = year.users["chair"]
    services.list_for_supervision(finding, by=chair, reason="逾期未整改，风险较大。")
    due_on = localdate() + timedelta(days=20)
    services.assign_finding_task(finding, by=chair, title=f"督促消除隐患：{finding.text}", due_on=due_on)


def hand(year: Any, finding: Finding) -> None:
    """The town cannot have it put right."""
    finding.refresh_from_db()
    services.hand_over(
        finding, by=year.users["chair"], handed_to="区交通运输局", reason="属区级管养道路，镇级无权施工。"
    )


@cache
def photo(name: str, colour: str) -> Checked:
    """A drawing that stands for a photo: nobody photographed the demo town."""
    image = Image.new("RGB", (480, 320), "#dfe8f2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((150, 90, 330, 250), fill="#7a8ea6", outline="#33475b", width=4)
    draw.line((190, 170, 230, 210, 300, 130), fill=colour, width=14)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return check_upload(SimpleUploadedFile(name, out.getvalue()))
