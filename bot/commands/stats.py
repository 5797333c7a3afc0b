"""`stats`: how much there is of everything, also while the bot runs."""

from collections.abc import Mapping

from bot.exits import Exit
from bot.settings import Settings
from bot.terminal import Terminal, minute, size
from pipeline.clock import Clock
from storage.backup import all_in, size_of
from storage.looking import look
from storage.totals import Totals, count_all

DAYS = 7


def tell_stats(settings: Settings, terminal: Terminal, clock: Clock) -> Exit:
    """Tells the totals. Raises StorageError."""
    if not settings.database.exists():
        terminal.warn(terminal.voice.label("cli.no_database", path=str(settings.database)))
        return Exit.FAILED
    totals = look(settings.database, count_all, clock(), DAYS)
    backups = all_in(settings.backup_folder)
    terminal.say("cli.stats_articles", counts=_listed(totals.articles))
    if totals.newest is not None:
        terminal.say("cli.stats_newest", time=minute(totals.newest))
    terminal.say("cli.stats_readers", counts=_listed(totals.readers))
    terminal.say("cli.stats_languages", counts=_listed(totals.languages))
    terminal.say("cli.stats_messages", days=DAYS, runs=totals.runs, counts=_messages(totals))
    terminal.say("cli.stats_inbox", n=totals.inbox)
    terminal.say("cli.stats_size", size=size(size_of(settings.database)))
    terminal.say("cli.stats_backups", n=len(backups), time=minute(backups[-1].made_at) if backups else "-")
    return Exit.STOPPED


def _messages(totals: Totals) -> str:
    return _listed({state.name.lower(): count for state, count in totals.messages.items()})


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "-"
