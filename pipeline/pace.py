"""How fast Mujaz may write: pure arithmetic over a given clock (seconds, monotonic). Sleeps nowhere.

Telegram's published limits: about 30 bulk messages in any second, one a second to a chat, twenty a minute to a group
(research on delivery §1.1). Replies to people are outside the bulk limit.
"""

from collections import OrderedDict, deque

from mujaz.delivery import NotSent, Outcome

BULK_A_SECOND = 30
WINDOW = 1.0
CHAT_GAP = 1.0
GROUP_GAP = 3.0
PAUSE_MOST = 10.0
"""Seconds between two tries to reach a Telegram that cannot be reached."""


class Pace:
    """Remembers when bulk messages went out; `wait` says how long the next one has to, `note` that it goes."""

    def __init__(self, a_second: int = BULK_A_SECOND) -> None:
        self._recent: deque[float] = deque(maxlen=a_second)
        self._chats: OrderedDict[int, float] = OrderedDict()

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until a bulk message to the chat may go out; 0 when it may now."""
        return max(self._bulk_wait(now), self._chats.get(chat_id, now) - now, 0.0)

    def note(self, chat_id: int, now: float) -> None:
        """A bulk message to the chat goes out now."""
        self._recent.append(now)
        self._chats[chat_id] = now + (GROUP_GAP if chat_id < 0 else CHAT_GAP)
        self._chats.move_to_end(chat_id)
        while self._chats and next(iter(self._chats.values())) <= now:
            self._chats.popitem(last=False)

    def _bulk_wait(self, now: float) -> float:
        full = len(self._recent) == self._recent.maxlen
        return self._recent[0] + WINDOW - now if full else 0.0


class Breaker:
    """Holds everything back while Telegram is out of reach: the first send after each pause finds out."""

    def __init__(self) -> None:
        self._until = 0.0
        self._pause = 0.0

    def note(self, outcome: Outcome, now: float) -> None:
        """How a send ended: unreachable, and the pause grows; anything else, and it is over."""
        if not isinstance(outcome, NotSent):
            self._pause = self._until = 0.0
        elif now >= self._until:
            self._pause = min(max(1.0, self._pause * 2), PAUSE_MOST)
            self._until = now + self._pause

    def wait(self, now: float) -> float:
        """Seconds until the next send may be tried."""
        return max(0.0, self._until - now)
