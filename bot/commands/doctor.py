"""`doctor`: the database examined from end to end; with `--repair`, what can be mended is, after a copy was kept."""

from bot.exits import Exit
from bot.settings import Settings
from bot.terminal import Terminal
from pipeline.clock import Clock
from storage.backup import Kind, make
from storage.checkup import Findings, examine, mend
from storage.lock import hold_lock
from storage.looking import look


def examine_all(settings: Settings, terminal: Terminal, clock: Clock, *, repair: bool) -> Exit:
    """Tells what was found, and mends it if asked. Raises StorageError; DatabaseInUse for a repair under the bot."""
    if not settings.database.exists():
        terminal.warn(terminal.voice.label("cli.no_database", path=str(settings.database)))
        return Exit.FAILED
    with terminal.progress() as pulse:
        found = look(settings.database, examine, pulse)
    _tell(found, terminal)
    if repair and not found.nothing:
        found = _mended(settings, terminal, clock)
    elif not found.nothing:
        terminal.say("cli.doctor_advice")
    return _code(found)


def _mended(settings: Settings, terminal: Terminal, clock: Clock) -> Findings:
    with hold_lock(settings.database), terminal.progress() as pulse:
        kept = make(settings.database, settings.backup_folder, Kind.REPAIR, clock(), pulse, check=False)
        mend(settings.database, pulse)
        found = look(settings.database, examine, pulse)
    terminal.say("cli.doctor_kept")
    terminal.show(f"  {kept.path}")
    terminal.say("cli.doctor_again")
    _tell(found, terminal)
    if not found.nothing:
        terminal.say("cli.doctor_restore")
    return found


def _code(found: Findings) -> Exit:
    if found.damage:
        return Exit.DATABASE_UNUSABLE
    return Exit.STOPPED if found.nothing else Exit.FAILED


def _tell(found: Findings, terminal: Terminal) -> None:
    for complaint in found.damage:
        terminal.say("cli.doctor_damage", words=complaint)
    for table, count in found.orphans.items():
        terminal.say("cli.doctor_orphans", table=table, n=count)
    for key, count in (
        ("cli.doctor_unindexed", found.unindexed),
        ("cli.doctor_strays", found.strays),
        ("cli.doctor_unfindable", found.unfindable),
    ):
        if count:
            terminal.say(key, n=count)
    if found.nothing:
        terminal.say("cli.doctor_healthy")
