"""Articles as Telegram HTML. Every value is escaped by the voice; every block fits into one message."""

from functools import lru_cache

from markupsafe import Markup

from mujaz.arabic.fold import fold
from mujaz.article import Article
from mujaz.texts.catalogue import Voice

TITLE_SHOWN = 250
SUMMARY_SHOWN = 900
SOURCE_SHOWN = 80
KEPT = 256
"""The newest articles are asked for again and again: so many renderings are kept, in two languages."""
LINK_MOST = 1000
"""Bytes of a link that is still shown: Telegram refuses a message whose entities hold about 9,500 bytes in all."""


@lru_cache(maxsize=KEPT)
def item(article: Article, voice: Voice) -> Markup:
    """One article in a digest: its title, its summary, where it comes from."""
    lines = [headline(article, voice)]
    if article.summary and not _says_the_title(article):
        lines.append(voice.text(clip(" ".join(article.summary), SUMMARY_SHOWN)))
    if credit := _credit(article, voice):
        lines.append(credit)
    return Markup("\n").join(lines)


def _says_the_title(article: Article) -> bool:
    """A post of one sentence is its own title: it is not said twice."""
    return fold(" ".join(article.summary)).strip(" .") == fold(article.title).strip(" .")


@lru_cache(maxsize=KEPT)
def line(article: Article, voice: Voice) -> Markup:
    """One article in a list: its title, its date, its source."""
    values = {"title": headline(article, voice), "date": article.reported_at}
    if article.source is None:
        return voice.say("article.line", **values)
    return voice.say("article.line_with_source", source=clip(article.source, SOURCE_SHOWN), **values)


def headline(article: Article, voice: Voice) -> Markup:
    """The title, linked to the original where there is one."""
    title = voice.text(clip(article.title, TITLE_SHOWN))
    if _linkable(article.url):
        return voice.say("article.linked_title", title=title, url=Markup.escape(article.url))
    return voice.say("article.title", title=title)


def clip(text: str, most: int) -> str:
    """The text in at most `most` code points; a longer one is cut at a word and ends with «…»."""
    if len(text) <= most:
        return text
    head, space, _ = text[: most - 1].rpartition(" ")
    return (head if space else text[: most - 1]).rstrip() + "…"


def _credit(article: Article, voice: Voice) -> Markup | None:
    if article.source is None:
        return None
    return voice.say("article.source", source=clip(article.source, SOURCE_SHOWN))


def _linkable(url: str | None) -> bool:
    return (
        url is not None
        and url.isprintable()  # a NUL in it, say, and Telegram refuses the whole message
        and url.startswith(("http://", "https://"))
        and len(url.encode()) <= LINK_MOST
    )
