"""Clock doors of the assessment."""

from celery import shared_task

from assessment.services import ledger, peers, scores
from assessment.services.national import proposing
from dayan_safety.workdays import today


@shared_task
def score_months() -> int:
    """Keep the scores of every month whose day has come; returns how many were kept: asked every hour, once a month."""
    return scores.score_months(today())


@shared_task
def score_years() -> int:
    """Keep the preview of the year that is over once its day has come; returns how many were kept."""
    return scores.score_years(today())


@shared_task
def propose_penalties() -> int:
    """Find commitments missed and propose the penalties; returns how many: asked every hour, one each."""
    return ledger.propose_penalties(today())


@shared_task
def close_rounds() -> int:
    """Close every round of mutual evaluation whose last day is gone; returns how many: asked every hour."""
    return peers.close_rounds(today())


@shared_task
def propose_evidence() -> int:
    """Look every night for new evidence of the self-assessments being worked on; returns how many records."""
    return proposing.propose_all(today())
