"""The bot's updates: kept until confirmed, fetched by long polling or pushed to a webhook.

An update lives 24 hours (tdlib/telegram-bot-api, Client.cpp). Ids only grow, also over restarts of the toy,
as they start from the wall clock. Knows nothing of HTTP.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice, takewhile

from playground import errors
from playground.bell import Bell
from playground.errors import conflict
from playground.messages import JsonObject

LIFETIME = 24 * 3600
LONGEST_POLL = 50
BATCH = 100

# Without a list of its own, a bot gets everything but these (Bot API, getUpdates).
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that waits. `lane` is the chat whose updates must arrive in order; `born` in unix seconds."""

    update_id: int
    lane: int
    born: float
    body: JsonObject


class Updates:
    """The queue of one bot."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next_id = time.time_ns() // 1_000_000
        self._waiting: dict[int, Pending] = {}
        self._allowed: frozenset[str] = frozenset()
        self._newest_poll = 0
        self._ended_by = errors.OTHER_POLL
        self._closed = False
        self.bell = Bell()

    def add(self, kind: str, payload: JsonObject, lane: int) -> JsonObject | None:
        """Queues an update, and returns it; None where the bot did not ask for this kind."""
        if not self._wanted(kind):
            return None
        body = {"update_id": self._next_id, kind: payload}
        self._waiting[self._next_id] = Pending(self._next_id, lane, self._clock(), body)
        self._next_id += 1
        self.bell.ring()
        return body

    def _wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in _ONLY_WHEN_ASKED

    @property
    def allowed(self) -> list[str]:
        """The kinds that the bot asked for; empty for the usual ones."""
        return sorted(self._allowed)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remembers the kinds asked for; None keeps what was remembered."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def waiting(self, at_most: int = sys.maxsize) -> list[Pending]:
        """The oldest updates that are neither confirmed nor too old."""
        oldest = self._clock() - LIFETIME
        self._drop_while(lambda pending: pending.born < oldest)
        return list(islice(self._waiting.values(), at_most))

    def newer_than(self, update_id: int) -> list[Pending]:
        """The updates that came after that one, oldest first."""
        newer = takewhile(lambda pending: pending.update_id > update_id, reversed(self._waiting.values()))
        return list(newer)[::-1]

    def holds(self, update_id: int) -> bool:
        """Whether that update still waits, neither confirmed nor too old."""
        pending = self._waiting.get(update_id)
        return pending is not None and pending.born >= self._clock() - LIFETIME

    def confirm(self, update_id: int) -> None:
        """Forgets one update: it was delivered."""
        self._waiting.pop(update_id, None)

    def forget(self) -> None:
        """Forgets every update."""
        self._waiting.clear()

    def seek(self, offset: int) -> None:
        """Forgets the updates before `offset`; where it is negative, all but the last so many."""
        if offset >= 0:
            self._drop_while(lambda pending: pending.update_id < offset)
        else:
            kept = list(self._waiting.items())[offset:]
            self._waiting = dict(kept)

    def _drop_while(self, gone: Callable[[Pending], bool]) -> None:
        for pending in list(takewhile(gone, self._waiting.values())):
            del self._waiting[pending.update_id]

    async def poll(self, limit: int, timeout: int) -> list[JsonObject]:
        """The oldest updates, as soon as there are any or after `timeout` seconds (50 at most).

        Ends the poll that waits already with 409.
        """
        self.end_polls(errors.OTHER_POLL)
        mine = self._newest_poll
        try:
            async with asyncio.timeout(min(max(timeout, 0), LONGEST_POLL)):
                return await self.bell.until(lambda: self._batch(mine, limit))
        except TimeoutError:
            return []

    def _batch(self, poll: int, limit: int) -> list[JsonObject] | None:
        if poll != self._newest_poll:
            raise conflict(self._ended_by)
        batch = [pending.body for pending in self.waiting(limit if 1 <= limit <= BATCH else BATCH)]
        return batch if batch or self._closed else None

    def end_polls(self, reason: str) -> None:
        """Ends the poll that waits, if any, with 409 and these words."""
        self._newest_poll += 1
        self._ended_by = reason
        self.bell.ring()

    def close(self) -> None:
        """Ends the poll that waits, if any, with no updates."""
        self._closed = True
        self.bell.ring()
