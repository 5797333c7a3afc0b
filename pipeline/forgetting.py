"""A person or a group wants nothing of theirs kept. Deletes; asks nobody whether it is meant."""

from pipeline.courier import Courier
from storage import personal
from storage.store import Store


async def forget(store: Store, courier: Courier, chat_id: int) -> None:
    """Removes all that is kept about a chat, its topics and what it sent; nothing more of any run goes to it.

    Backups made before hold it until they are rotated out.
    """
    courier.leave_out(await store.write(personal.forget, chat_id))
    about = await store.read(personal.updates_about, chat_id)
    for first in range(0, len(about), personal.BLANKED_AT_ONCE):
        await store.write(personal.blank, about[first : first + personal.BLANKED_AT_ONCE])
