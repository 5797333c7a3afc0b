"""Floods of commands and taps: who may be answered now. Pure: it is given the moment, and knows no clock and no words.

A token bucket a person (5 at once, then one a second, unless it is told otherwise). Whoever finds it empty is told
once; then there is silence until
the bucket is full again. Refuses to grow: a person whose bucket is full is forgotten, and so is the longest silent one
beyond MOST_PEOPLE.
"""

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, auto

BURST = 5.0
A_SECOND = 1.0
MOST_PEOPLE = 100_000


class Verdict(Enum):
    """What becomes of a command or a tap."""

    ANSWER = auto()
    SLOW_DOWN = auto()
    """The first that is too much: it is told so."""
    IGNORE = auto()


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: bool = False


class Flood:
    """The buckets of everybody who has asked something in the last few seconds."""

    def __init__(self, most_people: int = MOST_PEOPLE, burst: float = BURST, a_second: float = A_SECOND) -> None:
        self._most = most_people
        self._burst = burst
        self._a_second = a_second
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def judge(self, person: int, now: float) -> Verdict:
        """What becomes of a person's next command at `now`, in seconds; time that runs backwards stands still."""
        bucket = self._buckets.get(person)
        if bucket is None or self._is_full(bucket, now):
            bucket = self._buckets[person] = _Bucket(self._burst, now)
        bucket.tokens = self._tokens(bucket, now)
        bucket.at = max(bucket.at, now)
        self._buckets.move_to_end(person)
        self._forget(now)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Verdict.ANSWER
        first, bucket.told = not bucket.told, True
        return Verdict.SLOW_DOWN if first else Verdict.IGNORE

    def _forget(self, now: float) -> None:
        while len(self._buckets) > 1:
            oldest = next(iter(self._buckets.values()))
            if len(self._buckets) <= self._most and not self._is_full(oldest, now):
                return
            self._buckets.popitem(last=False)

    def _tokens(self, bucket: _Bucket, now: float) -> float:
        return min(self._burst, bucket.tokens + max(now - bucket.at, 0.0) * self._a_second)

    def _is_full(self, bucket: _Bucket, now: float) -> bool:
        return self._tokens(bucket, now) >= self._burst
