"""The house stands: imports point downwards, rooms keep their order, files stay short, doors are documented."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SLAB = "dayan_safety"
BELOW: dict[str, set[str]] = {
    "committee": set(),
    "campaigns": {"committee"},
    "inspections": {"committee"},
    "assessment": {"committee", "campaigns", "inspections"},
}
ROOMS = (
    "querysets",
    "models",
    "permissions",
    "services",
    "forms tables filters resources documents deadlines tasks demo",
    "views admin",
    "urls",
)
FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms.split()}
SHARED = {"models", "querysets", "permissions", "services"}
ROOF = {"__init__", "settings", "urls", "celery", "wsgi", "admin_site", "navigation", "home", "search", "figures"}
ROOF |= {"calendar_pages", "confinement", "overview", "testing", "demo", "management", "shipped"}
ROOF |= {"rollover", "rollover_pages"}
IMPORT_ANYWHERE = {"apps.py", "testing.py"}
MAX_LINES = 300


class Import(NamedTuple):
    """One name brought in: ``committee.services`` at a line, inside a function or not."""

    name: str
    line: int
    inside: bool


def sources(root: Path) -> Iterator[Path]:
    """Return the Python files of the house, without migrations and tests."""
    for package in (SLAB, *BELOW):
        for path in sorted((root / package).rglob("*.py")):
            if not {"migrations", "tests"} & set(path.relative_to(root).parts):
                yield path


def imports(path: Path, root: Path) -> Iterator[Import]:
    """Return what a file imports, relative imports spelled out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    ]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    package = path.relative_to(root).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, id(node) in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*above, *([node.module] if node.module else [])))
            yield from (Import(f"{module}.{alias.name}", node.lineno, id(node) in inside) for alias in node.names)


def wrong_arrow(here: str, room: str, name: str) -> str:
    """Return what is wrong when ``room`` of package ``here`` imports the dotted ``name``; nothing wrong: empty."""
    there, their_room = [*name.split("."), ""][:2]
    if there == SLAB:
        under = here != SLAB or room not in ROOF
        return "stands under the roof" if under and their_room in ROOF else ""
    if there not in BELOW or (here == SLAB and room in ROOF):
        return ""
    if here == SLAB:
        return "the slab knows no app"
    if there == here:
        return "a later room" if FLOOR.get(their_room, 0) > FLOOR.get(room, len(ROOMS)) else ""
    if there not in BELOW[here]:
        return "looks up or across"
    return "" if their_room in SHARED else "not a room to share"


def faults(root: Path) -> list[str]:
    """Return one line for every wrong import and every file too long under ``root``."""
    found = []
    for path in sources(root):
        name, (here, room, *_) = path.relative_to(root).as_posix(), path.relative_to(root).with_suffix("").parts
        for item in imports(path, root):
            if problem := wrong_arrow(here, room, item.name):
                found.append(f"{name} imports {item.name}: {problem}")
            if item.inside and path.name not in IMPORT_ANYWHERE:
                found.append(f"{name}:{item.line} imports inside a function")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MAX_LINES:
            found.append(f"{name}: {lines} lines")
    return found


def commands(root: Path) -> set[str]:
    """Return the names of the management commands."""
    files = (path for path in sources(root) if path.parent.name == "commands")
    return {path.stem for path in files if not path.stem.startswith("_")}


def tasks(root: Path) -> set[str]:
    """Return the names of the functions that Celery runs."""
    return {
        node.name
        for path in sources(root)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        if any("shared_task" in ast.unparse(mark) or "app.task" in ast.unparse(mark) for mark in node.decorator_list)
    }


def undocumented(root: Path) -> set[str]:
    """Return the commands and tasks that no page in ``docs/`` names."""
    said = "".join(page.read_text(encoding="utf-8") for page in (root / "docs").rglob("*.md"))
    return {
        name for name in commands(root) | tasks(root) if f"`{name}`" not in said and f"manage.py {name}" not in said
    }


@pytest.fixture
def fake_house(tmp_path: Path) -> Path:
    """Return a folder where ``build`` may write a small house."""
    for folder in ("dayan_safety/management/commands", "docs", *BELOW):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_imports_point_downwards_and_files_are_short() -> None:
    assert faults(ROOT) == []


def test_commands_and_tasks_are_documented() -> None:
    assert undocumented(ROOT) == set()


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("committee/services.py", "from inspections.models import Finding", "looks up or across"),
        ("campaigns/views.py", "import inspections.models", "looks up or across"),
        ("campaigns/models.py", "from assessment import services", "looks up or across"),
        ("inspections/views.py", "from committee import views", "not a room to share"),
        ("assessment/services.py", "from inspections.forms import FindingForm", "not a room to share"),
        ("committee/models/units.py", "from committee.services import close_task", "a later room"),
        ("committee/models/units.py", "from ..services import close_task", "a later room"),
        ("committee/services.py", "from .tasks import remind", "a later room"),
        ("committee/services/tasks.py", "from committee import views", "a later room"),
        ("dayan_safety/views.py", "from committee.models import Unit", "the slab knows no app"),
        ("dayan_safety/models/records.py", "from committee.models import Unit", "the slab knows no app"),
        ("dayan_safety/views.py", "from dayan_safety.navigation import entries", "stands under the roof"),
        ("committee/views.py", "from dayan_safety import search", "stands under the roof"),
    ],
)
def test_a_wrong_arrow_is_found(fake_house: Path, file: str, line: str, fault: str) -> None:
    (fake_house / file).parent.mkdir(exist_ok=True)
    (fake_house / file).write_text(f"{line}\n", encoding="utf-8")
    found = faults(fake_house)
    assert len(found) == 1
    assert found[0].startswith(f"{file} imports ")
    assert found[0].endswith(f": {fault}")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("assessment/services.py", "from inspections.models import Finding"),
        ("campaigns/views.py", "from committee import services"),
        ("committee/services/tasks.py", "from committee.models.tasks import Task"),
        ("committee/views.py", "from dayan_safety.views import RecordView"),
        ("committee/urls.py", "from . import views"),
        ("dayan_safety/home.py", "from inspections.models import Finding"),
        ("dayan_safety/home.py", "from dayan_safety.navigation import entries"),
        ("committee/apps.py", "def ready(self):\n    from committee import services"),
    ],
)
def test_a_right_arrow_is_not(fake_house: Path, file: str, line: str) -> None:
    (fake_house / file).parent.mkdir(exist_ok=True)
    (fake_house / file).write_text(f"{line}\n", encoding="utf-8")
    assert faults(fake_house) == []


def test_an_import_inside_a_function_is_found(fake_house: Path) -> None:
    (fake_house / "committee/services.py").write_text("def close_task():\n    import json\n", encoding="utf-8")
    assert faults(fake_house) == ["committee/services.py:2 imports inside a function"]


def test_a_file_too_long_is_found(fake_house: Path) -> None:
    (fake_house / "committee/services.py").write_text("x = 1\n" * 301, encoding="utf-8")
    assert faults(fake_house) == ["committee/services.py: 301 lines"]


def test_an_undocumented_command_or_task_is_found(fake_house: Path) -> None:
    (fake_house / "dayan_safety/management/commands/figures.py").write_text("", encoding="utf-8")
    (fake_house / "committee/tasks.py").write_text(
        "@shared_task(expires=60)\ndef remind():\n    pass\n", encoding="utf-8"
    )
    assert undocumented(fake_house) == {"figures", "remind"}
    (fake_house / "docs/commands.md").write_text("`manage.py figures` and the task `remind`", encoding="utf-8")
    assert undocumented(fake_house) == set()
