"""python -m benchmarks.delivery: a digest to many readers through the real courier, beside what sends without a record.

Every sender is a process of its own, on a core of its own; the toy Telegram counts what arrives. Ratios are of
processor time per message within this run; plain aiohttp keeps the same pace, if there is one, and runs before ours and
after it, for the mean of both. `lost` and `duplicates` are by the toy's count. A rate of 0 is no limit.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import orjson

from benchmarks.figures import progress, report
from benchmarks.message import FIRST_READER
from benchmarks.processes import ROOT, free_port, started
from benchmarks.readers import fill, open_digest
from storage.store import open_store

NEWS = 4
"""Articles in the digest: together about 1,100 code points."""
RAW_MOST, PTB_MOST, LIMITER_MOST = 10_000, 3_000, 3_000
LIMITER_RATE = 30
"""What the alternative with a limiter is told: it comes too close to it on purpose (Telegram's free rate)."""


async def measure(recipients: int, rate: int, latency_ms: int) -> dict[str, object]:
    """The figures of this run."""
    with TemporaryDirectory(prefix="mujaz-") as name:
        folder = Path(name)
        due_at = datetime.now(UTC).replace(second=0, microsecond=0)
        await fill(folder / "mujaz.sqlite", due_at, recipients, NEWS)
        async with open_store(folder / "mujaz.sqlite") as store:
            await open_digest(store, due_at)
        before, _ = await _plain(folder, latency_ms, "raw", min(recipients, RAW_MOST), "--rate", str(rate))
        ours, counts = await _sent(folder, latency_ms, recipients, "deliverer", "--database", f"{name}/mujaz.sqlite",
                                   "--rate", str(rate))  # fmt: skip
        after, _ = await _plain(folder, latency_ms, "raw", min(recipients, RAW_MOST), "--rate", str(rate))
        raw = {name: (value + after[name]) / 2 for name, value in before.items()}
        ptb, _ = await _plain(folder, latency_ms, "ptb", min(recipients, PTB_MOST))
        limiter, hurried = await _plain(folder, latency_ms, "limiter", min(recipients, LIMITER_MOST // 10),
                                        "--rate", str(LIMITER_RATE))  # fmt: skip
    return {
        "recipients": recipients,
        "seconds": round(ours["seconds"], 2),
        "per_second": round(recipients / ours["seconds"], 1),
        "cpu_ms_per_message": round(_cpu(ours, recipients), 4),
        "rss_mb": ours["rss_mb"],
        "ratio_cpu_to_raw_aiohttp": round(_cpu(ours, recipients) / _cpu(raw, min(recipients, RAW_MOST)), 3),
        "ratio_cpu_to_ptb_default": round(_cpu(ours, recipients) / _cpu(ptb, min(recipients, PTB_MOST)), 3),
        "lost": len(counts["missing"]),
        "duplicates": sum(copies - 1 for *_, copies in counts["repeated"]),
        "max_in_any_second": counts["max_in_any_second"],
        "raw_aiohttp": _shown(raw, min(recipients, RAW_MOST)),
        "ptb_default": _shown(ptb, min(recipients, PTB_MOST)),
        "ptb_limiter": _shown(limiter, min(recipients, LIMITER_MOST // 10))
        | {"max_in_any_second": hurried["max_in_any_second"]},
    }


async def _plain(
    folder: Path, latency_ms: int, mode: str, recipients: int, *options: str
) -> tuple[dict[str, float], dict[str, Any]]:
    return await _sent(folder, latency_ms, recipients, "plain_senders", mode, "--recipients", str(recipients), *options)


async def _sent(
    folder: Path, latency_ms: int, recipients: int, sender: str, *options: str
) -> tuple[dict[str, float], dict[str, Any]]:
    """One sender against a toy of its own: what it measured of itself, and what arrived."""
    progress(f"{' '.join([sender, *options][:2])}: {recipients:,} messages …")
    port = free_port()
    latency = f"{latency_ms * 6 // 10}-{latency_ms * 14 // 10}"
    with started(folder, "playground.counting", "--port", str(port), "--latency-ms", latency):
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as control:
            await _listening(control)
            figures = await _run(sender, *options, "--url", f"http://127.0.0.1:{port}")
            params = {"first": FIRST_READER, "count": recipients}
            async with control.get("/_ctl/counts", params=params) as answer:
                return figures, await answer.json()


async def _listening(control: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await control.get("/_ctl/counts")
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)
            else:
                return


async def _run(sender: str, *arguments: str) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"benchmarks.{sender}", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{sender} ended with exit code {process.returncode}")
    figures: dict[str, float] = orjson.loads(printed.splitlines()[-1])
    return figures


def _cpu(figures: dict[str, float], recipients: int) -> float:
    return 1000 * figures["cpu_seconds"] / recipients


def _shown(figures: dict[str, float], recipients: int) -> dict[str, float]:
    return {
        "messages": recipients,
        "per_second": round(recipients / figures["seconds"], 1),
        "cpu_ms_per_message": round(_cpu(figures, recipients), 4),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery")
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=1000, help="messages a second; 0: as fast as it goes")
    parser.add_argument("--latency-ms", type=int, default=60, help="of an answer, on average")
    given = parser.parse_args()
    report(asyncio.run(measure(given.recipients, given.rate, given.latency_ms)))


if __name__ == "__main__":
    main()
