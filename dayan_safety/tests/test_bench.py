"""The benches' own words: lines of the table, figures with their units, which benches are run."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import Row, run

PAGE = (Path(run.PAGE)).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        (None, " s", "–"),
        (0.0, "", "0"),
        (0.012345, " s", "0.0123 s"),
        (99.96, " ms", "100 ms"),
        (100.4, " ms", "100 ms"),
        (12345.6, "×", "12,346×"),
        (-150.2, "", "-150"),
    ],
)
def test_a_figure_has_three_digits_and_its_unit(figure: float | None, unit: str, text: str) -> None:
    assert run.shown(figure, unit) == text


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (Row("work", 2.0, 4.0, 0.5, "≤ 3", "s", True), "| work | 2 s | 4 s | 0.5 s | 0.5× | 4× | ≤ 3 | yes |"),
        (Row("alone", 2.0), "| alone | 2 s | – | – | – | – |  |  |"),
        (Row("ratio", 0.3, goal="≤ 0.1", unit="", met=False), "| ratio | 0.3 | – | – | – | – | ≤ 0.1 | **no** |"),
        (Row("nothing to compare", 2.0, 0.0), "| nothing to compare | 2 s | 0 s | – | – | – |  |  |"),
    ],
)
def test_a_row_is_a_line_of_the_table(row: Row, line: str) -> None:
    assert run.line(row) == line
    assert line.count("|") == run.HEAD.splitlines()[-1].count("|")


@pytest.mark.django_db
def test_only_the_benches_that_are_named_are_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("bench_lists", "bench_rosters", "hostile"):
        (tmp_path / f"{name}.py").touch()
    said: list[str] = []

    def measuring(name: str) -> Any:
        return SimpleNamespace(measure=lambda: [Row(name, 1.0)])

    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "import_module", measuring)
    assert [row.name for row in run.rows([], said.append)] == ["bench.bench_lists", "bench.bench_rosters"]
    assert [row.name for row in run.rows(["roster"], said.append)] == ["bench.bench_rosters"]
    assert list(run.rows(["nothing"], said.append)) == []
    assert said == [run.line(Row(f"bench.bench_{name}", 1.0)) for name in ("lists", "rosters", "rosters")]


def test_the_kept_table_is_one_the_bench_would_write() -> None:
    head, *lines = PAGE.split("|---|---|---|---|---|---|---|---|\n")
    assert head.splitlines()[-1] == run.HEAD.splitlines()[-2]
    assert lines
    assert all(line.count("|") == 9 for line in lines[0].strip().splitlines())
