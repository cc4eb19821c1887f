"""Invented papers on which a new template is tried."""

from __future__ import annotations

from dayan_safety.papers import Context

ISSUER, DAY = "大安镇安全社区促进委员会办公室", "2026年3月5日"
DANGERS = (
    ("车间配电箱无盖，线路裸露（依据：《用电安全导则》）", "更换配电箱，整理线路。", "2026年3月12日", "一般隐患"),
    ("疏散通道堆放货物", "清空通道，设置禁止占用标志。", "2026年3月8日", "一般隐患（立即整改）"),
)


def sample_rectification() -> Context:
    """A rectification notice about two findings."""
    return {
        "number": "大安安整〔2026〕7号",
        "unit": "东风木业有限公司",
        "place": "一号车间、成品仓库",
        "found_on": DAY,
        "agency": "消防大队",
        "inspectors": "周警官",
        "dangers": [
            {"told": told, "demand": demand, "due_on": due_on, "level": level}
            for told, demand, due_on, level in DANGERS
        ],
        "responsible": "孙经理",
        "telephone": "0537-3212345",
        "issued_by": "李文员",
        "signed": "孙经理　2026年3月6日",
        "issuer": ISSUER,
        "issued_on": DAY,
    }


def sample_opinion() -> Context:
    """A re-inspection opinion."""
    return {
        "number": "大安安复〔2026〕3号",
        "unit": "东风木业有限公司",
        "finding": "大安隐患〔2026〕12号",
        "notice": "大安安整〔2026〕7号",
        "danger": "车间配电箱无盖，线路裸露",
        "rectified": "已更换配电箱，线路穿管敷设。",
        "due_on": "2026年3月12日",
        "asked_on": "2026年3月10日",
        "verdict": "已整改，准予销号",
        "seen": "现场查看，配电箱已更换，线路规范。",
        "by": "周警官",
        "on": "2026年3月11日",
        "issuer": ISSUER,
        "issued_on": "2026年3月11日",
    }


def sample_record() -> Context:
    """A record of an inspection."""
    asked = (
        ("疏散通道、安全出口是否畅通", "不合格：通道堆放货物，成品仓库", "大安隐患〔2026〕12号"),
        ("灭火器是否配备到位、压力正常", "合格", ""),
        ("室内消火栓、喷淋是否能正常使用", "不适用", ""),
    )
    return {
        "number": "大安检查〔2026〕21号",
        "unit": "东风木业有限公司",
        "site": "成品仓库",
        "made_on": DAY,
        "agency": "消防大队",
        "inspectors": "周警官、吴警官",
        "checklist": "消防安全检查表",
        "parts": [{"question": q, "verdict": v, "finding": f} for q, v, f in asked],
        "score": "1／2",
        "notice": "大安安整〔2026〕7号",
        "summary": "立即清空通道，其余符合要求。",
        "met": "孙经理",
        "issuer": ISSUER,
        "issued_on": DAY,
    }
