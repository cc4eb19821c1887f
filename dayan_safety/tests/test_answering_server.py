"""What a browser test waits for at its end: the requests that its page asked last."""

import pytest

from dayan_safety.tests.browser import Answering


def test_it_waits_until_every_request_is_answered() -> None:
    answering = Answering()
    answering.begin()
    answering.begin()
    answering.end()
    with pytest.raises(AssertionError, match="still answering"):
        answering.wait(0.01)
    answering.end()
    answering.wait(0.01)
