"""Invented papers on which a new template is tried: several of everything, and nothing left out."""

from __future__ import annotations

from dayan_safety.papers import Context
from dayan_safety.papers.chinese import first_level, second_level, third_level

ISSUER, DAY = "大安镇安全社区促进委员会办公室", "2026年3月5日"
MEETING = {"day": "2026年3月11日（星期三）", "time": "上午9时", "place": "镇政府三楼会议室", "chair": "张主任"}
TOPICS = ("传达上级安全生产工作会议精神", "通报上月各工作组工作进展", "协调解决集市消防通道占用问题")
SAID = ("会议听取了有关情况汇报，进行了认真讨论。", "会议要求，各单位结合实际抓好落实，严守安全底线。")


def sample_notice() -> Context:
    """A notice."""
    return MEETING | {
        "mark": ISSUER,
        "number": "大安创办〔2026〕3号",
        "title": "关于召开大安镇创安联席会议（2026年3月）的通知",
        "to": "各成员单位，各工作组",
        "meeting": "大安镇创安联席会议（2026年3月）",
        "topics": [
            {
                "number": third_level(number),
                "title": title,
                "presenter": "李组长",
                "presented": "（汇报人：李组长）",
                "minutes": "10",
            }
            for number, title in enumerate(TOPICS, start=1)
        ],
        "people": "大安镇　张主任、王镇长，安监站　李站长，司法所　赵所长",
        "requirements": ["请按时参会，不得无故缺席。", "因故不能参会的，请提前一天向办公室请假。"],
        "issuer": ISSUER,
        "issued_on": DAY,
        "copies": "镇党委、镇政府领导。",
    }


def sample_minutes() -> Context:
    """Minutes."""
    return MEETING | {
        "mark": "大安镇创安联席会议纪要",
        "number": "大安创纪〔2026〕3号",
        "title": "大安镇创安联席会议（2026年3月）",
        "recorder": "刘文员",
        "topics": [_topic(number, title) for number, title in enumerate(TOPICS, start=1)],
        "present": "大安镇　张主任、王镇长，安监站　李站长，司法所　赵所长",
        "excused": "派出所　钱所长",
        "absent": "工商所　孙所长",
        "guests": "市安监局　周科长",
        "issuer": ISSUER,
        "issued_on": DAY,
        "copies": "镇党委、镇政府领导，各成员单位，各工作组。",
    }


def _topic(number: int, title: str) -> Context:
    groups = (("议定事项", _decision), ("交办任务", _task))
    return {
        "number": first_level(number),
        "title": title,
        "presenter": "李组长",
        "discussion": list(SAID),
        "groups": [
            {"number": second_level(place), "title": name, "outcomes": [make(1), make(2)]}
            for place, (name, make) in enumerate(groups, start=1)
        ],
    }


def _decision(number: int) -> Context:
    told = {"kind": "decision", "text": "同意有关工作组提出的意见，由办公室印发各村、各企业。", "assigned": ""}
    return told | {"number": third_level(number), "lead": "", "helpers": "", "due_on": "", "task_number": ""}


def _task(number: int) -> Context:
    lead, helpers, due, task = "消防安全组", "执法大队、工商所", "2026年3月31日", "大安督〔2026〕12号"
    return {
        "number": third_level(number),
        "kind": "task",
        "text": "清理集市消防通道并建立台账。",
        "lead": lead,
        "helpers": helpers,
        "due_on": due,
        "task_number": task,
        "assigned": f"（牵头：{lead}；协办：{helpers}；完成时限：{due}；督办编号：{task}）",
    }


def sample_year() -> Context:
    """The minutes of a year."""
    return {
        "mark": "大安镇创安联席会议纪要汇编",
        "year": "2026",
        "issuer": ISSUER,
        "meetings": [sample_minutes(), sample_minutes()],
    }


def sample_slip() -> Context:
    """A supervision slip."""
    return {
        "heading": "督办单（黄）",
        "colour": "yellow",
        "shade": "F0B429",
        "number": "大安督单〔2026〕5号",
        "task": "整改农贸市场电气线路",
        "task_number": "大安督〔2026〕12号",
        "content": "对农贸市场老化电气线路进行整改。\n整改前张贴警示标志。",
        "source": "联席会议",
        "lead": "公共场所安全组",
        "helpers": "供电所、工商所",
        "assigned_on": "2026年2月11日",
        "due_on": "2026年3月2日",
        "late": "（已逾期3天）",
        "requirement": "事项已逾期，请在三个工作日内办结并书面说明原因。",
        "progress": "2026年2月20日：已制定方案，正在逐户推进。\n2026年2月27日：完成过半。",
        "issued_by": "刘文员",
        "signed": "孙组长　2026年3月6日",
        "issuer": ISSUER,
        "issued_on": DAY,
    }


def sample_town_report() -> Context:
    """The town's report on a month, with tables in the text and in the annex."""
    return {
        "mark": ISSUER,
        "number": "大安创报〔2026〕4号",
        "title": "关于2026年3月安全社区建设\n工作情况的报告",
        "to": "县安全社区建设领导小组办公室",
        "month": "2026年3月",
        "correction": "本报告为第2版，此前印发的版本同时作废。更正事由：消防安全组补报。",
        "coverage": "本报告汇总消防安全组、交通安全组（2个组）上报的情况；学校安全组零报告。",
        "sections": [_section(number, title) for number, title in enumerate(("宣传教育", "隐患排查"), start=1)],
        "tables": [_figures(), _figures()],
        "issuer": ISSUER,
        "issued_on": DAY,
    }


def _section(number: int, title: str) -> Context:
    texts = [
        {"heading": f"{third_level(place)}{name}", "paragraphs": list(SAID)}
        for place, name in enumerate(("主要工作", "存在问题"), start=1)
    ]
    groups = enumerate(("消防安全组", "交通安全组"), start=1)
    return {
        "number": first_level(number),
        "title": title,
        "told": "应急演练12次，参加人数1580人次。",
        **_figures(),
        "groups": [{"number": second_level(place), "name": name, "texts": texts} for place, name in groups],
    }


def _figures() -> Context:
    return {
        "columns": ["全镇", "消防安全组", "交通安全组"],
        "rows": [
            {"figure": "应急演练", "unit": "次", "cells": ["12", "7", "5"]},
            {"figure": "参加人数", "unit": "人次", "cells": ["1580", "1200", "380"]},
        ],
    }
