"""python -m benchmarks.replies: how soon a person is answered, beside python-telegram-bot as it comes.

N commands one after another give the latencies; N more, from everybody at once, give the rate. The toy, the bot and
the plain alternative are processes of their own, the two bots in turns: a ratio (ours divided by theirs, over the
same commands) is the median of the turns, so that a busy moment of the machine does not decide it.
"""

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.archive import fill_with_seed
from benchmarks.figures import milliseconds, percentile, progress, report
from benchmarks.processes import Process, bot_settings, free_port, started, toy_settings
from benchmarks.visitor import Visitor, visiting
from bot.cli import loop_factory

MIX = ("/start", "/help", "/start", "/company meta", "/start", "/latest", "/start", "/digest")
"""Half of them /start, whose figure stands alone too."""

TURNS = 5

Question = tuple[int, str]
"""A person's id and what they send."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one bot did in a turn.

    The seconds until the answer to each command, sent one after another; the seconds that as many commands took when
    everybody sent at once; its memory in MB at the end.
    """

    answers: Sequence[tuple[str, float]]
    at_once: float
    rss_mb: float

    @property
    def per_second(self) -> float:
        """Answers a second while everybody sends."""
        return len(self.answers) / self.at_once


async def measure(commands: int, people: int) -> dict[str, object]:
    """The figures of both bots on the same toy; everybody is new to each bot in each turn."""
    with TemporaryDirectory(prefix="mujaz-") as name:
        folder, now, port = Path(name), datetime.now(UTC), free_port()
        settings = bot_settings(port, folder / "mujaz.sqlite", now)
        await fill_with_seed(folder / "mujaz.sqlite", now)
        turns: list[tuple[Turn, Turn]] = []
        with started(folder, "playground", "--server-only", **toy_settings(port)):
            async with visiting(port) as visitor:
                for share in _shares(commands):
                    with started(folder, "bot", "run", **settings) as bot:
                        ours = await _turn(visitor, bot, share, people)
                    with started(folder, "benchmarks.ptb_default", **settings) as bot:
                        plain = await _turn(visitor, bot, share, people)
                    turns.append((ours, plain))
                    progress(f"turn {len(turns)} of {TURNS}")
    return _figures(turns)


def _shares(commands: int) -> list[int]:
    """How many commands fall to each turn: at least one."""
    return [max(commands // TURNS + (turn < commands % TURNS), 1) for turn in range(TURNS)]


async def _turn(visitor: Visitor, bot: Process, commands: int, people: int) -> Turn:
    crowd = [await visitor.new_person(f"قارئ {number}") for number in range(people)]
    await visitor.asks(await visitor.new_person("أول من يسأل"), "/start")  # nobody's wait includes the bot's start
    heard = visitor.heard
    questions = list(islice(_questions(crowd), commands))
    answers = [(text, (await visitor.asks(person, text)).seconds) for person, text in questions]
    at_once = await _all_at_once(visitor, questions)
    if visitor.heard - heard != 2 * commands:
        raise RuntimeError(f"{2 * commands} commands had {visitor.heard - heard} answers: waits cannot be told apart")
    return Turn(answers, at_once, bot.rss_mb)


async def _all_at_once(visitor: Visitor, questions: Sequence[Question]) -> float:
    """Seconds until everybody has asked everything they want to ask, each waiting for one answer before the next."""
    by_person: defaultdict[int, list[str]] = defaultdict(list)
    for person, text in questions:
        by_person[person].append(text)

    async def ask(person: int, texts: Sequence[str]) -> None:
        for text in texts:
            await visitor.asks(person, text)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for person, texts in by_person.items():
            tasks.create_task(ask(person, texts))
    return time.perf_counter() - begun


def _questions(crowd: Sequence[int]) -> Iterator[Question]:
    """The mix for ever, so that everybody comes to ask each of it."""
    turn = 0
    while True:
        yield from ((crowd[(turn + place) % len(crowd)], text) for place, text in enumerate(MIX))
        turn += 1


def _figures(turns: Sequence[tuple[Turn, Turn]]) -> dict[str, object]:
    ours = [turn for turn, _ in turns]
    return {
        "commands": sum(len(turn.answers) for turn in ours),
        "p50_ms": _percentile_ms(ours, 50),
        "p95_ms": _percentile_ms(ours, 95),
        "p99_ms": _percentile_ms(ours, 99),
        "max_ms": _percentile_ms(ours, 100),
        "start_p95_ms": _percentile_ms(ours, 95, "/start"),
        "per_second": round(sum(len(turn.answers) for turn in ours) / sum(turn.at_once for turn in ours), 1),
        "rss_mb": max(turn.rss_mb for turn in ours),
        "ratio_p95_to_ptb_default": round(
            median(_percentile_ms([mine], 95) / _percentile_ms([plain], 95) for mine, plain in turns), 3
        ),
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
    parser.add_argument("--commands", type=int, default=1000, help="how many one after another, and how many at once")
    parser.add_argument("--people", type=int, default=40, help="how many people send them")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        report(runner.run(measure(given.commands, given.people)))


if __name__ == "__main__":
    main()
