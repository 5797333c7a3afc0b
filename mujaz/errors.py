"""The error tree. Each class is something that a caller does differently.

    MujazError
    ├── Refusal                a person's request cannot be met: tell them `key` in their language, nothing is lost
    │   ├── EmptyPost              nothing readable in the post
    │   ├── PostTooLong            more than an article holds
    │   ├── AlreadyStored          the same text is in the archive
    │   ├── DraftGone              the draft was published or discarded meanwhile
    │   ├── DraftHeld              somebody else is changing the draft
    │   ├── SecondNeeded           who wrote a draft may not publish it alone
    │   ├── BadTitle               a title that cannot stand
    │   ├── BadSummary             a summary that cannot stand
    │   ├── NoSuchCompany          a name that no company of the catalogue has
    │   ├── NotPublished           the article was retracted meanwhile
    │   ├── NothingToCorrect       the text says what the article says already
    │   ├── CorrectionGone         the correction was accepted or dropped meanwhile
    │   ├── BadReason              a reason that cannot stand
    │   ├── RunElsewhere           a run is no longer where the order finds it
    │   ├── EmptyAnnouncement      nothing readable in the announcement
    │   ├── AnnouncementTooLong    more than one message holds
    │   ├── NobodyToTell           an announcement for which there is no reader
    │   ├── StarsShort             the bot's Stars do not pay for the paid rate
    │   ├── BalanceUnknown         Telegram did not tell how many Stars there are
    │   ├── NoTimeTyped            nothing where a time should be
    │   ├── TimeUnclear            no time of day can be read from it
    │   ├── NoSuchTime             no clock shows it
    │   ├── UnclearTwelve          «12 in the evening»: noon to some, midnight to others
    │   ├── TooManyTimes           more times a day than a reader may have
    │   ├── DaysUnclear            no weekdays can be read from it
    │   ├── PauseUnclear           no span or date can be read from it
    │   ├── NoSuchDate             no calendar shows it
    │   ├── PauseOver              a pause until a day that is not ahead
    │   ├── PauseTooLong           a pause of more than a year
    │   ├── QuietUnclear           no two times can be read from it
    │   ├── QuietEmpty             quiet hours that end when they begin
    │   ├── NoClockThere           a location at sea
    │   ├── NotAnAdmin             what only admins of the group or channel may do
    │   ├── AdminsUnknown          Telegram did not tell who is an admin
    │   ├── NoSuchChannel          no channel of that name, or one that does not know the bot
    │   ├── NotAChannel            a group or a person, not a channel
    │   ├── MayNotPost             the bot has no right to post in the channel
    │   ├── FeedKnown              the feed is watched already
    │   ├── FeedRemoved            the feed was removed meanwhile
    │   ├── Unreadable             what came in cannot be read; a feed that sends it has failed
    │   │   ├── NotAFeed               neither RSS nor Atom nor JSON Feed
    │   │   ├── NoArticleThere         a page without a text to itself
    │   │   ├── HostileFile            a bomb: it would become far more than it is
    │   │   ├── UnknownFile            a kind of file that is not read
    │   │   ├── FileTooBig             more bytes than are taken
    │   │   ├── FileLocked             it asks for a password
    │   │   ├── FileDamaged            it breaks off or is not what its name says
    │   │   └── NoTextInFile           pictures of pages, or nothing
    │   └── OutOfReach             a link could not be fetched; a feed there has failed
    │       ├── BadLink                no address of the web
    │       ├── PrivateLink            an address inside this machine or its network
    │       ├── LinkGone               the page is not there (any more)
    │       ├── LinkClosed             the site does not show it to us
    │       ├── LinkTooBig             more bytes than are taken
    │       ├── LinkTooSlow            not there in time
    │       ├── TooManyRedirects       it leads from one address to another without end
    │       ├── NotAText               a picture, a film, an archive
    │       ├── SiteBusy               it asks to be left alone for a while
    │       └── SiteDown               no connection, or the site itself is in trouble
    └── StorageError           the database did not do its part: the operator is told
        ├── DatabaseInUse          another process holds it
        ├── DatabaseTooNew         written by a newer Mujaz
        ├── DatabaseDamaged        not a database of ours, or corrupt
        ├── BackupFailed           no backup could be written, or none brought back: the disk
        └── BadBackup              a backup that is not whole

A refusal carries a text key (see mujaz.texts) and its values, never a sentence. Storage errors speak to the operator.
"""

from datetime import datetime
from pathlib import Path
from typing import ClassVar


class MujazError(Exception):
    """Anything that Mujaz itself raises."""


class Refusal(MujazError):
    """A person's request cannot be met; `key` and `values` say why and what to do next."""

    key: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(self.key, values)
        self.values = values


class EmptyPost(Refusal):
    """The post holds no letters: nothing to read."""

    key = "refusal.empty_post"


class PostTooLong(Refusal):
    """The post is longer than an article may be (code points)."""

    key = "refusal.post_too_long"

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length=length, most=most)


class AlreadyStored(Refusal):
    """The same text, whatever its spacing and marks, is in the archive already."""

    key = "refusal.already_stored"

    def __init__(self, article_id: int, title: str, stored_at: datetime) -> None:
        super().__init__(title=title, date=stored_at)
        self.article_id = article_id


class DraftGone(Refusal):
    """The draft was published or discarded by an earlier tap."""

    key = "refusal.draft_gone"


class DraftHeld(Refusal):
    """Somebody else was asked for a field of the draft, and may be typing."""

    key = "refusal.draft_held"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class SecondNeeded(Refusal):
    """The settings want a second editor to publish what the first one wrote."""

    key = "refusal.second_needed"


class BadSummary(Refusal):
    """Nothing readable, or more than a summary may hold (code points)."""

    key = "refusal.bad_summary"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NoSuchCompany(Refusal):
    """No company of the catalogue is called so."""

    key = "refusal.no_such_company"

    def __init__(self, typed: str) -> None:
        super().__init__(typed=typed)


class BadTitle(Refusal):
    """A title must hold letters and at most `most` code points."""

    key = "refusal.bad_title"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NotPublished(Refusal):
    """The article is not public any more: an editor retracted it."""

    key = "refusal.not_published"


class NothingToCorrect(Refusal):
    """The corrected text is the text that is published."""

    key = "refusal.nothing_to_correct"


class CorrectionGone(Refusal):
    """The correction was accepted or dropped by an earlier tap."""

    key = "refusal.correction_gone"


class BadReason(Refusal):
    """The reason of a retraction must hold letters and at most `most` code points."""

    key = "refusal.bad_reason"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class RunElsewhere(Refusal):
    """A run can't be paused, resumed or cancelled from the state that it is in by now."""

    key = "refusal.run_elsewhere"

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state


class EmptyAnnouncement(Refusal):
    """The announcement holds no letters."""

    key = "refusal.empty_announcement"


class AnnouncementTooLong(Refusal):
    """An announcement must fit into one message: at most `most` code points."""

    key = "refusal.announcement_too_long"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NobodyToTell(Refusal):
    """Nobody is subscribed: an announcement would reach no one."""

    key = "refusal.nobody_to_tell"


class StarsShort(Refusal):
    """The bot's balance, in Stars, is smaller than what the paid rate costs."""

    key = "refusal.stars_short"

    def __init__(self, price: str, balance: str) -> None:
        super().__init__(price=price, balance=balance)


class BalanceUnknown(Refusal):
    """Telegram did not tell how many Stars the bot has."""

    key = "refusal.balance_unknown"


class NoTimeTyped(Refusal):
    """Nothing was typed where a time of day should be."""

    key = "refusal.no_time_typed"


class TimeUnclear(Refusal):
    """No time of day can be read from what was typed, not all of it at least."""

    key = "refusal.time_unclear"

    def __init__(self, typed: str) -> None:
        super().__init__(typed=typed)


class NoSuchTime(Refusal):
    """A time that no clock shows: 25:00, or 13 in the morning."""

    key = "refusal.no_such_time"

    def __init__(self, time: str) -> None:
        super().__init__(time=time)


class UnclearTwelve(Refusal):
    """«12 in the evening» is noon to some and midnight to others."""

    key = "refusal.unclear_twelve"


class TooManyTimes(Refusal):
    """A reader may have at most `most` times a day."""

    key = "refusal.too_many_times"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class DaysUnclear(Refusal):
    """No weekdays can be read from what was typed, or none of them is left."""

    key = "refusal.days_unclear"

    def __init__(self, typed: str) -> None:
        super().__init__(typed=typed)


class PauseUnclear(Refusal):
    """Neither a span nor a date can be read from what was typed."""

    key = "refusal.pause_unclear"

    def __init__(self, typed: str) -> None:
        super().__init__(typed=typed)


class NoSuchDate(Refusal):
    """A date that no calendar shows: 30 February."""

    key = "refusal.no_such_date"

    def __init__(self, typed: str) -> None:
        super().__init__(typed=typed)


class PauseOver(Refusal):
    """The day on which the pause should end is today or past."""

    key = "refusal.pause_over"


class PauseTooLong(Refusal):
    """A pause of more than a year is a farewell."""

    key = "refusal.pause_too_long"


class QuietUnclear(Refusal):
    """No two times can be read from what was typed."""

    key = "refusal.quiet_unclear"

    def __init__(self, typed: str) -> None:
        super().__init__(typed=typed)


class QuietEmpty(Refusal):
    """Quiet hours that end when they begin would be none at all, or all of the day."""

    key = "refusal.quiet_empty"


class NoClockThere(Refusal):
    """A location at sea: nobody lives by the clocks of the sea."""

    key = "refusal.no_clock_there"


class FeedKnown(Refusal):
    """The feed is watched already, under that title."""

    key = "refusal.feed_known"

    def __init__(self, title: str) -> None:
        super().__init__(title=title)


class FeedRemoved(Refusal):
    """The feed was removed by an earlier tap."""

    key = "refusal.feed_removed"


class Unreadable(Refusal):
    """What a feed, a page or a file holds cannot be read."""


class NotAFeed(Unreadable):
    """Neither RSS, nor Atom, nor JSON Feed."""

    key = "refusal.not_a_feed"


class NoArticleThere(Unreadable):
    """A page on which no text stands that is an article."""

    key = "refusal.no_article_there"


class HostileFile(Unreadable):
    """It would become far more than it is when unpacked, or defines things that grow: it is not opened."""

    key = "refusal.hostile_file"


class UnknownFile(Unreadable):
    """A kind of file that is not read."""

    key = "refusal.unknown_file"


class FileTooBig(Unreadable):
    """A file may have at most `most` megabytes."""

    key = "refusal.file_too_big"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class FileLocked(Unreadable):
    """The file asks for a password."""

    key = "refusal.file_locked"


class FileDamaged(Unreadable):
    """The file breaks off, or is not what its name says."""

    key = "refusal.file_damaged"


class NoTextInFile(Unreadable):
    """The file holds no text: pictures of pages, or nothing."""

    key = "refusal.no_text_in_file"


class OutOfReach(Refusal):
    """A link could not be fetched."""


class BadLink(OutOfReach):
    """No address of the web: another scheme, a name or password in it, or no host."""

    key = "refusal.bad_link"


class PrivateLink(OutOfReach):
    """The address lies inside this machine or its network, and nothing there is for readers."""

    key = "refusal.private_link"


class LinkGone(OutOfReach):
    """The page is not there (404); `for_good`: the site says that it will not come back (410)."""

    key = "refusal.link_gone"

    def __init__(self, *, for_good: bool = False) -> None:
        super().__init__()
        self.for_good = for_good


class LinkClosed(OutOfReach):
    """The site does not show the page to us (401, 403 and the like)."""

    key = "refusal.link_closed"


class LinkTooBig(OutOfReach):
    """A page may have at most `most` megabytes, unpacked."""

    key = "refusal.link_too_big"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class LinkTooSlow(OutOfReach):
    """The page was not there in `most` seconds."""

    key = "refusal.link_too_slow"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class TooManyRedirects(OutOfReach):
    """The link leads from one address to the next without end."""

    key = "refusal.too_many_redirects"


class NotAText(OutOfReach):
    """What the link leads to is no text: a picture, a film, an archive."""

    key = "refusal.not_a_text"


class SiteBusy(OutOfReach):
    """The site asks to be left alone (429, 503); `wait` is for how many seconds, None where it does not say."""

    key = "refusal.site_busy"

    def __init__(self, wait: int | None = None) -> None:
        super().__init__()
        self.wait = wait


class SiteDown(OutOfReach):
    """The site cannot be reached, or is in trouble itself (5xx)."""

    key = "refusal.site_down"


class NotAnAdmin(Refusal):
    """Only admins of the group or channel may do that."""

    key = "refusal.not_an_admin"


class AdminsUnknown(Refusal):
    """Telegram did not tell whether the person is an admin: it may do so in a while."""

    key = "refusal.admins_unknown"


class NoSuchChannel(Refusal):
    """There is no channel of that name, or the bot is not in it."""

    key = "refusal.no_such_channel"


class NotAChannel(Refusal):
    """It is a group or a person."""

    key = "refusal.not_a_channel"


class MayNotPost(Refusal):
    """The bot is no admin of the channel, or one without the right to post."""

    key = "refusal.may_not_post"

    def __init__(self, title: str) -> None:
        super().__init__(title=title)


class StorageError(MujazError):
    """The database did not do its part."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)


class DatabaseInUse(StorageError):
    """Another process holds the database."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another Mujaz; stop it first, or give this one another MUJAZ_DATABASE")


class DatabaseTooNew(StorageError):
    """The database was written by a newer Mujaz."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the database has version {found}, this Mujaz knows {known}: "
            "start the newer Mujaz, or restore an older backup"
        )


class DatabaseDamaged(StorageError):
    """The file is not a database of ours, or is corrupt. Nothing in it was changed."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path} cannot be read as Mujaz's database ({detail}); it was left untouched: restore a backup"
        )


class BackupFailed(StorageError):
    """The disk did not take a backup, or what one was to be restored to. Nothing was changed."""


class BadBackup(StorageError):
    """A backup cannot be used; nothing was changed."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path} is no good backup ({detail}); choose another one")


class BackupSealed(StorageError):
    """A backup was sealed with a passphrase, and the one that is set does not open it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is sealed; MUJAZ_BACKUP_PASSPHRASE must be what it was sealed with, and is not")


class DatabaseMissing(StorageError):
    """There is no database, but there are backups of one: its disk may not be there."""

    def __init__(self, path: Path, backups: Path) -> None:
        super().__init__(
            f"{path} is not there, but {backups} holds backups of it: is its disk mounted? Bring it back, or restore a "
            "backup; to begin anew, move the backups elsewhere"
        )


class DatabaseGone(StorageError):
    """The database's file was taken away while the bot was at work; what it held is in `rescued`, if a disk took it."""

    def __init__(self, path: Path, rescued: Path | None) -> None:
        kept = f"what it held is kept in {rescued}" if rescued else "no disk took what it held"
        super().__init__(
            f"{path} was moved or deleted, or its disk is gone, while the bot was at work; {kept}. Bring the disk "
            "back, or: python -m bot restore"
        )
