"""Any text that is no command: an Arabic word for a command, a company (by its name, a person's or a product's), a
question, a story, or a search, in this order.

Telegram allows only Latin letters in commands, so «مساعدة», «شركة ميتا» and the like are read here. What an admin
announces or an editor pastes at the moment is not a question and goes to the desk first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers import (
    broadcast,
    channels,
    clippings,
    companies,
    company,
    compare,
    corrections,
    digest,
    editor,
    feeds,
    following,
    helping,
    missed,
    my_data,
    questions,
    report,
    roundup,
    saved,
    search,
    settings,
    settings_typed,
    subscribe,
    team,
    thread,
    trends,
)
from handlers.heard import Conversation, Heard, without_name
from handlers.room import Room
from mujaz.arabic.tokens import Token, tokens
from mujaz.texts.catalogue import LANGUAGES, voice

UTC = ZoneInfo("UTC")

WORDS: Mapping[str, Conversation] = {
    "words.start": subscribe.start,
    "words.stop": subscribe.stop,
    "words.help": helping.show,
    "words.settings": settings.show,
    "words.digest": digest.digest,
    "words.missed": missed.missed,
    "words.latest": digest.latest,
    "words.week": roundup.week,
    "words.month": roundup.month,
    "words.trends": trends.trends,
    "words.company": company.company,
    "words.companies": companies.companies,
    "words.compare": compare.compare,
    "words.search": search.search,
    "words.story": thread.story,
    "words.following": following.following,
    "words.saved": saved.show,
    "words.time": settings_typed.time,
    "words.timezone": settings_typed.timezone,
    "words.quiet": settings_typed.quiet,
    "words.pause": settings_typed.pause,
    "words.resume": settings_typed.resume,
    "words.channel": channels.channel,
    "words.privacy": my_data.privacy,
    "words.export": my_data.export,
    "words.delete_me": my_data.delete_me,
    "words.post": editor.post,
    "words.feeds": feeds.show,
}
TAKES_WORDS = {
    "words.company",
    "words.search",
    "words.story",
    "words.trends",
    "words.following",
    "words.compare",
    "words.saved",
}
"""Commands that are followed by what they are about; the others stand alone."""
TAKES_WORDS_WHERE_LONG = {"words.time", "words.timezone", "words.quiet", "words.pause"}
"""These too, but not behind a single word: «موعد الموجز 8» sets a time, «الموعد النهائي» is searched for."""
IN_PRIVATE = (missed.missed, channels.channel, my_data.privacy, my_data.export, my_data.delete_me, editor.post)
"""What is between somebody and the bot alone: in a group these words ask for nothing of the kind."""


async def ask(room: Room, heard: Heard) -> None:
    """Answers a text."""
    text = " ".join(heard.text.split())[: search.QUERY_MOST]
    spoken = command(text)
    stands_alone = spoken is not None and not spoken[1]  # no article and no title is a single word for a command
    if heard.private and not stands_alone and await _is_no_question(room, heard):
        return
    if spoken is not None and (heard.private or spoken[0] not in IN_PRIVATE):
        conversation, rest = spoken
        await conversation(room, replace(heard, text=rest))
        return
    if _is_said(text, "words.courtesies"):
        await heard.answer(heard.voice.say("courtesy"))
        return
    found = room.gazetteer.resolve(text)
    if found is not None:
        await company.show(room, heard, found)
        return
    if await questions.answered(room, heard, text) or await thread.recognised(room, heard, text):
        return
    await search.find(room, heard, text)


async def turn(room: Room, heard: Heard) -> None:
    """A tap on «found:1»: another page of what was found for the question under which the answer stands."""
    query = _searched(" ".join(heard.replied_text.split()), heard.bot.username)
    if query:
        await search.turn(room, heard, query)
    else:
        await heard.toast(heard.voice.label("search.forgotten"), alert=True)


async def follow(room: Room, heard: Heard) -> None:
    """A tap on «heed:results» follows the question under which the answer stands."""
    query = _searched(" ".join(heard.replied_text.split()), heard.bot.username)
    if query:
        await search.follow(room, heard, query)
    else:
        await heard.toast(heard.voice.label("search.forgotten"), alert=True)


def _searched(text: str, bot: str) -> str:
    """What somebody looked for who wrote a text."""
    if text.startswith("/"):
        return text.partition(" ")[2]
    plain = without_name(text, f"@{bot}")
    spoken = command(plain)
    return spoken[1] if spoken is not None and spoken[0] is search.search else plain


async def _is_no_question(room: Room, heard: Heard) -> bool:
    """Whether it is for the desk, or from the channel of an admin."""
    return (
        await team.receive(room, heard)
        or await corrections.receive(room, heard)
        or await broadcast.receive(room, heard)
        or await clippings.receive(room, heard)
        or await editor.receive(room, heard)
        or await channels.forwarded(room, heard)
        or await report.receive(room, heard)
    )


def command(text: str) -> tuple[Conversation, str] | None:
    """The conversation that a text asks for in words, with what follows the word; None for anything else."""
    said = tokens(text)
    for key, conversation in WORDS.items():
        for word in _words(key):
            length = len(tokens(word))
            if _norms(said[:length]) != _norms(tokens(word)):
                continue
            if len(said) == length:
                return conversation, ""
            if key in TAKES_WORDS or (key in TAKES_WORDS_WHERE_LONG and length > 1):
                return conversation, text[said[length - 1].end :].strip(" :")
    return None


def _words(key: str) -> Iterator[str]:
    """The words of every language: who reads Mujaz in English still types «مساعدة»."""
    for language in LANGUAGES:
        yield from voice(language, UTC).words(key)


def _is_said(text: str, key: str) -> bool:
    return any(_norms(tokens(text)) == _norms(tokens(word)) for word in _words(key))


def _norms(words: Sequence[Token]) -> list[str]:
    return [word.norm for word in words]
