"""A flood of answers at the door of a poll: limits hold, the staff's pages stay fast, nothing that runs is kept.

python bench/poll_flood.py --posts 10000 --places 50

Over the town in DATA_DIR (or DATABASE_URL), which needs its demo: one poll more is put to people and answered from so
many addresses, each sheet carrying a script in its words. Ends with exit code 1 when more was kept than allowed, an
answer was 500 or more, a script was kept, or the office's 95th percentile passed ``--seconds``.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayan_safety.settings")
os.environ["TRUSTED_PROXIES"] = "1"
django.setup()

from django.urls import reverse  # noqa: E402

from bench.flooding import SCRIPT, Door, asked_for, served, told  # noqa: E402
from campaigns.models import Answer, Poll, Questionnaire  # noqa: E402
from campaigns.services.owning import create_own  # noqa: E402
from campaigns.services.questionnaires import create_poll, create_question, questions_of  # noqa: E402
from dayan_safety.parameters import parameter  # noqa: E402
from dayan_safety.workdays import today  # noqa: E402


def a_poll() -> Poll:
    """A poll of today with one question to tick and one to write."""
    title = f"压力测试 {time.time():.0f}"
    questionnaire = create_own(Questionnaire(title=title, purpose=Questionnaire.Purpose.AWARENESS), by=None)
    create_question(questionnaire, by=None, text="知道吗？", kind="one", options="知道|100\n不知道|0", order=1)
    create_question(questionnaire, by=None, text="还想说什么？", kind="words", options="", order=2)
    return create_poll(Poll(questionnaire=questionnaire, first_on=today(), last_on=today()), by=None)


def main() -> int:
    """Flood the poll, tell."""
    given, poll = asked_for(), a_poll()
    tick, words = questions_of(poll.questionnaire)
    fields = {f"q{tick.pk}": "0", f"q{words.pk}": SCRIPT}
    door = Door(reverse("answer_poll", args=[poll.code]), fields, given.posts, given.places)
    flooded = served(door)
    scripts = Answer.objects.filter(sheet__poll=poll, words__contains="<").count()
    print(f"sheets with something that runs: {scripts}")
    most = given.places * parameter("campaigns.from_one_network")
    return told(door, flooded, poll.sheets.count(), most, given.seconds) or int(bool(scripts))


if __name__ == "__main__":
    sys.exit(main())
