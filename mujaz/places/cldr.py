"""What Unicode's CLDR knows of time zones, countries and weekends, by today's IANA names of zones.

It refuses to correct CLDR, but where it stands beside the correction.
"""

from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.core import get_global

FRIDAY_ONLY = 1 << 4
FRIDAY_SATURDAY = 0b0110000
WEEKENDS = {
    "DJ": FRIDAY_ONLY,  # a week of six days from Saturday to Thursday; CLDR 47 has the world's Saturday and Sunday
    "SO": FRIDAY_ONLY,  # as in Djibouti
    "PS": FRIDAY_SATURDAY,  # offices and schools of the Palestinian Authority
}
"""Weekends of Arab countries of which CLDR knows nothing, as bits of a week (mujaz.subscriber.EVERY_DAY)."""

CITIES = {("Asia/Hebron", "ar"): "الخليل"}
"""Where CLDR has two names in one («هيبرون (مدينة الخليل)»)."""


@lru_cache(maxsize=1)
def zones() -> Mapping[str, str]:
    """Every zone of a place on land that has clocks of its own, and its country (ISO 3166)."""
    countries = get_global("zone_territories")
    return {zone: country for zone, country in countries.items() if len(country) == 2 and country != "ZZ"}


@lru_cache(maxsize=512)
def zone_named(name: str) -> str | None:
    """The zone of that IANA name, in any case and by any name it ever had («Africa/Cairo», «asia/calcutta»).

    None for what no place on land is called: «Etc/GMT-3» is no place.
    """
    named = _names().get(name.strip().replace(" ", "_").casefold())
    return named if named is not None and _is_known(named) else None


@lru_cache(maxsize=1024)
def city_of(zone: str, language: str) -> str:
    """The city after which a zone is named; CLDR keeps its names under older names of zones («Asia/Calcutta»)."""
    if (zone, language) in CITIES:
        return CITIES[zone, language]
    known = Locale.parse(language).time_zones
    cities = (known[name].get("city") for name in (zone, *_older_names(zone)) if name in known)
    return next((str(city) for city in cities if city), zone.rpartition("/")[2].replace("_", " "))


def country_names(language: str) -> Mapping[str, str]:
    """The names of the countries that have zones, by ISO 3166 code."""
    names = Locale.parse(language).territories
    return {country: names[country] for country in sorted(set(zones().values())) if country in names}


def zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country, the one named after its first city first as CLDR orders them."""
    return tuple(zone for zone, its_country in zones().items() if its_country == country and _is_known(zone))


@lru_cache(maxsize=256)
def weekend(country: str | None) -> int:
    """The days off of a country as bits of a week; Saturday and Sunday, the world's, where nothing else is known."""
    if country in WEEKENDS:
        return WEEKENDS[country]
    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en_001")
    first, last = locale.weekend_start, locale.weekend_end
    return sum(1 << (first + i) % 7 for i in range((last - first) % 7 + 1))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    names = {old.casefold(): new for old, new in get_global("zone_aliases").items() if new in zones()}
    return names | {zone.casefold(): zone for zone in zones()}


def _older_names(zone: str) -> tuple[str, ...]:
    return tuple(old for old, new in get_global("zone_aliases").items() if new == zone)


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
