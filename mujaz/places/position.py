"""The place in which a point on the map lies, by the boundaries of time zones (tzfpy: OpenStreetMap's).

It refuses points at sea: their nautical zones are no clock by which anybody lives.
"""

import tzfpy

from mujaz.errors import NoClockThere
from mujaz.places import cldr
from mujaz.places.atlas import Place


def place_at(latitude: float, longitude: float) -> Place:
    """The place of a point (degrees), called by the city after which its zone is named.

    Raises NoClockThere at sea and off the map. The first call loads the boundaries: a tenth of a second.
    """
    zone = cldr.zone_named(tzfpy.get_tz(longitude, latitude))
    if zone is None:
        raise NoClockThere
    return Place(zone, cldr.zones()[zone], cldr.city_of(zone, "ar"), cldr.city_of(zone, "en"))
