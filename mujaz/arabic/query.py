"""What a person typed into the search, parsed: words, phrases in quotation marks, exclusions, a company, a period.

Total: every string is a query, and none is an error. It knows no names and looks nothing up.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from mujaz.arabic.fold import fold
from mujaz.arabic.periods import Period, take_period
from mujaz.arabic.stem import STOP_WORDS
from mujaz.arabic.tokens import tokens

MOST_WORDS = 24
"""Words of a query that count; a longer text is read up to there."""

_COMPANY = re.compile(
    r"(?<!\S)(?:شركة|شركه|company)[:：](?:«([^«»]+)»|[\"“”]([^\"“”]+)[\"“”]|([^\s:]+))", re.IGNORECASE
)
_QUOTED = re.compile(r"((?<!\S)[-−])?(?:«([^«»]+)»|[\"“”„]([^\"“”„]+)[\"“”])")
_EXCLUDED = re.compile(r"(?<!\S)[-−](?=\w)(\S+)")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed question. Words are folded tokens; `text` is what they and the period were read from, as typed.

    `company` is as typed. `excluded` holds single words and phrases alike, each as its words. `whole` is the same
    question with its period read as words, for when the period holds no answer; None where no period is named.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    company: str | None = None
    period: Period | None = None
    whole: "Query | None" = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words that an answer is looked for by, those of phrases among them, each once and at most MOST_WORDS."""
        return tuple(dict.fromkeys((*self.words, *(word for phrase in self.phrases for word in phrase))))[:MOST_WORDS]


def parse(text: str, now: datetime, zone: tzinfo) -> Query:
    """Reads a query; days are those of `zone` around `now` (aware)."""
    company, text = _taken(_COMPANY, text)
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for match in _QUOTED.finditer(text):
        (excluded if match[1] else phrases).append(_words(match[2] or match[3]))
    text = _QUOTED.sub(" ", text)
    excluded += [_words(match[1]) for match in _EXCLUDED.finditer(text)]
    text = _EXCLUDED.sub(" ", text)
    whole = Query(text, _telling(_words(text)), _filled(phrases), _filled(excluded), company)
    period, rest = take_period(fold(text), now, zone)
    return replace(whole, words=_telling(_words(rest)), period=period, whole=whole) if period else whole


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    match = pattern.search(text)
    if match is None:
        return None, text
    return next(filter(None, match.groups())), f"{text[: match.start()]} {text[match.end() :]}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokens(text))


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in STOP_WORDS)


def _filled(groups: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(group for group in groups if group)
