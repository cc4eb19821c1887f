"""WeCom, DingTalk, Feishu and web addresses, through apprise.

People paste the address that the robot's page shows them; it must lead to that service and nowhere else. A web address
must be on a host that whoever runs the portal has named: nobody makes the server call others inside the house.
"""

from __future__ import annotations

import logging
import re
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from dayan_safety.channels.letters import Letter, NotDelivered
from dayan_safety.models import ChannelKind

SECONDS = 10  # until a service that does not answer has failed
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,100}", re.ASCII)


def check_address(kind: str, address: str) -> str:
    """Why ``address`` cannot be one of ``kind``, as a sentence; empty when it can."""
    try:
        _target(kind, address, Letter("", "", ""))
    except ValueError as wrong:
        return str(wrong)
    return ""


def _target(kind: str, address: str, letter: Letter) -> str:
    """The address as apprise writes it. Raises ``ValueError`` with a sentence."""
    parts = urlsplit(address.strip())
    if parts.scheme != "https" or parts.username or parts.port not in (None, 443):
        raise ValueError(_("Paste the whole address: it begins with https://."))
    if kind == ChannelKind.WEBHOOK:
        return _webhook(address.strip(), str(parts.hostname), letter)
    host, scheme, token = _robot(kind, parts)
    if parts.hostname != host:
        raise ValueError(_("The address of this robot begins with https://%(host)s/.") % {"host": host})
    if not TOKEN.fullmatch(token):
        raise ValueError(_("The robot's key is missing in the address: copy the whole of it."))
    return f"{scheme}://{token}/"


def _robot(kind: str, parts: Any) -> tuple[str, str, str]:
    """The service's host, apprise's name for it, and the robot's key in the address."""
    asked = parse_qs(parts.query)
    return {
        ChannelKind.WECOM: ("qyapi.weixin.qq.com", "wecombot", asked.get("key", [""])[0]),
        ChannelKind.DINGTALK: ("oapi.dingtalk.com", "dingtalk", asked.get("access_token", [""])[0]),
        ChannelKind.FEISHU: ("open.feishu.cn", "feishu", parts.path.rpartition("/")[2]),
    }[ChannelKind(kind)]


def _webhook(address: str, host: str, letter: Letter) -> str:
    if host not in settings.WEBHOOK_HOSTS:
        raise ValueError(_("%(host)s is not among the hosts the portal may call.") % {"host": host})
    joined = "&" if "?" in address else "?"
    return f"jsons{address.removeprefix('https')}{joined}+X-Idempotency-Key={letter.message_id}"


class Robots:
    """Sends letters to the robots of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def send(self, address: str, letter: Letter) -> None:
        """Hand ``letter`` to the service. Raises ``NotDelivered``."""
        try:
            target = _target(self.kind, address, letter)
        except ValueError as wrong:
            raise NotDelivered(str(wrong)) from wrong
        failure = deliver(target, letter)
        if failure:
            raise NotDelivered(failure)

    def close(self) -> None:
        """Nothing is kept open."""


def deliver(target: str, letter: Letter) -> str:
    """Through apprise, which is loaded with the first letter: an idle worker does without it. Returns why it failed."""
    apprise: Any = import_module("apprise")
    robot = apprise.Apprise.instantiate(f"{target}{'&' if '?' in target else '?'}cto={SECONDS}&rto={SECONDS}")
    if robot is None:
        return _("The address is not understood.")
    with apprise.LogCapture(level=logging.WARNING) as told:
        taken = robot.notify(body=letter.body, title=letter.subject)
        said = told.getvalue().strip()
    return "" if taken else said or _("The service did not take it.")
