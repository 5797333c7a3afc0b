"""/saved: the stories that somebody keeps, each opened by its number."""

from markupsafe import Markup

from handlers.heard import Heard
from handlers.room import Room
from mujaz.digest.card import openers
from mujaz.digest.render import TITLE_SHOWN, clip
from mujaz.texts.catalogue import Voice
from storage import saved
from storage.saved import Saved

SHOWN = 24


async def show(room: Room, heard: Heard) -> None:
    """/saved."""
    kept, total = await room.store.read(saved.newest, heard.chat.id, SHOWN)
    if not kept:
        await heard.answer(heard.voice.say("saved.none"))
        return
    header = heard.voice.say("saved.header", count=heard.voice.count("count.news", total))
    blocks = [header, *(_line(number, story, heard.voice) for number, story in enumerate(kept, 1))]
    await heard.tell(blocks, openers([story.story for story in kept], heard.voice))


def _line(number: int, kept: Saved, voice: Voice) -> Markup:
    title = voice.text(clip(kept.title, TITLE_SHOWN))
    return voice.say("saved.line_retracted" if kept.retracted else "saved.line", number=number, title=title)
