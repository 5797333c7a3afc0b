"""The catalogue as somebody browses it: by letter, country and activity, what is most reported first. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mujaz.arabic.fold import fold
from mujaz.arabic.tokens import words
from mujaz.companies.catalogue import Company
from mujaz.dossier import named
from mujaz.texts.catalogue import Voice


class By(StrEnum):
    """What companies are gathered by."""

    ALL = "all"
    LETTER = "letter"
    COUNTRY = "country"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Companies that have something in common; `value` is what: a letter, a country's or an activity's key."""

    by: By
    value: str = ""


def value_of(company: Company, by: By, voice: Voice) -> str:
    """What a company is gathered by: the first letter of its name as the reader reads it, its country, its activity."""
    match by:
        case By.ALL:
            return ""
        case By.LETTER:
            return fold(named(company, voice))[:1].upper()
        case By.COUNTRY:
            return company.country
        case By.ACTIVITY:
            return company.activity


def on(companies: Sequence[Company], shelf: Shelf, reported: Mapping[str, int], voice: Voice) -> list[Company]:
    """The companies of a shelf, the most reported first, equal ones by name."""
    found = [company for company in companies if value_of(company, shelf.by, voice) == shelf.value]
    return sorted(found, key=lambda company: (-reported.get(company.id, 0), fold(named(company, voice))))


def values(companies: Sequence[Company], by: By, voice: Voice) -> list[tuple[str, int]]:
    """What there is to choose from, and how many companies each has: letters in their order, else the fullest first."""
    counted = Counter(value_of(company, by, voice) for company in companies)
    if by is By.LETTER:
        return sorted(counted.items())
    return sorted(counted.items(), key=lambda item: (-item[1], label_of(Shelf(by, item[0]), voice)))


def label_of(shelf: Shelf, voice: Voice) -> str:
    """The name of a shelf, which may be a letter."""
    match shelf.by:
        case By.ALL:
            return voice.label("companies.all")
        case By.LETTER:
            return shelf.value
        case By.COUNTRY:
            return voice.country(shelf.value)
        case By.ACTIVITY:
            return voice.label(f"activity.{shelf.value}")


def shelf_of(companies: Sequence[Company], typed: str, voice: Voice) -> Shelf | None:
    """The shelf that somebody names: a letter, a country or an activity by words of its name; None for none."""
    wanted = set(words(typed))
    for by in (By.LETTER, By.COUNTRY, By.ACTIVITY):
        for value, _ in values(companies, by, voice):
            shelf = Shelf(by, value)
            if wanted and (wanted <= set(words(label_of(shelf, voice))) or wanted == set(words(value))):
                return shelf
    return None
