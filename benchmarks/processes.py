"""Mujaz and the toy Telegram as an operator starts them: processes of their own, watched through /proc (Linux only).

They see no setting but those given here: neither the environment nor a `.env` of whoever runs the benchmark.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks.archive import minute_far_from
from playground.server import DEFAULT_TOKEN

ROOT = Path(__file__).parent.parent
STOP_SECONDS = 30.0
LOG_LINES = 20


class Process:
    """A process that runs. `started_at`, in seconds of time.perf_counter, is taken just before it does."""

    def __init__(self, popen: subprocess.Popen[bytes], started_at: float) -> None:
        self._popen = popen
        self.started_at = started_at

    @property
    def rss_mb(self) -> float:
        """Resident memory in megabytes (10⁶ bytes), what it shares with others included."""
        pages = int(self._proc("statm").split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)

    @property
    def cpu_seconds(self) -> float:
        """Processor time so far, all threads, user and system: fields 14 and 15 of proc(5)'s stat."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> int:
        """Ends it as a service manager does, and gives its exit code. TimeoutExpired where it does not end."""
        self._popen.send_signal(signal.SIGTERM)
        return self._popen.wait(STOP_SECONDS)

    def _proc(self, file: str) -> str:
        return Path(f"/proc/{self._popen.pid}/{file}").read_text(encoding="utf-8")


@contextmanager
def started(folder: Path, *command: str, **settings: str) -> Iterator[Process]:
    """`python -m` with that command, with a folder as its home; stopped politely at the end of the block.

    RuntimeError, with the end of its log, when it does not exit with 0.
    """
    log = folder / f"{command[0]}.log"
    with log.open("wb") as output:
        started_at = time.perf_counter()
        popen = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=folder,
            env=_environment(settings),
            stdout=output,
            stderr=output,
        )
        try:
            yield (process := Process(popen, started_at))
            if code := process.stop():
                raise RuntimeError(f"{' '.join(command)} ended with exit code {code}")
        except BaseException as error:
            error.add_note(_end_of(log))
            raise
        finally:
            popen.kill()
            popen.wait()


def toy_settings(port: int) -> dict[str, str]:
    """For the toy Telegram alone, on a port."""
    return {"MUJAZ_TOKEN": DEFAULT_TOKEN, "MUJAZ_PLAYGROUND_PORT": str(port)}


def bot_settings(port: int, database: Path, now: datetime) -> dict[str, str]:
    """For a bot of the toy on that port; no digest falls due for hours."""
    return {
        "MUJAZ_TOKEN": DEFAULT_TOKEN,
        "MUJAZ_API_URL": f"http://127.0.0.1:{port}",
        "MUJAZ_DATABASE": str(database),
        "MUJAZ_TIMEZONE": "UTC",
        "MUJAZ_DIGEST_TIME": "{:02}:{:02}".format(*divmod(minute_far_from(now), 60)),
    }


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": "", "PYTHONPATH": str(ROOT), **settings}


def _end_of(log: Path) -> str:
    return "\n".join([f"The end of {log.name}:", *log.read_text(encoding="utf-8").splitlines()[-LOG_LINES:]])
