"""What somebody missed while away: everything where that was a day at most, the weightiest where it was longer.

Pure; told from what storage.trends.came finds. No bot is told what was read: away is who taps and writes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from mujaz.article import Article
from mujaz.digest.item import story_of
from mujaz.digest.memory import Met
from mujaz.digest.roundup import Told, in_brief, stories_of, weight
from mujaz.texts.catalogue import Voice

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LOOKS_BACK = timedelta(days=90)
"""News is looked at for so long, however long somebody was away."""
OF_A_DAY, OF_A_WEEK, OF_LONGER = 60, 8, 12
"""Stories told at most. Of a day that is all, unless something went wrong with a feed."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The stories that are told, the weightiest first; `rest` counts those that are not. `since` is where it begins."""

    since: datetime
    stories: tuple[Told, ...]
    rest: int


def away_since(last_heard_at: datetime | None, now: datetime) -> datetime:
    """Where what somebody missed begins; of whom nothing is known, with the last day."""
    return max(last_heard_at or now - DAY, now - LOOKS_BACK)


def told_at_most(since: datetime, now: datetime) -> int:
    """How many stories are told to somebody who was away since then."""
    if now - since <= DAY:
        return OF_A_DAY
    return OF_A_WEEK if now - since <= WEEK else OF_LONGER


def gather(
    articles: Sequence[Article], stories: int, follows: frozenset[str], since: datetime, now: datetime
) -> Missed:
    """What is told of these articles, of which there were so many stories; what the reader follows comes first."""

    def order(told: Told) -> tuple[bool, tuple[int, bool, float, int]]:
        return any(follows.intersection(article.concerns) for article in told.articles), weight(told)

    told = sorted(stories_of(articles), key=order, reverse=True)[: told_at_most(since, now)]
    return Missed(since, tuple(told), max(0, stories - len(told)))


def told(found: Missed) -> list[Met]:
    """What the reader knows once it is told, in the order of the stories."""
    newest = [max(article.id for article in told.articles) for told in found.stories]
    return [Met(story_of(told.lead), article) for told, article in zip(found.stories, newest, strict=True)]


def compose(found: Missed, voice: Voice) -> list[Markup]:
    """The blocks of the answer, a story each between a heading and what was left out."""
    there = found.since.astimezone(voice.zone)
    values = {"day": voice.day(found.since), "time": voice.clock(there.hour * 60 + there.minute)}
    if not found.stories:
        return [voice.say("missed.none", **values)]
    blocks = [in_brief(told, voice, number) for number, told in enumerate(found.stories, 1)]
    if found.rest:
        rest = voice.say("missed.rest", count=voice.count("count.news", found.rest))
        return [voice.say("missed.header_most", **values), *blocks, rest]
    return [voice.say("missed.header", count=voice.count("count.news", len(blocks)), **values), *blocks]
