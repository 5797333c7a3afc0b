"""python -m tests.crashes.driver DATABASE URL RATE: the courier in a process of its own, to be killed.

It delivers what lies in the database, free bulk at RATE a second; ends on SIGTERM as the bot does.
"""

import asyncio
import sys
from pathlib import Path

from bot.cli import loop_factory, told_to_stop
from bot.wiring import utc_now
from pipeline.courier import Courier
from pipeline.dispatcher import Dispatcher
from pipeline.sender import Sender
from pipeline.wire import AiohttpRequest
from playground.server import DEFAULT_TOKEN
from storage.store import open_store

RUNNING = "running"


async def deliver(database: Path, url: str, rate: int) -> None:
    """Delivers until SIGTERM."""
    stop = told_to_stop()
    async with open_store(database) as store, AiohttpRequest() as request, asyncio.TaskGroup() as tasks:
        sender = Sender(request, f"{url}/bot{DEFAULT_TOKEN}")
        courier = Courier(store, sender, Dispatcher(free=rate), utc_now, lambda notice: None)
        tasks.create_task(courier.run())
        print(RUNNING, flush=True)
        await stop.wait()
        courier.stop()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(deliver(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
