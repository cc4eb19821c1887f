"""What the assessment prints: the announcement of a year's scores."""

from assessment.documents.fields import PAPERS

__all__ = ["PAPERS"]
