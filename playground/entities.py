"""Makes of parsed text what Telegram would store: cleaned and trimmed, its addresses, commands, mentions and
hashtags found.

Follows tdlib/td (fix_formatted_text in MessageEntity.cpp, clean_input_string in misc.cpp). Offsets and
lengths are UTF-16 code units. Does not know custom emoji, text mentions, dates, phone or card numbers.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

ENTITY_LIMIT = 100

# clean_input_string drops carriage returns, bidi overrides and embeddings, and three combining lines.
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_INVISIBLE = " \n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

_ADDRESS = r"[^\s<>\"«»]*[^\s<>\"«».,:;!?'()\[\]،؛؟…]"
_ZONES = "com|net|org|io|ai|dev|app|info|news|me"
_FOUND = re.compile(
    rf"(?P<url>https?://{_ADDRESS}|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_ZONES})\b(?:/{_ADDRESS})?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+\.[a-z]{2,8}\b)"
    r"|(?P<mention>(?<![\w@./])@[a-z][a-z0-9_]{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#@./])#(?=\w*[^\W\d_])\w{1,256})"
    r"|(?P<bot_command>(?<![\w/<>])/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/<>]))",
    re.IGNORECASE,
)
_WORTH_A_SEARCH = re.compile(r"[@#/]|\.[a-zA-Z]{2}")
_CODE = frozenset({"code", "pre"})
_NOTHING_FOUND_IN = _CODE | {"text_link"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text that is more than its letters; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    @property
    def end(self) -> int:
        """The UTF-16 code unit after the last."""
        return self.offset + self.length

    def wire(self) -> dict[str, object]:
        """The Bot API's MessageEntity."""
        fields: dict[str, object] = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.url is not None:
            fields["url"] = self.url
        if self.language is not None:
            fields["language"] = self.language
        return fields


def utf16_length(text: str) -> int:
    """How many UTF-16 code units `text` takes."""
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


def covered(text: str, entity: Entity) -> str:
    """What `entity` covers of `text`."""
    if utf16_length(text) == len(text):
        return text[entity.offset : entity.end]
    return text.encode("utf-16-le")[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")


def settle(text: str, entities: Iterable[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """What Telegram stores of a text and its entities; the text is empty where nothing visible is left."""
    text, kept = _trimmed(*_cleaned(text, list(entities)))
    if not text.strip(_INVISIBLE):
        return "", ()
    kept = [entity for entity in kept if entity.length > 0 and not covered(text, entity).isspace()]
    code = [entity for entity in kept if entity.type in _CODE]
    kept = [entity for entity in kept if entity.type in _CODE or not any(_holds(c, entity) for c in code)]
    closed = [entity for entity in kept if entity.type in _NOTHING_FOUND_IN]
    kept += [entity for entity in found(text) if not any(_meet(entity, other) for other in closed)]
    return text, tuple(sorted(kept, key=lambda entity: (entity.offset, -entity.length))[:ENTITY_LIMIT])


def found(text: str) -> Iterator[Entity]:
    """The addresses, mentions, hashtags and bot commands that Telegram finds by itself."""
    if not _WORTH_A_SEARCH.search(text):
        return
    wide = utf16_length(text) != len(text)
    for match in _FOUND.finditer(text):
        offset = utf16_length(text[: match.start()]) if wide else match.start()
        yield Entity(str(match.lastgroup), offset, utf16_length(match.group()))


def checked_link(url: str) -> str | None:
    """`url` as Telegram keeps it in a link or a button; None unless it is http, https, tg or ton."""
    address = url.strip()
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = parts.hostname or ""
    except ValueError:
        return None
    if not host or re.search(r"\s", address):
        return None
    if parts.scheme in ("tg", "ton"):
        return address
    if parts.scheme not in ("http", "https") or "." not in host.strip("."):
        return None
    return urlunsplit(parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/"))


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = _BLANKED.sub(" ", text)
    dropped = [utf16_length(text[: match.start()]) for match in _DROPPED.finditer(text)]
    if not dropped:
        return text, entities
    return _DROPPED.sub("", text), [_without(entity, dropped) for entity in entities]


def _without(entity: Entity, dropped: list[int]) -> Entity:
    start = entity.offset - bisect_left(dropped, entity.offset)
    end = entity.end - bisect_left(dropped, entity.end)
    return replace(entity, offset=start, length=end - start)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip(" \n")
    end = utf16_length(text)
    entities = [replace(e, length=end - e.offset) if e.end > end else e for e in entities]
    # Telegram trims the beginning only up to the first entity.
    blank = len(text) - len(text.lstrip(" \n"))
    blank = min([blank, *(entity.offset for entity in entities)])
    return text[blank:], [replace(e, offset=e.offset - blank) for e in entities] if blank else entities


def _holds(outer: Entity, inner: Entity) -> bool:
    return outer.offset <= inner.offset and inner.end <= outer.end


def _meet(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
