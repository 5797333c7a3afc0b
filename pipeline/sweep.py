"""What is thrown away now and then: nothing that a reader or an editor would miss. In small transactions."""

from pipeline.clock import Clock
from storage import inbox, memories
from storage.store import Store


async def sweep(store: Store, clock: Clock) -> None:
    """Updates that Telegram cannot repeat any more, and memories that nobody has."""
    await store.write(inbox.forget_old, clock())
    unused = await store.read(memories.unused)
    for first in range(0, len(unused), memories.AT_ONCE):
        await store.write(memories.sweep, unused[first : first + memories.AT_ONCE], clock())
