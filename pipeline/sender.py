"""Bulk's fast lane: bodies that were serialised once go over the wire, and each answer becomes a value.

Beside python-telegram-bot, whose objects are more than half of what a message costs (research on delivery §3). Raises
only `TokenRefused`: then nothing can be sent at all. Paces nothing, repeats nothing, records nothing.
"""

import html
import re
from datetime import timedelta
from typing import Any

import orjson
from telegram.error import NetworkError

from mujaz.delivery import Gone, Later, Moved, NotSent, Outcome, Refused, Sent, Unchangeable, Unsure
from mujaz.errors import MujazError
from mujaz.letter import Keyboard, Letter, Sheet
from pipeline.exchange import NotReached
from pipeline.posting import Leaves, unnoticed
from pipeline.wire import AiohttpRequest

_GONE = re.compile(
    r"chat not found|user is deactivated|PEER_ID_INVALID"
    r"|message thread not found|TOPIC_CLOSED|TOPIC_DELETED|TOPIC_ID_INVALID"
    r"|not enough rights to send|have no rights to send|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED",
    re.IGNORECASE,
)
"""A 400 that is no mistake of ours: nobody is there, the topic is closed or deleted, the right to write is lost."""
_AS_IT_WAS = re.compile("message is not modified", re.IGNORECASE)
_UNCHANGEABLE = re.compile(
    "message can't be edited|message to edit not found|MESSAGE_ID_INVALID|MESSAGE_EDIT_TIME_EXPIRED", re.IGNORECASE
)
_TOKEN_REFUSED = (401, 404)
_AS_HTML = b',"parse_mode":"HTML","link_preview_options":{"is_disabled":true}'
_TAG = re.compile(r"<[^<>]*>")


class TokenRefused(MujazError):
    """Telegram does not accept the bot's token."""


def sealed(letter: Letter) -> bytes:
    """A letter as JSON but for its beginning, in front of which each chat is put: serialised once for all."""
    return b'"text":' + orjson.dumps(letter.html) + _manners(letter.keyboard)


class Pieces(dict[str, bytes]):
    """Pieces of letters as they stand in sealed ones: each is serialised once, and a letter is joined of them."""

    def __missing__(self, html: str) -> bytes:
        made = self[html] = orjson.dumps(html)[1:-1]
        return made

    def of(self, sheet: Sheet) -> tuple[bytes, ...]:
        """What a sealed letter is joined of."""
        return (b'"text":"', *[self[html] for html in sheet.pieces], b'"' + _manners(sheet.keyboard))


def _manners(keyboard: Keyboard) -> bytes:
    """What follows the text of a request, to its end."""
    if not keyboard:
        return _AS_HTML + b"}"
    rows = [[{"text": button.label, "callback_data": button.data} for button in row] for row in keyboard]
    return _AS_HTML + b',"reply_markup":{"inline_keyboard":' + orjson.dumps(rows) + b"}}"


def into_topic(tail: bytes, thread_id: int) -> bytes:
    """A sealed letter for a topic of a group."""
    return b'"message_thread_id":%d,' % thread_id + tail


def replying(tail: bytes, message_id: int) -> bytes:
    """A sealed letter as a reply to a message of its chat; where that is no more, it comes without."""
    return b'"reply_parameters":{"message_id":%d,"allow_sending_without_reply":true},' % message_id + tail


def unsealed(tail: bytes) -> str:
    """The words of a sealed letter, without its formatting."""
    return html.unescape(_TAG.sub("", orjson.loads(b"{" + tail)["text"]))


class Sender:
    """Sealed letters to chats over one bot; `base_url` is its address up to the method.

    `leaves` is called when a letter is written to its connection, if it ever is.
    """

    def __init__(self, request: AiohttpRequest, base_url: str) -> None:
        self._request = request
        self._send = f"{base_url}/sendMessage"
        self._edit = f"{base_url}/editMessageText"
        self._probe = f"{base_url}/getMe"

    async def send(self, chat_id: int, tail: bytes, leaves: Leaves = unnoticed, *, paid: bool = False) -> Outcome:
        """Tries once to send a sealed letter. Raises TokenRefused."""
        head = b'{"allow_paid_broadcast":true,"chat_id":%d,' if paid else b'{"chat_id":%d,'
        return await self._tried(self._send, head % chat_id + tail, leaves)

    async def change(self, chat_id: int, message_id: int, tail: bytes, leaves: Leaves = unnoticed) -> Outcome:
        """Tries once to put a sealed letter in a message's place. Raises TokenRefused.

        A message that says so already is as it should be.
        """
        body = b'{"chat_id":%d,"message_id":%d,' % (chat_id, message_id) + tail
        tried = await self._tried(self._edit, body, leaves)
        if isinstance(tried, Refused) and _AS_IT_WAS.search(tried.reason):
            return Sent(message_id)
        if isinstance(tried, Refused) and _UNCHANGEABLE.search(tried.reason):
            return Unchangeable()
        return tried

    async def _tried(self, url: str, body: bytes, leaves: Leaves) -> Outcome:
        try:
            status, answer = await self._request.post_json(url, body, leaves)
        except NotReached as error:
            return NotSent(error.message)
        except NetworkError as error:
            return Unsure(error.message)
        return outcome(status, answer)

    async def reaches_telegram(self) -> bool:
        """Whether Telegram answers at all. Raises TokenRefused."""
        try:
            status, _ = await self._request.post_json(self._probe, b"{}")
        except NetworkError:
            return False
        if status in _TOKEN_REFUSED:
            raise TokenRefused(f"HTTP {status}")
        return bool(status == 200)


def outcome(status: int, answer: bytes) -> Outcome:
    """What an answer of Telegram means for a delivery (research on delivery §1.2). Raises TokenRefused.

    Whatever is not clearly a refusal may have arrived: the server's own errors, and HTML from the machines before it.
    """
    try:
        said = orjson.loads(answer)
        if said["ok"]:
            return Sent(said["result"]["message_id"])
        code, words, more = int(said["error_code"]), str(said["description"]), said.get("parameters") or {}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return Unsure(f"HTTP {status}")
    return _refusal(code, words, more)


def _refusal(code: int, words: str, more: dict[str, Any]) -> Outcome:
    match code, more:
        case ((401 | 404), _):
            raise TokenRefused(words)
        case 429, {"retry_after": int() as seconds}:
            return Later(timedelta(seconds=seconds))
        case 400, {"migrate_to_chat_id": int() as chat_id}:
            return Moved(chat_id)
        case 403, _:
            return Gone(words)
        case 400, _:
            return Gone(words) if _GONE.search(words) else Refused(words)
        case _:
            return Unsure(words)
