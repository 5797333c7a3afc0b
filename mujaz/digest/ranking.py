"""The stories of some news, ranked once for all readers of an edition.

A story weighs what the outlets that report it weigh: each once, however many copies of a wire report it carries, and
half as much for every day since. What an editor marked as breaking comes before all else. Knows no reader.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from mujaz.article import Article, Status
from mujaz.digest.item import Item, Reason, Why, item, sources, story_of
from mujaz.digest.memory import Memory
from mujaz.stories.story import Label
from mujaz.wishes import wants

HALVES_IN = timedelta(days=1)
WIDELY_FROM = 3
"""Outlets from which on a story counts as widely reported."""
_UNNAMED = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A story of the news. `articles` are in the order of their ids; `latest_news` is the newest id that brought news,
    or 0; `lead` is that article, or else the newest. `companies` are those that they name, the lead's first, then those
    whose products they name.
    """

    story: int
    articles: tuple[Article, ...]
    lead: Article
    latest_news: int
    companies: tuple[str, ...]
    subject: str | None
    why: Why


class Ranking:
    """Stories, the weightiest first. What was made for one reader is kept for the next.

    `companies` and `events` are the places of the stories that they are in; `brief` is of each story its number, the
    newest article that brought news, and its subject: what every choice asks for.
    """

    def __init__(self, stories: Sequence[Told]) -> None:
        self.stories = stories
        self.companies: dict[str, list[int]] = _placed(told.companies for told in stories)
        self.events: dict[str, list[int]] = _placed((told.lead.event,) for told in stories)
        self.brief = [(told.story, told.latest_news, told.subject) for told in stories]
        self._ids = frozenset(told.story for told in stories)
        self._wished: dict[str, list[int]] = {}
        self._items: dict[tuple[int, int, str | None, bool], Item] = {}

    def known(self, memory: Memory) -> dict[int, int]:
        """Of these stories, those that a reader was told, each with the newest article of it that the reader knows."""
        stories = memory.stories
        return {story: memory.article(bisect_left(stories, story)) for story in self._ids.intersection(stories)}

    def wished(self, line: str) -> list[int]:
        """The places of the stories that a line of mujaz.wishes asks for: looked for once, however many follow it."""
        if line not in self._wished:
            places = enumerate(self.stories)
            self._wished[line] = [place for place, told in places if any(wants(line, a) for a in told.articles)]
        return self._wished[line]

    def item(self, place: int, since: int, company: str | None, *, wanted_less: bool) -> Item:
        """The story at a place for a reader who knows it up to the article `since`, and follows the company."""
        key = (place, since, company, wanted_less)
        found = self._items.get(key)
        if found is None:
            told = self.stories[place]
            reason = Reason(told.why if company is None else Why.FOLLOWED, company, wanted_less)
            found = self._items[key] = item(told.articles, told.lead, reason, since)
        return found


def rank(articles: Iterable[Article], since: datetime, until: datetime) -> Ranking:
    """The stories of what was published in (since, until], as they stand at `until`. Never what was retracted."""
    stories: defaultdict[int, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda article: article.id):
        if article.status is Status.PUBLISHED and article.published_at and since < article.published_at <= until:
            stories[story_of(article)].append(article)
    return Ranking([_told(*story) for story in sorted(stories.items(), key=lambda story: _order(story[1], until))])


def brings_news(article: Article) -> bool:
    """Whether it says something that its story had not said: not a copy, nor a report with nothing of its own."""
    if article.label is None or article.label is Label.OPENING:
        return True
    added = article.added
    return article.label is not Label.COPY and bool(added.figures or added.names or added.event)


def _told(story: int, articles: Sequence[Article]) -> Told:
    with_news = [article for article in articles if brings_news(article)]
    lead = (with_news or articles)[-1]
    every = (lead, *articles)
    named = (company for article in every for company in article.companies)
    companies = dict.fromkeys(chain(named, (company for article in every for company in article.makers)))
    return Told(
        story=story,
        articles=tuple(articles),
        lead=lead,
        latest_news=with_news[-1].id if with_news else 0,
        companies=tuple(companies),
        subject=next(iter(lead.concerns), None),
        why=_why(articles),
    )


def _why(articles: Sequence[Article]) -> Why:
    if any(article.breaking for article in articles):
        return Why.BREAKING
    return Why.WIDELY if len(sources(articles)) >= WIDELY_FROM else Why.RECENT


def _order(articles: Sequence[Article], now: datetime) -> tuple[bool, float, float, int]:
    breaking = any(article.breaking for article in articles)
    newest = max(article.reported_at for article in articles).timestamp()
    return not breaking, -_weight(articles, now), -newest, -articles[-1].id


def _weight(articles: Sequence[Article], now: datetime) -> float:
    """Outlets that are not named count as one, and only where none is."""
    named: dict[str, datetime] = {}
    for article in articles:
        outlet = article.source or _UNNAMED
        named[outlet] = max(article.reported_at, named.get(outlet, article.reported_at))
    if len(named) > 1:
        named.pop(_UNNAMED, None)
    return sum(_freshness(now - reported_at) for reported_at in named.values())


def _freshness(age: timedelta) -> float:
    return float(0.5 ** (max(age, timedelta(0)) / HALVES_IN))


def _placed(names: Iterable[Collection[str]]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, named in enumerate(names):
        for name in named:
            places[name].append(place)
    return dict(places)
