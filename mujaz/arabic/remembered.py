"""What is told of short pieces of text, remembered: a newspaper writes the same words over and over.

A dict, since finding what it holds is then one step in C, without the list of ages that `lru_cache` keeps in order.
It refuses to grow: when it is full it begins anew and keeps what it held only until it is full again; what is asked
for meanwhile stays. Long pieces (addresses, noise) are never remembered.
"""

from collections.abc import Callable
from typing import TypeVar

_MOST = 50_000
_LONGEST = 40  # code points

_Told = TypeVar("_Told")


class Remembered(dict[str, _Told]):
    """The answers of a pure function of one short string: `answers[piece]`."""

    def __init__(self, tell: Callable[[str], _Told]) -> None:
        super().__init__()
        self._tell = tell
        self._before: dict[str, _Told] = {}

    def __missing__(self, piece: str) -> _Told:
        before = self._before
        told = before[piece] if piece in before else self._tell(piece)
        if len(piece) <= _LONGEST:
            if len(self) >= _MOST:
                self._before = dict(self)
                self.clear()
            self[piece] = told
        return told
