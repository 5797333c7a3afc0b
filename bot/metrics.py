"""What a monitor sees of the bot: counters that the wire fills, gauges that are read when they are asked for.

Names no person, no chat and no text. Decides nothing; the dashboard of docs/grafana.json is drawn from these names.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from mujaz.delivery import DeliveryState, Later, Outcome
from pipeline.clock import Clock
from storage import gauges
from storage.backup import all_in
from storage.store import Store

LOOK_SECONDS = 0.5
SEND_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LAG_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
READERS = ("active", "stopped", "gone")
FEEDS = ("well", "failing", "paused")
LANES = ("bulk", "reply")
TOO_MANY = 429


class Metrics:
    """One registry a bot; `database` and `backups` are where its files are."""

    def __init__(self, store: Store, clock: Clock, database: Path, backups: Path) -> None:
        self._store, self._clock = store, clock
        self._database, self._backups = database, backups
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.sent = self._of(Counter, "sends", "Bulk messages tried, by what came of them", "outcome")
        self.send_seconds = self._of(
            Histogram, "send_seconds", "From a bulk message on the wire to its answer", buckets=SEND_BUCKETS
        )
        self.limited = self._of(Counter, "rate_limited", "Answers 429 of Telegram", "lane")
        for lane in LANES:  # a rate begins at none, not at the first
            self.limited.labels(lane)
        self.lag = self._of(Histogram, "loop_lag_seconds", "How late the event loop wakes", buckets=LAG_BUCKETS)
        self._deliveries = self._of(Gauge, "deliveries", "Messages of unfinished runs", "state")
        self._readers = self._of(Gauge, "readers", "Readers", "state")
        self._articles = self._of(Gauge, "articles", "Published articles")
        self._feeds = self._of(Gauge, "feeds", "Feeds, by how they are", "health")
        self._due = self._of(Gauge, "due_lag_seconds", "Since when the oldest due digest or retry waits")
        self._inbox = self._of(Gauge, "inbox_updates", "Updates that wait to be handled")
        self._inbox_lag = self._of(Gauge, "inbox_lag_seconds", "Since when the oldest of them waits")
        self._size = self._of(Gauge, "database_bytes", "Size of the database's file", "file")
        self._backup_age = self._of(Gauge, "backup_age_seconds", "Age of the newest backup, where there is one", "kind")
        self._sqlite = self._of(Gauge, "sqlite", "The version of SQLite", "version")

    async def scrape(self) -> bytes:
        """All of it in Prometheus' text format. Raises StorageError."""
        now = self._clock()
        found = await self._store.read(gauges.measure, now)
        for state in DeliveryState:
            self._deliveries.labels(state.name.lower()).set(found.deliveries.get(state, 0))
        for name in READERS:
            self._readers.labels(name).set(found.readers.get(name, 0))
        for health in FEEDS:
            self._feeds.labels(health).set(found.feeds.get(health, 0))
        self._sqlite.labels(found.sqlite).set(1)
        self._articles.set(found.articles)
        self._inbox.set(found.inbox)
        for gauge, since in ((self._due, found.oldest_due), (self._inbox_lag, found.oldest_update)):
            gauge.set((now - since).total_seconds() if since else 0)
        await asyncio.to_thread(self._look_at_files)
        return generate_latest(self._registry)

    async def watch_loop(self) -> None:
        """Notes how late the loop is, until it is cancelled."""
        now = asyncio.get_running_loop().time
        while True:
            due = now() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            self.lag.observe(max(0.0, now() - due))

    def note_sent(self, outcome: Outcome, seconds: float) -> None:
        """A bulk message was answered, or was not."""
        self.sent.labels(type(outcome).__name__.lower()).inc()
        self.send_seconds.observe(seconds)
        if isinstance(outcome, Later):
            self.limited.labels("bulk").inc()

    def note_reply(self, status: int) -> None:
        """Telegram answered a call that was no bulk message."""
        if status == TOO_MANY:
            self.limited.labels("reply").inc()

    def _look_at_files(self) -> None:
        for name, end in (("database", ""), ("wal", "-wal")):
            file = self._database.with_name(self._database.name + end)
            self._size.labels(name).set(file.stat().st_size if file.exists() else 0)
        for backup in all_in(self._backups):  # the newest comes last
            self._backup_age.labels(backup.kind).set((self._clock() - backup.made_at).total_seconds())

    def _of(self, kind: Callable[..., Any], name: str, about: str, *labels: str, **more: Any) -> Any:
        return kind(f"mujaz_{name}", about, labels, registry=self._registry, **more)
