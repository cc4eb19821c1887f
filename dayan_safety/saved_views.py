"""Keeping a list's filters, order and columns under a name."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dayan_safety.models import SavedView


class SavedViewForm(forms.ModelForm):
    """The list's address, the name, and what is kept."""

    class Meta:
        model = SavedView
        fields = ("list_name", "name", "query")

    def clean_list_name(self) -> str:
        """A page of this portal, nothing else."""
        address: str = self.cleaned_data["list_name"]
        if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
            raise forms.ValidationError(_("This is not a list of the portal."))
        return address


@require_POST
def save_view(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the list as it is shown; the same name again is replaced."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 50 characters."))
        return HttpResponseRedirect("/")
    kept = form.cleaned_data
    SavedView.objects.update_or_create(
        user_id=request.user.pk or 0, list_name=kept["list_name"], name=kept["name"], defaults={"query": kept["query"]}
    )
    messages.success(request, _("The view is kept under this name."))
    return HttpResponseRedirect(f"{kept['list_name']}?{kept['query']}")


@require_POST
def forget_view(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Forget one's own view."""
    view = get_object_or_404(SavedView.objects.all().visible_to(request.user), pk=pk)
    address = view.list_name
    view.delete()
    return HttpResponseRedirect(address)
