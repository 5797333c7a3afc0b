"""/backup: the owner is sent a backup of the database, made now; sealed where a passphrase is set.

For the admins, alone with the bot. Refuses what Telegram does not take (50 MB), and says where it lies instead.
"""

from handlers.gate import admitted, note
from handlers.heard import Heard
from handlers.room import Room
from mujaz.errors import StorageError
from mujaz.team import Right

MOST_BYTES = 50_000_000
"""Of a file that a bot sends (core.telegram.org/bots/api#sending-files)."""
MEGABYTE = 1_000_000


async def backup(room: Room, heard: Heard) -> None:
    """Makes one and sends it."""
    if not await admitted(room, heard, Right.GOVERN, "backup"):
        return
    await heard.answer(heard.voice.say("backup.begun"))
    try:
        packed = await room.vault.packed(MOST_BYTES)
    except StorageError as error:
        await heard.answer(heard.voice.say("backup.failed", reason=str(error)))
        return
    if packed.data is None:
        size, path = str(packed.size // MEGABYTE), str(packed.backup.path)
        await heard.answer(heard.voice.say("backup.too_big", size=size, path=path))
        return
    caption = heard.voice.say("backup.sealed" if packed.sealed else "backup.open")
    await note(room, heard, "backup")
    await heard.answer_with_document(packed.name, packed.data, caption)
