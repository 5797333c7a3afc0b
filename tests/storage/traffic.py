"""What a busy bot writes: groups of real units of work on a database that was really migrated, drawn by dice."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from mujaz.article import Status
from mujaz.delivery import Delivery, Sent, settle
from mujaz.run import Run
from mujaz.subscriber import Slot, State
from storage import articles, deliveries, inbox, intents, runs, subscribers
from storage.connection import Unit
from storage.intents import Intent
from storage.store import open_store
from tests.storage.rows import DAY, DUE, MORNING, NOW, news, reader

Contents = dict[str, list[tuple[object, ...]]]

WORDS = ("ميتا", "تسرّح", "موظفين", "من", "مختبر", "الذكاء", "الاصطناعي", "وتعيّن", "غيرهم", "في", "باريس", "غدًا")


async def begin(path: Path) -> Run:
    """Makes the database in which `Traffic` goes on: a reader whose digest's run is open."""
    async with open_store(path, readers=0) as store:
        await store.write(reader, 7)
        await store.write(runs.open_due, DUE)
        (run,) = await store.write(runs.unfinished)
    return run


def contents(db: sqlite3.Connection) -> Contents:
    """Every row of ours, search included; not SQLite's own statistics."""
    tables = db.execute(
        """SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
           AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"""
    ).fetchall()
    return {table: db.execute(f"SELECT * FROM {table}").fetchall() for (table,) in tables}


class HalfDone(Exception):
    """A unit thinks better of it after it has written."""


class Traffic:
    """Units in the order in which they are to run. The same dice draw the same units."""

    def __init__(self, run: Run, dice: random.Random) -> None:
        self._run = run
        self._dice = dice
        self._number = 100
        self._sending: list[Delivery] = []

    def group(self) -> Sequence[Unit[object]]:
        """A few units that are asked for together."""
        return [self._unit() for _ in range(self._dice.randint(1, 8))]

    def _unit(self) -> Unit[object]:
        kinds: Sequence[Callable[[], Unit[object]]] = (
            self._updates, self._handled, self._article, self._newcomer, self._intent, self._result, self._half_done
        )  # fmt: skip
        return self._dice.choice(kinds)()

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _known(self) -> int:
        return self._dice.randint(100, self._number)

    def _text(self, words: int) -> str:
        return " ".join(self._dice.choices(WORDS, k=words))

    def _updates(self) -> Unit[object]:
        updates = [(self._next(), self._dice.randbytes(self._dice.randrange(1500))) for _ in range(3)]
        return lambda db: inbox.keep(db, updates, NOW)

    def _handled(self) -> Unit[object]:
        update_id, forgotten = self._known(), NOW + self._dice.choice((0, 3)) * DAY

        def unit(db: sqlite3.Connection) -> None:
            inbox.done(db, [update_id], NOW)
            inbox.forget_old(db, forgotten)

        return unit

    def _article(self) -> Unit[object]:
        new = news(f"{self._text(6)} {self._next()}", self._text(self._dice.choice((20, 60, 400))), ("meta",))
        return lambda db: articles.add(db, new, Status.PUBLISHED, NOW)

    def _newcomer(self) -> Unit[object]:
        return partial(reader_arrives, chat_id=self._next(), slot=Slot("Africa/Cairo", self._dice.randrange(1440)))

    def _intent(self) -> Unit[object]:
        delivery = Delivery(self._run.id, self._next(), 0, NOW)
        self._sending.append(delivery)
        return lambda db: intents.intend(db, [Intent(delivery, 2, self._run.due_at)], NOW)

    def _result(self) -> Unit[object]:
        if not self._sending:
            return self._intent()
        delivery, outcome = self._sending.pop(0), Sent(self._next())
        settlement = settle(outcome, delivery, DUE, 0.5)
        return lambda db: deliveries.settle(db, delivery, outcome, settlement, DUE)

    def _half_done(self) -> Unit[object]:
        chat_id = self._next()

        def unit(db: sqlite3.Connection) -> None:
            reader_arrives(db, chat_id, MORNING)
            raise HalfDone

        return unit


def reader_arrives(db: sqlite3.Connection, chat_id: int, slot: Slot) -> None:
    """A chat subscribes, follows somebody, and one in three leaves again."""
    reader(db, chat_id, slot)
    subscribers.follow(db, chat_id, "meta")
    if chat_id % 3 == 0:
        subscribers.leave(db, chat_id, State.STOPPED, NOW + timedelta(minutes=1))
