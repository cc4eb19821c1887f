"""Clock doors of the assessment."""

from celery import shared_task

from assessment.services import scores
from assessment.services.national import proposing
from dayan_safety.workdays import today


@shared_task
def score_months() -> int:
    """Keep the scores of every month whose day has come; returns how many were kept: asked every hour, once a month."""
    return scores.score_months(today())


@shared_task
def propose_evidence() -> int:
    """Look every night for new evidence of the self-assessments being worked on; returns how many records."""
    return proposing.propose_all(today())
