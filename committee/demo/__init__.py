"""Da'an town as the source tells it, built through the services users use."""

from committee.demo.build import build_committee
from committee.demo.year import live_the_year

__all__ = ["build_committee", "live_the_year"]
