"""Which articles stand in a reader's digest. Decides from data alone; renders nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import compress
from operator import not_

from mujaz.article import Article, newest_first


def choose(
    articles: Iterable[Article],
    since: datetime,
    until: datetime,
    follows: Collection[str] = (),
    already_sent: Collection[int] = (),
) -> list[Article]:
    """What was published in (since, until] and not sent to the reader before.

    What the reader follows comes first, then the rest, each the newest first.
    """
    fresh = [
        article
        for article in articles
        if article.published_at is not None and since < article.published_at <= until and article.id not in already_sent
    ]
    fresh = newest_first(fresh)
    followed = frozenset(follows)
    first = [not followed.isdisjoint(article.companies) for article in fresh]
    return [*compress(fresh, first), *compress(fresh, map(not_, first))]
