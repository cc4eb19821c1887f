"""Official papers in Word, beside the same template filled in by docxtpl in this process, without a guard around it."""

from __future__ import annotations

from functools import partial

from bench import Row
from bench.measuring import medians
from dayan_safety.paper_child.filling import fill
from dayan_safety.papers import Context, all_papers, render
from dayan_safety.papers.templates import shipped_template

TOPICS, MEETINGS, MOST_SECONDS = 12, 12, 2
MOST_BYTES = 16 * 2**20


def long_minutes() -> Context:
    """Minutes with a dozen topics."""
    sample = all_papers()["meeting_minutes"].sample()
    return sample | {"topics": sample["topics"][:1] * TOPICS}


def a_full_year() -> Context:
    """A dozen of them."""
    return all_papers()["year_minutes"].sample() | {"meetings": [long_minutes()] * MEETINGS}


def measure() -> list[Row]:
    """One paper, and the papers of a year in one file."""
    works = (
        ("meeting_minutes", long_minutes(), "minutes of 12 topics"),
        ("year_minutes", a_full_year(), "a year of them"),
    )
    rows = []
    for kind, fields, told in works:
        template = shipped_template(kind)
        guarded, alone = medians(
            partial(render, template, fields), partial(fill, template, fields, MOST_BYTES), rounds=7
        )
        met = guarded <= MOST_SECONDS
        rows.append(Row(f"{told}, as Word", guarded, limit=alone, goal=f"≤ {MOST_SECONDS} s", met=met))
    return rows
