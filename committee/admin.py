"""What the back office touches of the committee."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ExportMixin, ImportExportMixin

from committee import resources
from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, UnitAlias, User, WorkingGroup
from committee.services.accounts import activate_user, create_user, deactivate_user, edit_user, reset_password
from dayan_safety.admin import ReadOnlyAdmin, RecordAdmin
from dayan_safety.admin_rights import RIGHT
from dayan_safety.importing.batches import changed_meanwhile
from dayan_safety.spreadsheet_formats import FORMATS


class UnitAliasInline(admin.TabularInline):
    """Other names of a unit."""

    model = UnitAlias
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators look."""
        return request.user.has_perm(RIGHT)


@admin.register(Unit)
class UnitAdmin(RecordAdmin):
    """Units."""

    resource_classes: ClassVar = [resources.UnitResource]
    inlines = (UnitAliasInline,)
    list_display = ("name", "kind", "code", "order", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "code", "initials")


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People; numbers are masked here as everywhere."""

    resource_classes: ClassVar = [resources.PersonResource]
    fields = ("name", "sex", "unit", "position", "order", "left_on", "masked_telephone", "masked_identity")
    readonly_fields = ("masked_telephone", "masked_identity")
    autocomplete_fields = ("unit",)
    list_display = ("name", "unit", "position", "masked_telephone")
    list_select_related = ("unit",)
    list_filter = ("unit__kind",)
    search_fields = ("name", "initials", "unit__name")


@admin.register(Committee)
class CommitteeAdmin(RecordAdmin):
    """Committees."""

    resource_classes: ClassVar = [resources.CommitteeResource]
    autocomplete_fields = ("office_unit",)
    list_display = ("name", "term_from", "term_to", "document")
    search_fields = ("name",)


@admin.register(WorkingGroup)
class WorkingGroupAdmin(RecordAdmin):
    """Working groups."""

    resource_classes: ClassVar = [resources.WorkingGroupResource]
    autocomplete_fields = ("lead_unit",)
    list_display = ("number", "name", "lead_unit", "to_be_confirmed", "is_supervision")
    list_display_links = ("name",)
    list_select_related = ("lead_unit",)
    list_filter = ("to_be_confirmed",)
    search_fields = ("name",)


@admin.register(LiaisonPost)
class LiaisonPostAdmin(ImportExportMixin, ReadOnlyAdmin):
    """The liaison roster: import and export run the portal's own engine."""

    resource_classes: ClassVar = [resources.RosterResource]
    formats: ClassVar[Any] = FORMATS
    skip_admin_log = True
    list_display = ("unit", "role")
    list_select_related = ("unit",)
    list_filter = ("role", "unit__kind")
    search_fields = ("unit__name", "unit__code")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Administrators import."""
        return request.user.has_perm(RIGHT)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Administrators export."""
        return request.user.has_perm(RIGHT)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """The importing user, so that history names them."""
        return {**super().get_import_resource_kwargs(request, **kwargs), "by": request.user}

    def process_result(self, result: Any, request: HttpRequest) -> Any:
        """Back to the list; a roster that no longer fits the town was not imported, and that is said."""
        if not result.has_errors():
            return super().process_result(result, request)
        messages.error(request, changed_meanwhile())
        return HttpResponseRedirect(reverse("admin:committee_liaisonpost_import"))


@admin.register(Appointment)
class AppointmentAdmin(ExportMixin, ReadOnlyAdmin):
    """Appointments: begun and ended in the portal, read here."""

    resource_classes: ClassVar = [resources.AppointmentResource]
    formats: ClassVar[Any] = FORMATS
    list_display = ("person", "post", "committee", "group", "liaison_post", "since", "until")
    list_select_related = ("person", "committee", "group", "liaison_post__unit")
    list_filter = ("post",)
    search_fields = ("person__name", "person__initials")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Administrators export."""
        return request.user.has_perm(RIGHT)


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Logins. A new one gets a first password, shown once."""

    resource_classes: ClassVar = [resources.UserResource]
    fields = ("username", "person", "duty", "email", "valid_until")
    autocomplete_fields = ("person",)
    list_display = ("username", "person", "duty", "is_active", "valid_until", "last_login")
    list_select_related = ("person",)
    list_filter = ("duty", "is_active")
    search_fields = ("username", "person__name")
    actions = ("give_first_password", "close", "open_again")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Logins are made one by one: each first password is shown once."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Through the services."""
        if change:
            edit_user(obj, form.changed_data, by=request.user)
            return
        given = {name: form.cleaned_data[name] for name in ("username", "duty", "email")}
        made, password = create_user(obj.person, by=request.user, **given)
        obj.pk = made.pk
        self.show(request, made, password)

    @admin.action(description=gettext_lazy("Give a new first password"))
    def give_first_password(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """A new first password each, shown once."""
        for user in users:
            self.show(request, user, reset_password(user, by=request.user))

    @admin.action(description=gettext_lazy("Close the login"))
    def close(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Nobody signs in with it any more; its history stays."""
        for user in users.filter(is_active=True):
            deactivate_user(user, by=request.user, reason=_("Closed in the administration."))

    @admin.action(description=gettext_lazy("Open the login again"))
    def open_again(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """With a new first password each, shown once."""
        for user in users.filter(is_active=False):
            self.show(request, user, activate_user(user, by=request.user))

    def show(self, request: HttpRequest, user: User, password: str) -> None:
        """Say the first password, once."""
        text = _("First password of %(name)s, shown only now: %(password)s")
        messages.warning(request, text % {"name": user.username, "password": password})
