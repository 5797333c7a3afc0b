"""The bot's one pace: who may write now. Replies to people go first, bulk takes its turn; sends nothing itself.

Telegram counts what the whole bot sends, so both lanes ask here, and nobody else keeps a pace of their own.
"""

from datetime import timedelta

from mujaz.delivery import Later, Outcome
from pipeline.clock import Stopwatch
from pipeline.pace import FREE_A_SECOND, PAID_A_SECOND, Breaker, Gates, Throttle, Window

LOOK_SECONDS = 1.0
"""How often somebody who waits for a turn looks whether Telegram is within reach again."""


class Dispatcher:
    """One a bot. Its times are those of its stopwatch."""

    def __init__(
        self, stopwatch: Stopwatch | None = None, free: int = FREE_A_SECOND, paid: int = PAID_A_SECOND
    ) -> None:
        self.stopwatch = stopwatch or Stopwatch()
        self._rates = {False: free, True: paid}
        self._window = Window(free, paid)
        self._gates = Gates()
        self._throttle = Throttle()
        self.breaker = Breaker()

    def a_second(self, *, paid: bool) -> int:
        """Bulk messages a second at most."""
        return self._rates[paid]

    async def reply_turn(self, chat_id: int) -> None:
        """Returns when an answer, or an edit, may go to the chat. Answers to one chat keep their order."""
        wait = self._gates.book(chat_id, self.stopwatch.now())
        if wait > 0:
            await self.stopwatch.sleep(wait)

    def bulk_wait(self, now: float, *, paid: bool) -> float:
        """Seconds until any bulk message may go out; 0 when one may now, infinity until a probe reaches Telegram."""
        if self.breaker.is_open:
            return float("inf")
        window = self._window.wait(now, paid=paid, factor=self._throttle.factor(now))
        return max(self._throttle.wait(now), window)

    def chat_wait(self, chat_id: int, now: float) -> float:
        """Seconds until a bulk message may go to the chat."""
        return self._gates.wait(chat_id, now)

    async def bulk_turn(self, chat_id: int) -> None:
        """Returns when a bulk message that is sent as an answer may go to the chat at once, and counts it."""
        while (wait := self._bulk_wait_for(chat_id, now := self.stopwatch.now())) > 0:
            await self.stopwatch.sleep(min(wait, LOOK_SECONDS))
        self._window.let_go(now, paid=False, factor=self._throttle.factor(now))
        self._window.left(now)

    def let_go(self, chat_id: int, now: float, *, paid: bool) -> "Departure":
        """A bulk message to the chat may go now; its second begins when it leaves."""
        self._window.let_go(now, paid=paid, factor=self._throttle.factor(now))
        self._gates.note(chat_id, now)
        return Departure(self._window, self.stopwatch)

    def _bulk_wait_for(self, chat_id: int, now: float) -> float:
        return max(self.bulk_wait(now, paid=False), self.chat_wait(chat_id, now))

    def heard(self, chat_id: int, outcome: Outcome, now: float) -> bool:
        """How a bulk message ended; whether Telegram is out of reach from now on."""
        if isinstance(outcome, Later):
            self._throttle.refused(chat_id, outcome.wait / timedelta(seconds=1), now)
        return self.breaker.note(outcome, now)


class Departure:
    """To be called when a bulk message that was let go is written to its connection, or will never be."""

    __slots__ = ("_stopwatch", "_window")

    def __init__(self, window: Window, stopwatch: Stopwatch) -> None:
        self._window: Window | None = window
        self._stopwatch = stopwatch

    def __call__(self) -> None:
        """It leaves now; said again, that means nothing."""
        window, self._window = self._window, None
        if window is not None:
            window.left(self._stopwatch.now())
