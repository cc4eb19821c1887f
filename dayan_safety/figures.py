"""The seed's figures of the whole town, gathered from the apps that keep the records."""

from datetime import date

from campaigns.figures import campaign_figures
from committee.figures import committee_figures
from dayan_safety.counting import Figure
from inspections.figures import inspection_figures

SOURCES = (committee_figures, inspection_figures, campaign_figures)


def figures(year: int, on: date) -> list[Figure]:
    """Every figure of ``year`` as of the day ``on``; the number of queries does not grow with the records."""
    return [figure for source in SOURCES for figure in source(year, on)]
