"""python -m benchmarks.replies: how soon a person is answered, beside python-telegram-bot as it comes.

N commands one after another give the latencies; N more, with a crowd waiting at once, give the rate, in seconds of the
clock and of the bot's processor (which shares two cores with the crowd). Everybody asks once: a chat takes a message a
second, and floods are not answered. The two bots are processes of their own and take turns: a ratio (ours divided by
theirs, over the same commands) is the median of the turns, so that a busy moment of the machine does not decide it.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import broadcasting
from benchmarks.archive import fill_with_seed
from benchmarks.crowd import Crowd, crowded
from benchmarks.figures import milliseconds, percentile, progress, report
from benchmarks.processes import Process, bot_settings, free_port, started
from bot.cli import loop_factory

MIX = ("/start", "/help", "/start", "/company meta", "/start", "/latest", "/start", "/digest")
"""Half of them /start, whose figure stands alone too."""

TURNS = 5
FEWEST = 100
"""Commands of a turn; where there are fewer in all, one turn has them."""
BROADCAST_COMMANDS = 500
FIRST_PERSON = 100_000

Question = tuple[int, str]
"""A person's id and what they send."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one bot did in a turn.

    The seconds until the answer to each command, sent one after another; the seconds that as many commands took when
    a crowd sent at once, and the processor's seconds that the bot took for them; its memory in MB at the end.
    """

    answers: Sequence[tuple[str, float]]
    at_once: float
    cpu: float
    rss_mb: float

    @property
    def per_second(self) -> float:
        """Answers a second while everybody sends."""
        return len(self.answers) / self.at_once


async def measure(commands: int, people: int) -> dict[str, object]:
    """The figures of both bots in front of the same crowd, of which everybody is new to the bot."""
    with TemporaryDirectory(prefix="mujaz-") as name:
        folder, now, port = Path(name), datetime.now(UTC), free_port()
        settings = bot_settings(port, folder / "mujaz.sqlite", now)
        await fill_with_seed(folder / "mujaz.sqlite", now)
        questions = zip(count(FIRST_PERSON), cycle(MIX), strict=False)
        turns: list[tuple[Turn, Turn]] = []
        async with crowded(port) as crowd:
            for share in _shares(commands, min(TURNS, max(commands // FEWEST, 1))):
                with started(folder, "bot", "run", **settings) as bot:
                    ours = await _turn(crowd, bot, questions, share, people)
                with started(folder, "benchmarks.ptb_default", **settings) as bot:
                    plain = await _turn(crowd, bot, questions, share, people)
                turns.append((ours, plain))
                progress(f"turn {len(turns)} done")
    return _figures(turns)


def _shares(commands: int, turns: int) -> list[int]:
    """How many commands fall to each turn."""
    return [commands // turns + (turn < commands % turns) for turn in range(turns)]


async def _turn(crowd: Crowd, bot: Process, questions: Iterator[Question], commands: int, people: int) -> Turn:
    crowd.forget()
    await crowd.asks(*next(questions))  # nobody's wait includes the bot's start
    heard = crowd.heard
    answers = [(text, await crowd.asks(person, text)) for person, text in islice(questions, commands)]
    cpu, begun = bot.cpu_seconds, time.perf_counter()
    await _all_at_once(crowd, islice(questions, commands), people)
    at_once, cpu = time.perf_counter() - begun, bot.cpu_seconds - cpu
    if crowd.heard - heard != 2 * commands:
        raise RuntimeError(f"{2 * commands} commands had {crowd.heard - heard} answers: waits cannot be told apart")
    return Turn(answers, at_once, cpu, bot.rss_mb)


async def _all_at_once(crowd: Crowd, questions: Iterator[Question], people: int) -> None:
    """Everything is asked, so many people waiting for their answer at any time."""

    async def ask() -> None:
        for person, text in questions:
            await crowd.asks(person, text)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(people):
            tasks.create_task(ask())


def _figures(turns: Sequence[tuple[Turn, Turn]]) -> dict[str, object]:
    ours = [turn for turn, _ in turns]
    commands = sum(len(turn.answers) for turn in ours)
    return {
        "commands": commands,
        "p50_ms": _percentile_ms(ours, 50),
        "p95_ms": _percentile_ms(ours, 95),
        "p99_ms": _percentile_ms(ours, 99),
        "max_ms": _percentile_ms(ours, 100),
        "start_p95_ms": _percentile_ms(ours, 95, "/start"),
        "per_second": round(commands / sum(turn.at_once for turn in ours), 1),
        "per_second_per_core": round(commands / max(sum(turn.cpu for turn in ours), 0.01), 1),
        "rss_mb": max(turn.rss_mb for turn in ours),
        "ratio_p95_to_ptb_default": round(
            median(_percentile_ms([mine], 95) / _percentile_ms([plain], 95) for mine, plain in turns), 3
        ),
        "ratio_cpu_to_ptb_default": round(median(mine.cpu / max(plain.cpu, 0.01) for mine, plain in turns), 3),
        "ratio_per_second_to_ptb_default": round(
            median(mine.per_second / plain.per_second for mine, plain in turns), 3
        ),
    }


def _percentile_ms(turns: Sequence[Turn], percent: float, command: str = "/") -> float:
    """Of all answers of these turns, or of those to one command."""
    waits = [took for turn in turns for asked, took in turn.answers if asked.startswith(command)]
    return milliseconds(percentile(waits, percent))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replies")
    parser.add_argument("--commands", type=int, default=10_000, help="how many one after another, and how many at once")
    parser.add_argument("--people", type=int, default=200, help="how many people wait at once")
    parser.add_argument("--during-broadcast", action="store_true", help="while 1000 messages a second go out")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        if given.during_broadcast:
            report(runner.run(broadcasting.measure(min(given.commands, BROADCAST_COMMANDS), MIX)))
        else:
            report(runner.run(measure(given.commands, given.people)))


if __name__ == "__main__":
    main()
