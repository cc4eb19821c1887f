"""The whole self-assessment as one ZIP: an index and a page for each indicator, the Word report, the files of records.

Written to a temporary file, indicator by indicator, file by file: memory stays small however much there is.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.template.loader import render_to_string
from django.utils.translation import override

from assessment.documents.national.report import Chapter, report
from assessment.models import Evidence, SelfAssessment
from assessment.scoring.national import Scale
from assessment.services.national import judging, writing
from assessment.services.national.sets import scale_of
from assessment.tables.national import VERDICTS
from dayan_safety.attachments import load_files
from dayan_safety.history import record_action
from dayan_safety.models import Attachment
from dayan_safety.personal import is_identity_number, mask_identity, mask_telephone
from dayan_safety.workdays import today

LANGUAGE = "zh-hans"
MOBILE = r"1[3-9][0-9](?:[- ]?[0-9]{4}){2}"
TELEPHONE = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86[- ]?)?({MOBILE})(?![0-9])")
IDENTITY = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
SAFE_ENDING = re.compile(r"\.[0-9A-Za-z]{1,5}")
MOST = 10_000  # records of a kind; all of them, but never without end
RED, YELLOW, GREEN = ("danger", "x-circle"), ("warning", "exclamation-triangle"), ("success", "check-circle")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the tree: the judgement with points, gaps, light, and the per cent that each part reaches."""

    judgement: Any
    points: Any
    gaps: list[str]
    tone: str
    icon: str
    bars: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file in the ZIP: where it lies, what it is called, and whether a page can show it."""

    place: str
    name: str
    is_picture: bool


@dataclass(slots=True)
class Files:
    """The files put into the ZIP so far, each once, by their keys."""

    archive: zipfile.ZipFile
    copies: dict[int, Copy] = field(default_factory=dict)

    def put(self, file: Attachment) -> Copy | None:
        """Copy it in portions under a name of our own; nothing where the storage has lost it."""
        if file.pk not in self.copies:
            ending = SAFE_ENDING.fullmatch(f".{file.name.rpartition('.')[2]}")
            place = f"files/{file.pk}{ending[0].lower() if ending else ''}"
            try:
                source = file.file.open("rb")
            except FileNotFoundError:
                return None
            with source, self.archive.open(place, "w") as target:
                shutil.copyfileobj(source, target)
            self.copies[file.pk] = Copy(place, file.name, file.content_type.startswith("image/"))
        return self.copies[file.pk]


def shown_line(line: judging.Line, scale: Scale) -> Shown:
    """A line with its light: red at zero, yellow with a gap or without a grade, else green."""
    points = line.judged.points(scale)
    careful = bool(line.gaps) or not all(line.judged.grades)
    tone, icon = RED if not points else YELLOW if careful else GREEN
    bars = [(grade or "–", scale.shares.get(grade, 0)) for grade in line.judged.grades]
    return Shown(line.judgement, points, line.gaps, tone, icon, bars)


def in_order(lines: Sequence[Shown]) -> Iterator[tuple[Shown, int, int]]:
    """Each with the numbers of the indicators before and after it (0: none)."""
    numbers = [0, *(line.judgement.indicator.number for line in lines), 0]
    return zip(lines, numbers, numbers[2:], strict=False)


def masked(text: str) -> str:
    """Without telephone and identity numbers of persons, however they are grouped."""
    return TELEPHONE.sub(_telephone_masked, IDENTITY.sub(_identity_masked, text))


def _telephone_masked(found: re.Match[str]) -> str:
    return mask_telephone(re.sub("[- ]", "", found[1]))


def _identity_masked(found: re.Match[str]) -> str:
    return mask_identity(found[0]) if is_identity_number(found[0].upper()) else found[0]


def packed(assessment: SelfAssessment, *, by: Any) -> BinaryIO:
    """The ZIP, at its beginning, in Chinese; holds what exists for ``by``. History keeps that it left the house."""
    out: Any = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it
    with override(LANGUAGE), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, assessment, by)
    record_action("assessment.pack_selfassessment", assessment, by=by)
    out.seek(0)
    return out  # type: ignore[no-any-return]


def _write(archive: zipfile.ZipFile, assessment: SelfAssessment, by: Any) -> None:
    whole, scale = judging.whole_of(assessment, today()), scale_of(assessment.indicator_set)
    lines = [shown_line(line, scale) for line in whole.lines]
    about = {"assessment": assessment, "whole": whole, "verdict": VERDICTS[whole.standing.verdict], "lines": lines}
    _put(archive, "index.html", "assessment/national/pack_index.html", about)
    _put(archive, "style.css", "assessment/national/pack.css", {})
    files = Files(archive)
    chapters = [_page(archive, files, *place, by) for place in in_order(lines)]
    archive.writestr("report.docx", report(assessment, whole, chapters))


def proof_of(judgement: Any, *, reader: Any) -> tuple[str, list[writing.Group]]:
    """What leaves the house of an indicator: its text without telephone numbers, and its accepted records by kind."""
    found = writing.groups_of(judgement, reader=reader, most=MOST)
    groups = [group for group in found if group.state == Evidence.State.ACCEPTED]
    return masked(writing.text_of(judgement, groups)), groups


def _page(archive: zipfile.ZipFile, files: Files, line: Shown, before: int, after: int, by: Any) -> Chapter:
    """Write the page of an indicator, with ways to its neighbours, and its files; returns its chapter of the report."""
    text, groups = proof_of(line.judgement, reader=by)
    shown = [(group, list(_with_files(group, files))) for group in groups]
    about = {"line": line, "text": text, "groups": shown, "before": before, "after": after}
    number = line.judgement.indicator.number
    _put(archive, f"indicators/{number}.html", "assessment/national/pack_indicator.html", about)
    return Chapter(line.judgement.indicator, line.points, text, [(group.label, group.number) for group in groups])


def _with_files(group: writing.Group, files: Files) -> Iterator[tuple[Any, list[Copy]]]:
    there = [each for each in group.shown if each.shown is not None]
    load_files(each.shown for each in there)
    for each in there:
        copies = [files.put(file) for file in each.shown.loaded_files]
        yield each, [copy for copy in copies if copy]


def _put(archive: zipfile.ZipFile, place: str, template: str, about: dict[str, Any]) -> None:
    archive.writestr(place, shown_outside(template, about))


def shown_outside(template: str, about: dict[str, Any]) -> str:
    """A page, or a part of one, for people from outside: no telephone number of a person is on it."""
    return masked(render_to_string(template, about))
