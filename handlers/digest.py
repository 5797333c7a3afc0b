"""/digest and /latest: news now, without waiting for the hour."""

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from handlers.heard import Heard
from handlers.room import Room
from mujaz.article import Article
from mujaz.digest.choose import choose
from mujaz.digest.compose import compose
from mujaz.digest.render import line
from mujaz.texts.catalogue import Voice
from storage import articles, audience, subscribers

LATEST = 8
STRANGER_WINDOW = timedelta(days=1)


async def digest(room: Room, heard: Heard) -> None:
    """What is new since the last digest; the next one begins where this one ends."""
    now = room.clock()
    reader = heard.subscriber
    since = reader.last_due_at if reader else now - STRANGER_WINDOW
    page = await room.store.read(audience.news_for, heard.chat.id, since, now)
    chosen = choose(page.articles, since, now, reader.follows if reader else (), page.alerted.get(heard.chat.id, ()))
    if not chosen:
        await heard.answer(heard.voice.say("digest.nothing_new"))
        return
    for letter in compose(chosen, heard.voice, now):
        await heard.answer(letter.html, letter.keyboard)
    await room.store.write(subscribers.had_digest, heard.chat.id, now)


async def latest(room: Room, heard: Heard) -> None:
    """The newest articles, a line each."""
    newest = await room.store.read(articles.latest, LATEST)
    if not newest:
        await heard.answer(heard.voice.say("latest.none"))
        return
    await heard.answer(listed(heard.voice.say("latest.header"), newest, heard.voice))


def listed(header: Markup, found: Sequence[Article], voice: Voice) -> Markup:
    """A header and one article a paragraph."""
    return Markup("\n\n").join([header, *(line(article, voice) for article in found)])
