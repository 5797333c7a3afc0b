"""/team: who works at the desk, and as what. Owners add people by a forwarded message or a number, and remove them.

Who is named in the settings stays until the settings change.
"""

import structlog
from markupsafe import Markup
from telegram import User
from telegram.error import BadRequest, Forbidden

from handlers.gate import admitted, may
from handlers.heard import Heard, voice_of
from handlers.menus import set_own_menu
from handlers.room import Room
from mujaz.letter import Button, Keyboard
from mujaz.team import Right, Role
from mujaz.texts.catalogue import Voice
from pipeline.replies import insist, reply
from storage import asked, subscribers
from storage.asked import Asked
from storage.team import Member

ADD = Asked("team:add", 0)
NUMBER_MOST = 16
BUTTONS_MOST = 40

log = structlog.get_logger(__name__)


async def show(room: Room, heard: Heard) -> None:
    """/team, with somebody's number behind it where they are to be added."""
    if not await admitted(room, heard, Right.GOVERN, "team"):
        return
    if not heard.words:
        await heard.tell(*_listing(room, heard.voice))
    elif (person := _number(heard.words)) is not None:
        await _show_member(room, heard, person)
    else:
        await heard.answer(heard.voice.say("team.how"))


async def receive(room: Room, heard: Heard) -> bool:
    """Takes a forwarded message or a number as the person that was asked for; says whether it was that."""
    if not may(room, heard, Right.GOVERN) or heard.edited:
        return False
    if await room.store.read(asked.awaited, heard.user.id, room.clock()) != ADD:
        return False
    person = heard.author.id if heard.author else _number(heard.text)
    if person is None:
        await heard.answer(heard.voice.say("team.how"))
        return True
    await room.store.write(asked.stop_waiting, heard.user.id)
    await _show_member(room, heard, person, heard.author)
    return True


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a button of the team («team:3001:editor»)."""
    number, _, verb = heard.data.rpartition(":")
    match verb:
        case "all":
            await heard.toast()
            await heard.tell(*_listing(room, heard.voice))
        case "add":
            await room.store.write(asked.ask, heard.user.id, ADD, room.clock())
            await heard.toast()
            await heard.answer(heard.voice.say("team.ask"))
        case "editor" | "contributor":
            await _put(room, heard, int(number), Role(verb))
        case "remove":
            await heard.toast()
            await heard.rewrite(*_removal(room, int(number), heard.voice))
        case "really":
            await _remove(room, heard, int(number))
        case _:
            await heard.toast()
            await heard.rewrite(*_card(room, int(number), heard.voice))


async def _show_member(room: Room, heard: Heard, person: int, known: User | None = None) -> None:
    """Their card; a name that Telegram told with their message is kept with whoever is of the team already."""
    await heard.answer(*_card(room, person, heard.voice, known.full_name if known else ""))


async def _put(room: Room, heard: Heard, person: int, role: Role) -> None:
    if room.team.appointed(person):
        await heard.toast(heard.voice.label("team.appointed_toast"), alert=True)
        return
    await room.team.put(Member(person, role, await _name_of(heard, person)), heard.user.id)
    await set_own_menu(heard.bot, person, role)
    await heard.toast(heard.voice.label("team.done_toast"))
    await heard.rewrite(*_card(room, person, heard.voice))
    tongue = voice_of(room, await room.store.read(subscribers.get, person))
    try:
        await reply(heard.bot, person, tongue.say(f"team_welcome.{role}"))
    except (BadRequest, Forbidden) as error:
        log.info("member_not_told", reason=error.message)


async def _remove(room: Room, heard: Heard, person: int) -> None:
    if room.team.appointed(person):
        await heard.toast(heard.voice.label("team.appointed_toast"), alert=True)
        return
    name = _named(room, person, heard.voice)
    await room.team.remove(person)
    await set_own_menu(heard.bot, person, None)
    await heard.toast(heard.voice.label("team.done_toast"))
    await heard.rewrite(heard.voice.say("team.removed", name=name))


async def _name_of(heard: Heard, person: int) -> str:
    """What Telegram calls somebody whom the bot has met; nothing where it has not."""
    try:
        found = await insist(lambda: heard.bot.get_chat(person))
    except (BadRequest, Forbidden) as error:
        log.info("member_not_known", reason=error.message)
        return ""
    return found.full_name or ""


def _listing(room: Room, tongue: Voice) -> tuple[list[Markup], Keyboard]:
    members = sorted(room.team, key=lambda member: (list(Role).index(member.role), member.user_id))
    lines = [
        tongue.say(
            "team.line", name=_named(room, member.user_id, tongue), role=tongue.label(f"team_role.{member.role}")
        )
        for member in members
    ]
    buttons = [
        Button(_named(room, member.user_id, tongue), f"team:{member.user_id}:card")
        for member in members
        if not room.team.appointed(member.user_id)
    ][:BUTTONS_MOST]
    add = Button(tongue.label("team.add"), "team:add")
    return [tongue.say("team.header"), *lines], (*tongue.rows(buttons, across=2), *tongue.rows([add], across=1))


def _card(room: Room, person: int, tongue: Voice, name: str = "") -> tuple[Markup, Keyboard]:
    role = room.team.role(person)
    values = {"name": name or _named(room, person, tongue), "number": str(person)}
    if room.team.appointed(person):
        return tongue.say("team.appointed", **values), _row(("all",), person, tongue)
    if role is None:
        return tongue.say("team.stranger", **values), _row(("editor", "contributor", "all"), person, tongue)
    other = Role.CONTRIBUTOR if role is Role.EDITOR else Role.EDITOR
    told = tongue.say("team.member", role=tongue.label(f"team_role.{role}"), **values)
    return told, _row((other, "remove", "all"), person, tongue)


def _removal(room: Room, person: int, tongue: Voice) -> tuple[Markup, Keyboard]:
    told = tongue.say("team.ask_remove", name=_named(room, person, tongue))
    return told, _row(("really", "card"), person, tongue)


def _row(verbs: tuple[str, ...], person: int, tongue: Voice) -> Keyboard:
    buttons = [
        Button(tongue.label(f"team_do.{verb}"), "team:all" if verb == "all" else f"team:{person}:{verb}")
        for verb in verbs
    ]
    return tongue.rows(buttons, across=2)


def _named(room: Room, person: int, tongue: Voice) -> str:
    """A member's name, their number where no name is known."""
    return next((member.name for member in room.team if member.user_id == person and member.name), str(person))


def _number(text: str) -> int | None:
    typed = text.strip()
    number = int(typed) if typed.isdecimal() and len(typed) <= NUMBER_MOST else 0
    return number or None
