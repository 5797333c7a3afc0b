"""Who asks too much at once is told once and then not heard, and nobody else notices."""

from hypothesis import given
from hypothesis import strategies as st

from mujaz.flood import BURST, Flood, Verdict

ANSWER, SLOW_DOWN, IGNORE = Verdict.ANSWER, Verdict.SLOW_DOWN, Verdict.IGNORE
SARA, HIND = 1, 2


def judged(flood: Flood, *moments: float, person: int = SARA) -> list[Verdict]:
    return [flood.judge(person, moment) for moment in moments]


def test_five_at_once_are_answered_the_sixth_is_told_and_then_there_is_silence() -> None:
    assert judged(Flood(), *[100.0] * 8) == [ANSWER] * 5 + [SLOW_DOWN, IGNORE, IGNORE]


def test_one_a_second_is_always_answered() -> None:
    assert set(judged(Flood(), *map(float, range(1000)))) == {ANSWER}


def test_a_flood_of_one_person_holds_up_no_other() -> None:
    flood = Flood()
    judged(flood, *[100.0] * 50)
    assert judged(flood, *[100.0] * 5, person=HIND) == [ANSWER] * 5


def test_after_a_rest_a_new_flood_is_told_again() -> None:
    flood = Flood()
    assert judged(flood, *[100.0] * 7)[-2:] == [SLOW_DOWN, IGNORE]
    assert judged(flood, *[106.0] * 7) == [ANSWER] * 5 + [SLOW_DOWN, IGNORE]


def test_who_goes_on_flooding_is_told_only_once_and_answered_once_a_second() -> None:
    verdicts = judged(Flood(), *(tenth / 10 for tenth in range(600)))
    assert verdicts.count(SLOW_DOWN) == 1
    assert 60 <= verdicts.count(ANSWER) <= 65


def test_a_clock_that_is_set_back_opens_no_bucket_and_closes_none_for_ever() -> None:
    flood = Flood()
    judged(flood, *[1000.0] * 6)
    assert judged(flood, 10.0) == [IGNORE]
    assert judged(flood, 1002.0) == [ANSWER]


def test_a_million_people_take_no_more_memory_than_the_busiest() -> None:
    flood = Flood(most_people=1000)
    for person in range(100_000):
        flood.judge(person, person / 10_000)
    assert len(flood) <= 1000
    flood.judge(SARA, 1000.0)
    assert len(flood) == 1


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 60)), max_size=200))
def test_in_no_stretch_of_time_is_anybody_answered_more_than_the_burst_and_one_a_second(
    asked: list[tuple[int, float]],
) -> None:
    flood = Flood()
    answered: dict[int, list[float]] = {}
    for person, moment in sorted(asked, key=lambda pair: pair[1]):
        if flood.judge(person, moment) is ANSWER:
            answered.setdefault(person, []).append(moment)
    for moments in answered.values():
        for first, start in enumerate(moments):
            for last in range(first, len(moments)):
                assert last - first + 1 <= BURST + (moments[last] - start) + 1e-6
