"""How a digest is to be written, beside its voice. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from mujaz.subscriber import Length

ON_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Form:
    """`length` is how much of each story is told; `late` how long after its time it comes, if it does.

    `names` are those of companies, products and people in the reader's language, by their ids; who is not in it is not
    named. `bot` is the name by which stories' links lead to the bot; where it is not given, nothing links there.
    """

    length: Length = Length.BRIEF
    late: timedelta = ON_TIME
    names: Mapping[str, str] = field(default_factory=dict, compare=False)  # they go with the language
    bot: str = ""
