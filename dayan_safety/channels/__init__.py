"""The ways out of the house: each hands a letter to an address, or says why it could not."""

from dayan_safety.channels.letters import Letter, NotDelivered
from dayan_safety.channels.post import PostOffice, kinds_in_use

__all__ = ["Letter", "NotDelivered", "PostOffice", "kinds_in_use"]
