"""Every link of every page, followed as each of the cast: nobody is led to a refusal, and every page can be reached."""

from __future__ import annotations

from typing import Any

import pytest

from dayan_safety.attachments import attach
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.walking import walk

# While one types, while an import waits, inside a page, from the calendar of a telephone: no link leads there.
NOT_LINKED = {"pick", "view_import", "download_problems", "preview_attachment", "view_feed"}
NOT_LINKED |= {"committee:show_wall_agenda", "committee:show_wall_code"}
# On the wall, and scanned from it.
NOT_LINKED |= {"view_screen", "check_in", "report_hazard", "report_hazard_at", "follow_report", "show_hazard_figures"}
# Evidence is decided by buttons that press at once.
NOT_LINKED |= {f"assessment:{verb}_evidence" for verb in ("accept", "reject", "decide")}
# Who adds topics is not led to propose them.
NOT_LINKED |= {"committee:propose_item"}
# A person without a right over people may still see the own page, and everybody has a place at some meeting.
OWN_PAGE = {"committee:view_person", "committee:answer_invitation", "committee:acknowledge_minutes"}
# What one found oneself is one's own; the matrix asks for what an inspector found.
OWN_PAGE |= {f"inspections:{verb}_finding" for verb in ("edit", "attach", "withdraw")} | {"remove_attachment"}
OWN_PAGE |= {f"inspections:{verb}_hazardreport" for verb in ("view", "edit", "attach")}
OWN_PAGE |= {f"inspections:{verb}_incident" for verb in ("edit", "attach")}
OWN_PAGE |= {f"inspections:{verb}_injury" for verb in ("create", "edit", "remove")}
# A head of a department reads its scorecard; the matrix asks for that of a village.
OWN_PAGE |= {"assessment:view_scorecard", "assessment:view_counted"}
# And its own part of a check.
OWN_PAGE |= {f"assessment:{verb}" for verb in ("view_check", "view_checkedunit", "write_self_scores")}
# It objects to that, too.
OWN_PAGE |= {"assessment:object_to_scorecard"}
# The matrix asks for the roster; the supervision group brings in the items of its rulebooks.
OWN_LIST = {"import_list", "download_template"}


@pytest.mark.parametrize("role", Cast.ROLES)
def test_nobody_is_led_to_a_refusal_and_everybody_to_all_they_may_open(role: str, town: Cast, as_user: Any) -> None:
    attach(town.group, by=town.office, file=files.upload(files.PDF, "分工.pdf"))
    done = walk(as_user(getattr(town, role)))
    assert done.dead_ends() == {}
    assert done.faults == {}
    openable = {name for name, row in ROWS.items() if role in row.may and row.get == 200}
    led_on = {name for name, row in ROWS.items() if role in row.may and row.get == 302}
    assert openable - NOT_LINKED <= done.names() <= openable | led_on | OWN_PAGE | OWN_LIST
