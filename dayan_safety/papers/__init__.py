"""Official papers in Word: which there are, the templates the office keeps for them, and how one is filled in.

An app lists its ``PaperKind``s as ``PAPERS`` in its room ``documents``. The shipped templates are drawn by code in the
layout of GB/T 9704-2012 (``layout``); the office may replace each by its own (``templates``). A template is filled in
by a child process (``rendering``): it came from people, and what people upload is hostile until read.
"""

from dayan_safety.papers.kinds import ISSUED, Context, PaperField, PaperKind, all_papers
from dayan_safety.papers.rendering import render
from dayan_safety.papers.templates import current_template, write_paper

__all__ = ["ISSUED", "Context", "PaperField", "PaperKind", "all_papers", "current_template", "render", "write_paper"]
