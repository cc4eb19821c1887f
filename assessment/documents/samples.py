"""An invented announcement on which a new template is tried."""

from __future__ import annotations

from dayan_safety.papers import Context

ISSUER, DAY = "大安镇安全社区促进委员会办公室", "2026年1月26日"
VILLAGES = (("1", "东风村", "96.40", "优秀"), ("2", "西河村", "88.15", "良好"), ("3", "南桥村", "71.00", "合格"))
ENTERPRISES = (("1", "东风木业有限公司", "92.30", "优秀"), ("2", "西河纺织有限公司", "85.00", "不合格（一票否决）"))


def sample_announcement() -> Context:
    """The scores of villages and enterprises."""
    return {
        "mark": ISSUER,
        "number": "大安创考〔2026〕1号",
        "year": "2025",
        "rulebook": "大安镇安全社区督查考核实施细则（2025年）",
        "posted_on": "2026年1月12日",
        "until": "2026年1月19日",
        "kinds": [_kind("一、", "村", VILLAGES), _kind("二、", "企业", ENTERPRISES)],
        "issuer": ISSUER,
        "issued_on": DAY,
    }


def _kind(number: str, name: str, cards: tuple[tuple[str, ...], ...]) -> Context:
    fields = ("rank", "unit", "score", "grade")
    return {"number": number, "name": name, "cards": [dict(zip(fields, card, strict=True)) for card in cards]}
