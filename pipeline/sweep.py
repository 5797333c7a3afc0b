"""What is thrown away now and then: nothing that a reader or an editor would miss. In small transactions."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from pipeline.clock import Clock
from storage import inbox, interned, retention
from storage.interned import Shared
from storage.store import Store

PAUSE_SECONDS = 0.02
"""Between two transactions: what readers wait for goes in between."""


@dataclass(frozen=True, slots=True)
class Kept:
    """For how long messages of finished runs, earlier versions of articles and the pieces of pastes are kept."""

    deliveries: timedelta
    versions: timedelta
    pieces: timedelta = timedelta(days=30)


async def sweep(store: Store, clock: Clock, kept: Kept) -> None:
    """Updates that Telegram cannot repeat any more, what readers shared and none has, what is older than `kept`."""
    now = clock()
    await _little_by_little(store, partial(inbox.forget_old, now=now))
    for shared in Shared:
        await _forget_unused(store, shared, now)
    for run_id in await store.read(retention.old_runs, now - kept.deliveries):
        await _little_by_little(store, partial(retention.prune_run, run_id=run_id))
    await _little_by_little(store, partial(retention.prune_versions, before=now - kept.versions))
    await _little_by_little(store, partial(retention.prune_pieces, before=now - kept.pieces))


async def _forget_unused(store: Store, shared: Shared, now: datetime) -> None:
    unused = await store.read(interned.unused, shared)
    for first in range(0, len(unused), interned.AT_ONCE):
        await store.write(interned.sweep, shared, unused[first : first + interned.AT_ONCE], now)
        await asyncio.sleep(PAUSE_SECONDS)


async def _little_by_little(store: Store, unit: Callable[..., bool]) -> None:
    while await store.write(unit):  # noqa: ASYNC110 - nothing is waited for: others go in between
        await asyncio.sleep(PAUSE_SECONDS)
