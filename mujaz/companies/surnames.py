"""Find the surnames, standing alone, of people whom the same text names in full: «ألكسندر وانغ … وقال وانغ».

It refuses surnames of people not named in full, and of Arab names with «بن», whose last word is somebody else's.
"""

from collections.abc import Sequence

from mujaz.companies.matches import Match
from mujaz.companies.names import Name
from mujaz.companies.spelling import skeleton
from mujaz.companies.words import Words


def surnames(words: Words, matches: Sequence[Match]) -> list[Match]:
    """Surnames alone of the people among the matches, where no match stands, in their order."""
    people = _named_in_full(words, matches)
    if not people:
        return []
    taken = {place for match in matches for place in range(match.first, match.last)}
    return [
        Match(people[min(people.keys() & signs.family)], place, place + 1, "", *words.word(place)[:2])
        for place, signs in words.telling
        if signs.family and not signs.family.isdisjoint(people) and place not in taken
    ]


def _named_in_full(words: Words, matches: Sequence[Match]) -> dict[str, Name]:
    """Who is named in full, by the skeleton of the surname as it is written; the first of several namesakes."""
    people: dict[str, Name] = {}
    for match in matches:
        if match.name.surname is not None and match.last - match.first > 1:
            people.setdefault(skeleton(_surname(words, match)), match.name)
    return people


def _surname(words: Words, match: Match) -> str:
    if match.name.surname == 0:
        return words.word(match.first)[2][len(match.prefix) :]
    return words.word(match.last - 1)[2]
