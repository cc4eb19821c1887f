"""What the back office touches of the committee."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee import resources
from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, UnitAlias, User, WorkingGroup
from committee.services.accounts import activate_user, create_user, deactivate_user, edit_user, reset_password
from committee.services.units import create_unit, edit_unit
from dayan_safety.admin import ExportPages, ImportPages, ReadOnlyAdmin, RecordAdmin, yes_no
from dayan_safety.admin_rights import RIGHT
from dayan_safety.errors import RuleBroken
from dayan_safety.second_factor import reset_second_factor


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

    create_service: ClassVar[Any] = staticmethod(create_unit)
    edit_service: ClassVar[Any] = staticmethod(edit_unit)
    resource_classes: ClassVar = [resources.UnitResource]
    inlines = (UnitAliasInline,)
    list_display = ("name", "kind", "code", "order", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "code", "initials")


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People; numbers are masked here as everywhere."""

    resource_classes: ClassVar = [resources.PersonResource]
    fields = (
        "name", "sex", "unit", "position", "order", "left_on", "shown_telephone", "shown_identity", "seen_version",
    )  # fmt: skip
    readonly_fields = ("shown_telephone", "shown_identity")
    autocomplete_fields = ("unit",)
    list_display = ("name", "unit", "position", "shown_telephone")
    list_select_related = ("unit",)
    list_filter = ("unit__kind",)
    search_fields = ("name", "initials", "unit__name")

    @admin.display(description=gettext_lazy("telephone"))
    def shown_telephone(self, person: Person) -> str:
        """Masked."""
        return person.masked_telephone

    @admin.display(description=gettext_lazy("identity number"))
    def shown_identity(self, person: Person) -> str:
        """The last four characters."""
        return person.masked_identity


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
    list_display = (
        "number",
        "name",
        "lead_unit",
        yes_no("to_be_confirmed", gettext_lazy("to be confirmed")),
        yes_no("is_supervision", gettext_lazy("supervises and assesses")),
    )
    list_display_links = ("name",)
    list_select_related = ("lead_unit",)
    list_filter = ("to_be_confirmed",)
    search_fields = ("name",)


@admin.register(LiaisonPost)
class LiaisonPostAdmin(ImportPages, ExportPages, ReadOnlyAdmin):
    """The liaison roster: import and export run the portal's own engine."""

    import_export_change_list_template = RecordAdmin.import_export_change_list_template
    resource_classes: ClassVar = [resources.RosterResource]
    list_display = ("unit", "role")
    list_select_related = ("unit",)
    list_filter = ("role", "unit__kind")
    search_fields = ("unit__name", "unit__code")


@admin.register(Appointment)
class AppointmentAdmin(ExportPages, ReadOnlyAdmin):
    """Appointments: begun and ended in the portal, read here."""

    resource_classes: ClassVar = [resources.AppointmentResource]
    list_display = ("person", "post", "committee", "group", "liaison_post", "since", "until")
    list_select_related = ("person", "committee", "group", "liaison_post__unit")
    list_filter = ("post",)
    search_fields = ("person__name", "person__initials")


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Logins. A new one gets a first password, shown once."""

    resource_classes: ClassVar = [resources.UserResource]
    fields = ("username", "person", "duty", "email", "valid_until")
    autocomplete_fields = ("person",)
    list_display = (
        "username", "person", "duty", yes_no("is_active", gettext_lazy("login open")), "valid_until", "last_login",
    )  # fmt: skip
    list_select_related = ("person",)
    list_filter = ("duty", "is_active")
    search_fields = ("username", "person__name")
    actions = ("give_first_password", "reset_second_factor", "close", "open_again")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Logins are made one by one: each first password is shown once."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Through the services."""
        if change:
            edit_user(obj, form.changed_data, by=request.user)
            return
        given = {name: form.cleaned_data[name] for name in ("username", "duty", "email", "valid_until")}
        made, password = create_user(obj.person, by=request.user, **given)
        obj.pk = made.pk
        self.show(request, made, password)

    @admin.action(description=gettext_lazy("Give a new first password"))
    def give_first_password(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """A new first password each, shown once."""
        self.each(request, users, lambda user: self.show(request, user, reset_password(user, by=request.user)))

    @admin.action(description=gettext_lazy("Reset the second factor"))
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For whoever lost the telephone."""
        done = _("The second factor of %(name)s is reset.")
        for user in self.each(request, users, lambda user: reset_second_factor(user, by=request.user)):
            messages.success(request, done % {"name": user.username})

    @admin.action(description=gettext_lazy("Close the login"))
    def close(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Nobody signs in with it any more; its history stays."""
        reason = _("Closed in the administration.")
        self.each(request, users, lambda user: deactivate_user(user, by=request.user, reason=reason))

    @admin.action(description=gettext_lazy("Open the login again"))
    def open_again(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """With a new first password each, shown once."""
        self.each(request, users, lambda user: self.show(request, user, activate_user(user, by=request.user)))

    def each(self, request: HttpRequest, users: Iterable[User], act: Callable[[User], None]) -> list[User]:
        """Do it to each and return whom it was done to; where a rule stands in the way, say whose login and why."""
        done = []
        for user in users:
            try:
                act(user)
                done.append(user)
            except RuleBroken as broken:
                told = {"label": user.username, "value": broken}
                messages.error(request, _("%(label)s: %(value)s") % told)
        return done

    def show(self, request: HttpRequest, user: User, password: str) -> None:
        """Say the first password, once."""
        text = _("First password of %(name)s, shown only now: %(password)s")
        messages.warning(request, text % {"name": user.username, "password": password})
