"""The news for whoever asks now: ranked once and rendered once for all who ask before it changes.

Decides nothing for a single reader. What a reader was told is read each time.
"""

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from mujaz.article import Article
from mujaz.digest.memory import Memory
from mujaz.digest.ranking import Ranking, rank
from mujaz.digest.rendered import Rendered
from pipeline.reads import Reads
from storage import recent
from storage.audience import WINDOW_MOST
from storage.recent import Recent

ARTICLES_KEPT = 1000
"""A week of a busy newsroom: some four megabytes."""
WINDOWS_KEPT = 8
"""Those who never had a digest share one window; readers of the same time of day share theirs."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """The stories of a window, and what was rendered of them already; what its reader was told."""

    ranking: Ranking
    rendered: Rendered
    memory: Memory


class Newsstand:
    """One a bot."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._recent: Recent | None = None
        self._windows: OrderedDict[tuple[int, int], tuple[Ranking, Rendered]] = OrderedDict()

    async def fresh(self, chat_id: int, since: datetime, now: datetime) -> Fresh:
        """What was published in (since, now], as far back as a digest looks. Raises what `Store.read` raises."""
        since = max(since, now - WINDOW_MOST)
        found, memory = await self._reads.ask(recent.asked, chat_id, since, self._recent)
        self._keep(found)
        return Fresh(*self._ranked(found, since, now), memory)

    def _keep(self, found: Recent) -> None:
        kept = self._recent
        newer = kept is None or (found.version, kept.since) > (kept.version, found.since)
        if newer and len(found.articles) <= ARTICLES_KEPT:
            self._recent = found
            self._windows.clear()

    def _ranked(self, found: Recent, since: datetime, now: datetime) -> tuple[Ranking, Rendered]:
        kept = self._recent
        if kept is None or kept.version < found.version or kept.since > since:
            return rank(found.articles, since, now), Rendered()
        window = (bisect_right(kept.articles, since, key=_published), bisect_right(kept.articles, now, key=_published))
        if window not in self._windows:
            self._windows[window] = rank(kept.articles[slice(*window)], since, now), Rendered()
        self._windows.move_to_end(window)
        while len(self._windows) > WINDOWS_KEPT:
            self._windows.popitem(last=False)
        return self._windows[window]


def _published(article: Article) -> datetime:
    assert article.published_at is not None, "what is public was published"
    return article.published_at
