"""The words of charts, in a picture and instead of one: who cannot see the picture is told all that it shows.

Composes from counts; counts and draws nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from markupsafe import Markup

from mujaz.charts.chart import WEEKS_MOST, Bar, Chart, Column, Comparison, Weeks
from mujaz.charts.trends import Mentions, Trend, most_spoken_of, telling, trend
from mujaz.digest.render import clip
from mujaz.digest.split import measure
from mujaz.period import Period, Span
from mujaz.texts.catalogue import Voice

CAPTION_MOST = 1024
"""Code points that Telegram puts under a picture, counted after parsing."""
BARS = {Span.WEEK: 8, Span.MONTH: 10}
NAME_MOST = 60

Names = Callable[[str], str]
"""Gives the name of a company in the reader's language by its id."""


def comparison(counted: Sequence[Mentions], period: Period, names: Names, voice: Voice) -> Comparison | None:
    """The companies most spoken of in a period against the one before; None where nobody was.

    Where nothing at all is known of the period before, nothing is compared with it.
    """
    title = voice.label(f"chart_most.{period.span}")
    return _compared(most_spoken_of(counted, BARS[period.span]), counted, title, period, names, voice)


def movement(
    counted: Sequence[Mentions], period: Period, event: str | None, names: Names, voice: Voice
) -> Comparison | None:
    """The same with those of whom little is heard any more; of one kind of news, where `event` is given."""
    title = voice.label(f"chart_most.{period.span}")
    if event is not None:
        title = voice.label(f"chart_most_of.{period.span}", event=voice.label(f"event.{event}"))
    return _compared(telling(counted, BARS[period.span]), counted, title, period, names, voice)


def _compared(
    shown: Sequence[Mentions], counted: Sequence[Mentions], title: str, period: Period, names: Names, voice: Voice
) -> Comparison | None:
    if not shown:
        return None
    comparable = any(mentions.before for mentions in counted)
    return Comparison(
        title=title,
        dates=_dates(period.since, period.last, voice),
        bars=tuple(_bar(mentions, names(mentions.company), voice, comparable=comparable) for mentions in shown),
        now=voice.label(f"chart_now.{period.span}"),
        before=voice.label(f"chart_before.{period.span}") if comparable else "",
        note=voice.label("chart.counted"),
        right_to_left=voice.right_to_left,
    )


def weeks(name: str, counts: Sequence[int], edges: Sequence[datetime], voice: Voice) -> Weeks:
    """How often a company was spoken of week by week; `edges` are the moments between which was counted."""
    counts, edges = counts[-WEEKS_MOST:], edges[-WEEKS_MOST - 1 :]
    return Weeks(
        title=voice.label("chart.by_week", name=clip(name, NAME_MOST)),
        dates=_dates(edges[0], edges[-1], voice),
        columns=tuple(_column(count, begin, voice) for count, begin in zip(counts, edges, strict=False)),
        note=voice.label("chart.days"),
        right_to_left=voice.right_to_left,
    )


def in_words(chart: Chart, voice: Voice) -> Markup:
    """All that a picture shows as text, to stand under it or instead of it: at most CAPTION_MOST code points.

    Of names that are too long for that, the last lines are left out.
    """
    told = voice.say("chart.header", title=chart.title, dates=chart.dates) + "\n"
    if isinstance(chart, Comparison):
        lines = [_bar_in_words(bar, chart.before, voice) for bar in chart.bars]
    else:
        lines = [_column_in_words(column, voice) for column in chart.columns]
    for line in lines:
        longer = told + "\n" + line
        if measure(longer).length > CAPTION_MOST:
            break
        told = longer
    return told


def _dates(since: datetime, until: datetime, voice: Voice) -> str:
    return voice.label("chart.dates", first=since, last=until)


def _bar(mentions: Mentions, name: str, voice: Voice, *, comparable: bool) -> Bar:
    found = trend(mentions.now, mentions.before) if comparable else None
    return Bar(
        name=clip(name, NAME_MOST),
        now=mentions.now,
        now_shown=voice.label("number", n=mentions.now),
        before=mentions.before,
        before_shown=voice.label("chart.was", before=mentions.before) if mentions.before else "",
        trend=found,
        trend_shown=voice.label(f"trend.{found}") if found else "",
    )


def _column(count: int, begin: datetime, voice: Voice) -> Column:
    return Column(
        count=count,
        shown=voice.label("number", n=count),
        day=voice.day_of_month(begin),
        month=voice.month(begin),
        date=voice.short_day(begin),
    )


def _bar_in_words(bar: Bar, before: str, voice: Voice) -> Markup:
    count = voice.count("count.news", bar.now)
    if bar.trend is None:
        return voice.say("chart.line", name=bar.name, count=count)
    if bar.trend is Trend.NEW:
        return voice.say("chart.line_new", name=bar.name, count=count, trend=bar.trend_shown)
    values = {"name": bar.name, "count": count, "trend": bar.trend_shown, "before": bar.before, "period": before}
    return voice.say("chart.line_trend", **values)


def _column_in_words(column: Column, voice: Voice) -> Markup:
    return voice.say("chart.week", first=column.date, count=voice.count("count.news", column.count))
