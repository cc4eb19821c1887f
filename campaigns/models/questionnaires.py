"""Questionnaires 问卷: what people know and whether they approve, asked without names.

A questionnaire is put to people in polls 问卷调查, before and after a training or once a year, in general or about one
unit 群众满意度测评; each filled-in sheet stands alone: nothing in the database says who filled it in, or when beyond
the day.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.events import Event
from campaigns.models.programmes import Programme
from campaigns.models.terms import Term
from campaigns.querysets import PollQuerySet, QuestionnaireQuerySet, QuestionQuerySet
from committee.models import Unit, WorkingGroup
from dayan_safety.models import Record

WHOLE_MARK = 100
CODE_BYTES = 12
BAR = "|"


class Questionnaire(Record):
    """Questions that belong together, and what their figure is called."""

    KEEPS_FILES = True

    class Purpose(models.TextChoices):
        """What its figure says [S: awareness and approval are the aims of training]."""

        AWARENESS = "awareness", _("awareness")
        APPROVAL = "approval", _("approval")
        QUIZ = "quiz", _("mark in the quiz")
        SATISFACTION = "satisfaction", _("satisfaction")

    title = models.CharField(_("title of the questionnaire"), max_length=60)
    purpose = models.CharField(_("what it measures"), max_length=20, choices=Purpose)
    text = models.TextField(_("words to those who are asked"), blank=True, max_length=500)
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("training programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questionnaires",
    )
    group = models.ForeignKey(
        WorkingGroup,
        verbose_name=_("working group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questionnaires",
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=models.Q(removed_at__isnull=True),
                name="one_questionnaire_a_title",
                violation_error_message=_("There is a questionnaire of this title already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Option(NamedTuple):
    """An answer one may tick; ``mark`` from 0 to 100, nothing where it is not marked."""

    text: str
    mark: int | None


class Question(Record):
    """One question. ``options``: one a line, with its mark behind a bar where it has one."""

    class Kind(models.TextChoices):
        """How it is answered."""

        ONE = "one", _("one answer")
        SEVERAL = "several", _("several answers")
        WORDS = "words", _("in own words")

    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name=_("questionnaire"), on_delete=models.PROTECT, related_name="questions"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=10, validators=[MaxValueValidator(9999)])
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("how it is answered"), max_length=10, choices=Kind, default=Kind.ONE)
    options = models.TextField(_("answers to choose from"), blank=True, max_length=2000)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def group_id(self) -> int | None:
        """Whoever runs the questionnaire runs its questions."""
        return self.questionnaire.group_id

    def get_absolute_url(self) -> str:
        """Its place on the page of its questionnaire."""
        return f"{self.questionnaire.get_absolute_url()}#question-{self.pk}"

    @property
    def choices(self) -> list[Option]:
        """What can be ticked, in order; numbers of answers are places in this list."""
        return read_options(self.options) if self.kind != self.Kind.WORDS else []

    @property
    def is_marked(self) -> bool:
        """Whether it counts for the figure."""
        return any(option.mark is not None for option in self.choices)


def read_options(text: str) -> list[Option]:
    """Lines ``text`` or ``text|mark`` as options. Raises ``ValueError`` with the line where the mark is none."""
    return [_option(line) for line in text.replace("｜", BAR).splitlines() if line.strip()]


def _option(line: str) -> Option:
    words, bar, mark = line.rpartition(BAR)
    if not bar:
        return Option(line.strip(), None)
    told = mark.strip()
    if not (words.strip() and told.isascii() and told.isdigit() and int(told) <= WHOLE_MARK):
        raise ValueError(line.strip())
    return Option(words.strip(), int(told))


def new_code() -> str:
    """A secret that opens one poll; nobody guesses it."""
    return secrets.token_urlsafe(CODE_BYTES)


class Poll(Term):
    """A questionnaire put to people from a day to a day, by a code that opens it without a login.

    ``unit``: the one they are asked about, where it is about one; how satisfied they are with it counts in its score.
    """

    class Moment(models.TextChoices):
        """What it is compared with."""

        BEFORE = "before", _("before the training")
        AFTER = "after", _("after the training")
        ALONE = "alone", _("by itself")

    questionnaire = models.ForeignKey(
        Questionnaire, verbose_name=_("questionnaire"), on_delete=models.PROTECT, related_name="polls"
    )
    moment = models.CharField(_("when it is asked"), max_length=10, choices=Moment, default=Moment.ALONE)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.PROTECT, related_name="polls"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit asked about"), null=True, blank=True, on_delete=models.PROTECT, related_name="polls"
    )
    code = models.CharField(_("code"), max_length=32, unique=True, default=new_code, editable=False)

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-first_on", "-pk"]
        indexes = [models.Index(fields=["-first_on", "-id"], name="poll_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="poll_ends_later"),
            models.UniqueConstraint(
                fields=["questionnaire", "unit", "first_on"],
                condition=models.Q(removed_at__isnull=True),
                name="one_poll_a_unit",
                violation_error_message=_("People are asked about this unit from that day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}（{self.unit or self.get_moment_display()}）"

    @property
    def group_id(self) -> int | None:
        """Whoever runs the questionnaire runs its polls."""
        return self.questionnaire.group_id
