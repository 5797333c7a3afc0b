"""Deliveries and what follows from how a send ended. Decides from data and a given now; sends nothing.

A delivery is one message of a run (mujaz.run) to one chat.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

ATTEMPTS_MOST = 8
"""Tries that may each have arrived; more would be a nuisance to the reader."""
BACKOFF = timedelta(seconds=1)
BACKOFF_MOST = timedelta(minutes=1)
UNSURE_WAIT = timedelta(seconds=5)
NOT_SENT_WAIT = timedelta(seconds=15)
"""At most; in an outage the dispatcher holds everything back, so that no single message knocks on the door."""
SAME_REFUSALS_MOST = 3
"""As many readers to whom Telegram refuses the text of a run in the same words freeze the run: it is our mistake."""


class DeliveryState(IntEnum):
    """How far a delivery is. SENDING is committed before the message goes out: after a crash it may have arrived.

    DEAD is given up and stands in the list that an admin can send again. UNKNOWN may have arrived and is not repeated.
    HELD waits for the end of its reader's quiet hours.
    """

    WAITING = 0
    SENDING = 1
    SENT = 2
    RETRY = 3
    DEAD = 4
    SKIPPED = 5
    CANCELLED = 6
    UNKNOWN = 7
    HELD = 8


class Delivery(NamedTuple):  # a thousand a second: a frozen dataclass takes three times as long to make
    """One message to one chat. `since` is where the reader's window opened, and opens again where it never arrives.

    `composition` is the number of what it contains (storage.compositions), so that the same text is written again.
    """

    run_id: int
    chat_id: int
    part: int
    since: datetime
    attempts: int = 1
    composition: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Telegram asks to wait; it did not take the message."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class NotSent:
    """The message certainly did not reach Telegram."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """The message may have arrived: the answer was lost. The Bot API has no key against sending twice."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat can no longer be written to."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram refuses the message itself: our mistake."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unchangeable:
    """A message that was to be changed is no more, or Telegram lets it be changed no more."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """It was about to be sent when its run was halted, or the bot was stopped."""


Outcome = Sent | Later | NotSent | Unsure | Gone | Moved | Refused | Unchangeable | Withheld


class Settlement(NamedTuple):
    """What is recorded of a delivery after a try."""

    state: DeliveryState
    next_at: datetime | None = None
    message_id: int | None = None
    error: str | None = None
    suspect_duplicate: bool = False
    counts: bool = True
    """Whether the try counts against the most that are made."""


def settle(outcome: Outcome, delivery: Delivery, now: datetime, jitter: float, *, repeats: bool = True) -> Settlement:
    """What follows from a try. `jitter` is drawn from [0, 1); `repeats`: what may have arrived is sent again.

    What certainly did not arrive does not count as a try: it goes on until its run expires. What may have arrived is
    tried ATTEMPTS_MOST times. Waits are Telegram's own, or drawn in full from a range that doubles (full jitter).
    """
    match outcome:
        case Sent(message_id):
            return Settlement(DeliveryState.SENT, message_id=message_id)
        case Later(wait):
            return Settlement(DeliveryState.RETRY, now + wait + timedelta(seconds=jitter), counts=False)
        case Withheld() | Unchangeable():
            return Settlement(DeliveryState.RETRY, now, counts=False)
        case Gone(reason):
            return Settlement(DeliveryState.SKIPPED, error=reason)
        case Moved(chat_id):
            return Settlement(DeliveryState.SKIPPED, error=f"moved to {chat_id}")
        case Refused(reason):
            return Settlement(DeliveryState.DEAD, error=reason)
        case NotSent(reason):
            return Settlement(DeliveryState.RETRY, now + NOT_SENT_WAIT * jitter, error=reason, counts=False)
        case Unsure(reason) if not repeats:
            return Settlement(DeliveryState.UNKNOWN, error=reason, suspect_duplicate=True)
        case Unsure(reason) if delivery.attempts >= ATTEMPTS_MOST:
            return Settlement(DeliveryState.DEAD, error=reason, suspect_duplicate=True)
        case Unsure(reason):
            wait = UNSURE_WAIT + _backoff(delivery.attempts) * jitter
            return Settlement(DeliveryState.RETRY, now + wait, error=reason, suspect_duplicate=True)


def _backoff(attempts: int) -> timedelta:
    return min(BACKOFF * (1 << attempts), BACKOFF_MOST)
