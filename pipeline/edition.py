"""What is due becomes runs, and what is new for one reader becomes letters. Sends nothing.

What a run brings to all its readers is decided in pipeline.shares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.article import Article
from mujaz.digest.choose import Choice, Taste, choose, taste
from mujaz.digest.compose import compose
from mujaz.digest.composition import Composition, again, met, pieces
from mujaz.digest.correct import form_of, speaking
from mujaz.digest.form import Form
from mujaz.digest.memory import Met
from mujaz.letter import Letter
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import Voice
from pipeline.clock import Clock
from pipeline.newsstand import Newsstand
from storage import runs, windows
from storage.compositions import Fresh, Kept
from storage.store import Store

STRANGER_WINDOW = timedelta(days=1)

Tails = tuple[bytes, ...]
"""The parts of a message in their order, sealed (pipeline.sender)."""

NOTHING: Tails = ()


@dataclass(slots=True)
class Brought:
    """What a run brings to readers who are alike. `kept` is what is stored of it, once it is; `fresh` is that before.

    An announcement has neither: all get the same.
    """

    tails: Tails
    fresh: Fresh | None = None
    kept: Kept | None = None


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


def written_again(composition: Composition, articles: Mapping[int, Article], moment: datetime) -> list[Letter]:
    """The letters of a digest that was due at a moment, as its articles now are; without those that were retracted."""
    items = tuple(item for piece in composition.pieces if (item := again(piece, articles)))
    return compose(Choice(items), form_of(composition.manner), speaking(composition.manner), moment)
