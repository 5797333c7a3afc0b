"""Updates from Telegram: kept in the database before Telegram hears of it, then handled, each person's in order.

What needs no work (a tap that waited too long, a flood of commands) is settled without any. An update that Telegram
sends malformed is logged and settled, never retried for ever. Knows no handlers and no way in: it is given what handles
an update, and gets updates from pipeline.polling or bot.door.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from pipeline.clock import Clock
from pipeline.incoming import Fate, Incoming, Judge, heard_in, whose
from pipeline.together import Together
from pipeline.unpacked import unpacked
from storage import inbox
from storage.store import Store

HANDLED_AT_ONCE = 64
"""So many at most are handled again after a crash: a worker goes on once what it did is noted."""
MALFORMED = (TypeError, LookupError, ValueError, AttributeError, ArithmeticError, OSError, TelegramError)
"""What python-telegram-bot raises for an update that is none; OSError and ArithmeticError are dates out of range."""

_NOBODY = object()
"""In place of a person: the worker that takes it ends."""

Handle = Callable[[Update], Awaitable[None]]
Settled = tuple[int, int | None]
"""The id of an update that was handled, and the private chat that was heard in it."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Conversations:
    """What is done with an update: `answer` answers it, `slow_down` tells its sender that it was too much."""

    answer: Handle
    slow_down: Handle


class Inbox:
    """Handles updates until it is cancelled or told to stop."""

    def __init__(self, store: Store, bot: Bot, clock: Clock, judge: Judge, conversations: Conversations) -> None:
        self._store = store
        self._bot = bot
        self._clock = clock
        self._judge = judge
        self._conversations = conversations
        self._waiting: dict[object, deque[Incoming]] = defaultdict(deque)
        self._held: set[int] = set()
        self._ready: asyncio.Queue[object] = asyncio.Queue()
        self._open = asyncio.Event()
        self._stop = asyncio.Event()
        self._settled = Together(self._settle)

    async def run(self) -> None:
        """Takes up what the last run left unfinished, then handles what comes in until `stop`."""
        self._open.clear()
        self._waiting.clear()
        self._held.clear()
        self._ready = asyncio.Queue()
        self._settled = Together(self._settle)
        kept = await self._store.read(inbox.unfinished)
        self._sort_in(Incoming(update_id, orjson.loads(body), since) for update_id, body, since in kept)
        self._open.set()
        async with asyncio.TaskGroup() as tasks:
            workers = [tasks.create_task(self._work()) for _ in range(HANDLED_AT_ONCE)]
            await self._stop.wait()
            for _ in workers:
                self._ready.put_nowait(_NOBODY)

    def stop(self) -> None:
        """Lets what is being handled end; what waits is taken up by the next run."""
        self._stop.set()

    async def take(self, updates: Sequence[dict[str, Any]]) -> None:
        """Keeps updates, each with an id (`has_id`); returns once they are safe. Raises StorageError."""
        await self._open.wait()
        now = self._clock()
        bodies = [(update["update_id"], orjson.dumps(update)) for update in updates]
        fresh = {update_id for update_id, _ in await self._store.write(inbox.keep, bodies, now)}
        self._sort_in(Incoming(u["update_id"], u, now) for u in updates if u["update_id"] in fresh)

    def _sort_in(self, updates: Iterable[Incoming]) -> None:
        for incoming in updates:
            if incoming.update_id in self._held:  # kept while `run` read what was unfinished
                continue
            self._held.add(incoming.update_id)
            who = whose(incoming.body, incoming.update_id)
            self._waiting[who].append(incoming)
            if len(self._waiting[who]) == 1:
                self._ready.put_nowait(who)

    async def _work(self) -> None:
        while (who := await self._ready.get()) is not _NOBODY and not self._stop.is_set():
            incoming = self._waiting[who][0]
            await self._meet(incoming)
            await self._settled.ask((incoming.update_id, heard_in(incoming.body)))
            self._held.discard(incoming.update_id)
            self._waiting[who].popleft()
            if self._waiting[who]:
                self._ready.put_nowait(who)
            else:
                del self._waiting[who]

    async def _meet(self, incoming: Incoming) -> None:
        match self._judge.fate(incoming, self._clock()):
            case Fate.HANDLE:
                await self._handle(incoming, self._conversations.answer)
            case Fate.SLOW_DOWN:
                log.info("told_to_slow_down", update=incoming.update_id)
                await self._handle(incoming, self._conversations.slow_down)
            case Fate.FLOOD:
                log.info("settled_without_work", update=incoming.update_id, reason="flood")
            case Fate.STALE:
                log.info("settled_without_work", update=incoming.update_id, reason="stale tap", since=incoming.since)

    async def _handle(self, incoming: Incoming, handle: Handle) -> None:
        try:
            update = unpacked(incoming.body, self._bot)
        except MALFORMED as error:
            log.error("malformed_update", update=incoming.update_id, error=repr(error))
        else:
            await handle(update)

    async def _settle(self, settled: Sequence[Settled]) -> Mapping[Settled, None]:
        heard = [chat_id for _, chat_id in settled if chat_id is not None]
        await self._store.write(inbox.done, [update_id for update_id, _ in settled], self._clock(), heard)
        return dict.fromkeys(settled)
