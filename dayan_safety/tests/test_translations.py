"""Every visible word has its Chinese."""

from pathlib import Path

import pytest
from babel.messages import Catalog

from dayan_safety.translation import gaps, gathered, kept, refresh

PAGE = """
  {% translate "Close" %} it's {% translate 'Open' context "verb" %}
    {% if row %}{% blocktranslate count n=rows|length trimmed %}
      one row
    {% plural %}
      {{ n }} rows
    {% endblocktranslate %}{% endif %}
  {{ title|default:_("Untitled") }} {{ _("Home") }}
"""
CODE = """
name = _("Name")
label = gettext_lazy("Label")
message = ngettext_lazy("%(n)s file", "%(n)s files", 2)
"""
SCRIPT = 'alert(gettext("Sure?"));'


def catalog_of(**translations: str | tuple[str, str]) -> Catalog:
    catalog = Catalog(locale="zh_Hans")
    for said, chinese in translations.items():
        catalog.add(said, chinese)
    return catalog


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    for name, text in {"templates/a/page.html": PAGE, "app/code.py": CODE, "static/js/ask.js": SCRIPT}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_everything_said_is_translated() -> None:
    assert gaps(gathered(), kept()) == []


def test_code_templates_and_scripts_are_read(small_project: Path) -> None:
    said = {(message.context, message.id) for message in gathered(small_project) if message.id}
    assert said == {
        (None, "Close"),
        ("verb", "Open"),
        (None, ("one row", "%(n)s rows")),
        (None, "Untitled"),
        (None, "Home"),
        (None, "Name"),
        (None, "Label"),
        (None, ("%(n)s file", "%(n)s files")),
        (None, "Sure?"),
    }


def test_tests_and_migrations_say_nothing(tmp_path: Path) -> None:
    for folder in ("app/tests", "app/migrations", "bench", "node_modules/package"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "code.py").write_text(CODE, encoding="utf-8")
    assert [message.id for message in gathered(tmp_path) if message.id] == []


@pytest.mark.parametrize(
    ("translated", "gap"),
    [
        ({}, "not translated: 'Close %(name)s'"),
        ({"Close %(name)s": ""}, "not translated: 'Close %(name)s'"),
        ({"Close %(name)s": "关闭"}, "other placeholders: 'Close %(name)s'"),
        ({"Close %(name)s": "关闭%(names)s"}, "other placeholders: 'Close %(name)s'"),
        ({"Close %(name)s": "关闭%(name)s", "Open": "打开"}, "no longer said: 'Open'"),
    ],
)
def test_a_gap_is_found(translated: dict[str, str], gap: str) -> None:
    assert gaps(catalog_of(**{"Close %(name)s": ""}), catalog_of(**translated)) == [gap]


def test_a_guess_is_no_translation() -> None:
    guessed = Catalog(locale="zh_Hans")
    guessed.add("Close", "关闭", flags=["fuzzy"])
    assert gaps(catalog_of(Close=""), guessed) == ["uncertain: 'Close'"]


def test_a_catalogue_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    catalog = kept(tmp_path / "nowhere.po")
    assert ([message.id for message in catalog if message.id], str(catalog.locale)) == ([], "zh_Hans")
    assert gaps(catalog_of(Close=""), catalog) == ["not translated: 'Close'"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('gettext_noop("Close")', (None, "Close")),
        ('pgettext_lazy("verb", "Open")', ("verb", "Open")),
        ('npgettext_lazy("verb", "%(n)s opens", "%(n)s open", 2)', ("verb", ("%(n)s opens", "%(n)s open"))),
        ('_("in " "two parts")', (None, "in two parts")),
    ],
)
def test_every_way_of_marking_a_word_is_heard(tmp_path: Path, code: str, said: object) -> None:
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    assert [(message.context, message.id) for message in gathered(tmp_path) if message.id] == [said]


@pytest.mark.parametrize("code", ['_(f"{name} left")', "_(name)", 'print("Close")', '# _("Close")'])
def test_what_is_not_marked_or_is_made_up_on_the_way_is_not(tmp_path: Path, code: str) -> None:
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    assert [message.id for message in gathered(tmp_path) if message.id] == []


@pytest.mark.parametrize(
    ("english", "chinese", "fits"),
    [
        ("%(n)s of %(all)s", "共 %(all)s，第 %(n)s", True),
        ("{0} of {1}", "{1} 中的 {0}", True),
        ("100 %% of %s", "%s 的百分之百", True),
        ("%d rows", "%s 行", False),
        ("{} rows", "{0} 行", False),
    ],
)
def test_placeholders_must_be_the_same_in_any_order(english: str, chinese: str, fits: bool) -> None:
    assert (gaps(catalog_of(**{english: ""}), catalog_of(**{english: chinese})) == []) == fits


def test_a_translated_plural_has_no_gap() -> None:
    said, translated = Catalog(), Catalog(locale="zh_Hans")
    said.add(("one row", "%(n)s rows"))
    translated.add(("one row", "%(n)s rows"), ("%(n)s 行",))
    assert gaps(said, translated) == []


def test_a_refreshed_catalogue_keeps_its_chinese_and_forgets_what_is_gone(
    small_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "django.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Close"\nmsgstr "关闭"\n\nmsgid "Gone"\nmsgstr "不再"\n', encoding="utf-8"
    )
    monkeypatch.setattr("dayan_safety.translation.gathered", lambda: gathered(small_project))
    catalog = refresh(path)
    assert {message.id: message.string for message in catalog if message.id in {"Close", "Name", "Gone"}} == {
        "Close": "关闭",
        "Name": "",
    }
    once = path.read_bytes()
    refresh(path)
    assert path.read_bytes() == once
