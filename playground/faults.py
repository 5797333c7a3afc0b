"""Faults that a test plants: the next calls of a method fail in a given way. Decides which call fails, not
how it looks.
"""

from collections import deque
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail, for the next `times` calls of `method` (to `chat_id` only, if given).

    `status` None drops the connection, after the call was carried out if `accepted`, before it otherwise.
    """

    method: str
    times: int = 1
    status: int | None = 429
    retry_after: int = 2
    description: str | None = None
    chat_id: int | None = None
    accepted: bool = False

    def hits(self, method: str, chat_id: object) -> bool:
        """Whether this call fails."""
        return self.method.lower() == method.lower() and self.chat_id in (None, chat_id)


class Faults:
    """The faults planted and not yet used up, oldest first."""

    def __init__(self) -> None:
        self._planted: deque[Fault] = deque()

    def plant(self, fault: Fault) -> None:
        """Adds a fault."""
        self._planted.append(fault)

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The fault that this call meets, once less from now on; None where it goes well."""
        for index, fault in enumerate(self._planted):
            if fault.hits(method, chat_id):
                self._planted[index] = replace(fault, times=fault.times - 1)
                if fault.times <= 1:
                    del self._planted[index]
                return fault
        return None
