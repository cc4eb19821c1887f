"""The state of a list: search, filters, order, columns and page, all of it in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from dayan_safety.names import tidy
from dayan_safety.tables import Column, Row, rows_of

PAGE_SIZES = (50, 100, 200)
COUNT_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A shown column: the address that sorts by it, and how it is sorted now ("", "ascending", "descending")."""

    column: Column
    url: str
    sorted: str


class Listing:
    """A declared list as one request asks for it.

    Counting stops at ``COUNT_LIMIT``: a list of a million rows costs what one of ten thousand costs.
    """

    def __init__(
        self, request: HttpRequest, queryset: QuerySet[Any], columns: Sequence[Column], filterset: Any = None
    ) -> None:
        self.params: QueryDict = request.GET
        self.columns = list(columns)
        self.filters = filterset(self.params, queryset=queryset, request=request) if filterset else None
        self.all_rows = queryset
        self.search_text = tidy(self.params.get("q", ""))[:50]

    @cached_property
    def found(self) -> QuerySet[Any]:
        """The rows that the search and the filters leave, in the chosen order."""
        rows = self.filters.qs if self.filters else self.all_rows
        if self.search_text:
            rows = rows.search(self.search_text)
        if order := self._order():
            return rows.order_by(*order)
        # Rows with counts have no order of their own: Django leaves the model's away where it groups.
        return rows if rows.ordered else rows.order_by(*rows.model._meta.ordering)

    def _order(self) -> list[str]:
        wanted = self.params.get("sort", "")
        column = next((c for c in self.columns if c.name == wanted.lstrip("-") and c.order), None)
        if column is None:
            return []
        sign = "-" if wanted.startswith("-") else ""
        return [*(f"{sign}{name}" for name in column.order), "pk"]

    @cached_property
    def shown_columns(self) -> list[Column]:
        """The chosen columns, or the usual ones."""
        chosen = set(self.params.getlist("columns"))
        return [c for c in self.columns if c.name in chosen] or [c for c in self.columns if c.shown]

    @property
    def head(self) -> Column:
        """The column that names the row: the first that is not a number."""
        return next((c for c in self.shown_columns if c.kind != "number"), self.shown_columns[0])

    @cached_property
    def size(self) -> int:
        """Rows a page."""
        wanted = self.params.get("rows", "")
        return next((size for size in PAGE_SIZES if str(size) == wanted), PAGE_SIZES[0])

    @cached_property
    def total(self) -> int:
        """How many rows were found, never more than ``COUNT_LIMIT`` + 1."""
        return self.found.order_by()[: COUNT_LIMIT + 1].count()

    @property
    def total_text(self) -> str:
        """The number of rows in words."""
        if self.total > COUNT_LIMIT:
            return _("more than %(number)s rows") % {"number": COUNT_LIMIT}
        return _("%(number)s rows") % {"number": self.total}

    @cached_property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-min(self.total, COUNT_LIMIT) // self.size))

    @cached_property
    def page(self) -> int:
        """The page asked for, kept within what there is."""
        wanted = self.params.get("page", "1")
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
        return min(max(number, 1), self.pages)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page."""
        start = (self.page - 1) * self.size
        return rows_of(self.shown_columns, self.found[start : start + self.size])

    @property
    def headings(self) -> list[Heading]:
        """The shown columns with their ways to sort."""
        return [self._heading(column) for column in self.shown_columns]

    def _heading(self, column: Column) -> Heading:
        wanted = self.params.get("sort", "")
        state = {column.name: "ascending", f"-{column.name}": "descending"}.get(wanted, "")
        following = f"-{column.name}" if state == "ascending" else column.name
        return Heading(column, self.address(sort=following, page=None) if column.order else "", state)

    @property
    def chips(self) -> list[Chip]:
        """The search and the filters in force."""
        chips = [Chip(_("Search"), self.search_text, self.address(q=None, page=None))] if self.search_text else []
        return chips + [self._chip(name) for name in self._filters_in_force()]

    def _filters_in_force(self) -> list[str]:
        return [name for name in (self.filters.filters if self.filters else {}) if self.params.get(name)]

    def _chip(self, name: str) -> Chip:
        field = self.filters.form.fields[name]
        value = self.params.get(name, "")
        choices = dict(getattr(field, "choices", []))
        text = next((str(label) for key, label in choices.items() if str(key) == value), value)
        if name in self.filters.form.errors:
            text = _("%(value)s (not understood, not applied)") % {"value": value}
        return Chip(str(field.label), text, self.address(**{name: None, "page": None}))

    def address(self, **changes: Any) -> str:
        """The list's query string with ``changes`` (``None`` takes a parameter away; nothing left resets the list)."""
        params = {key: values for key, values in self.params.lists() if key not in changes}
        params |= {key: [value] for key, value in changes.items() if value is not None}
        return "?" + (urlencode(params, doseq=True) or "reset=1")

    @property
    def next_url(self) -> str:
        """The address of the next page, or nothing."""
        return self.address(page=self.page + 1) if self.page < self.pages else ""

    @property
    def previous_url(self) -> str:
        """The address of the page before, or nothing."""
        return self.address(page=self.page - 1) if self.page > 1 else ""

    @property
    def query(self) -> str:
        """What is searched, filtered, sorted and chosen, without the page: what an export repeats."""
        return self.address(page=None).removeprefix("?").removeprefix("reset=1")
