"""Passwords: what they must be, when they must change, and the two ways they do."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pypinyin import lazy_pinyin

from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb

KINDS = ("A-Z", "a-z", "0-9", "^A-Za-z0-9")
LOCAL_WORDS = (
    "daan", "dayan", "yanzhou", "jining", "shandong", "anquan", "shequ", "cujin", "anjian", "sifasuo", "paichusuo",
    "xiaofang", "jiaotong", "bangongshi", "safety", "community", "committee", "portal", "password", "mima",
    "大安", "兖州", "济宁", "山东", "安全", "社区", "促进", "安监", "司法所", "派出所", "消防", "交通", "办公室",
    "密码",
)  # fmt: skip
YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
DISGUISES = str.maketrans("@013457$", "aoieasts")
# No vowels and nothing that looks like something else: no words by chance, and it can be read out on the telephone.
CAPITALS, LETTERS, DIGITS = "BCDFGHJKLMNPQRSTVWXYZ", "bcdfghjkmnpqrstvwxyz", "23456789"


class CharacterKindsValidator:
    """At least ``kinds`` of the four: capital letters, small letters, digits, other characters."""

    def __init__(self, kinds: int = 3) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` for too few kinds."""
        if sum(bool(re.search(f"[{kind}]", password)) for kind in KINDS) < self.kinds:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        """The rule in words."""
        return ngettext(
            "Your password must contain at least %(kinds)d kind of character: "
            "capital letters, small letters, digits, other characters.",
            "Your password must contain at least %(kinds)d kinds of character: "
            "capital letters, small letters, digits, other characters.",
            self.kinds,
        ) % {"kinds": self.kinds}


class LocalWordsValidator:
    """Nothing a neighbour would guess: names of the town and the portal, years, and what is known of the user.

    Letters of any width and case, digits in place of letters and signs in between do not hide a word.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` naming the first word found."""
        plain = _one_form(password)
        typed = (_letters(plain), _letters(plain.translate(DISGUISES)))
        for word in (*LOCAL_WORDS, *own_words(user)):
            if any(_letters(_one_form(word)) in text for text in typed):
                raise ValidationError(
                    _("Your password contains “%(word)s”, which others would guess."),
                    code="password_local_word",
                    params={"word": word},
                )
        if YEAR.search(plain):
            raise ValidationError(_("Your password contains a year, which others would guess."), code="password_year")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _(
            "Your password can’t contain the name of the town, a unit or the portal (in Chinese, pinyin or English), "
            "a year, or your own name, sign-in name or telephone number."
        )


def _one_form(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def own_words(user: Any) -> Iterator[str]:
    """What is known of ``user``: sign-in name, own and unit's name with their pinyin, the telephone's last six digits.

    Words of one or two Latin letters are left out: they are inside everything.
    """
    person = getattr(user, "person", None)
    names = [getattr(user, "username", "")]
    if person:
        names += [person.name, str(person.unit or ""), person.telephone[-6:]]
    for name in names:
        for word in dict.fromkeys((name, "".join(lazy_pinyin(name)))):
            letters = _letters(_one_form(word))
            if len(letters) > 2 or (letters and not letters.isascii()):
                yield word


def random_password() -> str:
    """A first password like ``Kp7m-Xw4q-Tn9r-Hd3v``: 16 bits a group, four groups or as many as the length asks for."""
    groups = max(4, -(-settings.PASSWORD_MIN_LENGTH // 4))
    pattern = (CAPITALS, LETTERS, DIGITS, LETTERS)
    return "-".join("".join(map(secrets.choice, pattern)) for _group in range(groups))


def give_first_password(user: Any) -> str:
    """Set a random password on ``user``, unsaved, which must be changed at once; return it, to be told once."""
    first = random_password()
    user.set_password(first)
    user.must_change_password, user.password_changed_at = True, timezone.now()
    return first


@verb("committee.change_password")
def change_password(user: Any, *, by: Any, new: str) -> None:
    """The user's own new password. Every session of the user ends; the view keeps the one at hand. History, no text.

    Raises ``RuleBroken`` when ``new`` is the present password or fails a validator.
    """
    if user.check_password(new):
        raise RuleBroken(_("The new password must differ from the present one."))
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    user.set_password(new)
    user.must_change_password, user.password_changed_at = False, timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record_action("committee.change_password", user, by=by)


def why_too_late(user: Any) -> str:
    """Why the first password of ``user`` no longer opens the door, as a sentence; empty when it does, or is their own.

    A slip of paper that lies about for weeks is a login for whoever finds it.
    """
    days = settings.FIRST_PASSWORD_DAYS
    if not days or not user.must_change_password or timezone.now() - user.password_changed_at < timedelta(days=days):
        return ""
    return ngettext(
        "This first password was not used within %(days)d day. Ask the administrator for a new one.",
        "This first password was not used within %(days)d days. Ask the administrator for a new one.",
        days,
    ) % {"days": days}


def why_change(user: Any) -> str:
    """Why ``user`` must change the password now, as a sentence; empty when it may stay."""
    if user.must_change_password:
        return _("This password was given to you by somebody else. Choose one that only you know.")
    age = timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)
    if age and timezone.now() - user.password_changed_at >= age:
        days = settings.PASSWORD_MAX_AGE_DAYS
        return ngettext(
            "Your password is more than %(days)d day old. Choose a new one.",
            "Your password is more than %(days)d days old. Choose a new one.",
            days,
        ) % {"days": days}
    return ""
