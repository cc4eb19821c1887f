"""What the office may set about meetings, tasks and reports."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from committee.models import Appointment
from dayan_safety.forms import ClockText
from dayan_safety.parameters import Declared

MEETINGS, PAPERS, TASKS = _("Joint meetings"), _("Official papers"), _("Tasks")
REPORTS = _("Periodic reports")
WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
]
WEEKS = [(1, _("the first")), (2, _("the second")), (3, _("the third")), (4, _("the fourth"))]


def _choice(choices: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=choices, coerce=int)


def _days() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=30)


def _day_of_month() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=31)


def _days_after() -> forms.IntegerField:
    """Days after the end of a quarter or a year."""
    return forms.IntegerField(min_value=1, max_value=90)


class LinesField(forms.CharField):
    """Several short texts, one a line, none twice."""

    widget = forms.Textarea(attrs={"rows": 6})
    default_error_messages: ClassVar = {
        "long": _("At most %(most)s lines of %(length)s characters each."),
    }
    MOST, LENGTH = 20, 60

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """A list, in the order of the lines."""
        typed = [" ".join(line.split()) for line in (super().to_python(value) or "").splitlines()]
        lines = list(dict.fromkeys(filter(None, typed)))
        if len(lines) > self.MOST or any(len(line) > self.LENGTH for line in lines):
            told = {"most": self.MOST, "length": self.LENGTH}
            raise forms.ValidationError(self.error_messages["long"], code="long", params=told)
        return lines


def _mark() -> forms.CharField:
    """What stands before the year and the number of a paper."""
    return forms.CharField(max_length=20)


def _words() -> forms.CharField:
    """A line of a paper."""
    return forms.CharField(max_length=100)


def _optional_words() -> forms.CharField:
    """A line that a paper may lack."""
    return forms.CharField(max_length=100, required=False)


PARAMETERS = (
    Declared("committee.meeting_week", _("Which week"), MEETINGS, 2, lambda: _choice(WEEKS)),
    Declared(
        "committee.meeting_weekday",
        _("Weekday"),
        MEETINGS,
        3,
        lambda: _choice(WEEKDAYS),
        _("A day off moves it to the next working day. It follows this rule until it is notified or moved by hand."),
    ),
    Declared(
        "committee.meeting_name",
        _("What it is called"),
        MEETINGS,
        "大安镇创安联席会议",
        lambda: forms.CharField(max_length=60),
    ),
    Declared("committee.meeting_time", _("Begins at"), MEETINGS, "09:00", ClockText),
    Declared(
        "committee.meeting_place", _("Place"), MEETINGS, "镇政府三楼会议室", lambda: forms.CharField(max_length=100)
    ),
    Declared(
        "committee.invited_posts",
        _("Invited are"),
        MEETINGS,
        ["director", "executive_deputy", "deputy_director", "member", "office_director", "office_staff", "lead"],
        lambda: forms.MultipleChoiceField(
            choices=[(post.value, post.label) for post in (*Appointment.OF_COMMITTEE, *Appointment.OF_GROUP)],
            widget=forms.CheckboxSelectMultiple,
        ),
        _("Others are invited by hand, meeting by meeting."),
    ),
    Declared(
        "committee.notice_days",
        _("Notice ahead, in working days"),
        MEETINGS,
        3,
        _days,
        _("The office is reminded to send the notice by then."),
    ),
    Declared(
        "committee.answer_days",
        _("To be answered so many working days before the meeting"),
        MEETINGS,
        1,
        _days,
    ),
    Declared(
        "committee.late_after",
        _("Late after so many minutes"),
        MEETINGS,
        5,
        lambda: forms.IntegerField(min_value=0, max_value=120),
        _("Whoever signs in later than that is late."),
    ),
    Declared(
        "committee.comment_days",
        _("Time for comments on the minutes, in working days"),
        MEETINGS,
        2,
        _days,
        _("0: the minutes may be final at once."),
    ),
    Declared(
        "committee.notice_prefix",
        _("Document mark of notices"),
        MEETINGS,
        "大安创办",
        _mark,
    ),
    Declared(
        "committee.minutes_prefix",
        _("Document mark of minutes"),
        MEETINGS,
        "大安创纪",
        _mark,
    ),
    Declared(
        "committee.paper_issuer",
        _("Who issues notices, minutes and slips"),
        PAPERS,
        "大安镇安全社区促进委员会办公室",
        _words,
        _("Stands in red over notices, and below each paper."),
    ),
    Declared("committee.notice_to", _("Whom notices go to"), PAPERS, "各成员单位，各工作组", _words),
    Declared(
        "committee.notice_requirements",
        _("What every notice asks for"),
        PAPERS,
        "请参会人员提前10分钟入场签到；因故不能参会的，请提前一天向办公室请假，并可委托他人代会。",
        lambda: forms.CharField(max_length=300, required=False),
        _("Unless the meeting has requirements of its own."),
    ),
    Declared("committee.notice_copies", _("Copies of notices go to"), PAPERS, "", _optional_words),
    Declared(
        "committee.minutes_copies",
        _("Copies of minutes go to"),
        PAPERS,
        "镇党委、镇政府领导，各成员单位，各工作组。",
        _optional_words,
    ),
    Declared("committee.task_prefix", _("Document mark of tasks"), TASKS, "大安督", _mark),
    Declared("committee.slip_prefix", _("Document mark of slips"), TASKS, "大安督单", _mark),
    Declared(
        "committee.receipt_days",
        _("To be signed for within so many working days"),
        TASKS,
        1,
        _days,
    ),
    Declared(
        "committee.check_days",
        _("To be checked within so many working days"),
        TASKS,
        3,
        _days,
        _("Counted from the day on which a task was reported done, or said to be impossible."),
    ),
    Declared(
        "committee.slip_red_after",
        _("A slip is red after so many working days overdue"),
        TASKS,
        5,
        _days,
        _("Before that it is yellow; after a yellow slip the next one is red."),
    ),
    Declared(
        "committee.report_due_day",
        _("Monthly reports are due on day"),
        REPORTS,
        25,
        _day_of_month,
        _("Decides whether a report came in time. A day off moves it to the next working day."),
    ),
    Declared(
        "committee.report_lock_day",
        _("Monthly reports close after day"),
        REPORTS,
        28,
        _day_of_month,
        _("After it nothing is written any more, unless the office gives a report other days."),
    ),
    Declared("committee.quarter_due_days", _("Quarterly reports are due so many days after"), REPORTS, 15, _days_after),
    Declared("committee.quarter_lock_days", _("Quarterly reports close so many days after"), REPORTS, 25, _days_after),
    Declared("committee.year_due_days", _("Yearly reports are due so many days after"), REPORTS, 31, _days_after),
    Declared("committee.year_lock_days", _("Yearly reports close so many days after"), REPORTS, 45, _days_after),
    Declared(
        "committee.return_reasons",
        _("Reasons for sending a report back"),
        REPORTS,
        [
            "数据与台账不符，请核对",
            "文字情况过于简略，请写明做了什么、结果如何",
            "存在问题未写明整改措施",
            "缺少佐证照片或附件",
            "与上月内容雷同，请据实填写",
        ],
        lambda: LinesField(required=False),
        _("One a line; the office picks them instead of typing."),
    ),
    Declared("committee.town_report_prefix", _("Document mark of the town's reports"), REPORTS, "大安创报", _mark),
    Declared(
        "committee.town_report_to", _("Whom the town's report goes to"), REPORTS, "县安全社区建设领导小组办公室", _words
    ),
)
