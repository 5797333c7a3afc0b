"""A reader's digest as letters: header, items in order, split at article borders."""

from collections.abc import Callable, Sequence
from datetime import datetime

from mujaz.article import Article
from mujaz.digest.render import item
from mujaz.digest.split import Block, Size, join, measured, pack
from mujaz.letter import Letter
from mujaz.texts.catalogue import Voice

HEADER = Size(length=200, entities=1, tag_bytes=20)
"""Room that is kept free in each message for the header of the first or of a later part."""

Fragment = Callable[[Article, Voice], Block]


def fragment(article: Article, voice: Voice) -> Block:
    """One article as it stands in any digest of a language."""
    return measured(item(article, voice))


def compose(articles: Sequence[Article], voice: Voice, moment: datetime, fragment: Fragment = fragment) -> list[Letter]:
    """The letters of a digest due at `moment`, in order; none where there is nothing new.

    `fragment` renders one article: an edition passes a function that remembers what it rendered for other readers.
    """
    if not articles:
        return []
    bodies = pack([fragment(article, voice) for article in articles], header=HEADER)
    first = voice.say("digest.header", day=voice.day(moment), count=voice.count("count.news_genitive", len(articles)))
    headers = [first] + [
        voice.say("digest.header_part", part=part, parts=len(bodies)) for part in range(2, len(bodies) + 1)
    ]
    return [Letter(join([header, body])) for header, body in zip(headers, bodies, strict=True)]


def compose_alert(article: Article, voice: Voice, fragment: Fragment = fragment) -> Letter:
    """The letter that brings one article by itself."""
    header = voice.say("alert.header" if article.breaking else "alert.header_followed")
    return Letter(join([header, fragment(article, voice).html]))
