"""Packs blocks of HTML into messages within Telegram's limits. Never cuts inside a block, so never inside a tag.

Limits: 4096 code points after parsing, 100 entities and about 9,500 bytes of entities a message (research on delivery
§1.1; Telegram counts code points, only entity offsets are UTF-16).
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

TEXT_MOST = 4096
ENTITIES_MOST = 100
TAG_BYTES_MOST = 9_000
"""Bytes of tags, which are more than those of the entities that they make: a long link counts with all its bytes."""
BETWEEN = Markup("\n\n")
"""What stands between two blocks."""
_TAG = re.compile(r"<(/?)[a-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Size:
    """What HTML takes of a message: code points that are left when it is parsed, entities, bytes of tags."""

    length: int
    entities: int = 0
    tag_bytes: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.length + other.length, self.entities + other.entities, self.tag_bytes + other.tag_bytes)

    @property
    def fits(self) -> bool:
        """Whether one message holds so much."""
        return self.length <= TEXT_MOST and self.entities <= ENTITIES_MOST and self.tag_bytes <= TAG_BYTES_MOST


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a message that is never cut, measured once however many messages it stands in.

    `pieces` are what its HTML is joined of, where it is joined for few.
    """

    html: Markup
    size: Size
    pieces: tuple[Markup, ...] = ()


def measured(html: Markup) -> Block:
    """A block with its size."""
    return Block(html, measure(html))


@lru_cache(maxsize=512)
def measure(block: str) -> Size:
    """The size of a block of our HTML."""
    tags = list(_TAG.finditer(block))
    return Size(
        length=len(html.unescape(_TAG.sub("", block))),
        entities=sum(not tag[1] for tag in tags),
        tag_bytes=sum(len(tag[0].encode()) for tag in tags),
    )


def pack(blocks: Iterable[Block], separator: str = BETWEEN, header: Size | None = None) -> list[Markup]:
    """The blocks in order, joined into as few messages as their order allows, each with room for a header.

    Raises ValueError for a block that alone is over a limit: blocks are made to fit.
    """
    return [join([block.html for block in group], separator) for group in grouped(blocks, separator, header)]


def grouped(blocks: Iterable[Block], separator: str = BETWEEN, header: Size | None = None) -> list[list[Block]]:
    """The same, not joined yet: which blocks stand in which message. Raises ValueError as `pack` does."""
    between, empty = len(separator), header or Size(0)
    messages: list[list[Block]] = []
    # Three numbers and no Size: a digest for one reader is joined for that reader alone.
    length = entities = tag_bytes = 0
    for block in blocks:
        size = block.size
        length += between + size.length
        entities += size.entities
        tag_bytes += size.tag_bytes
        if not messages or length > TEXT_MOST or entities > ENTITIES_MOST or tag_bytes > TAG_BYTES_MOST:
            whole = empty + size
            if not whole.fits:
                raise ValueError(f"a block fits into no message: {size}")
            length, entities, tag_bytes = whole.length, whole.entities, whole.tag_bytes
            messages.append([])
        messages[-1].append(block)
    return messages


def apart(blocks: Sequence[Markup], separator: Markup) -> tuple[Markup, ...]:
    """The blocks and what stands between them: what `join` joins."""
    return tuple([piece for block in blocks for piece in (separator, block)][1:])


def join(blocks: Sequence[Markup], separator: str = BETWEEN) -> Markup:
    """The blocks as one piece of HTML."""
    return Markup(separator.join(blocks))  # noqa: S704 - the separator is ours, the blocks are escaped
