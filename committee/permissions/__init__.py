"""Who may do what in the committee: literal tables, one for each part of it; and the predicates of them all."""

from committee.permissions import house, organisation, reports, work
from committee.permissions.predicates import holds, insiders, is_liaison_of, office, town_wide

RULES = organisation.RULES | work.RULES | reports.RULES | house.RULES

__all__ = ["RULES", "holds", "insiders", "is_liaison_of", "office", "town_wide"]
