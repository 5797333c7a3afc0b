"""The control API for proofs: what a test or a benchmark asks of a toy that runs as a process of its own.

POST /_ctl/synthetic, limits, faults, clock, latency · DELETE /_ctl/faults · GET /_ctl/counts, violations. The bodies
are the arguments of the methods and dataclasses named here; bad input is a 400 that says what is wrong.
"""

from aiohttp import web

from playground.control import body_of, checked
from playground.crowd import Crowd, every, nobody
from playground.faults import Fault, Faults
from playground.messages import JsonObject
from playground.rates import Limits
from playground.trouble import Trouble
from playground.world import World


class Proving:
    """The proofs' side of the toy."""

    def __init__(self, world: World, faults: Faults, trouble: Trouble) -> None:
        self._world = world
        self._faults = faults
        self._trouble = trouble

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Puts itself among the addresses of the server."""
        router.add_post("/_ctl/synthetic", checked(self._synthetic))
        router.add_post("/_ctl/limits", checked(self._limits))
        router.add_post("/_ctl/faults", checked(self._fault))
        router.add_delete("/_ctl/faults", checked(self._no_faults))
        router.add_post("/_ctl/clock", checked(self._clock))
        router.add_post("/_ctl/latency", checked(self._latency))
        router.add_get("/_ctl/counts", checked(self._counts))
        router.add_get("/_ctl/violations", checked(self._violations))

    async def _synthetic(self, request: web.Request) -> JsonObject:
        """`first_id`, `count`, and `blocked_every` for the ids whose people have blocked the bot."""
        given = await body_of(request)
        first, blocked_every = int(given["first_id"]), given.get("blocked_every")
        blocked = every(int(blocked_every)) if blocked_every else nobody
        self._world.crowds.append(Crowd(range(first, first + int(given["count"])), blocked))
        return {}

    async def _limits(self, request: web.Request) -> JsonObject:
        """Limits, and `strict`."""
        given = await body_of(request)
        strict = bool(given.pop("strict", True))
        self._world.keep_pace(Limits(**given), strict=strict)
        return {}

    async def _fault(self, request: web.Request) -> JsonObject:
        """A Fault; retry_after is a list of two."""
        given = await body_of(request)
        if "retry_after" in given:
            first, last = given["retry_after"]
            given["retry_after"] = (int(first), int(last))
        self._faults.add(Fault(**given))
        return {}

    async def _no_faults(self, request: web.Request) -> JsonObject:
        self._faults.clear()
        return {}

    async def _clock(self, request: web.Request) -> JsonObject:
        """A timedelta's arguments."""
        self._world.clock.turn(**await body_of(request))
        return {"now": self._world.clock()}

    async def _latency(self, request: web.Request) -> JsonObject:
        """`shortest` and `longest`, in real seconds."""
        given = await body_of(request)
        self._trouble.latency = float(given["shortest"]), float(given["longest"])
        return {}

    async def _counts(self, request: web.Request) -> JsonObject:
        """`first` and `count` in the query name the chats that should each have got something."""
        first, count = int(request.query.get("first", 0)), int(request.query.get("count", 0))
        return self._world.ledger.summary(range(first, first + count))

    async def _violations(self, request: web.Request) -> JsonObject:
        return {"violations": self._world.violations}
