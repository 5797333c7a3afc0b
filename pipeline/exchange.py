"""How an HTTP exchange with the Bot API ended, in python-telegram-bot's words.

Tells apart what certainly did not reach Telegram (`NotReached`), what may have (any other NetworkError: no answer in
time, a reset, a server's failure, a page in place of an answer) and what Telegram refused (its JSON with a status of
4xx, which python-telegram-bot names). No error carries an address: the token is part of every one, and a proxy's
password may be.
"""

import re
from collections.abc import Awaitable

import aiohttp
import orjson
from aiohttp.http_exceptions import HttpProcessingError
from telegram.error import NetworkError, TimedOut

# python-telegram-bot has a name for these; every other 4xx it would take for a failure on the way.
NAMED = frozenset({400, 401, 403, 404, 409, 429})
PROXY_WANTS_A_PASSWORD = 407
TOKEN_LIKE = re.compile(rb"\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")


class NotReached(NetworkError):
    """The request certainly did not reach Telegram: it may be repeated without fear of a duplicate."""


async def told_apart(exchange: Awaitable[tuple[int, bytes]]) -> tuple[int, bytes]:
    """Status and answer as Telegram gave them. Raises NotReached, TimedOut or NetworkError for all else."""
    try:
        status, payload = await exchange
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
        raise NotReached("the address is none") from None
    except TimeoutError:
        raise TimedOut("no answer in time") from None
    except (aiohttp.ClientError, HttpProcessingError, OSError) as error:
        raise NetworkError(type(error).__name__) from None
    return (status, payload) if status < 300 else _refusal(status, payload)


def _refusal(status: int, payload: bytes) -> tuple[int, bytes]:
    """An answer other than a success, as Telegram gave it; raises for one that somebody on the way gave instead."""
    if status == PROXY_WANTS_A_PASSWORD:
        raise NotReached("the proxy wants another user or password")
    try:
        described = isinstance(orjson.loads(payload).get("description"), str)
    except (orjson.JSONDecodeError, AttributeError):
        described = False
    if not described:
        raise NetworkError(f"HTTP {status}, and not from the Bot API")
    refused = 400 <= status < 500 and status not in NAMED
    return 400 if refused else status, TOKEN_LIKE.sub(b"[token]", payload)
