"""What is told of a company: who it is, its stories by month, its figures. Composes; finds and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from markupsafe import Markup

from mujaz.article import Article, Figure
from mujaz.charts.trends import trend
from mujaz.companies.catalogue import Company, Person, Product
from mujaz.digest.render import clip, headline, line
from mujaz.events.classify import OTHER
from mujaz.texts.catalogue import Voice

PEOPLE_SHOWN = PRODUCTS_SHOWN = 6
SAID_SHOWN = 80

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Passage:
    """A story as one article tells it; `fresh`: something of it came since the reader looked last."""

    story: int
    article: Article
    fresh: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with the article that says it, and the article's story."""

    story: int
    article: Article
    figure: Figure


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of `total` items: page `number` (from 0), `most` on each. `whole`: no more than `total` are known."""

    items: tuple[T, ...]
    number: int
    total: int
    most: int
    whole: bool = True

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // self.most))


@dataclass(frozen=True, slots=True)
class View:
    """What somebody looks at: a company, which page, of how many days back (0: ever), of which kind of event."""

    company: str
    page: int = 0
    days: int = 0
    event: str | None = None

    def data(self, page: int | None = None) -> str:
        """As it stands in the data of a button, with another page where one is given: at most 48 bytes."""
        return f"{self.company}:{self.page if page is None else page}:{self.days}:{self.event or '-'}"


@dataclass(frozen=True, slots=True)
class Side:
    """A company in a comparison: how often it was spoken of in thirty days and in those before, its stories in all,
    its newest article and figure.
    """

    company: Company
    lately: int
    before: int
    stories: int
    newest: Article | None
    figure: Counted | None


def named(entity: Company | Person | Product, voice: Voice) -> str:
    """The name of something of the catalogue in the reader's language."""
    return entity.ar if voice.language == "ar" else entity.en


def about(company: Company, voice: Voice) -> list[Markup]:
    """Who a company is, a line each: both names, what it does and where, its people, its products."""
    activity = voice.label(f"activity.{company.activity}")
    facts = [
        voice.say("company.name", ar=company.ar, en=company.en),
        voice.say("company.facts", activity=activity, country=voice.country(company.country)),
    ]
    if company.people:
        people = [named(person, voice) for person in company.people[:PEOPLE_SHOWN]]
        facts.append(voice.say("company.people", names=voice.listing(people)))
    if company.products:
        products = [named(product, voice) for product in company.products[:PRODUCTS_SHOWN]]
        facts.append(voice.say("company.products", names=voice.listing(products)))
    return facts


def timeline(company: Company, view: View, page: Page[Passage], voice: Voice) -> Markup:
    """The card: who the company is (on the first page), then its stories under the month in which they fall."""
    head = about(company, voice) if page.number == 0 else [voice.say("company.name", ar=company.ar, en=company.en)]
    if (limits := _limits(view, voice)) is not None:
        head.append(limits)
    if not page.items:
        return Markup("\n").join([*head, voice.say("company.no_news" if limits is None else "company.none_such")])
    head.append(_how_many(page, voice))
    return Markup("\n\n").join([Markup("\n").join(head), *_by_month(page.items, voice)])


def numbers(company: Company, page: Page[Counted], voice: Voice) -> Markup:
    """The figures of a company, each with what it tells of, its date and its source."""
    head = [voice.say("company.name", ar=company.ar, en=company.en), voice.say("company.figures_header")]
    if not page.items:
        return Markup("\n").join([head[0], voice.say("company.no_figures")])
    if page.pages > 1:
        head.append(voice.say("company.page", page=page.number + 1, pages=page.pages))
    lines = [_figure(number, counted, voice) for number, counted in enumerate(page.items, 1)]
    return Markup("\n\n").join([Markup("\n").join(head), *lines])


def side_by_side(first: Side, second: Side, voice: Voice) -> Markup:
    """Two companies, point by point: on a phone what stands below is easier to compare than what stands beside."""
    sides = (first, second)
    blocks = [voice.say("compare.header", first=named(first.company, voice), second=named(second.company, voice))]
    for key, told in (
        ("who", [_who(side, voice) for side in sides]),
        ("lately", [_lately(side, voice) for side in sides]),
        ("stories", [voice.count("count.news", side.stories) for side in sides]),
        ("figure", [_newest_figure(side, voice) for side in sides]),
        ("newest", [_newest(side, voice) for side in sides]),
    ):
        lines = [
            voice.say("compare.line", name=named(side.company, voice), told=words)
            for side, words in zip(sides, told, strict=True)
        ]
        blocks.append(Markup("\n").join([voice.say(f"compare.{key}"), *lines]))
    return Markup("\n\n").join(blocks)


def _who(side: Side, voice: Voice) -> Markup:
    activity = voice.label(f"activity.{side.company.activity}")
    return voice.say("company.facts", activity=activity, country=voice.country(side.company.country))


def _lately(side: Side, voice: Voice) -> Markup:
    count = voice.count("count.news", side.lately)
    if not side.lately and not side.before:
        return count
    return voice.say("compare.trend", count=count, trend=voice.label(f"trend.{trend(side.lately, side.before)}"))


def _newest_figure(side: Side, voice: Voice) -> Markup:
    if side.figure is None:
        return voice.say("compare.nothing")
    said = voice.text(clip(side.figure.figure.said, SAID_SHOWN))
    return voice.say("compare.said", said=said, title=headline(side.figure.article, voice))


def _newest(side: Side, voice: Voice) -> Markup:
    return voice.say("compare.nothing") if side.newest is None else line(side.newest, voice)


def _limits(view: View, voice: Voice) -> Markup | None:
    """What the stories are limited to, where they are."""
    if view.days and view.event:
        days, event = voice.count("count.days_genitive", view.days), voice.label(f"event.{view.event}")
        return voice.say("company.only_both", days=days, event=event)
    if view.days:
        return voice.say("company.only_days", days=voice.count("count.days_genitive", view.days))
    return voice.say("company.only_event", event=voice.label(f"event.{view.event}")) if view.event else None


def _how_many(page: Page[Passage], voice: Voice) -> Markup:
    count = voice.count("count.news" if page.whole else "count.news_genitive", page.total)
    said = voice.say("company.news" if page.whole else "company.news_and_more", count=count)
    if page.pages == 1:
        return said
    return Markup("\n").join([said, voice.say("company.page", page=page.number + 1, pages=page.pages)])


def _by_month(passages: Sequence[Passage], voice: Voice) -> list[Markup]:
    """A block a month, numbered through; what is new to the reader is a block of its own, and comes first."""
    blocks: list[list[Markup]] = []
    before: Markup | None = None
    for number, passage in enumerate(passages, 1):
        heading = voice.say("company.fresh") if passage.fresh else _month(passage.article.reported_at, voice)
        if heading != before:
            blocks.append([heading])
        before = heading
        blocks[-1].append(voice.say("company.numbered", number=number, line=line(passage.article, voice)))
    return [Markup("\n").join(block) for block in blocks]


def _month(moment: datetime, voice: Voice) -> Markup:
    return voice.say("company.month", month=voice.month(moment), year=moment.astimezone(voice.zone).year)


def _figure(number: int, counted: Counted, voice: Voice) -> Markup:
    said = voice.text(clip(counted.figure.said, SAID_SHOWN))
    values = {"number": number, "said": said, "line": line(counted.article, voice)}
    if counted.article.event == OTHER:
        return voice.say("company.figure", **values)
    return voice.say("company.figure_of", event=voice.label(f"event.{counted.article.event}"), **values)
