"""Reads quiet hours as they are typed: «٢٢:٠٠-٧:٠٠», «من 10 مساءً إلى 7 صباحًا», or «لا» for none."""

from mujaz.errors import QuietEmpty, QuietUnclear
from mujaz.schedule.clock import take_time
from mujaz.schedule.lexicon import Kind, lexicon
from mujaz.subscriber import Quiet


def read_quiet(typed: str) -> Quiet | None:
    """When they begin and end; they may cross midnight. None for who wants none.

    Raises QuietUnclear, QuietEmpty, NoSuchTime, UnclearTwelve.
    """
    words = lexicon().read(typed)
    if words.take(Kind.NOTHING) and not len(words):
        return None
    words.take(Kind.LINK, "from")
    start = take_time(words)
    words.take(Kind.LINK, "to", "and")
    end = take_time(words)
    if start is None or end is None or len(words):
        raise QuietUnclear(typed)
    if start == end:
        raise QuietEmpty
    return Quiet(start, end)
