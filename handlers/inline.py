"""«@bot meta» in any chat: a company, its latest story, what the archive holds; each with the link that opens it here.

Answers are kept for a while by what was asked and by how it is told. Somebody who types on is not waited for: a query
that Telegram takes no answer to any more is left.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup
from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from handlers.company_card import names_of
from handlers.heard import voice_of
from handlers.room import Room
from mujaz.article import Article
from mujaz.asked import ask
from mujaz.companies.catalogue import Company
from mujaz.deeplink import company_link, story_link
from mujaz.digest.item import story_of
from mujaz.digest.render import clip, line, prose
from mujaz.dossier import named
from mujaz.texts.catalogue import Voice
from pipeline.replies import NO_PREVIEW
from storage import articles
from storage import search as archive

QUERY_MOST = 100
"""Code points that are looked at; Telegram sends up to 256."""
OFFERED = 8
TITLE_SHOWN, ABOUT_SHOWN, LINE_SHOWN = 100, 120, 300
KEPT = 512
KEPT_FOR = timedelta(minutes=1)
"""What was published meanwhile is offered after so long."""
GONE = "query is too old"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to be sent: how it stands in the list, and the message that it becomes."""

    id: str
    title: str
    about: str
    html: Markup


class Inline:
    """Answers inline queries."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._kept: OrderedDict[tuple[str, Voice], tuple[datetime, Sequence[Offer]]] = OrderedDict()

    async def answer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offers what fits the query; for nothing typed, the latest news."""
        asked = update.inline_query
        if asked is None:
            return
        voice = voice_of(self._room, await self._room.readers.ask(asked.from_user.id))
        words = " ".join(asked.query.split())[:QUERY_MOST]
        found = [_result(offer) for offer in await self._offers(words, voice, context.bot.username)]
        try:
            await asked.answer(found, cache_time=int(KEPT_FOR.total_seconds()), is_personal=True)
        except BadRequest as error:
            if GONE not in error.message.lower():
                raise

    async def _offers(self, words: str, voice: Voice, bot: str) -> Sequence[Offer]:
        key, now = (words, voice), self._room.clock()
        if key in self._kept and now - self._kept[key][0] < KEPT_FOR:
            self._kept.move_to_end(key)
            return self._kept[key][1]
        found = await self._find(words, voice, bot)
        self._kept[key] = now, found
        self._kept.move_to_end(key)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    async def _find(self, words: str, voice: Voice, bot: str) -> Sequence[Offer]:
        if not words:
            newest = await self._room.reads.ask(articles.latest, OFFERED)
            return _stories(newest, voice, bot)
        company = self._room.gazetteer.resolve(words)
        if company is not None:
            newest, total = await self._room.reads.ask(articles.news_about, names_of(company), OFFERED)
            return [_company(company, total, voice, bot), *_stories(newest, voice, bot)]
        asked = ask(words, self._room.gazetteer, self._room.clock(), voice.zone)
        hits = (await self._room.store.read(archive.find, asked, OFFERED)).hits
        best = [hit for hit in hits if hit.complete] or hits
        return _stories([hit.article for hit in best], voice, bot)


def _stories(found: Sequence[Article], voice: Voice, bot: str) -> list[Offer]:
    """Each story once, by the first of its articles."""
    return [_story(article, voice, bot) for article in {story_of(a): a for a in reversed(found)}.values()][::-1]


def _story(article: Article, voice: Voice, bot: str) -> Offer:
    link = voice.say("inline.link", link=Markup.escape(story_link(bot, story_of(article))))
    parts = [line(article, voice), prose(article, [article.line], LINE_SHOWN, voice), link]
    return Offer(
        f"s{article.id}",
        clip(article.title, TITLE_SHOWN),
        voice.label("inline.about", source=article.source or voice.label("bot.name"), date=article.reported_at),
        Markup("\n\n").join(part for part in parts if part),
    )


def _company(company: Company, total: int, voice: Voice, bot: str) -> Offer:
    about = voice.label(
        "company.facts", activity=voice.label(f"activity.{company.activity}"), country=voice.country(company.country)
    )
    lines = [
        voice.say("company.name", ar=company.ar, en=company.en),
        voice.text(about),
        voice.say("company.news", count=voice.count("count.news", total)),
        voice.say("inline.link", link=Markup.escape(company_link(bot, company.id))),
    ]
    return Offer(f"c{company.id}", named(company, voice), clip(about, ABOUT_SHOWN), Markup("\n").join(lines))


def _result(offer: Offer) -> InlineQueryResultArticle:
    content = InputTextMessageContent(offer.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(offer.id, offer.title, content, description=offer.about)
