"""Every place where Arabs live is found by the names people give it, and with it the clock that hangs there."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import NoClockThere
from mujaz.places import cldr
from mujaz.places.atlas import ARAB_COUNTRIES, NEAR, atlas
from mujaz.places.position import place_at
from mujaz.texts.catalogue import LANGUAGES

CAPITALS = {
    "SA": "الرياض", "AE": "أبوظبي", "KW": "الكويت", "QA": "الدوحة", "BH": "المنامة", "OM": "مسقط", "YE": "صنعاء",
    "IQ": "بغداد", "JO": "عمّان", "PS": "القدس", "LB": "بيروت", "SY": "دمشق", "EG": "القاهرة", "SD": "الخرطوم",
    "LY": "طرابلس الغرب", "TN": "تونس", "DZ": "الجزائر", "MA": "الرباط", "MR": "نواكشوط", "SO": "مقديشو",
    "DJ": "جيبوتي", "KM": "موروني",
}  # fmt: skip


def zones(typed: str) -> list[str]:
    return [place.zone for place in atlas().find(typed)]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("القاهرة", "Africa/Cairo"),
        ("قاهره", "Africa/Cairo"),
        ("Cairo", "Africa/Cairo"),
        ("بتوقيت القاهرة", "Africa/Cairo"),
        ("القاهرة، مصر", "Africa/Cairo"),
        ("مصر", "Africa/Cairo"),
        ("EGYPT", "Africa/Cairo"),
        ("Africa/Cairo", "Africa/Cairo"),
        ("africa/cairo", "Africa/Cairo"),
        ("اسكندريه", "Africa/Cairo"),
        ("السعودية", "Asia/Riyadh"),
        ("المملكة العربية السعودية", "Asia/Riyadh"),
        ("KSA", "Asia/Riyadh"),
        ("جده", "Asia/Riyadh"),
        ("مكة", "Asia/Riyadh"),
        ("الخبر", "Asia/Riyadh"),
        ("alkhobar", "Asia/Riyadh"),
        ("Al-Khobar", "Asia/Riyadh"),
        ("الإمارات", "Asia/Dubai"),
        ("ابو ظبي", "Asia/Dubai"),
        ("دُبَيّ", "Asia/Dubai"),
        ("صنعا", "Asia/Aden"),
        ("Sana'a", "Asia/Aden"),
        ("سورية", "Asia/Damascus"),
        ("سوريا", "Asia/Damascus"),
        ("كازا", "Africa/Casablanca"),
        ("القدس", "Asia/Jerusalem"),
        ("رام الله", "Asia/Hebron"),
        ("غزه", "Asia/Gaza"),
        ("سلطنة عُمان", "Asia/Muscat"),
        ("عُمان", "Asia/Muscat"),
        ("عَمّان", "Asia/Amman"),
        ("طرابلس لبنان", "Asia/Beirut"),
        ("Tripoli, Libya", "Africa/Tripoli"),
        ("هامبورج", "Europe/Berlin"),
        ("ألمانيا", "Europe/Berlin"),
        ("تركيا", "Europe/Istanbul"),
        ("ديربورن", "America/Detroit"),
        ("نيو يورك", "America/New_York"),
        ("كولكاتا", "Asia/Kolkata"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("بوينس آيرس", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_place_is_found_by_the_name_that_people_give_it(typed: str, zone: str) -> None:
    assert zones(typed) == [zone]


def test_a_name_that_several_places_have_gives_each() -> None:
    assert zones("طرابلس") == ["Asia/Beirut", "Africa/Tripoli"]
    assert zones("عمان") == ["Asia/Amman", "Asia/Muscat"]
    assert zones("فلسطين") == ["Asia/Jerusalem", "Asia/Gaza", "Asia/Hebron"]
    assert zones("أمريكا")[:3] == ["America/New_York", "America/Detroit", "America/Chicago"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("الرياط", "الرياض"),
        ("اسكندرييا", "الإسكندرية"),
        ("بنغزي", "بنغازي"),
        ("Cario", "القاهرة"),
        ("Jedah", "جدة"),
        ("مدريت", "مدريد"),
    ],
)
def test_for_a_place_that_is_not_known_the_nearest_spellings_are_offered(typed: str, meant: str) -> None:
    assert zones(typed) == []
    offered = atlas().nearest(typed)
    assert meant in [place.ar for place in offered]
    assert len(offered) == NEAR


@pytest.mark.parametrize(
    "typed", ["", "؟", "GMT+3", "Etc/GMT-3", "UTC", "غدًا", "..", "../../etc/passwd", "\0", "أطلانتس"]
)
def test_what_is_no_place_is_none(typed: str) -> None:
    assert zones(typed) == []


@given(st.text(max_size=80))
def test_whatever_is_typed_a_place_has_a_clock_that_turns(typed: str) -> None:
    for place in (*atlas().find(typed), *atlas().nearest(typed)):
        assert ZoneInfo(place.zone).utcoffset(datetime(2026, 1, 1)) is not None  # noqa: DTZ001 - a wall clock
        assert not place.zone.startswith("Etc/")


@pytest.mark.parametrize("country", ARAB_COUNTRIES)
def test_every_arab_country_is_found_by_name_with_its_capital(country: str) -> None:
    for language in LANGUAGES:
        assert {place.country for place in atlas().find(atlas().country(country, language))} >= {country}
    (capital,) = atlas().find(CAPITALS[country])
    assert capital.country == country
    assert capital.ar in {city.ar for city in atlas().cities(country)} | {"طرابلس"}


def test_every_city_is_found_by_each_of_its_names() -> None:
    for country in sorted(set(cldr.zones().values())):
        for city in atlas().cities(country):
            for language in LANGUAGES:
                assert city.zone in zones(city.called(language)), city


def test_every_zone_has_a_name_in_both_languages() -> None:
    for zone in cldr.zones():
        assert not cldr.city_of(zone, "ar").isascii(), zone
        assert cldr.city_of(zone, "en")
        assert "(" not in cldr.city_of(zone, "ar")


def test_a_country_with_one_clock_needs_no_city() -> None:
    for country in ARAB_COUNTRIES:
        assert len(atlas().clocks(country)) == (3 if country == "PS" else 1)
    assert [place.zone for place in atlas().clocks("DE")] == ["Europe/Berlin"]
    assert len(atlas().clocks("US")) > 3
    assert atlas().clocks("ZZ") == ()


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone", "country"),
    [
        (30.04, 31.24, "Africa/Cairo", "EG"),
        (24.71, 46.68, "Asia/Riyadh", "SA"),
        (29.37, 47.98, "Asia/Kuwait", "KW"),
        (26.22, 50.59, "Asia/Bahrain", "BH"),
        (31.50, 34.46, "Asia/Gaza", "PS"),
        (31.90, 35.20, "Asia/Hebron", "PS"),
        (33.57, -7.59, "Africa/Casablanca", "MA"),
        (-11.70, 43.25, "Indian/Comoro", "KM"),
        (52.52, 13.40, "Europe/Berlin", "DE"),
        (42.32, -83.18, "America/Detroit", "US"),
    ],
)
def test_a_location_tells_its_clock(latitude: float, longitude: float, zone: str, country: str) -> None:
    place = place_at(latitude, longitude)
    assert (place.zone, place.country) == (zone, country)
    assert place.ar == cldr.city_of(zone, "ar")


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(30.0, -40.0), (20.0, 38.5), (27.0, 51.5), (34.0, 28.0), (0.0, 0.0), (91.0, 0.0), (0.0, 500.0)],
)
def test_a_location_at_sea_or_off_the_map_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(NoClockThere):
        place_at(latitude, longitude)


@given(st.floats(), st.floats())
def test_any_point_has_the_clock_of_a_place_or_is_refused(latitude: float, longitude: float) -> None:
    with suppress(NoClockThere):
        assert place_at(latitude, longitude).zone in cldr.zones()
