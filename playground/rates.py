"""Telegram's pace: how many messages it takes, and how long it then refuses those who send more.

Decides from the times of earlier messages; sends nothing and refuses nothing itself. Sources: Telegram's bot FAQ
(about one message a second to a chat, 20 a minute to a group, 30 a second in bulk), Bot API sendMessage
(`allow_paid_broadcast`: 1000 a second), tdlib/td#2592 (edits count), tdlib/td#1834 (replies are not bulk). Telegram
publishes neither its bursts nor how retry_after grows: those are the toy's, on the strict side.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

REPLY_SECONDS = 10.0
"""A message to a chat from which the bot was told something within so many seconds is a reply, not bulk."""

_BULK = 0
_MINUTE = 60.0
_LONGEST_REFUSAL = 3600.0
# Requests that were on their way when the refusal was said did not ignore it.
_ON_THE_WAY_SECONDS = 0.25
# Sums of unix seconds are exact to a quarter of a microsecond.
_ROUNDING = 1e-5


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages per chat at once (refilled by one a second), per group and minute, and per second for the whole bot."""

    chat_burst: int = 3
    group_minute: int = 20
    bulk_second: int = 30
    paid_second: int = 1000


@dataclass(frozen=True, slots=True)
class Excess:
    """Why a message is refused, for how many seconds, and whether the bot has brought that on itself."""

    why: str
    retry_after: int
    provoked: bool = True


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A retry_after that was said: `until` and `said_at` in unix seconds, `seconds` its length."""

    said_at: float
    seconds: float
    planted: bool = False

    @property
    def until(self) -> float:
        return self.said_at + self.seconds


class Rates:
    """The pace of one bot. A message is counted when it is admitted, whatever becomes of it; edits count as well."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        # When each chat's burst is whole again; chats without an entry have theirs whole.
        self._whole_at: OrderedDict[int, float] = OrderedDict()
        self._groups: dict[int, deque[float]] = {}
        self._bulk: deque[float] = deque()
        self._refusals: dict[int, _Refusal] = {}

    def admit(self, chat_id: int, *, group: bool = False, bulk: bool = True, paid: bool = False) -> Excess | None:
        """Counts a message, or says why it is too many. `bulk` is False for a reply, `paid` for a paid broadcast."""
        now = self._clock()
        excess = self._ignored(chat_id, now) or (self._ignored(_BULK, now) if bulk else None)
        if excess:
            return excess
        if wait := self._chat_wait(chat_id, now):
            return self._refuse(chat_id, now, wait, "more than one message a second to the chat")
        if group and (wait := self._group_wait(chat_id, now)):
            return self._refuse(chat_id, now, wait, f"more than {self._limits.group_minute} messages a minute")
        if bulk and (wait := self._bulk_wait(now, paid)):
            return self._refuse(_BULK, now, wait, f"more than {self._allowed(paid)} bulk messages in a second")
        self._count(chat_id, now, group=group, bulk=bulk)
        return None

    def hold(self, chat_id: int, retry_after: float) -> None:
        """A planted 429 told the bot to leave that chat alone for so many seconds; sending before provokes the next."""
        self._refusals[chat_id] = _Refusal(self._clock(), retry_after, planted=True)

    def _ignored(self, key: int, now: float) -> Excess | None:
        """The refusal that still holds; longer each time that somebody sends in spite of it."""
        refusal = self._refusals.get(key)
        if refusal is None:
            return None
        if now >= refusal.until - _ROUNDING:
            del self._refusals[key]
            return None
        if now - refusal.said_at <= _ON_THE_WAY_SECONDS:
            return Excess("sent before retry_after was heard", ceil(refusal.until - now), not refusal.planted)
        return self._refuse(key, now, 2 * refusal.seconds, "sent before retry_after had passed")

    def _refuse(self, key: int, now: float, wait: float, why: str) -> Excess:
        seconds = ceil(min(max(wait, 1.0), _LONGEST_REFUSAL) - _ROUNDING)
        self._refusals[key] = _Refusal(now, seconds)
        return Excess(why, seconds)

    def _chat_wait(self, chat_id: int, now: float) -> float:
        ahead = self._whole_at.get(chat_id, now) - now
        return _waiting(ahead - (self._limits.chat_burst - 1))

    def _group_wait(self, chat_id: int, now: float) -> float:
        sent = self._groups.setdefault(chat_id, deque())
        _forget(sent, now - _MINUTE)
        return _waiting(sent[0] + _MINUTE - now) if len(sent) >= self._limits.group_minute else 0.0

    def _bulk_wait(self, now: float, paid: bool) -> float:
        _forget(self._bulk, now - 1.0)
        excess = len(self._bulk) - self._allowed(paid)
        return _waiting(self._bulk[excess] + 1.0 - now) if excess >= 0 else 0.0

    def _allowed(self, paid: bool) -> int:
        return self._limits.paid_second if paid else self._limits.bulk_second

    def _count(self, chat_id: int, now: float, *, group: bool, bulk: bool) -> None:
        self._whole_at[chat_id] = max(self._whole_at.get(chat_id, now), now) + 1.0
        self._whole_at.move_to_end(chat_id)
        while next(iter(self._whole_at.values())) <= now:
            self._whole_at.popitem(last=False)
        if group:
            self._groups[chat_id].append(now)
        if bulk:
            self._bulk.append(now)


def _forget(times: deque[float], until: float) -> None:
    while times and times[0] <= until + _ROUNDING:
        times.popleft()


def _waiting(seconds: float) -> float:
    return seconds if seconds > _ROUNDING else 0.0
