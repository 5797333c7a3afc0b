"""The one door for background tasks: each is kept alive, its failures are logged, all end with the block.

Refuses to hide what no restart can mend: the errors named fatal end the block.
"""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import structlog

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0

log = structlog.get_logger(__name__)


class Supervisor:
    """Keeps tasks running while its block does. Leaving the block cancels them and waits for their end."""

    def __init__(self, *fatal: type[Exception]) -> None:
        self._fatal = fatal
        self._group = asyncio.TaskGroup()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await self._group.__aexit__(kind, error, trace)

    def keep(self, name: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        """Runs `work` until it returns; when it fails it is started again, later each time."""
        task = self._group.create_task(self._kept(name, work), name=name)
        self._tasks.append(task)
        return task

    async def _kept(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        pause = FIRST_PAUSE
        while True:
            started = asyncio.get_running_loop().time()
            try:
                await work()
                return
            except Exception as error:
                if _holds(error, self._fatal):
                    raise
                log.exception("task_failed", task=name, again_in=pause)
            if asyncio.get_running_loop().time() - started > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _holds(error: Exception, fatal: tuple[type[Exception], ...]) -> bool:
    """Whether an error is fatal, or holds one that is: tasks within a task fail as a group."""
    if isinstance(error, ExceptionGroup):
        return error.subgroup(fatal) is not None
    return isinstance(error, fatal)
