"""What is due becomes runs, and a reader's part of a run becomes letters. Sends nothing.

Stories are ranked once, and each is rendered once for all readers of an edition who want it alike; what many are to get
word for word is joined and serialised once.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.article import Article
from mujaz.digest.choose import Choice, Taste, choose, taste
from mujaz.digest.compose import compose
from mujaz.digest.composition import Composition, Manner, again, met, pieces
from mujaz.digest.correct import form_of, speaking
from mujaz.digest.form import ON_TIME, Form
from mujaz.digest.memory import Memory, Met, remember
from mujaz.digest.ranking import Ranking, rank
from mujaz.digest.rendered import Rendered
from mujaz.letter import Letter
from mujaz.run import Run
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import Voice
from pipeline.clock import Clock
from pipeline.newsstand import Newsstand
from storage import compositions, runs, windows
from storage.audience import News
from storage.compositions import Fresh, Kept
from storage.store import Store

STRANGER_WINDOW = timedelta(days=1)

REMEMBERED = 2048
"""Different texts that an edition holds at a time: some ten megabytes."""

Seal = Callable[[Letter], bytes]
Tails = tuple[bytes, ...]
"""The parts of a message in their order, sealed (pipeline.sender)."""

NOTHING: Tails = ()


@dataclass(slots=True)
class Brought:
    """What a run brings to readers who are alike. `kept` is what is stored of it, once it is; `fresh` is that before.

    An announcement has neither: all get the same. `updates` are the stories that its readers met before.
    """

    tails: Tails
    fresh: Fresh | None = None
    kept: Kept | None = None
    updates: Sequence[int] = ()


async def open_due_runs(store: Store, clock: Clock) -> int:
    """Opens a run for each slot that fell due; says how many. Safe to call as often as one likes."""
    now = clock()
    if not await store.read(runs.any_due, now):  # the tick asks every second: a commit each time would wear the disk
        return 0
    return await store.write(runs.open_due, now)


@dataclass(frozen=True, slots=True)
class Asked:
    """A digest that was asked for, and what its reader knows once it is there."""

    letters: Sequence[Letter]
    told: Sequence[Met] = ()


async def digest_now(
    store: Store, stand: Newsstand, chat_id: int, reader: Subscriber | None, tongue: Voice, now: datetime, bot: str = ""
) -> Asked:
    """What is new for a chat up to `now`, in order; for one that never subscribed, what the last day brought.

    `bot` is the name to which links of stories lead.
    Closes a reader's window at `now`: the caller notes that the reader had it (`knowing.had_digest`).
    """
    if reader is not None:
        await store.write(windows.close, now)
    since = reader.last_due_at if reader else now - STRANGER_WINDOW
    fresh = await stand.fresh(chat_id, since, now)
    choice = choose(fresh.ranking, taste(reader) if reader else Taste(), fresh.memory)
    letters = compose(
        choice, Form(reader.choices.length, bot=bot) if reader else Form(bot=bot), tongue, now, fresh.rendered
    )
    return Asked(letters, met(pieces(choice.items, letters), 0))


class Edition:
    """The digests of one run. Readers with the same window, taste, voice and memory share what is joined."""

    def __init__(self, run: Run, news: News, seal: Seal, bot: str = "") -> None:
        self._bot = bot
        self.news = news
        self._run = run
        self._seal = seal
        self._late = run.opened_at - run.due_at if run.late else ON_TIME
        self._published = [article.published_at for article in news.articles if article.published_at is not None]
        self._windows: dict[int, tuple[Ranking, Rendered]] = {}
        self._brought: dict[int, tuple[Subscriber, Brought | None]] = {}

    def strangers(self, readers: Sequence[Subscriber]) -> list[Subscriber]:
        """Those of these readers for whom nothing was decided yet, each of the alike once."""
        if len(self._brought) > REMEMBERED:
            self._brought.clear()
        return list({id(reader): reader for reader in readers if id(reader) not in self._brought}.values())

    def brought(self, reader: Subscriber) -> Brought | None:
        """What the run brings to a reader for whom it was decided; None when nothing is new."""
        return self._brought[id(reader)][1]

    def bring(self, reader: Subscriber, memory: Memory) -> Brought | None:
        """Decides what the run brings to a reader whose window opens at its last digest, and who was told the memory.

        By its object, which is one for all who are alike (storage.subscribers).
        """
        opens = bisect_right(self._published, reader.last_due_at)
        found = None if opens == len(self._published) else self._join(reader, opens, memory)
        self._brought[id(reader)] = (reader, found)
        return found

    def _join(self, reader: Subscriber, opens: int, memory: Memory) -> Brought | None:
        if opens not in self._windows:
            self._windows[opens] = rank(self.news.articles, reader.last_due_at, self._run.due_at), Rendered()
        ranking, rendered = self._windows[opens]
        choice = choose(ranking, taste(reader), memory)
        manner = manner_of(reader, self._late, self._bot)
        letters = compose(choice, form_of(manner), speaking(manner), self._run.due_at, rendered)
        if not letters:
            return None
        told = pieces(choice.items, letters)
        after = remember(memory, met(told, self._run.id))
        written = compositions.written(Composition(told, len(letters), manner))
        updates = [it.story for it in told if it.since]
        return Brought(tuple(map(self._seal, letters)), Fresh(written, reader.memory, after.blob), updates=updates)


def written_again(composition: Composition, articles: Mapping[int, Article], moment: datetime) -> list[Letter]:
    """The letters of a digest that was due at a moment, as its articles now are; without those that were retracted."""
    items = tuple(item for piece in composition.pieces if (item := again(piece, articles)))
    return compose(Choice(items), form_of(composition.manner), speaking(composition.manner), moment)


def manner_of(reader: Subscriber, late: timedelta = ON_TIME, bot: str = "") -> Manner:
    """How a reader wants to be written to."""
    choices = reader.choices
    look = (choices.digits, choices.calendar, choices.length)
    return Manner(reader.language, reader.zone, reader.country, *look, late, bot)
