"""What has had its time goes a little at a time, and nothing that anybody would miss goes with it."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from mujaz.article import Status
from mujaz.delivery import DeliveryState
from mujaz.run import RunState
from pipeline.sweep import Kept, sweep
from storage import articles, bodies, inbox, pastes, retention, runs
from storage.store import Store, open_store
from storage.times import epoch
from tests.storage.rows import DAY, NOW, alert_run, digest_run, news, published, reader

KEPT = Kept(deliveries=90 * DAY, versions=365 * DAY)
MONTHS_LATER = NOW + 100 * DAY


def delivered(db: sqlite3.Connection, run_id: int, chat_ids: Sequence[int], parts: int = 1) -> None:
    db.executemany(
        "INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since) VALUES (?, ?, ?, ?, 1, 0)",
        [(run_id, chat_id, part, DeliveryState.SENT) for chat_id in chat_ids for part in range(parts)],
    )


def count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def digest_that_ended(db: sqlite3.Connection, chat_ids: Sequence[int]) -> int:
    reader(db, 7)
    run = digest_run(db)
    delivered(db, run.id, chat_ids)
    runs.finish(db, run.id, NOW + DAY)
    return run.id


def test_of_a_digest_that_had_its_time_nothing_is_left(db: sqlite3.Connection) -> None:
    digest_that_ended(db, [-5, 7])
    (old,) = retention.old_runs(db, MONTHS_LATER)
    assert retention.old_runs(db, NOW) == []
    assert retention.prune_run(db, old) is False
    assert (count(db, "deliveries"), count(db, "runs")) == (0, 0)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_of_an_alert_the_run_stays_and_is_looked_at_no_more(db: sqlite3.Connection) -> None:
    reader(db, 7)
    run = alert_run(db, published(db, "ميتا"))
    delivered(db, run.id, [7])
    bodies.keep(db, run.id, {"ar": [b"}"]})
    runs.finish(db, run.id, NOW)
    (old,) = retention.old_runs(db, MONTHS_LATER)
    retention.prune_run(db, old)
    assert (count(db, "deliveries"), count(db, "bodies")) == (0, 0)
    assert runs.get(db, run.id).state is RunState.DONE
    assert retention.old_runs(db, MONTHS_LATER) == []


def test_what_is_still_on_its_way_stays_however_old_it_is(db: sqlite3.Connection) -> None:
    reader(db, 7)
    run = digest_run(db)
    delivered(db, run.id, [7])
    assert retention.old_runs(db, NOW + 10_000 * DAY) == []


def test_a_transaction_removes_no_more_than_a_few_thousand_messages(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 10)
    run_id = digest_that_ended(db, range(-20, 35))
    left = count(db, "deliveries")
    while retention.prune_run(db, run_id):
        assert 0 < left - count(db, "deliveries") <= 10
        left = count(db, "deliveries")
    assert count(db, "deliveries") == 0


def test_the_first_version_and_the_newest_two_stay_whatever_their_age(db: sqlite3.Connection) -> None:
    article = articles.add(db, news("ميتا"), Status.DRAFT, NOW, by=1)
    for number in range(5):
        articles.retitle(db, article.id, f"ميتا {number}", NOW + number * DAY, by=1)
    assert retention.prune_versions(db, NOW) is False
    assert count(db, "article_versions") == 6
    assert retention.prune_versions(db, NOW + 500 * DAY) is False
    kept = [number for (number,) in db.execute("SELECT version FROM article_versions ORDER BY version")]
    assert kept == [1, 5, 6]


def test_pieces_of_a_paste_that_is_closed_go_and_those_of_an_open_one_stay(db: sqlite3.Connection) -> None:
    for number, state in ((1, "closed"), (2, "open"), (3, "settled")):
        db.execute(
            "INSERT INTO pastes (id, editor_id, chat_id, opened_at, state) VALUES (?, 3001, 3001, ?, ?)",
            (number, epoch(NOW), state),
        )
        db.execute("INSERT INTO pieces VALUES (?, 1, 'نص')", (number,))
    retention.prune_pieces(db, NOW)
    assert count(db, "pieces") == 3
    retention.prune_pieces(db, NOW + DAY)
    assert [number for (number,) in db.execute("SELECT paste_id FROM pieces ORDER BY paste_id")] == [2, 3]
    assert pastes.pieces(db, 2)


async def test_the_hourly_sweep_clears_all_that_had_its_time_and_leaves_the_rest(tmp_path: Path) -> None:
    def fill(db: sqlite3.Connection) -> None:
        digest_that_ended(db, range(1, 30))
        inbox.keep(db, [(number, b"{}") for number in range(2_500)], NOW)
        inbox.done(db, list(range(2_400)), NOW)
        published(db, "ميتا")

    async with open_store(tmp_path / "mujaz.sqlite") as store:
        await store.write(fill)
        await sweep(store, lambda: NOW + DAY, KEPT)
        assert await counts(store) == (2_500, 29, 1)
        await sweep(store, lambda: MONTHS_LATER, KEPT)
        assert await counts(store) == (100, 0, 1)


async def counts(store: Store) -> tuple[int, ...]:
    tables = ("inbox", "deliveries", "articles")
    return await store.read(lambda db: tuple(count(db, table) for table in tables))
