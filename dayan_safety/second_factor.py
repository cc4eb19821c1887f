"""The second factor: six digits from an app on the telephone (TOTP, RFC 6238), or one of ten recovery codes."""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.models import RecoveryCode, SecondFactor
from dayan_safety.notices import notify
from dayan_safety.permissions import all_rules, verb
from dayan_safety.personal import digest_of
from dayan_safety.sessions import forget_sessions

# What every app for telephones understands: RFC 6238 with SHA-1, whose weakness is of no use against HMAC.
DIGITS, STEP = 6, 30
TOLERANCE = (0, -1, 1)  # steps: clocks of telephones are wrong by half a minute
CODES, GROUPS, GROUP = 10, 3, 4
# Beside the rights to export: the administration, and the history, which whoever reads it exports.
MEANT_FOR = ("committee.use_admin", "dayan_safety.view_action")
# No vowels, so no words by chance; nothing that looks like something else: 28 ** 12 codes, 57 bits each.
ALPHABET = "BCDFGHJKMNPQRSTVWXYZ23456789"


def new_key() -> str:
    """A key to share with an app: 160 random bits in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def _totp(key: str) -> TOTP:
    return TOTP(base64.b32decode(key), DIGITS, SHA1(), STEP)


def app_address(user: Any, key: str) -> str:
    """The ``otpauth:`` address an app reads from the picture."""
    return _totp(key).get_provisioning_uri(user.get_username(), _("Da'an Town Safe Community"))


def tidy_code(text: str) -> str:
    """A code as typed, in one form: letters large, of usual width, nothing between them."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def matching_step(key: str, code: str) -> int | None:
    """The half minute, this one or a neighbour, whose code ``code`` is."""
    now = int(timezone.now().timestamp()) // STEP
    made = ((now + late, _totp(key).generate((now + late) * STEP)) for late in TOLERANCE)
    fitting = [step for step, right in made if hmac.compare_digest(right, code.encode())]
    return fitting[0] if fitting else None


def has_second_factor(user: Any) -> bool:
    """Whether signing in as ``user`` takes a code."""
    return settings.SECOND_FACTOR != "off" and SecondFactor.objects.filter(user=user).exists()


def should_have_one(user: Any) -> bool:
    """Whether the role of ``user`` is one the second factor is meant for: the administration, and any export."""
    verbs = (name for name in all_rules() if name in MEANT_FOR or ".export_" in name)
    return any(user.has_perm(name) for name in verbs)


def use_code(user: Any, text: str) -> str:
    """Use the code ``text`` up and say which kind it was, in words; empty when it was wrong, or used before.

    Wrong ones are counted; while that locks the second factor, none is right.
    """
    with change():
        factor = SecondFactor.objects.select_for_update().get(user=user)
        if factor.locked_until:
            return ""
        used = _use_app(factor, tidy_code(text)) or _use_recovery_code(factor, tidy_code(text))
        _count(factor, failed=not used)
    return used


def _use_app(factor: SecondFactor, code: str) -> str:
    step = matching_step(factor.key, code)
    if step is None or step <= factor.last_step:
        return ""
    factor.last_step = step
    return _("code of the app")


def _use_recovery_code(factor: SecondFactor, code: str) -> str:
    unused = factor.codes.filter(digest=_digest(factor, code), used_at=None)
    return _("recovery code") if unused.update(used_at=timezone.now()) else ""


def _count(factor: SecondFactor, *, failed: bool) -> None:
    before = factor.failures if factor.remembers_failures else 0
    factor.failures, factor.failed_at = (before + 1, timezone.now()) if failed else (0, None)
    factor.save(update_fields=["failures", "failed_at", "last_step"])


def _digest(factor: SecondFactor, code: str) -> str:
    return digest_of(f"recovery code of {factor.user_id}: {code}")


def codes_left(user: Any) -> int:
    """How many recovery codes ``user`` has not used."""
    return RecoveryCode.objects.filter(factor__user=user, used_at=None).count()


def _give_codes(factor: SecondFactor) -> list[str]:
    factor.codes.all().delete()
    made = ["-".join("".join(map(secrets.choice, [ALPHABET] * GROUP)) for _g in range(GROUPS)) for _c in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=_digest(factor, tidy_code(c))) for c in made)
    return made


@verb("dayan_safety.enrol_second_factor")
def enrol_second_factor(user: Any, *, by: Any, key: str, code: str, here: str = "") -> list[str]:
    """Share ``key`` with the app of ``user``, which shows ``code``; returns the recovery codes, which are kept nowhere.

    Every session of the user but ``here`` ends. History. Raises ``RuleBroken`` for a code that does not fit.
    """
    if settings.SECOND_FACTOR == "off":
        raise RuleBroken(_("The second factor is not in use here."))
    step = matching_step(key, tidy_code(code))
    if step is None:
        raise RuleBroken(
            _("This code does not fit. Type the one the app shows now; the clock of the phone must be right.")
        )
    factor, fresh = SecondFactor.objects.get_or_create(user=user, defaults={"key": key, "last_step": step})
    if not fresh:
        raise RuleBroken(_("You have a second factor already."))
    forget_sessions(user, here)
    record_action("dayan_safety.enrol_second_factor", user, by=by)
    return _give_codes(factor)


@verb("dayan_safety.renew_recovery_codes")
def renew_recovery_codes(user: Any, *, by: Any) -> list[str]:
    """Ten new recovery codes; the old ones are void. History."""
    record_action("dayan_safety.renew_recovery_codes", user, by=by)
    return _give_codes(SecondFactor.objects.select_for_update().get(user=user))


@verb("dayan_safety.disable_second_factor")
def disable_second_factor(user: Any, *, by: Any, here: str = "") -> None:
    """Sign in by password alone again. Every session of the user but ``here`` ends. History."""
    _take_away(user)
    forget_sessions(user, here)
    record_action("dayan_safety.disable_second_factor", user, by=by)


@verb("dayan_safety.reset_second_factor")
def reset_second_factor(user: Any, *, by: Any) -> None:
    """Take away the second factor of somebody who lost it; their sessions end, and they are told. History."""
    if by == user:
        raise RuleBroken(_("Turn your own second factor off yourself: it asks for a code."))
    _take_away(user)
    forget_sessions(user)
    title = _("Your second factor was reset. If you did not ask for it, tell the administrator at once.")
    notify([user], key=f"second factor reset {timezone.now().isoformat()}", title=title)
    record_action("dayan_safety.reset_second_factor", user, by=by)


def _take_away(user: Any) -> None:
    if not SecondFactor.objects.filter(user=user).delete()[0]:
        raise RuleBroken(_("This login has no second factor."))
