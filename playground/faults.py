"""A table of faults: which calls of the bot meet trouble, and which. Decides; playground.trouble carries it out.

The first fault in the table that fits a call and whose dice fall so is met; dice and ranges are drawn from one seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

Kind = Literal["flood", "refuse", "gateway", "drop", "reset", "hang", "late", "slow"]
"""flood: 429 · refuse: any status, as JSON · gateway: 502 or 504, as HTML · drop: the connection closes without a reply
· reset: it is reset · hang: a half-open socket, no reply ever · late: accepted after so many seconds, and then answered
· slow: answered a few bytes at a time."""

_ALWAYS_ACCEPTED = frozenset({"late", "slow"})
_STATUS = {"flood": 429, "refuse": 400, "gateway": 502}


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail, for calls of `method` (any case; "*" is every method), to `chat_id` only, if given.

    It strikes with that probability, `times` times (None: without end). `accepted` tells whether the call is carried
    out all the same; late and slow always are, drop is unless told otherwise. `retry_after` is a range of whole
    seconds, both ends included; `seconds`, on the toy's clock, are how late or slow.
    """

    method: str
    kind: Kind
    probability: float = 1.0
    times: int | None = None
    chat_id: int | None = None
    status: int | None = None
    description: str | None = None
    retry_after: tuple[int, int] = (1, 5)
    seconds: float = 1.0
    accepted: bool | None = None

    @property
    def carried_out(self) -> bool:
        """Whether the toy does what was asked for."""
        if self.kind in _ALWAYS_ACCEPTED:
            return True
        return self.kind == "drop" if self.accepted is None else self.accepted

    @property
    def code(self) -> int:
        """The HTTP status of flood, refuse and gateway."""
        return self.status or _STATUS[self.kind]

    def concerns(self, method: str, chat_id: object) -> bool:
        """Whether such a call may meet it."""
        return self.method.lower() in ("*", method.lower()) and self.chat_id in (None, chat_id)


class Planted:
    """A fault in the table, and how often it was met."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.met = 0

    @property
    def used_up(self) -> bool:
        """Whether it was met as often as it should be."""
        return self.fault.times is not None and self.met >= self.fault.times


class Faults:
    """The table of one toy."""

    def __init__(self) -> None:
        self._table: list[Planted] = []
        self._dice = Random(0)

    def seed(self, number: int) -> None:
        """Begins the dice anew."""
        self._dice = Random(number)

    def add(self, fault: Fault) -> Planted:
        """Puts a fault at the end of the table."""
        planted = Planted(fault)
        self._table.append(planted)
        return planted

    def clear(self) -> None:
        """Empties the table: from now on all goes well."""
        self._table.clear()

    def __iter__(self) -> Iterator[Planted]:
        return iter(self._table)

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The fault that this call meets, its retry_after drawn; None where it goes well."""
        for planted in self._table:
            fault = planted.fault
            if planted.used_up or not fault.concerns(method, chat_id):
                continue
            if fault.probability >= 1 or self._dice.random() < fault.probability:
                planted.met += 1
                retry_after = self._dice.randint(*fault.retry_after)
                return replace(fault, retry_after=(retry_after, retry_after))
        return None
