"""Reduce an article to what tells its story: the weighted terms of its title and lead, and the facts that it states.

The lead is enough: TF-IDF of title and first words beats the whole text (research: arabic.md §4).
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from mujaz.arabic.tokens import words as norms
from mujaz.stories.market import MarketReport, market_report
from mujaz.stories.story import NewsItem
from mujaz.stories.words import stems, words

_LEAD = 60  # words
_LEAD_LETTERS = 400  # sixty words are hardly longer: the rest of a long article is not cut into words at all
_NAMES = 6  # of each kind: the first names of an article are those it is about
_FIGURES = 8
_SUBJECTS = 2
_TITLE_WEIGHT = _NAME_WEIGHT = _FIGURE_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article states, as far as stories are told apart by it.

    `names` are ids of companies, products and people; `subjects` the first companies, `places` the countries of the
    title; `market` is there when the title is that of a market report.
    """

    time: datetime
    outlet: str | None
    names: tuple[str, ...]
    subjects: tuple[str, ...]
    places: frozenset[str]
    figures: tuple[float, ...]
    event: str | None
    market: MarketReport | None


@dataclass(frozen=True, slots=True)
class Sketch:
    """An article as the index sees it. `terms` are stems, names («company:meta») and figures («=600») with weights."""

    facts: Facts
    terms: dict[str, float]


def sketch(item: NewsItem) -> Sketch:
    """The sketch of an article; any text has one."""
    heading = norms(item.title)
    title, lead = stems(item.title), stems(item.text[:_LEAD_LETTERS])[:_LEAD]
    facts = Facts(
        time=item.time,
        outlet=item.outlet,
        names=tuple(dict.fromkeys(chain(item.companies, item.products, item.people))),
        subjects=item.companies[:_SUBJECTS],
        places=_places(heading),
        figures=item.figures,
        event=item.event,
        market=market_report(title, item.companies),
    )
    return Sketch(facts, _terms(item, title, lead, facts.places))


def _terms(item: NewsItem, title: list[str], lead: list[str], places: frozenset[str]) -> dict[str, float]:
    terms = dict.fromkeys(_telling(lead, bool(item.figures)), 1.0)
    terms |= dict.fromkeys(_telling(title, bool(item.figures)), _TITLE_WEIGHT)
    terms |= dict.fromkeys((f"={figure:.3g}" for figure in item.figures[:_FIGURES]), _FIGURE_WEIGHT)
    named = (("company", item.companies), ("product", item.products), ("person", item.people), ("place", places))
    for kind, ids in named:
        terms |= dict.fromkeys((f"{kind}:{id_}" for id_ in [*ids][:_NAMES]), _NAME_WEIGHT)
    return terms


def _telling(found: list[str], without_digits: bool) -> list[str]:
    """Figures that were understood are terms of their own: «600» and «ستمئة» are one."""
    function = words().function
    telling = [stem for stem in found if len(stem) > 1 and stem not in function]
    return [stem for stem in telling if not stem[0].isdigit()] if without_digits else telling


def _places(heading: list[str]) -> frozenset[str]:
    places = words().places
    return frozenset(places[word] for word in heading if word in places)
