"""The evaluator's mode: the file read-only, indicator by indicator; samples by lot, and how each record was found."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from assessment.documents.national import packing
from assessment.documents.national.samples import name_of, samples_of
from assessment.forms.evaluations import USUALLY, DrawForm, MarkForm
from assessment.models import DrawnEvidence, Evaluation, Evidence, EvidenceDraw
from assessment.services.national import judging, sampling
from assessment.services.national.proposing import load_records
from assessment.services.national.sets import scale_of
from assessment.tables.evaluations import kind
from assessment.tables.national import VERDICTS
from dayan_safety.attachments import attachments_of
from dayan_safety.models import Attachment
from dayan_safety.views import needs, verb_path
from dayan_safety.views.files import handed_out
from dayan_safety.workdays import today

RIGHT = "assessment.evaluate_on_site"


@dataclass(frozen=True, slots=True)
class Open:
    """What lies open before an evaluator: the evaluation, the whole file, its indicators in their order."""

    evaluation: Evaluation
    whole: judging.Whole
    lines: list[packing.Shown]

    def at(self, number: int) -> tuple[packing.Shown, int, int]:
        """The indicator of a number, with the numbers before and after it (0: none). Raises ``Http404``."""
        for found in packing.in_order(self.lines):
            if found[0].judgement.indicator.number == number:
                return found
        raise Http404


def opened(user: Any) -> Open:
    """What the user evaluates today; 404 outside the term."""
    evaluation = get_object_or_404(Evaluation.objects.all().visible_to(user).with_names())
    whole, scale = judging.whole_of(evaluation.assessment, today()), scale_of(evaluation.assessment.indicator_set)
    return Open(evaluation, whole, [packing.shown_line(line, scale) for line in whole.lines])


def _page(request: HttpRequest, template: str, here: Open, **about: Any) -> HttpResponse:
    shown = {"evaluation": here.evaluation, "lines": here.lines, "once": uuid.uuid4().hex, "usually": USUALLY, **about}
    return render(request, f"assessment/national/{template}.html", shown)


def _outside(template: str, about: dict[str, Any]) -> str:
    """A part of the page as the pack shows it; safe, for a template has drawn it."""
    return mark_safe(packing.shown_outside(f"assessment/national/{template}.html", about))


@require_safe
@needs(RIGHT)
def show_on_site(request: HttpRequest) -> HttpResponse:
    """The file as a whole: what it comes to, samples of all of it, how many notes there are."""
    here = opened(request.user)
    evaluation = here.evaluation
    about = {
        "whole": here.whole,
        "verdict": VERDICTS[here.whole.standing.verdict],
        "samples": samples_of(evaluation.draws.present()),
        "notes": evaluation.notes.present().count(),
    }
    return _page(request, "on_site", here, **about)


@require_safe
@needs(RIGHT)
def show_on_site_indicator(request: HttpRequest, number: int) -> HttpResponse:
    """An indicator: grades, text, evidence; own notes and samples."""
    here = opened(request.user)
    line, before, after = here.at(number)
    judgement, evaluation = line.judgement, here.evaluation
    text, groups = packing.proof_of(judgement, reader=request.user)
    notes = evaluation.notes.present().filter(judgement=judgement).order_by("pk")
    about = {
        "line": line,
        "before": before,
        "after": after,
        "grades": judgement.grades,
        "proof": _outside("on_site_proof", {"text": text, "groups": groups}),
        "notes": [(note, kind(note)) for note in notes],
        "samples": samples_of(evaluation.draws.present().filter(judgement=judgement)),
    }
    return _page(request, "on_site_indicator", here, **about)


def _evidence(user: Any, pk: int) -> Any:
    """A record of the file with its name at hand, if it exists for the user."""
    rows = Evidence.objects.all().visible_to(user).select_related("judgement__indicator")
    evidence = get_object_or_404(rows, pk=pk)
    load_records([evidence])
    return evidence


def _files(evidence: Any) -> list[Attachment]:
    """The files that the pack holds of a record, called so that no telephone number is told."""
    kept = [file for file in attachments_of(evidence.shown) if file.file.storage.exists(str(file.file.name))]
    for file in kept:
        file.name = packing.masked(file.name)
    return kept


@require_safe
@needs(RIGHT)
def show_on_site_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A record as the pack shows it: day, name, files."""
    here = opened(request.user)
    evidence = _evidence(request.user, pk)
    about = {
        "evidence": evidence,
        "name": name_of(evidence),
        "place": packing.masked(str(getattr(evidence.shown, "place", "") or "")),
    }
    return _page(request, "on_site_evidence", here, files=_files(evidence), **about)


@require_safe
@needs(RIGHT)
def download_on_site_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file that the pack holds of a record."""
    found = next((kept for kept in _files(_evidence(request.user, pk)) if kept.pk == file), None)
    if found is None:
        raise Http404
    return handed_out(found, by=request.user)


@require_safe
@needs(RIGHT)
def show_drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """A sample: how it was drawn, its records, how each was found."""
    here = opened(request.user)
    found = samples_of(EvidenceDraw.objects.filter(pk=pk).visible_to(request.user))
    if not found:
        raise Http404
    return _page(request, "on_site_drawn", here, sample=found[0], outcomes=DrawnEvidence.Outcome.choices)


def _to_newest(record: Any, user: Any) -> str:
    """The sample that was drawn just now."""
    return str(record.draws.latest("pk").get_absolute_url())


def _to_sample(record: Any, user: Any) -> str:
    return str(record.get_absolute_url())


def _to_mode(record: Any) -> str:
    return reverse("assessment:show_on_site")


urlpatterns = [
    path("on-site/", show_on_site, name="show_on_site"),
    path("on-site/<int:number>/", show_on_site_indicator, name="show_on_site_indicator"),
    path("on-site/records/<int:pk>/", show_on_site_evidence, name="show_on_site_evidence"),
    path("on-site/records/<int:pk>/files/<int:file>/", download_on_site_file, name="download_on_site_file"),
    path("on-site/samples/<int:pk>/", show_drawn, name="show_drawn"),
    verb_path(
        "evaluations/<int:pk>/draw/",
        sampling.DRAW,
        Evaluation,
        DrawForm,
        sampling.draw_evidence,
        explain=_("Drawn by lot among the accepted records. Seed and pool are kept: anybody can draw again."),
        then=_to_newest,
        back=_to_mode,
    ),
    verb_path(
        "on-site/drawn/<int:pk>/mark/",
        sampling.MARK,
        DrawnEvidence,
        MarkForm,
        sampling.mark_drawn,
        then=_to_sample,
    ),
]
