"""Tags every template has: icons, verbs in words, numbers of rows."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dayan_safety.permissions import verb_label
from dayan_safety.tables import Badge, Cell, Column, Row

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


@register.simple_tag
def list_rows(rows: list[Row], head: Column) -> str:
    """The rows of a list; ``head`` is the column that names the row.

    Written out here: a template would look up nine names for every cell, half the time of the page.
    """
    labels: dict[str, str] = {}
    return mark_safe("".join([_row(row, head, labels) for row in rows]))


def _row(row: Row, head: Column, labels: dict[str, str]) -> str:
    cells = [_head(row, cell) if cell.column is head else _cell(cell, labels) for cell in row.cells]
    return f"<tr data-row>{''.join(cells)}</tr>"


def _head(row: Row, cell: Cell) -> str:
    text = escape(cell.text or str(row.record))
    return f'<th class="{cell.column.kind}" scope="row"><a href="{escape(row.url)}">{text}</a></th>'


def _cell(cell: Cell, labels: dict[str, str]) -> str:
    column = cell.column
    label = labels.get(column.name) or labels.setdefault(column.name, escape(str(column.label)))
    text = _badge(cell.value) if cell.is_badge else escape(cell.text)
    return f'<td data-label="{label}" class="{column.kind}">{text}</td>'


def _badge(badge: Badge) -> str:
    tones = f"badge text-{badge.tone}-emphasis bg-{badge.tone}-subtle border-{badge.tone}-subtle"
    return f'<span class="{tones}">{icon(badge.icon)}{escape(str(badge.text))}</span>'


@register.filter
def verb_words(verb: str) -> str:
    """A verb in the reader's language."""
    return verb_label(verb)
