"""The benchmark of the toy, at a tiny size, prints what was promised and counts every message."""

import asyncio
import sys
from pathlib import Path

import orjson

ROOT = Path(__file__).parent.parent.parent
FIGURES = {
    "messages", "messages_per_second", "cpu_ms_per_message", "rss_mb",
    "full_messages", "full_messages_per_second", "full_cpu_ms_per_message", "full_rss_mb",
}  # fmt: skip


async def test_toy_tells_how_many_messages_a_second_each_mode_takes() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.toy", "--messages", "3000", "--full-messages", "300",
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(180):
        printed, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    (line,) = printed.splitlines()
    figures = orjson.loads(line)
    assert set(figures) == FIGURES
    assert (figures["messages"], figures["full_messages"]) == (3000, 300)
    assert min(figures.values()) > 0
