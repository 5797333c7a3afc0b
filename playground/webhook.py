"""Pushes updates to the bot's webhook: in order within a chat, in parallel across chats, again until it
answers 2xx.

The pause after a failure doubles up to a minute, or is what the answer's Retry-After says. A method call in
the answer's body, which Telegram would carry out, is noted as a violation: it is not emulated.
"""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass

import aiohttp
import orjson

from playground.updates import Pending
from playground.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 the name of a header, not a secret
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 60.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """What setWebhook asked for."""

    url: str
    secret: str
    max_connections: int
    tls: ssl.SSLContext | None = None
    """Trusts the certificate that was uploaded and no other; None: what the machine trusts."""


class Webhook:
    """The pusher of one bot; it runs from `start` to `stop`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        self.settings: WebhookSettings | None = None
        self.last_error: tuple[int, str] | None = None

    async def start(self, settings: WebhookSettings) -> None:
        """Pushes every update there, from the oldest that is not confirmed."""
        await self.stop()
        self.settings = settings
        # The toy is its own supervisor: stop() awaits the task, and with it whatever went wrong.
        self._task = asyncio.create_task(self._push(settings))  # noqa: TID251 awaited in stop()

    async def stop(self) -> None:
        """Ends the pushing; updates that were not answered with 2xx stay."""
        task, self._task, self.settings, self.last_error = self._task, None, None, None
        if task is None:
            return
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()):
            raise error

    async def _push(self, settings: WebhookSettings) -> None:
        lanes: dict[int, deque[Pending]] = {}
        newest = 0
        places = asyncio.Semaphore(settings.max_connections)
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session, asyncio.TaskGroup() as tasks:
            road = _Road(session, settings, places)
            while True:
                for pending in self._world.updates.newer_than(newest):
                    newest = pending.update_id
                    if pending.lane in lanes:
                        lanes[pending.lane].append(pending)
                    else:
                        lanes[pending.lane] = deque([pending])
                        tasks.create_task(self._drain(road, lanes, pending.lane))
                await self._world.updates.bell.wait()

    async def _drain(self, road: "_Road", lanes: dict[int, deque[Pending]], lane: int) -> None:
        while queue := lanes[lane]:
            await self._insist(road, queue[0])
            self._world.updates.confirm(queue.popleft().update_id)
        del lanes[lane]

    async def _insist(self, road: "_Road", pending: Pending) -> None:
        patience = _FIRST_PAUSE
        while self._world.updates.holds(pending.update_id):
            pause = await self._deliver(road, pending)
            if pause is None:
                return
            await asyncio.sleep(pause or patience)
            patience = min(2 * patience, _LONGEST_PAUSE)

    async def _deliver(self, road: "_Road", pending: Pending) -> float | None:
        """None once the bot has it; otherwise the seconds to wait, 0 where the bot named none."""
        try:
            async with road.places, road.post(pending) as answer:
                if answer.ok:
                    await self._refuse_method_calls(answer)
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                retry_after = answer.headers.get("Retry-After", "")
                return float(retry_after) if retry_after.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed("Read timeout expired" if isinstance(error, TimeoutError) else "Connection refused")
            return 0.0

    def _failed(self, reason: str) -> None:
        self.last_error = (self._world.now(), reason)

    async def _refuse_method_calls(self, answer: aiohttp.ClientResponse) -> None:
        if b'"method"' in await answer.read():
            self._world.violation("webhook", "a method call in the answer is not emulated")


@dataclass(frozen=True, slots=True)
class _Road:
    """The way to the bot."""

    session: aiohttp.ClientSession
    settings: WebhookSettings
    places: asyncio.Semaphore

    def post(self, pending: Pending) -> "aiohttp.client._RequestContextManager":
        headers = {"Content-Type": "application/json"}
        if self.settings.secret:
            headers[SECRET_HEADER] = self.settings.secret
        body, tls = orjson.dumps(pending.body), self.settings.tls or True
        return self.session.post(self.settings.url, data=body, headers=headers, ssl=tls)
