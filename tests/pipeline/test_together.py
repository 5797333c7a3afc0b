"""Questions that are asked together are answered together; a failure is told to who led the round."""

import asyncio
from collections.abc import Sequence

import pytest

from pipeline.together import Together


class Oracle:
    """Answers even numbers with their half, one round at a time, when it is let."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.go = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> dict[int, int]:
        self.rounds.append(list(numbers))
        await self.go.wait()
        await asyncio.sleep(0)
        if -1 in numbers:
            raise ValueError("a number below all")
        return {number: number // 2 for number in numbers if number % 2 == 0}


async def test_what_is_asked_while_an_answer_is_on_its_way_goes_in_one_round() -> None:
    oracle = Oracle()
    together = Together(oracle)
    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(together.ask(number)) for number in (4, 5, 6, 6)]
        await asyncio.sleep(0)
        later = [tasks.create_task(together.ask(number)) for number in (8, 10)]
        await asyncio.sleep(0)
        oracle.go.set()
    assert [task.result() for task in asked] == [2, None, 3, 3]
    assert [task.result() for task in later] == [4, 5]
    assert sum(map(len, oracle.rounds)) == 5
    assert len(oracle.rounds) <= 3


async def test_a_failure_is_told_to_who_led_and_the_others_are_answered_all_the_same() -> None:
    oracle = Oracle()
    oracle.go.set()
    together = Together(oracle)
    async with asyncio.timeout(5):
        results = await asyncio.gather(*map(together.ask, (-1, 2, 4)), return_exceptions=True)
    assert isinstance(results[0], ValueError)
    assert results[1:] == [1, 2]


async def test_an_asker_that_is_cancelled_takes_nobody_along() -> None:
    oracle = Oracle()
    together = Together(oracle)
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        first = tasks.create_task(together.ask(2))
        await asyncio.sleep(0)
        second, third = tasks.create_task(together.ask(4)), tasks.create_task(together.ask(6))
        await asyncio.sleep(0)
        second.cancel()
        oracle.go.set()
        await asyncio.wait([first, third])
    assert (first.result(), third.result()) == (1, 3)
    with pytest.raises(asyncio.CancelledError):
        second.result()


async def test_a_crowd_is_answered_in_few_rounds_and_somebody_alone_at_once() -> None:
    oracle = Oracle()
    oracle.go.set()
    together = Together(oracle)
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        for number in range(0, 200, 2):
            tasks.create_task(_ask_in_a_while(together, number))
    assert len(oracle.rounds) <= 25
    oracle.rounds.clear()
    for number in (2, 4, 6):
        assert await together.ask(number) == number // 2
    assert oracle.rounds == [[2], [4], [6]]


async def _ask_in_a_while(together: Together[int, int], number: int) -> None:
    for _ in range(number // 10):
        await asyncio.sleep(0)
    assert await together.ask(number) == number // 2
