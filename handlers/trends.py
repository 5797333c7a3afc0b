"""/trends: who is spoken of more than before and who less, as a picture with its words."""

from handlers import picture, stale
from handlers.company import name_of, shown_query
from handlers.heard import Heard
from handlers.room import Room
from mujaz.charts.words import movement
from mujaz.letter import Button, Keyboard
from mujaz.narrowing import narrow
from mujaz.period import DAYS, Span, period_until
from mujaz.texts.catalogue import Voice
from storage import trends as counts

OF_PERIOD = rf"({'|'.join(Span)})(:[a-z]{{1,30}})?"
"""What follows the verb of a button: a span, and a kind of event where there is one."""
TYPED_MOST = 200


async def trends(room: Room, heard: Heard) -> None:
    """/trends, with a time, a kind of news, or both after it, in any order."""
    asked = narrow(heard.words[:TYPED_MOST])
    if asked.rest:
        await heard.answer(heard.voice.say("trends.how", typed=shown_query(asked.rest)))
        return
    span = Span.MONTH if (asked.days or 0) > DAYS[Span.WEEK] else Span.WEEK
    await _tell(room, heard, span, asked.event)


async def chosen(room: Room, heard: Heard) -> None:
    """A tap on «trends:month» or «trends:month:layoffs»."""
    span, _, event = heard.data.partition(":")
    if event and f"event.{event}" not in heard.voice.entries:
        await stale.old_button(room, heard)
        return
    await heard.toast()
    await _tell(room, heard, Span(span), event or None)


async def _tell(room: Room, heard: Heard, span: Span, event: str | None) -> None:
    voice = heard.voice
    period = period_until(span, room.clock(), voice.zone)
    counted = await room.store.read(counts.mentions, period, event)
    chart = movement(counted, period, event, lambda company: name_of(room, company, voice), voice)
    if chart is not None:
        await picture.show(room, heard, chart, _other_span(span, event, voice))
    elif event is None:
        await heard.answer(voice.say(f"trends_none.{span}"))
    else:
        await heard.answer(voice.say(f"trends_none_of.{span}", event=voice.label(f"event.{event}")))


def _other_span(span: Span, event: str | None, voice: Voice) -> Keyboard:
    other = Span.MONTH if span is Span.WEEK else Span.WEEK
    data = f"trends:{other}:{event}" if event else f"trends:{other}"
    return voice.rows([Button(voice.label(f"trends.{other}"), data)], across=1)
