"""python -m benchmarks.plain_senders MODE: what sends to many chats without a record, as a process of its own.

raw: aiohttp with a body serialised before · ptb: python-telegram-bot as it comes · limiter: with its AIORateLimiter.
Prints one JSON object: seconds, cpu_seconds (all threads).
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import uvloop
from telegram import Bot
from telegram.ext import AIORateLimiter, ExtBot

from benchmarks.deliverer import NO_LIMIT, stay_on_one_core
from benchmarks.figures import report
from benchmarks.message import FIRST_READER, KEYBOARD, LETTER, TOKEN
from pipeline.replies import markup
from pipeline.sender import sealed

IN_FLIGHT = 100

Send = Callable[[int], Coroutine[Any, Any, object]]


async def raw(url: str, recipients: int, rate: int) -> float:
    """What one would write who knows aiohttp: an even pace if one is asked for, and no record."""
    tail, address = sealed(LETTER), f"{url}/bot{TOKEN}/sendMessage"
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as session:

        async def send(chat_id: int) -> None:
            body = b'{"chat_id":%d,' % chat_id + tail
            async with session.post(address, data=body, headers=headers) as answer:
                await answer.json()

        return await (_paced(send, recipients, rate) if rate else _spread(send, recipients))


async def ptb(url: str, recipients: int) -> float:
    """python-telegram-bot's own client, everything at once but for what the pool holds."""
    async with Bot(TOKEN, base_url=f"{url}/bot") as bot:
        return await _spread(_with(bot), recipients)


async def limiter(url: str, recipients: int, rate: int) -> float:
    """The same with the rate limiter that it comes with."""
    paced = AIORateLimiter(overall_max_rate=rate or NO_LIMIT, overall_time_period=1)
    async with ExtBot(TOKEN, base_url=f"{url}/bot", rate_limiter=paced) as bot:
        return await _spread(_with(bot), recipients)


def _with(bot: Bot) -> Send:
    keyboard = markup(KEYBOARD)
    return lambda chat_id: bot.send_message(chat_id, LETTER.html, parse_mode="HTML", reply_markup=keyboard)


async def _spread(send: Send, recipients: int) -> float:
    chats = iter(range(FIRST_READER, FIRST_READER + recipients))

    async def some() -> None:
        for chat_id in chats:
            await send(chat_id)

    begun = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(IN_FLIGHT)))
    return time.perf_counter() - begun


async def _paced(send: Send, recipients: int, rate: int) -> float:
    """Each message in a task of its own, when it is its turn."""
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(recipients):
            if (wait := begun + number / rate - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.create_task(send(FIRST_READER + number))
    return time.perf_counter() - begun


async def _measure(given: argparse.Namespace) -> dict[str, float]:
    cpu = time.process_time()
    match given.mode:
        case "raw":
            seconds = await raw(given.url, given.recipients, given.rate)
        case "ptb":
            seconds = await ptb(given.url, given.recipients)
        case _:
            seconds = await limiter(given.url, given.recipients, given.rate)
    return {"seconds": seconds, "cpu_seconds": time.process_time() - cpu}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plain_senders")
    parser.add_argument("mode", choices=("raw", "ptb", "limiter"))
    parser.add_argument("--url", required=True)
    parser.add_argument("--recipients", type=int, required=True)
    parser.add_argument("--rate", type=int, default=0)
    given = parser.parse_args()
    stay_on_one_core()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        report(runner.run(_measure(given)))


if __name__ == "__main__":
    main()
