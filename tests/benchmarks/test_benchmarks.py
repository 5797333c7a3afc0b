"""Each benchmark, at a tiny size: it runs to its end and prints one JSON object with the figures that were promised."""

import asyncio
import sys
from pathlib import Path

import orjson
import pytest

from benchmarks.figures import percentile

ROOT = Path(__file__).parent.parent.parent
REPLIES = {
    "commands", "p50_ms", "p95_ms", "p99_ms", "max_ms", "start_p95_ms", "per_second", "per_second_per_core", "rss_mb",
    "ratio_cpu_to_ptb_default",
    "ratio_p95_to_ptb_default", "ratio_per_second_to_ptb_default",
}  # fmt: skip
STARTUP = {"articles", "subscribers", "first_update_seconds", "rss_mb", "idle_cpu_percent", "first_digest_seconds"}


DELIVERY = {
    "recipients", "seconds", "per_second", "cpu_ms_per_message", "rss_mb", "ratio_cpu_to_raw_aiohttp",
    "ratio_cpu_to_ptb_default", "lost", "duplicates", "max_in_any_second",
}  # fmt: skip


async def test_delivery_tells_what_a_message_costs_and_that_none_is_lost() -> None:
    figures = await _run("delivery", "--recipients", "40", "--rate", "200", "--latency-ms", "5")
    assert set(figures) >= DELIVERY
    assert (figures["lost"], figures["duplicates"]) == (0, 0)
    assert figures["max_in_any_second"] == 40


async def test_edition_tells_what_a_digest_costs_without_the_wire() -> None:
    given = ("--readers", "300", "--others", "50", "--profiles", "7", "--articles", "20", "--jobs", "50")
    figures = await _run("edition", *given)
    assert (figures["readers"], figures["deliveries"]) == (300, 300)
    measured = {"seconds", "rss_mb", "tick_idle_ms", "open_ms", "longest_write_ms"}
    assert measured | {"ratio_query_per_reader", "ratio_job_per_reader"} <= set(figures)


async def test_draining_tells_what_the_courier_takes_without_the_wire() -> None:
    given = ("--readers", "300", "--others", "50", "--profiles", "7", "--articles", "5")
    figures = await _run("draining", *given)
    assert (figures["readers"], figures["deliveries"]) == (300, 300)
    assert {"seconds", "rss_mb", "tick_idle_ms", "open_ms", "longest_write_ms", "longest_write_cpu_ms"} <= set(figures)


async def test_backups_tells_what_one_costs_those_who_read_and_ask() -> None:
    figures = await _run("backups", "--megabytes", "2", "--readers", "30000", "--calm", "0.5")
    assert figures["restored_alike"]
    assert {"ratio_broadcast", "during_p99_ms", "seconds", "megabytes"} <= set(figures)


async def test_replies_tells_how_soon_a_person_is_answered() -> None:
    figures = await _run("replies", "--commands", "9", "--people", "3")
    assert set(figures) == REPLIES
    assert figures["commands"] == 9
    assert 0 < figures["p50_ms"] <= figures["p95_ms"] <= figures["p99_ms"] <= figures["max_ms"]
    assert figures["rss_mb"] > 1


async def test_replies_tells_how_soon_a_person_is_answered_during_a_broadcast() -> None:
    figures = await _run("replies", "--commands", "9", "--during-broadcast")
    assert figures["commands"] == 9
    assert 0 < figures["p50_ms"] <= figures["p99_ms"] <= figures["max_ms"]
    assert figures["broadcast_per_second"] > 1


async def test_startup_tells_how_soon_mujaz_is_there_and_what_it_takes_at_rest() -> None:
    figures = await _run("startup", "--articles", "5", "--subscribers", "4", "--idle-seconds", "0.1")
    assert set(figures) == STARTUP
    assert figures["first_update_seconds"] > 0
    assert figures["first_digest_seconds"] > 0
    assert figures["rss_mb"] > 1


async def test_asking_tells_how_soon_each_question_is_answered_from_an_archive() -> None:
    figures = await _run("asking", "--articles", "30", "--asked", "2")
    assert (figures["articles"], figures["asked"]) == (30, 2)
    kinds = ("company", "search", "story", "trends", "saved", "missed", "digest", "free_text", "question", "inline")
    assert all(0 < figures[f"{kind}_p50_ms"] <= figures[f"{kind}_p99_ms"] for kind in kinds)
    assert figures["chart_first_ms"] > 0


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert [percentile(values, percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 0) == 7.0
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 50)


async def _run(name: str, *options: str) -> dict[str, float]:
    """What the benchmark prints; fails when that is anything but one JSON object."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"benchmarks.{name}", *options,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(180):
        printed, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    (line,) = printed.splitlines()
    figures: dict[str, float] = orjson.loads(line)
    return figures
