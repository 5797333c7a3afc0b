"""Runs, deliveries and what follows from how a send ended. Decides from data and a given now; sends nothing.

A run is one slot falling due, or one article sent to everybody at once. A delivery is one message of it to one chat.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

ATTEMPTS_MOST = 8
"""Tries that may each have arrived; more would be a nuisance to the reader."""
BACKOFF_MOST = timedelta(minutes=1)
UNSURE_WAIT = timedelta(seconds=5)


class RunKind(StrEnum):
    """What a run carries."""

    DIGEST = "digest"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Run:
    """An open run. `cursor` is the last chat that was decided; chats are walked in the order of their ids."""

    id: int
    kind: RunKind
    slot_id: int | None
    article_id: int | None
    due_at: datetime
    expires_at: datetime
    cursor: int

    def past(self, chat_id: int) -> "Run":
        """The same run with the cursor behind a chat."""
        return replace(self, cursor=chat_id)


class DeliveryState(IntEnum):
    """How far a delivery is. SENDING is committed before the message goes out: after a crash it may have arrived."""

    WAITING = 0
    SENDING = 1
    SENT = 2
    RETRY = 3
    DEAD = 4
    SKIPPED = 5


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one chat. `since` is where the reader's window opened: it lets the same text be joined again."""

    run_id: int
    chat_id: int
    part: int
    since: datetime
    attempts: int = 1


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


Outcome = Sent | Later | NotSent | Unsure | Gone | Moved | Refused


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is recorded of a delivery after a try."""

    state: DeliveryState
    next_at: datetime | None = None
    message_id: int | None = None
    error: str | None = None
    suspect_duplicate: bool = False
    counts: bool = True
    """Whether the try counts against the most that are made."""


def settle(outcome: Outcome, delivery: Delivery, now: datetime, jitter: float) -> Settlement:
    """What follows from a try. `jitter` is drawn from [0, 1).

    What certainly did not arrive does not count as a try: it goes on until its run expires. What may have arrived is
    tried ATTEMPTS_MOST times, each wait twice the last.
    """
    match outcome:
        case Sent(message_id):
            return Settlement(DeliveryState.SENT, message_id=message_id)
        case Later(wait):
            return Settlement(DeliveryState.RETRY, now + wait + timedelta(seconds=jitter), counts=False)
        case Gone(reason):
            return Settlement(DeliveryState.SKIPPED, error=reason)
        case Moved(chat_id):
            return Settlement(DeliveryState.SKIPPED, error=f"moved to {chat_id}")
        case Refused(reason):
            return Settlement(DeliveryState.DEAD, error=reason)
        case NotSent(reason):
            return Settlement(DeliveryState.RETRY, now + BACKOFF_MOST * jitter, error=reason, counts=False)
        case Unsure(reason) if delivery.attempts >= ATTEMPTS_MOST:
            return Settlement(DeliveryState.DEAD, error=reason, suspect_duplicate=True)
        case Unsure(reason):
            wait = UNSURE_WAIT * 2 ** (delivery.attempts - 1)
            return Settlement(DeliveryState.RETRY, now + wait, error=reason, suspect_duplicate=True)
