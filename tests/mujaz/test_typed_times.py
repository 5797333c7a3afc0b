"""Times, days, pauses and quiet hours are understood as people type them; what is not understood is refused by name."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import (
    DaysUnclear,
    NoSuchDate,
    NoSuchTime,
    NoTimeTyped,
    PauseOver,
    PauseTooLong,
    PauseUnclear,
    QuietEmpty,
    QuietUnclear,
    Refusal,
    TimeUnclear,
    TooManyTimes,
    UnclearTwelve,
)
from mujaz.places.atlas import ARAB_COUNTRIES
from mujaz.schedule.days import read_days, working_days
from mujaz.schedule.lexicon import MOST_TYPED, lexicon
from mujaz.schedule.pause import LONGEST, read_pause
from mujaz.schedule.quiet import read_quiet
from mujaz.schedule.telling import days_told, told
from mujaz.schedule.times import Wish, read_times
from mujaz.subscriber import EVERY_DAY, Calendar, Quiet, Slot
from mujaz.texts.catalogue import LANGUAGES, voice

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
SCRIPTS: tuple[dict[int, int], ...] = ({}, ARABIC_INDIC, PERSIAN)
MINUTES = st.integers(0, 1439)
TODAY = date(2026, 11, 24)
WORDS = (
    "7", "٧", "07:30", "19.30", "25:00", "صباحًا", "مساءً", "م", "ص", "و", "،", "و٩", "والنصف", "إلا", "ربعًا", "الساعة",
    "السابعة", "الثانية عشرة", "ليلًا", "منتصف الليل", "غدًا", "كل يوم", "كل", "يوم", "أيام العمل", "الأحد", "من", "إلى",
    "-", ":", ".", "/", "حتى", "أسبوع", "3", "أيام", "شهرين", "ديسمبر", "كانون الأول", "2026", "31", "0", "9999",
    "am", "pm", "a.m.", "midnight", "every day", "until", "Sunday", "\0", "\ud800", "\u202e", "١٢", "دقيقة", "h", "²",
    "Ⅷ", "㊆",
)  # fmt: skip
SAID = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=30)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def times(typed: str) -> list[str]:
    return [clock(minute) for minute in read_times(typed, "EG").minutes]


def days(typed: str, country: str | None = "EG") -> list[int]:
    bits = read_days(typed, country)
    return [day for day in range(7) if bits >> day & 1]


# ---------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("07:30", ["07:30"]),
        ("7", ["07:00"]),
        ("٧ صباحًا", ["07:00"]),
        ("7 مساءً", ["19:00"]),
        ("٧:٣٠ م", ["19:30"]),
        ("٧:٣٠ ص.", ["07:30"]),
        ("۷:۳۰", ["07:30"]),
        ("8pm", ["20:00"]),
        ("7 a.m.", ["07:00"]),
        ("19.30", ["19:30"]),
        ("0730", ["07:30"]),
        ("7h30", ["07:30"]),
        ("السابعة والنصف صباحًا", ["07:30"]),
        ("الساعة السابعة", ["07:00"]),
        ("الثامنة إلا ربعًا مساءً", ["19:45"]),
        ("التاسعة والثلث", ["09:20"]),
        ("السابعة إلا خمس دقائق", ["06:55"]),
        ("٧ و٣٠ دقيقة", ["07:30"]),
        ("الحادية عشرة ليلًا", ["23:00"]),
        ("الثانية عشرة ظهرًا", ["12:00"]),
        ("الواحدة والنصف بعد الظهر", ["13:30"]),
        ("الثانية عشرة والربع ليلًا", ["00:15"]),
        ("12 صباحًا", ["00:00"]),
        ("١٢ م", ["12:00"]),
        ("منتصف الليل", ["00:00"]),
        ("noon", ["12:00"]),
        ("الخامسة فجرًا", ["05:00"]),
        ("الرابعة عصرًا", ["16:00"]),
        ("19:30 مساءً", ["19:30"]),
        ("٧ صباحًا و٩ مساءً", ["07:00", "21:00"]),
        ("9 مساءً، ٧ صباحًا", ["07:00", "21:00"]),
        ("7 am and 9:30 pm", ["07:00", "21:30"]),
        ("الثامنة صباحا والثامنة مساء", ["08:00", "20:00"]),
        ("07:00 07:00 صباحًا", ["07:00"]),
        ("سبعة ونص", ["07:30"]),
    ],
)
def test_a_time_is_understood_as_people_type_it(typed: str, understood: list[str]) -> None:
    assert times(typed) == understood


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", NoTimeTyped),
        (" \n", NoTimeTyped),
        ("الساعة", NoTimeTyped),
        ("غدًا", TimeUnclear),
        ("صباحًا", TimeUnclear),
        ("كل يوم", TimeUnclear),
        ("7 أو 8", TimeUnclear),
        ("7-9", TimeUnclear),
        ("حوالي ٧", TimeUnclear),
        ("9" * 5000, TimeUnclear),
        ("25:00", NoSuchTime),
        ("24:00", NoSuchTime),
        ("٧:٦٠", NoSuchTime),
        ("7:5", NoSuchTime),
        ("7:", NoSuchTime),
        ("13 صباحًا", NoSuchTime),
        ("٩ ظهرًا", NoSuchTime),
        ("12 مساءً", UnclearTwelve),
        ("1 2 3 4 5 6 7", TooManyTimes),
    ],
)
def test_what_is_no_time_is_refused_by_name(typed: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_times(typed, "EG")


def test_days_may_stand_beside_the_time() -> None:
    assert read_times("07:30 الأحد والثلاثاء", "EG") == Wish((450,), 0b1000010)
    assert read_times("كل يوم جمعة ٩ صباحًا", "EG") == Wish((540,), 1 << 4)
    assert read_times("8 أيام العمل", "AE") == Wish((480,), 0b0011111)
    assert read_times("8 صباحا كل يوم إلا الجمعة", "EG") == Wish((480,), EVERY_DAY & ~(1 << 4))


@given(st.lists(MINUTES, min_size=1, max_size=6, unique=True), st.sampled_from(LANGUAGES), st.sampled_from(SCRIPTS))
def test_the_times_that_mujaz_shows_are_understood_back(
    minutes: list[int], language: str, script: dict[int, int]
) -> None:
    tongue = voice(language, ZoneInfo("Africa/Cairo"))
    shown = tongue.listing([tongue.clock(minute) for minute in minutes]).translate(script)
    assert read_times(shown, None) == Wish(tuple(sorted(minutes)))


@given(
    st.lists(MINUTES, min_size=1, max_size=6, unique=True),
    st.integers(1, EVERY_DAY),
    st.sampled_from(LANGUAGES),
    st.sampled_from((None, *ARAB_COUNTRIES)),
)
def test_the_schedule_that_mujaz_tells_is_understood_back(
    minutes: list[int], weekdays: int, language: str, country: str | None
) -> None:
    slots = [Slot("Africa/Cairo", minute, weekdays) for minute in minutes]
    shown = told(slots, voice(language, ZoneInfo("Africa/Cairo")), country)
    assert read_times(shown, country) == Wish(tuple(sorted(minutes)), weekdays)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("الأحد والثلاثاء", [1, 6]),
        ("الاحد الثلاثا", [1, 6]),
        ("كل يوم", [0, 1, 2, 3, 4, 5, 6]),
        ("يوميًا", [0, 1, 2, 3, 4, 5, 6]),
        ("أيام العمل", [0, 1, 2, 3, 6]),
        ("نهاية الأسبوع", [4, 5]),
        ("من الأحد إلى الخميس", [0, 1, 2, 3, 6]),
        ("كل يوم إلا الجمعة والسبت", [0, 1, 2, 3, 6]),
        ("عدا الجمعة", [0, 1, 2, 3, 5, 6]),
        ("كل جمعة", [4]),
        ("يوم الإثنين ويوم الأربعاء", [0, 2]),
        ("Sun, Tue", [1, 6]),
        ("Monday to Friday", [0, 1, 2, 3, 4]),
        ("weekdays", [0, 1, 2, 3, 6]),
    ],
)
def test_weekdays_are_understood_as_people_type_them(typed: str, understood: list[int]) -> None:
    assert days(typed) == understood


@pytest.mark.parametrize("typed", ["", "غدًا", "الأحد إلا الأحد", "و", "يوم", "الأحد ٧", "إلا"])
def test_what_names_no_weekday_is_refused(typed: str) -> None:
    with pytest.raises(DaysUnclear):
        read_days(typed, "EG")


@given(st.integers(1, EVERY_DAY), st.sampled_from(LANGUAGES), st.sampled_from((None, *ARAB_COUNTRIES)))
def test_the_weekdays_that_mujaz_tells_are_understood_back(bits: int, language: str, country: str | None) -> None:
    shown = days_told(bits, voice(language, ZoneInfo("Asia/Beirut")), country)
    assert read_days(shown, country) == bits


@pytest.mark.parametrize(
    ("countries", "off"),
    [
        ("SA KW QA BH OM YE IQ JO PS SY EG SD LY DZ", [4, 5]),
        ("AE LB TN MA MR KM", [5, 6]),  # the Emirates since 2022, Mauritania since 2014
        ("DJ SO", [4]),
    ],
)
def test_working_days_are_those_of_the_country(countries: str, off: list[int]) -> None:
    for country in countries.split():
        assert [day for day in range(7) if not working_days(country) >> day & 1] == off, country
        assert country in ARAB_COUNTRIES


def test_where_the_country_is_not_known_people_rest_on_saturday_and_sunday() -> None:
    assert working_days(None) == working_days("US") == working_days("ZZ") == 0b0011111


# ---------------------------------------------------------------- pauses


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("يوم", date(2026, 11, 25)),
        ("يومين", date(2026, 11, 26)),
        ("3 أيام", date(2026, 11, 27)),
        ("ثلاثة أيام", date(2026, 11, 27)),
        ("أسبوع", date(2026, 12, 1)),
        ("لمدة أسبوعين", date(2026, 12, 8)),
        ("شهر", date(2026, 12, 24)),
        ("a week", date(2026, 12, 1)),
        ("غدًا", date(2026, 11, 25)),
        ("حتى الأحد", date(2026, 11, 29)),
        ("حتى يوم الثلاثاء", date(2026, 12, 1)),
        ("حتى ٥ ديسمبر", date(2026, 12, 5)),
        ("٥ كانون الأول ٢٠٢٦", date(2026, 12, 5)),
        ("5 جانفي", date(2027, 1, 5)),
        ("حتى السبت، 5 ديسمبر", date(2026, 12, 5)),
        ("until December 5, 2026", date(2026, 12, 5)),
        ("2026-12-05", date(2026, 12, 5)),
        ("٢٠٢٦-١٢-٠٥", date(2026, 12, 5)),
        ("5/12", date(2026, 12, 5)),
        ("5.12.2026", date(2026, 12, 5)),
        ("حتى 1 رجب", date(2026, 12, 10)),
        ("١ رجب ١٤٤٨ هـ", date(2026, 12, 10)),
        ("حتى الخميس ١ رجب ١٤٤٨ هـ، الموافق ١٠ ديسمبر ٢٠٢٦", date(2026, 12, 10)),
        ("1 رمضان 48", date(2027, 2, 8)),
        ("1/7/1448", date(2026, 12, 10)),
        ("1448-07-01", date(2026, 12, 10)),
        ("1/7 هجري", date(2026, 12, 10)),
        ("5 ربيع ثاني", date(2027, 9, 6)),
        ("until 1 Rajab 1448 AH", date(2026, 12, 10)),
    ],
)
def test_a_pause_is_understood_as_people_type_it(typed: str, back: date) -> None:
    assert read_pause(typed, TODAY) == back


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", PauseUnclear),
        ("قليلًا", PauseUnclear),
        ("سنة ونصف", PauseUnclear),
        ("5", PauseUnclear),
        ("أسبوع أو أسبوعين", PauseUnclear),
        ("30 فبراير", NoSuchDate),
        ("31 رجب", NoSuchDate),
        ("1 رجب 1448 هـ، الموافق 11 ديسمبر 2026", PauseUnclear),
        ("1 رجب 1447", PauseOver),
        ("2026-13-01", NoSuchDate),
        ("12/31/2026", NoSuchDate),
        ("0/0", NoSuchDate),
        ("حتى 24 نوفمبر 2026", PauseOver),
        ("2020-01-01", PauseOver),
        ("0 أيام", PauseOver),
        ("500 يوم", PauseTooLong),
        ("9999 أشهر", PauseTooLong),
    ],
)
def test_what_is_no_pause_is_refused_by_name(typed: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_pause(typed, TODAY)


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert read_pause("شهر", date(2027, 1, 31)) == date(2027, 2, 28)


@given(st.timedeltas(timedelta(days=1), LONGEST), st.sampled_from(LANGUAGES), st.sampled_from(SCRIPTS))
def test_the_dates_that_mujaz_shows_in_either_calendar_are_understood_back(
    ahead: timedelta, language: str, script: dict[int, int]
) -> None:
    day = TODAY + timedelta(days=ahead.days)
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Africa/Cairo"))
    for calendar in Calendar:
        tongue = voice(language, ZoneInfo("Africa/Cairo"), calendar=calendar)
        for shown in (tongue.day(moment), tongue.short_day(moment), day.isoformat()):
            assert read_pause(shown.translate(script), TODAY) == day


@pytest.mark.parametrize("country", ARAB_COUNTRIES)
def test_every_countrys_months_are_understood(country: str) -> None:
    for day in (date(2026, 12, 5), *(date(2027, month, 5) for month in range(1, 12))):
        assert read_pause(format_date(day, "d MMMM", locale=Locale("ar", country)), TODAY) == day


# ---------------------------------------------------------------- quiet hours


@pytest.mark.parametrize(
    ("typed", "quiet"),
    [
        ("٢٢:٠٠-٧:٠٠", Quiet(22 * 60, 7 * 60)),
        ("22:00 – 07:00", Quiet(22 * 60, 7 * 60)),
        ("من 10 مساءً إلى 7 صباحًا", Quiet(22 * 60, 7 * 60)),
        ("من العاشرة والنصف مساءً حتى السابعة صباحًا", Quiet(22 * 60 + 30, 7 * 60)),
        ("بين ١١ مساءً و٦ صباحًا", Quiet(23 * 60, 6 * 60)),
        ("10pm to 7am", Quiet(22 * 60, 7 * 60)),
        ("من منتصف الليل إلى ٦", Quiet(0, 6 * 60)),
        ("13-15", Quiet(13 * 60, 15 * 60)),
        ("لا", None),
        ("off", None),
    ],
)
def test_quiet_hours_are_understood_as_people_type_them(typed: str, quiet: Quiet | None) -> None:
    assert read_quiet(typed) == quiet


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("22:00-22:00", QuietEmpty),
        ("من 10 مساءً إلى 22:00", QuietEmpty),
        ("22:00", QuietUnclear),
        ("", QuietUnclear),
        ("ليلًا", QuietUnclear),
        ("22-7-9", QuietUnclear),
        ("لا أدري", QuietUnclear),
        ("25-7", NoSuchTime),
    ],
)
def test_quiet_hours_that_are_none_are_refused_by_name(typed: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_quiet(typed)


# ---------------------------------------------------------------- whatever is typed


READERS: tuple[Callable[[str], object], ...] = (
    lambda typed: read_times(typed, "EG"),
    lambda typed: read_days(typed, None),
    lambda typed: read_pause(typed, TODAY),
    read_quiet,
)


@pytest.mark.parametrize("read", READERS, ids=["times", "days", "pause", "quiet"])
@given(SAID)
def test_whatever_is_typed_is_understood_or_refused_by_name(read: Callable[[str], object], typed: str) -> None:
    try:
        found = read(typed)
    except Refusal:
        return
    assert found or read is read_quiet


@given(SAID)
def test_a_pause_ends_ahead_and_within_a_year(typed: str) -> None:
    try:
        back = read_pause(typed, TODAY)
    except Refusal:
        return
    assert TODAY < back <= TODAY + LONGEST


def test_no_more_is_looked_at_than_anybody_needs() -> None:
    assert len(lexicon().read("٧ " * MOST_TYPED)) == MOST_TYPED // 2
