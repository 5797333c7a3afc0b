"""/missed: what came since somebody's last tap or command. Private chats only."""

from handlers.heard import Heard
from handlers.room import Room
from mujaz.digest.card import openers
from mujaz.digest.missed import away_since, compose, gather, told, told_at_most
from storage import knowing, trends

CANDIDATES = 2
"""So many times the stories that are told are looked at: how a story went on decides as well."""


async def missed(room: Room, heard: Heard) -> None:
    """That it was asked for is noted after the answer: what is asked begins with the time before."""
    now, reader = room.clock(), heard.subscriber
    since = away_since(reader.last_heard_at if reader else None, now)
    follows = reader.follows if reader else frozenset()
    most = CANDIDATES * told_at_most(since, now)
    articles, stories = await room.store.read(trends.came, since, now, sorted(follows), most)
    found = gather(articles, stories, follows, since, now)
    buttons = openers([met.story for met in told(found)], heard.voice)
    await heard.tell(compose(found, heard.voice), buttons)
    if reader is not None:
        await room.store.write(knowing.learn, reader.chat_id, told(found))
