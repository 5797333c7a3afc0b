"""What an editor sends instead of typing: a link alone, a file, a channel's post, a picture with its caption.

Each becomes a draft of its own. A link that cannot be read is kept for the text that the editor pastes then.
"""

from markupsafe import escape

from handlers import editor, feeds
from handlers.attached import Sent
from handlers.gate import may, note
from handlers.heard import Heard
from handlers.room import Room
from mujaz.errors import FileTooBig, OutOfReach, Unreadable
from mujaz.paste import Clipping
from mujaz.sources.item import FILE_MEGABYTES, FILE_MOST
from mujaz.sources.links import only_link
from storage import asked, pastes


async def receive(room: Room, heard: Heard) -> bool:
    """Takes what comes from elsewhere; says whether it did. What joins a paste that has begun is left to it."""
    if not may(room, heard) or heard.edited:
        return False
    if heard.file is not None:
        await _take_file(room, heard, heard.file)
        return True
    if await _has_begun(room, heard):
        return False
    if (link := only_link(heard.text)) and heard.attachment is None:
        await _take_link(room, heard, link)
    elif heard.text and (heard.forwarded is not None or heard.attachment == "photo"):
        await _take_post(room, heard)
    else:
        return heard.forwarded is not None  # of an album one picture has the words: the others are no question
    return True


async def post(room: Room, heard: Heard) -> None:
    """/post, where a link may follow as well as a text."""
    link = only_link(heard.rest)
    if link and may(room, heard) and not heard.edited:
        await _take_link(room, heard, link)
    else:
        await editor.post(room, heard)


async def _has_begun(room: Room, heard: Heard) -> bool:
    """Whether the editor is about to send more of a paste, or a title."""
    now = room.clock()
    paste = await room.store.read(pastes.receiving, heard.user.id, now)
    begun = paste is not None and paste.revision > 0
    if await room.store.read(asked.awaited, heard.user.id, now) is not None:
        return True
    return begun or await room.store.read(pastes.awaiting_title, heard.user.id, now) is not None


async def _take_link(room: Room, heard: Heard, link: str) -> None:
    await heard.typing()
    try:
        clipping = await room.clippings.of_link(link)
    except (OutOfReach, Unreadable) as refusal:
        await room.clippings.keep_link(heard.user.id, heard.chat.id, link)
        reason = heard.voice.say(refusal.key, **refusal.values)
        await heard.answer(heard.voice.say("clipping.link_kept", reason=reason, link=escape(link)))
        return
    await _deliver(room, heard, clipping)


async def _take_file(room: Room, heard: Heard, file: Sent) -> None:
    if (file.size or 0) > FILE_MOST:
        raise FileTooBig(FILE_MEGABYTES)
    await heard.typing()
    data = await heard.download(file)
    if file.name.lower().endswith(".opml"):
        await feeds.take_opml(room, heard, data)
        return
    clipping = await room.clippings.of_file(file.name, data)
    if file.name.lower().endswith(".pdf"):
        await heard.answer(heard.voice.say("clipping.check_pdf"))
    await _deliver(room, heard, clipping)


async def _take_post(room: Room, heard: Heard) -> None:
    origin = heard.forwarded
    clipping = Clipping("", heard.text, origin.channel, origin.link, origin.at) if origin else Clipping("", heard.text)
    await heard.typing()
    await _deliver(room, heard, clipping)


async def _deliver(room: Room, heard: Heard, clipping: Clipping) -> None:
    await room.clippings.deliver(heard.user.id, heard.chat.id, clipping)
    await note(room, heard, "clipping")
