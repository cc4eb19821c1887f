"""Da'an town as the source tells it, built through the services users use."""

from committee.demo.build import build_committee

__all__ = ["build_committee"]
