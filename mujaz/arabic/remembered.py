"""What is told of short pieces of text, remembered: a newspaper writes the same words over and over.

A dict, since finding what it holds is then one step in C, without the list of ages that `lru_cache` keeps in order.
It refuses to grow: when it is full it begins anew and keeps what it held only until it is full again; what is asked
for meanwhile stays. Of long pieces (addresses, noise) only the last is remembered, for who asks for it word by word.
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
        self._last_long: tuple[str, _Told] | None = None

    def __missing__(self, piece: str) -> _Told:
        if len(piece) > _LONGEST:
            return self._of_long(piece)
        before = self._before
        told = before[piece] if piece in before else self._tell(piece)
        if len(self) >= _MOST:
            self._before = dict(self)
            self.clear()
        self[piece] = told
        return told

    def _of_long(self, piece: str) -> _Told:
        last = self._last_long
        if last is None or last[0] != piece:
            last = self._last_long = (piece, self._tell(piece))
        return last[1]
