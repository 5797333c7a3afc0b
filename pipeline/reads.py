"""Small questions to the database that many people ask at once: they go there together, in one hop.

Not for a question that may take long, nor for one with a deadline: whoever asks at the same time waits along with it.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from pipeline.together import Together
from storage.connection import Outcome, Question, answer_each
from storage.store import Store

P = ParamSpec("P")
T = TypeVar("T")


class Reads:
    """One a bot. What is asked twice in a round is read once, so an answer is not to be changed.

    A question that fails fails nobody else's.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rounds = Together[Question, Outcome[Any]](lambda asked: store.read(answer_each, asked))

    async def ask(self, unit: Callable[Concatenate[Any, P], T], *args: P.args, **_: P.kwargs) -> T:
        """What a reading unit gives for arguments that can be compared. Raises what `Store.read` raises."""
        outcome = await self._rounds.ask((unit, args))
        assert outcome is not None, "every question is answered"
        with self._store.errors():
            return cast(T, outcome.unwrap())
