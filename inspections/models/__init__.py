"""What we look at: key enterprises, important departments, special equipment, small places."""

from inspections.models.sites import Site

__all__ = ["Site"]
