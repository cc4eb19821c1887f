"""Word files for tests: templates of a few paragraphs, files changed part by part, and what a paper says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from dayan_safety.tests import files

RELATIONS = "word/_rels/document.xml.rels"


def a_template(*paragraphs: str) -> bytes:
    """A template of some paragraphs, as Word would save it."""
    paper = Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    return saved(paper)


def with_xml(*runs: str) -> bytes:
    """A template with runs of WordprocessingML in one paragraph."""
    paper = Document()
    paragraph = paper.add_paragraph()
    for run in runs:
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>"))
    return saved(paper)


def saved(paper: Any) -> bytes:
    """The paper as .docx."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def changed(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The file with one part changed."""
    parts = parts_of(content)
    return files.zipped({**parts, name: change(parts[name].decode())})


def related(content: bytes, kind: str, target: str, mode: str = "") -> bytes:
    """The file with one relation more."""
    outward = f' TargetMode="{mode}"' if mode else ""
    relation = f'<Relationship Id="rId99" Type="{files.RELATION}{kind}" Target="{target}"{outward}/>'
    return changed(content, RELATIONS, lambda xml: xml.replace("</Relationships>", f"{relation}</Relationships>"))


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def texts(content: bytes) -> list[str]:
    """What the paragraphs say, those of tables too; empty ones are left out."""
    body = Document(io.BytesIO(content)).element.body
    told = ["".join(run.text or "" for run in line.iter(qn("w:t"))) for line in body.iter(qn("w:p"))]
    return [text for text in told if text]
