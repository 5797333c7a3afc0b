"""Updates from Telegram: kept in the database before their offset is confirmed, then handled, each person's in order.

An update that Telegram sends malformed is logged and settled, never retried for ever. Knows no handlers: it is given
what handles an update.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import orjson
import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from pipeline.clock import Clock
from pipeline.sender import TokenRefused
from pipeline.wire import AiohttpRequest
from storage import inbox
from storage.store import Store

POLL_SECONDS = 30
HANDLED_AT_ONCE = 32
PAUSE_SECONDS = 1.0
PAUSE_MOST = 10.0
MALFORMED = (TypeError, LookupError, ValueError, AttributeError, ArithmeticError, OSError, TelegramError)
"""What python-telegram-bot raises for an update that is none; OSError and ArithmeticError are dates out of range."""

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")

_NOBODY = object()
"""In place of a person: the worker that takes it ends."""

Handle = Callable[[Update], Awaitable[None]]

log = structlog.get_logger(__name__)


class Inbox:
    """Receives and handles updates until it is cancelled or told to stop."""

    def __init__(self, store: Store, bot: Bot, request: AiohttpRequest, clock: Clock, handle: Handle) -> None:
        self._store = store
        self._bot = bot
        self._request = request
        self._clock = clock
        self._handle = handle
        self._waiting: dict[object, deque[tuple[int, bytes]]] = defaultdict(deque)
        self._ready: asyncio.Queue[object] = asyncio.Queue()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Takes up what the last run left unfinished, then receives until `stop`. Raises TokenRefused."""
        self._waiting.clear()
        self._ready = asyncio.Queue()
        self._sort_in(await self._store.read(inbox.unfinished))
        async with asyncio.TaskGroup() as tasks:
            workers = [tasks.create_task(self._work()) for _ in range(HANDLED_AT_ONCE)]
            receiving = tasks.create_task(self._receive())
            await self._stop.wait()
            receiving.cancel()
            for _ in workers:
                self._ready.put_nowait(_NOBODY)

    def stop(self) -> None:
        """Receives nothing more and lets what is being handled end; what waits is taken up by the next run."""
        self._stop.set()

    async def _receive(self) -> None:
        offset, pause = 0, PAUSE_SECONDS
        while True:
            try:
                updates = await self._poll(offset)
            except InvalidToken as error:
                raise TokenRefused(error.message) from None
            except TelegramError as error:
                await asyncio.sleep(_pause(error, pause))
                pause = min(pause * 2, PAUSE_MOST)
                continue
            pause = PAUSE_SECONDS
            if updates:
                fresh = await self._store.write(inbox.keep, _bodies(updates), self._clock())
                offset = max(update["update_id"] for update in updates) + 1
                self._sort_in(fresh)

    async def _poll(self, offset: int) -> list[dict[str, Any]]:
        wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(WANTED)}
        answer = await self._request.post(
            f"{self._bot.base_url}/getUpdates",
            RequestData([RequestParameter.from_input(name, value) for name, value in wanted.items()]),
            read_timeout=POLL_SECONDS + 10,
        )
        if not isinstance(answer, list):
            raise TelegramError("getUpdates gave no list")
        whole = [update for update in answer if _has_id(update)]
        if len(whole) < len(answer):
            log.error("updates_without_id", count=len(answer) - len(whole))
        if answer and not whole:
            raise TelegramError("getUpdates gave nothing that can be confirmed")
        return whole

    def _sort_in(self, updates: Sequence[tuple[int, bytes]]) -> None:
        for update_id, body in updates:
            who = _whose(orjson.loads(body), update_id)
            self._waiting[who].append((update_id, body))
            if len(self._waiting[who]) == 1:
                self._ready.put_nowait(who)

    async def _work(self) -> None:
        while (who := await self._ready.get()) is not _NOBODY and not self._stop.is_set():
            update_id, body = self._waiting[who][0]
            await self._handle_one(update_id, body)
            self._waiting[who].popleft()
            if self._waiting[who]:
                self._ready.put_nowait(who)
            else:
                del self._waiting[who]

    async def _handle_one(self, update_id: int, body: bytes) -> None:
        try:
            update = Update.de_json(orjson.loads(body), self._bot)
        except MALFORMED as error:
            log.error("malformed_update", update=update_id, error=repr(error))
        else:
            await self._handle(update)
        await self._store.write(inbox.done, update_id, self._clock())


def _has_id(update: object) -> bool:
    """Whether it is an update that can be kept and confirmed: the database holds ids of 63 bits."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and 0 <= number < 2**63


def _bodies(updates: Sequence[dict[str, Any]]) -> list[tuple[int, bytes]]:
    return [(update["update_id"], orjson.dumps(update)) for update in updates]


def _whose(update: dict[str, Any], update_id: int) -> object:
    """Whose order the update belongs to: the sender's, else the chat's, else nobody's but its own."""
    for kind in WANTED:
        content = update.get(kind)
        if isinstance(content, dict):
            for holder in (content.get("from"), content.get("chat")):
                if isinstance(holder, dict) and isinstance(holder.get("id"), int):
                    return holder["id"]
    return f"update {update_id}"


def _pause(error: TelegramError, pause: float) -> float:
    match error:
        case RetryAfter(retry_after=timedelta() as wait):
            return max(pause, wait.total_seconds())
        case Conflict():
            log.warning("another_instance_polls", detail=error.message)
        case NetworkError():
            log.info("no_connection", detail=error.message)
        case _:
            log.warning("updates_refused", detail=error.message)
    return pause
