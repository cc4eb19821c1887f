"""The pages of a noun: one class knows its list, detail, create, edit, remove, export and history.

A subclass declares. Rights are ``<app>.<verb>_<model>``, addresses ``<app>:<verb>_<model>``. Rows come from
``visible_to`` alone: what does not exist for a user answers as what does not exist.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from dayan_safety.errors import EditedMeanwhile, RuleBroken
from dayan_safety.exports import FORMATS
from dayan_safety.forms import RecordForm, RemoveForm
from dayan_safety.history import record_action
from dayan_safety.importing.kinds import all_kinds
from dayan_safety.lists import Listing
from dayan_safety.models import Record, SavedView
from dayan_safety.notices import told_within, with_told
from dayan_safety.once import carry_out_once, where_it_led
from dayan_safety.reading_history import history_of, sentences
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.tables import Column
from dayan_safety.views.files import attach_view, files_panel
from dayan_safety.views.parts import Button, Fact, Panel, allowed
from dayan_safety.views.remembered import remembered

RIGHTS = {"list": "view"} | {role: role for role in ("view", "create", "edit", "remove", "export")}
WITHOUT_RECORD = ("list", "create", "export")
HISTORY_SHOWN = 20


class RecordView(View):
    """Declares the pages of ``model``; ``role`` is the page at hand."""

    model: ClassVar[type[Record]]
    columns: ClassVar[Sequence[Column]]
    filterset: ClassVar[Any] = None
    form: ClassVar[type[RecordForm] | None] = None
    create_service: ClassVar[Callable[..., Any]] = staticmethod(create_record)
    edit_service: ClassVar[Callable[..., Any]] = staticmethod(edit_record)
    remove_service: ClassVar[Callable[..., Any]] = staticmethod(remove_record)
    is_removable: ClassVar[bool] = True  # what is called off by a verb of its own is not removed besides
    list_title: ClassVar[Any] = ""
    list_template: ClassVar[str] = "records/list.html"
    listing_template: ClassVar[str] = "records/_listing.html"
    template: ClassVar[str] = "records/detail.html"
    form_template: ClassVar[str] = "records/form.html"
    list_kind: ClassVar[str] = ""  # the list (``importing.kinds``) in which such records come as files
    search_hint: ClassVar[Any] = ""
    empty_hint: ClassVar[Any] = ""
    files_hint: ClassVar[Any] = gettext_lazy("Whoever can see this record can open its files, too.")
    role = "list"

    def rows(self) -> QuerySet[Any]:
        """The list's rows with all that its columns read."""
        return self.visible()

    def columns_seen(self) -> Sequence[Column]:
        """The columns that exist for the user."""
        return self.columns

    def facts(self, record: Any) -> list[Fact]:
        """The facts at the head of the record's page."""
        return []

    def panels(self, record: Any) -> list[Panel]:
        """Related records."""
        return []

    def buttons(self, record: Any) -> list[Button]:
        """The verbs on the record's page beside edit and remove; the first allowed one is the primary."""
        return []

    def form_context(self, once: str) -> dict[str, Any]:
        """What the form's own template reads besides; ``once`` is the form's token."""
        return {}

    def fresh(self) -> Any:
        """The new record as its form begins."""
        return self.model()

    def list_buttons(self) -> list[Button]:
        """The verbs on the list beside create and export: the list from a file, where there is one."""
        if not self.list_kind:
            return []
        url = reverse("import_list", args=[self.list_kind])
        return [Button(all_kinds()[self.list_kind].right, url, "upload", "primary")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Records whose history is read on this record's page too: those that exist for the user."""
        return []

    def status(self, record: Any) -> Any:
        """The record's status as a badge, if it has one."""
        return None

    # Addresses and rights

    @classmethod
    def urls(cls, prefix: str) -> list[URLPattern]:
        """The patterns of every page under ``prefix`` ("units/")."""
        name = cls.model._meta.model_name
        places = {"list": "", "export": "export/<slug:format>/", "view": "<int:pk>/"}
        if cls.form:
            places |= {"create": "new/", "edit": "<int:pk>/edit/"}
        if cls.form and cls.is_removable:
            places["remove"] = "<int:pk>/remove/"
        pages = [path(prefix + place, cls.as_view(role=role), name=f"{role}_{name}") for role, place in places.items()]
        if cls.model.KEEPS_FILES:
            view = attach_view(cls.model, cls.files_hint)
            pages.append(path(f"{prefix}<int:pk>/attach/", view, name=f"attach_{name}"))
        return pages

    def right(self, verb: str) -> str:
        """The right's name for a page."""
        return f"{self.model._meta.app_label}.{verb}_{self.model._meta.model_name}"

    def url(self, role: str, *args: Any) -> str:
        """The address of a page."""
        return reverse(f"{self.model._meta.app_label}:{role}_{self.model._meta.model_name}", args=args)

    def visible(self) -> QuerySet[Any]:
        """The rows that exist for this user."""
        return self.model._default_manager.all().visible_to(self.request.user)

    def one_row(self) -> QuerySet[Any]:
        """Where one record is fetched: with what its page reads of it besides."""
        return self.visible()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch, ask for the right, show the page: a stranger's record is 404, a missing right 403.

        A method that the page does not answer is refused first. A form sent again leads to where it led.
        """
        if request.method not in self.methods():
            return self.http_method_not_allowed(request)
        if url := where_it_led(request.POST.get("once", ""), request.user):
            return HttpResponseRedirect(url)
        record = None if self.role in WITHOUT_RECORD else get_object_or_404(self.one_row(), pk=kwargs.pop("pk"))
        if not request.user.has_perm(self.right(RIGHTS[self.role]), record):
            raise PermissionDenied(self.right(RIGHTS[self.role]))
        page: Callable[..., HttpResponseBase] = getattr(self, f"{self.role}_page")
        return page(**kwargs) if record is None else page(record, **kwargs)

    def methods(self) -> tuple[str, ...]:
        """The methods the page answers."""
        return ("GET", "HEAD", "POST") if self.role in ("create", "edit", "remove") else ("GET", "HEAD")

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """405."""
        return HttpResponse(status=405, headers={"Allow": ", ".join(self.methods())})

    def posted(self) -> Any:
        """What was sent, or nothing when the page is only looked at."""
        return self.request.POST if self.request.method == "POST" else None

    # Pages

    def list_page(self) -> HttpResponseBase:
        """The list, or its rows alone for htmx."""
        if away := remembered(self.request, self.url("list")):
            return away
        listing = Listing(self.request, self.rows(), self.columns_seen(), self.filterset)
        template = self.listing_template if getattr(self.request, "htmx", False) else self.list_template
        return render(self.request, template, self.list_context(listing))

    def list_context(self, listing: Listing) -> dict[str, Any]:
        """What the list's template reads."""
        user, may = self.request.user, self.request.user.has_perm
        return {
            "view": self,
            "title": self.list_title or self.model._meta.verbose_name_plural,
            "listing": listing,
            "list_url": self.url("list"),
            "create_url": self.url("create") if self.form and may(self.right("create")) else "",
            "saved_views": SavedView.objects.filter(list_name=self.url("list")).visible_to(user),
            "exports": [(name, self.url("export", name)) for name in FORMATS] if may(self.right("export")) else [],
            "buttons": allowed(user, self.list_buttons(), None),
        }

    def export_page(self, format: str) -> HttpResponseBase:
        """The list as a file: the same rows, order and columns; history keeps that it left the house."""
        if format not in FORMATS:
            return HttpResponse(status=404)
        listing = Listing(self.request, self.rows(), self.columns_seen(), self.filterset)
        told = {"rows": listing.total_text, "query": listing.query, "format": format}
        record_action(self.right("export"), by=self.request.user, after=told)
        name = str(self.list_title or self.model._meta.verbose_name_plural)
        return FORMATS[format](name, listing.shown_columns, listing.found)

    def view_page(self, record: Any) -> HttpResponseBase:
        """The record's page."""
        return render(self.request, self.template, self.view_context(record))

    def view_context(self, record: Any) -> dict[str, Any]:
        """What the record's template reads."""
        return {
            "view": self,
            "title": str(record),
            "noun": self.model._meta.verbose_name,
            "record": record,
            "list_url": self.url("list") if self.request.user.has_perm(self.right("view")) else "",
            "status": self.status(record),
            "facts": self.facts(record),
            "panels": self.panels(record) + files_panel(record, self.request.user),
            "buttons": allowed(self.request.user, self.buttons(record) + self.own_buttons(record), record),
            "history": sentences(history_of(record, *self.belonging(record))[:HISTORY_SHOWN], on_page_of=record),
        }

    def own_buttons(self, record: Any) -> list[Button]:
        """Edit and remove, where the noun has a form."""
        if not self.form:
            return []
        buttons = [Button(self.right("edit"), self.url("edit", record.pk), "pencil", "secondary", _("Edit"))]
        if self.is_removable:
            buttons.append(Button(self.right("remove"), self.url("remove", record.pk), "trash", "danger", _("Remove")))
        return buttons

    def create_page(self) -> HttpResponseBase:
        """The empty form, or what became of the filled one."""
        assert self.form is not None
        form = self.form(self.posted(), user=self.request.user, instance=self.fresh())
        if self.request.method == "POST" and form.is_valid():
            return self.carried_out(form, lambda: self.created(form))
        return self.form_page(form, self.right("create"), self.url("list"))

    def created(self, form: Any) -> Any:
        """Hand the new record to the service."""
        return self.create_service(form.instance, by=self.request.user, **form.several())

    def edit_page(self, record: Any) -> HttpResponseBase:
        """The form over the record, or what became of it; a second editor is shown both versions."""
        assert self.form is not None
        form = self.form(self.posted(), user=self.request.user, instance=record)
        back = record.get_absolute_url()
        if self.request.method == "POST" and form.is_valid():
            return self.carried_out(form, lambda: self.edited(form), back)
        return self.form_page(form, self.right("edit"), back)

    def edited(self, form: Any) -> Any:
        """Hand the form's fields to the service."""
        about = {"by": self.request.user, "version": form.seen_version, **form.several()}
        return self.edit_service(form.instance, form.saved_fields(), **about)

    def remove_page(self, record: Any) -> HttpResponseBase:
        """Ask for the reason, then take the record out of sight."""
        form = RemoveForm(self.posted(), user=self.request.user)
        if self.request.method == "POST" and form.is_valid():
            reason = form.cleaned_data
            return self.carried_out(form, lambda: self.remove_service(record, by=self.request.user, **reason))
        return self.form_page(form, self.right("remove"), record.get_absolute_url(), danger=True, record=record)

    def carried_out(self, form: Any, act: Callable[[], Any], back: str = "") -> HttpResponseBase:
        """Do it once; say what happened; or show the form again with the rule that stands in the way."""
        right = self.right(RIGHTS[self.role])

        def done() -> str:
            made = act()
            return self.led_to(made) if made is not None else self.url("list")

        try:
            with told_within() as told:
                url = carry_out_once(self.request.POST.get("once", ""), self.request.user, done)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.form_page(form, right, back or self.url("list"))
        except EditedMeanwhile as other:
            return self.conflict_page(form, right, other.current)
        messages.success(self.request, with_told(_("Saved."), told))
        return HttpResponseRedirect(url)

    def led_to(self, made: Any) -> str:
        """The address that follows when ``made`` was saved."""
        return str(made.get_absolute_url())

    def conflict_page(self, form: Any, right: str, current: Any) -> HttpResponse:
        """Both versions side by side; saving again writes over the newer one, knowingly."""
        theirs = form.against(current)
        form.catch_up(current)
        return self.form_page(form, right, current.get_absolute_url(), status=409, theirs=theirs)

    def form_page(self, form: Any, right: str, back: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """The form with its one-time token."""
        once = self.request.POST.get("once") or uuid.uuid4().hex
        shown = {"form": form, "verb": right, "noun": self.model._meta.verbose_name, "back": back, "once": once}
        invalid = 422 if form.is_bound and status == 200 else status
        return render(self.request, self.form_template, shown | self.form_context(once) | context, status=invalid)
