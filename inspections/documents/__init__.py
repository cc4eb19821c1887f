"""What the inspections print: rectification notices and re-inspection opinions."""

from inspections.documents.fields import PAPERS

__all__ = ["PAPERS"]
