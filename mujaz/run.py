"""Runs: one text, or one kind of text, on its way to many readers, and what may be done with it on the way.

A run is one slot falling due, one article sent to everybody at once, its correction for all who have it, or an
announcement of an admin. Decides from data and a given now; knows nothing of single messages (mujaz.delivery).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

ANNOUNCED_FOR = timedelta(days=2)
"""How long an announcement may be on its way, pauses included."""

CORRECTED_AFTER = timedelta(minutes=1)
"""So long after an article was corrected its readers' copies are: what is on its way has arrived by then."""

CORRECTED_FOR = timedelta(days=2)
"""How long a correction may be on its way."""

NO_CHAT_YET = -(2**63)
"""A cursor before every chat: ids of groups are negative."""

LATE_FROM = timedelta(minutes=10)
"""A digest that its run's opening delays by so much tells its readers why."""

CANARIES = 20
"""Readers who get an announcement before all others do (research on delivery §6.1)."""


class RunKind(StrEnum):
    """What a run carries."""

    DIGEST = "digest"
    ALERT = "alert"
    ANNOUNCEMENT = "announcement"
    CORRECTION = "correction"

    @property
    def repeats(self) -> bool:
        """Whether what may have arrived is sent again: of digests rather two than none, of announcements not."""
        return self is not RunKind.ANNOUNCEMENT


class RunState(StrEnum):
    """Where a run stands. FROZEN is paused by Mujaz itself: Telegram refuses what it sends."""

    DRAFT = "draft"
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FROZEN = "frozen"
    CANCELLED = "cancelled"
    DONE = "done"


class Order(StrEnum):
    """What may be done with a run, by an admin or by Mujaz itself."""

    QUEUE = "queue"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    FREEZE = "freeze"
    CANCEL = "cancel"
    FINISH = "finish"


_AFTER = {
    Order.QUEUE: (RunState.QUEUED, {RunState.DRAFT}),
    Order.START: (RunState.RUNNING, {RunState.QUEUED}),
    Order.PAUSE: (RunState.PAUSED, {RunState.QUEUED, RunState.RUNNING}),
    Order.RESUME: (RunState.RUNNING, {RunState.PAUSED, RunState.FROZEN}),
    Order.FREEZE: (RunState.FROZEN, {RunState.RUNNING}),
    Order.CANCEL: (
        RunState.CANCELLED,
        {RunState.DRAFT, RunState.QUEUED, RunState.RUNNING, RunState.PAUSED, RunState.FROZEN},
    ),
    Order.FINISH: (RunState.DONE, {RunState.RUNNING}),
}


def after(state: RunState, order: Order) -> RunState | None:
    """The state to which an order leads; None where it can't be given: who cancels twice is told so."""
    becomes, possible = _AFTER[order]
    return becomes if state in possible else None


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `cursor` is the last chat that was decided; chats are walked in the order of their ids.

    `walked`: every reader was decided; what is left are messages that wait for another try. `paid`: sent at Telegram's
    paid rate. `created_by` is the admin who announces.
    """

    id: int
    kind: RunKind
    state: RunState
    slot_id: int | None
    article_id: int | None
    due_at: datetime
    expires_at: datetime
    cursor: int
    opened_at: datetime
    walked: bool = False
    paid: bool = False
    created_by: int | None = None

    def past(self, chat_id: int) -> "Run":
        """The same run with the cursor behind a chat."""
        return replace(self, cursor=chat_id)

    @property
    def late(self) -> bool:
        """Whether Mujaz was down when a digest fell due, and opened its run noticeably later."""
        return self.kind is RunKind.DIGEST and self.opened_at - self.due_at >= LATE_FROM

    def over(self, now: datetime) -> bool:
        """Whether its time is over: what is not sent by now is not sent at all."""
        return now >= self.expires_at


def share(run: Run, now: datetime) -> float:
    """The share of a run among those that are on their way together: the nearer its end, the larger."""
    return 1.0 / max((run.expires_at - now).total_seconds(), 60.0)
