"""How near an article is to a story, as a multiple of what is needed to join it.

Within the window likeness decays with time and is weighed over the story's articles: half the best, half the mean
(research: arabic.md §4). Beyond it one old article must be much alike: so a follow-up may come months later.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from math import exp, log

from mujaz.stories.market import is_quote, one_session
from mujaz.stories.memory import Told
from mujaz.stories.sketch import Facts

WINDOW = timedelta(hours=96)
_DECAY = timedelta(hours=84)
_OLDEST = timedelta(days=5)  # a story open for longer is joined by follow-ups alone, else a mega-topic becomes one
_NEEDED = 0.1
_NEEDED_IN_A_CROWD = 0.02  # the more articles are current, the likelier two of them are alike by chance
_NEEDED_LATER = 0.33
_OTHER_KIND = 0.6
_OTHER_SUBJECT = 0.6
_OTHER_PLACE = 0.5
_OTHER_EVENT = 0.8
_OTHER_FIGURES = 0.9
_SAME_OUTLET = 0.85  # an outlet seldom reports one event twice

Likeness = tuple[Told, float]
"""An article of a story, and the cosine with it."""


def nearness(facts: Facts, likenesses: Sequence[Likeness], crowd: int) -> float:
    """How near an article is to a story, given its likeness to some of the story's articles: 1 is enough to join.

    `crowd` is how many articles are in the window.
    """
    current, older = [0.0], [0.0]
    is_young = bool(likenesses) and facts.time - likenesses[0][0].story.opened <= _OLDEST
    for told, cosine in likenesses:
        likeness = cosine * _accord(facts, told.facts)
        apart = abs(facts.time - told.facts.time)
        if is_young and apart <= WINDOW:
            current.append(likeness * exp(-0.5 * (apart / _DECAY) ** 2))
        else:
            older.append(likeness)
    needed = _NEEDED + _NEEDED_IN_A_CROWD * log(1 + crowd)
    half_best_half_mean = (max(current) + sum(current) / max(len(current) - 1, 1)) / 2
    return max(half_best_half_mean / needed, max(older) / _NEEDED_LATER)


def _accord(one: Facts, other: Facts) -> float:
    """What is left of a likeness in words when the articles are about different things; 1 when nothing differs.

    Companies, countries and what happened are known to differ only where both articles state them. A report on a share
    and any other article may tell one story; the price of oil seldom is what else happened.
    """
    if one.market and other.market and not one_session(one.market, other.market, one.time, other.time):
        return 0.0
    left = _OTHER_KIND if is_quote(one.market) != is_quote(other.market) else 1.0
    if _differ(one.subjects, other.subjects):
        left *= _OTHER_SUBJECT
    if _differ(one.places, other.places):
        left *= _OTHER_PLACE
    if one.event and other.event and one.event != other.event:
        left *= _OTHER_EVENT
    if _differ(one.figures, other.figures):
        left *= _OTHER_FIGURES
    if one.outlet and one.outlet == other.outlet:
        left *= _SAME_OUTLET
    return left


def _differ(ones: Collection[str] | Collection[float], others: Collection[str] | Collection[float]) -> bool:
    return bool(ones) and bool(others) and frozenset(ones).isdisjoint(others)
