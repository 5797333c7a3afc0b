"""What sites ask of robots (robots.txt, RFC 9309), by the standard library's reader; remembered for a day.

It refuses to judge what a person asked for: an editor who sends a link is no robot.
"""

from datetime import datetime, timedelta
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from mujaz.errors import LinkClosed, OutOfReach, Unreadable
from mujaz.sources.charset import decode
from pipeline.clock import Clock
from pipeline.fetch import Fetcher

NAME = "Mujaz"
"""By which sites may name it in their rules; pipeline.fetch introduces it with more words."""
REMEMBERED = timedelta(days=1)
SITES_MOST = 2_000
BYTES_MOST = 500_000
"""What RFC 9309 asks readers to take at least."""


class Robots:
    """Asks each site once a day."""

    def __init__(self, fetcher: Fetcher, clock: Clock) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._known: dict[str, tuple[datetime, RobotFileParser]] = {}

    async def ask(self, link: str) -> None:
        """Raises LinkClosed where the site wants no robots. A site that has no rules, or none to be read, has none."""
        place = urljoin(link, "/robots.txt")
        until, rules = self._known.get(place, (None, None))
        if until is None or rules is None or until <= self._clock():
            rules = await self._read(place)
            if len(self._known) >= SITES_MOST:
                self._known.clear()
            self._known[place] = (self._clock() + REMEMBERED, rules)
        if not rules.can_fetch(NAME, link):
            raise LinkClosed

    async def _read(self, place: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            found = await self._fetcher.fetch(place)
        except (OutOfReach, Unreadable):
            found = None
        rules.parse(decode(found.data[:BYTES_MOST]).splitlines() if found else [])
        return rules
