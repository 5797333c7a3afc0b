"""The wire and the sender, which tell the metrics what they hear. They do nothing else than what they are made from."""

import asyncio
import time
from typing import Any

from bot.metrics import Metrics
from mujaz.delivery import Outcome
from pipeline.posting import Leaves, unnoticed
from pipeline.sender import Sender
from pipeline.wire import AiohttpRequest, Patience


class MeasuredRequest(AiohttpRequest):
    """Knows when Telegram last answered."""

    def __init__(self, patience: Patience, proxy: str | None, metrics: Metrics) -> None:
        super().__init__(patience, proxy)
        self._metrics = metrics
        self._answered_at: float | None = None

    def seconds_since_answer(self) -> float | None:
        """Since Telegram last answered anything; None before it ever did."""
        return None if self._answered_at is None else asyncio.get_running_loop().time() - self._answered_at

    async def do_request(self, url: str, method: str, *given: Any, **named: Any) -> tuple[int, bytes]:
        """One exchange, noted. Raises what it raises unmeasured."""
        status, payload = await super().do_request(url, method, *given, **named)
        self._answered_at = asyncio.get_running_loop().time()
        self._metrics.note_reply(status)
        return status, payload


class MeasuredSender(Sender):
    """Notes how long each bulk message took, and what came of it."""

    def __init__(self, request: AiohttpRequest, base_url: str, metrics: Metrics) -> None:
        super().__init__(request, base_url)
        self._metrics = metrics

    async def send(self, chat_id: int, tail: bytes, leaves: Leaves = unnoticed, *, paid: bool = False) -> Outcome:
        """Tries once. Raises TokenRefused."""
        began = time.perf_counter()
        outcome = await super().send(chat_id, tail, leaves, paid=paid)
        self._metrics.note_sent(outcome, time.perf_counter() - began)
        return outcome
