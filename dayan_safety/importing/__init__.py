"""Lists people send as files: columns found, cells cleaned, problems told, the file kept until it is confirmed.

The engine knows no list. An app declares its columns as ``Field`` rows, turns ``read_lines`` into a ``Report`` and a
plan, and writes the plan when ``batches`` says that it may.
"""

from dayan_safety.importing.answers import NOTHING_SAID, Answers
from dayan_safety.importing.columns import Column
from dayan_safety.importing.fields import Field, Group
from dayan_safety.importing.lines import Cleaning, Line, Reading, SheetColumns, read_lines
from dayan_safety.importing.report import Absent, Change, Choice, Outcome, Problem, Report

__all__ = [
    "NOTHING_SAID",
    "Absent",
    "Answers",
    "Change",
    "Choice",
    "Cleaning",
    "Column",
    "Field",
    "Group",
    "Line",
    "Outcome",
    "Problem",
    "Reading",
    "Report",
    "SheetColumns",
    "read_lines",
]
