"""A chart shown to somebody: the picture, and under it in words all that it says; the words alone if it is refused."""

from typing import Protocol

import structlog
from markupsafe import Markup
from telegram.error import BadRequest, TelegramError

from handlers.room import Room
from mujaz.charts.chart import Chart
from mujaz.charts.words import in_words
from mujaz.letter import Keyboard
from mujaz.texts.catalogue import Voice

log = structlog.get_logger(__name__)


class Listener(Protocol):
    """Whom a chart is shown to: somebody who asked for it, or a reader to whom it comes by itself."""

    @property
    def voice(self) -> Voice:
        """How they are spoken to."""

    async def answer(self, html: Markup, keyboard: Keyboard = ()) -> int:
        """Sends words."""

    async def answer_with_picture(self, picture: bytes | str, caption: Markup, keyboard: Keyboard = ()) -> str:
        """Sends a picture; gives its file_id."""


async def show(room: Room, to: Listener, chart: Chart, keyboard: Keyboard = ()) -> None:
    """Sends the chart. A chat that takes no pictures, or a line too slow for one, gets its words."""
    words = in_words(chart, to.voice)
    try:
        await _send(room, to, chart, words, keyboard)
    except TelegramError as error:
        log.info("picture_refused", reason=error.message)
        await to.answer(words, keyboard)


async def _send(room: Room, to: Listener, chart: Chart, words: Markup, keyboard: Keyboard) -> None:
    picture = await room.pictures.of(chart)
    try:
        room.pictures.uploaded(chart, await to.answer_with_picture(picture, words, keyboard))
    except BadRequest:
        if not isinstance(picture, str):
            raise
        room.pictures.refused(chart)  # Telegram may forget a file: it is uploaded once more
        await _send(room, to, chart, words, keyboard)
