"""Every word that Mujaz says exists in every language, fits where it is shown, and is used."""

import ast
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from handlers.menus import ADMIN, GROUP_ADMIN
from mujaz import errors
from mujaz.arabic.fold import strip_controls
from mujaz.companies import catalogue
from mujaz.errors import Refusal
from mujaz.events.classify import OTHER
from mujaz.subscriber import Calendar, Digits
from mujaz.texts.catalogue import LANGUAGES, Entry, Voice, entries, spoken, voice
from playground.html import parse
from playground.limits import message_text

ROOT = Path(__file__).parents[2]
VOICES = {language: voice(language, ZoneInfo("Asia/Riyadh")) for language in LANGUAGES}
ARABIC, ENGLISH = VOICES["ar"], VOICES["en"]
SPEAKERS = ("mujaz", "pipeline", "handlers", "bot")
SHOWN_WITHOUT_HTML = ("chosen", "separator", "bot.", "menu.", "activity.", "cli")

HOSTILE = ("<b>", "</b>", "&", "&lt;", '"', "'", "\u202e", "\u2066", "\0", "\ud800", "\x1b", "{x}", "%s", "ميتا", "GPT")
VALUES = st.lists(st.sampled_from(HOSTILE), max_size=6).map("".join)


def sentences(language: str) -> dict[str, str]:
    return {key: entry for key, entry in entries(language).items() if isinstance(entry, str)}


def counted(language: str) -> dict[str, Mapping[str, str]]:
    return {key: entry for key, entry in entries(language).items() if isinstance(entry, Mapping)}


def values_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def templates(entry: Entry) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    return list(entry.values()) if isinstance(entry, Mapping) else list(entry)


# ---------------------------------------------------------------- both languages


def test_both_languages_say_the_same_things() -> None:
    assert entries("ar").keys() == entries("en").keys()
    for key, entry in entries("ar").items():
        assert type(entry) is type(entries("en")[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_unsaid(language: str) -> None:
    for key, entry in entries(language).items():
        assert templates(entry), key
        assert all(template.strip() for template in templates(entry)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_noun_has_every_plural_form_of_its_language_and_no_other(language: str) -> None:
    locale = Locale.parse(language)
    forms = {locale.plural_form(n) for n in range(1000)}
    assert len(forms) == {"ar": 6, "en": 2}[language]
    for key, entry in counted(language).items():
        assert set(entry) == forms, key
        assert all(values_in(form) <= {"n"} for form in entry.values()), key
        assert "n" in values_in(entry["other"]), key


def test_the_values_in_a_sentence_are_the_same_in_both_languages() -> None:
    for key, sentence in sentences("ar").items():
        assert values_in(sentence) == values_in(sentences("en")[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_commands_are_never_ambiguous(language: str) -> None:
    words = [word for key, entry in entries(language).items() if key.startswith("words.") for word in templates(entry)]
    assert len(words) == len(set(words))


def test_someone_whose_language_mujaz_does_not_speak_is_answered_in_arabic() -> None:
    assert [spoken(language) for language in ("ar", "en", "fr", "", None)] == ["ar", "en", "ar", "ar", "ar"]


# ---------------------------------------------------------------- the code and the catalogue


@cache
def trees() -> tuple[ast.AST, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for folder in SPEAKERS for path in (ROOT / folder).rglob("*.py"))


def nodes() -> Iterator[ast.AST]:
    for tree in trees():
        yield from ast.walk(tree)


def strings(expression: ast.AST) -> Iterator[str]:
    """The texts that an expression may give: of «"a" if x else "b"» both."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, ast.IfExp):
        yield from strings(expression.body)
        yield from strings(expression.orelse)


def spoken_keys() -> Iterator[str]:
    """The keys that stand where the voice is asked to speak."""
    for node in nodes():
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if node.func.attr in ("say", "label", "words") or (node.func.attr == "count" and len(node.args) == 2):
            yield from strings(node.args[0])


def families() -> set[str]:
    """Beginnings of keys that the code completes: of «f"menu.{name}"» that is «menu.»."""
    sections = {key.partition(".")[0] for key in entries("ar") if "." in key}
    beginnings = {
        node.values[0].value
        for node in nodes()
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant)
    }
    return {str(begin) for begin in beginnings if re.fullmatch(rf"({'|'.join(sections)})\.\w*", str(begin))}


def mentioned_keys() -> set[str]:
    """Every text of the code that is a key or looks like one: a key may reach the voice through a variable."""
    sections = {key.partition(".")[0] for key in entries("ar") if "." in key}
    looks_like_a_key = re.compile(rf"({'|'.join(sections)})\.(?!toml$)[a-z_]+")
    found = {text for node in nodes() for text in strings(node)}
    return {text for text in found if text in entries("ar") or looks_like_a_key.fullmatch(text)}


def refusals() -> list[type[Refusal]]:
    found = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Refusal)]
    return [kind for kind in found if hasattr(kind, "key")]  # those without are only families


def test_every_key_that_the_code_speaks_is_in_the_catalogue() -> None:
    assert set(spoken_keys()) | mentioned_keys() <= entries("ar").keys()


def test_every_family_of_keys_has_members() -> None:
    assert {"activity.", "menu.", "unreadable.", "settings.", "company.", "bot."} <= families()
    for family in families():
        assert any(key.startswith(family) for key in entries("ar")), family


def test_no_text_is_kept_that_nobody_says() -> None:
    named, begun = mentioned_keys() | set(spoken_keys()), tuple(families())
    assert [key for key in entries("ar") if key not in named and not key.startswith(begun)] == []


def test_every_refusal_has_its_words_and_gives_every_value_that_they_hold() -> None:
    now = datetime(2025, 10, 27, tzinfo=UTC)
    given = [
        errors.EmptyPost(), errors.PostTooLong(60_000, 50_000), errors.AlreadyStored(1, "<b>&", now),
        errors.DraftGone(), errors.DraftHeld("<b>"), errors.SecondNeeded(), errors.BadTitle(200),
        errors.BadSummary(1200), errors.NoSuchCompany("<b>"), errors.RunElsewhere("cancelled"),
        errors.EmptyAnnouncement(), errors.AnnouncementTooLong(4096), errors.NobodyToTell(),
        errors.StarsShort("33500", "12.5"), errors.BalanceUnknown(),
        errors.NoTimeTyped(), errors.TimeUnclear("<b>"), errors.NoSuchTime("25:00"), errors.UnclearTwelve(),
        errors.TooManyTimes(6), errors.DaysUnclear("<b>"), errors.PauseUnclear("<b>"), errors.NoSuchDate("31/2"),
        errors.PauseOver(), errors.PauseTooLong(), errors.QuietUnclear("<b>"), errors.QuietEmpty(),
        errors.NoClockThere(),
        errors.NotPublished(), errors.NothingToCorrect(), errors.CorrectionGone(), errors.BadReason(300),
        errors.FeedKnown("<b>"), errors.FeedRemoved(),
        errors.NotAFeed(), errors.NoArticleThere(), errors.HostileFile(), errors.UnknownFile(), errors.FileTooBig(5),
        errors.FileLocked(), errors.FileDamaged(), errors.NoTextInFile(),
        errors.BadLink(), errors.PrivateLink(), errors.LinkGone(), errors.LinkClosed(), errors.LinkTooBig(5),
        errors.LinkTooSlow(20), errors.TooManyRedirects(), errors.NotAText(), errors.SiteBusy(), errors.SiteDown(),
            errors.NotAnAdmin(), errors.AdminsUnknown(), errors.NoSuchChannel(), errors.NotAChannel(),
            errors.MayNotPost("<b>"),
    ]  # fmt: skip
    assert {type(refusal) for refusal in given} == set(refusals())
    for refusal in given:
        for tongue in VOICES.values():
            message_text(tongue.say(refusal.key, **refusal.values), "HTML", None)
            assert len(tongue.label(refusal.key, **refusal.values)) <= 200, refusal.key


def test_every_activity_of_the_catalogue_of_companies_has_a_word_and_every_word_an_activity() -> None:
    activities = {f"activity.{company.activity}" for company in catalogue.load().companies}
    assert activities == {key for key in entries("ar") if key.startswith("activity.")}


def test_every_kind_of_event_has_a_word_and_every_word_a_kind() -> None:
    events = tomllib.loads((ROOT / "mujaz" / "events" / "events.toml").read_text("utf-8"))["event"]
    kinds = {f"event.{event['kind']}" for event in events} | {f"event.{OTHER}"}
    assert kinds == {key for key in entries("ar") if key.startswith("event.")}


def test_every_command_in_a_menu_has_a_description() -> None:
    assert {f"menu.{name}" for name in (*ADMIN, *GROUP_ADMIN)} == {
        key for key in entries("ar") if key.startswith("menu.")
    }


# ---------------------------------------------------------------- where the words are shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_and_introductions_are_plain_and_within_telegrams_limits(language: str) -> None:
    limits = {"menu.": 256, "bot.name": 64, "bot.description": 512, "bot.short_description": 120}
    for key, sentence in sentences(language).items():
        for beginning, most in limits.items():
            if key.startswith(beginning):
                assert len(sentence.strip()) <= most, key
        if key.startswith(SHOWN_WITHOUT_HTML):
            assert "<" not in sentence, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_toasts_are_plain_and_at_most_200_code_points(language: str) -> None:
    for node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "label":
            for key in strings(node.args[0]):
                filled = VOICES[language].label(key, **dict.fromkeys(values_in(sentences(language)[key]), "س" * 60))
                assert len(filled) <= 200, key
                assert "<" not in filled, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_html_that_telegram_takes(language: str) -> None:
    for key, sentence in sentences(language).items():
        text, _ = parse(VOICES[language].say(key, **dict.fromkeys(values_in(sentence), "https://x.example/")))
        assert "<" not in text, key


@given(VALUES, st.sampled_from(LANGUAGES))
def test_no_value_breaks_a_message_whatever_people_call_themselves_and_their_articles(
    value: str, language: str
) -> None:
    for key, sentence in sentences(language).items():
        text, entities = parse(VOICES[language].say(key, **dict.fromkeys(values_in(sentence), value)))
        assert not set(text) & {"\0", "\u202e", "\ud800", "\x1b"}, key
        assert len(entities) <= sentence.count("</"), key


@given(VALUES)
def test_what_somebody_wrote_is_shown_as_they_wrote_it(value: str) -> None:
    shown = parse(ENGLISH.say("search.header", query=f"«{value}»"))[0]
    visible = "".join(char for char in value if char not in "\u202e\u2066\0\ud800\x1b")
    assert f"«{visible}»" in shown


def test_an_unknown_key_is_an_error_and_never_a_guess() -> None:
    for ask in (ARABIC.say, ARABIC.label, ARABIC.words):
        with pytest.raises(KeyError):
            ask("no.such.key")
    for ask, key in ((ARABIC.say, "count.news"), (ARABIC.words, "start.welcome")):
        with pytest.raises(KeyError):
            ask(key)
    with pytest.raises(KeyError):
        ARABIC.count("start.welcome", 1)


# ---------------------------------------------------------------- numbers, dates, places


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "لا أخبار"), (1, "خبر واحد"), (2, "خبران"), (3, "3 أخبار"), (10, "10 أخبار"), (11, "11 خبرًا"),
        (99, "99 خبرًا"), (100, "100 خبر"), (101, "101 خبر"), (102, "102 خبر"), (103, "103 أخبار"), (111, "111 خبرًا"),
        (1000, "1000 خبر"),
    ],
)  # fmt: skip
def test_arabic_counts_its_news_as_a_newspaper_does(n: int, words: str) -> None:
    assert ARABIC.count("count.news", n) == words


def test_after_a_preposition_the_dual_stands_in_the_genitive() -> None:
    assert ARABIC.count("count.news_genitive", 2) == "خبرين"
    assert ARABIC.say("digest.header", day="اليوم", count=ARABIC.count("count.news_genitive", 2)) == (
        "<b>موجز اليوم</b> في خبرين"
    )


@pytest.mark.parametrize(
    ("seconds", "arabic", "english"),
    [
        (0, "أقل من ثانية", "0 seconds"), (1, "ثانية واحدة", "one second"), (2, "ثانيتين", "2 seconds"),
        (59, "59 ثانية", "59 seconds"), (60, "دقيقة واحدة", "one minute"), (120, "دقيقتين", "2 minutes"),
        (300, "5 دقائق", "5 minutes"), (660, "11 دقيقة", "11 minutes"), (3599, "ساعة واحدة", "one hour"),
        (7200, "ساعتين", "2 hours"), (7320, "ساعتين ودقيقتين", "2 hours and 2 minutes"),
        (11_167, "3 ساعات و6 دقائق", "3 hours and 6 minutes"), (40_260, "11 ساعة و11 دقيقة", "11 hours and 11 minutes"),
    ],
)  # fmt: skip
def test_how_long_something_takes_is_told_as_one_says_it(seconds: int, arabic: str, english: str) -> None:
    time = timedelta(seconds=seconds)
    assert (ARABIC.span(time), ENGLISH.span(time)) == (arabic, english)


@pytest.mark.parametrize(
    ("n", "words"), [(0, "0 articles"), (1, "one article"), (2, "2 articles"), (11, "11 articles")]
)
def test_english_counts_its_news(n: int, words: str) -> None:
    assert ENGLISH.count("count.news", n) == words


def test_dates_are_those_of_the_place_where_the_reader_lives() -> None:
    late = datetime(2025, 10, 26, 22, 30, tzinfo=UTC)
    assert ARABIC.day(late) == "الاثنين 27 أكتوبر 2025"
    assert ARABIC.short_day(late) == "27 أكتوبر 2025"
    assert voice("ar", ZoneInfo("America/New_York")).short_day(late) == "26 أكتوبر 2025"


@pytest.mark.parametrize(
    ("n", "sources", "reported"),
    [
        (1, "مصدر واحد", "نقله مصدر واحد"), (2, "مصدران", "تناقله مصدران"), (3, "3 مصادر", "تناقلته 3 مصادر"),
        (10, "10 مصادر", "تناقلته 10 مصادر"), (11, "11 مصدرًا", "تناقله 11 مصدرًا"), (100, "100 مصدر", "تناقله 100 مصدر"),
        (103, "103 مصادر", "تناقلته 103 مصادر"),
    ],
)  # fmt: skip
def test_sources_are_counted_with_a_verb_that_agrees(n: int, sources: str, reported: str) -> None:
    assert (ARABIC.count("count.sources", n), ARABIC.count("count.reported", n)) == (sources, reported)


@pytest.mark.parametrize(
    ("countries", "january", "july"),
    [
        ("EG SA AE KW QA BH OM YE SD LY MR SO DJ KM", "7 يناير 2026", "7 يوليو 2026"),
        ("SY IQ LB JO PS", "7 كانون الثاني 2026", "7 تموز 2026"),
        ("DZ TN", "7 جانفي 2026", "7 جويلية 2026"),
        ("MA", "7 يناير 2026", "7 يوليوز 2026"),
        ("FR XX", "7 يناير 2026", "7 يوليو 2026"),
    ],
)
def test_months_have_the_names_of_the_readers_country(countries: str, january: str, july: str) -> None:
    for country in countries.split():
        tongue = voice("ar", ZoneInfo("UTC"), country=country)
        days = [tongue.short_day(datetime(2026, month, 7, tzinfo=UTC)) for month in (1, 7)]
        assert days == [january, july], country
        assert "January" in voice("en", ZoneInfo("UTC"), country=country).short_day(datetime(2026, 1, 7, tzinfo=UTC))


def test_whoever_chose_the_hijri_calendar_reads_its_dates_and_the_gregorian_beside_them() -> None:
    late = datetime(2025, 10, 26, 22, 30, tzinfo=UTC)
    hijri = {language: voice(language, ZoneInfo("Asia/Riyadh"), calendar=Calendar.HIJRI) for language in LANGUAGES}
    assert hijri["ar"].day(late) == "الاثنين 5 جمادى الأولى 1447 هـ، الموافق 27 أكتوبر 2025"
    assert hijri["ar"].short_day(late) == "5 جمادى الأولى 1447 هـ"
    assert strip_controls(hijri["en"].day(late)) == "Monday 5 Jumada al-Ula 1447 AH, 27 October 2025"
    ramadan = datetime(2026, 2, 18, 12, tzinfo=UTC)
    assert hijri["ar"].short_day(ramadan) == "1 رمضان 1447 هـ"


def test_where_the_hijri_tables_do_not_reach_the_date_is_gregorian() -> None:
    tongue = voice("ar", ZoneInfo("UTC"), calendar=Calendar.HIJRI)
    assert tongue.short_day(datetime(2080, 1, 1, tzinfo=UTC)) == "1 يناير 2080"
    assert tongue.day(datetime(1900, 1, 1, tzinfo=UTC)) == "الاثنين 1 يناير 1900"


def test_arabic_indic_digits_are_used_in_every_number_that_mujaz_says_but_not_in_code() -> None:
    tongue = voice("ar", ZoneInfo("Asia/Riyadh"), Digits.ARABIC)
    moment = datetime(2025, 10, 26, 5, 0, tzinfo=UTC)
    assert tongue.day(moment) == "الأحد ٢٦ أكتوبر ٢٠٢٥"
    assert tongue.clock(485) == "٠٨:٠٥"
    assert tongue.count("count.news", 103) == "١٠٣ أخبار"
    assert tongue.span(timedelta(hours=11, minutes=11)) == "١١ ساعة و١١ دقيقة"
    assert tongue.say("digest.header_part", part=2, parts=3) == "<b>تتمة الموجز</b> (الجزء ٢ من ٣)"
    assert tongue.say("run.listed_part", chat=2002, part=2, reason="خطأ 400") == "<code>2002</code>، الجزء ٢: خطأ ٤٠٠"
    assert tongue.text("أطلقت OpenAI نموذج GPT-5 بسعر 20 دولارًا") == (
        "أطلقت \u2068OpenAI\u2069 نموذج \u2068GPT-5\u2069 بسعر ٢٠ دولارًا"
    )
    hijri = voice("ar", ZoneInfo("Asia/Riyadh"), Digits.ARABIC, Calendar.HIJRI)
    assert hijri.short_day(moment) == "٤ جمادى الأولى ١٤٤٧ هـ"


def test_english_counts_in_western_digits_whatever_arabic_articles_are_shown_in() -> None:
    tongue = voice("en", ZoneInfo("UTC"), Digits.ARABIC)
    assert tongue.count("count.news", 12) == "12 articles"
    assert tongue.text("سرّحت 600 موظف") == "سرّحت ٦٠٠ موظف"


@pytest.mark.parametrize("tongue", VOICES.values(), ids=VOICES)
def test_times_and_places_are_said_plainly(tongue: Voice) -> None:
    assert [tongue.clock(minute) for minute in (0, 485, 1439)] == ["00:00", "08:05", "23:59"]
    assert tongue.place("Asia/Riyadh") == {"ar": "الرياض", "en": "Riyadh"}[tongue.language]
    assert tongue.country("US") == {"ar": "الولايات المتحدة", "en": "United States"}[tongue.language]
    assert tongue.country("XX") == "XX"


@pytest.mark.parametrize("key", ["help.reader", "settings.ask_time", "privacy.kept"])
def test_no_command_loses_its_slash_among_arabic_words_and_none_is_copied_with_a_mark(key: str) -> None:
    said = entries("ar")[key]
    assert isinstance(said, str)
    commands = [place.start() for place in re.finditer(r"(?<![<\w])/[a-z]", said)]
    assert commands
    for place in commands:
        before = said[:place].removesuffix("<code>")
        assert before.endswith("\u200e"), said[place : place + 20]
        assert not before.endswith("\n\u200e"), "the line would begin at the left"
    assert "<code>\u200e" not in said
    assert "\u200e" not in str(entries("en")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_stands_for_a_word_but_the_mark_of_what_is_chosen(language: str) -> None:
    """Screen readers say signs by their names, or not at all."""
    signs = {sign for entry in entries(language).values() for sign in str(entry) if unicodedata.category(sign) == "So"}
    assert signs == {"✓"}
