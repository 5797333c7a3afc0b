"""Articles as Telegram HTML: titles, texts, where they come from. The voice escapes every value; all is cut to fit."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from mujaz.arabic.fold import fold
from mujaz.article import Article
from mujaz.texts.catalogue import Voice

TITLE_SHOWN = 250
SOURCE_SHOWN = 80
SOURCES_SHOWN = 4
KEPT = 256
"""The newest articles are asked for again and again: so many lines are kept, in two languages."""
LINK_MOST = 1000
"""Bytes of a link that is still shown: Telegram refuses a message whose entities hold about 9,500 bytes in all."""


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


def prose(article: Article, sentences: Sequence[str], most: int, voice: Voice) -> Markup | None:
    """Sentences of an article in at most so many code points; None where they say no more than its title."""
    text = " ".join(sentences)
    if not text or _bare(text) == _bare(article.title):
        return None
    return voice.text(clip(text, most))


def credit(sources: Sequence[str], voice: Voice) -> Markup | None:
    """Who reports it and how many they are, the first few by name; None where nobody is named."""
    if not sources:
        return None
    if len(sources) == 1:
        return voice.say("article.source", source=clip(sources[0], SOURCE_SHOWN))
    names = voice.listing([clip(source, SOURCE_SHOWN) for source in sources[:SOURCES_SHOWN]])
    key = "article.sources" if len(sources) <= SOURCES_SHOWN else "article.sources_and_more"
    return voice.say(key, count=voice.count("count.reported", len(sources)), names=names)


def clip(text: str, most: int) -> str:
    """The text in at most `most` code points; a longer one is cut at a word and ends with «…»."""
    if len(text) <= most:
        return text
    head, space, _ = text[: most - 1].rpartition(" ")
    return (head if space else text[: most - 1]).rstrip() + "…"


def _bare(text: str) -> str:
    return fold(text).strip(" .")


def _linkable(url: str | None) -> bool:
    return (
        url is not None
        and url.isprintable()  # a NUL in it, say, and Telegram refuses the whole message
        and url.startswith(("http://", "https://"))
        and len(url.encode()) <= LINK_MOST
    )
