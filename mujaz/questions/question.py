"""Reads a text as a question: what it asks for, whom it names, and the other words that an answer must hold.

Total: what is no question gives None. It answers nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mujaz.arabic.stem import STOP_WORDS, bases, is_arabic
from mujaz.arabic.tokens import Token, tokens, words
from mujaz.companies.gazetteer import Gazetteer
from mujaz.questions.terms import data, keys, keys_of, meaning

MOST = 20
"""Words of a question that count."""
_FIRST = 4
_ATTACHED = "لبوفك"


class Asks(StrEnum):
    """What a question asks for."""

    COUNT = "count"
    WHEN = "when"
    WHO = "who"
    WHICH = "which"


class Measure(StrEnum):
    """What is counted."""

    MONEY = "money"
    PERCENT = "percent"
    PEOPLE = "people"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Term:
    """A word that an answer must hold, as typed and folded, with the keys of what would do."""

    word: str
    keys: frozenset[str]
    means: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `names` are ids of the catalogue, `companies` those that they lead to.

    `counted` holds the keys of what is counted; `role` is one of questions.toml; `ahead`: it asks of what is to come;
    `for_name`: it asks how something is called.
    """

    asks: Asks
    names: tuple[str, ...]
    companies: frozenset[str]
    terms: tuple[Term, ...]
    text: str
    measure: Measure = Measure.THING
    counted: frozenset[str] = frozenset()
    role: str | None = None
    ahead: bool = False
    for_name: bool = False


def read(text: str, gazetteer: Gazetteer) -> Question | None:
    """The question that a text asks; None where it asks none that can be answered so."""
    said = tokens(text)[:MOST]
    opening = _opening(said)
    if opening is None:
        return None
    asks, length = opening
    rest = said[length:]
    if not rest or (asks is Asks.WHO and length == 1 and not _asks_who(said)):
        return None
    start = rest[0].start
    mentions = gazetteer.asked(text[start:])
    spans = [(mention.start + start, mention.end + start) for mention in mentions]
    free = [token for token in rest if not any(begin <= token.start < end for begin, end in spans)]
    companies = {mention.id if mention.kind == "company" else mention.owner or "" for mention in mentions}
    role = _role(free) if asks is Asks.WHO and mentions else None
    measure, counted = _measure(free, said[0].norm) if asks is Asks.COUNT else (Measure.THING, frozenset[str]())
    implied = counted if measure in (Measure.PEOPLE, Measure.THING) else frozenset()
    if asks is Asks.WHEN:
        implied = keys_of(tuple(data()["alike"]["says"]))
    terms = () if role else tuple(_terms(free, implied))
    if not mentions and not terms:
        return None
    ahead = asks is Asks.WHEN and bool(free) and _is_ahead(free[0].norm)
    names = tuple(dict.fromkeys(mention.id for mention in mentions))
    return Question(
        asks, names, frozenset(companies - {""}), terms, text[start:], measure, counted, role, ahead, _asks_name(said)
    )


def title_of(role: str) -> str:
    """The words of a role as most articles write them. Raises KeyError for a role that is none."""
    return data()["roles"][role][0]


@lru_cache(maxsize=1)
def _openings() -> dict[tuple[str, ...], Asks | None]:
    """What a question begins with, folded; None: a figure, where a measure follows."""
    asks = data()["asks"]
    found: dict[tuple[str, ...], Asks | None] = {
        tuple(words(phrase)): Asks(kind) for kind in Asks for phrase in asks[kind]
    }
    return found | {tuple(words(phrase)): None for phrase in asks["measured"] if tuple(words(phrase)) not in found}


def _opening(said: list[Token]) -> tuple[Asks, int] | None:
    """What is asked for, and how many words say so; the longest way to ask wins."""
    norms = [token.norm for token in said]
    for length in range(min(_FIRST, len(norms)), 0, -1):
        start = tuple(norms[:length])
        if start not in _openings():
            continue
        asks = _openings()[start]
        if asks is not None:
            return asks, length
        if length < len(norms) and keys(norms[length]) & _measures():
            return Asks.COUNT, length
    return None


def _asks_who(said: list[Token]) -> bool:
    """«من» also means «from»: it asks who before a verb, or before what somebody is."""
    if said[0].norm != "من":
        return True
    second = said[1].norm
    return bool(keys(second) & _roles_keys()) or second.startswith(("ي", "ت")) or len(said) > 2


def _asks_name(said: list[Token]) -> bool:
    return any(token.norm == "اسم" for token in said[:3])


@lru_cache(maxsize=1)
def _measures() -> frozenset[str]:
    return keys_of(tuple(data()["measures"]["money"] + data()["measures"]["percent"]))


@lru_cache(maxsize=1)
def _roles_keys() -> frozenset[str]:
    return keys_of(tuple(word for role in data()["roles"].values() for word in role))


def _role(free: list[Token]) -> str | None:
    """The role whose words are all that is asked; the narrower one («المدير المالي») before the wider («مدير»)."""
    own = [keys(token.norm) for token in free if not _is_light(token.norm)]
    for role in ("cfo", "founder", "ceo"):
        of_role = keys_of(tuple(data()["roles"][role]))
        if own and all(word & of_role for word in own) and (role != "cfo" or len(own) > 1):
            return role
    return None


def _measure(free: list[Token], asking: str) -> tuple[Measure, frozenset[str]]:
    measures = data()["measures"]
    said = [keys(token.norm) for token in free]
    first = next((word for word in said if word), frozenset[str]())
    people = {word for phrase in measures["people"] for word in words(phrase)}
    if any(token.norm in people or set(bases(token.norm)) & people for token in free[:2]):
        return Measure.PEOPLE, keys_of(tuple(measures["people"]))
    if first & keys_of(tuple(data()["moved"]["verbs"])):
        return Measure.PERCENT, frozenset()
    for kind in (Measure.PERCENT, Measure.MONEY):
        if any(word & keys_of(tuple(measures[kind])) for word in said[:2]):
            return kind, frozenset()
    if asking == "بكم" or first & keys_of(tuple(data()["paid"]["verbs"])) or not is_arabic(asking):
        return Measure.MONEY, frozenset()
    return Measure.THING, first


def _terms(free: list[Token], counted: frozenset[str]) -> Iterator[Term]:
    for token in free:
        own = keys(token.norm)
        if own and not own & counted and not _is_light(token.norm):
            yield Term(token.norm, own, meaning(token.norm))


def _is_light(word: str) -> bool:
    return word in STOP_WORDS or word in _light() or (word[0] in _ATTACHED and word[1:] in _light())


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(word for phrase in data()["light"]["words"] for word in words(phrase))


def _is_ahead(verb: str) -> bool:
    """Whether an Arabic verb tells what is or will be: «ينضم», «ستنضم», not «تأسست»."""
    return verb.startswith(("ي", "سي", "ست")) or (verb.startswith("ت") and not verb.endswith("ت") and len(verb) > 3)
