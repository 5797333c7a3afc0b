"""/digest and /latest: news now, without waiting for the hour."""

from handlers.heard import Heard
from handlers.room import Room
from mujaz.digest.render import line
from pipeline.edition import digest_now
from storage import articles, subscribers

LATEST = 8


async def digest(room: Room, heard: Heard) -> None:
    """What is new since the last digest; the next one begins where this one ends."""
    now = room.clock()
    letters = await digest_now(room.store, room.reads, heard.chat.id, heard.subscriber, heard.voice, now)
    if not letters:
        await heard.answer(heard.voice.say("digest.nothing_new"))
        return
    for letter in letters:
        await heard.answer(letter.html, letter.keyboard)
    if heard.subscriber is not None:
        await room.store.write(subscribers.had_digest, heard.chat.id, now)


async def latest(room: Room, heard: Heard) -> None:
    """The newest articles, a line each."""
    newest = await room.reads.ask(articles.latest, LATEST)
    if not newest:
        await heard.answer(heard.voice.say("latest.none"))
        return
    await heard.tell([heard.voice.say("latest.header"), *(line(article, heard.voice) for article in newest)])
