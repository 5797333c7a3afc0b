"""Telegram's HTML: parse_mode=HTML into text and entities.

Follows parse_html of tdlib/td (MessageEntity.cpp) with its error texts; byte offsets in them are in UTF-8,
offsets of entities in UTF-16 code units. Refuses <tg-emoji> and <tg-time>, which Telegram knows and this toy
does not.
"""

import re
from dataclasses import dataclass

from playground.entities import Entity, checked_link, utf16_length
from playground.errors import Refused, bad_request

_TYPES = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "span": "spoiler", "tg-spoiler": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_MARK = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_SPACE = re.compile(r"[ \t\r\n\v]*")
_TAG_NAME = re.compile(r"[^ \t\r\n\v>]*")
_ATTRIBUTE_NAME = re.compile(r"""[^ \t\r\n\v=>/"']*""")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_UNTIL = {'"': re.compile('[^"&]*'), "'": re.compile("[^'&]*")}
_SURROGATE = re.compile("[\ud800-\udfff]")

_BROKEN_UNICODE = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    written: int


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text and the entities of `source`; Refused with Telegram's words where it is not valid."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.written: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        if "\0" in self.source:
            raise _cannot_parse("Text must not contain null bytes")
        while mark := _MARK.search(self.source, self.at):
            self._write(self.source[self.at : mark.start()])
            self.at = mark.start()
            self._reference() if mark.group() == "&" else self._tag()
        self._write(self.source[self.at :])
        if self.open:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self._finished()

    def _finished(self) -> tuple[str, list[Entity]]:
        text = "".join(self.written)
        if _SURROGATE.search(text):
            raise _cannot_parse(_BROKEN_UNICODE)
        # A language on <code> counts only inside <pre>, where it has moved to the pre.
        kept = [Entity("code", e.offset, e.length) if e.type == "code" else e for e in self.entities]
        return text, sorted(kept, key=lambda entity: (entity.offset, -entity.length))

    def _write(self, text: str) -> None:
        if text:
            self.written.append(text)
            self.offset += utf16_length(text)

    def _reference(self) -> None:
        text, self.at = _decoded(self.source, self.at)
        self._write(text)

    def _tag(self) -> None:
        begin = self.at
        if self.source.startswith("</", begin):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        self.at = begin + 1
        tag = _lower(self._take(_TAG_NAME))
        if self._finished_early():
            raise self._refusal("Unclosed start tag", begin)
        if tag not in _TYPES:
            raise self._refusal(f'Unsupported start tag "{tag}"', begin)
        argument = self._arguments(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.offset, len(self.written)))

    def _arguments(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._take(_SPACE)
            if self.source.startswith(">", self.at):
                self.at += 1
                return argument
            name, value = self._attribute(tag, begin)
            found = _argument(tag, name, value)
            argument = argument if found is None else found

    def _attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        name = self._take(_ATTRIBUTE_NAME)
        if not name:
            raise self._refusal(f'Empty attribute name in the tag "{tag}"', begin)
        self._take(_SPACE)
        if self._finished_early():
            raise self._refusal(f'Unclosed start tag "{tag}"', begin)
        if self.source[self.at] != "=":
            return name, None
        self.at += 1
        self._take(_SPACE)
        if self._finished_early():
            raise self._refusal(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted() if self.source[self.at] in "\"'" else self._token()
        if self._finished_early():
            raise self._refusal("Unclosed start tag", begin)
        return name, value

    def _quoted(self) -> str:
        quote, self.at = self.source[self.at], self.at + 1
        value = [self._take(_UNTIL[quote])]
        while self.source.startswith("&", self.at):
            text, self.at = _decoded(self.source, self.at)
            value += [text, self._take(_UNTIL[quote])]
        self.at += 1
        return "".join(value)

    def _token(self) -> str:
        begin = self.at
        value = _lower(self._take(_TOKEN))
        if not self._finished_early() and self.source[self.at] not in " \t\r\n\v>":
            raise self._refusal("Unexpected end of name token", begin)
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._refusal("Unexpected end tag", begin)
        self.at = begin + 2
        name = _lower(self._take(_TAG_NAME))
        self._take(_SPACE)
        if not self.source.startswith(">", self.at):
            raise self._refusal("Unclosed end tag", begin)
        self.at += 1
        start = self.open[-1]
        if name not in ("", start.tag):
            raise self._refusal("Unmatched end tag", begin, f', expected "</{start.tag}>", found "</{name}>"')
        if self.offset > start.offset:
            self._close(start, self.offset - start.offset)
        self.open.pop()

    def _close(self, start: _Open, length: int) -> None:
        last = self.entities[-1] if self.entities else None
        twin = last if last and (last.offset, last.length) == (start.offset, length) else None
        if start.tag == "a":
            url = checked_link(start.argument or "".join(self.written[start.written :]))
            self.entities += [Entity("text_link", start.offset, length, url=url)] if url else []
        elif start.tag == "pre" and twin and twin.type == "code" and twin.language:
            self.entities[-1] = Entity("pre", start.offset, length, language=twin.language)
        elif start.tag == "code" and twin and twin.type == "pre" and start.argument:
            self.entities[-1] = Entity("pre", start.offset, length, language=start.argument)
        elif start.tag == "code":
            self.entities.append(Entity("code", start.offset, length, language=start.argument))
        else:
            folded = "expandable_" if start.tag == "blockquote" and start.argument else ""
            self.entities.append(Entity(folded + _TYPES[start.tag], start.offset, length))

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        text = match.group() if match else ""
        self.at += len(text)
        return text

    def _finished_early(self) -> bool:
        return self.at >= len(self.source)

    def _refusal(self, what: str, begin: int, more: str = "") -> Refused:
        return _cannot_parse(f"{what} at byte offset {len(self.source[:begin].encode('utf-8', 'surrogatepass'))}{more}")


def _cannot_parse(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")


def _lower(name: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in name)


def _argument(tag: str, name: str, value: str | None) -> str | None:
    if tag == "blockquote" and name == "expandable":
        return "1"
    if value is None:
        return None
    if tag == "a" and name == "href":
        return value
    prefix = {"code": "language-", "span": "tg-"}.get(tag)
    return value.removeprefix(prefix) if prefix and name == "class" and value.startswith(prefix) else None


def _decoded(source: str, at: int) -> tuple[str, int]:
    """What the reference at `at` stands for, and where it ends; an unknown one stands for itself."""
    match = _REFERENCE.match(source, at)
    if match is None:
        return "&", at + 1
    hexadecimal, decimal, name = match.groups()
    if name:
        return (_NAMED[name], match.end()) if name in _NAMED else ("&", at + 1)
    digits_end = match.end() - match.group().endswith(";")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or digits_end - at >= 10:
        return "&", at + 1
    return chr(code), match.end()
