"""Background work outlives its failures, ends with the bot, and does not hide what no restart can mend."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from bot.supervisor import FIRST_PAUSE, LONGEST_PAUSE, Supervisor


class TokenLost(Exception):
    """No restart mends it."""


class Skipping(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next thing to do, so that a pause of an hour takes no time."""

    def __init__(self) -> None:
        self._skipped = 0.0
        real = selectors.DefaultSelector()
        select = real.select

        def skip(timeout: float | None = None) -> object:
            self._skipped += timeout or 0.0
            return select(0)

        real.select = skip  # type: ignore[method-assign,assignment]  # the one method that waits
        super().__init__(real)

    def time(self) -> float:
        return self._skipped


def lived(main: Callable[[], Coroutine[None, None, None]]) -> None:
    """Runs `main` in no time."""
    with asyncio.Runner(loop_factory=Skipping) as runner:
        runner.run(main())


def failing(times: int, then: Callable[[], Awaitable[None]], starts: list[float]) -> Callable[[], Awaitable[None]]:
    """Work that fails so many times before it does what it should; notes when it is started."""

    async def work() -> None:
        starts.append(asyncio.get_running_loop().time())
        if len(starts) <= times:
            raise RuntimeError(f"failure {len(starts)}")
        await then()

    return work


async def nothing() -> None:
    """Done."""


def test_work_that_fails_is_started_again_later_each_time_and_every_failure_is_logged() -> None:
    starts: list[float] = []

    async def main() -> None:
        async with Supervisor() as tasks:
            await tasks.keep("inbox", failing(9, nothing, starts))

    with capture_logs() as logged:
        lived(main)
    pauses = [round(later - earlier, 3) for earlier, later in pairwise(starts)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert [(line["event"], line["task"], line["log_level"]) for line in logged] == [
        ("task_failed", "inbox", "error")
    ] * 9


def test_after_a_good_while_the_pauses_are_short_again() -> None:
    starts: list[float] = []

    async def main() -> None:
        async def work() -> None:
            starts.append(asyncio.get_running_loop().time())
            if len(starts) == 4:
                await asyncio.sleep(LONGEST_PAUSE + 1)
            if len(starts) < 6:
                raise RuntimeError

        async with Supervisor() as tasks:
            await tasks.keep("inbox", work)

    with capture_logs():
        lived(main)
    assert starts[4] - starts[3] == pytest.approx(LONGEST_PAUSE + 1 + FIRST_PAUSE)
    assert starts[5] - starts[4] == pytest.approx(2 * FIRST_PAUSE)


def test_one_that_fails_does_not_disturb_the_others() -> None:
    done = []

    async def main() -> None:
        async def steady() -> None:
            await asyncio.sleep(30)
            done.append("steady")

        async with Supervisor() as tasks:
            tasks.keep("broken", failing(10**9, nothing, []))
            await tasks.keep("steady", steady)

    with capture_logs():
        lived(main)
    assert done == ["steady"]


def test_work_that_returns_is_done_and_not_started_again() -> None:
    starts: list[float] = []

    async def main() -> None:
        async with Supervisor() as tasks:
            await tasks.keep("menus", failing(0, nothing, starts))
            await asyncio.sleep(1000)

    lived(main)
    assert len(starts) == 1


def test_leaving_the_block_ends_everything_and_waits_for_the_end() -> None:
    ended = []

    async def main() -> None:
        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(5)
                ended.append("work")

        async with Supervisor() as tasks:
            tasks.keep("inbox", work)
            await asyncio.sleep(1)

    lived(main)
    assert ended == ["work"]


def test_leaving_the_block_ends_a_pause_too() -> None:
    async def main() -> None:
        async with Supervisor() as tasks:
            tasks.keep("broken", failing(10**9, nothing, []))
            await asyncio.sleep(100)
        assert asyncio.get_running_loop().time() == pytest.approx(100, abs=1)

    with capture_logs():
        lived(main)


@pytest.mark.parametrize("wrapped", [False, True], ids=["alone", "in a group of a task within"])
def test_a_fatal_error_ends_the_block_and_the_other_work(wrapped: bool) -> None:
    ended = []

    async def main() -> None:
        async def lose() -> None:
            await asyncio.sleep(1)
            raise ExceptionGroup("within", [RuntimeError(), TokenLost()]) if wrapped else TokenLost

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("work")

        async with Supervisor(TokenLost) as tasks:
            tasks.keep("courier", work)
            tasks.keep("inbox", lose)
            await asyncio.Event().wait()

    with pytest.raises(ExceptionGroup) as error:
        lived(main)
    assert error.value.subgroup(TokenLost) is not None
    assert ended == ["work"]


def test_an_error_in_the_block_itself_is_not_swallowed() -> None:
    async def main() -> None:
        async with Supervisor() as tasks:
            tasks.keep("inbox", asyncio.Event().wait)  # type: ignore[arg-type]  # what it returns does not matter
            raise ValueError("in the block")

    with pytest.raises(ExceptionGroup) as error:
        lived(main)
    assert error.value.subgroup(ValueError) is not None
