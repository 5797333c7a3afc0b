"""What a monitor is told of the database: what waits, and since when."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

from mujaz.delivery import DeliveryState
from storage import inbox, runs
from storage.gauges import measure
from storage.times import epoch
from tests.storage.rows import DAY, DUE, NOW, digest_run, published, reader

MINUTE = timedelta(minutes=1)


def tried(db: sqlite3.Connection, run_id: int, state: DeliveryState, next_at: int | None = None) -> None:
    db.execute(
        "INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since, next_at) VALUES (?, 7, 0, ?, 1, 0, ?)",
        (run_id, state, next_at),
    )


def test_an_empty_newsroom_waits_for_nothing(db: sqlite3.Connection) -> None:
    found = measure(db, NOW)
    assert (found.deliveries, found.readers, found.articles, found.inbox) == ({}, {}, 0, 0)
    assert (found.oldest_due, found.oldest_update) == (None, None)


def test_readers_and_published_articles_are_counted(db: sqlite3.Connection) -> None:
    reader(db, 7)
    reader(db, 8)
    published(db, "ميتا")
    found = measure(db, NOW)
    assert (found.readers, found.articles) == ({"active": 2}, 1)


def test_a_slot_that_is_due_and_not_opened_waits_since_it_was_due(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert measure(db, DUE - MINUTE).oldest_due is None
    assert measure(db, DUE + 5 * MINUTE).oldest_due == DUE


def test_a_run_waits_until_every_reader_was_decided(db: sqlite3.Connection) -> None:
    reader(db, 7)
    run = digest_run(db)
    assert measure(db, DUE + MINUTE).oldest_due == DUE
    runs.advance(db, replace(run, walked=True))
    assert measure(db, DUE + MINUTE).oldest_due is None


def test_a_retry_waits_since_it_was_to_be_tried_and_of_a_run_that_is_over_nothing_does(db: sqlite3.Connection) -> None:
    reader(db, 7)
    run = digest_run(db)
    runs.advance(db, replace(run, walked=True))
    tried(db, run.id, DeliveryState.RETRY, epoch(DUE + 10 * MINUTE))
    assert measure(db, DUE + 9 * MINUTE).oldest_due is None
    late = measure(db, DUE + 30 * MINUTE)
    assert (late.oldest_due, late.deliveries) == (DUE + 10 * MINUTE, {DeliveryState.RETRY: 1})
    runs.finish(db, run.id, DUE + 30 * MINUTE)
    over = measure(db, DUE + 30 * MINUTE)
    assert (over.oldest_due, over.deliveries) == (None, {})


def test_updates_wait_since_the_first_that_is_not_handled_came(db: sqlite3.Connection) -> None:
    for number in range(3):
        inbox.keep(db, [(number, b"{}")], NOW + number * MINUTE)
    inbox.done(db, [0], NOW)
    found = measure(db, NOW + DAY)
    assert (found.inbox, found.oldest_update) == (2, NOW + MINUTE)
