"""What a few words after a command narrow down: «meta تسريح 30» is Meta, layoffs, the last thirty days.

In any order and in either language. Total: what it cannot read stays in the rest. Knows no companies.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from mujaz.arabic.tokens import Token, tokens
from mujaz.texts.catalogue import LANGUAGES, voice

DAYS_MOST = 3650
SPANS = {"days_of.week": 7, "days_of.month": 30, "days_of.year": 365}
"""The keys of the words that stand for so many days."""
DAY_WORDS = "days_of.day"
KINDS = (
    "acquisition", "earnings", "funding", "hiring", "infrastructure", "launch", "lawsuit", "layoffs", "leadership",
    "partnership", "regulation", "research",
)  # fmt: skip
"""The kinds of mujaz/events that somebody can ask for by name."""

_LONGEST = 3
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is left as it was typed; of how many days back (None: however many), and of which kind of event."""

    rest: str
    days: int | None = None
    event: str | None = None


def narrow(text: str) -> Narrowed:
    """Takes the first number of days and the first kind of event out of a text."""
    said = tokens(text)
    rest: list[str] = []
    days = event = None
    at = 0
    while at < len(said):
        phrase, meaning = _phrase_at(said, at)
        if days is None and isinstance(meaning, int):
            days, at = meaning, at + phrase
        elif event is None and isinstance(meaning, str):
            event, at = meaning, at + phrase
        else:
            rest.append(text[said[at].start : said[at].end])
            at += 1
    return Narrowed(text if days is None and event is None else " ".join(rest), days, event)


def _phrase_at(said: list[Token], at: int) -> tuple[int, int | str | None]:
    """How many words the longest phrase has that begins there, and what it means: days, or a kind of event."""
    phrases, day_words = _lexicon()
    for length in range(min(_LONGEST, len(said) - at), 0, -1):
        meaning = phrases.get(tuple(word.norm for word in said[at : at + length]))
        if meaning is not None:
            return length, meaning
    number = said[at].norm
    if number.isdecimal() and len(number) <= 4 and 1 <= int(number) <= DAYS_MOST:
        follows = at + 1 < len(said) and said[at + 1].norm in day_words
        return (2 if follows else 1), int(number)
    return 1, None


@lru_cache(maxsize=1)
def _lexicon() -> tuple[Mapping[Phrase, int | str], frozenset[str]]:
    """The phrases that mean something, in folded words, and the words for days that may follow a number."""
    phrases: dict[Phrase, int | str] = {}
    for key, days in SPANS.items():
        phrases |= dict.fromkeys(_said(key), days)
    for kind in KINDS:
        phrases |= dict.fromkeys(_said(f"words_of_event.{kind}"), kind)
    return phrases, frozenset(words[0] for words in _said(DAY_WORDS))


def _said(key: str) -> Iterator[Phrase]:
    """The phrases of a key in every language: who reads Mujaz in English still types «تسريح»."""
    for language in LANGUAGES:
        for phrase in voice(language, ZoneInfo("UTC")).words(key):
            yield _norms(phrase)


def _norms(phrase: str) -> Phrase:
    return tuple(token.norm for token in tokens(phrase))
