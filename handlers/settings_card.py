"""The card of /settings: every choice with what holds, when the next digest comes, and a button for each."""

from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.settings_kinds import less_told
from handlers.settings_time import home
from handlers.settings_view import Kind, Screen, View
from mujaz.quiet import quiet_until
from mujaz.rounds import wanted
from mujaz.schedule.telling import told
from mujaz.subscriber import Alerts, Choices, Quiet, Subscriber
from mujaz.texts.catalogue import Voice
from mujaz.when import earliest_due

SECOND = timedelta(seconds=1)
SCREENS = (
    "time", "zone", "language", "length", "most", "form", "alerts", "roundups", "follows", "less", "quiet", "pause",
    "sample",
)  # fmt: skip


def card(view: View) -> Screen:
    """The card."""
    buttons = [view.opens(screen) for screen in SCREENS]
    if view.kind is Kind.OWN:
        buttons.append(view.opens("invite"))
    news_wanted = view.reader.choices.announcements
    label = view.voice.label("settings.announcements_off" if news_wanted else "settings.announcements_on")
    buttons.append(view.puts(label, "announcements", "off" if news_wanted else "on"))
    if view.kind is Kind.CHANNEL:
        buttons.append(view.button(view.voice.label("channel.off"), "channel:off"))
    return Markup("\n\n").join([view.whose, *_paragraphs(view)]), view.voice.rows(buttons, across=3)


def next_digest(reader: Subscriber, now: datetime) -> datetime:
    """When the reader's next digest comes (UTC): a pause passed over, quiet hours waited for.

    What is due at the very end of a pause goes out.
    """
    due = earliest_due(reader.slots, max(now, reader.paused_until - SECOND) if reader.paused_until else now)
    return quiet_until(reader, due) or due


def coming(view: View) -> Markup:
    """When the next digest comes, where the reader lives."""
    due = next_digest(view.reader, view.now)
    there = due.astimezone(view.reader.tz)
    return view.voice.say(
        "settings.next", day=view.voice.day(due), time=view.voice.clock(there.hour * 60 + there.minute)
    )


def quiet_told(quiet: Quiet | None, voice: Voice) -> str:
    """The quiet hours in words that are understood back."""
    if quiet is None:
        return voice.label("settings.quiet_none")
    return voice.label("settings.quiet_hours", start=voice.clock(quiet.start), end=voice.clock(quiet.end))


def _alerts_told(choices: Choices, voice: Voice) -> str:
    kinds = voice.label(f"alerts.{choices.alerts}")
    if choices.alerts is Alerts.OFF:
        return kinds
    return voice.label("settings.alerts_most", alerts=kinds, n=choices.alerts_a_day)


def _paragraphs(view: View) -> list[Markup]:
    reader, voice, choices = view.reader, view.voice, view.reader.choices
    announcements = "settings.announcements_come" if choices.announcements else "settings.announcements_stay"
    card = voice.say(
        "settings.card",
        schedule=told(reader.slots, voice, home(reader)),
        place=voice.place(reader.zone),
        language=voice.label("settings.language_name"),
        length=voice.label(f"length.{choices.length}"),
        news=voice.count("count.news", choices.most),
        digits=voice.label(f"digits.{choices.digits}"),
        calendar=voice.label(f"calendar_kind.{choices.calendar}"),
        alerts=_alerts_told(choices, voice),
        roundups=voice.label(f"roundups.{wanted(reader.roundups)}"),
        quiet=quiet_told(choices.quiet, voice),
        announcements=voice.label(announcements),
    )
    lines = [card]
    if kinds := less_told(view):
        lines.append(voice.say("settings.less_line", kinds=kinds))
    if view.kind is Kind.OWN:
        lines.append(voice.say("settings.brought_line", readers=voice.count("count.readers", view.brought)))
    when = [coming(view)]
    if reader.paused(view.now) and reader.paused_until is not None:
        when.insert(0, voice.say("settings.paused", day=voice.day(reader.paused_until)))
    return [Markup("\n").join(lines), *when]
