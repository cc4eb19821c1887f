"""Lists of the administration by days: a day that never was is refused in words, in the list and in its export."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from dayan_safety.testing import Cast
from dayan_safety.tests.admin_walk import registered

LABELS = [model._meta.label_lower for model in registered()]
BY_DAYS = [label for label in LABELS if admin.site.get_model_admin(apps.get_model(label)).date_hierarchy]
NEVER = ("9" * 30, "9999", "0", "-1", "abc", "", "2026.5", "\u0662\u0660\u0662\u0666" * 9)


@pytest.mark.every_database
@pytest.mark.parametrize("label", BY_DAYS)
def test_a_day_that_never_was_breaks_neither_list_nor_export(label: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    shown = admin.site.get_model_admin(apps.get_model(label))
    listed, wrong = reverse(f"admin:{label.replace('.', '_')}_changelist"), []
    for number in NEVER:
        for part in ("year", "month", "day"):
            asked = {f"{shown.date_hierarchy}__year": "2026", f"{shown.date_hierarchy}__{part}": number}
            addresses = [listed, listed + "export/"][: 1 + hasattr(shown, "export_action")]
            found = [browser.get(url, asked).status_code for url in addresses]
            wrong += [(part, number, found)] if not set(found) <= {200, 302, 400} else []
    assert wrong == []
