"""Reads thousands of hostile workbooks; none may crash the reader, take long, or take much memory.

python bench/hostile_workbooks.py --count 10000 --seed 1

Every file must be read or refused with ``WorkbookRefused`` within ``--seconds`` (wall), ``--cpu`` seconds and
``--megabytes`` (peak of the child). Prints a table; ends with exit code 1 when a file did not keep to that. Two files
are read at a time. A file that is late is read up to twice more and counts when it is late every time, for on a busy
machine anything is late once.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter
from typing import NamedTuple

from django.conf import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
settings.configure(USE_I18N=False)

from dayan_safety.tests.hostile import BOMBS, mutations  # noqa: E402
from dayan_safety.workbooks import WorkbookRefused, read_workbook  # noqa: E402


class Reading(NamedTuple):
    """How one file went: what became of it, its times, and its memory if it was the most so far."""

    outcome: str
    wall: float
    cpu: float
    megabytes: float
    times: int = 1


def read_calmly(file: tuple[str, bytes], seconds: float) -> Reading:
    """Read one file, and again when it was late; what it did then counts."""
    reading = read(file)
    while reading.wall > seconds and reading.times < 3:
        again = read(file)
        reading = again._replace(megabytes=max(reading.megabytes, again.megabytes), times=reading.times + 1)
    return reading


def read(file: tuple[str, bytes]) -> Reading:
    """Read one file in this worker and measure the child."""
    before, start = getrusage(RUSAGE_CHILDREN), perf_counter()
    try:
        read_workbook(file[1], file[0])
        outcome = "read"
    except WorkbookRefused as refusal:
        outcome = refusal.reason
    except Exception as fault:  # what this bench is looking for
        outcome = f"CRASH {fault!r}"
    wall, after = perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Reading(outcome, wall, cpu, after.ru_maxrss / 1024 if after.ru_maxrss > before.ru_maxrss else 0)


def files(count: int, seed: int, bombs: bool) -> Iterator[tuple[str, str, bytes, str | None]]:
    """Return a label, a file and what must become of it: the bombs, then the mutations."""
    for name, bomb in BOMBS.items() if bombs else ():
        yield f"bomb: {name}", bomb.file_name, bomb.build(), bomb.reason or "read"
    for name, content in mutations(seed, count):
        yield f"mutated {name.rpartition('.')[2]}", name, content, None


def faults(reading: Reading, expected: str | None, limits: argparse.Namespace) -> Iterator[str]:
    """Return what a file did that it must not."""
    if reading.outcome.startswith("CRASH"):
        yield reading.outcome
    elif expected and reading.outcome != expected:
        yield f"{reading.outcome} instead of {expected}"
    if reading.wall > limits.seconds:
        yield f"took more than {limits.seconds} s"
    if reading.cpu > limits.cpu:
        yield f"computed more than {limits.cpu} s"
    if reading.megabytes > limits.megabytes:
        yield f"took more than {limits.megabytes} MB"


def print_table(readings: dict[str, list[Reading]], violations: Counter[str]) -> None:
    """Print one line for each label, then the violations by reason."""
    print(f"{'files':24}{'count':>7}{'read':>7}{'slowest s':>11}{'cpu s':>8}{'peak MB':>9}  refused as")
    for label, group in readings.items():
        outcomes = Counter(reading.outcome for reading in group)
        count, whole = outcomes.total(), outcomes.pop("read", 0)
        worst = [max(reading[field] for reading in group) for field in (1, 2, 3)]
        reasons = ", ".join(f"{reason} {times}" for reason, times in outcomes.most_common())
        print(f"{label:24}{count:7}{whole:7}{worst[0]:11.2f}{worst[1]:8.2f}{worst[2]:9.0f}  {reasons}")
    again = sum(reading.times > 1 for group in readings.values() for reading in group)
    print(f"\n{again} files were read again because they were late")
    print(f"{violations.total()} violations")
    for reason, times in violations.most_common():
        print(f"{times:7}  {reason}")


def main() -> int:
    """Read everything, two files at a time; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bombs", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--cpu", type=float, default=1)
    parser.add_argument("--megabytes", type=float, default=100)
    limits = parser.parse_args()
    readings: dict[str, list[Reading]] = defaultdict(list)
    violations: Counter[str] = Counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        batch = list(files(limits.count, limits.seed, limits.bombs))
        found = pool.map(partial(read_calmly, seconds=limits.seconds), [file[1:3] for file in batch])
        for (label, _, _, expected), reading in zip(batch, found, strict=True):
            readings[label].append(reading)
            violations.update(f"{label}: {fault}" for fault in faults(reading, expected, limits))
    print_table(readings, violations)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
