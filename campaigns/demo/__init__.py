"""What the campaigns of the demo town look like alive."""

from campaigns.demo.year import plan_campaigns

__all__ = ["plan_campaigns"]
