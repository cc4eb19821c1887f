"""The post office of one pass: every channel opened when it is first needed, and closed at the end."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.conf import settings

from dayan_safety.channels.letters import Letter
from dayan_safety.channels.mail import Mail
from dayan_safety.channels.robots import Robots
from dayan_safety.models import ChannelKind


def kinds_in_use() -> Collection[str]:
    """The channels that whoever runs the portal has opened."""
    closed = set() if settings.MAIL_IS_ON else {ChannelKind.EMAIL}
    closed |= set() if settings.WEBHOOK_HOSTS else {ChannelKind.WEBHOOK}
    closed |= set() if settings.ROBOTS_ARE_ON else {ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU}
    return [kind.value for kind in ChannelKind if kind not in closed]


class PostOffice:
    """``with PostOffice() as post: post.send(...)``."""

    def __init__(self) -> None:
        self.open: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for channel in self.open.values():
            channel.close()

    def send(self, kind: str, address: str, letter: Letter) -> None:
        """Hand ``letter`` to ``address``. Raises ``NotDelivered``."""
        if kind not in self.open:
            self.open[kind] = Mail() if kind == ChannelKind.EMAIL else Robots(kind)
        self.open[kind].send(address, letter)
