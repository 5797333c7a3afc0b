"""kill -9 at random moments while people ask and an editor posts: no update is lost, few are handled twice.

A short form by itself; MUJAZ_KILLS gives the number of kills. The bot is the real one, a process on a real file.
"""

import asyncio
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from pipeline.inbox import HANDLED_AT_ONCE
from playground.people import Person
from playground.server import Playground
from tests.crashes.kills import kills
from tests.handlers.scenes import eventually
from tests.newsroom import EDITOR_ID
from tests.processes import bot_process, kill, stop_politely

PEOPLE = 24
QUESTIONS_EACH = 3
"""In each life of the bot; a person's order is kept, so a repetition shows."""
LONGEST_LIFE = 0.6
"""Seconds from the first update of a life to its end."""
ASKED = re.compile(r"«زرافة([0-9]+)»")


class Questions:
    """People with questions of which each has a number of its own, and an editor whose posts have one too."""

    def __init__(self, toy: Playground) -> None:
        self.people = [toy.person(f"قارئ {number}") for number in range(PEOPLE)]
        self.editor = toy.person("ليلى", role="editor", id=EDITOR_ID)
        self.asked: dict[int, list[int]] = {person.id: [] for person in self.people}
        self.posted = 0

    def ask(self) -> None:
        """Everybody asks a few things, and the editor posts once."""
        for _ in range(QUESTIONS_EACH):
            for person in self.people:
                number = sum(map(len, self.asked.values()))
                person.send(f"بحث زرافة{number}")
                self.asked[person.id].append(number)
        self.posted += 1
        self.editor.send(f"/post أعلنت الشركة الخطة رقم {self.posted} لمراكز البيانات في المدينة.")

    def answered(self, person: Person) -> list[int]:
        """The numbers of what a person was answered, in order."""
        said = (ASKED.search(message.text) for message in person.messages if message.from_bot)
        return [int(found[1]) for found in said if found]

    def all_answered(self) -> bool:
        return all(set(self.asked[person.id]) <= set(self.answered(person)) for person in self.people)


async def test_no_kill_loses_an_update_and_each_repeats_at_most_one_a_worker(toy: Playground, tmp_path: Path) -> None:
    database, dice, number = tmp_path / "mujaz.sqlite", Random(4), kills(8)
    questions = Questions(toy)
    for _ in range(number):
        async with bot_process(toy, database, MUJAZ_EDITORS=str(EDITOR_ID)) as process:
            await toy.called("getUpdates", timeout=60)
            questions.ask()
            await asyncio.sleep(dice.uniform(0, LONGEST_LIFE))
            await kill(process)
    async with bot_process(toy, database, MUJAZ_EDITORS=str(EDITOR_ID)) as process:
        await eventually(toy, questions.all_answered, timeout=120)
        await stop_politely(process)

    repeated = 0
    for person in questions.people:
        answered = questions.answered(person)
        assert list(dict.fromkeys(answered)) == questions.asked[person.id]  # none lost, in order
        times = Counter(answered)
        assert max(times.values()) <= 1 + number
        repeated += sum(times.values()) - len(times)
    assert repeated <= number * HANDLED_AT_ONCE

    with closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT count(*) FROM inbox WHERE done_at IS NULL").fetchone() == (0,)
        pieces = "\n".join(text for (text,) in db.execute("SELECT text FROM pieces"))
    assert [plan for plan in range(1, questions.posted + 1) if f"رقم {plan} " not in pieces] == []
