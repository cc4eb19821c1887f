"""Fills a Word template with fields: texts, lists and tables of texts, in a sandbox that knows nothing else."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from .living import living_field

FILTERS = ("default", "first", "join", "last", "length", "list", "lower", "replace", "reverse", "trim", "upper")
# What would switch the escaping off, or fetch another template.
FORBIDDEN = (
    nodes.EvalContextModifier, nodes.ScopedEvalContextModifier,
    nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends,
)  # fmt: skip
TOLD = 120


class Refused(Exception):
    """A reason the parent has a sentence for, with what it is about."""

    def __init__(self, reason: str, **at: str) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, {name: text[:TOLD].rstrip(".") for name, text in at.items()}


class Unknown(StrictUndefined):
    """A field that the paper does not have: whatever a template does with it, it is refused by its name."""

    def __init__(self, hint: Any = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> None:
        asked: Any = exc if exc is SecurityError else lambda _message: Refused("field", name=str(name))
        super().__init__(hint, obj, name, asked)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with fields, loops, conditions and a few filters; no functions at all."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Unknown)
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Every template comes through here."""
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(FORBIDDEN):
            raise Refused("unsafe", problem=type(node).__name__)
        return tree


def fill(template: bytes, fields: dict[str, Any], most: int) -> bytes:
    """``template`` with ``fields`` filled in, as .docx that unpacks to at most ``most`` bytes. Raises ``Refused``."""
    paper = DocxTemplate(io.BytesIO(template))
    try:
        paper.init_docx()
    except Exception as broken:
        raise Refused("damaged") from broken
    _render(paper, fields)
    if living := living_field(_roots(paper)):
        raise Refused("living", name=living)
    out = io.BytesIO()
    paper.save(out)
    with zipfile.ZipFile(out) as written:
        if sum(part.file_size for part in written.infolist()) > most:
            raise Refused("size")
    return out.getvalue()


def _render(paper: DocxTemplate, fields: dict[str, Any]) -> None:
    try:
        paper.render(fields, Sandbox(), autoescape=True)
    except (Refused, MemoryError):
        raise
    except SecurityError as wrong:
        raise Refused("unsafe", problem=str(wrong)) from wrong
    except TemplateSyntaxError as wrong:
        raise Refused("syntax", problem=wrong.message or "", near=_near(wrong)) from wrong
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, SyntaxError) as wrong:
        raise Refused("filling", problem=str(wrong)) from wrong


def _near(wrong: Any) -> str:
    """The words of the paragraph that cannot be read: docxtpl keeps some paragraphs around it."""
    around = list(getattr(wrong, "docx_context", ()))
    place = wrong.lineno - 1 - max(wrong.lineno - 4, 0)
    return around[place].strip() if place < len(around) else ""


def _roots(paper: DocxTemplate) -> Iterator[Any]:
    """The XML of every part of the paper."""
    for part in paper.docx.part.package.iter_parts():
        if part.content_type.endswith("xml"):
            yield part.element if hasattr(part, "element") else part.blob
