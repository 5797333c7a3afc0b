"""An announcement: the text of an admin as a letter, how long it takes, what it costs at the paid rate. Pure."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from mujaz.digest.split import TEXT_MOST, measure
from mujaz.errors import AnnouncementTooLong, EmptyAnnouncement
from mujaz.letter import Letter
from mujaz.texts.catalogue import LANGUAGES, voice

LANGUAGE = LANGUAGES[0]
"""Announcements are written in Arabic, as the news is."""

STARS_A_MESSAGE = Decimal("0.1")
"""Telegram's price of a message of a paid broadcast, in Stars (research on delivery §1.1)."""

CUT_AT = 3_000
"""A message of so many code points was perhaps cut by the app, and the rest of the text is on its way."""
CONTINUES = timedelta(seconds=10)
"""How soon after such a message the rest of the text comes."""


def letter(text: str) -> Letter:
    """The text as every reader gets it, word for word. Raises EmptyAnnouncement, AnnouncementTooLong."""
    html = voice(LANGUAGE, ZoneInfo("UTC")).text(text.strip())
    size = measure(html)
    if not any(char.isalnum() for char in text):
        raise EmptyAnnouncement
    if not size.fits:
        raise AnnouncementTooLong(TEXT_MOST)
    return Letter(html)


def lasts(messages: int, a_second: int) -> timedelta:
    """How long so many messages take at a rate, in whole seconds."""
    return timedelta(seconds=-(-messages // a_second))


def price(messages: int) -> Decimal:
    """What so many messages cost at the paid rate, in Stars."""
    return messages * STARS_A_MESSAGE


def stars(amount: Decimal) -> str:
    """An amount of Stars as it is told: no more digits than it has."""
    return format(amount.normalize(), "f")
