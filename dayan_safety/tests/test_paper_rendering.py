"""Filling in templates: what honest ones become, and how hostile ones are refused within bounds, each by a sentence."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayan_safety.errors import RuleBroken
from dayan_safety.papers import rendering
from dayan_safety.papers.rendering import LIMITS, SENTENCES, TemplateRefused, cleaned, render
from dayan_safety.tests.word_files import a_template, changed, parts_of, texts, with_xml
from dayan_safety.workbook_child.limits import MEGABYTE, Limits

FIELDS: dict[str, Any] = {
    "title": "安全 <社区> & “{{ title }}”",
    "nothing": "",
    "topics": [{"number": f"{n}.", "title": f"议题{n}"} for n in (1, 2, 3)],
    "lines": ["甲", "乙"],
    "many": ["x"] * 300,
}
SHORT = Limits(unpacked=4 * MEGABYTE, cpu_seconds=2, wall_seconds=6, memory_base=192 * MEGABYTE)
LOOPS = "".join(f"{{% for {name} in many %}}" for name in "abcde") + "x" + "{% endfor %}" * 5


def refusal(template: bytes, limits: Limits = LIMITS) -> tuple[str, str]:
    """Why the template is refused: the reason and the sentence."""
    with pytest.raises(TemplateRefused) as caught:
        render(template, FIELDS, limits)
    return caught.value.reason, str(caught.value)


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (["标题：{{ title }}"], ["标题：安全 <社区> & “{{ title }}”"]),
        (["{%p for topic in topics %}", "{{ topic.number }}{{ topic.title }}", "{%p endfor %}"],
         ["1.议题1", "2.议题2", "3.议题3"]),
        (["{%p if nothing %}", "有", "{%p else %}", "无", "{%p endif %}"], ["无"]),
        (["{{ lines|join('、') }}", "{{ topics|length }}", "{{ nothing|default('无', true) }}"], ["甲、乙", "3", "无"]),
        (["{% set first = topics|first %}{{ first.title }}"], ["议题1"]),
        (["{{ “甲” }}"], ["甲"]),
    ],
)  # fmt: skip
def test_a_template_is_filled_in(paragraphs: list[str], told: list[str]) -> None:
    assert texts(render(a_template(*paragraphs), FIELDS)) == told


def test_what_fields_say_is_text_and_nothing_else() -> None:
    fields = {"title": "<w:br/>&lt;{{ 7 * 7 }}{% for x in y %}\x07\x0c\x00]]>"}
    assert texts(render(a_template("{{ title }}"), fields)) == ["<w:br/>&lt;{{ 7 * 7 }}{% for x in y %}]]>"]


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_carried_by_xml_once_it_is_cleaned(text: str) -> None:
    kept = cleaned({"a": [text]})["a"][0]
    assert cleaned(kept) == kept
    assert set(kept) <= set(text)
    assert kept == "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("paragraph", "reason", "told"),
    [
        ("{{ tilte }}", "field", "“tilte”"),
        ("{{ topics[0].owner }}", "field", "“owner”"),
        ("{% for row in rows %}{{ row }}{% endfor %}", "field", "“rows”"),
        ("{% if unknown %}x{% endif %}", "field", "“unknown”"),
        ("{% for n in range(999999999) %}x{% endfor %}", "field", "“range”"),
        ("{{ lipsum() }}{{ cycler }}", "field", "“lipsum”"),
        ("{{ ''.__class__ }}", "unsafe", "__class__"),
        ("{{ ''['__class__'] }}", "unsafe", "__class__"),
        ("{{ title.__init__.__globals__ }}", "unsafe", "__init__"),
        ("{{ '{0.__class__}'.format(title) }}", "unsafe", "__class__"),
        ("{{ topics.append(1) }}", "unsafe", "append"),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", "unsafe", "ScopedEvalContextModifier"),
        ("{% include '/etc/passwd' %}", "unsafe", "Include"),
        ("{% import 'os' as os %}", "unsafe", "Import"),
        ("{% extends 'x' %}", "unsafe", "Extends"),
        ("{{ title|safe }}", "syntax", "safe"),
        ("{{ title|attr('__class__') }}", "syntax", "attr"),
        ("{{ title", "syntax", "{{ title"),
        ("开头 {% for topic in topics %}没有结束", "syntax", "没有结束"),
        ("{% endfor %}", "syntax", "endfor"),
        ("{{ 1 / 0 }}", "filling", "division by zero"),
        ("{{ title + 1 }}", "filling", "str"),
        ("{{ title() }}", "filling", "not callable"),
    ],
)
def test_a_template_that_asks_too_much_is_refused_by_a_sentence(paragraph: str, reason: str, told: str) -> None:
    found, sentence = refusal(a_template("上一段", paragraph, "下一段"))
    assert (found, told in sentence) == (reason, True), sentence


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("paragraph", "reasons"),
    [
        (LOOPS, {"time", "memory"}),
        (LOOPS.replace("x", ""), {"time"}),
        ("{{ 'x' * 10 ** 10 }}", {"memory"}),
        ("{% set a = 'x' * 9999 %}{% for b in many %}{{ a }}{% endfor %}" * 4, {"size"}),
        ("{{ 9 ** (9 ** 9) }}", {"time"}),
        ("{%" * 20_000, {"syntax", "time"}),
        ("{{" + "(" * 5_000 + ")" * 5_000 + "}}", {"syntax", "damaged", "filling"}),
    ],
)
def test_a_template_that_never_ends_is_stopped_in_time(paragraph: str, reasons: set[str]) -> None:
    start = time.monotonic()
    assert refusal(a_template(paragraph), SHORT)[0] in reasons
    assert time.monotonic() - start < SHORT.wall_seconds + 4


def test_the_same_loops_over_less_are_filled_in() -> None:
    assert texts(render(a_template(LOOPS), {"many": ["x"] * 3}, SHORT)) == ["x" * 3**5]


PLAIN = a_template("x")
FIELD = '<w:fldChar w:fldCharType="{}"/>'
LIVING = {
    "DDEAUTO": ["<w:instrText> DDEAUTO c:\\\\x.exe a </w:instrText>"],
    "INCLUDEPICTURE": [
        FIELD.format("begin"), "<w:instrText> INCLUDE</w:instrText>",
        "<w:instrText>PICTURE http://x/a.png</w:instrText>", FIELD.format("end"),
    ],
    "QUOTE": [
        FIELD.format("begin"), "<w:instrText> DATE </w:instrText>", FIELD.format("begin"),
        "<w:instrText> QUOTE 68 68 69 </w:instrText>", FIELD.format("end"), FIELD.format("end"),
    ],
    "HYPERLINK": ['<w:fldSimple w:instr=" HYPERLINK http://x "/>'],
    "object": ["<w:object/>"],
}  # fmt: skip


@pytest.mark.hostile
@pytest.mark.parametrize("name", LIVING)
def test_a_field_that_fetches_or_runs_is_refused(name: str) -> None:
    reason, sentence = refusal(with_xml(*LIVING[name]))
    assert (reason, name in sentence) == ("living", True), sentence


def test_fields_that_count_pages_stay() -> None:
    numbers = with_xml(FIELD.format("begin"), "<w:instrText> PAGE </w:instrText>", FIELD.format("end"))
    assert b"PAGE" in parts_of(render(numbers, FIELDS))["word/document.xml"]


def test_a_template_may_not_make_a_living_field_of_its_fields() -> None:
    hidden = with_xml("<w:instrText>{{ title }}</w:instrText>")
    with pytest.raises(TemplateRefused, match="DDEAUTO"):
        render(hidden, {"title": "ddeauto x"})
    assert render(hidden, {"title": "page"})


@pytest.mark.hostile
@pytest.mark.parametrize(
    "template",
    [b"", b"PK\x03\x04", b"x" * 1000, PLAIN[:-200], changed(PLAIN, "word/document.xml", lambda _: "<a")],
    ids=["empty", "sign", "noise", "cut", "part"],
)  # fmt: skip
def test_what_is_no_word_file_is_damaged(template: bytes) -> None:
    assert refusal(template)[0] == "damaged"


@pytest.mark.hostile
def test_entities_are_not_followed() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    declared = changed(a_template("留"), "word/document.xml", lambda xml: xml.replace("?>", f"?>{bomb}", 1))
    secret = '<!DOCTYPE a [<!ENTITY s SYSTEM "file:///etc/hostname">]>'
    fetching = changed(
        a_template("留"), "word/document.xml", lambda xml: xml.replace("?>", f"?>{secret}", 1).replace("留", "&s;")
    )
    assert texts(render(declared, FIELDS)) == ["留"]
    assert texts(render(fetching, FIELDS)) in ([], ["&s;"])


def test_a_full_disk_is_not_the_templates_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("dayan_safety.papers.rendering.tempfile.TemporaryFile", full)
    assert refusal(a_template("x"))[0] == "busy"


@pytest.mark.parametrize(
    ("said", "reason"),
    [("", "damaged"), ('{"done": 9}\\n12345', "damaged"), ('{"done"', "damaged"), ('{"done": 5}\\n12345', "")],
)
def test_a_child_that_falls_silent_has_written_no_paper(
    said: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "__main__.py").write_text(f"import sys; sys.stdout.write('{said}')", encoding="utf-8")
    monkeypatch.setattr(rendering, "CHILD", tmp_path)
    if reason:
        assert refusal(PLAIN)[0] == reason
    else:
        assert render(PLAIN, FIELDS) == b"12345"


def test_the_child_carries_nothing_of_the_portal() -> None:
    ask = (
        f"import sys; sys.path.append({str(rendering.CHILD.parent)!r}); import paper_child.process; print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", ask], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "docxtpl" in loaded
    assert not [name for name in loaded if name.startswith(("django", "dayan_safety", "committee"))]


def test_every_refusal_is_a_broken_rule_with_a_sentence() -> None:
    told = {"name": "a", "near": "b", "problem": "c"}
    sentences = [str(TemplateRefused(reason, **told)) for reason in SENTENCES]
    assert issubclass(TemplateRefused, RuleBroken)
    assert len(set(sentences)) == len(SENTENCES)
    assert not any("%(" in sentence for sentence in sentences)
