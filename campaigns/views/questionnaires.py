"""Pages of questionnaires: what they ask, in which polls, and what was answered side by side."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from campaigns.filters import QuestionnaireFilter
from campaigns.forms.trainings import CopyQuestionnaireForm, PutToUnitsForm, QuestionForm, QuestionnaireForm
from campaigns.models import Programme, Question, Questionnaire
from campaigns.services import questionnaires as services
from campaigns.services.owning import create_own
from campaigns.services.polls import results_of
from campaigns.services.satisfaction import PUT, Put, Wave, put_to_units, waves_of
from campaigns.tables.trainings import POLLS_OF_ONE, QUESTIONNAIRES
from dayan_safety.forms import RemoveForm
from dayan_safety.tables import rows_of
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_path, verb_view
from dayan_safety.views.beginning import asked_for, only_one
from dayan_safety.views.parts import part_buttons

NAMED = 10  # units that a sentence names


class QuestionnaireView(RecordView):
    """What people are asked without names."""

    model = Questionnaire
    columns = QUESTIONNAIRES
    filterset = QuestionnaireFilter
    form = QuestionnaireForm
    create_service = staticmethod(create_own)
    edit_service = staticmethod(services.edit_questionnaire)
    search_hint = _("Title of the questionnaire")
    empty_hint = _("No questionnaire matches. Take a filter away, or draw one up.")

    def rows(self) -> QuerySet[Any]:
        """With programme, group, and how much it asks how often."""
        return self.one_row().with_counts()

    def one_row(self) -> QuerySet[Any]:
        """With programme and group."""
        return self.visible().with_names()

    def fresh(self) -> Questionnaire:
        """For the programme in the address, of the own group where there is one."""
        programme = asked_for(Programme, self.request, "programme")
        return Questionnaire(programme=programme, group_id=only_one(self.request.user.standing.groups))

    def facts(self, record: Any) -> list[Fact]:
        """What it measures, for which programme, whose it is."""
        user = self.request.user
        return [
            Fact(_("What it measures"), record.get_purpose_display()),
            Fact(_("Training programme"), record.programme, address_for(user, record.programme)),
            Fact(_("Working group"), record.group or _("the office"), address_for(user, record.group)),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Ask one more thing, put it to people, make another of it."""
        add = Button("campaigns.create_question", reverse("campaigns:create_question", args=[record.pk]), "plus-lg")
        put = Button(
            "campaigns.create_poll", f"{reverse('campaigns:create_poll')}?questionnaire={record.pk}", "qr-code"
        )
        copy = Button("campaigns.copy_questionnaire", reverse("campaigns:copy_questionnaire", args=[record.pk]), "copy")
        return [*([] if services.is_settled(record) else [add]), *self.about_units(record), put, copy]

    def about_units(self, record: Any) -> list[Button]:
        """Ask about every unit of a kind, and the codes to hang up there, where it measures satisfaction."""
        if record.purpose != Questionnaire.Purpose.SATISFACTION:
            return []
        ask, codes = (reverse(f"campaigns:{name}", args=[record.pk]) for name in ("put_to_units", "show_unit_codes"))
        return [Button(PUT, ask, "people"), Button("campaigns.show_unit_codes", codes, "printer")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its questions and polls; of those about units the verb that made them is told, else they would hide it."""
        user = self.request.user
        return [record.questions.all().visible_to(user), record.polls.all().visible_to(user).about_none()]

    def panels(self, record: Any) -> list[Panel]:
        """Words at the head, polls, how many units it is put about, and each question with what was answered.

        What was said about a unit stands on the page of its poll.
        """
        seen = record.polls.all().visible_to(self.request.user)
        polls = list(seen.about_none().with_figures().order_by("first_on", "pk"))
        waves = waves_of(seen)
        for poll in polls:
            poll.questionnaire = record
        text = Panel(_("Words to those who are asked"), "records/panels/text.html", {"text": record.text})
        shown = {"columns": POLLS_OF_ONE, "rows": rows_of(POLLS_OF_ONE, polls)}
        return [
            *([text] if record.text else []),
            *([Panel(_("Polls"), "records/panels/rows.html", shown)] if polls else []),
            *(
                [Panel(_("Polls about units"), "campaigns/panels/waves.html", self.waves(record, waves))]
                if waves
                else []
            ),
            self.questions(record, polls),
        ]

    def waves(self, record: Any, waves: list[Wave]) -> dict[str, Any]:
        """Polls about units by days and kind, each with the list of them."""
        url = f"{reverse('campaigns:list_poll')}?questionnaire={record.pk}"
        asked = "{url}&unit_kind={wave.kind}&since={wave.first_on}&until={wave.last_on}"
        return {"lines": [(wave, asked.format(url=url, wave=wave)) for wave in waves]}

    def questions(self, record: Any, polls: list[Any]) -> Panel:
        """The questions, each with its verbs while nobody was asked."""
        found, is_settled = services.questions_of(record), services.is_settled(record)
        for question in found:
            question.questionnaire = record
        lines = [
            {"result": result, "buttons": [] if is_settled else part_buttons(question, self.request.user)}
            for question, result in zip(found, results_of(found, polls), strict=True)
        ]
        return Panel(_("Questions"), "campaigns/panels/results.html", {"lines": lines, "polls": polls})


def told_of(put: Put) -> str:
    """How many units people are asked about now, and which they were asked about already."""
    skipped = "、".join(map(str, put.skipped[:NAMED])) + ("……" if len(put.skipped) > NAMED else "")
    about = {"made": put.made, "number": len(put.skipped), "names": skipped}
    said = _("People are asked about %(made)s units; about %(number)s they were already, these stay: %(names)s.")
    if not put.skipped:
        said = _("People are asked about %(made)s units, each has its own code.")
    elif not put.made:
        said = _("Nothing was added: about all %(number)s units people are asked on these days already.")
    return str(said % about)


def to_questionnaire(record: Any, user: Any) -> str:
    """Back to where the questions stand."""
    return str(record.get_absolute_url()).partition("#")[0]


urlpatterns = [
    verb_path(
        "questionnaires/<int:pk>/units/",
        PUT,
        Questionnaire,
        PutToUnitsForm,
        put_to_units,
        explain=_(
            "A poll about each unit, with a code of its own. Units about which people are asked on these days already "
            "stay as they are."
        ),
        told_of=told_of,
    ),
    path(
        "questionnaires/<int:pk>/questions/new/",
        verb_view("campaigns.create_question", Questionnaire, QuestionForm, services.create_question),
        name="create_question",
    ),
    path(
        "questionnaires/<int:pk>/copy/",
        verb_view(
            "campaigns.copy_questionnaire",
            Questionnaire,
            CopyQuestionnaireForm,
            services.copy_questionnaire,
            explain=_(
                "The same questions in a questionnaire of their own: they can be changed until people are asked."
            ),
        ),
        name="copy_questionnaire",
    ),
    path(
        "questions/<int:pk>/edit/",
        verb_view("campaigns.edit_question", Question, QuestionForm, services.edit_question, then=to_questionnaire),
        name="edit_question",
    ),
    path(
        "questions/<int:pk>/remove/",
        verb_view(
            "campaigns.remove_question",
            Question,
            RemoveForm,
            services.remove_question,
            danger=True,
            then=to_questionnaire,
        ),
        name="remove_question",
    ),
]
