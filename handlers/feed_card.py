"""How feeds look to an editor: the list with their health, a feed's card with its last items and what may be done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup, escape

from mujaz.digest.render import clip
from mujaz.letter import Button, Keyboard
from mujaz.texts.catalogue import Voice
from mujaz.watched import EVERY, Watched
from storage.feeds import Seen

TITLE_SHOWN = 60
BUTTON_TITLE = 30
BUTTONS_MOST = 40


def listing(feeds: Sequence[Watched], tongue: Voice) -> tuple[list[Markup], Keyboard]:
    """The feeds in one line each, and a button for each."""
    if not feeds:
        return [tongue.say("feed.none")], ()
    lines = [tongue.say("feed.line", title=_title(feed, tongue), health=health(feed, tongue)) for feed in feeds]
    buttons = [Button(clip(feed.title, BUTTON_TITLE), f"feed:{feed.id}:card") for feed in feeds[:BUTTONS_MOST]]
    return [tongue.say("feed.header"), *lines, tongue.say("feed.how")], (
        *tongue.rows(buttons, across=2),
        *tongue.rows([Button(tongue.label("feed.opml"), "feeds:opml")], across=1),
    )


def card(feed: Watched, seen: Sequence[Seen], tongue: Voice) -> tuple[Markup, Keyboard]:
    """All that is known of a feed."""
    lines = [
        tongue.say("feed.title", title=_title(feed, tongue)),
        escape(feed.url),
        health(feed, tongue),
        tongue.say("feed.trusted" if feed.trusted else "feed.reviewed"),
        tongue.say("feed.every", time=_each(feed.every, tongue)),
    ]
    if feed.read_at is not None:
        lines.append(tongue.say("feed.read", moment=_moment(feed.read_at, tongue)))
    if seen:
        lines += [Markup(), tongue.say("feed.last"), *(_item(one, tongue) for one in seen)]
    return Markup("\n").join(lines), _buttons(feed, tongue)


def removal(feed: Watched, tongue: Voice) -> tuple[Markup, Keyboard]:
    """Whether a feed is really to be removed."""
    return tongue.say("feed.ask_remove", title=_title(feed, tongue)), _row(feed, ("really", "card"), tongue)


def intervals(feed: Watched, tongue: Voice) -> tuple[Markup, Keyboard]:
    """How often it is to be looked at."""
    buttons = [Button(_each(every, tongue), f"feed:{feed.id}:every{place}") for place, every in enumerate(EVERY)]
    return tongue.say("feed.ask_every", title=_title(feed, tongue)), tongue.rows(buttons, across=2)


def health(feed: Watched, tongue: Voice) -> Markup:
    """How a feed does, in a few words."""
    if feed.failure is not None:
        key = "feed.gave_up" if feed.paused else "feed.fails"
        return tongue.say(key, reason=tongue.label(f"feed_failure.{feed.failure}"))
    return tongue.say("feed.paused" if feed.paused else "feed.well" if feed.read_at else "feed.new")


def _each(every: timedelta, tongue: Voice) -> str:
    return tongue.label(f"feed_every.{every // timedelta(minutes=1)}")


def _item(one: Seen, tongue: Voice) -> Markup:
    title = tongue.text(clip(one.title, TITLE_SHOWN))
    return tongue.say("feed.item", title=title, fate=tongue.label(f"feed_fate.{one.fate}"))


def _buttons(feed: Watched, tongue: Voice) -> Keyboard:
    verbs = (
        "test",
        "resume" if feed.paused else "pause",
        "review" if feed.trusted else "trust",
        "interval",
        "remove",
    )
    back = Button(tongue.label("feed_do.all"), "feeds:all")
    return (*_row(feed, verbs, tongue), *tongue.rows([back], across=1))


def _row(feed: Watched, verbs: Sequence[str], tongue: Voice) -> Keyboard:
    return tongue.rows([Button(tongue.label(f"feed_do.{verb}"), f"feed:{feed.id}:{verb}") for verb in verbs], across=2)


def _title(feed: Watched, tongue: Voice) -> Markup:
    return tongue.text(clip(feed.title, TITLE_SHOWN))


def _moment(at: datetime, tongue: Voice) -> str:
    local = at.astimezone(tongue.zone)
    return tongue.label("feed.moment", day=tongue.short_day(at), time=tongue.clock(local.hour * 60 + local.minute))
