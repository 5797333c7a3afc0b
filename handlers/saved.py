"""/saved: the stories that somebody keeps, each opened by its number; searched by words after it, exported as text."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.company import shown_query
from handlers.heard import Heard
from handlers.room import Room
from mujaz.arabic.stem import STOP_WORDS
from mujaz.arabic.tokens import words
from mujaz.article import Article
from mujaz.deeplink import story_link
from mujaz.digest.card import openers
from mujaz.digest.item import story_of
from mujaz.digest.render import TITLE_SHOWN, clip
from mujaz.keywords import MOST, Keywords, told
from mujaz.letter import Button, Keyboard
from mujaz.texts.catalogue import Voice
from storage import saved
from storage.saved import Saved

SHOWN = 24
QUERY_MOST = 300


async def show(room: Room, heard: Heard) -> None:
    """/saved, or /saved <words>."""
    if heard.words:
        await _search(room, heard, heard.words[:QUERY_MOST])
        return
    kept, total = await room.store.read(saved.newest, heard.chat.id, SHOWN)
    if not kept:
        await heard.answer(heard.voice.say("saved.none"))
        return
    header = heard.voice.say("saved.header", count=heard.voice.count("count.news", total))
    blocks = [header, *(_line(number, story, heard.voice) for number, story in enumerate(kept, 1))]
    await heard.tell(blocks, _numbers([story.story for story in kept], heard.voice))


async def export(room: Room, heard: Heard) -> None:
    """A tap on «saved:export»: titles, texts and links in a file of plain text."""
    await heard.toast()
    kept = await room.store.read(saved.articles_of, heard.chat.id)
    if not kept:
        await heard.answer(heard.voice.say("saved.none"))
        return
    text = "\n\n".join(_plain(article, heard.voice, heard.bot.username) for article in kept)
    count = heard.voice.count("count.news", len(kept))
    await heard.answer_with_document(
        f"mujaz-{heard.chat.id}.txt", text.encode(), heard.voice.say("saved.exported", count=count)
    )


async def _search(room: Room, heard: Heard, query: str) -> None:
    """The stories whose title or summary holds all the words."""
    wanted = Keywords(must=tuple(word for word in words(query) if word not in STOP_WORDS)[:MOST])
    kept = await room.store.read(saved.articles_of, heard.chat.id) if wanted.must else []
    found = [article for article in kept if wanted.match(told("\n".join([article.title, *article.long])))][:SHOWN]
    shown = shown_query(query)
    if not found:
        await heard.answer(heard.voice.say("saved.nothing", query=shown))
        return
    lines = [
        heard.voice.say("saved.line", number=number, title=heard.voice.text(clip(article.title, TITLE_SHOWN)))
        for number, article in enumerate(found, 1)
    ]
    header = heard.voice.say("saved.found", query=shown)
    await heard.tell([header, *lines], _numbers([story_of(article) for article in found], heard.voice))


def _numbers(stories: Sequence[int], voice: Voice) -> Keyboard:
    export = voice.rows([Button(voice.label("saved.export"), "saved:export")], across=1)
    return openers(stories, voice) + export


def _line(number: int, kept: Saved, voice: Voice) -> Markup:
    title = voice.text(clip(kept.title, TITLE_SHOWN))
    return voice.say("saved.line_retracted" if kept.retracted else "saved.line", number=number, title=title)


def _plain(article: Article, voice: Voice, bot: str) -> str:
    """A story as plain text: what it says, where it is from, and the link that opens it."""
    credit = voice.label("inline.about", source=article.source or voice.label("bot.name"), date=article.reported_at)
    return "\n".join([article.title, credit, " ".join(article.summary), story_link(bot, story_of(article))])
