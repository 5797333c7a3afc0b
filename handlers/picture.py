"""A chart shown to somebody: the picture, and under it in words all that it says; the words alone if it is refused."""

import structlog
from markupsafe import Markup
from telegram.error import BadRequest, TelegramError

from handlers.heard import Heard
from handlers.room import Room
from mujaz.charts.chart import Chart
from mujaz.charts.words import in_words
from mujaz.letter import Keyboard

log = structlog.get_logger(__name__)


async def show(room: Room, heard: Heard, chart: Chart, keyboard: Keyboard = ()) -> None:
    """Sends the chart. A chat that takes no pictures, or a line too slow for one, gets its words."""
    words = in_words(chart, heard.voice)
    try:
        await _send(room, heard, chart, words, keyboard)
    except TelegramError as error:
        log.info("picture_refused", reason=error.message)
        await heard.answer(words, keyboard)


async def _send(room: Room, heard: Heard, chart: Chart, words: Markup, keyboard: Keyboard) -> None:
    picture = await room.pictures.of(chart)
    try:
        room.pictures.uploaded(chart, await heard.answer_with_picture(picture, words, keyboard))
    except BadRequest:
        if not isinstance(picture, str):
            raise
        room.pictures.refused(chart)  # Telegram may forget a file: it is uploaded once more
        await _send(room, heard, chart, words, keyboard)
