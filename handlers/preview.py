"""A draft as its readers will see it, in each of the three lengths: made by what makes their digests."""

from dataclasses import replace
from datetime import timedelta

from handlers.heard import Heard
from handlers.room import Room
from mujaz.article import Article, Status
from mujaz.digest.choose import Taste, choose
from mujaz.digest.compose import compose
from mujaz.digest.form import Form
from mujaz.digest.ranking import rank
from mujaz.stories.story import Label
from mujaz.subscriber import Length


async def show(room: Room, heard: Heard, draft: Article) -> None:
    """Three digests with this article alone; what stands above each says which length it is."""
    now = room.clock()
    public = replace(draft, status=Status.PUBLISHED, published_at=now, label=Label.OPENING)
    choice = choose(rank([public], now - timedelta(days=1), now), Taste())
    await heard.toast()
    for length in Length:
        await heard.answer(heard.voice.say("post.preview_of", length=heard.voice.label(f"length.{length}")))
        for letter in compose(choice, Form(length), heard.voice, now):
            await heard.answer(letter.html)
