"""Fields of Word that are computed when a document is opened: some count pages, others fetch or run something."""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HARMLESS = frozenset(
    "PAGE NUMPAGES SECTIONPAGES SECTION PAGEREF REF NOTEREF SEQ STYLEREF TOC TC = DATE TIME CREATEDATE SAVEDATE".split()
)
EMBEDDED = ("altChunk", "object", "control", "subDoc")


def living_field(roots: Iterable[Any]) -> str:
    """The name of the first field that is not harmless, or of what else would come alive; nothing: empty."""
    for root in roots:
        for name in _instructions(_element(root)):
            if name and name not in HARMLESS:
                return name
    return ""


def _element(root: Any) -> Any:
    """A part's XML, parsed without entities."""
    if not isinstance(root, bytes):
        return root
    return etree.fromstring(root, etree.XMLParser(resolve_entities=False, no_network=True))


def _instructions(root: Any) -> Iterator[str]:
    """The name of each field, and of what is embedded."""
    fields = Fields()
    for element in root.iter(f"{W}*"):
        tag = element.tag.removeprefix(W)
        if tag in EMBEDDED:
            yield tag
        elif tag == "fldSimple":
            yield _name(element.get(f"{W}instr", ""))
        elif tag == "instrText":
            fields.tell(element.text or "")
        elif tag == "fldChar":
            fields.mark(element.get(f"{W}fldCharType"))
    yield from map(_name, fields.told)


class Fields:
    """Puts instructions together: fields may be nested, and their instructions cut into many runs."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.open: list[int] = []

    def tell(self, text: str) -> None:
        """More of the instruction of the innermost open field; one outside any field stands for itself."""
        if self.open:
            self.told[self.open[-1]] += text
        else:
            self.told.append(text)

    def mark(self, kind: str | None) -> None:
        """A field begins or ends."""
        if kind == "begin":
            self.open.append(len(self.told))
            self.told.append("")
        elif kind == "end":
            del self.open[-1:]


def _name(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()
