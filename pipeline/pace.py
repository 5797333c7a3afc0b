"""How fast Mujaz may write: pure arithmetic over a given clock (seconds, monotonic). Sleeps nowhere.

Telegram's published limits: about 30 bulk messages in any second (1000 where they are paid for), one a second to a
chat, twenty a minute to a group; edits count (research on delivery §1.1). Replies to people are outside the bulk limit.
"""

from collections import OrderedDict, deque

from mujaz.delivery import NotSent, Outcome, Unsure

FREE_A_SECOND = 30
PAID_A_SECOND = 1000

SLACK, SLACK_MOST = 6, 0.03
"""A window is longer than its second by the time of so many messages, and at most by so many seconds: messages may
arrive closer together than they were sent."""
CATCH_UP = 0.1
"""Seconds that a pace may be behind its even spacing and still make up for."""
BEGINS_ANEW = 1.0
"""Seconds behind it after which there is nothing to make up for: nobody had anything to send."""

CHAT_GAP = 1.0
GROUP_GAP = 3.4
"""Seconds: with a burst of three, twenty in any minute."""
BURST = 3
"""Replies that a chat may be given at once; Telegram tolerates short bursts."""

SECOND_REFUSAL_WITHIN = 1.0
HOLD_MOST = 30.0
SLOWEST = 1 / 16
RECOVERY_SECONDS, RECOVERY = 10.0, 1.05

FAILURES, FAILURES_WITHIN = 20, 5.0
UNSURE_IN_A_ROW = 5
"""Answers that were lost with none that came in between: each more would be a try that a reader does not get."""
PROBE_FIRST, PROBE_MOST = 1.0, 10.0


class Window:
    """At most so many bulk messages in any second, evenly spaced. Remembers when they left, paid for or not.

    A message that is let go may wait for its connection, and then arrives together with those after it: its second
    begins when it leaves. Until then it counts as if that were now.
    """

    def __init__(self, free: int, paid: int) -> None:
        self._rates = {False: _Rate(free), True: _Rate(paid)}
        self._leaving = 0
        self._times: deque[float] = deque(maxlen=max(free, paid))

    def wait(self, now: float, *, paid: bool, factor: float = 1.0) -> float:
        """Seconds until the next may go out; 0 when it may now. `factor` (at most 1) makes the window smaller."""
        rate = self._rates[paid]
        limit = rate.limit(factor) - self._leaving
        if limit <= 0:
            return rate.step(factor)
        full = len(self._times) >= limit
        return max(self._times[-limit] + rate.seconds - now if full else 0.0, rate.spaced_at - now, 0.0)

    def let_go(self, now: float, *, paid: bool, factor: float = 1.0) -> None:
        """One may go out now, as soon as it can: see `left`."""
        rate = self._rates[paid]
        self._leaving += 1
        behind = now - rate.spaced_at
        rate.spaced_at = (now if behind > BEGINS_ANEW else max(rate.spaced_at, now - CATCH_UP)) + rate.step(factor)

    def left(self, now: float) -> None:
        """One that was let go goes out now."""
        self._leaving -= 1
        self._times.append(now)


class _Rate:
    """So many in a little more than a second; `spaced_at` is when the next one would go out in an even row."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.seconds = 1.0 + min(SLACK / most, SLACK_MOST)
        self.spaced_at = 0.0

    def limit(self, factor: float) -> int:
        return max(1, int(self._most * factor))

    def step(self, factor: float) -> float:
        """Seconds between two in an even row."""
        return self.seconds / self.limit(factor)


class Gates:
    """One message a second to a chat, and fewer to a group: a gate for each, open for the most of them.

    Each remembers up to when it is booked (a leaky bucket, ITU-T I.371's virtual scheduling); forgets those that are
    open.
    """

    def __init__(self) -> None:
        self._booked: OrderedDict[int, float] = OrderedDict()

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until a message that nobody waits for may go to the chat; 0 when it may now."""
        return max(self._booked.get(chat_id, now) - now, 0.0)

    def note(self, chat_id: int, now: float) -> None:
        """A message goes to the chat now."""
        self._booked[chat_id] = max(self._booked.get(chat_id, now), now) + _gap(chat_id)
        self._booked.move_to_end(chat_id)
        while self._booked and next(iter(self._booked.values())) <= now:
            self._booked.popitem(last=False)

    def book(self, chat_id: int, now: float) -> float:
        """Takes the chat's next turn for a reply, at once within a short burst; gives the seconds until it is."""
        wait = max(self.wait(chat_id, now) - (BURST - 1) * _gap(chat_id), 0.0)
        self.note(chat_id, now)
        return wait


def _gap(chat_id: int) -> float:
    return GROUP_GAP if chat_id < 0 else CHAT_GAP


class Throttle:
    """Slows bulk down when Telegram refuses several chats at once: halves, holds, and recovers slowly (AIMD)."""

    def __init__(self) -> None:
        self._factor = 1.0
        self._refused: tuple[int, float] | None = None
        self._until = 0.0
        self._grown_at = 0.0

    def refused(self, chat_id: int, retry_after: float, now: float) -> None:
        """A chat got a 429. One chat's is its own limit; another's within a second is taken as the bot's."""
        last, self._refused = self._refused, (chat_id, now)
        if last is None or last[0] == chat_id or now - last[1] > SECOND_REFUSAL_WITHIN:
            return
        if now >= self._until:  # those that were on their way when it was said do not count again
            self._factor = max(self.factor(now) / 2, SLOWEST)
            self._grown_at = now
        self._until = max(self._until, now + min(retry_after, HOLD_MOST))

    def factor(self, now: float) -> float:
        """The part of the limit that is used now."""
        while self._factor < 1.0 and now - self._grown_at >= RECOVERY_SECONDS:
            self._factor = min(self._factor * RECOVERY, 1.0)
            self._grown_at += RECOVERY_SECONDS
        return self._factor

    def wait(self, now: float) -> float:
        """Seconds until bulk goes on."""
        return max(self._until - now, 0.0)


class Breaker:
    """Holds everything back while Telegram is out of reach; only a probe finds out that it is back."""

    def __init__(self) -> None:
        self._failures: deque[float] = deque(maxlen=FAILURES)
        self._unsure = 0
        self._pause = PROBE_FIRST
        self.is_open = False

    def note(self, outcome: Outcome, now: float) -> bool:
        """How a send ended; whether that was the one failure too many."""
        if isinstance(outcome, NotSent):
            self._failures.append(now)
        elif isinstance(outcome, Unsure):
            self._unsure += 1
        else:
            self._unsure = 0
            return False
        full = len(self._failures) == FAILURES and now - self._failures[0] <= FAILURES_WITHIN
        full = full or self._unsure >= UNSURE_IN_A_ROW
        tripped = full and not self.is_open
        self.is_open = self.is_open or full
        return tripped

    def probed(self, *, reached: bool) -> float:
        """How a probe ended; gives the seconds until the next one, 0 when none is needed."""
        if reached:
            self._failures.clear()
            self._unsure = 0
            self._pause, self.is_open = PROBE_FIRST, False
            return 0.0
        pause, self._pause = self._pause, min(self._pause * 2, PROBE_MOST)
        return pause
