"""Where the reader lives, for the clock: a country, one of its cities, a place in the world, a name, a location."""

from collections.abc import Sequence

from handlers.settings_view import Kind, Screen, View
from mujaz.letter import Button
from mujaz.places import cldr
from mujaz.places.atlas import ARAB_COUNTRIES, Place, atlas

WORLD = (
    "Europe/Istanbul", "Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Amsterdam", "Europe/Brussels",
    "Europe/Stockholm", "Europe/Copenhagen", "Europe/Oslo", "Europe/Vienna", "Europe/Zurich", "Europe/Rome",
    "Europe/Madrid", "Europe/Athens", "Europe/Moscow", "America/New_York", "America/Detroit", "America/Chicago",
    "America/Los_Angeles", "America/Toronto", "America/Vancouver", "America/Sao_Paulo", "Asia/Tehran", "Asia/Karachi",
    "Asia/Kolkata", "Asia/Kuala_Lumpur", "Asia/Jakarta", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney",
    "Australia/Melbourne", "Africa/Lagos", "Africa/Nairobi", "Africa/Addis_Ababa",
)  # fmt: skip
"""Where many Arabs live, or work, outside the Arab countries; every other place is typed."""


def zone(view: View) -> Screen:
    """The Arab countries; one that has several clocks leads to its cities."""
    return view.screen(
        view.voice.say("settings.ask_zone", place=view.voice.place(view.reader.zone)),
        [_country(view, code) for code in ARAB_COUNTRIES],
        3,
        view.opens("world"),
        *([view.opens("here")] if view.kind is Kind.OWN else []),  # Telegram sends no location elsewhere by a button
    )


def world(view: View) -> Screen:
    """Cities elsewhere."""
    places = [place for zone in WORLD for place in atlas().find(zone)]
    return view.screen(view.voice.say("settings.ask_world"), buttons(view, places), 3, view.opens("zone"))


def cities(view: View, country: str) -> Screen:
    """A city for each clock of a country. Raises ValueError for what has none."""
    places = atlas().clocks(country)
    if not places:
        raise ValueError(country)
    return view.screen(view.voice.say("settings.ask_city"), buttons(view, places), 3, view.opens("zone"))


def buttons(view: View, places: Sequence[Place]) -> list[Button]:
    """A button for each place."""
    return [
        view.puts(
            place.called(view.voice.language), "place", f"{place.country}:{place.zone}", chosen=_is_home(view, place)
        )
        for place in places
    ]


def where(value: str) -> tuple[str, str]:
    """Zone and country of a tapped place («PS:Asia/Jerusalem»). Raises ValueError for what is no place."""
    country, _, name = value.partition(":")
    zone = cldr.zone_named(name)
    if zone is None or country not in cldr.zones().values():
        raise ValueError(value)
    return zone, country


def _country(view: View, code: str) -> Button:
    name = atlas().country(code, view.voice.language)
    clocks = atlas().clocks(code)
    home = view.reader.country == code or (view.reader.country is None and view.reader.zone in [c.zone for c in clocks])
    if len(clocks) > 1:
        return view.opens(f"cities:{code}", view.voice.label("chosen", it=name) if home else name)
    return view.puts(name, "place", f"{code}:{clocks[0].zone}", chosen=home)


def _is_home(view: View, place: Place) -> bool:
    return place.zone == view.reader.zone and view.reader.country in (None, place.country)
