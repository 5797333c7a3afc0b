"""/privacy, /export and /delete_me: what is kept about somebody and why, all of it in a file, all of it deleted.

Private chats only. Refuses to delete at the first word: it is asked once more, and says what cannot come back.
"""

import orjson

from handlers.heard import Heard
from handlers.room import Room
from mujaz.letter import Button, Keyboard
from mujaz.texts.catalogue import Voice
from pipeline.forgetting import forget
from storage import inbox, personal

FORGET_VERBS = ("really", "keep")


async def privacy(room: Room, heard: Heard) -> None:
    """/privacy."""
    updates = heard.voice.count("count.days_genitive", inbox.KEPT.days)
    await heard.answer(heard.voice.say("privacy.kept", updates=updates, backups=_backups(room, heard.voice)))


async def export(room: Room, heard: Heard) -> None:
    """/export: a JSON file, tables as the database has them and updates as Telegram sent them."""
    await heard.typing()
    kept = await room.store.read(personal.everything, heard.chat.id)
    updates = await room.store.read(personal.updates, heard.chat.id)
    whole = {"chat": heard.chat.id, "made_at": room.clock(), "kept": kept, "updates": updates}
    data = orjson.dumps(whole, option=orjson.OPT_INDENT_2)
    await heard.answer_with_document(f"mujaz-{heard.chat.id}.json", data, heard.voice.say("privacy.export"))


async def delete_me(room: Room, heard: Heard) -> None:
    """/delete_me: asks first."""
    is_editor = heard.user.id in room.team
    key = "privacy.ask_editor" if is_editor else "privacy.ask"
    await heard.answer(heard.voice.say(key, backups=_backups(room, heard.voice)), _buttons(heard.voice))


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on «forget:really» or «forget:keep»."""
    await heard.toast()
    if heard.data == "really":
        await forget(room.store, room.courier, heard.chat.id)
        await room.team.recall()
        await heard.replace(heard.voice.say("privacy.deleted"))
    elif heard.subscriber is None:  # of two taps the other one came first, or they never subscribed
        await heard.replace(heard.voice.say("privacy.nothing"))
    else:
        await heard.replace(heard.voice.say("privacy.not_deleted"))


def _backups(room: Room, voice: Voice) -> str:
    return voice.count("count.days_genitive", room.backups_kept.days)


def _buttons(voice: Voice) -> Keyboard:
    return voice.rows([Button(voice.label(f"privacy.{verb}"), f"forget:{verb}") for verb in FORGET_VERBS], across=1)
