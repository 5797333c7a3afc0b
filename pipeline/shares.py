"""What the run of a digest brings to its readers: those who are alike share it, whoever and however many they are.

Decided once for all who have the same window, memory and profile, and stored before anybody is told it. Sends nothing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from mujaz.digest.form import ON_TIME
from mujaz.digest.memory import Memory, learn
from mujaz.digest.ranking import rank
from mujaz.quiet import Hours, hours_of
from mujaz.run import Run
from pipeline.edition import Tails
from pipeline.sender import Pieces
from pipeline.window import Letters, Window
from storage.audience import News
from storage.compositions import Kept
from storage.profiles import Profile
from storage.subscribers import Like
from storage.times import moment

SHARES = 1 << 17
"""What was decided is held for so many kinds of readers: some forty megabytes."""
JOINED = 2048
"""Letters that are held joined at a time: some ten megabytes."""


class Share(NamedTuple):
    """What readers get who are alike, whose windows open at `since` and who have these quiet hours."""

    letters: Letters
    kept: Kept
    since: datetime
    hours: Hours | None

    @property
    def tails(self) -> Tails:
        """The letters, sealed."""
        return self.letters.tails()


class Decided(NamedTuple):
    """A share that is not stored yet; `memory` is what its readers know then."""

    like: Like
    letters: Letters
    memory: bytes
    since: datetime
    hours: Hours | None


class Shares:
    """Of one run and its news. `found` is what was decided and stored: None where nothing is new.

    `bot` is the name to which links of stories lead.
    """

    def __init__(self, run: Run, news: News, bot: str) -> None:
        self.news = news
        self.found: dict[Like, Share | None] = {}
        self._run = run
        self._bot = bot
        self._late = run.opened_at - run.due_at if run.late else ON_TIME
        self._published = [article.published_at for article in news.articles if article.published_at is not None]
        self._windows: dict[int, Window] = {}
        self._sealed = Pieces()
        self._joined: list[Letters] = []

    def tidy(self) -> None:
        """Lets go of what was decided where that is much: to be called between two pages."""
        if len(self.found) > SHARES:
            self.found.clear()
            self._windows.clear()

    def decide(self, strangers: Iterable[tuple[Like, Profile, Memory]]) -> list[Decided]:
        """What readers get for whom nothing was decided yet; nothing of those for whom nothing is new."""
        decided = []
        for like, profile, memory in strangers:
            since = moment(like[0])
            opens = bisect_right(self._published, since)
            letters = None if opens == len(self._published) else self._window(opens, since).letters(profile, memory)
            if letters is None:
                self.found[like] = None
                continue
            hours = hours_of(profile.way.choices, profile.way.zone)
            decided.append(Decided(like, letters, learn(memory, letters.lesson).blob, since, hours))
        return decided

    def stored(self, decided: Sequence[Decided], numbers: Mapping[bytes, int], memories: Sequence[int]) -> None:
        """These are on disk: compositions by their bytes, memories in the order of what was decided."""
        for (like, letters, _, since, hours), memory in zip(decided, memories, strict=True):
            if letters.number is None:
                letters.number = numbers[letters.written]
                letters.written = b""
            self.found[like] = Share(letters, Kept(letters.number, like[1], memory), since, hours)
            self._hold(letters)

    def _hold(self, letters: Letters) -> None:
        """Keeps letters joined for the next readers."""
        if letters.joined is None:
            if len(self._joined) >= JOINED:
                for held in self._joined:
                    held.joined = None
                self._joined.clear()
            letters.joined = letters.tails()
            self._joined.append(letters)

    def _window(self, opens: int, since: datetime) -> Window:
        if opens not in self._windows:
            ranking = rank(self.news.articles, since, self._run.due_at)
            run = self._run
            self._windows[opens] = Window(ranking, run.id, run.due_at, self._late, self._sealed, self._bot)
        return self._windows[opens]
