"""Inline queries: «@bot words» typed in any chat, what the bot offers for them, and which of it was picked.

A query takes one answer, soon (Bot API, answerInlineQuery). Knows nothing of chats.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from playground.bell import Bell
from playground.errors import QUERY_INVALID, bad_request
from playground.messages import JsonObject

LIFETIME = 30


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed behind the bot's name; `at` in unix seconds; `results` once the bot answered."""

    query_id: str
    person: int
    at: float
    results: Sequence[JsonObject] | None = None


class Inline:
    """Every inline query of this toy."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next_id = time.time_ns()
        self._queries: dict[str, Query] = {}
        self.bell = Bell()

    def new(self, person: int) -> Query:
        """A query of that person, now."""
        query = Query(str(self._next_id), person, self._clock())
        self._next_id += 1
        self._queries[query.query_id] = query
        return query

    def answer(self, query_id: str, results: Sequence[JsonObject]) -> None:
        """Takes the bot's results; refused where the query is unknown, answered already or too old."""
        query = self._queries.get(query_id)
        if query is None or query.results is not None or self._clock() - query.at > LIFETIME:
            raise bad_request(QUERY_INVALID)
        self._queries[query_id] = replace(query, results=results)
        self.bell.ring()

    def offered(self, query_id: str) -> Sequence[JsonObject] | None:
        """The results of that query, once there are any; LookupError for a query that never was."""
        if query_id not in self._queries:
            raise LookupError(f"nobody asked {query_id}")
        return self._queries[query_id].results

    def picked(self, query_id: str, result_id: str) -> JsonObject:
        """One of the results by its id. LookupError where there is none such."""
        for result in self.offered(query_id) or ():
            if result["id"] == result_id:
                return result
        raise LookupError(f"no result {result_id}")
