"""Reads quiet hours as they are typed: «٢٢:٠٠-٧:٠٠», «من 10 مساءً إلى 7 صباحًا»."""

from mujaz.errors import QuietEmpty, QuietUnclear
from mujaz.schedule.clock import take_time
from mujaz.schedule.lexicon import Kind, lexicon
from mujaz.subscriber import Quiet


def read_quiet(typed: str) -> Quiet:
    """When they begin and end; they may cross midnight.

    Raises QuietUnclear, QuietEmpty, NoSuchTime, UnclearTwelve.
    """
    words = lexicon().read(typed)
    words.take(Kind.LINK, "from")
    start = take_time(words)
    words.take(Kind.LINK, "to", "and")
    end = take_time(words)
    if start is None or end is None or len(words):
        raise QuietUnclear(typed)
    if start == end:
        raise QuietEmpty
    return Quiet(start, end)
