"""Questions asked of promotion projects, their measures and their figures."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from committee.querysets import INSIDERS, SharedQuerySet
from dayan_safety.querysets import RecordQuerySet

NOT_REVIEWED = Q(review="")


class ProjectQuerySet(SharedQuerySet):
    """Promotion projects; the four filters say of each what ``Project.standing`` says."""

    def search(self, text: str) -> Self:
        """By name, place or what is measured."""
        return self.filter(Q(name__icontains=text) | Q(place__icontains=text) | Q(measured__icontains=text))

    def ahead_of(self, on: date) -> Self:
        """Planned: not begun."""
        return self.filter(NOT_REVIEWED, first_on__gt=on)

    def running_on(self, on: date) -> Self:
        """Under way."""
        return self.filter(NOT_REVIEWED, first_on__lte=on, last_on__gte=on)

    def to_review(self, on: date) -> Self:
        """Whose term is over, and nobody has written the review."""
        return self.filter(NOT_REVIEWED, last_on__lt=on)

    def reviewed(self, on: date | None = None) -> Self:
        """With a review; on which day does not matter."""
        return self.exclude(NOT_REVIEWED)

    def of(self, user: Any) -> Self:
        """Of the working groups that ``user`` leads."""
        return self.filter(group__in=user.standing.groups)

    def with_overdue_steps(self, on: date) -> Self:
        """That still run or wait, and have something to do that should have been done before ``on``."""
        late = self.model.steps.rel.related_model.objects.present().overdue(on)
        return self.filter(NOT_REVIEWED, Exists(late.filter(project=OuterRef("pk"))))

    def with_names(self) -> Self:
        """With group, audiences and helpers at hand."""
        return self.select_related("group").prefetch_related("audiences", "helpers")

    def with_progress(self) -> Self:
        """With ``steps_all``, ``steps_done`` and ``latest``, the newest figure."""
        steps = self.model.steps.rel.related_model.objects.present()
        figures = self.model.figures.rel.related_model.objects.present().filter(project=OuterRef("pk"))
        return self.annotate(
            steps_all=_counted(steps),
            steps_done=_counted(steps.filter(done_on__isnull=False)),
            latest=Subquery(figures.order_by("-measured_on").values("value")[:1]),
        )


def _counted(steps: QuerySet[Any]) -> Coalesce:
    """How many of ``steps`` the outer project has."""
    mine = steps.filter(project=OuterRef("pk")).order_by().values("project").annotate(number=Count("pk"))
    return Coalesce(Subquery(mine.values("number"), output_field=IntegerField()), 0)


class OfProjectQuerySet(RecordQuerySet):
    """What belongs to a promotion project is seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Of every project that is there, for whoever works in or for the committee."""
        return self.all_if(user.standing.is_one_of(*INSIDERS)).filter(project__removed_at__isnull=True)


class ProjectStepQuerySet(OfProjectQuerySet):
    """Measures and milestones."""

    def overdue(self, on: date) -> Self:
        """Not done, and the day is gone."""
        return self.filter(done_on__isnull=True, due_on__lt=on)

    def waiting(self) -> Self:
        """Not done, of projects that nobody has reviewed yet."""
        return self.present().filter(done_on__isnull=True, project__removed_at__isnull=True, project__review="")
