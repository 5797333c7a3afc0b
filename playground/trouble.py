"""Carries out the faults of playground.faults on HTTP requests: what the bot meets instead of its answer.

Decides nothing: which call meets which fault is known already.
"""

import asyncio
import os
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

from aiohttp import web

from playground import errors
from playground.clock import Clock
from playground.errors import Refused, too_many_requests
from playground.faults import Fault
from playground.replies import refusal

Accept = Callable[[], Awaitable[web.Response]]

_USUAL = {
    400: f"Bad Request: {errors.CHAT_NOT_FOUND}",
    401: errors.UNAUTHORIZED,
    403: f"Forbidden: {errors.BLOCKED}",
}
_TRICKLES = 10
_LOOK_SECONDS = 0.02
# Closing a socket with a linger of no seconds sends a reset instead of a goodbye (POSIX, setsockopt).
_LINGER_NOT = struct.pack("ii", 1, 0)


class Trouble:
    """What goes wrong in one toy; `clock` times what comes late.

    `latency` is how long any answer is on its way, in real seconds: the shortest and the longest.
    """

    def __init__(self, clock: Clock) -> None:
        self.latency = (0.0, 0.0)
        self._clock = clock
        self._dice = Random(0)
        self._released = asyncio.Event()

    async def travel(self) -> None:
        """Returns when an answer that leaves now has arrived."""
        if any(self.latency):
            await asyncio.sleep(self._dice.uniform(*self.latency))

    async def meet(self, request: web.Request, fault: Fault, accept: Accept) -> web.StreamResponse:
        """The answer to a request that meets `fault`; `accept` carries the request out and gives its true answer."""
        if fault.kind == "late":
            await self._clock.sleep(fault.seconds)
        answer = await accept() if fault.carried_out else None
        if fault.kind == "late" and answer:
            return answer
        if fault.kind == "slow" and answer:
            return await self._trickle(request, answer, fault.seconds)
        if fault.kind in ("drop", "reset", "hang"):
            await self._cut(request, fault)
            return web.Response()
        return _refused(fault)

    async def _trickle(self, request: web.Request, answer: web.Response, seconds: float) -> web.StreamResponse:
        body = answer.body
        assert isinstance(body, bytes)
        slow = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
        slow.content_length = len(body)
        await slow.prepare(request)
        size = -(-len(body) // _TRICKLES)
        for start in range(0, len(body), size):
            await self._clock.sleep(seconds / _TRICKLES)
            await slow.write(body[start : start + size])
        return slow

    async def _cut(self, request: web.Request, fault: Fault) -> None:
        transport = request.transport
        if transport is None:
            return
        if fault.kind == "hang":
            await self._hang(transport)
        elif fault.kind == "reset":
            _reset_when_closed(transport)
        transport.abort()

    async def _hang(self, transport: asyncio.Transport) -> None:
        while not (transport.is_closing() or self._released.is_set()):
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._released.wait()

    def let_go(self) -> None:
        """Ends the connections that hang."""
        self._released.set()


def _reset_when_closed(transport: asyncio.Transport) -> None:
    # uvloop keeps its socket to itself, but a twin of the descriptor is the same socket to the kernel.
    with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as twin:
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)


def _refused(fault: Fault) -> web.Response:
    if fault.kind == "gateway":
        # These come from the machines in front of the Bot API, which speak HTML.
        return web.Response(status=fault.code, text="<html><h1>Bad Gateway</h1></html>", content_type="text/html")
    if fault.code == 429:
        return refusal(too_many_requests(fault.retry_after[0]))
    words = fault.description or _USUAL.get(fault.code, "Internal Server Error: restart")
    return refusal(Refused(fault.code, words))
