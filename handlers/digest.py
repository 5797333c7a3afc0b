"""/digest and /latest: news now, without waiting for the hour."""

from handlers import rights
from handlers.heard import Heard
from handlers.room import Room
from mujaz.digest.render import line
from pipeline.edition import digest_now
from storage import articles, knowing

LATEST = 8


async def digest(room: Room, heard: Heard) -> None:
    """What is new since the last digest; the next one begins where this one ends."""
    await rights.demand(room, heard, changes=False)
    now = room.clock()
    reader = heard.chat.id if heard.subscriber is None else heard.subscriber.chat_id
    asked = await digest_now(room.store, room.newsstand, reader, heard.subscriber, heard.voice, now, heard.bot.username)
    if not asked.letters:
        await heard.answer(heard.voice.say("digest.nothing_new"))
        return
    for letter in asked.letters:
        await heard.answer(letter.html, letter.keyboard)
    if heard.subscriber is not None:
        await room.store.write(knowing.had_digest, reader, now, asked.told)


async def latest(room: Room, heard: Heard) -> None:
    """The newest articles, a line each."""
    newest = await room.reads.ask(articles.latest, LATEST)
    if not newest:
        await heard.answer(heard.voice.say("latest.none"))
        return
    await heard.tell([heard.voice.say("latest.header"), *(line(article, heard.voice) for article in newest)])
