"""Sketches of articles as JSON: the form in which the index of stories outlives a restart."""

from datetime import datetime

import orjson

from mujaz.stories.market import MarketReport
from mujaz.stories.sketch import Facts, Sketch


def to_json(sketch: Sketch) -> str:
    """A sketch as it is stored."""
    return orjson.dumps(sketch, default=sorted).decode()  # the only thing here that JSON does not know is a set


def from_json(stored: str) -> Sketch:
    """The sketch that was stored."""
    sketch = orjson.loads(stored)
    facts = sketch["facts"]
    market = facts["market"] and MarketReport(**facts["market"] | {"which": frozenset(facts["market"]["which"])})
    return Sketch(
        Facts(
            time=datetime.fromisoformat(facts["time"]),
            outlet=facts["outlet"],
            names=tuple(facts["names"]),
            subjects=tuple(facts["subjects"]),
            places=frozenset(facts["places"]),
            figures=tuple(facts["figures"]),
            event=facts["event"],
            market=market,
        ),
        sketch["terms"],
    )
