"""What happens in the toy, told to whoever listens: the page, the terminal, the waiting tests. Remembers
nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playground.messages import Message

EventType = Literal["message", "edit", "delete", "answer", "action", "commands", "blocked", "person", "bot"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `chat` is the person's id, or a group's; None where it concerns everybody."""

    type: EventType
    chat: int | None = None
    message: Message | None = None
    details: Mapping[str, object] = field(default_factory=dict)


Listener = Callable[[Event], None]


class Events:
    """Calls its listeners at once, in the order they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._streams: set[asyncio.Queue[Event | None]] = set()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` with every event from now on; call what it returns to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, event: Event) -> None:
        """Tells everybody."""
        for listener in tuple(self._listeners):
            listener(event)
        for queue in self._streams:
            queue.put_nowait(event)

    @contextmanager
    def subscribed(self) -> Iterator[asyncio.Queue[Event | None]]:
        """A queue that fills with every event from now on; None says that the toy has closed."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._streams.add(queue)
        try:
            yield queue
        finally:
            self._streams.discard(queue)

    async def __aiter__(self) -> AsyncIterator[Event]:
        with self.subscribed() as queue:
            while (event := await queue.get()) is not None:
                yield event

    def close(self) -> None:
        """Ends every stream."""
        for queue in self._streams:
            queue.put_nowait(None)
