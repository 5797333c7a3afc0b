"""A quantity of a text, as data."""

from dataclasses import dataclass

from mujaz.arabic.sentences import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `text[start:end]`, in code points of the text, in the sentence at `sentence`.

    `value` is an int where it is whole; `until` is the upper end of a range. `unit` is what the newsroom calls it:
    employees, jobs, users, percent, percent-stake, a currency (ISO 4217) or a currency with -valuation or -market-cap,
    a neutral riyal, dinar, pound, dirham, …, any other English noun, or "" for a noun that the lexicon lacks.
    `counted` is the noun as written; `bound` is one of = ≈ > ≥ < ≤. `stated` is False when the unit was left out and
    other words of the text supplied it.
    """

    value: float
    unit: str
    counted: str
    bound: str
    until: float | None
    start: int
    end: int
    sentence: Span
    stated: bool = True
