"""Fetches updates by long polling and hands them to the inbox; an offset is confirmed only after the inbox has it.

Ends where another instance keeps fetching with the same token: of two, the newcomer gives way. Repeats everything else.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from mujaz.errors import MujazError
from pipeline.inbox import Inbox
from pipeline.incoming import WANTED, has_id
from pipeline.sender import TokenRefused
from pipeline.wire import AiohttpRequest

POLL_SECONDS = 30
PAUSE_SECONDS = 1.0
PAUSE_MOST = 10.0

CONFLICT_PAUSE = 2.0
CONFLICTS = 4
NEWCOMER_SECONDS = 10.0
SETTLED_SECONDS = 25.0
"""For how long others' polls may end ours: a restart's overlap is shorter, and who came first is more patient."""
SETTLED_AFTER = 5.0
"""Who polled undisturbed for so long came first: a newcomer is disturbed within seconds."""
CONFLICTS_WITHIN = 40.0

log = structlog.get_logger(__name__)


class TokenInUse(MujazError):
    """Another process fetches the updates of the same bot."""


class Polling:
    """Fetches until it is cancelled."""

    def __init__(self, bot: Bot, request: AiohttpRequest, inbox: Inbox) -> None:
        self._bot = bot
        self._request = request
        self._inbox = inbox
        self._conflicts: Conflicts | None = None

    async def run(self) -> None:
        """Raises TokenRefused, TokenInUse, and StorageError where the inbox can keep nothing."""
        now = asyncio.get_running_loop().time
        self._conflicts = self._conflicts or Conflicts(now())  # a failing database does not make it a newcomer
        await self._insist(self._leave_webhook)
        offset = 0
        while True:
            updates = await self._insist(lambda: self._poll(offset))  # noqa: B023 called at once
            if updates:
                await self._inbox.take(updates)
                offset = max(update["update_id"] for update in updates) + 1

    async def _leave_webhook(self) -> None:
        await self._bot.delete_webhook()

    async def _insist(self, ask: Callable[[], Awaitable[Any]]) -> Any:
        pause = PAUSE_SECONDS
        while True:
            try:
                return await ask()
            except InvalidToken as error:
                raise TokenRefused(error.message) from None
            except Conflict as error:
                self._note_conflict(error)
                await asyncio.sleep(CONFLICT_PAUSE)
            except TelegramError as error:
                await asyncio.sleep(_pause(error, pause))
                pause = min(pause * 2, PAUSE_MOST)

    def _note_conflict(self, error: Conflict) -> None:
        log.warning("another_instance_polls", detail=error.message)
        assert self._conflicts is not None
        if self._conflicts.persist(asyncio.get_running_loop().time()):
            raise TokenInUse(error.message) from None

    async def _poll(self, offset: int) -> list[dict[str, Any]]:
        wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(WANTED)}
        answer = await self._request.post(
            f"{self._bot.base_url}/getUpdates",
            RequestData([RequestParameter.from_input(name, value) for name, value in wanted.items()]),
            read_timeout=POLL_SECONDS + 10,
        )
        if not isinstance(answer, list):
            raise TelegramError("getUpdates gave no list")
        whole = [update for update in answer if has_id(update)]
        if len(whole) < len(answer):
            log.error("updates_without_id", count=len(answer) - len(whole))
        if answer and not whole:
            raise TelegramError("getUpdates gave nothing that can be confirmed")
        return whole


class Conflicts:
    """Whether another instance is there to stay. Given moments in seconds; both may fetch something in between."""

    def __init__(self, started: float) -> None:
        self._started = started
        self._settled: bool | None = None
        self._moments: deque[float] = deque(maxlen=100)

    def persist(self, now: float) -> bool:
        """Notes a conflict; whether it is time to give way."""
        if self._settled is None:
            self._settled = now - self._started > SETTLED_AFTER
        self._moments.append(now)
        while now - self._moments[0] > CONFLICTS_WITHIN:
            self._moments.popleft()
        if len(self._moments) == 1 and now - self._started > CONFLICTS_WITHIN:
            self._settled = True  # whoever was there then is gone
        patience = SETTLED_SECONDS if self._settled else NEWCOMER_SECONDS
        return len(self._moments) >= CONFLICTS and now - self._moments[0] >= patience


def _pause(error: TelegramError, pause: float) -> float:
    match error:
        case RetryAfter(retry_after=timedelta() as wait):
            return max(pause, wait.total_seconds())
        case NetworkError():
            log.info("no_connection", detail=error.message)
        case _:
            log.warning("updates_refused", detail=error.message)
    return pause
