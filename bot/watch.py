"""What a monitor may ask at the door: whether the bot lives, whether it is ready, and its metrics.

Live: the process answers; where it does not, a restart helps. Ready: the database answers, and so does Telegram; where
they do not, no restart would mend it. Tells neither names nor reasons: whoever reaches the port may read it.
"""

import asyncio
from collections.abc import Callable

import orjson
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.metrics import Metrics
from mujaz.errors import StorageError
from pipeline.polling import POLL_SECONDS
from storage import gauges
from storage.store import Store

ANSWER_SECONDS = 2.0
"""For the database: a disk that is slower than this serves nobody."""
SILENCE_SECONDS = 4.0 * POLL_SECONDS
"""A poll ends after POLL_SECONDS also where nothing happens; then Telegram is taken to be out of reach."""

Silence = Callable[[], float | None]
"""Seconds since Telegram last answered."""


class Watch:
    """`silence` is None where updates come by webhook: an idle bot then has nothing to ask Telegram."""

    def __init__(self, store: Store, metrics: Metrics, silence: Silence | None) -> None:
        self._store = store
        self._metrics = metrics
        self._silence = silence

    def add_to(self, app: web.Application) -> None:
        """Puts its addresses up."""
        app.router.add_get("/health", self._ready)
        app.router.add_get("/health/live", self._live)
        app.router.add_get("/health/ready", self._ready)
        app.router.add_get("/metrics", self._scrape)

    async def _live(self, request: web.Request) -> web.Response:
        return _told({"live": True}, 200)

    async def _ready(self, request: web.Request) -> web.Response:
        database = await self._database_answers()
        silence = self._silence() if self._silence else 0.0
        telegram = silence is not None and silence < SILENCE_SECONDS
        ready = database and telegram
        found = {"live": True, "ready": ready, "database": database, "telegram": telegram}
        return _told(found, 200 if ready else 503)

    async def _scrape(self, request: web.Request) -> web.Response:
        try:
            body = await self._metrics.scrape()
        except StorageError:
            return web.Response(status=503)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._store.read(gauges.answers)
        except (StorageError, TimeoutError):
            return False
        return True


def _told(found: dict[str, bool], status: int) -> web.Response:
    return web.Response(body=orjson.dumps(found), status=status, content_type="application/json")
