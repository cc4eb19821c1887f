"""What is handed to a channel, and how a channel says that it failed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it leaves the house. Sent again it carries the same ``message_id``: who gets it twice can tell."""

    subject: str
    body: str
    message_id: str


class NotDelivered(Exception):
    """The letter was not taken; the text says why, and the delivery is tried again."""
