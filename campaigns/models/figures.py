"""A measured number as people write it: 60 and 2.5, never 60.00."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models


def trimmed(number: Decimal) -> Decimal:
    """The same number without noughts behind it, never written with an exponent; nought has no sign."""
    return Decimal(f"{(number + 0).normalize():f}")


class FigureField(models.DecimalField):
    """A number with up to two decimals, the same text whether it was typed or comes from the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 2, "null": True, "blank": True} | kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        """Trimmed."""
        return None if value is None else trimmed(value)

    def to_python(self, value: Any) -> Any:
        """Trimmed; what is no number is told by Django."""
        number = super().to_python(value)
        return number if number is None or not number.is_finite() else trimmed(number)

    def deconstruct(self) -> Any:
        """A number, as the database sees it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs
