"""The round-up of a week or a month, gathered from the archive and composed. Sends nothing."""

from dataclasses import dataclass

from mujaz.charts.chart import Comparison
from mujaz.charts.words import Names, comparison
from mujaz.digest.roundup import STORIES, compose, round_up
from mujaz.letter import Letter
from mujaz.period import Period
from mujaz.texts.catalogue import Voice
from storage import trends
from storage.store import Store

CANDIDATES = 2
"""So many times the stories that are shown are looked at: how a story went on decides as well."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is sent of a period: who was spoken of (None where it was nobody), and its stories (none: no news)."""

    chart: Comparison | None
    letters: tuple[Letter, ...]


async def bulletin(store: Store, period: Period, names: Names, voice: Voice) -> Bulletin:
    """What is told of a period."""
    counted, told = await store.read(trends.of_period, period, CANDIDATES * STORIES[period.span])
    return Bulletin(comparison(counted, period, names, voice), tuple(compose(round_up(told, period), voice)))
