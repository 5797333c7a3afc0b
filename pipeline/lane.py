"""Parcels of runs at one rate, whose intents are on disk or on their way there. Sends nothing, waits for nothing."""

import heapq
from collections import deque
from collections.abc import Container
from itertools import count

from pipeline.ledger import Parcel
from pipeline.turns import Turns

AHEAD_SECONDS = 0.03
"""How far intents are committed ahead of their turn: a crash lists few that were not sent."""
AHEAD_LEAST, AHEAD_MOST = 2, 512


class Lane:
    """The free one, or the paid one. `promised` counts intents that are not committed yet."""

    def __init__(self, a_second: int, *, paid: bool) -> None:
        self.paid = paid
        self.turns = Turns()
        self.promised = 0
        self._ahead = max(AHEAD_LEAST, min(int(a_second * AHEAD_SECONDS), AHEAD_MOST))
        self._ready: deque[Parcel] = deque()
        self._gated: list[tuple[float, int, Parcel]] = []
        self._number = count()

    @property
    def room(self) -> int:
        """How many more intents it takes to have enough of them."""
        return self._ahead - self.promised - len(self._ready)

    def put(self, parcel: Parcel) -> None:
        """A parcel may go out."""
        self._ready.append(parcel)

    def wait_for_chat(self, parcel: Parcel, until: float) -> None:
        """The parcel's chat has its next turn then; others go before it."""
        heapq.heappush(self._gated, (until, next(self._number), parcel))

    def next(self, now: float) -> Parcel | None:
        """The parcel whose turn it is; None when there is none yet."""
        if self._gated and self._gated[0][0] <= now:
            return heapq.heappop(self._gated)[2]
        return self._ready.popleft() if self._ready else None

    def opens_in(self, now: float) -> float:
        """Seconds until the first of those that wait for their chat has its turn."""
        return max(self._gated[0][0] - now, 0.0) if self._gated else float("inf")

    def withdraw(self, runs: Container[int]) -> list[Parcel]:
        """Takes the parcels of these runs out again."""
        gated = [entry for entry in self._gated if entry[2].delivery.run_id in runs]
        ready = [parcel for parcel in self._ready if parcel.delivery.run_id in runs]
        self._gated = [entry for entry in self._gated if entry[2].delivery.run_id not in runs]
        heapq.heapify(self._gated)
        self._ready = deque(parcel for parcel in self._ready if parcel.delivery.run_id not in runs)
        return [*(entry[2] for entry in gated), *ready]
