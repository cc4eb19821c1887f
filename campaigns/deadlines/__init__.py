"""What falls due in the campaigns, and who must hear."""

from campaigns.deadlines.outreach import DEADLINES, KINDS

__all__ = ["DEADLINES", "KINDS"]
