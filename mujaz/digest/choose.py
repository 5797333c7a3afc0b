"""Which stories stand in a reader's digest, in which order, and why. Decides from data alone; renders nothing.

What the reader follows comes first, then the rest, each by its weight; kinds that the reader wants less come behind all
others. A digest is finite, and no company takes more than a third of its places, unless the reader follows what is told
of it. What the reader was told comes again only with news.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, filterfalse

from mujaz.digest.item import Item
from mujaz.digest.memory import NOTHING_TOLD, Memory
from mujaz.digest.ranking import Ranking, Told
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
    followed = _followed(ranking, taste)
    wanted_less = _places(ranking.events, taste.less)
    room = max(1, taste.most // SHARE)
    taken: dict[str | None, int] = {None: -len(ranking.stories)}  # what is about no company crowds nobody out
    items: list[Item] = []
    for place in _queue(len(ranking.stories), followed, wanted_less):
        story, latest_news, subject = ranking.brief[place]
        since = known.get(story, 0)
        company = followed.get(place)
        before = taken.get(subject, 0)
        if (since and since >= latest_news) or (company is None and before >= room):
            continue
        taken[subject] = before + 1
        items.append(ranking.item(place, since, company, wanted_less=place in wanted_less))
        if len(items) >= taste.most:
            break
    return Choice(tuple(items))


def _followed(ranking: Ranking, taste: Taste) -> dict[int, str]:
    """The stories that a reader follows, each with that for which: the first of its companies that is followed, or else
    a line that asks for it.
    """
    found: dict[int, str] = {}
    for company in taste.follows:
        for place in ranking.companies.get(company, ()):
            found[place] = _first(ranking.stories[place], taste.follows) if place in found else company
    for line in sorted(taste.wishes):
        for place in ranking.wished(line):
            found.setdefault(place, line)
    return found


def _first(told: Told, follows: Collection[str]) -> str:
    return next(company for company in told.companies if company in follows)


def _places(index: Mapping[str, Sequence[int]], names: Collection[str]) -> set[int]:
    return {place for name in names for place in index.get(name, ())}


def _queue(stories: int, followed: Collection[int], wanted_less: Collection[int]) -> Iterable[int]:
    """The places in the order in which the reader is to have them."""
    if not followed and not wanted_less:
        return range(stories)
    every = chain(sorted(followed), filterfalse(followed.__contains__, range(stories)))
    if not wanted_less:
        return every
    order = list(every)
    return chain(
        (place for place in order if place not in wanted_less), (place for place in order if place in wanted_less)
    )
