"""Every message that the bot sent and the toy accepted: when, to whom, which text. Counts are exact.

A log of 29 bytes a message, and the questions to it, which read it from the beginning: a million messages fit in 30 MB,
and a question needs at most about a hundred more while it is answered. Keeps no texts, only their hashes.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from math import inf

from playground.messages import JsonObject

Copies = dict[tuple[int, str], int]
"""Messages by chat and body hash."""

# As playground.rates: sums of unix seconds are exact to a quarter of a microsecond.
_A_SECOND = 1.0 - 1e-5


def body_hash(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a text (or caption) as it was sent, the same in every process."""
    return f"{_hash(text):016x}"


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


class Ledger:
    """The log of one toy; message ids are added in growing order."""

    def __init__(self) -> None:
        self._times = array("d")
        self._chats = array("q")
        self._bodies = array("Q")
        self._ids = array("I")
        self._bulk = array("b")

    def add(self, chat_id: int, message_id: int, text: str, at: float, *, bulk: bool = True) -> None:
        """Notes an accepted message: its text (or caption) as it came, `at` in unix seconds."""
        self._times.append(at)
        self._chats.append(chat_id)
        self._bodies.append(_hash(text))
        self._ids.append(message_id)
        self._bulk.append(bulk)

    def __len__(self) -> int:
        return len(self._times)

    def sent_at(self, chat_id: int, message_id: int) -> float | None:
        """When the bot sent that message to that chat, in unix seconds; None where it never did."""
        place = bisect_left(self._ids, message_id)
        there = place < len(self) and self._ids[place] == message_id and self._chats[place] == chat_id
        return self._times[place] if there else None

    def count(self, chat_id: int, text: str | None = None) -> int:
        """How many messages a chat got: all of them, or those of that text."""
        if text is None:
            return self._chats.count(chat_id)
        body = _hash(text)
        return sum(self._bodies[place] == body for place in self._places(chat_id))

    def counts(self) -> Counter[int]:
        """How many messages each chat got."""
        return Counter(self._chats)

    def copies(self) -> Copies:
        """How many messages of each text each chat got."""
        counted = Counter(zip(self._chats, self._bodies, strict=True))
        return {(chat, f"{body:016x}"): number for (chat, body), number in counted.items()}

    def repeated(self) -> Copies:
        """The texts that some chat got more than once: what a reader would call a duplicate."""
        several = self._several()
        pairs = zip(self._chats, self._bodies, strict=True)
        counted = Counter((chat, body) for chat, body in pairs if chat in several)
        return {(chat, f"{body:016x}"): number for (chat, body), number in counted.items() if number > 1}

    def _several(self) -> set[int]:
        """The chats that got more than one message."""
        return {chat for chat, number in self.counts().items() if number > 1}

    def missing(self, chat_ids: Iterable[int]) -> list[int]:
        """Those of these chats that got no message."""
        reached = set(self._chats)
        return [chat_id for chat_id in chat_ids if chat_id not in reached]

    def all_times(self) -> list[float]:
        """When messages went to any chat, in unix seconds, in the order in which they were added."""
        return self._times.tolist()

    def times(self, chat_id: int) -> list[float]:
        """When that chat got its messages, in unix seconds."""
        return [self._times[place] for place in self._places(chat_id)]

    def _places(self, chat_id: int) -> Iterator[int]:
        place = 0
        for _ in range(self._chats.count(chat_id)):
            place = self._chats.index(chat_id, place)
            yield place
            place += 1

    def max_in_any_second(self, *, replies: bool = True) -> int:
        """The most messages in any sliding second; with `replies` False, of bulk messages alone."""
        times = sorted(self._times if replies else self._bulk_times())
        most = first = 0
        for last, time in enumerate(times):
            while time - times[first] >= _A_SECOND:
                first += 1
            most = max(most, last - first + 1)
        return most

    def _bulk_times(self) -> Iterator[float]:
        return (time for time, bulk in zip(self._times, self._bulk, strict=True) if bulk)

    def shortest_gap(self, chat_id: int | None = None) -> float | None:
        """The fewest seconds between two messages to that chat, or to any one chat; None where none got two."""
        several = self._several() if chat_id is None else {chat_id}
        last: dict[int, float] = {}
        shortest = inf
        for chat, time in zip(self._chats, self._times, strict=True):
            if chat in several:
                shortest = min(shortest, time - last.get(chat, -inf))
                last[chat] = time
        return shortest if shortest < inf else None

    def summary(self, expected: range = range(0)) -> JsonObject:
        """What GET /_ctl/counts answers; `expected` are the chats that should each have got something."""
        chats = len(self.counts())
        return {
            "messages": len(self),
            "chats": chats,
            "missing": self.missing(expected),
            "repeated": [[chat, body, number] for (chat, body), number in self.repeated().items()],
            "max_in_any_second": self.max_in_any_second(),
            "max_bulk_in_any_second": self.max_in_any_second(replies=False),
            "shortest_gap": self.shortest_gap(),
        }
