"""`python -m playground`, as `make run` starts it for somebody without a token."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.processes import ROOT


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody else listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@asynccontextmanager
async def playground_process(port: int, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The demo, away from any `.env`; killed at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground",
        cwd=folder,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "MUJAZ_PLAYGROUND_PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_visitor_sees_the_first_digest_on_the_page_and_in_the_terminal(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with playground_process(port, tmp_path) as process:
        assert process.stdout is not None
        told = b""
        while "5 أخبار".encode() not in told:
            line = await asyncio.wait_for(process.stdout.readline(), timeout=60)
            assert line, (await process.communicate())[1].decode()
            told += line
        assert f"http://127.0.0.1:{port}" in told.decode()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get("/_ctl/people/2001") as answer:
                sara = await answer.json()
            async with session.get("/_ctl/violations") as answer:
                assert await answer.json() == {"violations": []}
        assert any("5 أخبار" in message["text"] for message in sara["messages"])


async def test_a_port_in_use_is_told_in_one_sentence(taken_port: int, tmp_path: Path) -> None:
    async with playground_process(taken_port, tmp_path) as process:
        _, said = await asyncio.wait_for(process.communicate(), timeout=60)
    assert process.returncode == 2
    assert f"MUJAZ_PLAYGROUND_PORT: {taken_port} cannot be used" in said.decode()
    assert "Traceback" not in said.decode()
