"""A deed of the desk as the audit log has it: who did what to what, when, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What came of it. BEGUN: Mujaz was stopped in the middle, and has not come back to it yet."""

    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    """Who asked for it has no right to it."""
    FORGED = "forged"
    """The button was not Mujaz's, or is older than its seals."""
    SPENT = "spent"
    """The button had done its work already."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody asked for: the kind of button and its verb («draft:now»), or what was sent («post»).

    `subject` is the number of the article, feed, run or person that it was done to, if any.
    """

    user_id: int
    name: str
    what: str
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A deed in the audit log; `at` in UTC."""

    id: int
    at: datetime
    deed: Deed
    outcome: Outcome
