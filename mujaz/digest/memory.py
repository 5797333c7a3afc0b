"""What a reader was told: of each story the newest article, and the message in which the reader met the story first.

A memory is its bytes: readers with the same history have the same ones, kept once, and nothing is decoded that an
edition does not ask for. It is bounded. Refuses to know when anything was sent.
"""

import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

MOST = 200
"""Stories that are remembered."""
KEPT = 150
"""Those with the newest articles stay when there are more: it is not tidied up with every digest."""

_ROW = struct.Struct("<iIIB")
ROW_BYTES = _ROW.size
_ARTICLE = struct.Struct("<4xI5x")


class Met(NamedTuple):
    """A story as a reader knows it. `article` is its newest article that the reader was told.

    The reader first met the story in the part `part` of what the run `run` brought; 0 is no run: the reader had asked.
    """

    story: int
    article: int
    run: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """Stories in the order of their numbers, 13 bytes each: number, article, run in four (little-endian), and part."""

    blob: bytes = b""

    def __len__(self) -> int:
        return len(self.blob) // _ROW.size

    def __iter__(self) -> Iterator[Met]:
        return (Met._make(row) for row in _ROW.iter_unpack(self.blob))

    @property
    def stories(self) -> tuple[int, ...]:
        """The numbers of the stories, ascending."""
        return _numbers(len(self)).unpack(self.blob)

    def article(self, place: int) -> int:
        """The newest article that the reader knows of the story at a place among them."""
        (article,) = _ARTICLE.unpack_from(self.blob, place * _ROW.size)
        return int(article)

    def get(self, story: int) -> Met | None:
        """How the reader knows a story; None where it does not."""
        stories = self.stories
        place = bisect_left(stories, story)
        if stories[place : place + 1] != (story,):
            return None
        return Met._make(_ROW.unpack_from(self.blob, place * _ROW.size))


NOTHING_TOLD = Memory()


Lesson = Sequence[tuple[int, int, bytes]]
"""What a message tells: each story with its article and its row, in the order of their numbers."""


def lesson(told: Iterable[Met]) -> Lesson:
    """What is told to many, so that each remembers it at little cost; each story once."""
    return [(met.story, met.article, _ROW.pack(*met)) for met in sorted(told)]


def remember(memory: Memory, told: Iterable[Met]) -> Memory:
    """The memory after these stories were told as well, each once. Where a reader met a story first stays as it was."""
    return learn(memory, lesson(told))


def learn(memory: Memory, told: Lesson) -> Memory:
    """The same of a lesson."""
    stories, blob, size = memory.stories, memory.blob, _ROW.size
    count = len(stories)
    pieces, at = [], 0
    for story, article, row in told:
        place = bisect_left(stories, story)
        begins = place * size
        if begins > at:
            pieces.append(blob[at:begins])
            at = begins
        if place < count and stories[place] == story:
            _, known, run, part = _ROW.unpack_from(blob, at)
            pieces.append(_ROW.pack(story, max(article, known), run, part))
            at += size
        else:
            pieces.append(row)
    pieces.append(blob[at:])
    after = Memory(b"".join(pieces))
    return after if len(after.blob) <= MOST * size else _newest(after)


def unlearn(memory: Memory, told: Iterable[tuple[Met, int]]) -> Memory:
    """The memory where what these say was not told after all, and the reader knows each story up to an article before.

    0 is none: the story is forgotten. Of a story that was told further since, nothing is changed.
    """
    known = {met.story: met for met in memory}
    for met, before in told:
        if (now := known.get(met.story)) is None or now.article != met.article:
            continue
        if before:
            known[met.story] = now._replace(article=before)
        else:
            del known[met.story]
    return Memory(b"".join(_ROW.pack(*known[story]) for story in sorted(known)))


def _newest(memory: Memory) -> Memory:
    rows = sorted(_ROW.iter_unpack(memory.blob), key=lambda row: row[1])[-KEPT:]
    return Memory(b"".join(_ROW.pack(*row) for row in sorted(rows)))


@lru_cache(maxsize=MOST + 1)
def _numbers(count: int) -> struct.Struct:
    return struct.Struct("<" + f"i{_ROW.size - 4}x" * count)
