"""Which story a public article is in, when Mujaz was wrong: moved to another, set apart, or both stories made one.

What an editor decided stays so (storage.story_pins). Copies that readers have are not changed: they say the same.
"""

from handlers import article_card
from handlers.heard import Heard
from handlers.room import Room
from mujaz.article import Article
from mujaz.digest.render import clip
from mujaz.letter import Button
from mujaz.team import verb_of
from storage import articles, stories

VERBS = ("stories", "into", "apart", "move", "merge")
OFFERED = 6
BUTTON_TITLE = 40


async def tapped(room: Room, heard: Heard, article: Article, verb: str) -> None:
    """A tap on «article:12:stories», or on what that offers («article:12:move7»)."""
    which = verb_of(verb)
    number = int(verb.removeprefix(which) or 0)
    match which:
        case "stories":
            await _offer(room, heard, article)
        case "into":
            await _ask_how(room, heard, article, number)
        case _:
            await _regroup(room, heard, article, None if which == "apart" else number, whole=which == "merge")


async def _offer(room: Room, heard: Heard, article: Article) -> None:
    """The stories of the same companies, and one of its own."""
    tongue = heard.voice
    near = await room.store.read(stories.near, article.id, OFFERED + 1)
    now_in = await room.store.read(stories.of_article, article.id)
    buttons = [
        Button(clip(story.title, BUTTON_TITLE), f"article:{article.id}:into{story.id}")
        for story in near
        if story.id != article.story
    ][:OFFERED]
    if now_in is not None and now_in.articles > 1:
        buttons.append(Button(tongue.label("regroup.apart"), f"article:{article.id}:apart"))
    await heard.toast()
    title = tongue.text(article.title)
    told = tongue.say("regroup.ask", title=title, story=tongue.text(now_in.title if now_in else article.title))
    if not buttons:
        told = tongue.say("regroup.nothing", title=title)
    await heard.answer(told, tongue.rows(buttons, across=1))


async def _ask_how(room: Room, heard: Heard, article: Article, story_id: int) -> None:
    """Whether the article alone goes there, or its whole story."""
    tongue, story = heard.voice, await room.store.read(stories.get, story_id)
    title = tongue.text(story.title if story else article.title)
    verbs = [
        Button(tongue.label(f"regroup.{verb}"), f"article:{article.id}:{verb}{story_id}") for verb in ("move", "merge")
    ]
    await heard.toast()
    await heard.rewrite(tongue.say("regroup.how", story=title), tongue.rows(verbs, across=1))


async def _regroup(room: Room, heard: Heard, article: Article, into: int | None, *, whole: bool) -> None:
    story = await room.intake.regroup(article.id, into, heard.user.id, whole=whole)
    if story is None:
        await heard.toast(heard.voice.label("regroup.no_change"), alert=True)
        return
    await heard.toast(heard.voice.label("regroup.toast"))
    now = await room.store.read(articles.one, article.id)
    chapters = heard.voice.count("count.news", story.articles)
    told = heard.voice.say("regroup.done", story=heard.voice.text(story.title), news=chapters)
    await heard.rewrite(told, article_card.orders(now, heard.voice))
