"""What a process that reads a stranger's file may use: bounded memory and time, and nothing around it."""

import resource

from .limits import Limits


def confine(limits: Limits, size: int) -> None:
    """From here on: bounded memory and time, no file, no socket, no other process."""
    memory = mapped() + min(limits.memory_base + limits.memory_factor * size, limits.memory_cap)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),  # root is not held by this one: never run the portal as root
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 1),  # 0 would still start a program that collects dumps, where there is one
    ):
        resource.setrlimit(what, (most, most))


def mapped() -> int:
    """Bytes of address space the interpreter and its libraries have already; they differ from machine to machine."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
