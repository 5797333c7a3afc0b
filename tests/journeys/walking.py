"""How people go through a journey: they take their time between two taps, and look at what comes of each."""

from collections.abc import Callable

from playground.messages import Message
from playground.people import Person
from tests.handlers.scenes import said_to, tapped
from tests.newsroom import Newsroom


async def asked(newsroom: Newsroom, person: Person, words: str) -> Message:
    """What is answered to somebody's words."""
    newsroom.clock.turn(seconds=5)
    person.send(words)
    return await person.hears()


async def walked(newsroom: Newsroom, person: Person, message: Message, *buttons: str) -> Message:
    """The message after one tap upon another, each on what the one before made of it."""
    for button in buttons:
        newsroom.clock.turn(seconds=5)
        await tapped(person, message, button)
        message = await person.sees(_changed(message))
    return message


async def nothing_came(newsroom: Newsroom, person: Person, since: int) -> None:
    """Fails where somebody has more messages of the bot than that, once all is delivered."""
    await newsroom.all_delivered()
    assert said_to(person)[since:] == []


def _changed(before: Message) -> Callable[[Message], bool]:
    return lambda message: (
        message.message_id == before.message_id and (message.text, message.keyboard) != (before.text, before.keyboard)
    )
