"""Tags every template has: icons, verbs in words, numbers of rows."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from dayan_safety.permissions import verb_label

register = template.Library()


@cache
def _drawing(name: str) -> str:
    """The icon's SVG as shipped; the names come from our own templates, never from people."""
    return (settings.ICONS_DIR / f"{name}.svg").read_text(encoding="utf-8").replace("\n", "")


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """The Bootstrap icon ``name``, drawn in the page: hidden from screen readers, the word stands beside it."""
    drawing = _drawing(name).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(drawing.replace('class="bi', f'class="{extra} bi' if extra else 'class="bi', 1))


@register.filter
def verb_words(verb: str) -> str:
    """A verb in the reader's language."""
    return verb_label(verb)
