"""Personal data: telephone numbers masked, identity numbers encrypted at rest and found by a keyed digest.

Rules: mobile ``1[3-9]`` and 9 digits, landline with area code; identity number by GB 11643-1999 (weights, check
character). Unknown area codes are not refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def is_telephone(text: str) -> bool:
    """A mobile number, or a landline with its area code."""
    return bool(MOBILE.fullmatch(text) or LANDLINE.fullmatch(text))


def check_character(digits: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999)."""
    return CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11]


def is_identity_number(text: str) -> bool:
    """18 characters, a real birth date, the right check character."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text, re.ASCII):
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return born.year >= 1900 and check_character(text[:17]) == text[17]


def mask_telephone(text: str) -> str:
    """``138****5678``; a landline keeps its last two digits."""
    if MOBILE.fullmatch(text):
        return f"{text[:3]}****{text[-4:]}"
    return "*" * max(len(text) - 2, 0) + text[-2:]


def mask_identity(text: str) -> str:
    """The last four characters alone."""
    return "*" * max(len(text) - 4, 0) + text[-4:]


def validate_telephone(text: str) -> None:
    """Raise ``ValidationError`` unless ``text`` is a telephone number."""
    if not is_telephone(text):
        raise ValidationError(_("This is not a telephone number: 11 digits for a mobile, or area code and number."))


def validate_identity(text: str) -> None:
    """Raise ``ValidationError`` unless ``text`` is an identity number."""
    if not is_identity_number(text):
        raise ValidationError(_("This is not an identity number: check its 18 characters and the birth date."))


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{settings.FIELD_KEY}".encode()).digest()


def digest_of(text: str) -> str:
    """The keyed digest by which an encrypted value is found again (64 hexadecimal characters)."""
    return hmac.digest(_key("digest"), text.encode(), "sha256").hex() if text else ""


def digest_of_all(texts: Iterable[str]) -> str:
    """The keyed digest of texts one after the other, none of them kept; where one ends counts."""
    digest = hmac.new(_key("digest"), digestmod=hashlib.sha256)
    waiting = iter(texts)
    while some := list(islice(waiting, 1000)):  # at once: a long list has a hundred thousand
        digest.update("\0".join([*some, ""]).encode())
    return digest.hexdigest()


def encrypt(text: str) -> str:
    """AES-256-GCM with a fresh nonce, base64; nothing stays nothing."""
    if not text:
        return ""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + AESGCM(_key("cipher")).encrypt(nonce, text.encode(), None)).decode()


def decrypt(kept: str) -> str:
    """The text of ``encrypt``; a changed or foreign value raises ``cryptography.exceptions.InvalidTag``."""
    if not kept:
        return ""
    raw = base64.b64decode(kept)
    return AESGCM(_key("cipher")).decrypt(raw[:12], raw[12:], None).decode()


class EncryptedField(models.TextField):
    """Text in Python, cipher in the database: a dump without the key tells nothing."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        return encrypt(value or "")

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str:
        """Decrypt on the way out."""
        return decrypt(value or "")
