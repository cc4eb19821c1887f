"""How I am told: one's own addresses, and which kinds of notices go where."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dayan_safety.channels import kinds_in_use
from dayan_safety.channels.robots import check_address
from dayan_safety.forms import PortalForm
from dayan_safety.models import ChannelKind
from dayan_safety.notice_kinds import NoticeKind, all_kinds
from dayan_safety.once import carry_out_once
from dayan_safety.own_channels import Pair, muted_by, own_addresses, set_channels

HINTS = {
    ChannelKind.WECOM: gettext_lazy("In a WeCom group: group robots, add, copy the address."),
    ChannelKind.DINGTALK: gettext_lazy("In a DingTalk group: robots, custom robot, keyword or address rule, copy it."),
    ChannelKind.FEISHU: gettext_lazy("In a Feishu group: robots, custom robot, copy the address."),
    ChannelKind.WEBHOOK: gettext_lazy("Notices are posted there as JSON."),
}


class ChannelsForm(PortalForm):
    """An address for each channel in use, and a tick for each kind of notice on it."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.kinds_in_use = [ChannelKind(kind) for kind in kinds_in_use()]
        kept, muted = own_addresses(user), muted_by(user)
        for kind in self.kinds_in_use:
            usual = user.email if kind == ChannelKind.EMAIL else ""
            self.fields[f"to_{kind.value}"] = _address_field(kind, kept.get(kind.value, usual))
        for notice, channel in self.pairs():
            label = f"{notice.label} · {channel.label}"
            wanted = (notice.name, channel.value) not in muted
            self.fields[_tick(notice, channel)] = forms.BooleanField(label=label, required=False, initial=wanted)

    def pairs(self) -> list[tuple[NoticeKind, ChannelKind]]:
        """Every kind of notice on every channel in use."""
        return [(notice, channel) for notice in all_kinds().values() for channel in self.kinds_in_use]

    def clean(self) -> dict[str, Any]:
        """Each address leads to its service."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for kind in self.kinds_in_use:
            name = f"to_{kind.value}"
            address = cleaned.get(name, "")
            if address and kind != ChannelKind.EMAIL and (wrong := check_address(kind, address)):
                self.add_error(name, wrong)
        return cleaned

    def addresses(self) -> dict[str, str]:
        """What was typed, by channel."""
        return {kind.value: self.cleaned_data[f"to_{kind.value}"] for kind in self.kinds_in_use}

    def muted(self) -> list[Pair]:
        """What was not ticked."""
        unwanted = [pair for pair in self.pairs() if not self.cleaned_data[_tick(*pair)]]
        return [(notice.name, channel.value) for notice, channel in unwanted]

    def channel_fields(self) -> list[Any]:
        """The addresses."""
        return [self[f"to_{kind.value}"] for kind in self.kinds_in_use]

    def lines(self) -> list[dict[str, Any]]:
        """The kinds of notices with their ticks, as the table shows them."""
        return [
            {"kind": notice, "ticks": [self[_tick(notice, channel)] for channel in self.kinds_in_use]}
            for notice in all_kinds().values()
        ]


def _tick(notice: NoticeKind, channel: ChannelKind) -> str:
    return f"{channel.value}_{notice.name.replace('.', '_')}"


def _address_field(kind: ChannelKind, initial: str) -> forms.Field:
    usual: dict[str, Any] = {"label": kind.label, "required": False, "initial": initial}
    if kind == ChannelKind.EMAIL:
        hint = _("Empty: the address the administration knows.")
        return forms.CharField(max_length=254, validators=[validate_email], help_text=hint, **usual)
    return forms.CharField(max_length=500, help_text=HINTS[kind], **usual)


@require_http_methods(["GET", "HEAD", "POST"])
def set_channels_view(request: HttpRequest) -> HttpResponse:
    """One's own channels; what is saved counts from the next notice on."""
    user: Any = request.user
    form = ChannelsForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():

        def act() -> str:
            set_channels(user, by=user, addresses=form.addresses(), muted=form.muted())
            return reverse("set_channels")

        url = carry_out_once(request.POST.get("once", ""), user, act)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(url)
    once = request.POST.get("once") or uuid.uuid4().hex
    context = {"form": form, "once": once}
    return render(request, "accounts/channels.html", context, status=422 if form.is_bound else 200)


urlpatterns = [path("account/channels/", set_channels_view, name="set_channels")]
