"""The commands of an operator beside `run`, by their names."""

from argparse import Namespace

from bot.commands import archive, backups
from bot.commands.check import check
from bot.commands.doctor import examine_all
from bot.commands.setup import set_up
from bot.commands.stats import tell_stats
from bot.exits import Exit
from bot.settings import load
from bot.terminal import Terminal
from bot.wiring import utc_now


def perform(given: Namespace, terminal: Terminal) -> Exit:
    """Does what a command asks for. Raises what `bot.cli.ended` explains."""
    settings = load(needs_token=given.command == "check")
    match given.command:
        case "setup":
            return set_up(settings, terminal)
        case "check":
            return check(settings, terminal, utc_now)
        case "backup" if given.list:
            return backups.list_backups(settings, terminal)
        case "backup":
            return backups.back_up(settings, terminal, utc_now, given.to)
        case "restore":
            return backups.bring_back(settings, terminal, utc_now, given.file)
        case "doctor":
            return examine_all(settings, terminal, utc_now, repair=given.repair)
        case "stats":
            return tell_stats(settings, terminal, utc_now)
        case "export":
            return archive.export(settings, terminal, given.file)
        case _:
            return archive.bring_in(settings, terminal, utc_now, given.files)
