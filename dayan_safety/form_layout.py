"""How a form is laid out: its fields in their order, ticks beside each other, what is seldom filled in folded away."""

from __future__ import annotations

from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import Div, Layout
from django import forms


class Folded(Div):
    """Fields behind a line that opens them; open from the beginning over a kept record, and where one has an error."""

    template = "records/_folded.html"
    is_open = False

    def render(self, form: Any, context: Any, **kwargs: Any) -> Any:
        """Whether it is open is settled now: errors are known."""
        self.is_open = bool(form.instance.pk) or any(name in form.errors for name in self.fields)
        return super().render(form, context, **kwargs)


class InOrder:
    """All fields that the form has when it is shown; those its ``FOLDED`` names come last, folded away."""

    def render(self, form: Any, context: Any, **kwargs: Any) -> Any:
        """The fields' HTML."""
        folded = [name for name in form.fields if name in form.FOLDED]
        shown = [_laid(form, name) for name in form.fields if name not in folded]
        return Layout(*shown, *([Folded(*folded)] if folded else [])).render(form, context, **kwargs)


def _laid(form: Any, name: str) -> Any:
    return InlineCheckboxes(name) if isinstance(form.fields[name].widget, forms.CheckboxSelectMultiple) else name
