"""Towns of any kind for property tests: who holds, held and will hold the posts of a few villages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from committee.models import LiaisonPost
from committee.tests.roster_builders import DAY, a_village, an_identity, post_of, today
from dayan_safety.testing import a_person, an_appointment

Town = list[list[dict[str, Any] | None]]
ROLES = list(LiaisonPost.Role.values)
SOON = timedelta(days=20)
NAMES = st.one_of(
    st.text("张王李赵欧阳娜伟芳国强", min_size=2, max_size=4),
    st.sampled_from(["阿卜杜拉·艾合买提", "John Smith", "张 三", "O'Neil", "张伟2"]),
)
TELEPHONES = st.one_of(
    st.just(""),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"0[1-9][0-9]{2}-[0-9]{7}", fullmatch=True),
)
POSITIONS = st.one_of(st.just(""), st.text("支部书记 =+-@'\"<>&，。0123", max_size=12).map(str.strip))
HOLDERS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "telephone": TELEPHONES,
        "position": POSITIONS,
        "sex": st.sampled_from(["", "male", "female"]),
        "identity": st.booleans(),
        "since": st.dates(date(2000, 1, 1), date(2026, 1, 1)),
        "how": st.sampled_from(["stands", "followed somebody", "leaves", "is followed", "comes"]),
    }
)
VILLAGES = st.lists(st.none() | HOLDERS, min_size=3, max_size=3)
TOWNS = st.lists(VILLAGES, min_size=1, max_size=4)
SMALL_TOWNS = st.lists(VILLAGES, min_size=2, max_size=2)


def build(town: Town) -> int:
    """A town of villages with these people, or nobody, in their three posts; how many posts are held today."""
    for number, village in enumerate(town):
        unit = a_village(f"第{number}村", code=f"{number:012d}" if number % 2 else None)
        for place, (role, holder) in enumerate(zip(ROLES, village, strict=True)):
            if holder:
                _fill(post_of(unit, role), number * 3 + place, **holder)
    return sum(holder is not None and holder["how"] != "comes" for village in town for holder in village)


def _fill(post: LiaisonPost, serial: int, *, since: date, how: str, identity: bool, **person: Any) -> None:
    """One post with its holder, and with who came before or comes after."""
    holder = a_person(unit=post.unit, identity_number=an_identity(serial) if identity else "", **person)
    last = today() + SOON if how in ("leaves", "is followed") else None
    an_appointment(post, "liaison", holder, since=today() + SOON if how == "comes" else since, until=last)
    if how == "followed somebody":
        an_appointment(post, "liaison", since=since - SOON, until=since - DAY)
    if how == "is followed":
        an_appointment(post, "liaison", since=today() + SOON + DAY)
