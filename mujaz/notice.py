"""What the admins are told without having asked. Facts only; the words are in mujaz.texts."""

from dataclasses import dataclass

from mujaz.run import Run


@dataclass(frozen=True, slots=True)
class Refusing:
    """Telegram refuses what a run sends, for the first time; `frozen`: so often that the run was halted."""

    run: Run
    reason: str
    frozen: bool


@dataclass(frozen=True, slots=True)
class Suspects:
    """After a stop, so many messages may have arrived twice, or it is unknown whether they arrived."""

    count: int


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """Telegram could not be reached for a while: all bulk waited, and goes on now. In whole seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class NotKept:
    """The database could not keep what was sent (a full disk, a lock): nothing goes out before it can."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """An announcement has come to its end."""

    run: Run


@dataclass(frozen=True, slots=True)
class NoBackup:
    """The backup of the night could not be made, for the first time in a row; what was in its way."""

    reason: str


@dataclass(frozen=True, slots=True)
class Late:
    """A digest, an alert or a retry was due so many whole minutes ago and is not on its way."""

    minutes: int


@dataclass(frozen=True, slots=True)
class DiskNearlyFull:
    """The disk of the database has only so many mebibytes left."""

    free: int


@dataclass(frozen=True, slots=True)
class FeedPaused:
    """A feed was paused, since it failed for too long or is gone for good; `failure` names the words why («site_down»).

    `added_by` is the editor who added it, if known.
    """

    feed_id: int
    title: str
    failure: str
    added_by: int | None


Notice = Refusing | Suspects | OutOfReach | NotKept | Finished | NoBackup | Late | DiskNearlyFull | FeedPaused
