"""A week or a month in one message: the stories most reported and developed, and the figures that they brought.

Pure; told from the articles of the period, of which storage.trends.most_told finds the most promising. Who is spoken
of, and by how much more than before, is told by mujaz.charts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from mujaz.arabic.fold import fold
from mujaz.article import Article, Status
from mujaz.digest.compose import HEADER
from mujaz.digest.render import SOURCE_SHOWN, clip, headline
from mujaz.digest.split import join, measured, pack
from mujaz.letter import Letter
from mujaz.period import Period, Span
from mujaz.stories.story import Label
from mujaz.texts.catalogue import Voice

STORIES = {Span.WEEK: 8, Span.MONTH: 12}
NUMBERS = {Span.WEEK: 5, Span.MONTH: 8}
LINE_SHOWN = 280
SAID_SHOWN = 60
NUMBER_TITLE_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Told:
    """A story of the period: the article that tells where it stands, by how many outlets it was told, how it went on.

    `developments` counts the articles that brought something new after the story had opened.
    """

    lead: Article
    outlets: int
    developments: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of the period in the words of an article, and that article's title: alone it would say nothing."""

    said: str
    title: str


@dataclass(frozen=True, slots=True)
class Roundup:
    """What a period brought, the weightiest first."""

    period: Period
    stories: tuple[Told, ...]
    numbers: tuple[Number, ...]


def round_up(articles: Sequence[Article], period: Period) -> Roundup:
    """The stories of a period's articles, of which those that were retracted or not published are left out."""
    stories = sorted(stories_of(articles), key=weight, reverse=True)
    most = STORIES[period.span]
    numbers = islice(_numbers(stories, shown=most), NUMBERS[period.span])
    return Roundup(period, tuple(stories[:most]), tuple(numbers))


def compose(roundup: Roundup, voice: Voice) -> list[Letter]:
    """The letters of a round-up, in order: one, unless its stories are long; none for a period without news."""
    if not roundup.stories:
        return []
    period = roundup.period
    header = voice.say(f"roundup_header.{period.span}", first=period.since, last=period.last)
    blocks = [measured(in_brief(told, voice)) for told in roundup.stories]
    if roundup.numbers:  # one block: a heading is never left alone at the end of a message
        numbers = [_number(number, voice) for number in roundup.numbers]
        blocks.append(measured(join([voice.say("roundup.figures"), *numbers], "\n")))
    first, *others = pack(blocks, header=HEADER)
    parts = len(others) + 1
    headers = [header, *(voice.say("digest.header_part", part=part, parts=parts) for part in range(2, parts + 1))]
    return [Letter(join([head, body])) for head, body in zip(headers, (first, *others), strict=True)]


def stories_of(articles: Sequence[Article]) -> Iterator[Told]:
    """The stories that articles tell, but for what was retracted or is not published."""
    grouped: dict[int, list[Article]] = {}
    for article in sorted(articles, key=lambda article: (article.reported_at, article.id)):
        if article.status is Status.PUBLISHED:
            grouped.setdefault(-article.id if article.story is None else article.story, []).append(article)
    for told in grouped.values():
        developments = [article for article in told if article.label is Label.FOLLOW_UP]
        outlets = {article.source for article in told if article.source is not None}
        yield Told(_lead(told), max(1, len(outlets)), len(developments), tuple(told))


def _lead(told: Sequence[Article]) -> Article:
    """The newest article that brought something; where all only repeat what was told before the period, the newest."""
    brought = [article for article in told if article.label not in (Label.SAME, Label.COPY)]
    return (brought or told)[-1]


def weight(told: Told) -> tuple[int, bool, float, int]:
    """What puts one story before another: the greater is the weightier."""
    breaking = any(article.breaking for article in told.articles)
    return told.outlets + told.developments, breaking, told.lead.reported_at.timestamp(), told.lead.id


def _numbers(stories: Sequence[Told], shown: int) -> Iterator[Number]:
    """Of each story the weightiest figure that is neither in its title nor, where the story is shown, in its line."""
    for place, told in enumerate(stories):
        lead = told.lead
        read = fold(f"{lead.title}\n{_line(lead)}" if place < shown else lead.title)
        said = next((figure.said for figure in lead.figures if figure.counted and fold(figure.said) not in read), None)
        if said is not None:
            yield Number(said, lead.title)


def _line(article: Article) -> str:
    return article.line or "".join(article.summary[:1])


def in_brief(told: Told, voice: Voice, number: int | None = None) -> Markup:
    """A story in a few lines: title with the number by which it is opened, one sentence, who reports it."""
    lead = told.lead
    title = headline(lead, voice)
    lines = [title if number is None else voice.say("digest.numbered", number=number, headline=title)]
    line = _line(lead)
    if line and _plain(line) != _plain(lead.title):
        lines.append(voice.text(clip(line, LINE_SHOWN)))
    if credit := _credit(told, voice):
        lines.append(credit)
    return Markup("\n").join(lines)


def _credit(told: Told, voice: Voice) -> Markup | None:
    if told.developments:
        values = {
            "outlets": voice.count("count.outlets", told.outlets),
            "developments": voice.count("count.developments", told.developments),
        }
        return voice.say("roundup.developed", **values)
    if told.outlets > 1:
        return voice.say("roundup.reported", outlets=voice.count("count.outlets", told.outlets))
    if told.lead.source is not None:
        return voice.say("article.source", source=clip(told.lead.source, SOURCE_SHOWN))
    return None


def _number(number: Number, voice: Voice) -> Markup:
    title = voice.text(clip(number.title, NUMBER_TITLE_SHOWN))
    return voice.say("roundup.figure", said=voice.text(clip(number.said, SAID_SHOWN)), title=title)


def _plain(text: str) -> str:
    """A text as it is compared: a title and a sentence that say the same are said once."""
    return fold(text).strip(" .")
