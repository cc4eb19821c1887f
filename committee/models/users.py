"""Logins. What a login may do follows from its person's posts."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models.people import Person
from committee.querysets import UserQuerySet
from committee.roles import Standing, standing_of
from dayan_safety.permissions import is_allowed


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Finds users by name as Django expects."""


class User(AbstractBaseUser):
    """A login. There is no superuser: rights come from the person's appointments, or from the ``duty`` of the login.

    ``must_change_password`` is set while the password is one that somebody else gave. ``feed_serial`` grows when the
    address of the own calendar is renewed.
    """

    class Duty(models.TextChoices):
        """What a login is for, when it is not for the person's posts; they exclude each other.

        An evaluator comes from outside for a while: what they may look at, and until when, their evaluation says.
        """

        POSTS = "posts", _("the person's posts")
        ADMINISTRATOR = "administrator", _("administrator")
        AUDITOR = "auditor", _("auditor")
        EVALUATOR = "evaluator", _("evaluator")

    username = models.CharField(_("sign-in name"), max_length=50, unique=True, validators=[UnicodeUsernameValidator()])
    person = models.OneToOneField(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    duty = models.CharField(_("duty"), max_length=20, choices=Duty, default=Duty.POSTS)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("login open"), default=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    password_changed_at = models.DateTimeField(_("password changed at"), default=timezone.now)
    font_size = models.CharField(_("font size"), max_length=10, default="standard", editable=False)
    colours = models.CharField(_("colours"), max_length=10, default="auto", editable=False)
    feed_serial = models.PositiveIntegerField(default=1, editable=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        ordering = ["username"]

    def __str__(self) -> str:
        return str(self.person or self.username)

    def clean(self) -> None:
        """Names are compared in one form: letters of any width and case are the same name."""
        self.username = self.normalize_username(self.username).lower()

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin opens."""
        return self.has_perm("committee.use_admin")

    @cached_property
    def standing(self) -> Standing:
        """What the login is entitled to today; read once a request."""
        return standing_of(self, timezone.localdate())

    @cached_property
    def unread(self) -> int:
        """How many notices the bell counts; at hand where the login comes ``with_unread()``."""
        return int(self.notices.all().to_count().count())

    def is_open_on(self, on: date) -> bool:
        """Whether the login may be used."""
        return self.is_active and not self.is_expired(on)

    def is_expired(self, on: date) -> bool:
        """Whether the login's time is over."""
        return self.valid_until is not None and on > self.valid_until

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the user may do ``perm`` to ``obj``."""
        return is_allowed(self, perm, obj)

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        """Whether the user may do all of ``perms``."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the Django admin shows the app."""
        return is_allowed(self, "committee.use_admin")
