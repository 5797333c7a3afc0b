"""kill -9 at random moments of a delivery: nobody is left out, doubles are few, and every one is on the list."""

import asyncio
import random
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mujaz.delivery import DeliveryState
from pipeline.pace import FREE_A_SECOND, PAID_A_SECOND
from tests.crashes.campaigns import ADMIN, COPIES, FIRST, announcement_due, correction_due, digest_due, kept
from tests.crashes.counted import MEAN_LATENCY, Counts, Process, Toy, bot, counting, driver, until_over
from tests.crashes.kills import LONG_FORM, kills

MOST_IN_A_ROUND = 50
"""Kills of one run; the next ones are of the next run."""
COMMIT = 0.015
"""Seconds that a result may wait for its commit (the issue's figure)."""

LIFE = 1.5 if LONG_FORM else 0.5
"""Seconds of delivering after which the process is dead at the latest."""

Start = Callable[[], AbstractAsyncContextManager[Process]]


@dataclass(slots=True)
class Tally:
    """Kills so far, and what they cost."""

    kills: int = 0
    extra: int = 0

    def judge(self, rate: int) -> None:
        """Doubles are as few as the rate allows on average: asked in the long form, whose machine should be idle."""
        a_kill, allowed = self.extra / self.kills, rate * (MEAN_LATENCY + COMMIT)
        print(f"{rate}/s: {self.kills} kills, {a_kill:.2f} doubles each, {allowed:.2f} allowed", file=sys.stderr)
        assert a_kill <= allowed or not LONG_FORM


async def test_a_digest_at_the_free_rate_loses_nobody_and_every_double_is_listed(tmp_path: Path) -> None:
    tally = Tally()
    for number, times in enumerate(_rounds(kills(5, share=0.2))):
        database = tmp_path / f"{number}.sqlite"
        readers = _enough(times, FREE_A_SECOND)
        await digest_due(database, readers)
        async with counting() as toy:
            start = partial(bot, toy.url, database)
            counts = await _killed(start, toy, database, times, readers)
        _lost_nobody(counts, database, tally, times)
    tally.judge(FREE_A_SECOND)


async def test_a_digest_at_a_thousand_a_second_loses_nobody_and_every_double_is_listed(tmp_path: Path) -> None:
    tally = Tally()
    for number, times in enumerate(_rounds(kills(8, share=0.5))):
        database = tmp_path / f"{number}.sqlite"
        readers = _enough(times, PAID_A_SECOND)
        await digest_due(database, readers)
        async with counting() as toy:
            start = partial(driver, toy.url, database, PAID_A_SECOND)
            counts = await _killed(start, toy, database, times, readers)
        _lost_nobody(counts, database, tally, times)
    tally.judge(PAID_A_SECOND)


async def test_an_announcement_reaches_nobody_twice_and_whom_it_may_have_missed_is_listed(tmp_path: Path) -> None:
    for number, times in enumerate(_rounds(kills(7, share=0.3))):
        database = tmp_path / f"{number}.sqlite"
        readers = _enough(times, PAID_A_SECOND)
        await announcement_due(database, readers)
        async with counting() as toy:
            start = partial(driver, toy.url, database, FREE_A_SECOND)
            counts = await _killed(start, toy, database, times, readers)
        after = kept(database)
        assert not counts.extra
        assert counts.messages == counts.chats
        assert counts.missing <= after.unknown <= after.suspects
        assert set(after.states) <= {DeliveryState.SENT, DeliveryState.UNKNOWN}
        assert after.states.total() == readers + len({ADMIN})


async def test_a_correction_changes_every_copy_once_and_tells_nobody_twice(tmp_path: Path) -> None:
    for number, times in enumerate(_rounds(kills(5, share=0.2))):
        database = tmp_path / f"{number}.sqlite"
        readers = _enough(times, PAID_A_SECOND) // COPIES
        await correction_due(database, readers)
        async with counting() as toy:
            start = partial(driver, toy.url, database, PAID_A_SECOND)
            counts = await _killed(start, toy, database, times, readers)
            changes = await toy.changes()
        after = kept(database)
        assert set(changes) == {(FIRST + n, 1 + copy) for n in range(readers) for copy in range(COPIES)}
        assert len({tuple(texts) for texts in changes.values()}) == len(next(iter(changes.values()))) == 1
        assert not counts.messages  # nobody got a correction beside the copy that it stands in
        assert after.states == {DeliveryState.SENT: 2 * COPIES * readers}  # the copies, and their changes


def _enough(times: int, rate: int) -> int:
    """So many readers that no kill comes too late."""
    return round(rate * LIFE * (times + 1))


def _rounds(times: int) -> list[int]:
    return [min(MOST_IN_A_ROUND, times - begun) for begun in range(0, times, MOST_IN_A_ROUND)]


async def _killed(start: Start, toy: Toy, database: Path, times: int, readers: int) -> Counts:
    """Starts and kills so many times, then lets the run come to its end; gives what arrived."""
    dice = random.Random()
    for _ in range(times):
        async with start() as process:
            await asyncio.sleep(dice.uniform(0, LIFE))
            process.kill()
            await process.wait()
            after = kept(database)
            assert not after.over
            assert not after.forgetful
    async with start():
        await until_over(database)
    return await toy.counts(readers)


def _lost_nobody(counts: Counts, database: Path, tally: Tally, times: int) -> None:
    after = kept(database)
    assert not counts.missing
    assert not after.forgetful
    assert set(counts.extra) <= after.suspects
    assert max(counts.extra.values(), default=0) <= times
    assert counts.extra.total() == counts.messages - counts.chats
    assert set(after.states) == {DeliveryState.SENT}
    tally.kills += times
    tally.extra += counts.extra.total()
