"""The list of units as a file: who belongs to the town, by code, name or other name; nobody is removed by silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.models import LiaisonPost, Unit, UnitAlias
from committee.services.rosters.register import body_names
from committee.services.rosters.stems import stem, towns_in
from dayan_safety.bulk import insert_all
from dayan_safety.importing import NOTHING_SAID, Answers, Field, Line, Reading, Report, cleaning
from dayan_safety.importing import record_writing as writing
from dayan_safety.importing.fields import words
from dayan_safety.importing.judging import NO_WORDS, Begin, Words, check_list
from dayan_safety.importing.key_runs import as_runs, keys_of
from dayan_safety.importing.kinds import Written
from dayan_safety.importing.record_lists import Entry, Known, RecordCheck, RecordPlan, blank
from dayan_safety.importing.refusals import LineRefused, conflict
from dayan_safety.importing.way_back import Blocker, removals, write_back
from dayan_safety.models import ImportBatch
from dayan_safety.workbooks import Sheet

Kind = Unit.Kind
KIND_WORDS: dict[str, tuple[str, ...]] = {
    Kind.TOWN: ("镇领导", "镇", "town"),
    Kind.DEPARTMENT: ("部门", "站所", "科室", "department"),
    Kind.VILLAGE: ("村", "行政村", "村居", "社区", "village"),
    Kind.ENTERPRISE: ("企业", "公司", "工厂", "enterprise"),
    Kind.SCHOOL: ("学校", "幼儿园", "school"),
    Kind.AGENCY: ("驻镇单位", "外单位", "派驻单位", "agency"),
    Kind.ORGANISATION: ("群团组织", "团体", "organisation"),
}
NEW = "new"
NAME = Field(
    "name",
    gettext_lazy("Unit"),
    words("单位 单位名称 名称 村名 村名称 村居 行政村 企业 企业名称 unit name"),
    required=True,
    clean=cleaning.short_text(100),
)
KIND = Field(
    "kind",
    gettext_lazy("Kind of unit"),
    words("类别 类型 单位类别 单位类型 单位性质 kind kindofunit"),
    clean=cleaning.one_of(KIND_WORDS, dict(Kind.choices)),
    told=None,
)
CODE = Field(
    "code",
    gettext_lazy("Unit code"),
    words("单位代码 代码 统计代码 区划代码 行政区划代码 统计用区划代码 村代码 unitcode code"),
    clean=cleaning.twelve_digits,
)
ADDRESS = Field(
    "address", gettext_lazy("Address"), words("地址 单位地址 详细地址 address"), clean=cleaning.short_text(200)
)
TELEPHONE = Field(
    "telephone",
    gettext_lazy("Office telephone"),
    words("电话 办公电话 联系电话 固定电话 值班电话 telephone officetelephone"),
    clean=cleaning.telephone,
)
FROM = Field(
    "valid_from",
    gettext_lazy("Belongs to the town from"),
    words("起始日期 生效日期 成立日期 设立日期 belongstothetownfrom"),
    clean=cleaning.day,
)
TO = Field(
    "valid_to",
    gettext_lazy("Belongs to the town until"),
    words("截止日期 终止日期 撤销日期 belongstothetownuntil"),
    clean=cleaning.day,
)
FIELDS = (NAME, KIND, CODE, ADDRESS, TELEPHONE, FROM, TO)
WRITTEN = tuple(field.name for field in FIELDS)
DERIVED = ("initials",)


class UnitCheck(RecordCheck):
    """The check of a list of units."""

    FIELDS = FIELDS
    PLAIN = WRITTEN
    NEEDED = ("kind",)

    def __init__(
        self,
        units: Mapping[int, Known],
        others: Mapping[str, int],
        towns: set[str],
        report: Report,
        answers: Answers = NOTHING_SAID,
    ) -> None:
        super().__init__(report, answers)
        self.towns = towns
        self.units = units
        self.by_code = {known.values["code"]: known for known in units.values() if known.values["code"]}
        self.by_name = {name: units[pk] for name, pk in others.items() if pk in units}
        self.by_name |= {cleaning.compact(known.name): known for known in units.values()}
        self.by_stem: dict[str, list[Known]] = {}
        for known in units.values():
            self.by_stem.setdefault(stem(cleaning.compact(known.name), towns), []).append(known)

    def name_of(self, line: Line, stated: dict[str, Any]) -> str:
        """The name without its spaces."""
        return cleaning.compact(line.values["name"])

    def find(self, line: Line, stated: dict[str, Any]) -> Known | None:
        """By code, else by name or other name; who is called almost the same is asked about."""
        name, code = self.name_of(line, stated), line.values.get("code") or ""
        if not name:
            raise LineRefused(NAME, blank())
        by_code, by_name = self.by_code.get(code), self.by_name.get(name)
        if by_code and by_name and by_code.pk != by_name.pk:
            sentence = _("The code is that of %(unit)s: correct the name or the code.")
            raise conflict(CODE, sentence % {"unit": by_code.name})
        return by_code or by_name or self._said(name)

    def _said(self, name: str) -> Known | None:
        """Whom somebody said is meant; none where nobody is near, or it was said to be new."""
        near = {str(known.pk): known.name for known in self.by_stem.get(stem(name, self.towns), ())}
        key = f"unit:{name}"
        said = self.answers.choices.get(key, "")
        if not near or not stem(name, self.towns) or said == NEW:
            return None
        if said in near:
            return self.units[int(said)]
        sentence = _("No unit has this name. Perhaps %(names)s is meant?") % {"names": _(", ").join(near.values())}
        others = {NEW: _("Another unit: register it")}
        question = _("Which unit is meant?")
        raise conflict(NAME, sentence, question=question, candidates=near, others=others, key=key)

    def entry(self, line: Line) -> Entry:
        """Only a code is certain enough to give a known unit a new name; other names stay other names."""
        entry = super().entry(line)
        renamed = entry.known and entry.known.values["code"] == line.values.get("code") != ""
        if entry.known and not (renamed and entry.name not in self.by_name):
            entry.stated.pop("name")
        return entry

    def check(self, entry: Entry) -> None:
        """The last day comes after the first."""
        values: dict[str, Any] = {**(entry.known.values if entry.known else {}), **entry.stated}
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            raise LineRefused(TO, _("The last day lies before the first."))

    def told(self, name: str, value: Any) -> str:
        """Kinds by their names."""
        return str(Kind(value).label) if name == "kind" else super().told(name, value)


def check_units(
    sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
) -> tuple[Report, RecordPlan]:
    """Compare a list with the units of the town; three queries."""

    def prepare(_reading: Reading) -> Begin:
        rows = Unit.objects.present().values_list("pk", "version", *WRITTEN)
        known = {row[0]: Known(row[0], row[1], row[2], dict(zip(WRITTEN, row[2:], strict=True))) for row in rows}
        others = {cleaning.compact(name): pk for pk, name in UnitAlias.objects.values_list("unit_id", "name")}
        return partial(UnitCheck, known, others, towns_in(body_names()), answers=answers)

    return check_list(sheets, FIELDS, prepare, answers, words, nothing=RecordPlan)


def write_units(plan: RecordPlan) -> Written:
    """Register and edit; a village or an enterprise gets the liaison posts it has not."""
    new = writing.insert_records(Unit, WRITTEN, plan, DERIVED)
    edited = writing.edit_records(Unit, WRITTEN, plan, DERIVED)
    posts = insert_all(LiaisonPost, ("unit", "role"), _missing_posts([*new, *edited]))
    undo = writing.way_back(plan, WRITTEN, new) | {"posts": as_runs(posts)}
    return {"unit": sorted([*new, *edited]), "liaisonpost": sorted(posts)}, undo


def _missing_posts(units: list[int]) -> list[tuple[int, str]]:
    wanted = Unit.objects.filter(pk__in=units, kind__in=Unit.WITH_LIAISONS).order_by("pk").values_list("pk", flat=True)
    there = set(LiaisonPost.objects.present().filter(unit__in=units).values_list("unit_id", "role"))
    return [(unit, role) for unit in wanted for role in LiaisonPost.Role.values if (unit, role) not in there]


def lock_units(batch: ImportBatch) -> None:
    """Nobody refers to the new units while they go."""
    writing.lock(Unit, batch)
    writing.lock(LiaisonPost, _posts_of(batch))


def _posts_of(batch: ImportBatch) -> ImportBatch:
    """The posts an import opened, as an import of their own."""
    return ImportBatch(undo={"new": batch.undo["posts"], "edited": []})


def unit_blockers(batch: ImportBatch) -> list[Blocker]:
    """What was changed or used since, posts too."""
    own = {LiaisonPost: keys_of(batch.undo["posts"])}
    return [*writing.blockers(Unit, batch, own), *writing.blockers(LiaisonPost, _posts_of(batch), {})]


def restore_units(batch: ImportBatch) -> None:
    """The units as they were; the posts that were opened go with the units."""
    write_back(LiaisonPost, ("removed_at",), removals(keys_of(batch.undo["posts"])))
    writing.restore(Unit, WRITTEN, batch, DERIVED)
