"""The verbs on meetings, their topics, outcomes and people: where each is done, by which form."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.forms import meetings as forms
from committee.models import AgendaItem, Attendance, Meeting, Outcome
from committee.services import meetings as services
from dayan_safety.forms import ConfirmForm, ReasonForm
from dayan_safety.models import Record
from dayan_safety.views import verb_view
from dayan_safety.views.files import attach_view

PLACES: dict[type[Record], str] = {
    Meeting: "meetings",
    AgendaItem: "items",
    Outcome: "outcomes",
    Attendance: "attendances",
}


def _door(verb: str, model: type[Record], form: Any, **about: Any) -> URLPattern:
    view = verb_view(f"committee.{verb}", model, form, getattr(services, verb), **about)
    return path(f"{PLACES[model]}/<int:pk>/{verb.split('_')[0]}/", view, name=verb)


def explain_notice(meeting: Meeting) -> str:
    """How many will be told."""
    invited = meeting.attendances.present().count()
    return _(
        "The notice gets its number and goes to those invited (%(number)s now; posts filled since are added, people "
        "who left their post are taken off)."
    ) % {"number": invited}


def explain_agenda(meeting: Meeting) -> str:
    """What will be sent."""
    return services.agenda_text(meeting)


def explain_beginning(meeting: Meeting) -> str:
    """What beginning does, and that nobody was told if so."""
    if meeting.state == Meeting.State.DRAFT:
        return _("No notice was sent from here. From now on attendance and outcomes are written.")
    return _("From now on attendance and outcomes are written.")


def explain_final(meeting: Meeting) -> str:
    """What is lacking, else what will happen."""
    lacking = services.warnings_of(meeting)
    then = _("The minutes get their number, tasks go to those who lead them, unfinished topics to the next meeting.")
    return "\n".join([*lacking, then])


urlpatterns = [
    _door("notify_meeting", Meeting, ConfirmForm, explain=explain_notice),
    path(
        "meetings/<int:pk>/send-agenda/",
        verb_view("committee.send_agenda", Meeting, ConfirmForm, services.send_agenda, explain=explain_agenda),
        name="send_agenda",
    ),
    _door("begin_meeting", Meeting, ConfirmForm, explain=explain_beginning),
    _door(
        "circulate_minutes",
        Meeting,
        ConfirmForm,
        explain=gettext_lazy("The meeting is over. Those invited are asked for comments on the minutes."),
    ),
    _door("comment_minutes", Meeting, forms.CommentForm),
    _door("finalize_minutes", Meeting, ConfirmForm, explain=explain_final),
    _door(
        "reopen_minutes",
        Meeting,
        ReasonForm,
        explain=gettext_lazy("The version that is final now is kept. Tasks that were handed out stay in the register."),
    ),
    _door(
        "cancel_meeting",
        Meeting,
        ReasonForm,
        explain=gettext_lazy("Those told of it are told; its topics go to the next meeting."),
        danger=True,
    ),
    path(
        "meetings/<int:pk>/add-item/",
        verb_view("committee.add_item", Meeting, forms.ItemForm, services.add_item),
        name="add_item",
    ),
    path(
        "meetings/<int:pk>/propose-item/",
        verb_view("committee.propose_item", Meeting, forms.ItemForm, services.propose_item),
        name="propose_item",
    ),
    _door("invite", Meeting, forms.InviteForm),
    _door("decide_item", AgendaItem, forms.DecideItemForm),
    _door("edit_item", AgendaItem, forms.EditItemForm),
    _door("move_item", AgendaItem, forms.MoveItemForm),
    _door("remove_item", AgendaItem, ReasonForm, danger=True),
    _door("write_item", AgendaItem, forms.WriteItemForm),
    path(
        "items/<int:pk>/add-outcome/",
        verb_view("committee.add_outcome", AgendaItem, forms.OutcomeForm, services.add_outcome),
        name="add_outcome",
    ),
    path(
        "items/<int:pk>/attach/",
        attach_view(AgendaItem, gettext_lazy("Whoever can see the meeting can open its files, too.")),
        name="attach_agendaitem",
    ),
    _door("edit_outcome", Outcome, forms.EditOutcomeForm),
    _door("remove_outcome", Outcome, ReasonForm, danger=True),
    _door("answer_invitation", Attendance, forms.AnswerForm),
    _door("uninvite", Attendance, ReasonForm, danger=True),
    _door("acknowledge_minutes", Attendance, ConfirmForm),
]
