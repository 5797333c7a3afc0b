"""As little of HTTP/1.1 as a fast bot needs: requests with a Content-Length, one after another on a connection.

Reads JSON, forms and queries. Knows neither chunked bodies nor multipart: it says so instead of guessing.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_REASONS = {200: b"OK", 400: b"Bad Request", 404: b"Not Found"}


class Unreadable(Exception):
    """A request in a form that is not read here."""


@dataclass(slots=True)
class Request:
    """One request; `path` and `query` as they came."""

    path: str
    query: str
    body: bytes

    def parameters(self) -> dict[str, Any]:
        """Of query and body; numbers may be strings. Unreadable where the body is neither JSON nor a form."""
        given: dict[str, Any] = dict(parse_qsl(self.query)) if self.query else {}
        if not self.body:
            return given
        if self.body[0] != ord("{"):
            return given | _form(self.body)
        try:
            given.update(orjson.loads(self.body))
        except orjson.JSONDecodeError as error:
            raise Unreadable(str(error)) from error
        return given


def _form(body: bytes) -> dict[str, Any]:
    if body.startswith(b"--"):
        raise Unreadable("multipart bodies are not read here")
    try:
        return dict(parse_qsl(body.decode(), strict_parsing=True, errors="strict"))
    except ValueError as error:
        raise Unreadable(str(error)) from error


def take(received: bytes, start: int) -> tuple[Request, int] | None:
    """The request that begins at `start`, and where the next one does; None where it is not all there yet."""
    head_end = received.find(_END, start)
    if head_end < 0:
        return None
    body_start = head_end + len(_END)
    length = _LENGTH.search(received, start, head_end)
    if length is None and _CHUNKED.search(received, start, head_end):
        raise Unreadable("chunked bodies are not read here")
    end = body_start + int(length[1]) if length else body_start
    if end > len(received):
        return None
    _, target, _ = received[start : received.index(b"\r\n", start)].decode("ascii", "replace").split(" ", 2)
    path, _, query = target.partition("?")
    return Request(path, query, received[body_start:end]), end


def response(status: int, body: bytes) -> bytes:
    """A whole answer of JSON."""
    head = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, _REASONS[status], len(body)) + body
