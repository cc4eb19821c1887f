"""What people type about training programmes, questionnaires and polls; and what those who are asked tick."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Poll, Programme, Question, Questionnaire
from campaigns.models.questionnaires import Option, read_options
from campaigns.models.terms import ENDS_BEFORE
from campaigns.services.questionnaires import next_order
from campaigns.services.satisfaction import PUT
from committee.models import Unit
from dayan_safety.forms import DayField, PickWidget, PortalForm, RecordForm, SeveralField
from dayan_safety.names import harmless, tidy
from dayan_safety.workdays import today

FEWEST, MOST, LENGTH = 2, 20, 60  # options of a question, characters of an option
WORDS = 500
USUAL = timedelta(days=7)  # so long a poll lasts unless something else is typed


class ProgrammeForm(RecordForm):
    """A training programme."""

    class Meta:
        model = Programme
        fields: ClassVar = [
            "name", "first_on", "last_on", "group", "audiences", "planned_sessions", "planned_people", "text",
        ]  # fmt: skip
        field_classes: ClassVar = {"first_on": DayField, "last_on": DayField, "audiences": SeveralField}
        widgets: ClassVar = {"audiences": forms.CheckboxSelectMultiple, "text": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "group": gettext_lazy("Which group runs it; blank for the office."),
            "planned_sessions": gettext_lazy("What is done is counted from the log of events."),
        }


class QuestionnaireForm(RecordForm):
    """A questionnaire without its questions."""

    class Meta:
        model = Questionnaire
        fields: ClassVar = ["title", "purpose", "text", "programme", "group"]
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {"group": gettext_lazy("Which group runs it; blank for the office.")}

    def clean_title(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["title"])


class CopyQuestionnaireForm(PortalForm):
    """The title of the copy."""

    title = forms.CharField(label=gettext_lazy("Title of the questionnaire"), max_length=60)

    def clean_title(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["title"])


class QuestionForm(PortalForm):
    """A question with its answers; ``record``: the questionnaire it is added to, or the question that is changed."""

    takes_record = True
    text = forms.CharField(label=gettext_lazy("Question"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("How it is answered"), choices=Question.Kind.choices)
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One a line. Behind a bar the mark from 0 to 100, where it counts: “very well|100”, “not at all|0”; "
            "in a quiz the right ones 100, the others 0."
        ),
    )
    order = forms.IntegerField(label=gettext_lazy("Order"), min_value=0, max_value=9999)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        begun = {name: getattr(record, name, None) for name in ("text", "kind", "options", "order")}
        if isinstance(record, Questionnaire):
            begun = {"order": next_order(record)}
        super().__init__(*args, **{"initial": begun} | kwargs)

    def clean_options(self) -> str:
        """Tidied line by line; none twice, each with a mark that is one."""
        try:
            options = read_options(self.cleaned_data["options"])
        except ValueError as wrong:
            sentence = _("Behind the bar stands a whole number from 0 to 100: %(line)s")
            raise forms.ValidationError(sentence % {"line": wrong}) from wrong
        texts = [option.text for option in options]
        if len(set(texts)) < len(texts):
            raise forms.ValidationError(_("An answer stands there twice."))
        if len(options) > MOST or any(len(text) > LENGTH for text in texts):
            sentence = _("At most %(most)s answers of %(length)s characters each.")
            raise forms.ValidationError(sentence % {"most": MOST, "length": LENGTH})
        return "\n".join(_line(option) for option in options)

    def clean(self) -> dict[str, Any]:
        """Whoever is to choose has a choice; who answers in own words has none. Several answers are right or wrong."""
        cleaned = dict(self.cleaned_data)
        kind, options = cleaned.get("kind"), read_options(cleaned.get("options", ""))
        if kind == Question.Kind.WORDS:
            return cleaned | {"options": ""}
        if "options" in cleaned and len(options) < FEWEST:
            self.add_error("options", _("Write at least two answers, one a line."))
        marks = {option.mark for option in options}
        if kind == Question.Kind.SEVERAL and not marks <= {None} and not (100 in marks and marks <= {0, 100}):
            self.add_error("options", _("Of several answers each is right, 100, or wrong, 0; one at least is right."))
        elif len(marks) > 1 and None in marks:
            self.add_error("options", _("Either every answer has its mark, or none."))
        return cleaned


def _line(option: Option) -> str:
    return option.text if option.mark is None else f"{option.text}|{option.mark}"


class PollForm(RecordForm):
    """When a questionnaire is put to people; the office says about which unit."""

    class Meta:
        model = Poll
        fields: ClassVar = ["questionnaire", "moment", "event", "unit", "first_on", "last_on"]
        field_classes: ClassVar = {"first_on": DayField, "last_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit")}
        help_texts: ClassVar = {
            "event": gettext_lazy("At which training it is asked, if at one."),
            "unit": gettext_lazy("Whom people judge, if it is about one unit: what they answer counts in its score."),
            "last_on": gettext_lazy("The code opens it up to this day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events: Any = self.fields["event"]
        lately = events.queryset.since_lately(today())
        events.queryset = (lately | events.queryset.filter(pk=self.instance.event_id)).order_by("-held_on", "-pk")
        if not kwargs["user"].has_perm(PUT):
            del self.fields["unit"]


class PutToUnitsForm(PortalForm):
    """About units of which kind, from which day to which day."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of unit"), choices=Unit.Kind.choices)
    first_on = DayField(label=gettext_lazy("Begins on"))
    last_on = DayField(
        label=gettext_lazy("Ends on"),
        help_text=gettext_lazy("The answers count in the scores of the month and year of this day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        begun = {"kind": Unit.Kind.VILLAGE, "first_on": today(), "last_on": today() + USUAL}
        super().__init__(*args, **{"initial": begun} | kwargs)

    def clean(self) -> dict[str, Any]:
        """It ends no sooner than it begins, and not before today."""
        cleaned = dict(self.cleaned_data)
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", ENDS_BEFORE)
        elif last and last < today():
            self.add_error("last_on", _("That day is gone: nobody could answer any more."))
        return cleaned


class SheetForm(PortalForm):
    """The sheet of a poll for whoever opened it: a field a question, named by its key."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["once"] = uuid4()
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[f"q{question.pk}"] = field_of(question, number)

    def given(self) -> dict[int, Any]:
        """What was answered, by question: places of options, or words."""
        return {question.pk: self._said(question) for question in self.questions}

    def _said(self, question: Question) -> Any:
        said = self.cleaned_data[f"q{question.pk}"]
        if question.kind == Question.Kind.WORDS:
            return harmless(said)
        return sorted(int(place) for place in (said if isinstance(said, list) else [said]))

    @property
    def number(self) -> UUID:
        """The form's own number; a fresh one where it was lost on the way."""
        return self.cleaned_data.get("once") or uuid4()


def field_of(question: Question, number: int) -> forms.Field:
    """How a question is answered; words may be left out."""
    label = f"{number}. {question.text}"
    choices = [(str(place), option.text) for place, option in enumerate(question.choices)]
    if question.kind == Question.Kind.WORDS:
        rows = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=label, required=False, max_length=WORDS, widget=rows)
    if question.kind == Question.Kind.SEVERAL:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Several answers are possible."),
        )
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
