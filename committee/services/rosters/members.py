"""The list of members: who leads, helps to lead and belongs to the working groups."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy

from committee.models import Appointment, WorkingGroup
from committee.services.rosters.columns import CODE, IDENTITY_NUMBER, NAME, POSITION, SEX, SINCE, TELEPHONE, UNIT
from committee.services.rosters.judging import PeopleCheck
from committee.services.rosters.people import Wanted
from committee.services.rosters.plan import Plan
from committee.services.rosters.register import UnitRow
from committee.services.rosters.seats import GROUPS, NOWHERE, Held, PostKey
from committee.services.rosters.town import Town
from dayan_safety.importing import NOTHING_SAID, Answers, Field, Line, Report, cleaning
from dayan_safety.importing.fields import words
from dayan_safety.importing.judging import NO_WORDS, Words, check_list
from dayan_safety.importing.references import NameFinder
from dayan_safety.workbooks import Sheet

Post = Appointment.Post
POST_LABELS = {post.value: post.label for post in Appointment.OF_GROUP}
POST_WORDS: dict[str, tuple[str, ...]] = {
    Post.LEAD: ("组长", "牵头人", "group lead", "lead"),
    Post.DEPUTY_LEAD: ("副组长", "副职", "deputy group lead", "deputy"),
    Post.GROUP_MEMBER: ("成员", "组员", "工作组成员", "group member", "member"),
}
ENDINGS = ("工作小组", "工作组", "小组", "组")

GROUP = Field(
    "group",
    gettext_lazy("Working group"),
    words("工作组 工作组名称 专项工作组 所在工作组 组别 组名 小组 workinggroup group"),
    required=True,
    clean=cleaning.compact,
    above=words("工作组 工作组名称 组别"),
)
GROUP_POST = Field(
    "post",
    gettext_lazy("Post in the group"),
    words("组内职务 组内分工 工作组职务 组内岗位 post postinthegroup"),
    required=True,
    clean=cleaning.one_of(POST_WORDS, POST_LABELS),
    told=None,
)
MEMBER_FIELDS = (GROUP, GROUP_POST, NAME, UNIT, CODE, SEX, TELEPHONE, IDENTITY_NUMBER, POSITION, SINCE)


class MemberCheck(PeopleCheck):
    """The check of a list of members of working groups."""

    SEATS = GROUPS
    NEEDED = (GROUP, GROUP_POST, NAME)
    AT_POST = GROUP_POST

    def __init__(self, town: Town, report: Report, answers: Answers = NOTHING_SAID) -> None:
        super().__init__(town, report, answers)
        self.groups = group_names()
        self.group_finder = NameFinder(GROUP, WorkingGroup._meta.verbose_name, self.groups, answers, short_form)
        self.named: set[tuple[PostKey, str]] = set()

    def post_of(self, line: Line, unit: UnitRow) -> PostKey:
        """The group's post of this name."""
        group = self.group_finder.find(line.values).pk if line.values.get("group") else 0
        post = (group, line.values.get("post") or "") if group else NOWHERE
        self.named.add((post, line.values.get("name") or ""))
        return post

    def told_post(self, post: PostKey) -> str:
        """Group and post."""
        return f"{self.groups[post[0]]} {POST_LABELS[Post(post[1])]}"

    def thing(self, wanted: Wanted) -> str:
        """The post."""
        return self.told_post(wanted.post)

    def missing(self) -> list[Held]:
        """Who holds, in the groups and kinds of posts the list names, a post it does not name them for."""
        posts = {post for post, _name in self.named}
        groups, kinds = {group for group, _kind in posts}, {kind for _group, kind in posts}
        covered = [post for post in self.town.held if post[0] in groups and post[1] in kinds]
        standing = [held for post in covered for held in self.town.standing(post)]
        return [held for held in standing if (held.post, self._name_of(held)) not in self.named]

    def _name_of(self, held: Held) -> str:
        return cleaning.same_name(self.town.name_of(held.person_id))


def group_names() -> dict[int, str]:
    """Working groups that were not removed, by key."""
    return dict(WorkingGroup.objects.present().order_by("number", "pk").values_list("pk", "name"))


def short_form(name: str) -> str:
    """The name as it is compared: without the words that every group's name ends with."""
    name = cleaning.compact(name)
    return next((name.removesuffix(word) for word in ENDINGS if name.endswith(word) and name != word), name)


def check_members(
    sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
) -> tuple[Report, Plan]:
    """Compare a list of members with the working groups of the day ``on``; seven queries."""
    prepare = partial(MemberCheck.prepare, on=on, answers=answers)
    return check_list(sheets, MEMBER_FIELDS, prepare, answers, words, nothing=Plan)
