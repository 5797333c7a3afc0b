"""Channels: the bot posts there as the channel, and an admin of it looks after the digest from their private chat.

Whose admin somebody is, and what the bot may do there, Telegram is asked each time something changes.
"""

from dataclasses import replace

import structlog
from telegram import Bot, Chat, ChatMemberAdministrator, User
from telegram.error import BadRequest, Forbidden

from handlers import channel_named, places, rights, stale
from handlers.heard import Conversation, Heard, voice_of
from handlers.place import Place, about
from handlers.room import Room
from handlers.settings_card import card
from handlers.settings_view import Screen, view
from mujaz.errors import MayNotPost, NoSuchChannel
from mujaz.letter import Button
from mujaz.subscriber import State
from mujaz.texts.catalogue import Voice
from pipeline.replies import insist, reply
from storage import keepers, subscribers
from storage.keepers import Kept

VERBS = ("open", "on", "off")

log = structlog.get_logger(__name__)


async def channel(room: Room, heard: Heard) -> None:
    """/channel @name: its digest's settings, or a button to turn it on. Alone: how to begin, and the person's own."""
    if heard.words:
        wanted, _ = await _spoken_of(room, heard)
        if wanted is not None:
            await _show(room, heard, wanted)
            return
    own = await room.store.read(keepers.channels_of, heard.user.id)
    buttons = [Button(kept.title, f"channel:open{about(kept.reader)}") for kept in own]
    name = heard.bot.name
    text = (
        heard.voice.say("channel.which", title=own[0].title, name=name)
        if own
        else heard.voice.say("channel.how", name=name)
    )
    await heard.answer(text, heard.voice.rows(buttons, across=1))


async def forwarded(room: Room, heard: Heard) -> bool:
    """A message forwarded from a channel: its settings are shown where the bot is in it. Says whether it is."""
    if heard.forwarded is None:
        return False
    chat_id = heard.forwarded.chat_id
    try:
        await insist(lambda: heard.bot.get_chat_member(chat_id, heard.bot.id))
    except (BadRequest, Forbidden):
        return False
    await _show(room, heard, chat_id)
    return True


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on «channel:open@-100…», «channel:on@…», «channel:off@…»."""
    reader = heard.place.reader
    if heard.place.own or reader is None:
        await stale.old_button(room, heard)
        return
    await rights.demand(room, heard, changes=True)
    if heard.data == "on":
        title = await _may_post(heard.bot, reader)
        await places.begin(room, heard, reader)
        await room.store.write(keepers.keep, Kept(reader, heard.user.id, title), channel=True)
    elif heard.data == "off":
        await room.store.write(subscribers.leave, reader, State.STOPPED, room.clock())
    await heard.toast()
    await heard.replace(*await _screen(room, heard))


async def offer(room: Room, bot: Bot, chat: Chat, admin: User) -> None:
    """An admin has let the bot post in a channel: they are asked in private whether a digest shall come there.

    Whoever has never written to the bot cannot be asked; /channel shows them the channel later.
    """
    if await room.store.read(keepers.get, chat.id) is None:
        await room.store.write(keepers.keep, Kept(chat.id, admin.id, chat.title or ""), channel=True)
    reader = await room.store.read(subscribers.get, chat.id)
    tongue = voice_of(room, await room.store.read(subscribers.get, admin.id))
    goes_on = reader is not None and reader.state is State.ACTIVE
    html, keyboard = _offered(tongue, chat.id, chat.title or "")
    try:
        if goes_on:
            await reply(bot, admin.id, tongue.say("channel.again", title=chat.title))
        else:
            await reply(bot, admin.id, html, keyboard)
    except (BadRequest, Forbidden) as error:
        log.info("admin_of_channel_not_asked", reason=error.message)


def or_channel(conversation: Conversation) -> Conversation:
    """A command that may be about a channel: «/time @name 07:30» speaks of that one, in private.

    A channel without a name is spoken of by its title, by whoever looks after it: «/time @أخبار الآلة 07:30».
    """

    async def about_it(room: Room, heard: Heard) -> None:
        if not heard.private or not heard.words.startswith(channel_named.SIGN):
            await conversation(room, heard)
            return
        wanted, rest = await _spoken_of(room, heard)
        if wanted is None:
            await channel(room, replace(heard, text=""))
        else:
            await conversation(room, replace(await _about(room, heard, wanted), text=rest))

    return about_it


async def _spoken_of(room: Room, heard: Heard) -> tuple[int | None, str]:
    """The channel that somebody names, with what follows its name; None where they look after several of that title.

    Raises NoSuchChannel, NotAChannel, AdminsUnknown.
    """
    own = await room.store.read(keepers.channels_of, heard.user.id)
    titled = channel_named.titled(own, heard.words)
    if len(titled) == 1:
        kept, rest = titled[0]
        return kept.reader, rest
    if titled:
        return None, ""
    name, _, rest = heard.words.partition(" ")
    return (await channel_named.find(heard.bot, name)).id, rest


async def _show(room: Room, heard: Heard, chat_id: int) -> None:
    there = await _about(room, heard, chat_id)
    title = await _may_post(heard.bot, chat_id)
    await rights.demand(room, there, changes=True)
    await room.store.write(keepers.keep, Kept(chat_id, heard.user.id, title), channel=True)
    await heard.answer(*await _screen(room, there))


async def _about(room: Room, heard: Heard, chat_id: int) -> Heard:
    """What was said, as said of a channel."""
    reader = await room.readers.ask(chat_id)
    return replace(
        heard,
        place=Place(heard.chat, None, chat_id),
        subscriber=reader,
        voice=heard.voice if reader is None else voice_of(room, reader),
    )


async def _may_post(bot: Bot, chat_id: int) -> str:
    """The title of a channel in which the bot may post. Raises MayNotPost, NoSuchChannel, AdminsUnknown."""
    try:
        found = await insist(lambda: bot.get_chat(chat_id))
        own = await insist(lambda: bot.get_chat_member(chat_id, bot.id))
    except (BadRequest, Forbidden):
        raise NoSuchChannel from None
    if not isinstance(own, ChatMemberAdministrator) or not own.can_post_messages:
        raise MayNotPost(found.title or "")
    return found.title or ""


async def _screen(room: Room, heard: Heard) -> Screen:
    """The settings of a channel, or the button that turns its digest on."""
    reader = heard.place.reader
    assert reader is not None, "a channel is a reader"
    subscriber = await room.store.read(subscribers.get, reader)
    if subscriber is not None and subscriber.state is State.ACTIVE:
        return card(await view(room, heard, subscriber))
    kept = await room.store.read(keepers.get, reader)
    return _offered(heard.voice, reader, kept.title if kept else "")


def _offered(tongue: Voice, reader: int, title: str) -> Screen:
    button = Button(tongue.label("channel.on"), f"channel:on{about(reader)}")
    return tongue.say("channel.offer", title=title), tongue.rows([button], across=1)
