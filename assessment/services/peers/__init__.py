"""Mutual evaluation: rounds are opened, ballots handed in, means kept and published; who gave what stays unsaid."""

from assessment.services.peers.ballots import hand_in_ballot, marks_of, save_marks, scale_of
from assessment.services.peers.flags import Flags, flags_of, flat_ballots
from assessment.services.peers.opening import open_round
from assessment.services.peers.rounds import (
    close_round,
    close_rounds,
    create_round,
    edit_round,
    leave_out_ballot,
    means_of,
    publish_round,
    remove_round,
    turnout_of,
)

__all__ = [
    "Flags",
    "close_round",
    "close_rounds",
    "create_round",
    "edit_round",
    "flags_of",
    "flat_ballots",
    "hand_in_ballot",
    "leave_out_ballot",
    "marks_of",
    "means_of",
    "open_round",
    "publish_round",
    "remove_round",
    "save_marks",
    "scale_of",
    "turnout_of",
]
