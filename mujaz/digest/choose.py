"""Which stories stand in a reader's digest, in which order, and why. Decides from data alone; renders nothing.

What the reader follows comes first, then the rest, each by its weight; kinds that the reader wants less come behind all
others. A digest is finite, and no company takes more than a third of its places, unless the reader follows what is told
of it. What the reader was told comes again only with news.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from mujaz.digest.item import Item
from mujaz.digest.memory import NOTHING_TOLD, Memory
from mujaz.digest.ranking import Ranking
from mujaz.subscriber import Subscriber

SHARE = 3
"""A company may take one in so many places, and always one."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What a reader wants: companies followed, kinds of events wanted less, how many stories at most, and lines of
    mujaz.wishes that are followed as well.
    """

    follows: frozenset[str] = frozenset()
    less: frozenset[str] = frozenset()
    most: int = 5
    wishes: frozenset[str] = frozenset()


def taste(reader: Subscriber) -> Taste:
    """What a reader wants."""
    return Taste(reader.follows, reader.choices.less, reader.choices.most, reader.wishes)


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories of one digest, in order."""

    items: tuple[Item, ...] = ()


def choose(ranking: Ranking, taste: Taste, memory: Memory = NOTHING_TOLD) -> Choice:
    """The stories for a reader of this taste who was told what the memory holds."""
    known = ranking.known(memory)
    followed = _places(ranking.companies, taste.follows)
    for line in taste.wishes:
        followed.update(ranking.wished(line))
    wanted_less = _places(ranking.events, taste.less)
    room = max(1, taste.most // SHARE)
    taken: dict[str | None, int] = {None: -len(ranking.stories)}  # what is about no company crowds nobody out
    items: list[Item] = []
    for place in _queue(len(ranking.stories), followed, wanted_less):
        told = ranking.stories[place]
        since = known.get(told.story, 0)
        before = taken.get(told.subject, 0)
        if (since and since >= told.latest_news) or (before >= room and place not in followed):
            continue
        taken[told.subject] = before + 1
        company = _followed(ranking, place, taste) if place in followed else None
        items.append(ranking.item(place, since, company, wanted_less=place in wanted_less))
        if len(items) >= taste.most:
            break
    return Choice(tuple(items))


def _followed(ranking: Ranking, place: int, taste: Taste) -> str:
    """For what a reader gets a story: the first of its companies that is followed, or else a line that asks for it."""
    companies = (company for company in ranking.stories[place].companies if company in taste.follows)
    lines = (line for line in sorted(taste.wishes) if place in ranking.wished(line))
    return next(chain(companies, lines))


def _places(index: dict[str, list[int]], names: Collection[str]) -> set[int]:
    return set().union(*[index[name] for name in index.keys() & names]) if names else set()


def _queue(stories: int, followed: Collection[int], wanted_less: Collection[int]) -> Iterator[int]:
    """The places in the order in which the reader is to have them."""
    every = chain(sorted(followed), (place for place in range(stories) if place not in followed))
    if not wanted_less:
        return every
    order = list(every)
    return chain(
        (place for place in order if place not in wanted_less), (place for place in order if place in wanted_less)
    )
