"""The commands of `python -m bot`, and how each way of ending becomes an exit code with one clear sentence."""

import asyncio
import gc
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

try:
    import uvloop
except ImportError:  # not made for Windows
    uvloop = None  # type: ignore[assignment]

from bot import logs
from bot.arguments import parser
from bot.exits import BadSettings, Exit
from bot.settings import Settings, load
from bot.show import shown
from bot.terminal import Terminal, minute
from bot.wiring import Stopped, open_mujaz
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import (
    BackupFailed,
    BackupSealed,
    BadBackup,
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseMissing,
    StorageError,
)
from mujaz.reading import read
from pipeline.polling import TokenInUse
from pipeline.sender import TokenRefused
from storage.backup import all_in, newest_good


def main(arguments: Sequence[str]) -> Exit:
    """Does what the arguments ask for. Unknown ones end with argparse's own message and exit code 2."""
    terminal = Terminal.of(arguments)
    given = parser(terminal.voice).parse_args(arguments)
    if given.command == "read":
        return read_file(given.file)
    return ended(lambda: _command(given, terminal))


def _command(given: Namespace, terminal: Terminal) -> Exit:
    if given.command == "run":
        return run(terminal)
    from bot.commands.beside import perform  # noqa: PLC0415 - the bot starts without what is done beside it

    return perform(given, terminal)


def read_file(path: Path) -> Exit:
    """Prints the reading of a text file; a file that holds no text in UTF-8 is told and ends with exit code 2."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        return _told(f"{path} cannot be read: {reason}", Exit.BAD_SETTINGS)
    sys.stdout.write(shown(read(text, Gazetteer(catalogue.load()))) + "\n")
    return Exit.STOPPED


def run(terminal: Terminal) -> Exit:
    """Runs the bot until SIGINT or SIGTERM. Raises what `ended` explains; of a damaged database it names a backup."""
    settings = load(needs_token=True)
    logs.set_up(settings)
    collect_seldom()
    try:
        _refuse_to_begin_anew(settings)
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(_serve(settings))
    except (DatabaseDamaged, DatabaseMissing) as error:
        _offer_backup(settings, terminal, error)
        return Exit.DATABASE_UNUSABLE
    return Exit.STOPPED


def ended(work: Callable[[], Exit]) -> Exit:
    """Runs `work`; an end that an operator can do something about is told on standard error, without a traceback."""
    try:
        return work()
    except BadSettings as error:
        return _told(error.report(), Exit.BAD_SETTINGS)
    except DatabaseInUse as error:
        return _told(str(error), Exit.ANOTHER_INSTANCE)
    except (BackupFailed, BackupSealed, BadBackup) as error:
        return _told(str(error), Exit.FAILED)
    except StorageError as error:
        return _told(str(error), Exit.DATABASE_UNUSABLE)
    except TokenInUse:
        return _told(
            "Another process fetches the updates of this bot, so this one stops. Stop the other or use another token.",
            Exit.ANOTHER_INSTANCE,
        )
    except TokenRefused:
        return _told("Telegram does not accept MUJAZ_TOKEN: get a valid one from @BotFather.", Exit.TOKEN_REFUSED)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """uvloop where it exists, else asyncio's own loop."""
    return uvloop.new_event_loop if uvloop is not None else asyncio.new_event_loop


def collect_seldom() -> None:
    """Has the collector of cycles look when 20,000 objects are new, not 700, and never at those that are here now.

    What a digest to many readers makes is freed without it, and it took a sixth of that digest's time.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


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


def _refuse_to_begin_anew(settings: Settings) -> None:
    """A disk that is not mounted looks like a first start; backups tell it from one."""
    if not settings.database.exists() and all_in(settings.backup_folder):
        raise DatabaseMissing(settings.database, settings.backup_folder)


def _offer_backup(settings: Settings, terminal: Terminal, error: StorageError) -> None:
    terminal.warn(str(error))
    with terminal.progress() as pulse:
        backup = newest_good(settings.backup_folder, pulse)
    if backup is None:
        terminal.warn(terminal.voice.label("cli.no_backups", path=str(settings.backup_folder)))
    else:
        terminal.warn(terminal.voice.label("cli.offered", time=minute(backup.made_at)))
        terminal.warn(f"  python -m bot restore {backup.path}")


def _told(sentence: str, code: Exit) -> Exit:
    sys.stderr.write(sentence + "\n")
    return code
