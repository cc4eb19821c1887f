"""What the back office touches of the committee."""

from committee.admin import organisation, reports, work

__all__ = ["organisation", "reports", "work"]
