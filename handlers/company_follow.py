"""A company followed, no longer followed, and proposed to others by a link."""

from dataclasses import replace

from markupsafe import Markup

from handlers import rights, stale
from handlers.heard import Heard
from handlers.room import Room
from mujaz.companies.catalogue import Company
from mujaz.deeplink import company_link, company_of_link
from mujaz.dossier import named
from mujaz.letter import Button, Keyboard
from storage import subscribers


async def follow(room: Room, heard: Heard) -> None:
    """A tap on «follow:meta»."""
    await _change(room, heard, follows=True)


async def unfollow(room: Room, heard: Heard) -> None:
    """A tap on «unfollow:meta»."""
    await _change(room, heard, follows=False)


async def _change(room: Room, heard: Heard, *, follows: bool) -> None:
    found = room.gazetteer.company(heard.data)
    if found is None:
        await stale.old_button(room, heard)
    elif (changed := await change(room, heard, found, follows=follows)) is not None:
        await heard.change_buttons(follow_button(found, changed))


async def change(room: Room, heard: Heard, found: Company, *, follows: bool) -> Heard | None:
    """Follows a company or no longer does, and says so over the button.

    Gives what was heard with the reader as it is then; None for who has no subscription, and is told so.
    Raises NotAnAdmin, AdminsUnknown.
    """
    if heard.subscriber is None:
        await heard.toast(heard.voice.label(heard.no_reader), alert=True)
        return None
    await rights.demand(room, heard, changes=True)
    key = heard.subscriber.chat_id
    await room.store.write(subscribers.follow if follows else subscribers.unfollow, key, found.id)
    done = "company.followed" if follows else "company.unfollowed"
    await heard.toast(heard.voice.label(done, name=named(found, heard.voice)))
    return replace(heard, subscriber=await room.store.read(subscribers.get, key))


async def share(room: Room, heard: Heard) -> None:
    """A tap on «share:meta»: a message that can be passed on, with a link that proposes to follow the company."""
    found = room.gazetteer.company(heard.data)
    if found is None:
        await stale.old_button(room, heard)
        return
    await heard.toast()
    link = Markup.escape(company_link(heard.bot.username, found.id))
    await heard.answer(heard.voice.say("company.link", name=named(found, heard.voice), link=link))


async def propose(room: Room, heard: Heard, payload: str) -> bool:
    """Asks who came by such a link whether they want to follow the company; says whether it was such a link.

    Nothing is followed before they tap.
    """
    found = room.gazetteer.company(company_of_link(payload) or "")
    if found is None:
        return False
    heard = replace(heard, subscriber=await room.store.read(subscribers.get, heard.chat.id))
    key = "company.follows" if is_followed(found, heard) else "company.propose"
    await heard.answer(heard.voice.say(key, name=named(found, heard.voice)), follow_button(found, heard))
    return True


def follow_button(found: Company, heard: Heard) -> Keyboard:
    """The button that follows a company, or no longer does."""
    verb = "unfollow" if is_followed(found, heard) else "follow"
    return heard.voice.rows([Button(label(found, heard), heard.place.button(f"{verb}:{found.id}"))], across=1)


def label(found: Company, heard: Heard) -> str:
    """What stands on that button."""
    verb = "unfollow" if is_followed(found, heard) else "follow"
    return heard.voice.label(f"company.{verb}_there" if heard.place.afar else f"company.{verb}")


def is_followed(found: Company, heard: Heard) -> bool:
    """Whether the reader that is spoken of follows a company."""
    return heard.subscriber is not None and found.id in heard.subscriber.follows
