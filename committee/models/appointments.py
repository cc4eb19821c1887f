"""Posts and who held them. Nobody is overwritten: an appointment ends, the next one begins."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from committee.models.bodies import Committee, WorkingGroup
from committee.models.people import Person
from committee.models.units import Unit
from committee.querysets import AppointmentQuerySet, LiaisonPostQuerySet
from dayan_safety.models import Record


class LiaisonPost(Record):
    """A liaison post 联络岗 of a village or enterprise: unit × role. It stands even while nobody holds it."""

    class Role(models.TextChoices):
        """The three liaisons of a unit."""

        INFORMATION_OFFICER = "information_officer", _("information officer")
        COORDINATOR = "coordinator", _("coordinator")
        PATROL_INSPECTOR = "patrol_inspector", _("patrol inspector")

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="liaison_posts")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    objects = LiaisonPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("liaison post")
        verbose_name_plural = _("liaison posts")
        ordering = ["unit__order", "unit_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "role"], condition=models.Q(removed_at__isnull=True), name="one_post_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()}"


class Appointment(Record):
    """A person in a post of the committee, of a working group, or of a unit's liaisons, from a day until a day.

    ``since`` and ``until`` are both days in the post; ``until`` empty means today and on. Rights follow from here.
    """

    KEEPS_FILES = True

    class Post(models.TextChoices):
        """Posts in protocol order."""

        DIRECTOR = "director", _("director")
        EXECUTIVE_DEPUTY = "executive_deputy", _("executive deputy director")
        DEPUTY_DIRECTOR = "deputy_director", _("deputy director")
        MEMBER = "member", _("member")
        OFFICE_DIRECTOR = "office_director", _("office director")
        OFFICE_STAFF = "office_staff", _("office staff")
        LEAD = "lead", _("group lead")
        DEPUTY_LEAD = "deputy_lead", _("deputy group lead")
        GROUP_MEMBER = "group_member", _("group member")
        LIAISON = "liaison", _("liaison")

    OF_COMMITTEE = (
        Post.DIRECTOR,
        Post.EXECUTIVE_DEPUTY,
        Post.DEPUTY_DIRECTOR,
        Post.MEMBER,
        Post.OFFICE_DIRECTOR,
        Post.OFFICE_STAFF,
    )
    OF_GROUP = (Post.LEAD, Post.DEPUTY_LEAD, Post.GROUP_MEMBER)
    SINGLE = (Post.DIRECTOR, Post.EXECUTIVE_DEPUTY, Post.OFFICE_DIRECTOR, Post.LEAD, Post.LIAISON)

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(_("post"), max_length=20, choices=Post)
    committee = models.ForeignKey(
        Committee,
        verbose_name=_("committee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    liaison_post = models.ForeignKey(
        LiaisonPost,
        verbose_name=_("liaison post"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    document = models.CharField(_("appointment document"), max_length=100, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["person", "until"], name="appointment_current")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="appointment_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(committee__isnull=False, group__isnull=True, liaison_post__isnull=True)
                | models.Q(committee__isnull=True, group__isnull=False, liaison_post__isnull=True)
                | models.Q(committee__isnull=True, group__isnull=True, liaison_post__isnull=False),
                name="appointment_to_one_body",
            ),
            models.UniqueConstraint(
                fields=["liaison_post"],
                condition=models.Q(until__isnull=True, removed_at__isnull=True),
                name="one_holder_a_liaison_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.title}"

    @property
    def body(self) -> Committee | WorkingGroup | LiaisonPost | None:
        """What the post belongs to."""
        return self.committee or self.group or self.liaison_post

    @property
    def title(self) -> str:
        """The post in words: body and post, or unit and role."""
        return str(self.liaison_post) if self.liaison_post else f"{self.body} {self.get_post_display()}"

    def is_held_on(self, on: date) -> bool:
        """Whether ``on`` is a day in the post."""
        return self.since <= on and not self.is_over_on(on)

    def is_over_on(self, on: date) -> bool:
        """Whether the last day in the post lies before ``on``."""
        return self.until is not None and self.until < on
