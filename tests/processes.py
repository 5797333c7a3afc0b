"""The bot as an operator runs it: a process of its own, with a clean environment, that can be killed."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playground.server import Playground

ROOT = Path(__file__).parent.parent


@asynccontextmanager
async def bot_process(toy: Playground, database: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run` against the toy; killed at the end of the block if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=ROOT,
        env={
            "PATH": "",
            "MUJAZ_TOKEN": toy.token,
            "MUJAZ_API_URL": toy.url,
            "MUJAZ_DATABASE": str(database),
            "MUJAZ_LOG_FORMAT": "json",
            **settings,
        },
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def stop_politely(process: asyncio.subprocess.Process) -> str:
    """Stops the bot as a service manager does; gives what it logged. Fails when it does not end cleanly."""
    process.send_signal(signal.SIGTERM)
    _, logged = await asyncio.wait_for(process.communicate(), timeout=30)
    assert process.returncode == 0, logged.decode()
    return logged.decode()


async def kill(process: asyncio.subprocess.Process) -> None:
    """kill -9: no goodbye, no last write."""
    process.kill()
    await process.communicate()
