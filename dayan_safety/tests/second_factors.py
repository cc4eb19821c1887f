"""Apps on telephones, as tests need them: codes computed with the library, past the portal's own code."""

import base64
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from django.utils import timezone

from dayan_safety.models import SecondFactor
from dayan_safety.second_factor import enrol_second_factor, new_key

CODE_PAGE = "/sign-in/code/"


def code_of(key: str, late: int = 0) -> str:
    """What an app with ``key`` shows, ``late`` half minutes from now."""
    app = TOTP(base64.b32decode(key.replace(" ", "")), 6, SHA1(), 30)
    return app.generate(timezone.now().timestamp() + 30 * late).decode()


def a_second_factor(user: Any) -> tuple[str, list[str]]:
    """Set it up for ``user`` as if a while ago, so that the present code is unused; key and recovery codes."""
    key = new_key()
    codes = enrol_second_factor(user, by=user, key=key, code=code_of(key))
    SecondFactor.objects.filter(user=user).update(last_step=0)
    return key, codes


def wrong_code(key: str) -> str:
    """Six digits that no neighbouring half minute has."""
    right = {code_of(key, late) for late in range(-3, 4)}
    return next(code for code in map("{:06}".format, range(9)) if code not in right)


def show(client: Client, code: str, *, recovery: bool = False, address: str = "10.0.0.1") -> Any:
    """Type ``code`` in the second step of signing in."""
    return client.post(CODE_PAGE + "?recovery=1" * recovery, {"code": code}, REMOTE_ADDR=address)
