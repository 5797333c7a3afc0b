"""The commands of `python -m bot`, and how each way of ending becomes an exit code with one clear sentence."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

try:
    import uvloop
except ImportError:  # not made for Windows
    uvloop = None  # type: ignore[assignment]

from bot import logs
from bot.exits import BadSettings, Exit
from bot.settings import Settings, load
from bot.wiring import Stopped, open_mujaz
from mujaz.errors import DatabaseInUse, StorageError
from pipeline.sender import TokenRefused


def main(arguments: Sequence[str]) -> Exit:
    """Does what the arguments ask for. Unknown ones end with argparse's own message and exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Mujaz, an Arabic newsroom on Telegram")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot until it is told to stop (SIGINT, SIGTERM)")
    parser.parse_args(arguments)
    return ended(run)


def run() -> Exit:
    """Runs the bot until SIGINT or SIGTERM. Raises what `ended` explains."""
    settings = load(needs_token=True)
    logs.set_up(settings)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_serve(settings))
    return Exit.STOPPED


def ended(work: Callable[[], Exit]) -> Exit:
    """Runs `work`; an end that an operator can do something about is told on standard error, without a traceback."""
    try:
        return work()
    except BadSettings as error:
        return _told(error.report(), Exit.BAD_SETTINGS)
    except DatabaseInUse as error:
        return _told(f"Mujaz cannot start: {error}", Exit.ANOTHER_INSTANCE)
    except StorageError as error:
        return _told(f"Mujaz cannot start: {error}", Exit.DATABASE_UNUSABLE)
    except TokenRefused:
        return _told("Telegram does not accept MUJAZ_TOKEN: get a valid one from @BotFather.", Exit.TOKEN_REFUSED)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """uvloop where it exists, else asyncio's own loop."""
    return uvloop.new_event_loop if uvloop is not None else asyncio.new_event_loop


def told_to_stop() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set; a second signal ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_signal(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, on_signal, number)
    return stop


async def _serve(settings: Settings) -> None:
    stop = told_to_stop()
    with suppress(Stopped):
        async with open_mujaz(settings, stop=stop) as mujaz:
            await mujaz.run(stop)


def _told(sentence: str, code: Exit) -> Exit:
    sys.stderr.write(sentence + "\n")
    return code
