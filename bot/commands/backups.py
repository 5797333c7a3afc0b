"""`backup` makes one, `restore` brings one back. Decides nothing about which is good: storage/backup does."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.exits import Exit
from bot.settings import Settings
from bot.terminal import Terminal, minute, size
from mujaz.errors import BadBackup
from pipeline.clock import Clock
from storage.backup import Kind, Pulse, all_in, give_way, make, newest_good, restore, unpack


def back_up(settings: Settings, terminal: Terminal, clock: Clock, into: Path | None) -> Exit:
    """Makes a backup now, also while the bot runs, to which it gives way. Raises StorageError."""
    if not settings.database.exists():
        terminal.warn(terminal.voice.label("cli.no_database", path=str(settings.database)))
        return Exit.FAILED
    with terminal.progress() as pulse, ThreadPoolExecutor(1, initializer=give_way) as beside:
        folder, now = into or settings.backup_folder, clock()
        made = beside.submit(make, settings.database, folder, Kind.ASKED, now, pulse).result()
    terminal.say("cli.backup_made", size=size(made.path.stat().st_size))
    terminal.show(f"  {made.path}")
    return Exit.STOPPED


def list_backups(settings: Settings, terminal: Terminal) -> Exit:
    """The backups that there are, the newest last."""
    backups = all_in(settings.backup_folder)
    if not backups:
        terminal.say("cli.no_backups", path=str(settings.backup_folder))
    for backup in backups:
        kind = terminal.voice.label(f"cli_kind.{backup.kind}")
        terminal.show(f"{minute(backup.made_at)}  {size(backup.path.stat().st_size)}  {kind}  {backup.path}")
    return Exit.STOPPED


def bring_back(settings: Settings, terminal: Terminal, clock: Clock, chosen: Path | None) -> Exit:
    """Restores a backup, packed or not, the newest good one where none is chosen. Raises StorageError."""
    secret = settings.backup_passphrase
    with terminal.progress() as pulse, TemporaryDirectory(prefix="mujaz-") as folder:
        backup = chosen or _newest(settings, pulse)
        whole = unpack(backup, Path(folder), secret.get_secret_value() if secret else None)
        kept = restore(whole, settings.database, clock(), pulse)
    terminal.say("cli.restored")
    terminal.show(f"  {backup}")
    if kept is not None:
        terminal.say("cli.kept")
        terminal.show(f"  {kept}")
    return Exit.STOPPED


def _newest(settings: Settings, pulse: Pulse) -> Path:
    found = newest_good(settings.backup_folder, pulse)
    if found is None:
        raise BadBackup(settings.backup_folder, "it holds no good backup")
    return found.path
