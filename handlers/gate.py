"""The way to the desk's buttons: every tap is judged anew, noted, and what changes something is done once.

Decides who may; what is done is the conversation's. A tap that was not to be is refused, told and noted.
"""

import structlog

from handlers.heard import Conversation, Heard
from handlers.room import Room
from mujaz.arabic.fold import strip_controls
from mujaz.deed import Deed, Outcome
from mujaz.errors import Refusal
from mujaz.team import ACTS, Right, verb_of
from storage import audit

log = structlog.get_logger(__name__)


def guarded(kind: str, conversation: Conversation) -> Conversation:
    """The conversation behind buttons of a kind, for those who have the right to it."""

    async def judged(room: Room, heard: Heard) -> None:
        number, verb = heard.data.rpartition(":")[0], verb_of(heard.data)
        act = ACTS[kind][verb]
        deed = deed_of(heard, f"{kind}:{verb}", int(number) if number else None)
        if not may(room, heard, act.right):
            await refuse(room, heard, deed, act.right)
        elif act.changes:
            await _change(room, heard, deed, conversation)
        else:
            await conversation(room, heard)

    return judged


def may(room: Room, heard: Heard, right: Right = Right.DRAFT) -> bool:
    """Whether who speaks has a right, alone with the bot."""
    return heard.private and room.team.may(heard.user.id, right)


async def admitted(room: Room, heard: Heard, right: Right, what: str) -> bool:
    """Whether a command of the desk may go on; who may not is told so, and it is noted."""
    if may(room, heard, right):
        return True
    await note(room, heard, what, outcome=Outcome.REFUSED)
    await heard.answer(heard.voice.say("run.not_admin" if right is Right.GOVERN else "post.not_editor"))
    return False


async def elsewhere(room: Room, heard: Heard) -> None:
    """A command of the desk in a group: it may be another bot's, so it is noted without a word."""
    await note(room, heard, heard.text.split()[0].partition("@")[0].lstrip("/").lower(), outcome=Outcome.REFUSED)


async def refuse(room: Room, heard: Heard, deed: Deed, right: Right) -> None:
    """Tells somebody that the button is not theirs, and notes that they tried."""
    log.warning("deed_refused", deed=deed.what, subject=deed.subject, by=deed.user_id)
    await room.store.write(audit.note, deed, Outcome.REFUSED, room.clock())
    key = "run.not_admin_toast" if right is Right.GOVERN else "post.not_editor_toast"
    await heard.toast(heard.voice.label(key), alert=True)


async def note(
    room: Room, heard: Heard, what: str, subject: int | None = None, outcome: Outcome = Outcome.DONE
) -> None:
    """Notes what somebody did without a button."""
    await room.store.write(audit.note, deed_of(heard, what, subject), outcome, room.clock())


def deed_of(heard: Heard, what: str, subject: int | None) -> Deed:
    """What is asked for, and by whom."""
    return Deed(heard.user.id, strip_controls(heard.user.full_name), what, subject)


async def _change(room: Room, heard: Heard, deed: Deed, conversation: Conversation) -> None:
    assert heard.query is not None, "a button was tapped"
    seal = room.seals.opened(heard.query.data or "", heard.chat.id)
    if seal is None:
        await _renew(room, heard, deed)
        return
    entry = await room.store.write(audit.begin, deed, seal, heard.query.id, room.clock())
    if entry is None:
        await room.store.write(audit.note, deed, Outcome.SPENT, room.clock())
        await heard.toast(heard.voice.label("desk.spent"), alert=True)
        return
    try:
        await conversation(room, heard)
    except Refusal:
        await room.store.write(audit.settle, entry, Outcome.FAILED)
        raise
    await room.store.write(audit.settle, entry, Outcome.DONE)


async def _renew(room: Room, heard: Heard, deed: Deed) -> None:
    """A button without a seal does nothing; those that stand under the message are sealed, if they are Mujaz's."""
    log.warning("tap_without_a_seal", deed=deed.what, subject=deed.subject, by=deed.user_id)
    await room.store.write(audit.note, deed, Outcome.FORGED, room.clock())
    await heard.toast(heard.voice.label("desk.unsealed"), alert=True)
    await heard.change_buttons(heard.keyboard)
