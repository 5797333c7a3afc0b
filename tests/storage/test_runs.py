"""A digest runs once for a local date, whatever restarts, late starts and clocks do."""

import sqlite3
from datetime import timedelta

import pytest

from mujaz.article import Urgency
from mujaz.errors import DraftGone
from mujaz.run import RunKind
from mujaz.subscriber import Slot, State
from mujaz.when import EXPIRY
from storage import desk, runs, subscribers
from tests.storage.rows import DAY, DUE, MORNING, NOW, OPENS, SKETCH, alert_run, digest_run, drafted, published, reader

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def dates(db: sqlite3.Connection) -> list[str]:
    return [date for (date,) in db.execute("SELECT local_date FROM runs WHERE kind = 'digest' ORDER BY id")]


def test_nothing_runs_before_its_time(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert not runs.any_due(db, DUE - SECOND)
    assert runs.open_due(db, DUE - SECOND) == 0


def test_a_slot_runs_when_it_is_due(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert runs.any_due(db, DUE)
    assert runs.open_due(db, DUE) == 1
    (run,) = runs.unfinished(db)
    assert (run.kind, run.due_at, run.expires_at) == (RunKind.DIGEST, DUE, DUE + EXPIRY)
    assert run.cursor < -(10**18)
    assert dates(db) == ["2025-10-27"]


def test_two_ticks_are_harmless(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert [runs.open_due(db, DUE + n * SECOND) for n in range(3)] == [1, 0, 0]
    assert not runs.any_due(db, DUE + HOUR)


def test_a_clock_that_is_set_back_does_not_repeat_a_day(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert runs.open_due(db, DUE) == 1
    db.execute("UPDATE slots SET next_due_at = next_due_at - 86400")
    assert runs.open_due(db, DUE + SECOND) == 0
    assert dates(db) == ["2025-10-27"]


def test_every_day_has_its_run(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert [runs.open_due(db, DUE + n * DAY) for n in range(3)] == [1, 1, 1]
    assert dates(db) == ["2025-10-27", "2025-10-28", "2025-10-29"]


def test_a_digest_up_to_two_hours_late_still_comes(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert runs.open_due(db, DUE + 2 * HOUR) == 1


def test_a_digest_that_is_later_folds_into_the_next(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert runs.open_due(db, DUE + 2 * HOUR + SECOND) == 0
    assert not runs.any_due(db, DUE + 3 * HOUR)
    assert runs.open_due(db, DUE + DAY) == 1
    assert dates(db) == ["2025-10-28"]


@pytest.mark.parametrize("days", [1, 31, 400])
def test_after_a_long_time_down_only_the_latest_digest_comes(db: sqlite3.Connection, days: int) -> None:
    reader(db, 7)
    assert runs.open_due(db, DUE + days * DAY + HOUR) == 1
    (run,) = runs.unfinished(db)
    assert run.due_at == DUE + days * DAY


def test_a_slot_without_readers_opens_no_run_and_is_not_late_for_the_next_reader(db: sqlite3.Connection) -> None:
    reader(db, 7)
    subscribers.leave(db, 7, State.STOPPED, NOW)
    assert runs.open_due(db, DUE) == 0
    reader(db, 8, now=DUE + HOUR)
    assert runs.open_due(db, DUE + HOUR) == 0
    assert runs.open_due(db, DUE + DAY) == 1


def test_a_time_that_a_government_moved_later_does_not_send_early(db: sqlite3.Connection) -> None:
    reader(db, 7)
    db.execute("UPDATE slots SET next_due_at = next_due_at - 3600")
    assert runs.open_due(db, DUE - HOUR) == 0
    assert runs.open_due(db, DUE) == 1
    assert runs.unfinished(db)[0].due_at == DUE


def test_a_time_that_a_government_moved_earlier_is_made_up_for(db: sqlite3.Connection) -> None:
    reader(db, 7)
    db.execute("UPDATE slots SET next_due_at = next_due_at + 3600")
    assert runs.open_due(db, DUE + HOUR) == 1
    assert runs.unfinished(db)[0].due_at == DUE


def test_places_in_other_zones_have_their_own_runs(db: sqlite3.Connection) -> None:
    reader(db, 7)
    reader(db, 8, Slot("Africa/Casablanca", 8 * 60))
    assert runs.open_due(db, DUE) == 1
    assert runs.open_due(db, DUE + 2 * HOUR) == 1
    assert len({run.slot_id for run in runs.unfinished(db)}) == 2


def test_a_run_goes_on_where_it_stopped_and_never_back(db: sqlite3.Connection) -> None:
    reader(db, 7)
    run = digest_run(db)
    runs.advance(db, run.past(500))
    runs.advance(db, run.past(7))
    assert runs.get(db, run.id) == run.past(500)


def test_a_finished_run_is_walked_no_more(db: sqlite3.Connection) -> None:
    reader(db, 7)
    run = digest_run(db)
    runs.finish(db, run.id, DUE)
    assert runs.unfinished(db) == []
    assert runs.get(db, run.id).id == run.id


def test_breaking_news_opens_the_run_of_the_article(db: sqlite3.Connection) -> None:
    reader(db, 7)
    draft = drafted(db, "ميتا")
    desk.publish(db, draft.id, Urgency.BREAKING, NOW, OPENS, SKETCH)
    (run,) = runs.unfinished(db)
    assert (run.kind, run.article_id, run.slot_id, run.due_at) == (RunKind.ALERT, draft.id, None, NOW)
    with pytest.raises(DraftGone):
        desk.publish(db, draft.id, Urgency.BREAKING, NOW, OPENS, SKETCH)
    assert len(runs.unfinished(db)) == 1


def test_publishing_for_the_next_digest_opens_none(db: sqlite3.Connection) -> None:
    desk.publish(db, drafted(db, "ميتا").id, Urgency.NEXT, NOW, OPENS, SKETCH)
    assert runs.unfinished(db) == []


def test_the_earliest_due_run_comes_first(db: sqlite3.Connection) -> None:
    reader(db, 7, MORNING)
    late = alert_run(db, published(db, "ميتا"), DUE + HOUR)
    runs.open_due(db, DUE)
    assert [run.id for run in runs.unfinished(db)][-1] == late.id


def test_an_unknown_run_is_an_error(db: sqlite3.Connection) -> None:
    with pytest.raises(KeyError):
        runs.get(db, 404)
