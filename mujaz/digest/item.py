"""A story as one reader gets it, and the reason why. Plain data; who decides is `choose`."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mujaz.article import NOTHING_ADDED, Article
from mujaz.stories.story import News


class Kind(StrEnum):
    """Whether the reader hears of the story for the first time, or what is new in it."""

    NEW = "new"
    UPDATE = "update"


class Why(StrEnum):
    """What speaks for a story."""

    FOLLOWED = "followed"
    BREAKING = "breaking"
    WIDELY = "widely"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a reader gets a story. `company` is the one that is followed.

    `wanted_less`: the reader wants fewer of its kind, and gets it because there was room.
    """

    why: Why
    company: str | None = None
    wanted_less: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A story in a digest: its `lead`, and the other articles of what it tells, in the order of their ids.

    `outlets` counts who reports it, at least one. An update holds only articles after `since`, the newest article that
    the reader knew, and `added` is what these said that the story had not said. Who got it knows the story up to the
    article `newest`.
    """

    story: int
    lead: Article
    others: tuple[Article, ...]
    kind: Kind
    reason: Reason
    outlets: int
    newest: int
    since: int = 0
    added: News = NOTHING_ADDED

    @property
    def articles(self) -> list[Article]:
        """All its articles, in the order of their ids."""
        return sorted((self.lead, *self.others), key=lambda article: article.id)


def story_of(article: Article) -> int:
    """The number of the article's story; an article without a story is one, with a number of its own below zero."""
    return -article.id if article.story is None else article.story


def sources(articles: Sequence[Article]) -> tuple[str, ...]:
    """The outlets that the articles name, each once, in their order."""
    return tuple(dict.fromkeys(article.source for article in articles if article.source is not None))


def item(articles: Sequence[Article], lead: Article, reason: Reason, since: int = 0) -> Item:
    """The item of a story's articles, of which a reader knows those up to the article `since`; 0: none."""
    told = [article for article in articles if article.id > since]
    others = tuple(article for article in told if article is not lead)
    outlets = max(1, len(sources(told)))
    newest = max(article.id for article in told)
    if not since:
        return Item(story_of(lead), lead, others, Kind.NEW, reason, outlets, newest)
    return Item(story_of(lead), lead, others, Kind.UPDATE, reason, outlets, newest, since, _added(told))


def _added(articles: Sequence[Article]) -> News:
    added = [article.added for article in articles]
    return News(
        figures=tuple(dict.fromkeys(figure for news in added for figure in news.figures)),
        names=tuple(dict.fromkeys(name for news in added for name in news.names)),
        event=next((news.event for news in reversed(added) if news.event), None),
    )


def alone(article: Article) -> Item:
    """An article by itself, as an alert brings it."""
    return item([article], article, Reason(Why.BREAKING if article.breaking else Why.RECENT))
