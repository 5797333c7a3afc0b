"""What a reader wants less of and what they follow: both are shown whole in /settings, and each is undone by a tap."""

from markupsafe import Markup

from handlers.settings_view import Kind, Screen, View
from mujaz.dossier import named

SHOWN = 60
"""Companies that have a button; Telegram takes no more than a hundred under a message."""
_EVENT = "event."


def less(view: View) -> Screen:
    """Every kind of event; those that are wanted less are marked."""
    held = view.reader.choices.less
    buttons = [
        view.puts(view.voice.label(_EVENT + kind), "more" if kind in held else "less", kind, chosen=kind in held)
        for kind in _kinds(view)
    ]
    return view.screen(view.voice.say("settings.ask_less"), buttons, 2)


def less_told(view: View) -> str:
    """The kinds of events that are wanted less, in words and in the order in which they are offered."""
    held = view.reader.choices.less
    return view.voice.listing([view.voice.label(_EVENT + kind) for kind in _kinds(view) if kind in held])


def follows(view: View) -> Screen:
    """The companies that are followed; a tap on one ends it."""
    held = [company for key in sorted(view.reader.follows) if (company := view.gazetteer.company(key)) is not None]
    buttons = [view.puts(named(company, view.voice), "unfollow", company.id, chosen=True) for company in held[:SHOWN]]
    afar = view.kind is Kind.CHANNEL
    text = view.voice.say(
        "settings.ask_unfollow" if held else "settings.ask_follow", of=f" @{view.title}" if afar else ""
    )
    if not afar:
        text = Markup("\n\n").join((text, view.voice.say("settings.follow_more")))
    return view.screen(text, buttons, 3)


def _kinds(view: View) -> list[str]:
    return [key.removeprefix(_EVENT) for key in view.voice.entries if key.startswith(_EVENT)]
