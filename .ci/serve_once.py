"""Shows that `make run` serves, and that Ctrl-C and a closed terminal end all of it; prints how long each took."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

PATIENCE = 300.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # follows the redirect to the sign-in page
            return bool(answer.status == 200)
    except OSError:
        return False


def survivors(mark: str) -> list[str]:
    """Return the command lines of the processes that were started with ``mark`` in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # ended meanwhile
    return found


def hear_hangups() -> None:
    """Hear SIGHUP even where whoever runs the checks does not."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def serve_once(data: str, ended_by: signal.Signals) -> None:
    port, began = free_port(), time.monotonic()
    environment = {**os.environ, "DATA_DIR": data, "PORT": str(port)}
    run = subprocess.Popen(["make", "run"], env=environment, start_new_session=True, preexec_fn=hear_hangups)
    try:
        while not answers(f"http://127.0.0.1:{port}/"):
            assert run.poll() is None, f"make run ended by itself: {run.returncode}"
            assert time.monotonic() - began < PATIENCE, "make run does not answer"
            time.sleep(0.2)
        print(f"serves after {time.monotonic() - began:.1f} s, in {len(survivors(data))} processes", flush=True)
        time.sleep(2)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, ended_by)
        stopping = time.monotonic()
        run.wait(timeout=60)
    while (left := survivors(data)) and time.monotonic() - stopping < 20:
        time.sleep(0.2)
    assert not left, f"{ended_by.name} left {left}"
    print(f"ended {time.monotonic() - stopping:.1f} s after {ended_by.name}, nothing left", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="portal-serves-") as folder:
        serve_once(folder, signal.SIGINT)  # Ctrl-C
        serve_once(folder, signal.SIGHUP)  # the terminal closed
