"""Finds the place that somebody typed, in Arabic or English and in whatever spelling, and with it the time zone.

The names are CLDR's (mujaz.places.cldr) and those of places.toml. It refuses to guess: where a name means several
places («طرابلس», «أمريكا») it gives them all, and for what it does not know the nearest spellings.
"""

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Any

from mujaz.arabic.fold import strip_controls
from mujaz.arabic.tokens import words
from mujaz.places import cldr

ARAB_COUNTRIES = (
    "SA", "AE", "KW", "QA", "BH", "OM", "YE", "IQ", "JO", "PS", "LB", "SY", "EG", "SD", "LY", "TN", "DZ", "MA", "MR",
    "SO", "DJ", "KM",
)  # fmt: skip
"""The members of the Arab League, from the Gulf westwards."""

MOST_TYPED = 60
"""Code points of a name that are looked at."""

NEAR = 3
_ALIKE = 0.5
"""How alike (difflib's ratio) a name must be to be offered."""

_AROUND = frozenset(words("مدينة بتوقيت توقيت في دولة city of time in"))
"""What people put around the name of a place."""

_ARTICLES = ("ال", "al", "el", "the")
_SHORTEST_WITH_ARTICLE = 5
_EGYPTIAN = str.maketrans({"غ": "ج"})
"""The g of «هامبورغ» is written ج in Egypt."""


@dataclass(frozen=True, slots=True)
class Place:
    """A city or a country that has one clock; `country` is an ISO 3166 code."""

    zone: str
    country: str
    ar: str
    en: str

    def called(self, language: str) -> str:
        """Its name in a language of ours."""
        return self.ar if language == "ar" else self.en


class Atlas:
    """Every place known by name. Costs about a tenth of a second to build."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """`tables` are those of places.toml."""
        self._tables = tables
        self._cities = {country: (*_listed(country, tables.get(country, {})),) for country in _countries()}
        self._exact: dict[str, list[Place]] = defaultdict(list)
        self._known: dict[str, list[Place]] = defaultdict(list)
        self._countries: dict[str, set[str]] = defaultdict(set)
        self._add_cities()
        self._add_countries()

    def find(self, typed: str) -> tuple[Place, ...]:
        """What the name may mean, one place for each zone; empty when nothing is known by it.

        IANA's names of zones are understood too, and «طرابلس، لبنان».
        """
        name = _clean(typed)
        if zone := cldr.zone_named(name):
            return (self._of_zone(zone),)
        if found := self._exact.get(name) or self._known.get(_key(name)):
            return _one_a_zone(found)
        told = [word for word in words(name) if word not in _AROUND]
        return _one_a_zone(self._known.get(_key(" ".join(told))) or self._within(told))

    def nearest(self, typed: str) -> tuple[Place, ...]:
        """At most three places whose names are spelled most like it. Takes some hundredths of a second."""
        keys = get_close_matches(_key(_clean(typed)), self._known, n=NEAR * 2, cutoff=_ALIKE)
        return tuple(dict.fromkeys(place for key in keys for place in self._known[key]))[:NEAR]

    def cities(self, country: str) -> tuple[Place, ...]:
        """The cities of a country, the first to be offered first; empty for what is no country."""
        return self._cities.get(country, ())

    def clocks(self, country: str) -> tuple[Place, ...]:
        """A place for each clock of a country: one where the country's name says enough."""
        if not (zone := self._clock(country)):
            return _one_a_zone(self.cities(country))
        return (Place(zone, country, self.country(country, "ar"), self.country(country, "en")),)

    def country(self, code: str, language: str) -> str:
        """The usual name of a country, short enough for a button; the code itself where there is none."""
        arabic, english = self._tables.get(code, {}).get("called", ("", ""))
        name = arabic if language == "ar" else english
        return name or cldr.country_names(language).get(code, code)

    def _of_zone(self, zone: str) -> Place:
        return Place(zone, cldr.zones()[zone], cldr.city_of(zone, "ar"), cldr.city_of(zone, "en"))

    def _clock(self, country: str) -> str | None:
        zones = cldr.zones_of(country)
        return self._tables.get(country, {}).get("clock") or (zones[0] if len(zones) == 1 else None)

    def _within(self, told: Sequence[str]) -> list[Place]:
        """A city followed or led by its country."""
        for cut in range(1, len(told)):
            one, other = _key(" ".join(told[:cut])), _key(" ".join(told[cut:]))
            for city, country in ((one, other), (other, one)):
                codes = self._countries.get(country, ())
                if found := [place for place in self._known.get(city, ()) if place.country in codes]:
                    return found
        return []

    def _add_cities(self) -> None:
        for country, table in self._tables.items():
            for zone, cities in _zones(table):
                for names in cities:
                    self._name(Place(zone, country, names[0], names[1]), names)
        for zone in cldr.zones():
            place = self._of_zone(zone)
            self._name(place, (place.ar, place.en))

    def _add_countries(self) -> None:
        official = [cldr.country_names(language) for language in ("ar", "en")]
        for country in _countries():
            table = self._tables.get(country, {})
            names = [*table.get("called", ()), *table.get("names", ()), *(o[country] for o in official if country in o)]
            for place in self.clocks(country):
                self._name(place, names)
            for name in names:
                self._countries[_key(name)].add(country)

    def _name(self, place: Place, names: Iterable[str]) -> None:
        for name in names:
            key = _key(name)
            for spelled in {key, key.translate(_EGYPTIAN)}:
                self._known[spelled].append(place)
            if _has_marks(name):
                self._exact[unicodedata.normalize("NFC", name)].append(place)


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """The places of the package."""
    return Atlas(tomllib.loads(files("mujaz.places").joinpath("places.toml").read_text("utf-8")))


def _countries() -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ARAB_COUNTRIES, *sorted(set(cldr.zones().values())))))


def _listed(country: str, table: Mapping[str, Any]) -> Iterator[Place]:
    """The cities of places.toml, or else those after which the country's zones are named."""
    listed = [Place(zone, country, names[0], names[1]) for zone, cities in _zones(table) for names in cities]
    yield from listed or (
        Place(zone, country, cldr.city_of(zone, "ar"), cldr.city_of(zone, "en")) for zone in cldr.zones_of(country)
    )


def _zones(table: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    return ((key, value) for key, value in table.items() if "/" in key)


def _one_a_zone(places: Iterable[Place]) -> tuple[Place, ...]:
    by_zone: dict[str, Place] = {}
    for place in places:
        by_zone.setdefault(place.zone, place)
    return tuple(by_zone.values())


def _clean(typed: str) -> str:
    return unicodedata.normalize("NFC", strip_controls(typed[:MOST_TYPED])).strip(" \n\t.,،؛!؟?«»\"'")


def _has_marks(name: str) -> bool:
    return any(unicodedata.combining(character) for character in name)


def _key(name: str) -> str:
    """A name as it compares: without articles, spaces, and what is spelled now so and now otherwise."""
    told = words(name)
    kept = [word for word in told if word not in _ARTICLES] or told
    return "".join(map(_bare, kept))


def _bare(word: str) -> str:
    if len(word) >= _SHORTEST_WITH_ARTICLE:
        word = word.removeprefix(next((article for article in _ARTICLES if word.startswith(article)), ""))
    if word.endswith("ه"):  # «سوريه» and «سوريا»
        word = word[:-1] + "ا"
    return word.replace("ء", "")  # «صنعا» for «صنعاء»
