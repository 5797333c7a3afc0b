"""Two instances with one token: the newcomer gives way, and a restart's overlap is none."""

from pipeline.polling import Conflicts


def stops_at(started: float, conflicts: list[float]) -> float | None:
    """When an instance gives way."""
    noted = Conflicts(started)
    return next((moment for moment in conflicts if noted.persist(moment)), None)


def every(seconds: float, start: float, count: int = 60) -> list[float]:
    return [start + seconds * number for number in range(count)]


def test_a_newcomer_gives_way_within_fifteen_seconds() -> None:
    stopped = stops_at(0, every(4, 0.1))
    assert stopped is not None
    assert 10 <= stopped <= 15


def test_who_came_first_waits_for_the_newcomer_to_give_way() -> None:
    newcomer, settled = stops_at(1000, every(4, 1002)), stops_at(0, every(4, 1000))
    assert newcomer is not None
    assert settled is not None
    assert newcomer + 4 < settled


def test_updates_that_arrive_in_between_hide_nothing() -> None:
    assert stops_at(0, every(9, 1)) is not None


def test_the_overlap_of_a_restart_stops_nobody() -> None:
    assert stops_at(0, [0.5, 2.5, 4.5, 6.5, 8.5]) is None


def test_a_conflict_now_and_then_stops_nobody() -> None:
    assert stops_at(0, every(60, 1)) is None
