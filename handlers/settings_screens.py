"""The screens of /settings that choose one of a few: language, length, news, form, alerts, round-ups, quiet, pause."""

from handlers.settings_card import quiet_told
from handlers.settings_changes import ALERTS_A_DAY, PAUSES
from handlers.settings_view import Screen, View
from mujaz.letter import Button
from mujaz.rounds import WANTED, wanted
from mujaz.subscriber import MOST, Alerts, Calendar, Digits, Length, Quiet
from mujaz.texts.catalogue import LANGUAGES, voice

NIGHTS = (Quiet(22 * 60, 7 * 60), Quiet(23 * 60, 6 * 60), Quiet(0, 8 * 60))


def language(view: View) -> Screen:
    """In which language Mujaz speaks; each is named in itself."""
    names = [voice(spoken, view.voice.zone).label("settings.language_name") for spoken in LANGUAGES]
    buttons = [
        view.puts(name, "language", spoken, chosen=spoken == view.reader.language)
        for name, spoken in zip(names, LANGUAGES, strict=True)
    ]
    return view.screen(view.voice.say("settings.ask_language"), buttons, 2)


def length(view: View) -> Screen:
    """How much of each story is told."""
    held = view.reader.choices.length
    buttons = [view.puts(view.voice.label(f"length.{it}"), "length", it, chosen=it is held) for it in Length]
    return view.screen(view.voice.say("settings.ask_length"), buttons, 3)


def most(view: View) -> Screen:
    """How many stories a digest has at most."""
    held = view.reader.choices.most
    buttons = [view.puts(view.voice.label("number", n=n), "most", n, chosen=n == held) for n in MOST]
    return view.screen(view.voice.say("settings.ask_most"), buttons, 4)


def form(view: View) -> Screen:
    """Digits and calendar."""
    held = view.reader.choices
    buttons = [
        *(view.puts(view.voice.label(f"digits.{it}"), "digits", it, chosen=it is held.digits) for it in Digits),
        *(
            view.puts(view.voice.label(f"calendar_kind.{it}"), "calendar", it, chosen=it is held.calendar)
            for it in Calendar
        ),
    ]
    return view.screen(view.voice.say("settings.ask_form"), buttons, 2)


def alerts(view: View) -> Screen:
    """What is sent at once, and how often a day at most."""
    held, tell = view.reader.choices, view.voice
    kinds = [view.puts(tell.label(f"alerts.{it}"), "alerts", it, chosen=it is held.alerts) for it in Alerts]
    numbers = [view.puts(tell.label("number", n=n), "a_day", n, chosen=n == held.alerts_a_day) for n in ALERTS_A_DAY]
    html, back = view.screen(tell.say("settings.ask_alerts"), (), 1)
    return html, tell.rows(kinds, 1) + tell.rows(numbers, len(ALERTS_A_DAY)) + back


def quiet(view: View) -> Screen:
    """Hours in which nothing comes."""
    held = view.reader.choices.quiet
    nights = [
        view.puts(quiet_told(night, view.voice), "quiet", f"{night.start}-{night.end}", chosen=night == held)
        for night in NIGHTS
    ]
    none = view.puts(view.voice.label("settings.quiet_none"), "quiet", "off", chosen=held is None)
    return view.screen(view.voice.say("settings.ask_quiet"), [*nights, none], 2)


def roundups(view: View) -> Screen:
    """Which round-ups come by themselves."""
    held = wanted(view.reader.roundups)
    buttons = [view.puts(view.voice.label(f"roundups.{it}"), "roundups", it, chosen=it == held) for it in WANTED]
    return view.screen(view.voice.say("settings.ask_roundups"), buttons, 2)


def pause(view: View) -> Screen:
    """How long nothing shall come, or the end of a pause."""
    spans: list[Button] = [view.puts(view.voice.label(f"pause.{span}"), "pause", span) for span in PAUSES]
    if view.reader.paused(view.now):
        spans.append(view.puts(view.voice.label("pause.end"), "pause", "end"))
    return view.screen(view.voice.say("settings.ask_pause"), spans, 2)
