"""What a monitor sees: live and ready apart, true figures, and nothing about anybody."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.processes import free_port
from bot.metrics import Metrics
from bot.watch import SILENCE_SECONDS, Silence, Watch
from playground.server import DEFAULT_TOKEN
from storage import feeds
from storage.store import Store, open_store
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import META, archived
from tests.newsroom import EDITOR_ID, Newsroom, open_newsroom

DASHBOARD = Path(__file__).parents[2] / "docs" / "grafana.json"
MORNING = SUNDAY_EVENING + timedelta(hours=12)
"""08:00 in Riyadh."""
WEEK = timedelta(days=7)

Samples = dict[tuple[str, str], float]
"""Values by the name of a sample and the value of its label, if it has one."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A newsroom, and somebody at its door."""

    newsroom: Newsroom
    url: str
    client: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, str]:
        async with self.client.get(self.url + path) as answer:
            return answer.status, await answer.text()

    async def samples(self) -> Samples:
        _, text = await self.get("/metrics")
        return {
            (sample.name, next(iter(sample.labels.values()), "")): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    port = free_port()
    async with (
        open_newsroom(SUNDAY_EVENING, tmp_path, door_port=port) as newsroom,
        aiohttp.ClientSession() as client,
    ):
        await _open(port)
        yield Watched(newsroom, f"http://127.0.0.1:{port}", client)


async def _open(port: int) -> None:
    """Waits until somebody listens at a port."""
    async with asyncio.timeout(20):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.01)


async def test_a_bot_at_work_is_live_and_ready(watched: Watched) -> None:
    await watched.newsroom.reader("سارة")
    for path in ("/health", "/health/ready"):
        status, said = await watched.get(path)
        assert (status, json.loads(said)) == (200, {"live": True, "ready": True, "database": True, "telegram": True})
    assert await watched.get("/health/live") == (200, '{"live":true}')


async def test_the_figures_are_those_of_the_newsroom(watched: Watched) -> None:
    newsroom = watched.newsroom
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await archived(newsroom, META, "ميتا تكشف عن نظارة")
    await newsroom.mujaz.room.store.write(feeds.add, "https://feed.example/", "موقع", EDITOR_ID, MORNING + WEEK)
    newsroom.toy.fail("sendMessage", status=429, retry_after=600, chat_id=yusuf.id)
    await newsroom.wait_until(MORNING)
    await sara.sees(lambda message: "نظارة" in message.text)
    found = await watched.samples()
    while not (found["mujaz_deliveries", "sent"] and found["mujaz_deliveries", "retry"]):
        found = await watched.samples()
    assert found["mujaz_sends_total", "sent"] == 1
    assert found["mujaz_sends_total", "later"] == 1
    assert found["mujaz_send_seconds_count", ""] == 2
    assert found["mujaz_rate_limited_total", "bulk"] == 1
    assert (found["mujaz_deliveries", "sent"], found["mujaz_deliveries", "retry"]) == (1, 1)
    assert (found["mujaz_readers", "active"], found["mujaz_readers", "gone"]) == (2, 0)
    assert found["mujaz_articles", ""] == 1
    assert found["mujaz_due_lag_seconds", ""] == 0
    assert (found["mujaz_feeds", "well"], found["mujaz_feeds", "failing"], found["mujaz_feeds", "paused"]) == (1, 0, 0)
    assert found["mujaz_inbox_updates", ""] == found["mujaz_inbox_lag_seconds", ""] == 0
    assert found["mujaz_database_bytes", "database"] > 4096
    assert found["process_resident_memory_bytes", ""] > 0


async def test_the_age_of_the_newest_backup_is_told_once_there_is_one(watched: Watched) -> None:
    assert ("mujaz_backup_age_seconds", "nightly") not in await watched.samples()
    await watched.newsroom.mujaz.night()
    while ("mujaz_backup_age_seconds", "nightly") not in await watched.samples():
        pass
    watched.newsroom.clock.turn(hours=2)
    assert (await watched.samples())["mujaz_backup_age_seconds", "nightly"] == 7200


async def test_nothing_that_a_monitor_reads_is_about_anybody(watched: Watched) -> None:
    sara = await watched.newsroom.reader("سارة")
    for path in ("/health", "/metrics", "/health/live"):
        _, said = await watched.get(path)
        for private in (str(sara.id), "سارة", DEFAULT_TOKEN, DEFAULT_TOKEN.partition(":")[2], "sqlite3"):
            assert private not in said


async def test_the_door_has_no_other_addresses(watched: Watched) -> None:
    for path in ("/", "/metrics/", "/health/x", "/hook"):
        assert (await watched.get(path))[0] == 404


async def test_the_dashboard_shows_every_figure_and_none_that_is_not_told(watched: Watched) -> None:
    await watched.newsroom.mujaz.night()
    _, text = await watched.get("/metrics")
    told = set(re.findall(r"^# TYPE (mujaz_\w+)", text, re.MULTILINE))
    told = {name for name in told if not name.endswith("_created")}
    drawn = {
        name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum")
        for name in re.findall(r"mujaz_\w+", DASHBOARD.read_text("utf-8"))
    }
    assert drawn == told


def test_the_dashboard_can_be_imported() -> None:
    dashboard = json.loads(DASHBOARD.read_text("utf-8"))
    assert dashboard["title"] == "Mujaz"
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids))
    for panel in dashboard["panels"]:
        assert panel["datasource"] == {"type": "prometheus", "uid": "${source}"}
        assert all(target["expr"] and target["refId"] for target in panel["targets"])


# ---------------------------------------------------------------- not ready


@asynccontextmanager
async def door(store: Store, silence: Silence | None, folder: Path) -> AsyncIterator[str]:
    """A door of its own, for what a newsroom cannot be brought to within a test."""
    app, port = web.Application(), free_port()
    Watch(store, Metrics(store, lambda: SUNDAY_EVENING, folder / "x", folder), silence).add_to(app)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("silence", "ready"),
    [(lambda: None, False), (lambda: SILENCE_SECONDS, False), (lambda: SILENCE_SECONDS - 1, True), (None, True)],
)
async def test_a_bot_that_telegram_does_not_answer_is_live_and_not_ready(
    tmp_path: Path, silence: Silence | None, ready: bool
) -> None:
    async with (
        open_store(tmp_path / "mujaz.sqlite") as store,
        door(store, silence, tmp_path) as url,
        aiohttp.ClientSession(url) as client,
    ):
        async with client.get("/health") as answer:
            assert answer.status == (200 if ready else 503)
            assert (await answer.json())["telegram"] is ready
        async with client.get("/health/live") as answer:
            assert answer.status == 200


async def test_a_database_that_does_not_answer_is_told_and_the_process_lives(tmp_path: Path) -> None:
    async with open_store(tmp_path / "mujaz.sqlite") as store:
        pass
    async with door(store, None, tmp_path) as url, aiohttp.ClientSession(url) as client:
        for path, status in (("/health/ready", 503), ("/metrics", 503), ("/health/live", 200)):
            async with client.get(path) as answer:
                assert answer.status == status
