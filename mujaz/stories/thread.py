"""The thread of a story: what happened when, who told it in which order, its figures, and where outlets disagree.

Pure. It does not judge who is right: it says who wrote what.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.arabic.stem import stem_variants
from mujaz.arabic.tokens import words
from mujaz.article import Article, Figure
from mujaz.stories.story import Label

_SAME = 0.005  # as for the stories: «14.3 مليار» and «14.32 مليار» are one figure
_ALIKE = {"jobs": "employees"}
"""Units that count the same: who loses a job is an employee."""
_IN_COMMON, _SHARE = 3, 0.4
"""So many telling words, and such a share of the shorter sentence, two figures have in common that are of one thing."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """A figure as an article wrote it."""

    figure: Figure
    source: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the story: as it was written last, and, where outlets disagree, what each of them wrote."""

    last: Wrote
    apart: tuple[Wrote, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A story told from its beginning. `steps` brought news, oldest first; `tellers` name an outlet each, in order."""

    steps: tuple[Article, ...]
    facts: tuple[Fact, ...]
    tellers: tuple[Article, ...]


def thread(articles: Iterable[Article]) -> Thread:
    """The thread of a story's articles, in any order."""
    told = sorted(articles, key=lambda article: (article.reported_at, article.id))
    return Thread(
        steps=tuple(article for article in told if article.label not in (Label.SAME, Label.COPY)),
        facts=tuple(map(_fact, _alike(told))),
        tellers=tuple({article.source: article for article in reversed(told) if article.source}.values())[::-1],
    )


def _alike(told: Sequence[Article]) -> list[list[Wrote]]:
    """The figures of a story, those about the same thing together."""
    groups: list[list[Wrote]] = []
    for article in told:
        for figure in article.figures:
            wrote = Wrote(figure, article.source, article.reported_at)
            group = next((group for group in groups if _same_thing(group[0].figure, figure)), None)
            if group is not None:
                group.append(wrote)
            elif figure.counted:
                groups.append([wrote])
    return groups


def _same_thing(one: Figure, other: Figure) -> bool:
    if _ALIKE.get(one.unit, one.unit) != _ALIKE.get(other.unit, other.unit):
        return False
    if one.sentence == other.sentence:
        return one.said == other.said
    ones, others = _telling(one), _telling(other)
    return len(ones & others) >= max(_IN_COMMON, _SHARE * min(len(ones), len(others)))


def _telling(figure: Figure) -> set[str]:
    counted = set(words(figure.said))
    return {stem for word in words(figure.sentence) if word not in counted for stem in stem_variants(word)[:1]}


def _fact(group: Sequence[Wrote]) -> Fact:
    by_outlet = {wrote.source: wrote for wrote in group}  # what an outlet wrote last stands
    wrote = tuple(by_outlet.values())
    first = wrote[0].figure
    return Fact(group[-1], () if all(_equal(first, other.figure) for other in wrote) else wrote)


def _equal(one: Figure, other: Figure) -> bool:
    return abs(one.value - other.value) <= _SAME * abs(one.value) and one.until == other.until
