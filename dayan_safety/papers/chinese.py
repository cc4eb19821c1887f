"""Days, times and ordinals as official papers write them (GB/T 9704-2012, 7.3.3 and 7.3.5; GB/T 15835-2011)."""

from __future__ import annotations

from datetime import date, time

DIGITS = "零一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
HALVES = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))  # until which hour


def chinese_number(number: int) -> str:
    """``12`` is ``十二``; from 1 to 99, beyond that in figures."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def first_level(number: int) -> str:
    """``一、``"""
    return f"{chinese_number(number)}、"


def second_level(number: int) -> str:
    """``（一）``"""
    return f"（{chinese_number(number)}）"


def third_level(number: int) -> str:
    """``1.``"""
    return f"{number}."


def chinese_day(day: date | None) -> str:
    """``2026年3月11日``; nothing for no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def with_weekday(day: date) -> str:
    """``2026年3月11日（星期三）``"""
    return f"{chinese_day(day)}（星期{WEEKDAYS[day.weekday()]}）"


def chinese_time(at: time) -> str:
    """``上午9时``, ``下午2时30分``."""
    half = next(word for until, word in HALVES if at.hour < until)
    hour = at.hour - 12 if at.hour > 12 else at.hour
    return f"{half}{hour}时{at.minute}分" if at.minute else f"{half}{hour}时"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of what people typed, without empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]
